"""Whatever a card or form holds, what is drawn of it is within Slack's limits, and comes back as what it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.slack import choices, limits, modals, parse, render
from adapters.slack.blocks import button
from adapters.slack.limits import BrokenCardError
from adapters.slack.text import cut, pieces, plain_words, words
from bot.activities import FormRequested, Press, Submission
from bot.cards import Action, Card, Facts, Field, Form, Option, Row, Table, Text
from bot.errors import UnsupportedPartError
from tests.slack import blockcheck, cards_at_random

NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)
RELAXED = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def link(file_id, name, media_type):
    return "https://example.org/l/x"


def all_words(blocks) -> str:
    """Everything that a reader sees."""
    found = []

    def visit(thing):
        if isinstance(thing, dict):
            if isinstance(thing.get("text"), str):
                found.append(thing["text"])
            elif thing.get("type") == "link":
                found.append(thing["url"])
            for value in thing.values():
                visit(value)
        elif isinstance(thing, list):
            for item in thing:
                visit(item)

    visit(blocks)
    return "".join(found)


@RELAXED
@given(cards_at_random.cards)
def test_every_card_is_within_the_limits(card):
    for message in render.messages(card, link):
        blockcheck.message(message)
    blockcheck.view(render.home(card, link))


@pytest.mark.parametrize("over", range(-2, 3))
def test_the_line_breaks_within_a_block_are_counted(over):
    """Two lines that fill a block to the last character do so with the break between them."""
    long = "x" * (limits.SECTION_TEXT - 1_001 + over)
    for part in (Table((), (("y" * 1_000,), (long,))), Row("y" * 1_000, long)):
        blockcheck.view(render.home(Card(parts=(part,)), link))
        for message in render.messages(Card(parts=(part, Text("z" * 9_000))), link):
            blockcheck.message(message)


@RELAXED
@given(cards_at_random.cards)
def test_nothing_of_a_card_is_left_out(card):
    sent = render.messages(card, link)
    # The note that it goes on stands at the end of each of several messages.
    drawn = "".join(all_words(one["blocks"][: -1 if len(sent) > 1 else None]) for one in sent)
    shown = "".join(drawn.split())
    texts = [text for part in card.parts for text in words_of(part)]
    missing = [text[:20] for text in texts if "".join(text.split()) not in shown]
    assert missing == []


def words_of(part):
    if isinstance(part, Text):
        return [part.text]
    if isinstance(part, Row):
        return [part.title, part.text]
    if isinstance(part, Facts):
        return [words for pair in part.pairs for words in pair]
    return []


@RELAXED
@given(cards_at_random.cards)
def test_every_button_comes_back_as_the_action_that_it_was(card):
    wanted = [action for part in card.parts if isinstance(part, Row) for action in part.actions] + [
        action for action in card.actions if not action.url
    ]
    elements = [
        element
        for message in render.messages(card, link)
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if "url" not in element
    ]
    assert [pressed(element) for element in elements] == [
        FormRequested(action.name, action.args) if action.opens_form else Press(action.name, action.args)
        for action in wanted
    ]


def pressed(element):
    body = {
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": "D1"},
        "container": {},
        "trigger_id": "1",
        "message": {"ts": "1.1"},
    }
    return parse.pressed(body, {**element, "action_ts": "2.2"}, NOW).body


@pytest.mark.parametrize(("words", "warns"), [(None, True), (300, False), (500, True)])
def test_only_a_text_that_may_be_too_long_for_a_field_says_so(words, warns):
    form = Form("apply", {}, "Apply", (Field("why", "long_text", "Why?", words=words),))
    assert ("goes better in the chat" in json.dumps(modals.view(form))) == warns


@pytest.mark.parametrize("title", ["", " ", "Check-in"])
def test_a_form_with_nothing_to_fill_in_says_something(title):
    blockcheck.view(modals.view(Form("checkin", {}, title, ())))


@RELAXED
@given(cards_at_random.forms())
def test_every_form_is_within_the_limits_and_comes_back_as_it_was_filled_in(form):
    view = modals.view(form, modals.Origin("D1", "activity"))
    blockcheck.view(view)
    body = {
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "view": {
            **json.loads(json.dumps(view)),
            "id": "V1",
            "hash": "1.1",
            "state": {"values": untouched(view)},
        },
    }
    back = parse.submitted(body, NOW)
    assert back.body == Submission(
        form.name, form.args, {field.key: expected(field) for field in form.fields}, page=form.page
    )
    assert back.place.conversation == "D1"
    assert back.inline


def expected(field):
    if field.kind == "file":
        return None
    return field.value or ([] if field.kind == "choices" else None)


def untouched(view):
    """The state that Slack sends when nobody changed anything in a view."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            kind = element["type"]
            state = {"type": kind}
            for drawn, sent in (
                ("initial_value", "value"),
                ("initial_date", "selected_date"),
                ("initial_time", "selected_time"),
                ("initial_option", "selected_option"),
                ("initial_options", "selected_options"),
            ):
                if drawn in element:
                    state[sent] = element[drawn]
            values[block["block_id"]] = {element["action_id"]: state}
    return values


