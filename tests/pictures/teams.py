"""The main cards and dialogs as Teams shows them, out of real conversations, drawn by Microsoft's own `adaptivecards` in a browser.

Each picture has four: desktop and phone width, light and dark. Needs Node.js, npm and Chromium; the drawing library is
installed into a temporary folder. The pictures stand in docs/pictures/teams, to be looked at.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from adapters.teams.render import messages
from tests.pictures import _teams_talks
from tests.pictures._teams_cards import MORE

HOUSE = Path(__file__).parent.parent.parent
DRAWING = Path(__file__).parent / "teams_drawing"
PICTURES = HOUSE / "docs" / "pictures" / "teams"


def link(part: object) -> str:
    """An address for files; a picture shows itself."""
    return "data:image/svg+xml," + "%3Csvg xmlns='http://www.w3.org/2000/svg' width='480' height='160'/%3E"


def samples(folder: Path) -> dict[str, dict]:
    """What is drawn, by name."""
    found = {**dict(_teams_talks.messages(folder)), **dict(_teams_talks.home_and_dialogs(folder))}
    for name, card in MORE.items():
        (message,) = messages(card, link)
        found[name] = _teams_talks.sample(message)
    found["application-confirm"] = {**found["application"], "unfold": "Withdraw"}
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
        frame = (DRAWING / "frame.html").read_text("utf-8")
        worlds = Path(folder) / "worlds"
        worlds.mkdir()
        for name, sample in samples(worlds).items():
            drawing = Path(folder) / f"{name}.html"
            drawing.write_text(frame.replace("__SAMPLE__", json.dumps(sample).replace("</", "<\\/")), "utf-8")
            picture = PICTURES / f"{name}.png"
            draw(chromium, drawing, picture)
            print(picture.relative_to(HOUSE))


def draw(chromium: str, page_file: Path, picture: Path) -> None:
    """One page as a picture."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=986,2600"]
    asked = [f"--screenshot={picture}", "--virtual-time-budget=800", f"file://{page_file}"]
    subprocess.run([chromium, *flags, *asked], check=True, capture_output=True)
    drawn = Image.open(picture).convert("RGB")
    empty = Image.new("RGB", drawn.size, (255, 255, 255))
    box = ImageChops.difference(drawn, empty).getbbox() or (0, 0, 0, 0)
    drawn.crop((0, 0, drawn.width, box[3])).quantize(128).save(picture, optimize=True)
