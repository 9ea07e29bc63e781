"""Being recognised, being new, being a stranger: who is it, and in which programme do we talk?"""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.activities import Activity, Args, Arrived, Identity, Place, Profile
from bot.cards import Action, Card, Row, Text
from bot.ports import UnitOfWork
from bot.programme.definition import Programme
from bot.programme.people import STAFF, Membership, Person, Scope
from bot.turn import Turn

UNKNOWN_DOMAIN = "unknown.invalid"


def recognise(activity: Activity, unit: UnitOfWork) -> Person:
    """The person behind an identity: known, else matched to a roster by the directory's e-mail, else a stranger.

    Only the e-mail address that the workspace's own directory gives is believed (design §4); a stranger gets a
    record with an address that can never be mailed, so that staff can let them in later.
    """
    known = unit.people.by_identity(activity.identity)
    if known is not None and not is_stranger(known):
        unit.people.link(activity.identity, known.id, talking_place(activity), activity.at)
        return with_clock(known, said_of(activity), unit)
    served = [
        found
        for key in unit.programmes.served(*where(activity.identity))
        if (found := unit.programmes.get(key))
    ]
    profile = said_of(activity)
    person = on_a_roster(profile, served, unit) or known
    if person is not None:
        person = with_clock(person, profile, unit)
    else:
        organisation = served[0].organisation.key if served else "unknown"
        identity = activity.identity
        address = f"{identity.user}.{identity.workspace}.{identity.surface}@{UNKNOWN_DOMAIN}".casefold()
        made = unit.people.add(organisation, address, profile.name or "", clock_of(profile), profile.locale)
        person = unit.people.get(made)
    unit.people.link(activity.identity, person.id, talking_place(activity), activity.at)
    return person


def said_of(activity: Activity) -> Profile:
    """What the directory says of somebody, with the time zone that their client tells where it gives none."""
    profile = activity.profile or Profile()
    return replace(profile, time_zone=profile.time_zone or activity.time_zone)


def with_clock(person: Person, profile: Profile, unit: UnitOfWork) -> Person:
    """The person with the time zone of a profile, where neither the roster nor they themselves said one."""
    if person.time_zone is not None or (zone := clock_of(profile)) is None:
        return person
    found = replace(person, time_zone=zone)
    unit.people.save(found)
    return found


def clock_of(profile: Profile) -> str | None:
    """The time zone of a profile, if it is one."""
    try:
        return ZoneInfo(profile.time_zone).key if profile.time_zone else None
    except (KeyError, ValueError, OSError):
        return None


def left(turn: Turn) -> None:
    """Somebody removed the app: from their own chat, or from a team, and then they have it still."""
    if turn.activity.place.private:
        turn.unit.people.reach(turn.activity.identity, reachable=False, reason="left")


def talking_place(activity: Activity) -> Place | None:
    """Where to write to this person from now on: a private talk, not the home tab, a channel or an old thread."""
    at_home = isinstance(activity.body, Arrived) and activity.body.where == "home"
    return replace(activity.place, thread=None) if activity.place.private and not at_home else None


def on_a_roster(profile: Profile, served: list[Programme], unit: UnitOfWork) -> Person | None:
    """The person whom a directory's address names in one of the organisations served here."""
    if profile.stranger or not profile.email:
        return None
    for organisation in dict.fromkeys(programme.organisation.key for programme in served):
        person = unit.people.by_email(organisation, profile.email)
        if person is not None and unit.people.memberships(person.id):
            return person
    return None


def where(identity: Identity) -> tuple[str, str]:
    """The workspace that an identity belongs to."""
    return identity.surface, identity.workspace


def is_stranger(person: Person) -> bool:
    """Whether nobody on a roster has been matched to this record."""
    return person.email.endswith("@" + UNKNOWN_DOMAIN)


def served_memberships(activity: Activity, unit: UnitOfWork, person: Person) -> tuple[Membership, ...]:
    """What the person is, in the programmes that this workspace serves."""
    served = set(unit.programmes.served(*where(activity.identity)))
    return tuple(one for one in unit.people.memberships(person.id) if one.scope.programme in served)


def settle_programme(turn: Turn) -> None:
    """Choose the programme to talk of: the one of last time, else the only one, else none yet."""
    keys = list(dict.fromkeys(one.scope.programme for one in turn.memberships))
    key = turn.talk.programme if turn.talk.programme in keys else (keys[0] if len(keys) == 1 else None)
    set_programme(turn, key)


def set_programme(turn: Turn, key: str | None) -> None:
    """Talk of this programme from now on, in the role that weighs most there."""
    turn.programme = turn.unit.programmes.get(key) if key else None
    mine = [one for one in turn.memberships if turn.programme and one.scope.programme == turn.programme.key]
    wished = turn.talk.memory.get("role")
    mine.sort(key=lambda one: (one.role != wished, one.role not in STAFF, one.role == "student"))
    turn.membership = mine[0] if mine else None
    if turn.programme:
        turn.remember(programme=turn.programme.key)


def choose_programme(turn: Turn, args: Args) -> None:
    """The button or the words that name a programme."""
    keys = {one.scope.programme for one in turn.memberships}
    if args.get("programme") in keys:
        turn.remember(active=None, asked=None, pending=None)
        set_programme(turn, args["programme"])
        turn.go("home")
        return
    ask_programme(turn)


