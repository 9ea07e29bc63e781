"""Whom a message is for, in staff's own shorthand: "the summer lot with no journal in", "HKU applicants but not MBA".

Every phrase that is understood becomes a condition; a clause that narrows and is not understood is given back, so
that nobody is written to on a rule that was only half heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.programme.audiences import APPLIED, BEGUN, EVERYBODY, Audience, Condition
from bot.programme.definition import Programme
from bot.programme.people import Role
from bot.understanding import recipient_phrases as say
from bot.understanding.normalise import clean


@dataclass(frozen=True)
class Heard:
    """An audience as it was understood. `unclear` are the clauses that were not; `rest` is the text without it."""

    audience: Audience | None
    unclear: tuple[str, ...] = ()
    rest: str = ""


def read_audience(
    text: str,
    programme: Programme,
    *,
    attributes: Mapping[str, Sequence[str]] | None = None,
    lists: Mapping[str, str] | None = None,
) -> Heard:
    """Return the audience that a text names, None where it names nobody.

    `attributes` holds the values that the roster knows, by attribute; `lists` the names of saved lists by number.
    """
    plain = clean(text)
    shut = say.EXCEPT.search(plain)
    head, tail = (plain[: shut.start()], plain[shut.end() :]) if shut else (plain, "")
    reader = _Reader(head, programme, attributes or {}, lists or {})
    roles, conditions = reader.read()
    unclear = reader.unclear()
    without: tuple[Audience, ...] = ()
    if tail:
        other = _Reader(tail, programme, attributes or {}, lists or {})
        out_roles, out = other.read()
        if other.strange() or not (out or out_roles):
            unclear = (*unclear, f"not {' '.join(tail.split())}")
        if len(out) > 1:
            without = (Audience(out_roles, tuple(dict.fromkeys(out))),)
        else:
            conditions += [_turned(one) for one in out]
        if not out:
            roles = tuple(role for role in roles if role not in out_roles)
    if not roles:
        return Heard(None, unclear, plain)
    found = Audience(roles, tuple(dict.fromkeys(conditions)), without=without)
    return Heard(found, unclear, reader.left())


def _turned(one: Condition) -> Condition:
    return Condition(one.about, one.states, one.windows, one.key, one.name, not one.opposite)


class _Reader:
    """One piece of text; what has been understood is blanked out, so that the rest can be looked at."""

    def __init__(
        self,
        text: str,
        programme: Programme,
        attributes: Mapping[str, Sequence[str]],
        lists: Mapping[str, str],
    ) -> None:
        self.text = text
        self.programme = programme
        self._attributes = attributes
        self._lists = lists
        self._marks = [False] * len(text)

    def read(self) -> tuple[tuple[Role, ...], list[Condition]]:
        self._mark_own_names()
        windows = tuple(self._windows())
        found = [*self._sessions(windows), *self._records(windows), *self._named()]
        roles = self._roles()
        everyone = self._take(say.EVERYONE)
        about_students = any(one.about in {"application", "journal", "session", "placement"} for one in found)
        if not roles and (about_students or windows):
            roles = ("student",)
        elif not roles and any(one.about == "check_in" for one in found):
            roles = ("student", "host_supervisor", "programme_supervisor")
        elif not roles and (everyone or found):
            roles = EVERYBODY
        if windows and not any(one.windows for one in found) and roles:
            hosts = "student" not in roles
            found.insert(0, Condition("placement" if hosts else "cycle", windows=windows))
        return roles, found

    def _mark_own_names(self) -> None:
        """The programme's own name narrows nothing: “HKU students” of the programme of HKU are its students."""
        own = self.programme.organisation
        names = {own.name, *self.programme.aliases, *re.split(r"[_/-]", own.key)}
        for name in names - {""}:
            for match in re.finditer(rf"\b{re.escape(clean(name))}(?:'s)?\b", self.text):
                self._mark(match)

    def _windows(self) -> Iterator[str]:
        """Cycles by name or alias, and their weeks by number ("the first spring week")."""
        for cycle in self.programme.cycles:
            names = sorted({cycle.key, cycle.name, *cycle.aliases}, key=len, reverse=True)
            names = [name for name in names if not name.isdigit()]
            if len(self.programme.cycles) == 1:
                names = [name for name in names if len(name.split()) > 1 or name == cycle.name]
            pattern = "|".join(re.escape(clean(name)) for name in names)
            match = re.search(rf"\b(?:{pattern})\b", self.text) if names else None
            if match is None:
                continue
            week = self._week(match, [one.key for one in cycle.alternatives])
            self._mark(match)
            yield week or cycle.key

    def _week(self, match: re.Match[str], keys: list[str]) -> str | None:
        for number, key in enumerate(keys):
            word = say.WEEKS[number] if number < len(say.WEEKS) else str(number + 1)
            count = say.COUNTS[number] if number < len(say.COUNTS) else str(number + 1)
            said = (
                rf"\b(?:{word}|{number + 1}(?:st|nd|rd|th))\b(?: \w+){{0,2}} week\b"
                rf"|\bweek (?:{number + 1}|{count})\b"
            )
            found = re.search(said, self.text)
            if found and abs(found.start() - match.start()) < 40:
                self._mark(found)
                return key
        return None

    def _sessions(self, windows: tuple[str, ...]) -> Iterator[Condition]:
        best: tuple[int, re.Match[str], str, str] | None = None
        for session in self.programme.sessions:
            for name in (session.name, *session.aliases):
                match = re.search(rf"\b{re.escape(clean(name))}s?\b", self.text)
                if match and (best is None or len(name) > best[0]):
                    best = (len(name), match, session.key, session.name)
        if best is None:
            return
        _, match, key, name = best
        verb = say.CAME.search(self.text)
        if verb is None:
            return
        self._mark(match)
        self._mark(verb)
        missed = verb["verb"] in {"missed", "skipped"}
        signed = verb["verb"].startswith(("sign", "regis", "book", "repl"))
        states = ("registered", "attended", "made_up") if signed else ("attended", "made_up")
        absent = bool(verb["no"]) or missed
        if absent and windows:
            yield Condition("cycle", windows=windows)
        yield Condition("session", states, windows, key, name, absent)

    def _records(self, windows: tuple[str, ...]) -> Iterator[Condition]:
        """What the records must say: journal, check-in, application, placement."""
        if journal := say.JOURNAL.search(self.text):
            around = self._around(journal, 34)
            done = re.search(r"\b(?:in|submitted|handed in|done|finished|complete)\b", around)
            negated = re.search(rf"\b{say.NOT}\b|\bun\w+|n't\b|\blate\b|\boverdue\b", around)
            if negated or done:
                self._mark(journal)
                self._mark_clause(journal)
                yield Condition("placement", (), windows)
                yield Condition("journal", (), windows, opposite=bool(negated))
                return
        if (match := say.CHECK_IN.search(self.text)) and (
            match[0] in {"silent", "quiet"} or re.search(rf"\b{say.NOT}\b|n't\b", self._around(match, 30))
        ):
            self._mark_clause(match)
            key, name = next(((one.key, one.name) for one in self.programme.check_ins), ("", ""))
            yield Condition("check_in", (), windows, key, name)
            return
        yield from self._application(windows)
        if self._take(say.UNPLACED):
            yield Condition("placement", (), windows, opposite=True)
        elif self._take(say.PLACED):
            yield Condition("placement", (), windows)

    def _application(self, windows: tuple[str, ...]) -> Iterator[Condition]:
        for pattern, states, opposite in say.FIRST:
            if self._take(pattern):
                yield Condition("application", states, windows, opposite=opposite)
                return
        for pattern, states in say.STATES:
            if (match := pattern.search(self.text)) is not None:
                self._mark(match)
                turned = say.TURNED.search(self.text[: match.start()])
                if turned is not None:
                    self._mark(turned)
                yield Condition("application", states, windows, opposite=turned is not None)
                return
        if self._take(say.NOT_APPLIED):
            yield Condition("application", BEGUN, windows, opposite=True)
        elif self._take(say.APPLIED):
            yield Condition("application", APPLIED, windows)

    def _named(self) -> Iterator[Condition]:
        """Saved lists by name, and values that the roster knows ("Queen Mary", "undergraduates", "MBA")."""
        for number, name in self._lists.items():
            match = re.search(
                rf"\b(?:the )?(?:list )?[\"']?{re.escape(clean(name))}[\"']?(?: list)?\b", self.text
            )
            if match:
                self._mark(match)
                yield Condition("list", key=number, name=name)
        for key, values in self._attributes.items():
            if key.endswith("email"):
                continue
            said = [value for value in values if self._value(value)]
            if said:
                yield Condition("attribute", tuple(said), key=key, name=key.replace("_", " "))

    def _value(self, value: str) -> bool:
        plain = clean(value)
        if len(plain) < 2 or plain in say.IDLE or plain in {"yes", "sample", "true", "false"}:
            return False
        words = {plain}
        if plain in {"undergraduate", "postgraduate"}:
            words |= {plain.removesuffix("uate"), "ug" if plain.startswith("u") else "pg"}
        match = re.search(rf"\b(?:{'|'.join(re.escape(word) for word in sorted(words))})s?\b", self.text)
        if match is None:
            return False
        self._mark(match)
        return True

    def _roles(self) -> tuple[Role, ...]:
        found: list[Role] = []
        for pattern, roles in say.ROLES:
            for match in re.finditer(rf"\b(?:{pattern})", self.text):
                if all(self._marks[match.start() : match.end()]) and roles != ("student",):
                    continue
                self._mark(match)
                found += roles
        return tuple(dict.fromkeys(found))

    def _take(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.search(self.text)
        if match is not None:
            self._mark(match)
        return match is not None

    def _around(self, match: re.Match[str], reach: int) -> str:
        return self.text[max(0, match.start() - reach) : match.end() + reach]

    def _mark(self, match: re.Match[str]) -> None:
        self._marks[match.start() : match.end()] = [True] * (match.end() - match.start())

    def _mark_clause(self, match: re.Match[str]) -> None:
        """The words around a record that say whether it is there ("who still haven't done their … yet")."""
        begins = [
            found.start()
            for found in re.finditer(r"\b(?:who|whose|with|without|that)\b", self.text[: match.start()])
        ]
        start = begins[-1] if begins else max(0, match.start() - 12)
        end = re.search(r"[,.;:]|\bthat\b", self.text[match.end() :])
        stop = match.end() + (end.start() if end else min(12, len(self.text) - match.end()))
        self._marks[start:stop] = [True] * (stop - start)

    def left(self) -> str:
        """The text without what was understood."""
        return " ".join(
            "".join(" " if mark else char for mark, char in zip(self._marks, self.text, strict=True)).split()
        )

    def strange(self) -> bool:
        """Whether words are left that mean something."""
        return any(word not in say.IDLE for word in re.findall(r"[\w'-]+", self.left()))

    def unclear(self) -> tuple[str, ...]:
        """Clauses that narrow ("who …", "from …") or words before "students" of which nothing was understood."""
        found = [
            clause[0].strip()
            for clause in say.CLAUSE.finditer(self.text)
            if self._strange(clause) and not any(self._marks[clause.start() : clause.end()])
        ]
        for before in re.finditer(
            r"([a-z'-]+) (?:students?|interns?|applicants?|hosts?|supervisors?)\b", self.text
        ):
            word = before[1]
            marked = any(self._marks[before.start(1) : before.end(1)])
            if not marked and word not in say.IDLE and not any(word in clause for clause in found):
                found.append(word)
        return tuple(found)

    def _strange(self, clause: re.Match[str]) -> bool:
        """Whether a clause has words that mean something, none of them understood."""
        words = re.finditer(r"[\w'-]+", clause[0])
        return any(
            not self._marks[clause.start() + word.start()] and word[0] not in say.IDLE for word in words
        )
