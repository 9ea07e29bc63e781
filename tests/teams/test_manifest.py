"""The app package: valid against Microsoft's schema, with the right icons, and made without any other setting."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from PIL import Image
from typer.testing import CliRunner

from adapters.main import app
from adapters.teams.manifest import PackageError, commands, package
from tests.teams.fake_service import APP

SCHEMA = Path(__file__).parent.parent / "data" / "schemas" / "teams-manifest-1.25.schema.json"
URL = "https://foothold.example.ac.uk/"


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_manifest_is_valid_and_carries_the_installation():
    manifest = json.loads(unpacked(package(URL, APP))["manifest.json"])
    assert [
        error.message
        for error in Draft4Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(manifest)
    ] == []
    assert manifest["id"] == manifest["bots"][0]["botId"] == manifest["webApplicationInfo"]["id"] == APP
    assert manifest["validDomains"] == ["foothold.example.ac.uk"]
    assert manifest["version"]
    assert not [line for line in json.dumps(manifest, indent=1).splitlines() if line.endswith(('""', '"",'))]


def test_the_icons_are_what_teams_wants():
    files = unpacked(package(URL, APP))
    assert set(files) == {"manifest.json", "color.png", "outline.png"}
    color, outline = (Image.open(io.BytesIO(files[name])) for name in ("color.png", "outline.png"))
    assert (color.size, outline.size) == ((192, 192), (32, 32))
    pixels = {pixel for _, pixel in outline.convert("RGBA").getcolors(32 * 32)}
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {(255, 255, 255)}
    assert any(not pixel[3] for pixel in pixels)


def test_the_same_installation_makes_the_same_package():
    assert package(URL, APP) == package(URL, APP)


def test_the_command_list_is_that_of_the_homes():
    listed = commands()
    assert 3 <= len(listed) <= 12
    assert listed[0]["title"] == "Home"
    assert len({one["title"] for one in listed}) == len(listed), listed
    assert [one["title"] for one in listed if one["description"] in {"", one["title"]}] == []


@pytest.mark.parametrize(
    ("url", "app_id", "words"),
    [
        (URL, "my-app", "no app id"),
        ("http://127.0.0.1:3978", APP, "only https"),
        ("", APP, "only https"),
        ("https://", APP, "only https"),
    ],
)
def test_what_cannot_work_is_said(url, app_id, words):
    with pytest.raises(PackageError, match=words) as told:
        package(url, app_id)
    assert told.value.mend


def test_the_command_writes_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEAMS_APP_ID", APP)
    monkeypatch.setenv("FOOTHOLD_PUBLIC_URL", URL)
    told = CliRunner().invoke(app, ["manifest", "teams", "--privacy", "https://example.ac.uk/privacy"])
    assert (told.exit_code, told.stdout) == (
        0,
        "Wrote foothold-teams.zip. Upload it in the Teams admin centre (docs/teams.md).\n",
    )
    manifest = json.loads(unpacked((tmp_path / "foothold-teams.zip").read_bytes())["manifest.json"])
    assert manifest["developer"]["privacyUrl"] == "https://example.ac.uk/privacy"


def test_without_settings_it_is_an_example_and_says_so(tmp_path, monkeypatch):
    monkeypatch.delenv("TEAMS_APP_ID", raising=False)
    monkeypatch.delenv("FOOTHOLD_PUBLIC_URL", raising=False)
    told = CliRunner().invoke(app, ["manifest", "teams", "-o", str(tmp_path / "x.zip")])
    assert told.exit_code == 0
    assert "set it and make it again" in told.stdout
