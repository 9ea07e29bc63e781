"""A student's answer to an offer: yes with everything that follows, no with the place going on, or silence."""

from __future__ import annotations

from datetime import date

from bot.activities import Args
from bot.cards import Action, Card, Text
from bot.conversations import apply, placing
from bot.conversations.phrases import moment
from bot.programme.applications import Application, move, words_for
from bot.programme.placements import Placement
from bot.turn import Turn

TAKEN = "another offer was accepted"


def accept(turn: Turn, args: Args) -> None:
    """Yes: first the duty about time zones where the programme has one, then the placement is made."""
    one = offered(turn, args)
    if one is None:
        return
    duty = turn.the_programme.time_zone_duty
    if duty is not None and duty.when == "on_acceptance" and args.get("read") != "yes":
        yes = {"application": str(one.id), "read": "yes"}
        turn.remember(pending={"action": "offer.accept", "args": yes, "label": "I have read this, accept"})
        turn.say(
            f"Before you accept: {duty.text}",
            Action("I have read this, accept", "offer.accept", yes, "primary"),
            Action("Not yet", "status.one", {"application": str(one.id)}),
        )
        return
    turn.remember(pending=None)
    taken(turn, one)
    card = Card(
        parts=(
            Text(
                f"Accepted: {apply.name_of(turn, one)}. Your placement is being set up, and what to do comes here."
            ),
        ),
        actions=(Action("My placement", "placement", style="primary"), Action("Home", "home")),
        summary="You have accepted",
        ref=f"offer:{one.id}",
    )
    turn.replace(card)
    others(turn, one)


def taken(turn: Turn, one: Application) -> None:
    """The place is theirs: the placement is made, and staff hear of it."""
    accepted = move(one, "accepted")
    turn.unit.applications.save(accepted)
    placement = make_placement(turn, accepted)
    turn.record("accepted an offer", f"application:{one.id}", after={"placement": placement})
    tell_staff(turn, accepted, "accepted")


def given_back(turn: Turn, one: Application, reason: str) -> None:
    """The place is free again: staff hear of it, and it goes to the next."""
    turn.unit.applications.save(move(one, "declined", reason=reason))
    turn.record("declined an offer", f"application:{one.id}")
    tell_staff(turn, one, "declined")
    placing.freed(turn, one)


def others(turn: Turn, one: Application) -> None:
    """What becomes of the student's other open applications, by the programme's rule."""
    rule = turn.the_programme.decisions.other_applications
    rest = still_open(turn, one)
    if not rest or rule == "keep":
        return
    if rule == "withdraw":
        for other in rest:
            give_up(turn, other, TAKEN)
        turn.say("Your other applications in this programme are withdrawn, as its rule says.")
        return
    names = "; ".join(apply.name_of(turn, other) for other in rest)
    turn.remember(pending={"action": "offer.others", "args": {}, "label": "Withdraw the others"})
    turn.say(
        f"You have other open applications: {names}. Would you like to withdraw them?",
        Action("Withdraw the others", "offer.others"),
        Action("Keep them", "home"),
    )


def still_open(turn: Turn, one: Application) -> list[Application]:
    """The student's other applications that have neither ended nor become a placement."""
    every = turn.unit.applications.of_student(turn.scope, one.student)
    return [other for other in every if not other.ended and other.id != one.id and other.state != "accepted"]


def withdraw_others(turn: Turn, _: Args) -> None:
    """The student said yes to withdrawing the rest."""
    turn.remember(pending=None)
    mine = turn.unit.applications.of_student(turn.scope, turn.person.id)
    rest = [other for other in mine if not other.ended and other.state != "accepted"]
    for other in rest:
        give_up(turn, other, TAKEN)
    turn.say(
        f"Withdrawn: {len(rest)}." if rest else "Nothing else was open.", Action("My applications", "status")
    )


def give_up(turn: Turn, other: Application, reason: str) -> None:
    """Withdraw one application, freeing its place or leaving the queue."""
    held = other.state in {"offered", "accepted"}
    turn.unit.applications.save(move(other, "withdrawn", reason=reason))
    placing.leave_queue(turn, other, "left")
    turn.record(
        "application withdrawn",
        f"application:{other.id}",
        before={"state": other.state},
        after={"reason": reason},
    )
    if held:
        placing.freed(turn, other)