def test_a_short_card_is_one_message_with_its_words_for_the_lock_screen():
    card = Card(
        title="Mid-way check-in",
        parts=(Text("Three students, about 20 seconds."),),
        summary="Check-in: 3 students",
        actions=(Action("Later today", "checkin.later", {"id": "7"}),),
    )
    (message,) = render.messages(card)
    assert message["text"].splitlines() == [
        "Check-in: 3 students",
        "Mid-way check-in",
        "Three students, about 20 seconds.",
        "[Later today]",
    ]
    assert [block["type"] for block in message["blocks"]] == ["header", "rich_text", "actions"]
    assert message["blocks"][2]["elements"][0]["action_id"] == "press:checkin.later#0"
    assert json.loads(message["blocks"][2]["elements"][0]["value"]) == {"id": "7"}


def test_what_a_person_typed_never_becomes_formatting_or_a_mention():
    nasty = "<!channel> *hello* <@U123> & :smile: <https://evil.example|bank>"
    (message,) = render.messages(
        Card(parts=(Text(nasty), Row("Row", nasty), Facts(((nasty, nasty),)), Text(nasty, "quiet")))
    )
    assert "<!channel>" not in message["text"]
    kinds = set()

    def leaves(thing):
        if isinstance(thing, dict):
            kinds.add(thing.get("type"))
            for value in thing.values():
                leaves(value)
        elif isinstance(thing, list):
            for item in thing:
                leaves(item)

    leaves(message["blocks"])
    assert "mrkdwn" not in kinds
    assert not kinds & {"user", "usergroup", "broadcast", "emoji", "channel"}


def test_a_long_list_goes_on_in_a_second_message_and_says_so():
    rows = tuple(
        Row(f"Placement {n}", "Six weeks in Leeds.", (Action("Details", "browse.show", {"id": str(n)}),))
        for n in range(40)
    )
    first, second = render.messages(Card(title="Placements", parts=rows))
    assert len(first["blocks"]) <= 50
    assert "1 of 2; it goes on in the next message." in all_words(first["blocks"])
    assert "2 of 2." in all_words(second["blocks"])
    assert second["text"].startswith("2 of 2")


def test_rows_are_numbered_where_a_number_can_be_typed():
    two = render.messages(Card(parts=(Row("Tea Charity"), Row("Street Maps"))))[0]
    assert "1. Tea Charity" in all_words(two["blocks"])
    assert "2. Street Maps" in all_words(two["blocks"])
    one = render.messages(Card(parts=(Row("Tea Charity"),)))[0]
    assert "1." not in all_words(one["blocks"])


def test_a_table_is_a_table_once_and_then_lines():
    table = Table(("Name", "State"), (("Ada", "on track"), ("Ben", "")))
    (message,) = render.messages(Card(parts=(table, table)))
    assert [block["type"] for block in message["blocks"]] == ["table", "rich_text", "rich_text"]
    assert "Ada – State: on track" in all_words(message["blocks"])
    home = render.home(Card(parts=(table,)))
    assert "table" not in {block["type"] for block in home["blocks"]}


def test_arguments_that_slack_could_not_carry_are_refused():
    with pytest.raises(BrokenCardError):
        render.messages(Card(actions=(Action("Too much", "x", {"words": "y" * 2001}),)))
    with pytest.raises(BrokenCardError):
        render.messages(Card(actions=(Action("Too far", url="https://example.org/" + "y" * 3000),)))
    with pytest.raises(BrokenCardError):
        modals.view(Form("f", {"words": "y" * 3000}, "Title", ()))


