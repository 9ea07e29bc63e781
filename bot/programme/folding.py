"""Words as they are compared, whoever typed them on whatever keyboard: without capitals and accents."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """In small letters and without accents; folding twice changes nothing."""
    # Some letters are small or plain only once they are taken apart, and some come apart only once they are small.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
