"""The terms: pay, cost, expenses, equipment, credit, credential, benefits, themes, alone or in a group."""

from __future__ import annotations

import re

from bot.programme.definition import ExpenseItem, Fact, Theme
from bot.understanding.answering import Answer, Question, listed, sentences

THINGS = (
    "train", "taxi", "uber", "cab", "flight", "plane", "hotel", "hostel", "airbnb", "accommodation",
    "overnight", "parking",
    "petrol", "fuel", "mileage", "car", "car hire", "tube", "underground", "metro", "oyster", "tram", "ferry",
    "eurostar", "railcard",
    "bike", "bicycle", "scooter", "breakfast", "dinner", "coffee", "snacks", "drinks", "suit", "clothes",
    "shoes", "printing",
    "laptop", "phone bill", "wifi", "internet", "electricity", "heating", "software", "visa", "childcare",
    "congestion charge",
    "toll", "rent", "gym", "sim card", "stationery", "books", "headphones", "desk", "chair", "passport", "insurance",
)  # fmt: skip
"""What people want paid back; what a programme's rule does not name is for a human."""
AMOUNT = r"how much|limit|maximum|max|amount|up to|cap|allowance|per diem|rate"
NO_PROOF = (
    r"lost|no receipts?|without (?:a |the |my )?receipts?|bank statement|screenshot|card statement|proof other|"
    r"forgot"
)


def pay(a: Question) -> Answer:
    """Pay to the student: paid, unpaid, varies, or silent (T24, T26, T28)."""
    terms = a.programme.pay
    if terms.answer == "not_stated":
        return a.silent("pay")
    facts = a.facts("pay")
    amount = (
        "It does not say how much."
        if a.says(AMOUNT + "|salary|wage|hourly|rate")
        and terms.answer in ("paid", "varies")
        and not terms.amount
        else ""
    )
    lead = (
        "No. "
        if terms.answer == "unpaid"
        and a.says("paid|pay|wage|wages|money|salary|stipend")
        and a.says(r"is|are|do|does|will|can|would|any|get")
        and not a.says("unpaid|voluntary|free|who|why|isn't")
        else ""
    )
    return a.answer("answer", f"{lead}{sentences(facts)} {amount} {a.aged(facts)}", facts)


def cost(a: Question) -> Answer:
    """Price to the student."""
    return a.told("cost")


def equipment(a: Question) -> Answer:
    """Laptop and the like."""
    return a.told("equipment")


def credit(a: Question) -> Answer:
    """Academic credit; never automatic."""
    return a.told("credit")


def expenses(a: Question) -> Answer:
    """Travel, lunch, receipts: the rule, item by item and day by day (T32)."""
    rules = a.programme.expenses
    if rules.answer == "not_stated":
        return a.silent("expenses")
    facts = a.facts("expenses")
    remote = [fact for one in rules.nothing_for for key in one.facts for fact in a.fact(key)]
    works_remotely = a.says(
        r"remote\w*|from home|online|virtual\w*|wfh|(?:work(?:ing)?|days?|three|two|week|fully|stay) at home|"
        r"at home|home (?:days?|office)"
    )
    goes_in = a.says(
        r"hybrid|half|some days|office|on site|in person|come in|go in|office days|both|days i go|only on|otherwise|"
        r"sent|send|sending|travell?ed|required|trip|client|fair|conference|site visit|event|meeting in|"
        r"at (?:our|their) request"
    )
    if (
        works_remotely
        and remote
        and not goes_in
        and not a.says("from home to|leave home|get home|way home|taxi home|live")
    ):
        return a.answer("answer", f"{sentences(remote)} {a.aged(remote)}", remote)
    strange = _not_named(a)
    if strange:
        lead = f"{sentences(facts)} It does not mention {listed(strange, 'or')}."
        return a.hand(lead, facts, slots={"item": strange})
    if a.says(NO_PROOF) and any(one.proof == "receipts" for one in rules.rules):
        return a.hand(f"{sentences(facts)} It does not say what counts where there is no receipt.", facts)
    if a.says(AMOUNT):
        return a.silent("expenses", beside=facts, why="The programme's page names no amount and no limit.")
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)


