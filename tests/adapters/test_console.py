"""The terminal: cards as lines, buttons by number and label, files by path."""

from __future__ import annotations

import pytest
from rich.console import Console

from adapters.console.chat import Chat
from adapters.console.drawn import drawn
from adapters.console.plain import Buttons, plain
from adapters.host import House
from bot.activities import Message, Press
from bot.cards import Action, Attachment, Card, Facts, Image, Row, Table, Text
from bot.errors import UnsupportedPartError
from tests.adapters.fakes import Clock

GO, SKIP = Action("Go", "go", {"n": "1"}), Action("Skip", "dialog.skip")
EVERYTHING = Card(
    title="Title",
    parts=(
        Text("Words\nmore"), Text("said", "quote"), Facts((("When", "Monday"), ("Where", "London"))),
        Table(("A", "B"), (("1", "2"),)), Image("f", "a plot"), Attachment("cv.pdf", "application/pdf", "f"),
        Row("Newsletter", "Charity", (Action("Details", "details", {"id": "1"}), Action("Save", "save", {"id": "1"}))),
        Row("Map", "", (Action("Details", "details", {"id": "2"}),)),
    ),
    actions=(GO, Action("Page", url="https://f.example/"), SKIP),
)  # fmt: skip


def test_a_card_as_lines():
    assert plain(EVERYTHING, Buttons()).splitlines() == [
        "Title", "Words", "more", "> said", "When: Monday", "Where: London", "A | B", "1 | 2", "(picture: a plot)",
        "(file: cv.pdf)", "Newsletter", "Charity", "[1 Details] [2 Save]", "Map", "[3 Details]",
        "[4 Go] Page: https://f.example/ [Skip]",
    ]  # fmt: skip


def test_without_numbers():
    assert (
        plain(EVERYTHING, Buttons(numbered=False)).splitlines()[-1] == "[Go] Page: https://f.example/ [Skip]"
    )


def test_a_part_that_is_not_known_is_an_error():
    with pytest.raises(UnsupportedPartError):
        plain(Card(parts=("nonsense",)), Buttons())


def test_everything_that_is_plain_is_also_drawn():
    console = Console(width=92, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    buttons = Buttons()
    console.print(drawn(EVERYTHING, buttons))
    said = console.export_text()
    console.file.close()
    for words in (
        "Title",
        "Words",
        "said",
        "Monday",
        "1",
        "a plot",
        "cv.pdf",
        "Newsletter",
        "[3 Details]",
        "[4 Go]",
    ):
        assert words in said
    assert buttons.by_number[4] == GO


def test_markup_in_what_people_typed_stays_words():
    console = Console(width=60, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(drawn(Card(parts=(Text("[bold]not bold[/bold] :smile:"),)), Buttons()))
    assert "[bold]not bold[/bold] :smile:" in console.export_text()
    console.file.close()


def test_buttons_are_pressed_by_number_and_by_label():
    buttons = Buttons()
    plain(EVERYTHING, buttons)
    assert buttons.pressed("4") == GO
    assert buttons.pressed(" [go] ") == GO
    assert buttons.pressed("SKIP") == SKIP
    assert buttons.pressed("details") is None  # which of the two?
    assert buttons.pressed("5") is None
    assert buttons.pressed("go on") is None


class Scripted(Chat):
    """A chat that writes down what would be sent."""

    def __init__(self) -> None:
        self.bodies: list = []
        self.shown: list[Card] = []
        super().__init__(
            House(None, None, None),
            "a@b.example",
            Clock().now,
            self._draw,
        )

    def _draw(self, card, buttons):
        plain(card, buttons)
        self.shown.append(card)

    async def send(self, body):
        self.bodies.append(body)

    def see(self, *cards: Card) -> None:
        self._print(cards)


async def test_a_line_presses_what_is_on_screen_or_is_said():
    chat = Scripted()
    chat.see(EVERYTHING, Card(parts=(Text("ok"),), actions=(GO,)))
    await chat.say("5")
    await chat.say("hello there")
    await chat.say("Save")
    assert chat.bodies == [Press("go", {"n": "1"}), Message("hello there"), Press("save", {"id": "1"})]


async def test_a_number_is_an_answer_where_words_are_asked_for():
    chat = Scripted()
    chat.see(
        EVERYTHING, Card(parts=(Text("How many hours?"),), actions=(SKIP, Action("Back", "dialog.back")))
    )
    await chat.say("1")
    await chat.say("skip")
    assert chat.bodies == [Message("1"), Press("dialog.skip")]


async def test_a_number_presses_the_options_of_a_question():
    chat = Scripted()
    yes = Action("Yes", "dialog.answer", {"value": "yes"})
    chat.see(Card(parts=(Text("Sure?"),), actions=(yes, SKIP)))
    await chat.say("1")
    assert chat.bodies == [Press("dialog.answer", {"value": "yes"})]


async def test_a_button_that_wants_to_be_confirmed_asks_first():
    chat = Scripted()
    chat.see(Card(actions=(Action("Withdraw", "withdraw", confirm="Withdraw it?"),)))
    await chat.say("1")
    assert (chat.bodies, chat.shown[-1].title) == ([], "Withdraw it?")
    await chat.say("no")
    assert chat.bodies == []
    await chat.say("Withdraw")
    await chat.say("yes")
    assert chat.bodies == [Press("withdraw")]
