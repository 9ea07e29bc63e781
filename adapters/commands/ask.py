"""foothold ask: what it would answer to a question, without a record, a message or a conversation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.commands import CommandError, read_instant

if TYPE_CHECKING:
    from bot.programme.definition import Programme

ROLES = ("student", "supervisor", "staff")
FIELDS = ("intent", "outcome", "answer", "sources", "slots")


def ask(
    text: Annotated[str, typer.Argument(help="The question; leave it out with --jsonl.")] = "",
    programme: Annotated[
        str, typer.Option("--programme", help="A programme file, or the key of one that ships with Foothold.")
    ] = "",
    role: Annotated[str, typer.Option(help="student, supervisor or staff.")] = "student",
    now: Annotated[
        str, typer.Option("--now", help="The instant and the asker's own clock, in ISO 8601.")
    ] = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read JSON lines, write JSON lines.")] = False,  # noqa: FBT002
) -> None:
    """Ask one question, or many as JSON lines; nothing is written and nothing is sent."""
    if jsonl:
        for line in lines():
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        return
    if not text:
        raise CommandError("No question was given.", 'Write it after the command: foothold ask "is it paid?"')
    found = answer({"programme": programme, "role": role, "now": now or None, "text": text})
    print(found["answer"])
    for source in found["sources"]:
        print(f"  source: {source if isinstance(source, str) else json.dumps(source, ensure_ascii=False)}")


def lines() -> Iterator[dict[str, Any]]:
    """An answer for every line of the input."""
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
        except json.JSONDecodeError as error:
            raise CommandError(f"Line {number} is not JSON.", "Write one JSON object on a line.") from error
        if not isinstance(question, dict):
            raise CommandError(f"Line {number} is no JSON object.", "Write one JSON object on a line.")
        if not question.get("text"):
            raise CommandError(
                f"Line {number} has no question.", 'Write it as {"programme": "KEY", "text": "is it paid?"}'
            )
        yield answer(question)


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The answer to one question, as plain data."""
    from bot.understanding.ask import ask as understand

    role = question.get("role") or "student"
    if role not in ROLES:
        raise CommandError(f"{role!r} is no role.", f"Use one of {', '.join(ROLES)}.")
    said = question.get("now")
    now = read_instant(str(said)) if said else datetime.now(UTC).astimezone()
    programme = the_programme(str(question.get("programme") or ""))
    found = understand(programme, role, now, str(question.get("text") or ""))
    return {field: found[field] for field in FIELDS}


@cache
def the_programme(name: str) -> Programme:
    """A programme from its file, or one that ships, by its key or how its key begins; read once."""
    from adapters.commands.programme import read
    from bot.programme.loading import shipped

    if not name:
        raise CommandError("No programme is named.", "Name one with --programme (foothold programme list).")
    begun = [key for key in shipped() if key.startswith(name)]
    return read(begun[0] if len(begun) == 1 else name)[0]
