"""How simulated people fill in forms: by the kind of each field, whatever the programme asks."""

from __future__ import annotations

from random import Random
from typing import Any

from adapters.rehearsal.stage import Stage
from bot.activities import FormRequested, Submission, Upload
from bot.cards import Field, Form
from bot.errors import FootholdError

MOST_PAGES = 12
WORDS = "What I would bring, and what I hope to learn, in words of a rehearsal."


class UnfinishedError(FootholdError):
    """This form cannot be finished."""


async def fill(
    stage: Stage,
    email: str,
    action: str,
    args: dict[str, str],
    dice: Random,
    *,
    cv: str = "",
    brings: bool = False,
    pages: int = MOST_PAGES,
) -> bool:
    """Open a form and fill in page after page, at most so many; whether it was sent in.

    Raises UnfinishedError, with what the form said, where right answers do not lead to its end. `cv` is the id of a
    kept file, sent in where one is required, and by who `brings` it where it is not.
    """
    answer = await stage.act(email, FormRequested(action, args), inline=True)
    for _ in range(pages):
        if answer is None or answer.form is None:
            return True
        form = answer.form
        answer = await stage.act(email, page_of(form, dice, cv, brings=brings), inline=True)
        if answer is not None and answer.errors:
            said = "; ".join(f"{key}: {words}" for key, words in answer.errors.items())
            raise UnfinishedError(f"“{form.title}” cannot be finished: {said}")
    if pages == MOST_PAGES:
        raise UnfinishedError("A form has no end: page follows page.")
    return False


def page_of(form: Form, dice: Random, cv: str, *, brings: bool) -> Submission:
    """A page with an answer to everything that must be answered, and to some of what need not."""
    files = {
        one.key: Upload("cv.pdf", "application/pdf", 20, "", cv)
        for one in form.fields
        if one.kind == "file" and (one.required or brings)
    }
    values = {one.key: value_of(one, dice) for one in form.fields if one.key not in files}
    return Submission(form.name, dict(form.args), values, files, form.page)


def value_of(field: Field, dice: Random) -> Any:
    """An answer that fits."""
    options = [one.value for one in field.options]
    if field.kind == "file" or (not field.required and dice.random() < 0.5):
        return None
    if field.kind == "choices":
        dice.shuffle(options)
        return options[: field.most or 2]
    if field.kind == "choice":
        return "yes" if "yes" in options else dice.choice(options[-3:])
    simple = {"toggle": "yes", "number": "3", "time": "10:00"}
    return simple.get(field.kind, WORDS[: field.max_length] if field.max_length else WORDS)
