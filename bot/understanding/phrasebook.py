"""Short words that mean one thing exactly, and the few turns of phrase that outweigh the model."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
_STAFF_ONLY = [
    "broadcast_schedule",
    "broadcast_cancel",
    "report_delivery",
    "analytics_unanswered",
    "change_deadline",
    "change_rule",
    "set_fact",
    "record_attendance",
    "waitlist_promote",
    "rehearse_cycle",
]
_OWN_PLACEMENT = [
    "log_hours",
    "claim_expense",
    "journal_write",
    "journal_read",
    "accept_offer",
    "decline_offer",
    "withdraw",
]
_SELDOM: dict[str, dict[str, float]] = {
    "student": {
        **dict.fromkeys(_STAFF_ONLY, 0.15),
        **dict.fromkeys(
            [
                "report_outstanding",
                "give_feedback",
                "host_decision",
                "delegate_check_in",
                "ask_student_info",
                "report_no_show",
            ],
            0.12,
        ),
    },
    "supervisor": {
        **dict.fromkeys(_STAFF_ONLY, 0.2),
        **dict.fromkeys(_OWN_PLACEMENT, 0.1),
        "apply_start": 0.5,
    },
    "staff": {
        **dict.fromkeys(_OWN_PLACEMENT, 0.1),
        **dict.fromkeys(
            [
                "check_in_submit",
                "check_in_snooze",
                "delegate_check_in",
                "give_feedback",
                "set_quiet_hours",
                "opt_out",
                "ask_student_info",
                "journal_ghostwrite",
                "apply_start",
                "saved_list",
            ],
            0.3,
        ),
        "host_decision": 0.6,
    },
}
"""How seldom somebody of a role means something that belongs to another role."""
_STATEMENTS = dict.fromkeys(
    [
        "check_in_submit",
        "give_feedback",
        "log_hours",
        "journal_write",
        "yes",
        "no",
        "thanks",
        "greet",
        "skip",
        "set_quiet_hours",
    ],
    0.4,
)
"""What is said, and hardly ever asked."""
_ASKS = re.compile(
    r"(?:so |and |ok |but |well |hi |hey )*(?:when|what|which|who|whom|whose|where|why|how|is|are|am|was|were|"
    r"do|does|did|can|could|may|"
    r"will|would|should|must|has|have|any)\b(?!.*\b(?:not|only) (?:message|write|contact|text|ping)\b)"
)
_HELD = re.compile(r"([a-z])\1+")
"""A letter that was held down: "hiii", "yesss"."""


def exactly(text: str) -> str | None:
    """Return the intent of a message that is a single word with one meaning, else None."""
    plain = re.sub(r"[!.,\s]+$", "", text.strip().casefold())
    if not plain or " " in plain:
        return None
    return _BY_WORD.get(plain) or _BY_WORD.get(normal(plain)) or _BY_WORD.get(_HELD.sub(r"\1", plain))


_OF_A_PERSON = re.compile(
    r"\b(?!(?:Queen|Mary|Oxford|HKU|Foothold|Launch|It|That|What|Who|Where|When|How|Let|Here|There|Programme|"
    r"Today|Tomorrow)\b)"
    r"[A-Z][a-z]+['’]s (?:e-?mail|number|phone|mobile|address|contact|grades?|marks|application|status|journal|"
    r"cv|answers|hours)\b"
)


def about_somebody(text: str, role: str) -> str | None:
    """Return what is meant by "Sara's e-mail": the data of somebody else, which only staff may look up."""
    if role == "staff" or not _OF_A_PERSON.search(text):
        return None
    return "ask_student_info" if role == "supervisor" else "ask_other_people"


_SESSIONS = re.compile(
    r"^(?!.*\b(?:appl\w+|deadline|placements?|internships?|start week|end week)\b)"
    r".*\b(?:trainings?|workshops?|(?:live )?(?:sessions?|meetings?)|webinars?|induction)\b"
)
_OF_SESSIONS = 0.1
"""How seldom the date of a session is asked as a date of the programme, rather than as a thing of the sessions."""


def adjusted(text: str, role: str, ranked: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return the ranking with what a role hardly ever means, and what is hardly ever asked, moved down."""
    seldom = _SELDOM[role]
    if _SESSIONS.search(text):
        seldom = {**seldom, "ask_dates": _OF_SESSIONS}
    asked = bool(_ASKS.match(text)) or text.rstrip().endswith("?")
    weighed = [
        (name, share * seldom.get(name, 1.0) * (_STATEMENTS.get(name, 1.0) if asked else 1.0))
        for name, share in ranked
    ]
    total = sum(share for _, share in weighed)
    return sorted(((name, share / total) for name, share in weighed), key=lambda one: -one[1])