def ask_programme(turn: Turn) -> None:
    """Which of your programmes?"""
    rows = []
    for key in dict.fromkeys(one.scope.programme for one in turn.memberships):
        programme = turn.unit.programmes.get(key)
        if programme is not None:
            roles = " and ".join(
                one.role.replace("_", " ") for one in turn.memberships if one.scope.programme == key
            )
            action = Action("Choose", "programme.choose", {"programme": key})
            rows.append(Row(programme.title, f"You are here as {roles}.", (action,)))
    turn.say(Card(title="Which programme is this about?", parts=tuple(rows)))


def privacy_notice(turn: Turn) -> None:
    """The notice that comes with the first contact, once."""
    if turn.programme is None or turn.talk.memory.get("privacy_shown"):
        return
    turn.remember(memory={**turn.talk.memory, "privacy_shown": True})
    privacy = turn.programme.privacy
    student = turn.membership is None or turn.membership.role == "student"
    turn.say(
        Card(
            parts=(Text(privacy.notice if student else privacy.notice_to_others, "quiet"),),
            actions=(Action("What do you know about me?", "privacy.show"),),
            summary="How your data is used",
        )
    )


def meet_stranger(turn: Turn) -> None:
    """Somebody who is on no roster here: nothing but a polite answer and a way in."""
    profile = turn.activity.profile or Profile()
    if profile.stranger:
        turn.say(
            "I work for the people of this workspace's placement programmes, and I can't find you among them. "
            "If you expected to be, please ask the person who invited you."
        )
        return
    served = [
        found
        for key in turn.unit.programmes.served(*where(turn.activity.identity))
        if (found := turn.unit.programmes.get(key))
    ]
    if not served:
        turn.say(
            "This workspace is not connected to a placement programme yet. The owner of Foothold can connect it."
        )
        return
    asked = set(turn.talk.memory.get("asked_to_join", []))
    parts: list[Text | Row] = [
        Text("I could not find you on the roster of a programme here, so I can only show what is public.")
    ]
    for programme in served:
        waiting = programme.key in asked
        parts.append(
            Row(
                programme.title,
                "You have asked to join; the team has not answered yet." if waiting else programme.summary,
                () if waiting else (Action("Ask to join", "join.ask", {"programme": programme.key}),),
            )
        )
    turn.say(Card(title="Hello", parts=tuple(parts), summary="You are not on a roster here yet"))


def ask_to_join(turn: Turn, args: Args) -> None:
    """A stranger asks staff to be let in: staff of that programme get one card with two buttons."""
    programme = turn.unit.programmes.get(args.get("programme", ""))
    served = turn.unit.programmes.served(*where(turn.activity.identity))
    asked = list(turn.talk.memory.get("asked_to_join", []))
    if programme is None or programme.key not in served or (turn.activity.profile or Profile()).stranger:
        meet_stranger(turn)
        return
    if programme.key in asked:
        turn.say("You have asked already. I will write here as soon as the team has answered.")
        return
    turn.remember(memory={**turn.talk.memory, "asked_to_join": [*asked, programme.key]})
    scope = Scope(programme.organisation.key, programme.key)
    profile = turn.activity.profile or Profile()
    if profile.email and is_stranger(turn.person):
        turn.unit.people.save(
            replace(turn.person, email=profile.email, name=profile.name or turn.person.name)
        )
    name = profile.name or turn.person.name or "Somebody without a name in the directory"
    card = Card(
        title=f"{name} asks to join {programme.title}",
        parts=(Text(f"Address in the workspace's directory: {profile.email or 'none given'}."),),
        actions=(
            Action(
                "Let in as student",
                "join.decide",
                {"person": str(turn.person.id), "as": "student"},
                "primary",
            ),
            Action("Refuse", "join.decide", {"person": str(turn.person.id), "as": ""}),
        ),
        summary=f"{name} asks to join {programme.title}",
        ref=f"join:{turn.person.id}:{programme.key}",
    )
    turn.programme = programme
    for staff, _ in turn.unit.people.having(scope, "staff"):
        turn.notify(
            staff.id,
            card,
            key=f"join:{turn.person.id}:{programme.key}:{staff.id}",
            why="You are on the staff of this programme, and somebody asks to be let in.",
        )
    turn.programme = None
    turn.say(f"I have asked the team of {programme.title}. I will write here as soon as they have answered.")


def decide_join(turn: Turn, args: Args) -> None:
    """Staff let somebody in, or not; the asker is told either way, and the second member of staff sees it done."""
    person = turn.unit.people.get(int(args["person"]))
    programme = turn.the_programme
    done = any(one.scope == turn.scope for one in turn.unit.people.memberships(person.id))
    if done:
        turn.replace(Card(parts=(Text(f"{person.name or 'This person'} is in the programme already."),)))
        return
    if args.get("as") == "student":
        turn.unit.people.join(Membership(person.id, turn.scope, "student"))
        turn.record("let in", f"person:{person.id}", after={"role": "student"})
        words = f"You are now on the roster of {programme.title}."
        told = "Done. They have been told."
        action: tuple[Action, ...] = (Action("Home", "home"),)
    else:
        turn.record("refused to let in", f"person:{person.id}")
        route = programme.contact.email or programme.contact.office
        words = f"The team of {programme.title} could not let you in. If you think this is a mistake, ask {route}."
        told, action = "Refused. They have been told whom to ask.", ()
    turn.notify(
        person.id,
        Card(parts=(Text(words),), actions=action, summary=words),
        key=f"joined:{person.id}:{programme.key}:{turn.activity.id}",
        why="You asked to join this programme.",
    )
    turn.replace(Card(parts=(Text(told),), ref=f"join:{person.id}:{programme.key}"))
