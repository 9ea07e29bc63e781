"""People named by a few words alone, with no order around them: every word that means something has to be known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.programme.definition import Programme
from bot.understanding import recipient_phrases as say
from bot.understanding.normalise import clean
from bot.understanding.recipients import Heard, read_audience


def read_group(
    text: str,
    programme: Programme,
    *,
    attributes: Mapping[str, Sequence[str]] | None = None,
    lists: Mapping[str, str] | None = None,
) -> Heard:
    """Return the people that a few words name by themselves ("the summer lot", "HKU", "the ones who withdrew").

    Every word that means something must be understood, since nothing else stands beside them.
    """
    heard = read_audience(text, programme, attributes=attributes, lists=lists)
    left = [word for word in re.findall(r"[\w'-]+", heard.rest) if word not in say.IDLE]
    if heard.unclear or (heard.audience is not None and not left):
        return heard
    return Heard(heard.audience, (" ".join(clean(text).split()),), heard.rest)
