"""What the simulated team, hosts and supervisors do: send, decide, note attendance, answer; some hosts never choose."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from adapters.rehearsal.cast import DOMAIN, Host
from adapters.rehearsal.play import Play
from bot.activities import Submission
from bot.ports import Outgoing
from bot.programme.applications import Application
from bot.programme.deciding import UNDECIDED
from bot.programme.quiet import on_clock

STAFF = f"team@{DOMAIN}"
NETWORK = f"network@{DOMAIN}"
DECIDES_AFTER = 7
CAME = 0.9
ANSWERS = ("on_track",) * 9 + ("needs_word",)


class Team:
    """The team and the hosts. `places` is how many an opportunity has, `host_of` whose it is."""

    def __init__(self, play: Play, hosts: list[Host], host_of: dict[int, Host], seed: int) -> None:
        self.play = play
        self._host_of = host_of
        self._by_email = {one.email: one for one in hosts}
        self._dice = Random(f"{seed}/team")  # noqa: S311 - a rehearsal must come out the same again

    def begin(self) -> None:
        """What the team does on the days of the cycle."""
        frame, play = self.play.frame, self.play
        if play.programme.decisions.decided_by == "host":
            for days in (0, 2):
                self.on(frame.batch + timedelta(days=days), 11, self.send_to_hosts)
            for days in sorted({one.days for one in self._host_of.values() if one.days is not None}):
                self.on(frame.batch + timedelta(days=days), 15, partial(self.decide, days))
        else:
            self.on(frame.closes + timedelta(days=DECIDES_AFTER), 15, partial(self.decide, None))
        for session in play.programme.sessions:
            day = session.dates[play.cycle.key].last if play.cycle.key in session.dates else None
            if day is not None:
                self.on(day + timedelta(days=1), 11, partial(self.note_attendance, session.key))
        self.on(frame.last - timedelta(days=3), 11, self.close)

    def on(self, day: date, hour: int, do: object) -> None:
        """At that hour of the programme's clock."""
        self.play.stage.at(on_clock(day, time(hour), ZoneInfo(self.play.programme.clock.zone)), do)  # type: ignore[arg-type]

    async def send_to_hosts(self) -> None:
        """The batch day."""
        await self.play.press(STAFF, "hosts.send", {}, "batches sent to hosts")

    async def decide(self, days: int | None) -> None:
        """Stage what the hosts that take so long have chosen, or what the office decides, and announce it."""
        play = self.play
        who = NETWORK if play.programme.decisions.decided_by == "network" else STAFF
        waiting: dict[int | None, list[Application]] = defaultdict(list)
        for one in await play.stage.run(
            lambda unit: unit.applications.in_states(play.scope, sorted(UNDECIDED))
        ):
            host = self._host_of.get(one.opportunity or 0)
            if host is None or host.days == days:
                waiting[one.opportunity].append(one)
        for opportunity, some in sorted(waiting.items(), key=lambda pair: pair[0] or 0):
            places = await self.places(opportunity, len(some))
            for number, one in enumerate(sorted(some, key=lambda one: (one.submitted_at, one.id))):
                choice = (
                    "offered" if number < places else "waitlisted" if number == places else "unsuccessful"
                )
                args = {"application": str(one.id), "as": choice}
                await play.press(who, "decide.stage", args, "decisions taken")
        if waiting:
            await play.press(who, "decide.announce", {}, "rounds of decisions announced")

    async def places(self, opportunity: int | None, asked: int) -> int:
        """How many get an offer."""
        if opportunity is None:
            return asked * 2 // 3
        found = await self.play.stage.run(lambda unit: unit.opportunities.get(self.play.scope, opportunity))
        return int(found.places or 1)

    async def note_attendance(self, session: str) -> None:
        """Who came to a session: most of those who were expected."""
        play = self.play
        windows = play.cycle.window_keys
        placed = await play.stage.run(lambda unit: unit.placements.all(play.scope))
        numbers = dict.fromkeys(one.student for one in placed if one.window in windows)
        expected = await play.stage.run(lambda unit: [unit.people.get(number).name for number in numbers])
        came = [name for name in expected if self._dice.random() < CAME]
        if came:
            args = {"session": session, "window": play.cycle.key}
            await play.press(STAFF, "attendance.record", args, "sessions with attendance noted")
            names = Submission("attendance.record", args, {"names": "\n".join(came)})
            await play.stage.act(STAFF, names, inline=True)

    async def close(self) -> None:
        """Placements whose rule is met are completed."""
        await self.play.press(STAFF, "completion.close", {}, "looks at what is complete")

    def heard(self, outgoing: Outgoing, email: str) -> None:
        """A supervisor is asked: at once, after a reminder, or never."""
        topic = str(outgoing.about.get("topic", ""))
        if not topic.startswith("check_in") or outgoing.op != "send" or email.startswith("student-"):
            return
        host = self._by_email.get(email)
        answering = host.answering if host else "at_once" if hash_of(email) % 5 else "reminded"
        if answering == "never" or (answering == "reminded" and topic == "check_in"):
            return
        self.play.later(self._dice.uniform(0.2, 6), email, partial(self.answer, email))

    async def answer(self, email: str) -> None:
        """One press for each student on the card."""
        answered = set()
        for action in self.play.shown(email, "checkin.answer"):
            if (about := action.args["check_in"]) not in answered:
                answered.add(about)
                args = {**action.args, "answer": self._dice.choice(ANSWERS)}
                await self.play.press(email, action.name, args, "check-ins answered by supervisors")


def hash_of(email: str) -> int:
    """A number that is the same in every process."""
    return sum(email.encode())
