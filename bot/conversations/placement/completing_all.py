"""For staff: who could not complete, until when each can still be saved; confirming and closing."""

from __future__ import annotations

from bot.activities import Args
from bot.cards import Action, Card, Part, Row, Text
from bot.conversations.phrases import listed
from bot.conversations.placement import glance, mine
from bot.conversations.placement.completing import evidence, until
from bot.programme import completion
from bot.programme.completion import Confirmation
from bot.programme.placements import OVER, moved
from bot.turn import Turn

MOST = 40


def staff(turn: Turn, _: Args) -> None:
    """Who has not completed, what each misses, and until when each can still be saved."""
    mine.must_be_staff(turn)
    if turn.the_programme.completion is None:
        by_hand(turn)
        return
    rows: list[Part] = []
    done = []
    for placement in (one for one in turn.unit.placements.all(turn.scope) if one.state not in mine.LEFT):
        found = completion.standing(turn.the_programme, evidence(turn, placement))
        student = mine.student_of(turn, placement)
        if found is None or found.met == "met":
            done.append(student.name)
            continue
        missing = [part.words + until(part.chance, met=False) for part in found.missing]
        lead = "Lost without you: " if found.met == "lost" else "Missing: "
        wants = (
            [Action("Confirm", "completion.confirm", {"placement": str(placement.id)})]
            if any(part.key.startswith("confirmed:") for part in found.missing)
            else []
        )
        rows.append(Row(student.name, lead + "; ".join(missing), tuple(wants)))
    head = f"{len(done)} of {len(done) + len(rows)} placements meet the rule."
    turn.say(
        Card(
            title="Who could not complete?",
            parts=(Text(head), *rows[:MOST]),
            actions=(
                Action("Complete those who meet it", "completion.close"),
                Action("Credentials", "credentials"),
                Action("Home", "home"),
            ),
        )
    )


def by_hand(turn: Turn) -> None:
    """Where the programme states no rule, staff say of each placement how it ended."""
    live = [one for one in turn.unit.placements.all(turn.scope) if one.state not in OVER]
    rows = [
        Row(
            mine.student_of(turn, one).name,
            f"{mine.title_of(turn, one)}. {glance.state_words(turn, one).capitalize()}.",
            (Action("How it stands", "standing", {"placement": str(one.id)}),),
        )
        for one in live[:MOST]
    ]
    more = (
        (Text(f"and {len(live) - MOST} more. Say a name to see one.", "quiet"),) if len(live) > MOST else ()
    )
    head = "The programme states no rule for completion, so you say of each placement how it ended."
    none = () if live else (Text("No placement is waiting for that.", "quiet"),)
    turn.say(
        Card(
            title="Who has completed?",
            parts=(Text(head), *rows, *more, *none),
            actions=(Action("Credentials", "credentials"), Action("Home", "home")),
        )
    )


def confirm(turn: Turn, args: Args) -> None:
    """Staff give their word for what only staff can know; asked once, with the programme's own words."""
    mine.must_be_staff(turn)
    placement = mine.supervised(turn, int(args["placement"]))
    rule = turn.the_programme.completion
    wanted = completion.confirmations(rule.rule) if rule else []
    kept = {one.words for one in turn.unit.confirmations.of_placement(turn.scope, placement.id)}
    left = [words for words in wanted if words not in kept]
    student = mine.student_of(turn, placement)
    if not left:
        turn.say(
            f"Nothing is left to confirm for {student.name}.",
            Action("Who could not complete?", "completion.staff"),
        )
        return
    if not args.get("sure"):
        ident = {"placement": str(placement.id), "sure": "yes"}
        turn.remember(pending={"action": "completion.confirm", "args": ident, "label": "I confirm it"})
        turn.say(
            f"For {student.name}, do you confirm that {listed(left)}?",
            Action("I confirm it", "completion.confirm", ident, "primary"),
            Action("Not now", "completion.staff"),
        )
        return
    turn.remember(pending=None)
    for words in left:
        turn.unit.confirmations.add(
            Confirmation(0, turn.scope, placement.id, words, turn.person.id, turn.now)
        )
    turn.record("completion confirmed", f"placement:{placement.id}", after={"words": left})
    turn.say(f"Confirmed for {student.name}.", Action("Who could not complete?", "completion.staff"))


def close(turn: Turn, _: Args) -> None:
    """Placements whose rule is met become completed; each student is told."""
    mine.must_be_staff(turn)
    done = []
    for placement in turn.unit.placements.all(turn.scope):
        if placement.state in mine.LEFT or placement.state in {
            "completed",
            "certified",
            "revoked",
            "paused",
            "at_risk",
        }:
            continue
        found = completion.standing(turn.the_programme, evidence(turn, placement))
        if found is None or found.met != "met":
            continue
        finished = moved(placement, "completed")
        turn.unit.placements.save(finished)
        turn.record("placement completed", f"placement:{placement.id}", before={"state": placement.state})
        student = mine.student_of(turn, placement)
        done.append(student.name)
        turn.notify(
            student.id,
            Card(
                parts=(Text(f"Your placement is complete: {mine.title_of(turn, placement)}."),),
                actions=(Action("Take it with you", "exports"),),
                summary="Your placement is complete",
            ),
            key=f"completed:{placement.id}",
            why="You had this placement, and everything that the programme asks for is done.",
        )
    turn.say(
        f"Completed: {listed(done) if done else 'nobody new'}.",
        Action("Credentials", "credentials"),
        Action("Who could not complete?", "completion.staff"),
    )
