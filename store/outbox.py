"""Messages to send, queued within the transaction of the turn that says them (design promise 2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    cast,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from bot.ports import Outgoing
from bot.programme.people import Scope
from store.metadata import names, one_of, within
from store.outbox_table import as_values, outbox
from store.rows import Repository
from store.upserts import once

_o = outbox.c

ADD = once(outbox, "key").inline()
CANCEL = (
    update(outbox)
    .where(
        within(outbox),
        _o.key >= bindparam("in_from"),
        _o.key < bindparam("in_before"),
        one_of(_o.state, "queued", "deferred"),
    )
    .values(state="cancelled", due_at=None, reason=bindparam("reason"), ended_at=bindparam("ended_at"))
)
WITH_REF = (
    select(_o.message_id)
    .where(
        _o.person == bindparam("in_person"),
        _o.ref == bindparam("in_ref"),
        _o.ref.is_not(None),
        _o.state == "delivered",
        _o.op == "send",
        _o.message_id.is_not(None),
    )
    .order_by(_o.id.desc())
    .limit(1)
)
LAST = "\U0010ffff"


class SqlOutbox(Repository):
    """The port `Outbox`, and fan-out."""

    def __init__(self, connection: Connection, wake: Callable[[], None]) -> None:
        """`wake` is called when there is something new; the courier hears of it after the commit."""
        super().__init__(connection)
        self._wake = wake

    def add(self, outgoing: Outgoing) -> bool:
        """Queue a message; False, and nothing done, when its key is known."""
        new = self.change(ADD, as_values(outgoing)) == 1
        if new:
            self._wake()
        return new

    def cancel(self, scope: Scope, key_prefix: str, reason: str) -> int:
        """Cancel what is queued or deferred and whose key begins so; returns how many."""
        values = {**names(scope), "in_from": key_prefix, "in_before": key_prefix + LAST, "reason": reason}
        values["ended_at"] = datetime.now(UTC)
        return self.change(CANCEL, values)

    def with_ref(self, person: int, ref: str) -> str | None:
        """The platform's id of the message last delivered to the person with that ref."""
        row = self.one(WITH_REF, {"in_person": person, "in_ref": ref})
        return None if row is None else str(row.message_id)

    def fan_out(self, outgoing: Outgoing, people: Sequence[int]) -> int:
        """Queue the same message to many, each with the key `KEY:PERSON`; returns how many are new.

        The `person` of the message is not looked at.
        """
        if self.connection.dialect.name == "postgresql":
            chosen = select(
                func.unnest(bindparam("in_people", list(people), ARRAY(BigInteger))).label("person")
            )
        else:
            each = func.json_each(bindparam("in_people", json.dumps(list(people)))).table_valued("value")
            chosen = select(each.c.value.label("person"))
        return self.plan_from_select(outgoing, chosen)

    def plan_from_select(self, outgoing: Outgoing, people: Select[Any]) -> int:
        """As `fan_out`, to the people that a select finds: its column `person`, and `target` where each has its own.

        One statement, so a broadcast to a hundred thousand is queued whole or not at all.
        """
        found = people.subquery("found")
        person = found.c.person
        each = {column.name: column for column in found.c}
        values = as_values(outgoing) | {"key": f"{outgoing.key}:"}
        chosen: dict[str, ColumnElement[Any]] = {
            name: bindparam(f"all_{name}", value, outbox.c[name].type)
            for name, value in values.items()
            if name not in {"person", *each}
        }
        chosen["key"] = chosen["key"].concat(cast(person, String))
        rows = select(*chosen.values(), *each.values()).where(true())
        statement = insert(outbox).from_select([*chosen, *each], rows, include_defaults=False)
        new = self.connection.execute(
            statement.on_conflict_do_nothing(index_elements=["key"]),
            execution_options={"preserve_rowcount": True},
        ).rowcount
        if new:
            self._wake()
        return new
