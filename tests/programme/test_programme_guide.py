"""The template and the guide leave out no key, and what they show can be loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.programme.base import Sourced
from bot.programme.definition import DataKind, Programme, StepKind, Topic
from bot.programme.linting import lint
from bot.programme.loading import ProgrammeFileError, load_programme, new_programme

GUIDE = (Path(__file__).parents[2] / "docs" / "programme-file.md").read_text(encoding="utf-8")
TEMPLATE = new_programme("leeds_2027")


def models(annotation=Programme, seen=None):
    """Every model that a programme file is made of."""
    seen = set() if seen is None else seen
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation not in seen:
            seen.add(annotation)
            for field in annotation.model_fields.values():
                models(field.annotation, seen)
    else:
        for part in get_args(annotation):
            models(part, seen)
    return seen


MODELS = sorted(models(), key=lambda model: model.__name__)


def keys(model):
    inherited = set(Sourced.model_fields) if issubclass(model, Sourced) else set()
    return [key for key in model.model_fields if key not in inherited or model is Sourced]


def table_of(name):
    found = re.search(rf"<!-- [^>]*\b{name}\b[^>]* -->\n\n((?:\|.*\n)+)", GUIDE)
    assert found, f"docs/programme-file.md has no table for {name}"
    return found[1]


@pytest.mark.parametrize("model", [Sourced, *MODELS], ids=lambda model: model.__name__)
def test_the_guide_explains_every_key(model):
    table = table_of(model.__name__)
    assert [key for key in keys(model) if f"| `{key}` |" not in table] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_guide_explains_no_key_that_is_not_there(model):
    named = re.search(rf"<!-- ([^>]*\b{model.__name__}\b[^>]*) -->", GUIDE)[1].split()
    known = {key for one in MODELS if one.__name__ in named for key in one.model_fields}
    rows = re.findall(r"^\| `(\w+)` \|", table_of(model.__name__), re.MULTILINE)
    assert rows
    assert set(rows) <= known


@pytest.mark.parametrize("kind", [Topic, StepKind, DataKind])
def test_the_guide_names_every_choice(kind):
    assert [choice for choice in get_args(kind) if f"`{choice}`" not in GUIDE] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_template_shows_every_key(model):
    unwritten = {"key"} if model.__name__ == "Fact" else set()
    missing = [key for key in keys(model) if key not in unwritten and not re.search(rf"\b{key}:", TEMPLATE)]
    assert missing == []


def filled(text):
    text = re.sub(r"«[^»]*key[^»]*»", "leeds", text)
    return re.sub(r"«([^»]*)»", r'"\1"', text)


def test_a_new_programme_names_every_place_that_is_to_be_filled_in():
    with pytest.raises(ProgrammeFileError) as caught:
        load_programme(TEMPLATE, "leeds_2027.yaml")
    lines = TEMPLATE.splitlines()
    for problem in caught.value.problems:
        assert "still to be filled in" in problem.message
        assert "«" in lines[problem.line - 1]
    to_fill = [line for line in lines if "«" in line and not line.startswith("#")]
    assert {problem.line for problem in caught.value.problems} == {lines.index(line) + 1 for line in to_fill}


def test_the_template_loads_once_it_is_filled_in():
    programme = load_programme(filled(TEMPLATE), "leeds_2027.yaml")
    assert programme.key == "leeds_2027"
    assert [one for one in lint(programme) if one.level == "must"] == []


def test_the_template_loads_with_every_optional_part():
    everything = filled(re.sub(r"(?m)^#\| ?", "", TEMPLATE))
    programme = load_programme(everything, "leeds_2027.yaml")
    empty = [name for name in type(programme).model_fields if getattr(programme, name) in (None, ())]
    assert empty == []
    assert [one for one in lint(programme) if one.level == "must"] == []


@pytest.mark.parametrize("key", ["Leeds", "a b", "", "ümlaut"])
def test_a_key_that_cannot_be_one_is_refused(key):
    with pytest.raises(ValueError, match="cannot be a key"):
        new_programme(key)
