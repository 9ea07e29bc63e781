"""`make playground`: Foothold with sample data, and Microsoft's test client for Teams beside it.

Without arguments both run until Ctrl-C; `make playground ARGS=check` drives the client's page in a browser instead
(welcome, browse, a card replaced in place, a proactive message) and keeps the pictures in docs/pictures/teams.
Needs Node.js and npm, for `check` also Chromium. Everything listens on this machine only.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bot.cards import Action, Card, Text
from bot.ports import Outgoing

HERE = Path(__file__).parent
PICTURES = HERE.parent.parent / "docs" / "pictures" / "teams"
CLIENT_PORT, PORT = 56150, 3978
CLIENT = f"http://localhost:{CLIENT_PORT}"
TENANT = "00000000-0000-0000-0000-000000000001"
STUDENT = "asha.nair@idp.sample.example"
PROACTIVE_AFTER = timedelta(seconds=75)  # by then somebody has written, also on a slow machine


def main() -> None:
    """Start both."""
    check = sys.argv[1:] == ["check"]
    npm, node = shutil.which("npm"), shutil.which("node")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not npm or not node or (check and not chromium):
        raise SystemExit(
            "The test client needs Node.js, and the check also Chromium: apt-get install nodejs npm chromium"
        )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name in ("package.json", "package-lock.json", "drive.mjs"):
            shutil.copy(HERE / name, folder)
        shutil.copy(HERE / "people.yml", folder / ".m365agentsplayground.yml")
        print("Installing the test client (once a run; about 20 seconds)", flush=True)
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
        begin(stack, folder, node, check=check)
        if check:
            driven = subprocess.run(
                [node, "drive.mjs", CLIENT, chromium, str(PICTURES)], cwd=folder, check=False
            )
            raise SystemExit(driven.returncode)
        print(
            f"Open {CLIENT} in a browser: you are Asha Nair, a student of the sample data. Ctrl-C ends both."
        )
        stack.enter_context(until_interrupted())


def begin(stack: ExitStack, folder: Path, node: str, *, check: bool) -> None:
    """Foothold, then the client; both are ended with the stack."""
    settings = {
        "FOOTHOLD_DATABASE_URL": f"sqlite:///{folder / 'foothold.db'}",
        "FOOTHOLD_FILES": str(folder / "files"),
        "FOOTHOLD_SECRET_KEY": secrets.token_urlsafe(48),
        "FOOTHOLD_HOST": "127.0.0.1",
        "FOOTHOLD_PORT": str(PORT),
        "FOOTHOLD_TICK_SECONDS": "2",
        "TEAMS_ALLOW_ANONYMOUS": "1",
        "TEAMS_TENANT_ID": TENANT,
    }
    os.environ.update(settings)
    prepare(proactive=check)
    start(stack, [sys.executable, "-c", "from adapters.main import main; main()", "run"], folder)
    wait(f"http://127.0.0.1:{PORT}/healthz")
    cli = "node_modules/@microsoft/m365agentsplayground/cli.js"
    asked = [
        "-e",
        f"http://127.0.0.1:{PORT}/api/messages",
        "-c",
        "msteams",
        "-p",
        str(CLIENT_PORT),
        "--disable-telemetry",
    ]
    os.environ["TEAMSAPPTESTER_BROWSER"] = "none"
    start(stack, [node, cli, "start", *asked], folder)
    wait(CLIENT)


def prepare(*, proactive: bool) -> None:
    """The database with the sample data; for the check also a message that becomes due in a while."""
    from adapters.commands.demo import fill
    from adapters.main import Root

    now = datetime.now(UTC)
    with Root().open() as house:
        fill(house, now)
        if proactive:
            card = Card(
                "A message that nobody asked for",
                (Text("It came from the outbox by itself, to a person who had written before."),),
                (Action("Home", "home"),),
            )

            def queue(unit):
                student = unit.people.by_email("idp", STUDENT)
                key, due = "playground:proactive", now + PROACTIVE_AFTER
                return unit.outbox.add(Outgoing(key=key, person=student.id, card=card, due_at=due))

            if not house.store.run(queue):
                raise SystemExit("The proactive message could not be queued.")


def start(stack: ExitStack, command: list[str], folder: Path) -> None:
    """A process that ends with the stack."""
    root = str(HERE.parent.parent)
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": root})
    stack.callback(process.wait)
    stack.callback(process.terminate)


def wait(address: str) -> None:
    """Wait until somebody answers there."""
    for _ in range(120):
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"Nothing answers at {address}.")


def until_interrupted() -> ExitStack:
    """Sleep until Ctrl-C."""
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        print("\nStopped.")
    return ExitStack()


main()
