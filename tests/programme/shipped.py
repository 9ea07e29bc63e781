"""The shipped programmes, and small makers of people and placements, for tests of the rules."""

from __future__ import annotations

from datetime import date
from functools import cache

from bot.programme.loading import load_programme, shipped
from bot.programme.people import Person, Scope
from bot.programme.placements import Placement


@cache
def programme(key):
    return load_programme(shipped()[key], key)


def checks_on(key, **changed):
    """The programme with its first check-in turned on, as staff can."""
    found = programme(key)
    plan = found.check_ins[0].model_copy(update={"on": True, **changed})
    return found.model_copy(update={"check_ins": (plan,)})


def person(number, zone=None, **changed):
    return Person(number, "org", f"p{number}@example.org", f"Person {number}", time_zone=zone, **changed)


def placement(number=1, student=1, window="spring", starts=None, ends=None, **changed):
    return Placement(
        number,
        Scope("org", "p"),
        student,
        None,
        window,
        starts=date.fromisoformat(starts) if starts else None,
        ends=date.fromisoformat(ends) if ends else None,
        **changed,
    )
