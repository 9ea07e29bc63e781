"""The front door: `handle(activity, unit)` finds the person and the handler; the tables say who handles what.

What a button does stands in `bot/conversations/tables.py`, and words that mean the same lead there too: the three
surfaces and the two ways of saying a thing are equal (design promise 9).
"""

from __future__ import annotations

from dataclasses import replace

from bot.activities import Activity, Arrived, FileAnswer, FormRequested, Left, Message, Press, Submission
from bot.cards import Action, text
from bot.conversations import arrive, dialog, files, words
from bot.conversations.shown import buttons
from bot.conversations.tables import ACTIONS, DIALOGS, PUBLIC
from bot.documents import Documents
from bot.errors import ClosedError, FootholdError, OutdatedError
from bot.imports import Importer
from bot.ports import Talk, UnitOfWork
from bot.previews import Previews
from bot.turn import Turn

MOST_HANDOVERS = 5


class Assistant:
    """Handles one activity at a time; keeps nothing between two of them."""

    def __init__(
        self,
        documents: Documents | None = None,
        importer: Importer | None = None,
        previews: Previews | None = None,
    ) -> None:
        """`documents` makes the files that people take away, `importer` reads those that staff drop in the chat.

        `previews` knows how each surface will show a card.
        """
        self._documents = documents
        self._importer = importer
        self._previews = previews

    def handle(self, activity: Activity, unit: UnitOfWork) -> Turn:
        """Do what one activity asks, within the caller's transaction.

        Queues what was said in the outbox and saves the conversation. Errors of the Foothold family become a
        message to the person; any other error is a bug and rises, so that the transaction is rolled back.
        """
        person = arrive.recognise(activity, unit)
        talk = unit.talks.lock(person.id)
        turn = Turn(
            activity=activity,
            unit=unit,
            person=person,
            talk=talk,
            memberships=arrive.served_memberships(activity, unit, person),
            maker=self._documents,
            reader=self._importer,
            previews=self._previews,
        )
        arrive.settle_programme(turn)
        try:
            with unit.attempt():
                self._dispatch(turn)
        except FootholdError as problem:
            # What the handler had begun is undone; that it could not be done is all that is said.
            turn = replace(turn, talk=talk, said=[], replacement=None, form=None, next=None)
            told = text(problem.message, Action("Home", "home"))
            if isinstance(problem, ClosedError) and isinstance(activity.body, (Press, FormRequested)):
                turn.replace(told)  # what the card asks is over: nothing on it can be pressed any more
            else:
                turn.say(told)
        self._keep(turn, talk)
        return turn

    def _dispatch(self, turn: Turn) -> None:
        body = turn.activity.body
        if isinstance(body, Left):
            arrive.left(turn)
            return
        if isinstance(body, FileAnswer):
            files.answered(turn, body)
            return
        if not turn.activity.place.private and not isinstance(body, Press):
            words.in_public(turn)
            return
        if not turn.memberships:
            self._stranger(turn)
            return
        if turn.programme is None and not (isinstance(body, Press) and body.action in PUBLIC):
            if isinstance(body, Message):
                words.before_a_programme(turn, body)
            else:
                arrive.ask_programme(turn)
            return
        match body:
            case Arrived():
                self._arrived(turn, body)
            case Press(action=name, args=args) | FormRequested(action=name, args=args):
                self._run(turn, name, args)
            case Submission(form=name):
                if name not in DIALOGS:
                    raise OutdatedError
                dialog.submission(turn, DIALOGS[name], body)
            case Message():
                words.understand(turn, body)
        self._hand_over(turn)

    def _hand_over(self, turn: Turn) -> None:
        """Go on with the action that a handler has handed over to."""
        for _ in range(MOST_HANDOVERS):
            if turn.next is None:
                break
            (name, args), turn.next = turn.next, None
            self._run(turn, name, args)

    def _run(self, turn: Turn, name: str, args: dict[str, str]) -> None:
        handler = ACTIONS.get(name)
        if handler is None:
            raise OutdatedError
        if turn.talk.active is not None and not name.startswith("dialog."):
            dialog.park(turn)
        if turn.talk.pending is not None and turn.talk.pending["action"] != name:
            turn.remember(pending=None)  # a yes is an answer to what was asked last
        handler(turn, args)

    def _arrived(self, turn: Turn, body: Arrived) -> None:
        """The home tab shows home and leaves the talk alone; an opened chat goes on with the question it was at."""
        active = turn.talk.active
        if body.where == "home":
            ACTIONS["home"](turn, {})
            return
        arrive.privacy_notice(turn)
        if active is not None and active["flow"] in DIALOGS:
            dialog.ask(turn, DIALOGS[active["flow"]], dict(active["subject"]), lead="Here is where we were.")
            return
        self._run(turn, "home", {})

    def _stranger(self, turn: Turn) -> None:
        body = turn.activity.body
        if isinstance(body, Press) and body.action == "join.ask":
            arrive.ask_to_join(turn, body.args)
        elif (
            isinstance(body, Press) and body.action == "safety.take"
        ):  # contacts need no role in the programme
            self._run(turn, body.action, body.args)
        else:
            arrive.meet_stranger(turn)

    def _keep(self, turn: Turn, before: Talk) -> None:
        cards = [*turn.said, *([turn.replacement] if turn.replacement else [])]
        body = turn.activity.body
        elsewhere = isinstance(body, Arrived) and body.where == "home"
        if not elsewhere and (shown := [button for card in cards for button in buttons(card)]):
            if not any(one["row"] for one in shown):
                shown += [one for one in turn.talk.shown if one["row"]]
            turn.remember(shown=shown)
        if turn.activity.place.private and turn.talk != before:
            turn.unit.talks.save(turn.talk)
        for row in turn.outgoing():
            turn.unit.outbox.add(row)
