"""Short words that mean one thing exactly, and the few turns of phrase that outweigh the model."""

from __future__ import annotations

import re

from bot.understanding.normalise import normal

_EXACT: dict[str, str] = {
    "yes": "yes yep yeah yup y sure affirmative absolutely",
    "no": "no nope nah n negative",
    "skip": "skip pass",
    "back": "back previous return",
    "cancel": "cancel quit exit abort",
    "start_again": "restart reset",
    "home": "home menu dashboard",
    "help": "help ? commands",
    "settings": "settings preferences",
    "greet": "hi hello hey hiya yo howdy sup greetings hola",
    "thanks": "thanks ty cheers ta merci ok bye goodbye great perfect",
    "browse": "browse placements opportunities internships projects",
    "opt_out": "stop unsubscribe stopp desubscribe",
    "why_source": "why source source? why?",
    "check_in_snooze": "later snooze",
    "ask_application_status": "status status?",
    "apply_start": "apply",
    "withdraw": "withdraw",
    "accept_offer": "accept",
    "decline_offer": "decline",
    "ask_pay": "pay? salary? paid? wages? stipend? pay salary stipend wages money?",
    "ask_cost": "cost? price? fees? fee? cost price fees",
    "ask_deadline": "deadline deadline? ddl ddl?",
    "ask_dates": "dates dates? when? when",
    "ask_duration": "duration duration? length?",
    "ask_expenses": "expenses expenses?",
    "ask_eligibility": "eligibility eligibility? eligible?",
    "ask_mode": "remote? online? hybrid? location?",
    "ask_time_zone": "timezone? timezone",
    "ask_themes": "themes themes? streams? sectors? topics?",
    "ask_journal": "journal?",
    "ask_training": "training? workshops?",
    "ask_credit": "credits? credit? ects?",
    "ask_credential": "certificate? badge?",
    "ask_waitlist": "waitlist?",
    "ask_contact": "contact contact? email?",
    "ask_equipment": "laptop? equipment?",
    "ask_hours": "hours?",
}
_BY_WORD = {word: intent for intent, words in _EXACT.items() for word in words.split()}
_TURNS: tuple[tuple[str, str, str], ...] = ()


def exactly(text: str) -> str | None:
    """Return the intent of a message that is a single word with one meaning, else None."""
    plain = re.sub(r"[!.,\s]+$", "", text.strip().casefold())
    return _BY_WORD.get(plain) or (_BY_WORD.get(normal(plain)) if plain and " " not in plain else None)


def adjusted(words: str, role: str, ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return the ranking after the turns of phrase that outweigh it."""
    for intent, roles, pattern in _TURNS:
        if role[0] in roles and re.search(pattern, words):
            rest = [(name, share * 0.25) for name, share in ranked if name != intent]
            return [(intent, 0.75 + 0.25 * dict(ranked).get(intent, 0.0)), *rest]
    return ranked