def _not_named(a: Question) -> list[str]:
    """What the message wants paid back and no rule names."""
    items = [item for rule in a.programme.expenses.rules for item in rule.covers]
    bus = re.sub(r"\boxford tube\b", "bus", a.words)
    found = [
        one for one in THINGS if re.search(rf"\b{re.escape(one)}(?:s|es| ?fares?| ?tickets?)?(?!\w)", bus)
    ]
    found += ["flight"] if a.says("flew|flown|fly|flying") else []
    extra = [word for item in items for word in item.not_mentioned if a.says(rf"{re.escape(word)}s?")]
    meals = (
        ["food other than lunch"]
        if a.says(r"meals|food|groceries|eat")
        and not a.says("lunch\\w*|meal")
        and not any("food" in item.aliases for item in items)
        else []
    )
    if not any(item.key == "lunch" for item in items) and a.says("lunch|food|meals?"):
        meals = ["lunch" if a.says("lunch") else "food"]
    named = [one for one in dict.fromkeys([*found, *extra]) if not any(_covers(item, one) for item in items)]
    return [*(f"{one}s" if one in ("train", "taxi", "flight", "hotel") else one for one in named), *meals]


def _covers(item: ExpenseItem, thing: str) -> bool:
    if thing in item.not_mentioned:
        return False
    return any(re.search(rf"\b{re.escape(thing)}", one) for one in (item.name, *item.aliases, *item.includes))


def credential(a: Question) -> Answer:
    """Certificate, badge, what shows on LinkedIn."""
    facts = [*a.facts("credential")]
    if a.programme.credential is None or not facts:
        return a.silent("credential")
    if a.says(r"references?|recommendation|letter|transcript|hear"):
        return a.silent(
            "credential", beside=facts, why="The programme's page does not say anything about that."
        )
    if a.says(
        r"when do|when will|how soon|how long|where is my|who (?:issues|gives|signs)|issued|recognised|expire"
    ):
        return a.silent("credential", beside=facts, why="The programme's page does not say that about it.")
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)


def benefits(a: Question) -> Answer:
    """What it is good for."""
    facts = [*a.facts("benefits", supporting=True), *(one for one in a.facts("skills") if one.answers)]
    unique = list({one.key: one for one in facts}.values())
    if not unique:
        return a.silent("benefits")
    return a.answer("answer", f"{sentences(unique)} {a.aged(unique)}", unique)


def themes(a: Question) -> Answer:
    """Themes, streams, sectors; which number is what."""
    facts = a.facts("themes")
    if not facts:
        near = [one for one in a.facts("programme") if a.programme.key and "business, charity" in one.text]
        return a.silent("themes", beside=near)
    if a.says(
        r"switch|change|rank|more than one|two themes|several|choose|pick|select|can i do (?:two|both)"
    ) and not a.says("which|what|kinds?"):
        return a.silent(
            "application", beside=facts, why="The programme's page does not say whether one can choose."
        )
    narrowed = _named_themes(a, facts)
    held = narrowed or facts
    slots = {"theme": [one.key for one in _themes_of(a)]} if narrowed else {}
    return a.answer("answer", f"{sentences(held)} {a.aged(held)}", held, slots)


def _themes_of(a: Question) -> list[Theme]:
    themes = a.programme.themes
    if themes is None:
        return []
    keys = {one.theme for one in a.cycles if one.theme}
    return [
        one
        for one in themes.items
        if one.key in keys
        or any(a.says(re.escape(name.lower())) for name in (one.name, *one.aliases) if not name[0].isdigit())
    ]


def _named_themes(a: Question, facts: list[Fact]) -> list[Fact]:
    chosen = [key for one in _themes_of(a) for key in one.facts]
    narrowed = [fact for fact in facts if fact.key in chosen]
    return (
        narrowed
        if len(narrowed) < len(facts)
        and len(set(chosen)) > 0
        and (a.programme.themes and a.programme.themes.closed)
        else []
    )


GROUP_SILENT = (
    r"how (?:big|large|many)|size|friends?|flatmate|sister|brother|choose|pick|who (?:chooses|decides|makes)|"
    r"how are (?:groups|team\w*)|formed|leader|know my|swap|lazy|apply (?:as|together)|mates?|more than one "
    r"student|how many students"
)


def group(a: Question) -> Answer:
    """Alone or in a group."""
    facts = [one for one in a.facts("group") if one.topic == "group"]
    if not facts:
        return a.silent("group")
    if a.says(GROUP_SILENT):
        return a.silent("group", beside=facts, why="The programme's page does not say more about the groups.")
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)
