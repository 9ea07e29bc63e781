"""An audience changed by a second rule: only those, those too, not those; kept as readable as it can be."""

from __future__ import annotations

from dataclasses import replace

from bot.programme.audiences import EVERYBODY, About, Audience, Condition
from bot.programme.people import Role

SUPERVISING: frozenset[Role] = frozenset({"host_supervisor", "programme_supervisor"})

OF_A_CYCLE: frozenset[About] = frozenset({"placement", "application", "journal", "check_in", "session"})


def windows_of(audience: Audience) -> tuple[str, ...]:
    """The cycles that narrow it."""
    return next((one.windows for one in audience.conditions if one.windows), ())


def like(audience: Audience, rule: Audience) -> Audience:
    """The rule, of the same cycle as the audience: "also supervisors" of a message to Spring means those of Spring."""
    windows = windows_of(audience)
    if rule.conditions or not windows or not set(rule.roles) <= SUPERVISING | {"student"}:
        return rule
    about: About = "cycle" if "student" in rule.roles else "placement"
    return replace(rule, conditions=(Condition(about, windows=windows),))


def only(audience: Audience, rule: Audience) -> Audience:
    """Those of the audience for whom the rule holds too; where both say something of the same, the rule wins.

    A rule about others altogether takes the place of the audience.
    """
    if audience.also:
        parts = [
            only(one, rule)
            for one in (replace(audience, also=(), without=()), *audience.also)
            if _meet(one, rule)
        ]
        return replace(_together(parts), without=audience.without) if parts else like(audience, rule)
    if not _meet(audience, rule):
        return like(audience, rule)
    windows = windows_of(rule)
    narrower = {(one.about, one.key) for one in rule.conditions}
    kept = [
        replace(one, windows=windows) if windows and (one.windows or one.about in OF_A_CYCLE) else one
        for one in audience.conditions
        if (one.about, one.key) not in narrower
    ]
    # A cycle that stands in another condition already need not be said again.
    said = any(one.windows and one.about != "session" for one in kept)
    new = [one for one in rule.conditions if not (one.about == "cycle" and said)]
    roles = tuple(role for role in audience.roles if role in rule.roles) or audience.roles
    return replace(audience, roles=roles, conditions=tuple(dict.fromkeys([*kept, *new])))


def also(audience: Audience, rule: Audience) -> Audience:
    """Those of the rule too."""
    bare = not (audience.conditions or audience.without or audience.also)
    if bare and not rule.conditions:
        return replace(audience, roles=tuple(dict.fromkeys((*audience.roles, *rule.roles))))
    if audience.without or not audience.roles:
        return Audience((), also=(audience, rule))
    return replace(audience, also=(*audience.also, rule))


def without(audience: Audience, rule: Audience) -> Audience | None:
    """Those of the rule not; None where nobody would be left."""
    if not rule.conditions:
        parts = [
            _less_roles(one, rule.roles) for one in (replace(audience, also=(), without=()), *audience.also)
        ]
        left = [one for one in parts if one is not None]
        return replace(_together(left), without=audience.without) if left else None
    single = rule.conditions[0] if len(rule.conditions) == 1 else None
    whole = set(audience.roles) <= set(rule.roles) or rule.roles == EVERYBODY
    if (
        single
        and whole
        and not audience.also
        and not audience.without
        and single.about in {"attribute", "list"}
    ):
        turned = replace(single, opposite=not single.opposite)
        return replace(audience, conditions=(*audience.conditions, turned))
    return replace(audience, without=(*audience.without, rule))


def _meet(audience: Audience, rule: Audience) -> bool:
    return bool(set(audience.every_role) & set(rule.roles))


def _less_roles(audience: Audience, roles: tuple[Role, ...]) -> Audience | None:
    left = tuple(role for role in audience.roles if role not in roles)
    nested = [one for more in audience.also if (one := _less_roles(more, roles)) is not None]
    if not left and not nested:
        return None
    return replace(audience, roles=left, also=tuple(nested))


def _together(parts: list[Audience]) -> Audience:
    first, *rest = parts
    if first.without or (rest and not first.roles):
        return Audience((), also=tuple(parts))
    return replace(first, also=(*first.also, *rest))
