"""One question to one of the five programmes, for the tests of answers."""

from __future__ import annotations

import datetime as dt
from functools import cache

from bot.programme.loading import load_programme, shipped
from bot.understanding.ask import ask

HKU, QM, IX, IDP, OX = (
    "hku_u21_2025",
    "queen_mary_2024",
    "ixperience_launchpad",
    "idp_generic_2020",
    "oxford_mip_2023_24",
)
USUAL = {
    HKU: "2025-11-01T12:00+08:00",
    QM: "2024-01-20T10:00+00:00",
    OX: "2024-02-01T12:00+00:00",
    IX: "2026-11-23T12:00+00:00",
    IDP: "2026-11-23T12:00+00:00",
}


@cache
def programme(key: str):
    return load_programme(shipped()[key], key)


def said(key: str, text: str, now: str = "", role: str = "student") -> dict:
    """What is answered, at a usual instant of the programme unless one is given."""
    return ask(programme(key), role, dt.datetime.fromisoformat(now or USUAL[key]), text)
