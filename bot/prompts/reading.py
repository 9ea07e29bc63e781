"""Reading typed words: cleaning, counting, and finding the option that a reply means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.cards import Option

YES = {
    "yes",
    "y",
    "yeah",
    "yep",
    "yup",
    "sure",
    "ok",
    "okay",
    "agree",
    "i agree",
    "true",
    "of course",
    "please do",
    "1",
}
NO = {
    "no",
    "n",
    "nope",
    "nah",
    "not now",
    "no thanks",
    "no thank you",
    "false",
    "0",
    "i do not",
    "i don't",
    "dont",
    "don't",
}


def clean(text: str) -> str:
    """The text without control characters and without space at its ends; line breaks stay."""
    kept = (
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"}
    )
    return "".join(kept).strip()


def count_words(text: str) -> int:
    """How many words a text has: runs of anything but white space that hold a letter or a digit.

    Scripts without spaces count each ideograph as a word, as word processors do.
    """
    ideographs = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text))
    rest = re.sub(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", " ", text)
    return ideographs + sum(1 for word in rest.split() if any(char.isalnum() for char in word))


def match_options(text: str, options: Sequence[Option]) -> list[str]:
    """The values of the options that a reply may mean: by its number, its value, its label, or a part of it."""
    said = re.sub(r"[^\w\s&/-]", "", clean(text)).strip().casefold()
    if not said:
        return []
    number = re.fullmatch(r"(?:option |number |no |#)?(\d{1,2})(?:st|nd|rd|th)?(?: one)?", said)
    labels = {option.value: re.sub(r"[^\w\s&/-]", "", option.label).strip().casefold() for option in options}
    exact = [value for value, label in labels.items() if said in {value.casefold(), label}]
    if exact:
        return exact[:1]
    if number:
        place = int(number.group(1))
        return [options[place - 1].value] if 1 <= place <= len(options) else []
    ordinals = {
        "first": 0,
        "the first": 0,
        "first one": 0,
        "second": 1,
        "the second": 1,
        "second one": 1,
        "third": 2,
        "the third": 2,
        "last": len(options) - 1,
        "the last": len(options) - 1,
    }
    if said in ordinals and ordinals[said] < len(options):
        return [options[ordinals[said]].value]
    inside = [value for value, label in labels.items() if said in label or (len(label) > 3 and label in said)]
    if inside:
        return inside
    words = set(said.split()) - {"the", "a", "one", "i", "want", "choose", "pick", "go", "for", "please"}
    return [value for value, label in labels.items() if words and words <= set(label.split())]
