"""The kinds of question: each parses what a person typed or pressed, and shows itself in a chat or on a form."""

from bot.prompts.base import SKIPPED, Prompt
from bot.prompts.choices import Choice, Choices, Confirm, YesNo
from bot.prompts.files import File
from bot.prompts.reading import clean, count_words, is_no, is_yes, match_options
from bot.prompts.texts import EmailAddress, LongText, Number, Rating, ShortText, When

__all__ = [
    "SKIPPED",
    "Choice",
    "Choices",
    "Confirm",
    "EmailAddress",
    "File",
    "LongText",
    "Number",
    "Prompt",
    "Rating",
    "ShortText",
    "When",
    "YesNo",
    "clean",
    "count_words",
    "is_no",
    "is_yes",
    "match_options",
]
