"""The five shipped programmes say everything that their pages say, word for word, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.programme.definition import TOPICS
from bot.programme.loading import load_programme, shipped

DATA = Path(__file__).parent.parent / "data"
KNOWN = yaml.safe_load((DATA / "programmes" / "facts.yaml").read_text(encoding="utf-8"))
KEYS = sorted(KNOWN)
VALUES = [
    pytest.param(key, fact["group"], value, id=f"{key}-{fact['group']}-{fact['key']}-{number}")
    for key in KEYS
    for fact in KNOWN[key]["facts"]
    for number, value in enumerate(fact["verbatim"])
]


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()


def seed(programme):
    name = next(iter(programme.sources.values())).file
    return plain((DATA / "seeds" / name).read_text(encoding="utf-8"))


@pytest.fixture(params=KEYS)
def programme(request):
    return load_programme(shipped()[request.param], request.param)


def test_the_five_ship_under_their_keys():
    assert sorted(shipped()) == KEYS
    assert all(load_programme(text, key).key == key for key, text in shipped().items())


def test_all_137_values_are_looked_for():
    assert len(VALUES) == 137


@pytest.mark.parametrize(("key", "group", "value"), VALUES)
def test_every_value_stands_verbatim_with_its_source(key, group, value):
    programme = load_programme(shipped()[key], key)
    facts = [fact for fact in programme.facts.values() if plain(value) in map(plain, fact.verbatim)]
    ignored = [one for one in programme.ignored if plain(value) in map(plain, one.verbatim)]
    if group == "noise":
        assert ignored
        assert not facts
        return
    assert facts or ignored
    assert all(programme.source_of(fact).title for fact in facts)


def test_every_line_is_in_the_programmes_own_seed(programme):
    text = seed(programme)
    lines = [line for fact in programme.facts.values() for line in fact.verbatim]
    lines += [line for one in programme.ignored for line in one.verbatim]
    assert [line for line in lines if plain(line) not in text] == []


def test_skills_quote_the_seed_where_they_explain_themselves(programme):
    text = seed(programme)
    items = programme.skills.items if programme.skills else ()
    assert [skill.about for skill in items if skill.about and plain(skill.about) not in text] == []


def test_every_topic_has_an_answer_or_a_stated_silence(programme):
    silent = [topic for topic in TOPICS if not programme.facts_about(topic)]
    assert silent == []


def test_a_topic_is_never_both_answered_and_called_silent(programme):
    """A fact of the form "the page does not say" must not stand beside one that answers the same question."""
    for topic in TOPICS:
        facts = [fact for fact in programme.facts_about(topic) if fact.topic == topic and fact.answers]
        unknown = [fact.key for fact in facts if fact.status == "unknown"]
        answered = [fact.key for fact in facts if fact.status == "stated"]
        partly = {"eligible_list", "live_times_unknown", "placement_dates_unknown"}
        assert not (answered and set(unknown) - partly), (topic, answered, unknown)


def test_numbers_in_a_fact_come_from_its_lines(programme):
    """A stated sentence has no figure that its lines do not have; derived ones are labelled as worked out."""
    words = {"two": "2", "five": "5", "four": "4", "three": "3"}
    for fact in programme.facts.values():
        numbers = set(re.findall(r"\d+(?:\.\d+)?", fact.text))
        if fact.status == "stated":
            source = (
                " ".join(fact.verbatim) + " " + " ".join(words.get(word, "") for word in fact.text.split())
            )
            assert numbers <= set(re.findall(r"\d+(?:\.\d+)?", source)), fact.key
        if fact.status == "derived":
            assert "worked out" in fact.text, fact.key


def test_weekdays_that_are_said_are_right(programme):
    import datetime as dt

    from bot.programme.dates import MONTHS, WEEKDAYS

    found = re.compile(rf"({'|'.join(WEEKDAYS)}) (\d+) ({'|'.join(MONTHS)}) (\d{{4}})")
    for fact in programme.facts.values():
        for weekday, day, month, year in found.findall(fact.text):
            assert WEEKDAYS[dt.date(int(year), MONTHS.index(month) + 1, int(day)).weekday()] == weekday, (
                fact.key
            )


def test_what_is_assumed_is_never_among_the_facts(programme):
    assert [fact.key for fact in programme.facts.values() if fact.status == "assumed"] == []


def test_safety_data_are_marked_as_samples(programme):
    assert programme.safety.sample
    assert all("ample" in contact.name for contact in programme.safety.contacts)
    assert all(contact.email.endswith("@example.org") for contact in programme.safety.contacts)


def test_typed_dates_agree_with_the_sentences_that_state_them(programme):
    from bot.programme.dates import Day, Week, say_day

    for cycle in programme.cycles:
        for value in (cycle.opens, cycle.closes, cycle.sent_to_hosts, cycle.begins, cycle.ends):
            if isinstance(value, Day | Week):
                assert value.facts
                said = " ".join(programme.facts[key].text for key in value.facts)
                assert say_day(value.first) in said


def test_loading_twice_gives_the_same(programme):
    assert load_programme(shipped()[programme.key], "again") == programme


def test_a_programme_taken_apart_and_put_together_is_the_same(programme):
    assert type(programme).model_validate(programme.model_dump()) == programme
