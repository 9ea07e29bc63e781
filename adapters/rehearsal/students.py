"""What simulated students do: apply early, late or never, withdraw, decline, answer or fall silent, write or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from adapters.rehearsal.cast import Student
from adapters.rehearsal.forms import fill
from adapters.rehearsal.play import Play
from bot.activities import Message
from bot.ports import Outgoing
from bot.programme.placements import OVER, Placement

PAGES_OF_A_DRAFT = 0
ANSWERS = ("on_track",) * 8 + ("needs_word", "not_started")
COMING = 0.85
TOO_LATE = timedelta(days=2)


class Students:
    """All of them: `begin` lays out what they do by themselves, `heard` what they do when a message reaches them."""

    def __init__(self, play: Play, students: list[Student], opportunities: list[int]) -> None:
        """`opportunities` is empty where one applies to the programme as a whole."""
        self.play = play
        self.by_email = {one.email: one for one in students}
        self._opportunities = opportunities
        self._nudges: dict[str, int] = {}

    def begin(self) -> None:
        """The days on which they apply, by character."""
        frame, play = self.play.frame, self.play
        length = (frame.closes - frame.opens).days
        for one in self.by_email.values():
            dice = one.random
            first = frame.opens + timedelta(days=int(length * dice.random() * 2 / 3))
            when = {
                "late": frame.closes - timedelta(days=int(dice.random() * 2)),
                "too_late": frame.closes + TOO_LATE,
            }
            day = when.get(one.applying, first)
            if one.applying == "silent":
                continue
            do = {"draft": self.draft, "saver": self.save}.get(one.applying, self.apply)
            for which in self.chosen(one):
                play.stage.at(play.on(day, dice, one.email), partial(do, one, which))
            if one.pauses:
                play.stage.at(play.on(first, dice, one.email), partial(self.pause, one))

    def chosen(self, one: Student) -> list[dict[str, str]]:
        """What they want to apply to: one or two opportunities, or the programme."""
        if not self._opportunities:
            return [{}]
        number = 2 if one.random.random() < 0.4 and one.applying not in {"draft", "saver"} else 1
        return [{"opportunity": str(which)} for which in one.random.sample(self._opportunities, number)]

    async def apply(self, one: Student, args: dict[str, str]) -> None:
        """From the button to the receipt; some change their mind a while later."""
        done = await self.play.fill(one.email, "apply", args, one.random, "applications sent in")
        if done and one.applying == "withdraws":
            self.play.later(24 * one.random.uniform(1, 12), one.email, partial(self.withdraw, one))

    async def draft(self, one: Student, args: dict[str, str]) -> None:
        """Begun, and left."""
        await fill(
            self.play.stage, one.email, "apply", args, one.random, cv=self.play.cv, pages=PAGES_OF_A_DRAFT
        )
        self.play.did["drafts begun and left"] += 1

    async def save(self, one: Student, args: dict[str, str]) -> None:
        """On the list, for later; for a programme without a list it is a draft."""
        if args:
            await self.play.press(one.email, "browse.save", args, "placements saved for later")
        else:
            await self.draft(one, args)

    async def withdraw(self, one: Student) -> None:
        """Take an application back, wherever it stands."""
        for found in await self.play.stage.run(
            lambda unit: unit.applications.of_student(self.play.scope, self.number(one))
        ):
            if not found.ended and found.state != "accepted":
                args = {"application": str(found.id)}
                await self.play.press(one.email, "withdraw.sure", args, "applications withdrawn")
                return

    async def pause(self, one: Student) -> None:
        """No messages for two weeks."""
        await self.play.press(one.email, "settings.pause", {"days": "14"}, "pauses of messages")

    def heard(self, outgoing: Outgoing, email: str) -> None:
        """A message has come: what follows from it, by character."""
        one = self.by_email.get(email)
        if one is None or outgoing.op != "send":
            return
        topic, dice, play = str(outgoing.about.get("topic", "")), one.random, self.play
        if outgoing.kind == "nudge":
            self._nudges[email] = self._nudges.get(email, 0) + 1
            if one.stops and self._nudges[email] == 3:
                play.later(1, email, partial(play.press, email, "settings.stop", {}, "messages stopped"))
        if outgoing.key.startswith("offer:"):
            self.offered(one, str(outgoing.about["application"]))
        elif topic == "deadline" and one.applying == "saver" and dice.random() < 0.6:
            args = [action.args for action in play.shown(email, "browse.details")][:1]
            for wanted in args:
                play.later(2, email, partial(self.apply, one, {"opportunity": wanted["opportunity"]}))
        elif topic in {"check_in", "check_in_reminder", "check_in_again"}:
            self.asked(one, topic)
        elif topic == "session":
            for action in play.shown(email, "session.yes")[:1]:
                choice, what = (
                    ("session.yes", "sessions signed up for")
                    if dice.random() < COMING
                    else ("session.no", "sessions declined")
                )
                play.later(dice.uniform(0.2, 8), email, partial(play.press, email, choice, action.args, what))
        elif topic == "journal" and one.writing == "last_day" and ":day:" in outgoing.key:
            play.later(dice.uniform(1, 6), email, partial(self.hand_in, one))

    def offered(self, one: Student, application: str) -> None:
        """Yes, no, or silence until the offer runs out."""
        dice, args = one.random, {"application": application, "read": "yes"}
        if one.applying == "declines":
            if dice.random() < 0.5:
                no = partial(self.play.press, one.email, "offer.decline", args, "offers declined")
                self.play.later(dice.uniform(1, 20), one.email, no)
            return
        self.play.later(dice.uniform(0.5, 30), one.email, partial(self.accept, one, args))

    async def accept(self, one: Student, args: dict[str, str]) -> None:
        """Take the place, and lay out what happens on the placement."""
        play = self.play
        before = len(await self.placements(one))
        await play.stage.act(one.email, Message("home"))
        await play.press(one.email, "offer.accept", args, "offers accepted")
        mine = await self.placements(one)
        if len(mine) == before:
            return
        if not play.frame.dated:
            dated = {"starts": play.frame.begins, "ends": play.frame.ends}
            await play.stage.run(lambda unit: unit.placements.save(_with(mine[-1], **dated)))
        day = play.frame.begins + timedelta(days=4)
        while day <= play.frame.ends:
            play.stage.at(play.on(day, one.random, one.email), partial(self.a_week, one))
            day += timedelta(days=7)
        last = play.frame.journal or play.frame.ends
        if one.writing in {"weekly", "late"} or (one.writing == "last_day" and play.frame.journal is None):
            day = last + timedelta(days=3 if one.writing == "late" else -2)
            play.stage.at(play.on(day, one.random, one.email), partial(self.hand_in, one))

    async def placements(self, one: Student) -> list[Placement]:
        """Theirs, those that are over left out."""
        found = await self.play.stage.run(
            lambda unit: unit.placements.of_student(self.play.scope, self.number(one))
        )
        return [placement for placement in found if placement.state not in OVER]

    async def a_week(self, one: Student) -> None:
        """A week on the placement: hours, and a page of the journal for those who write as they go."""
        if not await self.placements(one):
            return
        if self.play.programme.hours and one.writing != "never":
            await self.play.stage.act(one.email, Message("8h today on the project"))
            self.play.did["hours logged"] += 1
        if self.play.programme.journal and one.writing == "weekly":
            await self.play.fill(
                one.email, "journal.write", {"kind": "three_turns"}, one.random, "journal entries"
            )

    async def hand_in(self, one: Student) -> None:
        """Write once more, and submit the journal."""
        play = self.play
        if not play.programme.journal or not await self.placements(one):
            return
        await play.fill(one.email, "journal.write", {"kind": "three_turns"}, one.random, "journal entries")
        await play.press(one.email, "journal.submit", {}, "journals looked at before submitting")
        for action in play.shown(one.email, "journal.submit.sure")[:1]:
            await play.press(one.email, action.name, action.args, "journals handed in")

    def asked(self, one: Student, topic: str) -> None:
        """A check-in: at once, after a reminder, put off once, or never."""
        dice, play = one.random, self.play
        if one.answering == "never" or (one.answering == "reminded" and topic == "check_in"):
            return
        if one.answering == "later" and topic == "check_in":
            for action in play.shown(one.email, "checkin.later")[:1]:
                play.later(
                    0.5,
                    one.email,
                    partial(play.press, one.email, action.name, action.args, "check-ins put off"),
                )
            return
        for action in play.shown(one.email, "checkin.begin")[:1]:
            args = {**action.args, "answer": dice.choice(ANSWERS)}
            play.later(dice.uniform(0.1, 9), one.email, partial(self.check_in, one, args))

    async def check_in(self, one: Student, args: dict[str, str]) -> None:
        """The three short questions."""
        await self.play.fill(one.email, "checkin.begin", args, one.random, "check-ins answered by students")

    def number(self, one: Student) -> int:
        """Their id."""
        return self.play.numbers[one.email]


def _with(placement: Placement, **changed: object) -> Placement:
    return replace(placement, **changed)  # type: ignore[arg-type]
