"""foothold ask: what it would answer to a question, without a record, a message or a conversation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from adapters.commands import CommandError, read_instant

FIELDS = ("intent", "outcome", "answer", "sources", "slots")


def ask(
    text: Annotated[str, typer.Argument(help="The question; leave it out with --jsonl.")] = "",
    programme: Annotated[str, typer.Option("--programme", help="The key of a programme that ships.")] = "",
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
            raise CommandError(
                f"Line {number} is not JSON.", "Write one JSON object on every line."
            ) from error
        yield answer(question)


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The answer to one question, as plain data."""
    from bot.understanding.ask import ask as understand

    programme = the_programme(question.get("programme") or "")
    said = question.get("now")
    now = read_instant(said) if said else datetime.now(UTC).astimezone()
    found = understand(programme, question.get("role") or "student", now, str(question.get("text") or ""))
    return {field: found[field] for field in FIELDS}


def the_programme(key: str) -> Any:
    """A programme that ships, by its key."""
    from adapters.commands.programme import read

    if not key:
        raise CommandError(
            "No programme is named.", "Name one with --programme; foothold programme list shows them."
        )
    return read(key)[0]
