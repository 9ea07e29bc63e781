"""`make browser`: a supervisor answers for eight students on a phone, with nothing but taps, and no JavaScript."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from aiohttp.test_utils import TestServer

from tests.browser.chromium import PHONE, Chromium
from tests.email.conftest import make

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures" / "page"
SMALLEST_TARGET = 40
"""Pixels: what a thumb hits (WCAG 2.2 asks for 24, platforms for 44 to 48)."""


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = make(Path(folder))
        await house.planner.plan()
        async with TestServer(house.app()) as server, Chromium() as phone:
            url = str(server.make_url(house.link().removeprefix("http://127.0.0.1")))
            await phone.open(url)
            await look(phone, "check-in")
            await phone.tap("summary")
            await look(phone, "check-in-someone-else")
            await phone.tap("summary")
            began = time.monotonic()
            rows = await phone.ask(
                "[...new Set([...document.querySelectorAll('[type=radio]')].map(one => one.name))]"
            )
            assert len(rows) == 8, rows
            words = ["on_track"] * 6 + ["needs_word", "not_started"]
            for row, word in zip(rows, words, strict=True):
                await phone.tap(f'[for="{row}-{word}"]')
            await phone.tap("#note")
            await phone.type("Gita went quiet last week")
            await phone.picture(PICTURES / "check-in-filled.png")
            await phone.tap("button.main")
            await phone.settle()
            took = time.monotonic() - began
            await look(phone, "check-in-done")
            said = await phone.ask("document.querySelector('[role=status]').textContent")
            assert "Noted: Ana Lopez" in said, said
            kept = house.answers()
            assert kept == [("on_track", "")] * 6 + [
                ("needs_word", "Gita went quiet last week"),
                ("not_started", ""),
            ], kept
            assert await phone.ask("document.querySelectorAll(':checked').length") == 8
            print(f"10 taps and one sentence, {took:.1f} s with a robot's fingers; pictures in {PICTURES}")
        house.store.close()


async def look(phone: Chromium, name: str) -> None:
    """What every state of the page must be: as wide as the phone, big enough to hit, readable without scripts."""
    wide = await phone.ask("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], f"it scrolls sideways: {wide}"
    small = await phone.ask(
        "[...document.querySelectorAll('.choice label, button, summary')].filter(one => one.checkVisibility() && "
        f"one.getBoundingClientRect().height < {SMALLEST_TARGET}).length"
    )
    assert small == 0, f"{small} targets are too small"
    assert await phone.ask("document.querySelectorAll('script').length") == 0
    assert await phone.ask("document.querySelectorAll('fieldset:not(:has(legend))').length") == 0
    await phone.picture(PICTURES / f"{name}.png")


asyncio.run(main())
