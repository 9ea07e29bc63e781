"""A headless Chromium with a phone's screen and JavaScript switched off, driven over its own protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


class NoBrowserError(Exception):
    """There is no Chromium or Chrome on this machine."""


class Chromium:
    """One tab. `tap` presses where a finger would; nothing else acts on the page."""

    async def __aenter__(self):
        program = next((found for name in NAMES if (found := shutil.which(name))), None)
        if program is None:
            raise NoBrowserError("Install Chromium (apt-get install chromium) and try again.")
        self._folder = tempfile.mkdtemp()
        self._process = subprocess.Popen(  # noqa: ASYNC220 - a test may wait for its browser
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             f"--user-data-dir={self._folder}", "about:blank"],
            stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        port = await self._port()
        self._session = aiohttp.ClientSession()
        async with self._session.put(f"http://127.0.0.1:{port}/json/new?about:blank") as answer:
            address = (await answer.json())["webSocketDebuggerUrl"]
        self._socket = await self._session.ws_connect(address, max_msg_size=0)
        self._numbers = count(1)
        await self.do("Emulation.setDeviceMetricsOverride", **PHONE)
        await self.do("Emulation.setTouchEmulationEnabled", enabled=True)
        await self.do("Emulation.setScriptExecutionDisabled", value=True)
        await self.do("Page.enable")
        return self

    async def __aexit__(self, *_):
        await self._socket.close()
        await self._session.close()
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def do(self, method, **params):
        """One command, and its result."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async for message in self._socket:
            answer = json.loads(message.data)
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]
        raise ConnectionError("the browser hung up")

    async def open(self, url):
        """Go there, and wait until it is drawn."""
        await self.do("Page.navigate", url=url)
        await self.settle()

    async def settle(self):
        """Wait until the page is complete."""
        for _ in range(100):
            await asyncio.sleep(0.1)
            if await self.ask("document.readyState") == "complete":
                return
        raise TimeoutError("the page does not load")

    async def ask(self, expression):
        """What the page looks like; DevTools may ask although the page's own scripts are off."""
        return (await self.do("Runtime.evaluate", expression=expression, returnByValue=True))["result"].get(
            "value"
        )

    async def tap(self, selector):
        """A finger on the middle of an element, scrolled into view."""
        box = await self.ask(
            f"(() => {{ const one = document.querySelector({selector!r}); one.scrollIntoView({{block: 'center'}});"
            " const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.do(
                "Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1
            )

    async def type(self, words):
        """Words where the cursor is."""
        await self.do("Input.insertText", text=words)

    async def picture(self, path: Path):
        """The whole page as it is drawn."""
        found = await self.do("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(found["data"]))  # noqa: ASYNC240

    async def _port(self):
        file = Path(self._folder) / "DevToolsActivePort"
        for _ in range(200):
            await asyncio.sleep(0.1)
            if file.exists() and file.read_text().strip():
                return int(file.read_text().split()[0])
        raise TimeoutError("the browser does not start")
