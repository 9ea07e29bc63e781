"""Every transcript, replayed on the core with a real SQLite store and a restart after every turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts.drivers import ConsoleDriver
from tests.transcripts.playing import FOLDER, differences, play
from tests.transcripts.reading import BrokenTranscript, read, write

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path, world: Path, pytestconfig: pytest.Config):
    transcript = read(path)
    driver = ConsoleDriver(world)
    try:
        played = play(transcript, driver)
    finally:
        driver.close()
    if pytestconfig.getoption("--update-transcripts"):
        for turn, seen in played:
            turn.seen = seen
        write(transcript)
    assert differences(played) == ""


def test_a_transcript_is_read_as_it_is_written(tmp_path: Path):
    text = (
        "# Title\nas: a@b.example\nnow: 2024-01-22T09:00+00:00\n\nopen\n  Hello\n  [Go]\n\n// a remark\n\n"
        "> one\n>> two\n  Seen\n\n[Go] Title\n"
    )
    path = tmp_path / "one.txt"
    path.write_text(text)
    transcript = read(path)
    said = [(turn.kind, turn.words, turn.under, turn.seen) for turn in transcript.turns]
    assert said == [
        ("as", "a@b.example", "", []),
        ("now", "2024-01-22T09:00+00:00", "", []),
        ("open", "", "", ["Hello", "[Go]"]),
        ("say", "one\ntwo", "", ["Seen"]),
        ("press", "Go", "Title", []),
    ]
    write(transcript)
    first = path.read_text()
    write(read(path))
    assert path.read_text() == first


def test_a_line_that_says_nothing_is_refused(tmp_path: Path):
    path = tmp_path / "one.txt"
    path.write_text("# Title\nopne\n")
    with pytest.raises(BrokenTranscript, match=r"one\.txt:2"):
        read(path)


def test_a_difference_is_told(tmp_path: Path, world: Path):
    path = tmp_path / "one.txt"
    path.write_text(
        "as: amara.okafor@qm.sample.example\nnow: 2024-01-22T09:00+00:00\n\n> browse\n  Something else\n"
    )
    driver = ConsoleDriver(world)
    told = differences(play(read(path), driver))
    driver.close()
    assert told.startswith("line 4: > browse\nseen:\n")
