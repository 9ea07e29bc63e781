"""The main cards and modals as Slack shows them, drawn from the real blocks by `slack-blocks-to-jsx` in a browser.

Needs Node.js, npm and Chromium; the drawing library is installed into a temporary folder. The pictures stand in
docs/pictures/slack, to be looked at.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from tests.pictures._slack_talks import home_and_forms, messages

HOUSE = Path(__file__).parent.parent.parent
DRAWING = Path(__file__).parent / "slack_drawing"
PICTURES = HOUSE / "docs" / "pictures" / "slack"


def samples(folder: Path) -> list[dict]:
    """What is drawn, as draw.mjs wants it."""
    found = [{"name": name, "kind": "message", "blocks": blocks} for name, blocks in messages(folder)]
    for name, view in home_and_forms(folder):
        one = {"name": name, "kind": view["type"], "blocks": view["blocks"]}
        if view["type"] == "modal":
            one |= {part: view[part]["text"] for part in ("title", "submit", "close")}
        found.append(one)
    return found


def main() -> None:
    """Draw them all."""
    npm, chromium = shutil.which("npm"), shutil.which("chromium") or shutil.which("google-chrome")
    if not npm or not chromium:
        raise SystemExit("The pictures need npm and Chromium: apt-get install nodejs npm chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(DRAWING, folder, dirs_exist_ok=True)
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
        worlds = Path(folder) / "worlds"
        worlds.mkdir()
        wanted = samples(worlds)
        subprocess.run(
            ["node", "draw.mjs", folder], cwd=folder, input=json.dumps(wanted).encode(), check=True
        )
        for one in wanted:
            picture = PICTURES / f"{one['name']}.png"
            subprocess.run(
                [
                    chromium,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--hide-scrollbars",
                    "--window-size=660,1600",
                    "--virtual-time-budget=500",
                    f"--screenshot={picture}",
                    f"file://{folder}/{one['name']}.html",
                ],
                check=True,
                capture_output=True,
            )
            trim(picture)
            print(picture.relative_to(HOUSE))


def trim(path: Path) -> None:
    """Cut the empty rows off the bottom."""
    picture = Image.open(path).convert("RGB")
    empty = Image.new("RGB", picture.size, (255, 255, 255))
    box = ImageChops.difference(picture, empty).getbbox()
    picture.crop((0, 0, picture.width, min(picture.height, (box or (0, 0, 0, 0))[3] + 16))).save(
        path, optimize=True
    )
