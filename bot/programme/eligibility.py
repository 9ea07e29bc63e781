"""May this person take part: yes, no with the rule, or unknown with whom to ask; never no for want of knowing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.programme.definition import (
    AnyCondition,
    Condition,
    EveryCondition,
    Exclusion,
    HasValue,
    Inclusion,
    NoCondition,
    Programme,
)
from bot.programme.levels import is_within, normalise_level

Three = Literal["yes", "no", "unknown"]

_YES = frozenset({"yes", "y", "true", "1", "t", "ja", "oui", "si"})
_NO = frozenset({"no", "n", "false", "0", "f", "non", "nein"})
_SILENT = frozenset({"", "-", "–", "n/a", "na", "unknown", "?", "tbc", "none", "null"})
_FILLERS = frozenset({"the", "of", "university", "univ", "uni", "at", "in", "and", "student", "students"})


@dataclass(frozen=True)
class Verdict:
    """The answer for one person.

    `rule` is the sentence that settles it, or the one that is open; `rule_key` its key. `redirect`
    is where to go instead, `route` whom to ask. `source` are the page's own lines behind the rule,
    `missing` the attributes that would settle what is open, `doubt` says so in a sentence
    where there are any.
    """

    answer: Three
    rule: str
    rule_key: str
    redirect: str | None
    route: str | None
    source: tuple[str, ...]
    facts: tuple[str, ...]
    missing: tuple[str, ...] = ()
    doubt: str = ""


def check(programme: Programme, attributes: Mapping[str, str]) -> Verdict:
    """Return whether a person with these attributes may take part.

    `attributes` are the roster's columns as text (`level`, `matriculated`, `institution`, …), and
    may be merged with those of an opportunity (`campus`). What is absent or not understood is
    unknown, and an unknown never becomes a no (T21, T22, T29, T33, T35).
    """
    rules = programme.eligibility
    open_verdict: Verdict | None = None
    for exclusion in rules.exclusions:
        answer = _settle(exclusion, exclusion.when, attributes)
        if answer == "yes":
            return _verdict(programme, "no", exclusion, redirect=exclusion.redirect)
        if answer == "unknown":
            missing = tuple(_unsettled(exclusion.when, attributes))
            open_verdict = open_verdict or _verdict(
                programme, "unknown", exclusion, redirect=exclusion.redirect, missing=missing
            )
    for inclusion in rules.inclusions:
        answer = _settle(inclusion, inclusion.needs, attributes)
        if answer == "yes":
            continue
        if answer == "no" and inclusion.if_not == "no":
            return _verdict(programme, "no", inclusion)
        missing = tuple(_unsettled(inclusion.needs, attributes))
        open_verdict = open_verdict or _verdict(programme, "unknown", inclusion, missing=missing)
    if open_verdict is not None:
        return open_verdict
    return _eligible(programme)


def _eligible(programme: Programme) -> Verdict:
    inclusions = programme.eligibility.inclusions
    facts = tuple(dict.fromkeys(key for rule in inclusions for key in rule.facts))
    return Verdict(
        answer="yes",
        rule=" ".join(rule.text for rule in inclusions),
        rule_key=inclusions[-1].key if inclusions else "",
        redirect=None,
        route=None,
        source=programme.lines(facts),
        facts=facts,
    )


def _verdict(
    programme: Programme,
    answer: Three,
    rule: Inclusion | Exclusion,
    *,
    redirect: str | None = None,
    missing: tuple[str, ...] = (),
) -> Verdict:
    route = rule.route if isinstance(rule, Inclusion) else None
    return Verdict(
        answer=answer,
        rule=rule.text,
        rule_key=rule.key,
        redirect=redirect,
        route=None if answer == "yes" else route or programme.eligibility.route,
        source=programme.lines(rule.facts),
        facts=rule.facts,
        missing=missing,
        doubt=_doubt(rule, missing) if answer == "unknown" else "",
    )


def _doubt(rule: Inclusion | Exclusion, missing: tuple[str, ...]) -> str:
    if not missing:
        return ""
    if isinstance(rule, Exclusion):
        return "The roster does not say whether that concerns you."
    return "The roster does not say whether that is true of you."


def _settle(rule: Inclusion | Exclusion, condition: Condition, attributes: Mapping[str, str]) -> Three:
    """Evaluate a rule; where silence is to be passed over, an absent attribute neither excludes nor asks."""
    answer = evaluate(condition, attributes)
    if (
        answer == "unknown"
        and rule.if_absent == "skip"
        and not any(_given(attributes, name) for name in _attributes(condition))
    ):
        return "yes" if isinstance(rule, Inclusion) else "no"
    return answer


def evaluate(condition: Condition, attributes: Mapping[str, str]) -> Three:
    """Return whether a condition holds, in Kleene's three-valued logic."""
    match condition:
        case HasValue():
            return _has(condition, attributes)
        case EveryCondition():
            return _all(evaluate(one, attributes) for one in condition.all_of)
        case AnyCondition():
            return _not(_all(_not(evaluate(one, attributes)) for one in condition.any_of))
        case NoCondition():
            return _all(_not(evaluate(one, attributes)) for one in condition.none_of)
        case _:
            return "unknown"


