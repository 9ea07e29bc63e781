"""The chat in a real terminal: a pseudo-terminal of 60 columns, and the keys that leave it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from fcntl import ioctl
from select import select
from struct import pack
from termios import TIOCSCTTY, TIOCSWINSZ

import pytest

COLUMNS = 60
LONGEST = 120
PATIENCE = 3
CTRL_C, CTRL_D = b"\x03", b"\x04"


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), (CTRL_D, 0)], ids=["ctrl-c", "ctrl-d"])
def test_leaving_says_that_the_conversation_is_kept(tmp_path, key, code):
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, pack("HHHH", 40, COLUMNS, 0, 0))
    command = [
        sys.executable,
        "-c",
        "from adapters.main import main; main()",
        "demo",
        "--now",
        "2024-01-22T09:00",
        "--as",
        "amara.okafor@qm.sample.example",
    ]
    process = subprocess.Popen(
        [*command, "--folder", str(tmp_path)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"},
        preexec_fn=lambda: ioctl(0, TIOCSCTTY, 0),  # noqa: PLW1509 - Ctrl-C goes to whom the terminal controls
    )
    os.close(theirs)
    try:
        seen = read_until(ours, b"you> ")
        seen += read_until(ours, b"Goodbye.", press=key)
        assert process.wait(LONGEST) == code
    finally:
        process.kill()
        process.wait()
    os.close(ours)
    text = seen.decode()
    assert "Your conversation is kept. Goodbye." in text
    assert "Traceback" not in text
    hint = next(line for line in text.splitlines() if line.startswith("Type a sentence"))
    assert len(hint) <= COLUMNS


def read_until(terminal: int, wanted: bytes, press: bytes = b"") -> bytes:
    """What the terminal shows up to some words, or until it shows nothing more for long.

    A key pressed in the instant in which the prompt takes the terminal over is lost, so it is pressed again.
    """
    seen = b""
    os.write(terminal, press)
    end = time.monotonic() + LONGEST
    while wanted not in seen and time.monotonic() < end:
        if select([terminal], [], [], PATIENCE)[0]:
            seen += os.read(terminal, 65536)
        else:
            os.write(terminal, press)
    return seen
