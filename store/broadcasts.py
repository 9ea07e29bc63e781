"""Broadcasts: the plan as a record, the audience as a query, the messages as rows of the outbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from bot.cards import Card
from bot.ports import Outgoing
from bot.programme.audiences import Audience
from bot.programme.broadcasts import (
    A_WEEK,
    Broadcast,
    Readers,
    Recipient,
    SavedList,
    State,
    instant_for,
)
from bot.programme.definition import Programme
from bot.programme.people import Person, Scope
from bot.wire import to_json
from store.accounts import SqlAccounts
from store.audiences import attribute_values, in_zone, select_people
from store.broadcast_tables import BROADCASTS, LISTS, PRESSES, list_members
from store.metadata import names, owned, within
from store.outbox import SqlOutbox
from store.outbox_table import outbox
from store.people import as_person, identities, memberships, people
from store.records import Records
from store.upserts import once

_o = outbox.c
_b = BROADCASTS.table.c
ALL, IN_STATES = BROADCASTS.by(), BROADCASTS.by().where(_b.state.in_(bindparam("in_states", expanding=True)))
LISTS_ALL = LISTS.by()
ATTRIBUTES = select(memberships.c.attributes).where(within(memberships)).limit(20_000)
PRESS = once(PRESSES, "broadcast", "person")
PRESSED = select(func.count()).select_from(PRESSES).where(
    within(PRESSES), PRESSES.c.broadcast == bindparam("in_broadcast")
)  # fmt: skip
_sent = (within(outbox), _o.batch == bindparam("in_batch"), _o.op == "send")
RECIPIENTS = (
    select(
        _o.person, people.c.name, people.c.email, _o.state, _o.reason, _o.attempts, _o.ended_at,
        exists()
        .where(PRESSES.c.broadcast == bindparam("in_broadcast"), PRESSES.c.person == _o.person)
        .label("pressed"),
    )
    .join_from(outbox, people, people.c.id == _o.person, isouter=True)
    .where(*_sent, _o.state.in_(bindparam("in_states", expanding=True)))
    .order_by(_o.id)
    .limit(bindparam("in_limit"))
)  # fmt: skip
MOMENTS = (
    select(_o.ended_at)
    .where(*_sent, _o.state.in_(("delivered", "recalled")))
    .order_by(_o.ended_at)
    .limit(200_000)
)
REWORD = update(outbox).where(*_sent, _o.state.in_(("queued", "deferred"))).values(card=bindparam("in_card"))


class SqlBroadcasts(Records):
    """The port `Broadcasts`."""

    def __init__(self, connection: Connection, wake: Callable[[], None]) -> None:
        """`wake` is called when messages were queued."""
        super().__init__(connection)
        self._outbox = SqlOutbox(connection, wake)
        self._accounts = SqlAccounts(connection)
        self._wake = wake

    def get(self, scope: Scope, broadcast: int) -> Broadcast | None:
        return self.single(BROADCASTS, BROADCASTS.get, scope, id=broadcast)

    def add(self, broadcast: Broadcast) -> int:
        return self.must_put_in(BROADCASTS, broadcast)

    def save(self, broadcast: Broadcast) -> None:
        """Raises NotFoundError, or ConflictError when somebody else changed it meanwhile."""
        self.save_in(BROADCASTS, broadcast)

    def all(self, scope: Scope) -> Sequence[Broadcast]:
        return self.found(BROADCASTS, ALL, scope)

    def in_states(self, scope: Scope, states: Sequence[State]) -> Sequence[Broadcast]:
        return self.found(BROADCASTS, IN_STATES, scope, states=list(states))

    # --- the audience, as it is at this instant

    def count(self, programme: Programme, audience: Audience) -> int:
        chosen = select_people(programme, audience).subquery()
        return int(self.connection.execute(select(func.count()).select_from(chosen)).scalar_one())

    def people(
        self, programme: Programme, audience: Audience, limit: int, offset: int = 0
    ) -> Sequence[Person]:
        """Some of them, by name."""
        chosen = select_people(programme, audience).subquery()
        query = (
            select(people).join(chosen, chosen.c.person == people.c.id).order_by(people.c.name, people.c.id)
        )
        return [as_person(row) for row in self.connection.execute(query.limit(limit).offset(offset))]

    def includes(self, programme: Programme, audience: Audience, person: int) -> bool:
        """Whether this person belongs to it now."""
        query = select_people(programme, audience).where(memberships.c.person == person).limit(1)
        return self.connection.execute(query).first() is not None

    def readers(self, programme: Programme, audience: Audience, at: datetime) -> Sequence[Readers]:
        """The recipients in groups of equal wishes; `spent` is what reached them in the week before `at`."""
        chosen = select_people(programme, audience).subquery()
        recent = (
            select(_o.person, func.count().label("spent"))
            .where(
                _o.ended_at > at - A_WEEK,
                _o.kind.in_(("nudge", "broadcast")),
                _o.op == "send",
                _o.state.in_(("delivered", "unknown", "recalled")),
            )
            .group_by(_o.person)
            .subquery()
        )
        seen = exists().where(identities.c.person == chosen.c.person, identities.c.reachable)
        wishes = [
            people.c[name]
            for name in ("time_zone", "quiet_from", "quiet_to", "weekly_nudges", "paused_until", "stopped")
        ]
        each = (
            select(*wishes, func.coalesce(recent.c.spent, 0).label("spent"), seen.label("seen"))
            .select_from(chosen)
            .join(people, people.c.id == chosen.c.person)
            .join(recent, recent.c.person == chosen.c.person, isouter=True)
            .subquery()
        )
        rows: Sequence[Any] = self.connection.execute(select(*each.c, func.count()).group_by(*each.c)).all()
        return [Readers(*row) for row in rows]

    def attributes(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """The attributes of the roster and their values, where there are few."""
        scope = Scope(programme.organisation.key, programme.key)
        return attribute_values(self.rows(ATTRIBUTES, names(scope)))

    # --- its messages

    def next_slice(self, programme: Programme, audience: Audience, after: int, most: int) -> int | None:
        """The number of the last of the next `most` people after that one; None where fewer are left."""
        one = memberships.c.person
        query = select_people(programme, audience).where(one > after).order_by(one).offset(most - 1).limit(1)
        row = self.connection.execute(query).first()
        return None if row is None else int(row[0])

    def queue(
        self,
        broadcast: Broadcast,
        programme: Programme,
        card: Card,
        why: str,
        *,
        after: int = 0,
        up_to: int | None = None,
    ) -> int:
        """Fan it out to the audience of this instant, each at their time; returns how many are new.

        Done again it adds only those who were not there before: the key of each message is `broadcast:ID:PERSON`.
        `after` and `up_to` name a slice of the people, by their numbers.
        """
        if broadcast.audience is None:
            return 0
        chosen = select_people(programme, broadcast.audience)
        if after:
            chosen = chosen.where(memberships.c.person > after)
        if up_to is not None:
            chosen = chosen.where(memberships.c.person <= up_to)
        message = Outgoing(
            key=broadcast.batch, person=0, card=card, due_at=broadcast.made_at, kind="broadcast", scope=broadcast.scope,
            why=why, about={"broadcast": broadcast.id}, batch=broadcast.batch,
        )  # fmt: skip
        if not broadcast.wall:
            due = instant_for(broadcast, None, programme)
            return self._outbox.plan_from_select(replace(message, due_at=due), chosen)
        found = chosen.subquery("zones_of")
        zones = select(people.c.time_zone).join(found, found.c.person == people.c.id).distinct()
        return sum(
            self._outbox.plan_from_select(
                replace(message, due_at=instant_for(broadcast, zone, programme)), in_zone(chosen, zone)
            )
            for (zone,) in self.connection.execute(zones).all()
        )

    def reword(self, broadcast: Broadcast, card: Card) -> int:
        """Put new words into what has not been sent yet; returns how many."""
        return self.change(
            REWORD, {**self._batch(broadcast), "in_card": json.dumps(to_json(card), separators=(",", ":"))}
        )

    def sums(self, broadcast: Broadcast) -> Mapping[str, int]:
        """How many recipients are in each state; intended is the sum."""
        return {
            str(state): number
            for state, number in self._accounts.counts(broadcast.scope, broadcast.batch).items()
        }

    def recipients(self, broadcast: Broadcast, states: Sequence[str], limit: int) -> Sequence[Recipient]:
        values = {
            **self._batch(broadcast),
            "in_broadcast": broadcast.id,
            "in_states": list(states),
            "in_limit": limit,
        }
        return [
            Recipient(row[0], row[1] or "somebody who was erased", row[2] or "", *row[3:])
            for row in self.rows(RECIPIENTS, values)
        ]

    def moments(self, broadcast: Broadcast) -> Sequence[datetime]:
        """When each message was delivered, in order."""
        return [row[0] for row in self.rows(MOMENTS, self._batch(broadcast)) if row[0]]

    def cancel(self, broadcast: Broadcast, reason: str, now: datetime) -> int:
        return self._accounts.cancel(broadcast.scope, broadcast.batch, reason, now=now)

    def resend(self, broadcast: Broadcast, states: Sequence[str], now: datetime) -> int:
        """Queue those again that ended so; raises ValueError for a state in which it may have been sent."""
        new = self._accounts.resend(broadcast.scope, broadcast.batch, list(states), now=now)  # type: ignore[arg-type]
        if new:
            self._wake()
        return new

    def recall(self, broadcast: Broadcast, now: datetime) -> int:
        """Queue the deletion of every delivered message; returns how many are new."""
        return self._aim(broadcast, "delete", Card(ref=broadcast.batch), now)

    def correct(self, broadcast: Broadcast, card: Card, now: datetime) -> int:
        """Queue new words for every delivered message, in its place; returns how many are new."""
        return self._aim(broadcast, "update", replace(card, ref=broadcast.batch), now)

    def _aim(self, broadcast: Broadcast, op: Any, card: Card, now: datetime) -> int:
        sent = outbox.alias("sent")
        reached = select(sent.c.person.label("person"), sent.c.message_id.label("target")).where(
            sent.c.organisation == broadcast.scope.organisation,
            sent.c.programme == broadcast.scope.programme,
            sent.c.batch == broadcast.batch,
            sent.c.op == "send",
            sent.c.state == "delivered",
        )
        what = f"{op}:{broadcast.batch}" + (f":{broadcast.corrections}" if op == "update" else "")
        message = Outgoing(
            key=what, person=0, card=card, due_at=now, kind="notice", scope=broadcast.scope, op=op,
            why="The programme team has changed what it sent.", batch=what, about={"broadcast": broadcast.id},
        )  # fmt: skip
        return self._outbox.plan_from_select(message, reached)

    def press(self, broadcast: Broadcast, person: int, at: datetime) -> bool:
        """Note that somebody has got it; False when they said so before."""
        values = {**owned(broadcast.scope), "broadcast": broadcast.id, "person": person, "at": at}
        return self.change(PRESS, values) == 1

    def pressed(self, broadcast: Broadcast) -> int:
        values = {**names(broadcast.scope), "in_broadcast": broadcast.id}
        return int(self.connection.execute(PRESSED, values).scalar_one())

    # --- saved lists

    def add_list(self, saved: SavedList) -> int:
        number = self.must_put_in(LISTS, replace(saved, people=()))
        rows = [{"list": number, "person": person} for person in dict.fromkeys(saved.people)]
        if rows:
            self.connection.execute(insert(list_members), rows)
        return number

    def lists(self, scope: Scope) -> Sequence[SavedList]:
        """Every saved list, without its people."""
        return self.found(LISTS, LISTS_ALL, scope)

    def drop_list(self, scope: Scope, number: int) -> None:
        """Forget a list and who is on it; a list of another programme is left alone."""
        if number in {one.id for one in self.lists(scope)}:
            self.connection.execute(delete(list_members).where(list_members.c.list == number))
            self.drop_from(LISTS, scope, number)

    def _batch(self, broadcast: Broadcast) -> dict[str, Any]:
        return {**names(broadcast.scope), "in_batch": broadcast.batch}
