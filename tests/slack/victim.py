"""A process to be killed: Foothold behind HTTP on loopback, with a little bot that notes what it did.

`python -m tests.slack.victim FOLDER FAKE_URL SECONDS_AHEAD`; it prints its address when it is ready. Its clock runs
ahead, so that the leases of the one that was killed before it are over.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters import pacing
from bot.activities import FormRequested, Message, Press, Submission
from bot.cards import Action, Card, Field, Form, Text
from tests.slack.fake_slack import FakeSlack
from tests.slack.running import Running
from tests.slack.scripted import Scripted


def script(turn, body):
    """Say one thing for each activity, and note it in the audit log."""
    match body:
        case Message(text=text):
            said = f"said {text}"
        case Press(args=args):
            said = f"pressed {args['n']}"
        case Submission(values=values):
            said = f"sent in {values['why']}"
        case FormRequested():
            turn.open_form(Form("f", {}, "Form", (Field("why", "short_text", "Why?"),), page="why"))
            return
        case _:
            return
    turn.record("effect", said)
    turn.say(Card(parts=(Text(said),), actions=(Action("Again", "again", {"n": said}),)))


async def main(folder: str, fake_url: str, ahead: float) -> None:
    pacing.PACES.clear()
    house = Running(
        FakeSlack(url=fake_url),
        Path(folder),
        now=lambda: datetime.now(UTC) + timedelta(seconds=ahead),
        assistant=Scripted(script),
    )
    await house.start()
    await house.courier.recover()
    await house.reception.work_off(alone=True)
    forget = house.store.listen(house.courier.wake)
    print(house.url, flush=True)
    try:
        await house.courier.run()
    finally:
        forget()


asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
