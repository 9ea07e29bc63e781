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
