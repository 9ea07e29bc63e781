"""Every button that a conversation names has its handler, and every dialog that is started is in the table."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.conversations.tables import ACTIONS, DIALOGS
from bot.conversations.words.vocabulary import COMMANDS

FOLDER = Path(__file__).parents[2] / "bot" / "conversations"


def named(path):
    """The action names in `Action("label", "name", …)` and `turn.go("name", …)` of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        is_go = isinstance(node.func, ast.Attribute) and node.func.attr == "go"
        is_action = isinstance(node.func, ast.Name) and node.func.id == "Action"
        place = 1 if is_action else 0
        if (is_action or is_go) and len(node.args) > place and isinstance(node.args[place], ast.Constant):
            yield node.args[place].value, node.lineno


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_every_button_leads_somewhere(path):
    assert [(name, line) for name, line in named(path) if name and name not in ACTIONS] == []


def test_every_command_leads_somewhere():
    assert [name for name in COMMANDS.values() if name not in ACTIONS] == []


def test_dialogs_stand_under_their_names():
    assert all(name == dialog.name for name, dialog in DIALOGS.items())
