"""A conversation at the terminal: a line in, cards out, with a clock that can be set.

With a terminal the cards are drawn; without one they are plain text, and the end of the input ends the conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from adapters.console.plain import STEERING, Buttons, plain
from adapters.console.surface import ConsoleSurface, identity_of, place_of, upload_of
from adapters.courier import Courier
from adapters.host import House
from adapters.planner import Planner
from adapters.reception import Reception
from adapters.rehearser import Rehearser
from adapters.sender import Sender
from bot.activities import Activity, Arrived, Body, Message, Press
from bot.cards import Action, Card
from bot.conversations import planning
from bot.errors import FootholdError
from bot.ports import Outgoing
from bot.prompts import is_no, is_yes

ATTACH = "attach "
WAITS = (timedelta(seconds=0.5),)
"""Between two tries of a turn that failed: somebody is waiting."""
Printer = Callable[[Card, Buttons], None]


class HeldUpError(FootholdError):
    """I could not do that now. It is written down, and is done when this conversation is opened again."""


class Chat:
    """One person's conversation, in this process: the same reception and courier as on every surface.

    `email` is who sits here; `now` the clock; `show` prints one card.
    """

    def __init__(self, house: House, email: str, now: Callable[[], datetime], show: Printer) -> None:
        self._email = email
        self._now = now
        self._show = show
        self._arrived: list[Card] = []
        self._confirm: Action | None = None
        self.buttons = Buttons()
        surface = ConsoleSurface(email, self._take)
        surfaces = {surface.name: surface}
        self._planner = Planner(house.store, now)
        self._sender = Sender(house.store, now)
        self._rehearser = Rehearser(house.store, now)
        self._courier = Courier(
            house.store, surfaces, now, recheck=planning.recheck, after=planning.aftermath, only=email
        )
        self._reception = Reception(house.store, house.assistant, house.files, surfaces, now, WAITS)

    async def begin(self, programme: str = "") -> None:
        """Arrive, in a programme where one is named; what a process that died left undone is done first."""
        await self._courier.take_over()
        await self._reception.work_off(alone=True)
        await self._reception.settle()
        await self.send(Press("programme.choose", {"programme": programme}) if programme else Arrived())

    async def say(self, line: str) -> None:
        """Do what one typed line wants: press a button by its number or label, attach a file, or say it."""
        if self._confirm is not None:
            await self._settle(line)
        elif line.casefold().startswith(ATTACH):
            await self.send(Message("", (upload_of(line[len(ATTACH) :].strip().strip("\"'")),)))
        elif action := self.buttons.pressed(line):
            await self.press(action)
        else:
            await self.send(Message(line))

    async def press(self, action: Action) -> None:
        """Press a button; one that wants to be confirmed asks first."""
        if action.confirm:
            self._confirm = action
            self._show(Card(title=action.confirm, actions=(Action("Yes"), Action("No"))), Buttons())
        else:
            await self.send(Press(action.name, action.args))

    async def send(self, body: Body) -> None:
        """One activity from the person here, worked on and answered, with whatever else is due."""
        identity, place = identity_of(self._email), place_of(self._email)
        activity = Activity(f"console:{uuid4()}", identity, place, self._now(), body)
        await self._reception.receive(activity)
        await self._reception.settle()
        if await self._reception.is_open(activity.id):
            raise HeldUpError
        await self._planner.look()
        await self._sender.look()
        await self._courier.drain()
        self._print_what_came()
        await self._rehearser.settle()
        await self._courier.drain()
        self._print_what_came()

    def _print_what_came(self) -> None:
        cards, self._arrived = self._arrived, []
        # A card brought up to date in place and said again below would stand here twice.
        self._print(card for number, card in enumerate(cards) if card not in cards[number + 1 :])

    async def _settle(self, line: str) -> None:
        action, self._confirm = self._confirm, None
        said = line.strip().casefold()
        if action and (is_yes(line) or said == "1"):
            await self.send(Press(action.name, action.args))
        elif is_no(line) or said == "2":
            self._show(Card(title="All right, nothing was done."), Buttons())
        else:
            await self.say(line)

    def _take(self, outgoing: Outgoing) -> None:
        if outgoing.op != "delete":
            self._arrived.append(outgoing.card)

    def _print(self, cards: Iterable[Card]) -> None:
        shown = list(cards)
        if shown:
            self.buttons = Buttons(numbered=not _waits_for_words(shown[-1]))
        for card in shown:
            self._show(card, self.buttons)


def _waits_for_words(card: Card) -> bool:
    """Whether the last card is a question whose answer is typed, so that a number must not press a button."""
    names = [action.name for action in card.actions]
    return any(name.startswith(STEERING) for name in names) and "dialog.answer" not in names


def print_plain(card: Card, buttons: Buttons) -> None:
    """A card as plain lines with an empty line after it."""
    print(plain(card, buttons), end="\n\n", flush=True)
