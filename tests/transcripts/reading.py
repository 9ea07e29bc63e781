"""The form of a transcript, read and written.

    # What it shows
    as: amara.okafor@qm.sample.example      who speaks from here on (people of programmes/sample)
    now: 2024-01-22T09:00+00:00             the instant from here on
    open                                    they open the conversation
    tick                                    the schedule looks what is due, and it is delivered
    > browse                                they type; `>> ` goes on with the same message on a new line
      what they then see, indented
      [Details] [Save]                      a button is in square brackets
    [Details] Volunteer newsletter          they press a button; the rest says whose, where several have that label
    attach cv.pdf                           they send a file of tests/transcripts/files

A line that begins with `//` is a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

INDENT = "  "
PRESS = re.compile(r"\[([^\]]+)\](?: (.+))?")


class BrokenTranscript(Exception):
    """A line of a transcript that says nothing."""


@dataclass
class Turn:
    """One thing that a person does, and the lines that they must then see. `line` is where it stands."""

    line: int
    kind: str
    words: str = ""
    under: str = ""
    seen: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)


@dataclass
class Transcript:
    """A conversation. `title` is what it shows."""

    path: Path
    title: str
    turns: list[Turn]
    head: list[str]


def read(path: Path) -> Transcript:
    """Read a transcript; raises BrokenTranscript."""
    turns: list[Turn] = []
    head: list[str] = []
    title = path.stem
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith(INDENT):
            if not turns:
                raise BrokenTranscript(f"{path.name}:{number}: something is seen before anything was done")
            turns[-1].seen.append(line[len(INDENT) :])
        elif line.startswith(">> ") and turns and turns[-1].kind == "say":
            turns[-1].words += "\n" + line[3:]
            turns[-1].source.append(line)
        elif not line.strip() and turns:
            (turns[-1].seen or turns[-1].source).append("")
        elif line.startswith(("//", "#")) or not line.strip():
            if line.startswith("# "):
                title = line[2:]
            (turns[-1].source if turns else head).append(line)
        else:
            turns.append(_turn(path, number, line))
    for turn in turns:
        while turn.seen and not turn.seen[-1]:
            turn.seen.pop()
    return Transcript(path, title, turns, head)


def _turn(path: Path, number: int, line: str) -> Turn:
    if line in {"open", "tick"}:
        return Turn(number, line, source=[line])
    if line.startswith("> "):
        return Turn(number, "say", line[2:], source=[line])
    if found := re.fullmatch(r"(as|now|attach):? (.+)", line):
        if found[1] == "now":
            datetime.fromisoformat(found[2])
        return Turn(number, found[1], found[2].strip(), source=[line])
    if found := PRESS.fullmatch(line):
        return Turn(number, "press", found[1], found[2] or "", source=[line])
    raise BrokenTranscript(
        f"{path.name}:{number}: {line!r} is none of open, tick, as, now, attach, > words, [Button]"
    )


def write(transcript: Transcript) -> None:
    """Write it back with what was seen; blank lines part the turns."""
    blocks = ["\n".join(transcript.head).rstrip()] if transcript.head else []
    alone = True  # the first directives stand right under the title, and one right under another
    for turn in transcript.turns:
        said = "\n".join(turn.source).rstrip()
        seen = "\n".join(INDENT + line if line else "" for line in turn.seen)
        block = said + ("\n" + seen if seen else "")
        directive = turn.kind in {"as", "now"}
        if directive and alone and blocks:
            blocks[-1] += "\n" + block
        else:
            blocks.append(block)
        alone = directive and not turn.seen
    transcript.path.write_text("\n\n".join(blocks) + "\n", "utf-8")
