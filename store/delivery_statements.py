"""The statements of `store.deliveries`, made once."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    String,
    and_,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from store.metadata import one_of
from store.outbox_table import MESSAGE, outbox

_o = outbox.c
_e = outbox.alias("earlier").c
_now = bindparam("in_now", type_=_o.due_at.type)

# An earlier row of the same person and place that is due and has not ended: the later one waits for it. What is private
# on one surface is one conversation, by whatever name its place is known (on Slack the person's, or the chat's own).
_in_turn = ~exists().where(
    _e.person == _o.person,
    or_(
        _e.conversation == _o.conversation,
        and_(_e.private, _o.private, _e.surface == _o.surface, _e.workspace == _o.workspace),
    ),
    _e.id < _o.id,
    _e.due_at.is_not(None),
    _e.planned_at <= _now,
    or_(_e.state != "deferred", _e.due_at <= _now),
)

_due = (
    select(_o.id)
    .where(
        _o.pool == bindparam("in_pool"), _o.due_at <= _now, one_of(_o.state, "queued", "deferred"), _in_turn
    )
    .order_by(_o.due_at, _o.id)
    .limit(bindparam("in_limit"))
    .with_for_update(skip_locked=True)
)
_picked = _due.cte("picked")
_leased = {"due_at": bindparam("until"), "state": "queued"}
CLAIM = {
    "sqlite": update(outbox).where(_o.id.in_(_due)).values(_leased).returning(*MESSAGE),
    # Not IN (SELECT …): PostgreSQL may run that more than once, and lock more than it was asked for.
    "postgresql": update(outbox).where(_o.id == _picked.c.id).values(_leased).returning(*MESSAGE),
}

_held = (
    _o.id == bindparam("in_id"),
    _o.due_at == bindparam("in_lease"),
    one_of(_o.state, "queued", "sending"),
)
# What is due is read along its index, from the oldest on. After a burst of new rows PostgreSQL's statistics are old,
# and it would rather read and sort all that is due for each claim.
ALONG_THE_INDEX = text(
    "SELECT "
    + ", ".join(
        f"set_config('enable_{way}', 'off', true)"
        for way in ("sort", "bitmapscan", "seqscan", "hashjoin", "mergejoin")
    )
)

# Many rows at once come as one parameter: JSON on SQLite, arrays on PostgreSQL.
_each = func.json_each(bindparam("in_rows", type_=String)).table_valued("value")
_sending = (
    update(outbox)
    .where(_o.due_at == bindparam("in_lease"), one_of(_o.state, "queued"))
    .values(state="sending", attempts=_o.attempts + 1, due_at=bindparam("until"))
    .returning(_o.id)
)
_many = {
    "sqlite": _o.id.in_(select(_each.c.value)),
    "postgresql": _o.id == any_(bindparam("in_rows", type_=ARRAY(BigInteger))),
}
SENDING = {dialect: _sending.where(many) for dialect, many in _many.items()}
LATER = update(outbox).where(*_held).values({name: bindparam(name) for name in ("state", "due_at", "reason")})
ENDED = (
    update(outbox)
    .where(*_held)
    .values(state=bindparam("state"), due_at=None, reason=bindparam("reason"), ended_at=bindparam("ended_at"))
)
# An answer that comes after its row was given up as unknown is still an answer.
_delivered = (
    update(outbox)
    .where(one_of(_o.state, "sending", "unknown"))
    .values(state="delivered", due_at=None, reason="", ended_at=bindparam("ended_at"))
    .returning(_o.id, _o.op, _o.person, _o.target)
)
_taken = (
    func.unnest(
        bindparam("in_rows", type_=ARRAY(BigInteger)),
        bindparam("in_messages", type_=ARRAY(String)),
        bindparam("in_places", type_=ARRAY(String)),
    )
    .table_valued("id", "message_id", "place", name="taken")
    .render_derived()
)
DELIVERED = {
    "sqlite": _delivered.where(_o.id == func.json_extract(_each.c.value, "$[0]")).values(
        message_id=func.json_extract(_each.c.value, "$[1]"),
        delivered_to=func.json_extract(_each.c.value, "$[2]"),
    ),
    "postgresql": _delivered.where(_o.id == _taken.c.id).values(
        message_id=_taken.c.message_id, delivered_to=_taken.c.place
    ),
}
RECALLED = (
    update(outbox)
    .where(
        _o.person == bindparam("in_person"), _o.ended_at.is_not(None), _o.message_id == bindparam("in_target"),
        _o.op == "send", _o.state == "delivered",
    )
    .values(state="recalled", ended_at=bindparam("ended_at"))
)  # fmt: skip
# A lease that ends long after it could was given by a clock that has since been put back.
RECOVER = (
    update(outbox)
    .where(text("state = 'sending'"), or_(_o.due_at <= _now, _o.due_at > bindparam("in_latest")))
    .values(state="unknown", due_at=None, ended_at=_now, reason=bindparam("reason"))
)
# What was claimed is due later than it was planned. The clock may show less than when that was: it can be set back.
_here = _o.surface == bindparam("in_surface")
ORPHANED = (
    update(outbox)
    .where(_here, _o.state == "queued", _o.due_at > _now, _o.due_at > _o.planned_at)
    .values(due_at=_now)
)
ORPHANED_IN_FLIGHT = (
    update(outbox)
    .where(_here, _o.state == "sending")
    .values(state="unknown", due_at=None, ended_at=_now, reason=bindparam("reason"))
)
_standing = (
    select(_o.message_id, _o.delivered_to)
    .where(
        _o.person == bindparam("in_person"),
        _o.ended_at.is_not(None),
        one_of(_o.state, "delivered"),
        one_of(_o.op, "send"),
    )
    .order_by(_o.id.desc())
    .limit(1)
)
BY_MESSAGE = _standing.where(_o.message_id == bindparam("in_target"))
BY_REF = _standing.where(_o.ref == bindparam("in_ref"), _o.ref.is_not(None))
