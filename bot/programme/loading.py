"""From the text of a programme file to a `Programme`, or to a list of mistakes with their lines."""

from __future__ import annotations

from importlib import resources

from pydantic import ValidationError

from bot.programme.base import is_key
from bot.programme.definition import Programme
from bot.programme.explaining import explain
from bot.programme.problems import Problem, ProgrammeFileError
from bot.programme.references import broken_references
from bot.programme.yaml_reading import read_yaml

__all__ = ["Problem", "ProgrammeFileError", "load_programme", "new_programme", "shipped"]

TEMPLATE = "template.yaml"


def load_programme(text: str, name: str) -> Programme:
    """Read a programme file.

    `text` is the whole file, `name` what to call it in messages. Raises `ProgrammeFileError`
    with every mistake found, each with its line, its place, and how to mend it.
    """
    tree, problems = read_yaml(text)
    if tree is None or problems:
        raise ProgrammeFileError(name, problems)
    try:
        programme = Programme.model_validate(tree.data)
    except ValidationError as error:
        raise ProgrammeFileError(name, explain(error, tree)) from None
    problems = broken_references(programme, tree)
    if problems:
        raise ProgrammeFileError(name, problems)
    return programme


def shipped() -> dict[str, str]:
    """Return the text of every programme file that ships with Foothold, by its key."""
    return {
        entry.name.removesuffix(".yaml"): entry.read_text(encoding="utf-8")
        for entry in sorted(resources.files("programmes").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml") and entry.name != TEMPLATE
    }


def new_programme(key: str) -> str:
    """Return the text of a new programme file: the documented template, with its key filled in.

    Raises ValueError where `key` cannot be one.
    """
    if not is_key(key):
        raise ValueError(f"“{key}” cannot be a key. Use small letters, digits, “_”, “-” and “/” only.")
    text = resources.files("programmes").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return text.replace("«key»", key, 1)
