"""Cards and dialogs: valid, small, readable; what is typed never becomes markup; what is drawn comes back as it was."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from adapters.reception import InlineAnswer
from adapters.teams.answers import answer
from adapters.teams.buttons import button, pressed
from adapters.teams.dialogs import dialog, page, submitted
from adapters.teams.limits import CARD_BYTES, utf16
from adapters.teams.markup import heading, paragraph
from adapters.teams.render import first_page, message, messages, pages
from bot.activities import Submission
from bot.cards import Action, Attachment, Card, Facts, Field, Form, Image, Option, Row, Table, Text
from bot.errors import UnsupportedPartError
from tests.teams import cardcheck


def link(part):
    return f"https://foothold.example/l/{part.file_id}"


TRICKS = [
    "**bold**",
    "_x_",
    "[a](https://evil.example)",
    "{{DATE(2024-01-28)}}",
    "1. one",
    "- a",
    "# h",
    "`c`",
    "<b>",
    "&amp;",
    "a\nb",
]
words = some.one_of(
    some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    some.sampled_from(TRICKS),
).filter(str.strip)
args = some.dictionaries(some.text(max_size=8), some.text(max_size=20), max_size=3)
plain_actions = some.builds(Action, label=words, name=words, args=args)
actions = some.one_of(
    plain_actions,
    some.builds(Action, label=words, name=words, args=args, opens_form=some.just(value=True)),
    some.builds(Action, label=words, name=words, args=args, confirm=words),
    some.builds(Action, label=words, url=some.just("https://example.ac.uk/")),
)
several = some.lists(actions, max_size=9).map(tuple)


@some.composite
def tables(draw):
    width = draw(some.integers(1, 7))
    row = some.tuples(*[words | some.just("")] * width)
    return Table(draw(some.tuples(*[words] * width)), tuple(draw(some.lists(row, max_size=40))))


parts = some.one_of(
    some.builds(Text, text=words, tone=some.sampled_from(["plain", "strong", "quiet", "quote", "warning"])),
    some.builds(Facts, pairs=some.lists(some.tuples(words, words), max_size=6).map(tuple)),
    tables(),
    some.builds(Image, file_id=some.just("f1"), alt=words),
    some.builds(Row, title=words, text=words | some.just(""), actions=several),
    some.builds(Attachment, name=words, media_type=some.just("text/csv"), file_id=some.just("f2")),
)
cards = some.builds(
    Card,
    title=words | some.just(""),
    parts=some.lists(parts, min_size=1, max_size=8).map(tuple),
    actions=several,
    summary=words | some.just(""),
)


@given(cards)
@settings(max_examples=80)
def test_every_card_is_one_that_teams_takes(card):
    for sent in messages(card, link):
        cardcheck.message({"type": "message", **sent})
    cardcheck.card(first_page(card, link))


@given(cards)
@settings(max_examples=60)
def test_nothing_of_a_card_is_lost(card):
    shown = "\n".join(cardcheck.texts(drawn) for drawn in pages(card, link))
    labels = [one["title"] for drawn in pages(card, link) for one in cardcheck.buttons(drawn)]
    for action in card.actions:
        assert action.label in labels
    for part in card.parts:
        if isinstance(part, Text):
            assert all(line.replace("{{", "{\u2060{").strip() in shown for line in part.text.splitlines())


@given(actions.filter(lambda action: not action.url))
def test_a_press_comes_back_as_the_button_was(action):
    drawn = cardcheck.buttons({"type": "x", "actions": [button(action)]})
    assert [pressed(json.loads(json.dumps(one["data"]))) for one in drawn] == [(action.name, action.args)]
    assert all(one.get("fallback", one)["data"] == one["data"] for one in drawn)
    opens = [one["data"].get("msteams") == {"type": "task/fetch"} for one in drawn]
    assert opens == [action.opens_form]


values = some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    str.strip
)


@some.composite
def fields(draw, key):
    kind = draw(
        some.sampled_from(
            ["short_text", "long_text", "choice", "choices", "date", "time", "number", "toggle"]
        )
    )
    options = tuple(
        Option(value, draw(words)) for value in draw(some.lists(values, min_size=1, max_size=14, unique=True))
    )
    chosen = [option.value for option in options]
    value = draw(
        {
            "choice": some.sampled_from(chosen) | some.none(),
            "choices": some.lists(some.sampled_from(chosen), unique=True),
            "date": some.dates().map(str) | some.none(),
            "time": some.sampled_from(["09:30", "23:59"]) | some.none(),
            "number": some.integers(-1000, 1000).map(str) | some.none(),
            "toggle": some.sampled_from(["yes", "no"]),
        }.get(kind, words | some.none())
    )
    ranked = kind == "choices" and draw(some.booleans())
    value = value[:8] if ranked else value
    return Field(
        key,
        kind,
        draw(words),
        ranked=ranked,
        hint=draw(words | some.just("")),
        required=draw(some.booleans()),
        options=options if kind in {"choice", "choices"} else (),
        value=value,
        error=draw(words | some.just("")),
        placeholder=draw(words | some.just("")),
    )


@some.composite
def forms(draw):
    keys = draw(some.lists(values, unique=True, max_size=6))
    return Form(
        draw(words),
        draw(args),
        draw(words),
        tuple(draw(fields(key)) for key in keys),
        submit=draw(words),
        intro=tuple(draw(some.lists(some.builds(Text, text=words), max_size=2))),
        page=",".join(keys),
        error=draw(words | some.just("")),
        in_chat=draw(plain_actions | some.none()),
    )


def page_or_none(form):
    """The page; None where it is more than Teams takes, which goes on in the chat."""
    try:
        return page(form)
    except UnsupportedPartError:
        return None


def test_a_page_that_teams_would_refuse_goes_on_in_the_chat():
    many = tuple(Option(f"p{number}", f"Project {number} " * 20) for number in range(100))
    form = Form("apply", {}, "Apply", (Field("p", "choice", "Which?", options=many),))
    with pytest.raises(UnsupportedPartError):
        page(form)
    told = answer("task/fetch", InlineAnswer(form), lambda _: "").body
    assert told["task"]["type"] == "message"
    assert "go on in the chat" in told["task"]["value"]


@given(forms())
@settings(max_examples=80)
def test_a_page_comes_back_as_it_was_filled_in(form):
    drawn = page_or_none(form)
    assume(drawn is not None)
    cardcheck.card(drawn, dialog=True)
    sent = {**drawn["actions"][0]["data"], **cardcheck.inputs(drawn)}
    expected = Submission(
        form.name, form.args, {field.key: field.value for field in form.fields}, page=form.page
    )
    assert submitted(json.loads(json.dumps(sent))) == expected


@given(forms())
@settings(max_examples=40)
def test_a_page_shows_every_error_at_its_field(form):
    drawn = page_or_none(form)
    assume(drawn is not None)
    lines = cardcheck.texts(drawn).split("\n")
    for field in form.fields:
        for line in field.error.splitlines():
            assert any(line.replace("{{", "{\u2060{").strip() in shown for shown in lines)


def test_leaving_for_the_chat_sends_what_stands_in_the_page_and_nothing_holds_it_back():
    drawn = page(
        Form(
            "apply",
            {},
            "Apply",
            (Field("a", "short_text", "A"),),
            in_chat=Action("In the chat", "resume", {"f": "1"}),
        )
    )
    leave = drawn["actions"][1]
    assert leave.get("associatedInputs", "auto") == "auto"
    assert not [one for one in drawn["body"] if one.get("isRequired")]
    assert drawn["body"][0]["label"] == "A (required)"
    assert pressed(leave["data"]) == ("resume", {"f": "1"})
    assert submitted(leave["data"]) is None


def test_a_file_is_asked_for_in_the_chat():
    form = Form(
        "apply", {}, "Apply", (Field("cv", "file", "CV"), Field("why", "short_text", "Why")), page="cv,why"
    )
    assert "I will ask for it in the chat" in cardcheck.texts(page(form))
    found = submitted({**page(form)["actions"][0]["data"], "field.why": "x"})
    assert (found.values, found.page) == ({"why": "x"}, "cv,why")


@pytest.mark.parametrize("values", [["mon, am", "b"], ["50%2C", "100%"], ["é", "summer/2"], [","]])
def test_values_with_commas_come_back_whole(values):
    options = tuple(Option(value, "x") for value in [*values, "other"])
    form = Form(
        "f",
        {},
        "F",
        (
            Field("a", "choices", "A", options=options, value=values),
            Field("b", "choice", "B", options=options, value=values[0]),
        ),
    )
    drawn = page(form)
    assert submitted({**drawn["actions"][0]["data"], **cardcheck.inputs(drawn)}).values == {
        "a": values,
        "b": values[0],
    }


def test_a_ranking_keeps_its_order():
    options = tuple(Option(key, key.title()) for key in ("climate", "health", "data", "arts"))
    form = Form(
        "f",
        {},
        "F",
        (Field("themes", "choices", "Themes", options=options, value=["data", "arts"], ranked=True, most=3),),
    )
    drawn = page(form)
    assert cardcheck.texts(drawn).split("\n")[:3] == [
        "Themes: first choice (required)",
        "Themes: second choice",
        "Themes: third choice",
    ]
    sent = {**drawn["actions"][0]["data"], **cardcheck.inputs(drawn)}
    assert submitted(sent).values == {"themes": ["data", "arts"]}
    first, second, third = cardcheck.inputs(drawn)
    assert submitted({**sent, first: "arts", second: "data", third: "arts"}).values == {
        "themes": ["arts", "data"]
    }


def test_an_empty_page_sends_nothings():
    form = Form(
        "f", {}, "F", (Field("a", "short_text", "A"), Field("b", "choices", "B", options=(Option("x", "X"),)))
    )
    assert submitted(page(form)["actions"][0]["data"]).values == {"a": None, "b": []}


@pytest.mark.parametrize("text", TRICKS)
def test_what_looks_like_markup_is_drawn_where_none_is_read(text):
    for drawn in paragraph(text):
        if drawn["type"] == "TextBlock":
            assert not re.search(r"[*_\[\]`<>&{}#]", drawn["text"])
        else:
            assert drawn["inlines"][0]["type"] == "TextRun"
            assert "{{" not in drawn["inlines"][0]["text"]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Volunteer *newsletter* [x](y)", r"Volunteer \*newsletter\* \[x\](y)"),
        ("1. First", r"1\. First"),
        ("- dash", r"\- dash"),
        ("# hash", r"\# hash"),
        ("C# and a_b", r"C# and a\_b"),
        ("{{DATE(x)}}", "{\u2060{DATE(x)}}"),
    ],
)
def test_a_heading_has_its_markup_escaped(text, drawn):
    assert heading(text)["text"] == drawn


def test_a_long_card_is_paged_with_its_buttons_last():
    card = Card(
        "Journal", tuple(Text(f"{n}. " + "word " * 2000) for n in range(20)), (Action("Home", "home"),)
    )
    drawn = pages(card, link)
    assert len(drawn) > 5
    assert all(utf16(json.dumps(one, ensure_ascii=False)) < 40_000 for one in drawn)
    assert [len(one.get("actions", [])) for one in drawn] == [0] * (len(drawn) - 1) + [1]
    assert "Journal (continued)" in cardcheck.texts(drawn[1])
    only = first_page(card, link)
    assert "The rest is too long to show here" in cardcheck.texts(only)
    assert len(only["actions"]) == 1


def test_one_endless_line_is_paged_too():
    sent = messages(Card("Log", (Text("x" * 200_000),)), link)
    assert len(sent) > 10
    assert sum(cardcheck.texts(one["attachments"][0]["content"]).count("x") for one in sent) == 200_000
    long_words = messages(Card(parts=(Text("word " * 20_000),)), link)
    assert len(long_words) > 4
    for one in (*sent, *long_words):
        cardcheck.message({"type": "message", **one})


def test_a_lock_screen_says_what_it_is_about():
    card = Card(
        "Mid-way check-in", (Text("Three students."),), summary="Mid-way check-in: 3 students, 20 seconds"
    )
    (sent,) = messages(card, link)
    assert sent["text"] == sent["summary"] == "Mid-way check-in: 3 students, 20 seconds"
    assert len(message(pages(card, link)[0], Card(summary="x" * 900))["summary"]) <= 200


def test_an_unknown_part_is_an_error_never_silence():
    class Video:
        kind = "video"

    with pytest.raises(UnsupportedPartError):
        pages(Card("x", (Video(),)), link)
    with pytest.raises(UnsupportedPartError):
        page(Form("f", {}, "F", (Field("a", "colour", "A"),)))


def test_a_dialog_says_its_size_and_title():
    shown = dialog(Form("f", {}, "Apply", tuple(Field(str(n), "short_text", "A") for n in range(5))))
    assert (shown["title"], shown["height"], shown["width"]) == ("Apply", "large", "medium")


def test_room_is_left_around_a_card():
    assert CARD_BYTES < cardcheck.MOST_BYTES


def test_several_rows_have_numbers_since_a_number_can_be_typed():
    rows = tuple(Row(title, actions=(Action("Details", "x"),)) for title in ("Tea Charity", "2024 in maps"))
    shown = cardcheck.texts(pages(Card(parts=rows), lambda _: "")[0]).split("\n")
    assert [one for one in shown if one != "[Details]"] == ["1 · Tea Charity", "2 · 2024 in maps"]
    assert cardcheck.texts(pages(Card(parts=rows[:1]), lambda _: "")[0]).startswith("Tea Charity")


@pytest.mark.parametrize(
    "part",
    [
        Text("\n".join(["word " * 200] * 60), "quote"),
        Row("Hours", "\n".join(["word " * 200] * 60)),
        Table(("Day", "What"), tuple((f"{day}", "word " * 400) for day in range(29))),
    ],
    ids=["quote", "row", "table"],
)
def test_a_part_that_is_too_large_for_one_card_is_shared_out_and_nothing_is_lost(part):
    drawn = pages(Card(title="Journal", parts=(part,)), link)
    assert len(drawn) > 1
    for one in drawn:
        cardcheck.card(one)
    assert sum(cardcheck.texts(one).count("word") for one in drawn) in {12_000, 29 * 400}