def decline(turn: Turn, args: Args) -> None:
    """No: asked once, then the place goes to the next."""
    one = offered(turn, args)
    if one is None:
        return
    ident = {"application": str(one.id), "sure": "yes"}
    if args.get("sure") != "yes":
        turn.remember(pending={"action": "offer.decline", "args": ident, "label": "Decline the offer"})
        turn.say(
            f"Decline the offer of {apply.name_of(turn, one)}? It goes to the next on the list; this is final.",
            Action("Decline the offer", "offer.decline", ident, "danger"),
            Action("Keep it open", "status.one", {"application": str(one.id)}),
        )
        return
    turn.remember(pending=None)
    given_back(turn, one, "declined by the student")
    turn.replace(
        Card(
            parts=(Text(f"Declined: {apply.name_of(turn, one)}. Thank you for saying so in time."),),
            actions=(Action("Browse", "browse"), Action("My applications", "status")),
            ref=f"offer:{one.id}",
        )
    )


def offered(turn: Turn, args: Args) -> Application | None:
    """The offer that is meant, if it is still open; else None after saying how things stand."""
    if args.get("application"):
        one = apply.own(turn, args)
    else:
        mine = turn.unit.applications.of_student(turn.scope, turn.person.id)
        standing = [found for found in mine if found.state == "offered"]
        if len(standing) != 1:
            turn.say("Please choose the offer." if standing else "No offer waits for your answer.")
            turn.go("status")
            return None
        one = standing[0]
    if one.state == "offered" and one.expires_at is not None and turn.now >= one.expires_at:
        lapse(turn, one)
        one = apply.own(turn, {"application": str(one.id)})
    if one.state != "offered":
        ran_out = (
            f" It ran out on {moment(turn, one.expires_at)}."
            if one.state == "offer_expired" and one.expires_at
            else ""
        )
        turn.say(
            f"This application is {words_for(one.state)}.{ran_out} If you still want the place, ask the team.",
            Action("My applications", "status"),
            Action("Home", "home"),
        )
        return None
    return one


def lapse(turn: Turn, one: Application) -> None:
    """The offer ran out: it is said, and the place goes on."""
    turn.unit.applications.save(move(one, "offer_expired", reason="the offer ran out without an answer"))
    turn.record("offer lapsed", f"application:{one.id}")
    words = (
        f"The offer of {apply.name_of(turn, one)} has run out, and the place goes to the next on the list."
    )
    turn.notify(
        one.student,
        Card(
            parts=(Text(words), Text("If something kept you from answering, tell the team today.")),
            summary=words[:150],
        ),
        key=f"lapsed:{one.id}",
        why="You had an offer that was open until now.",
    )
    placing.freed(turn, one)


def make_placement(turn: Turn, one: Application) -> int:
    """The placement that an accepted offer becomes."""
    opportunity = turn.unit.opportunities.get(turn.scope, one.opportunity) if one.opportunity else None
    host = (
        turn.unit.people.by_email(turn.scope.organisation, opportunity.host_supervisor_email)
        if opportunity and opportunity.host_supervisor_email
        else None
    )
    membership = turn.unit.people.membership(turn.scope, one.student, "student")
    email = membership.attributes.get("programme_supervisor_email", "") if membership else ""
    supervisor = turn.unit.people.by_email(turn.scope.organisation, email) if email else None
    starts, ends = days_of(turn, one)
    return turn.unit.placements.add(
        Placement(
            id=0, scope=turn.scope, student=one.student, opportunity=one.opportunity, window=one.cycle, starts=starts,
            ends=ends, host_supervisor=host.id if host else None,
            programme_supervisor=supervisor.id if supervisor else None,
        )
    )  # fmt: skip


def days_of(turn: Turn, one: Application) -> tuple[date | None, date | None]:
    """First and last day where the window gives them as days; a week is not a day (T2)."""
    cycle = turn.the_programme.cycle(one.cycle)
    wanted = str(one.answers.get("alternative") or one.cycle)
    week = next((found for found in cycle.alternatives if found.key == wanted), None) if cycle else None
    return (week.starts, week.ends) if week else (None, None)


def tell_staff(turn: Turn, one: Application, what: str) -> None:
    """Staff hear of every answer to an offer, except whoever has noted it."""
    words = f"{turn.unit.people.get(one.student).name} has {what} the offer of {apply.name_of(turn, one)}."
    for staff, _ in turn.unit.people.having(turn.scope, "staff"):
        if staff.id == turn.person.id:
            continue
        turn.notify(
            staff.id, Card(parts=(Text(words),), summary=words[:150]), key=f"{what}:{one.id}:{staff.id}",
            why="You are on the staff of this programme.",
        )  # fmt: skip
