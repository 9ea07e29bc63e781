"""An amount of money as an answer."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.errors import UnclearReplyError
from bot.programme import expenses
from bot.prompts import ShortText

CURRENCY = "GBP"


SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}
PENCE = re.compile(r"\b\d{1,6}[.,]\d{2}\b")
NOT_THE_COST = re.compile(
    r"^\W*(?:please |pls |can i |i(?:'d like to| want to| would like to)? )*(?:claim|expenses?)\b"
    r"|[£€$]?\s*\b\d+(?:[.,]\d+)?\s*(?:gbp|eur|usd|pounds?|quid|euros?|p|pence)?\b"
    r"|\b(?:on |from )?(?:today|yesterday|(?:last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
LEADING = re.compile(r"^(?:(?:for|the|my|a|an|of|on|and)\b\s*)+", re.IGNORECASE)
TRAILING = re.compile(r"(?:\s+(?:for|the|on|from|at|of))+$", re.IGNORECASE)
A_COST = 6
"""More words than this are a sentence, and no name of a cost."""


def what_for(text: str) -> str:
    """What a claim says that it is for ("claim £6.50 for the coach to London today"); empty where it does not say."""
    left = " ".join(NOT_THE_COST.sub(" ", text).split()).strip(" ,.:;!-")
    left = LEADING.sub("", left)
    left = TRAILING.sub("", left)
    return left if re.search(r"[^\W\d]", left) and len(left.split()) <= A_COST else ""


class Amount(ShortText):
    """Money: "12.50", "£3", "4 EUR"; kept as "1250 GBP"."""

    def parse(self, text: str) -> str:
        found = re.search(r"(\d{1,6}(?:[.,]\d{1,2})?)", text.replace(" ", ""))
        try:
            pence = int(Decimal(found.group(1).replace(",", ".")) * 100) if found else 0
        except InvalidOperation:
            pence = 0
        if pence <= 0:
            raise UnclearReplyError("Please give the amount as a number, such as 12.50.")
        named = re.search(r"\b(GBP|EUR|USD|HKD|AUD|INR|CAD|CHF|JPY|SGD)\b", text.upper())
        signed = next((code for sign, code in SIGNS.items() if sign in text), CURRENCY)
        return f"{pence} {named.group(1) if named else signed}"

    def show(self, value: Any) -> str:
        pence, _, currency = str(value).partition(" ")
        return expenses.money(int(pence), currency)

    def is_talkative(self) -> bool:
        return False