def _not(answer: Three) -> Three:
    inverse: dict[Three, Three] = {"yes": "no", "no": "yes", "unknown": "unknown"}
    return inverse[answer]


def _all(answers: Iterable[Three]) -> Three:
    seen = set(answers)
    if "no" in seen:
        return "no"
    return "unknown" if "unknown" in seen else "yes"


def _given(attributes: Mapping[str, str], name: str) -> str | None:
    value = attributes.get(name)
    return None if value is None or value.strip().casefold() in _SILENT else value.strip()


def _has(condition: HasValue, attributes: Mapping[str, str]) -> Three:
    value = _given(attributes, condition.attribute)
    if value is None:
        return "unknown"
    if condition.attribute == "level":
        return _has_level(value, condition.one_of)
    wanted = {one.casefold() for one in condition.one_of}
    if wanted <= {"yes", "no"}:
        word = value.casefold()
        said = "yes" if word in _YES else "no" if word in _NO else None
        return "unknown" if said is None else "yes" if said in wanted else "no"
    if plain(value) in {plain(one) for one in condition.one_of}:
        return "yes"
    return "no" if value.casefold() == "other" else "unknown"


def _has_level(value: str, wanted: tuple[str, ...]) -> Three:
    level = normalise_level(value)
    if level is None:
        return "unknown"
    targets = [normalise_level(one) or one for one in wanted]
    if any(is_within(level, target) for target in targets):
        return "yes"
    return "unknown" if any(is_within(target, level) for target in targets) else "no"


def plain(text: str) -> str:
    """Return a name without case, punctuation and filler words, so that ways of writing it meet."""
    words = re.findall(r"\w+", text.casefold())
    return " ".join(word for word in words if word not in _FILLERS) or " ".join(words)


def values_of(condition: Condition, attribute: str) -> Iterable[str]:
    """The values that a rule asks for in one column of the roster."""
    match condition:
        case HasValue() if condition.attribute == attribute:
            yield from condition.one_of
        case EveryCondition(all_of=parts) | AnyCondition(any_of=parts) | NoCondition(none_of=parts):
            for part in parts:
                yield from values_of(part, attribute)
        case _:
            return


def _attributes(condition: Condition) -> Iterable[str]:
    match condition:
        case HasValue():
            yield condition.attribute
        case EveryCondition(all_of=parts) | AnyCondition(any_of=parts) | NoCondition(none_of=parts):
            for part in parts:
                yield from _attributes(part)
        case _:
            return


def _unsettled(condition: Condition, attributes: Mapping[str, str]) -> Iterable[str]:
    """Return the attributes whose value is absent or not understood."""
    match condition:
        case HasValue() if _has(condition, attributes) == "unknown":
            yield condition.attribute
        case EveryCondition(all_of=parts) | AnyCondition(any_of=parts) | NoCondition(none_of=parts):
            for part in parts:
                yield from _unsettled(part, attributes)
        case _:
            return
