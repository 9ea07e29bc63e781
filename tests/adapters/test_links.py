"""Signed links: only ours, only for their time, only for their kind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.links import BadLinkError, ExpiredLinkError, Link, Links, derive_key
from tests.adapters.fakes import Clock

SECRET = "x" * 32


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def links(clock) -> Links:
    return Links(SECRET, "https://foothold.example/", clock.now)


def token(url: str) -> str:
    return url.removeprefix("https://foothold.example/l/")


def test_a_link_says_what_it_was_made_for(links):
    url = links.make("checkin", {"id": "7", "name": "Zoë"}, reader=3)
    assert url.startswith("https://foothold.example/l/")
    assert links.read(token(url)) == Link("checkin", {"id": "7", "name": "Zoë"}, 3)


def test_it_runs_out(links, clock):
    url = links.make("checkin", {}, lifetime=timedelta(days=2))
    clock.move(days=2)
    with pytest.raises(ExpiredLinkError):
        links.read(token(url))


def test_no_changed_character_is_believed(links):
    good = token(links.file("f1", "cv.pdf", "application/pdf", reader=3))
    for place in range(len(good)):
        for other in "A0._":
            forged = good[:place] + other + good[place + 1 :]
            if forged != good:
                with pytest.raises(BadLinkError):
                    links.read(forged)


@pytest.mark.parametrize("forged", ["", ".", "a", "a.b", "é.é", "..", "W10.", "x" * 10_000])
def test_nonsense_is_no_link(links, forged):
    with pytest.raises(BadLinkError):
        links.read(forged)


def test_the_link_of_another_installation_is_not_believed(links, clock):
    other = Links("y" * 32, "https://foothold.example", clock.now)
    with pytest.raises(BadLinkError):
        links.read(token(other.make("checkin", {})))


def test_each_purpose_has_a_key_of_its_own():
    assert len({derive_key(SECRET, purpose) for purpose in ("links", "feeds", "files")}) == 3
    assert len(derive_key(SECRET, "links")) == 32
