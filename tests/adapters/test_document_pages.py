"""The calendar feed and the pages of credentials, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from adapters import pages
from adapters.documents.pages import DocumentPages
from adapters.documents.signing import Signer
from adapters.links import Links
from bot.programme import credentials
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Membership, Scope
from bot.programme.placements import Placement
from store import open_store

ADDRESS = "https://foothold.example"
SECRET = "s" * 40
AT = datetime(2025, 12, 1, 12, tzinfo=UTC)
HKU, QM = Scope("hku", "hku_u21_2025"), Scope("queen_mary", "queen_mary_2024")


@pytest.fixture
async def world(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'f.db'}", str(tmp_path / "files"))
    signer = Signer(lambda: SECRET)

    def fill(unit):
        for key in ("hku_u21_2025", "queen_mary_2024"):
            unit.programmes.put(load_programme(shipped()[key], key), shipped()[key], AT)
        ann = unit.people.add("queen_mary", "ann@example.org", "Ann <b>", "Europe/London", None)
        unit.people.join(Membership(ann, QM, "student"))
        unit.placements.add(Placement(0, QM, ann, None, "spring"))
        mei = unit.people.add("hku", "mei@example.org", "Mei <b>Chan", "Asia/Hong_Kong", None)
        programme = unit.programmes.get("hku_u21_2025")
        placement = unit.placements.add(Placement(0, HKU, mei, None, "1"))
        badge = credentials.achievement(programme, "a" * 32, 7, "Mei", "mei@example.org", AT, ADDRESS)
        issued = credentials.Issued(
            0, HKU, placement, mei, "a" * 32, badge["name"], AT, signer.sign(badge), 7
        )
        return ann, replace(issued, id=unit.credentials.add(issued))

    ann, issued = store.run(fill)
    links = Links(SECRET, ADDRESS, lambda: AT)
    app = web.Application()
    documents = DocumentPages(store, signer, ADDRESS, lambda: AT)
    pages.mount(app, links, store.files, list, {"calendar": documents.calendar})
    app.add_routes(documents.routes())
    async with TestClient(TestServer(app)) as client:
        yield client, links, store, ann, issued
    store.close()


def path(url):
    return url.removeprefix(ADDRESS)


async def test_the_feed_is_worked_out_when_it_is_asked_for(world):
    client, links, store, ann, _ = world
    url = path(links.make("calendar", {"programme": "queen_mary_2024"}, reader=ann))
    answer = await client.get(url)
    assert (answer.status, answer.content_type) == (200, "text/calendar")
    found = {
        str(one["summary"]): one for one in icalendar.Calendar.from_ical(await answer.read()).walk("VEVENT")
    }
    assert found["Pre-Internship training"]["dtstart"].dt == date(2024, 2, 28)
    begins = found["placements begin"]
    assert (begins["dtstart"].dt, begins["dtend"].dt) == (date(2024, 3, 4), date(2024, 3, 11))

    def move(unit):
        one = unit.placements.of_student(QM, ann)[0]
        unit.placements.save(replace(one, starts=date(2024, 3, 5), ends=date(2024, 4, 4)))

    store.run(move)
    changed = icalendar.Calendar.from_ical(await (await client.get(url)).read())
    placement = next(one for one in changed.walk("VEVENT") if "placement" in str(one["uid"]))
    assert (placement["dtstart"].dt, placement["dtend"].dt) == (date(2024, 3, 5), date(2024, 4, 5))


async def test_a_forged_feed_is_refused(world):
    client, links, _, ann, _ = world
    url = path(links.make("calendar", {"programme": "queen_mary_2024"}, reader=ann))
    assert (await client.get(url[:-3] + "AAA")).status == 403


async def test_a_stranger_checks_a_credential_with_nothing_but_its_address(world):
    client, _, store, _, issued = world
    base = "/l/credentials/hku_u21_2025"
    page = await (await client.get(f"{base}/{issued.uid}")).text()
    assert "Leading Change Micro-credential" in page
    assert "Mei &lt;b&gt;Chan" in page
    token = await (await client.get(f"{base}/{issued.uid}?format=jwt")).text()
    served = {
        f"{ADDRESS}{base}/{name}": await (await client.get(f"{base}/{name}")).read()
        for name in ("did.json", "revoked")
    }
    verifier = OB3Verifier.for_issuer_did(
        "did:web:foothold.example:l:credentials:hku_u21_2025", served.__getitem__
    )
    verifier.verify(token, check_status=True, download=served.__getitem__)
    store.run(lambda unit: unit.credentials.save(replace(issued, revoked="By mistake.", revoked_at=AT)))
    served[f"{ADDRESS}{base}/revoked"] = await (await client.get(f"{base}/revoked")).read()
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(token, check_status=True, download=served.__getitem__)
    page = await (await client.get(f"{base}/{issued.uid}")).text()
    assert "Taken back on Monday 1 December 2025." in page
    assert "By mistake." in page
    achievement = await (await client.get(f"{base}/achievement")).json()
    assert (
        achievement["criteria"]["narrative"] == "Successful completion of the programme and all activities."
    )


@pytest.mark.parametrize(
    "where",
    [
        "hku_u21_2025/" + "b" * 32,
        "queen_mary_2024/did.json",
        "nothing/revoked",
        "queen_mary_2024/" + "a" * 32,
    ],
)
async def test_what_is_not_there_is_not_found(world, where):
    assert (await world[0].get(f"/l/credentials/{where}")).status == 404
