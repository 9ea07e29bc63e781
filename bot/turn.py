"""One activity, the person it came from, and what is to be said: the only thing that a handler works with.

A handler changes the domain through `turn.unit` and speaks through `say`, `replace`, `open_form`, `notify`. Nothing
is sent from here: `Turn` queues rows in the outbox, within the transaction (design promise 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import cards
from bot.activities import Activity, Args, Arrived, Identity, Place
from bot.cards import Card, Form
from bot.documents import Documents
from bot.errors import FootholdError
from bot.imports import Importer
from bot.ports import AuditEvent, Kind, Outgoing, Talk, UnitOfWork
from bot.previews import Previews
from bot.programme.definition import Programme
from bot.programme.people import Membership, Person, Scope


@dataclass
class Turn:
    """What a handler sees. `membership` and `programme` are None for a stranger or before one is chosen."""

    activity: Activity
    unit: UnitOfWork
    person: Person
    talk: Talk
    programme: Programme | None = None
    membership: Membership | None = None
    memberships: tuple[Membership, ...] = ()
    said: list[Card] = field(default_factory=list)
    replacement: Card | None = None
    form: Form | None = None
    next: tuple[str, Args] | None = None
    maker: Documents | None = None
    reader: Importer | None = None
    previews: Previews | None = None
    by_itself: bool = False

    @property
    def now(self) -> datetime:
        """The instant of this activity."""
        return self.activity.at

    @property
    def scope(self) -> Scope:
        """Whose data this turn may touch."""
        return Scope(self.the_programme.organisation.key, self.the_programme.key)

    @property
    def the_programme(self) -> Programme:
        """The programme being talked of, where there must be one."""
        if self.programme is None:
            message = "a handler that needs a programme was called without one"
            raise LookupError(message)
        return self.programme

    @property
    def zone(self) -> ZoneInfo:
        """The reader's own zone, else the programme's clock."""
        return self.person.zone(self.programme.clock.zone if self.programme else "UTC")

    @property
    def documents(self) -> Documents:
        """Whoever makes files; raises FootholdError where none can be made (a question asked from the shell)."""
        if self.maker is None:
            raise FootholdError("Files cannot be made here. Please ask in your chat with me.")
        return self.maker

    @property
    def importer(self) -> Importer:
        """Whoever reads files of rows; raises FootholdError where none can be read."""
        if self.reader is None:
            raise FootholdError("Files cannot be imported here. Please send the file in your chat with me.")
        return self.reader

    def say(self, card: Card | str, *actions: cards.Action) -> None:
        """Answer where the activity came from."""
        self.said.append(cards.text(card, *actions) if isinstance(card, str) else card)

    def replace(self, card: Card) -> None:
        """Put this card in the place of the one whose button was pressed; without one, say it."""
        if self.activity.card is None and not self.activity.inline:
            self.say(card)
        else:
            self.replacement = card

    def go(self, action: str, **args: str) -> None:
        """Hand over to another action of the assistant's table once this handler is done."""
        self.next = (action, args)

    def open_form(self, form: Form) -> None:
        """Show a page of a form; only in answer to FormRequested or Submission."""
        self.form = form

    def notify(
        self,
        person: int,
        card: Card,
        *,
        key: str,
        why: str,
        kind: Kind = "notice",
        due_at: datetime | None = None,
        about: Mapping[str, Any] | None = None,
        batch: str | None = None,
    ) -> bool:
        """Queue a message to somebody (else), once per `key`; False when that key was queued before."""
        return self.unit.outbox.add(
            Outgoing(
                key=key,
                person=person,
                card=card,
                due_at=due_at or self.now,
                kind=kind,
                scope=self.scope if self.programme else None,
                why=why,
                about=about or {},
                batch=batch,
            )
        )

    def refresh(self, person: int, card: Card) -> None:
        """Bring a message delivered earlier with the same `card.ref` up to date in place; none delivered: nothing."""
        if card.ref and (target := self.unit.outbox.with_ref(person, card.ref)):
            self.unit.outbox.add(
                Outgoing(
                    key=f"refresh:{self.activity.id}:{person}:{card.ref}",
                    person=person,
                    card=card,
                    due_at=self.now,
                    kind="reply",
                    scope=self.scope if self.programme else None,
                    op="update",
                    target=target,
                )
            )

    def record(
        self,
        kind: str,
        subject: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a line of the audit log."""
        self.unit.audit.add(
            AuditEvent(
                at=self.now,
                actor=None if self.by_itself else self.person.id,
                kind=kind,
                subject=subject,
                before=before,
                after=after,
                scope=self.scope if self.programme else None,
            )
        )

    def remember(self, **changed: Any) -> None:
        """Change what is kept of the conversation."""
        self.talk = replace(self.talk, **changed)

    def outgoing(self) -> list[Outgoing]:
        """What was said, as outbox rows: the replaced card, then the replies in order.

        An inline answer shows the replaced card too, but only where the button was pressed, and not for long.
        """
        here = self.activity.place
        rows = [self._reply(number, card, here) for number, card in enumerate(self.said)]
        if self.replacement is not None and self.activity.card is not None:
            row = self._reply(len(rows), self.replacement, here)
            rows.insert(0, replace(row, op="update", target=self.activity.card))
        return rows

    def _reply(self, number: int, card: Card, here: Place) -> Outgoing:
        return Outgoing(
            key=f"reply:{self.activity.id}:{number}",
            person=self.person.id,
            card=card,
            due_at=self.now,
            scope=self.scope if self.programme else None,
            place=here,
        )


def of_clockwork(unit: UnitOfWork, programme: Programme, person: Person, now: datetime) -> Turn:
    """A turn that nobody took: time has passed for this person. Nothing can be said in it, only notified."""
    identity = Identity("clockwork", programme.key, str(person.id))
    place = Place("clockwork", programme.key, str(person.id))
    activity = Activity(
        f"clockwork:{programme.key}:{person.id}:{now.isoformat()}", identity, place, now, Arrived()
    )
    return Turn(
        activity=activity, unit=unit, person=person, talk=Talk(person.id), programme=programme, by_itself=True
    )