def test_a_part_that_nobody_knows_is_an_error():
    class Hologram:
        kind = "hologram"

    with pytest.raises(UnsupportedPartError):
        render.messages(Card(parts=(Hologram(),)))
    with pytest.raises(UnsupportedPartError):
        words(Card(parts=(Hologram(),)))


def test_more_than_a_hundred_choices_are_searched_for():
    many = tuple(Option(f"p{n}", f"Project {n}", "in York" if n % 2 else "in Leeds") for n in range(150))
    field = Field("project", "choice", "Which project?", options=many)
    view = modals.view(Form("f", {}, "Choose", (field,)))
    assert view["blocks"][0]["element"]["type"] == "external_select"
    found = choices.matching(field, "leeds 14")
    assert [one["value"] for one in found] == ["p14", "p114", "p140", "p142", "p144", "p146", "p148"]
    assert len(choices.matching(field, "")) == 100
    assert choices.matching(field, "leedz 14") == choices.matching(field, "Leeds 14"), "a slip of the finger"
    assert choices.matching(field, "xylophone") == []


def test_an_optional_choice_can_be_left_empty_again():
    field = Field(
        "when", "choice", "When?", required=False, options=(Option("a", "Monday"), Option("b", "Friday"))
    )
    element = modals.view(Form("f", {}, "When", (field,)))["blocks"][0]["element"]
    none = element["options"][-1]
    assert none["text"]["text"] == "No answer"
    assert modals.value({"type": "radio_buttons", "selected_option": none}) is None


def test_ranked_choices_keep_the_order_of_choosing():
    options = tuple(Option(value, value.upper()) for value in "abc")
    ranked = modals.view(
        Form("f", {}, "Rank", (Field("r", "choices", "Rank", options=options, ranked=True),))
    )
    boxes = modals.view(Form("f", {}, "Tick", (Field("r", "choices", "Tick", options=options),)))
    assert ranked["blocks"][0]["element"]["type"] == "multi_static_select"
    assert boxes["blocks"][0]["element"]["type"] == "checkboxes"


def test_choices_with_long_names_are_written_out_above():
    long = "A very long name of a placement that goes on and on, well past what a menu can hold in one line"
    field = Field("p", "choice", "Which?", options=(Option("1", long), Option("2", "Short")))
    listing, asked = modals.view(Form("f", {}, "Which", (field,)))["blocks"]
    assert long in all_words(listing)
    assert asked["element"]["options"][0]["text"]["text"].endswith("…")


def test_the_same_field_on_another_page_starts_afresh():
    field = Field("again", "short_text", "Again?")
    one = modals.view(Form("f", {}, "One", (field,), page="1"))["blocks"][0]["block_id"]
    two = modals.view(Form("f", {}, "Two", (field,), page="2"))["blocks"][0]["block_id"]
    assert one != two
    assert modals.key_of(one) == modals.key_of(two) == "again"


def test_a_button_that_asks_first():
    drawn = button(
        Action("Withdraw", "apply.withdraw", {"id": "1"}, "danger", confirm="Withdraw from Tea Charity?"),
        iter([0]),
    )
    assert drawn["confirm"]["text"]["text"] == "Withdraw from Tea Charity?"
    assert drawn["confirm"]["confirm"]["text"] == "Withdraw"
    assert drawn["style"] == "danger"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@UBOT> am I eligible?", "am I eligible?"),
        (
            "see <https://example.org/a|example.org/a> &amp; tell me",
            "see example.org/a & tell me".replace("example.org/a", "https://example.org/a"),
        ),
        ("<https://example.org|the page>", "the page (https://example.org)"),
        ("<mailto:ada@example.org|ada@example.org>", "ada@example.org"),
        ("ask <@U2|ben> in <#C1|general> &lt;now&gt;", "ask @ben in #general <now>"),
        ("<!date^1^{date}|Monday 4 March 2024>", "Monday 4 March 2024"),
    ],
)
def test_slacks_markup_is_read_as_what_the_person_saw(sent, read):
    assert plain_words(sent, bot_user="UBOT") == read


def test_texts_are_parted_at_words_and_lose_nothing():
    text = "one two three\nfour five " * 400
    assert "".join(pieces(text, 1000)) == text
    assert all(len(piece) <= 1000 for piece in pieces(text, 1000))
    assert cut("😀" * 100, 75).endswith("…")
    assert blockcheck.length(cut("😀" * 100, 75)) <= 75
