"""Modals as they live: opened while the trigger is good, answered page by page, left for the chat.

Work that is quick is shown at once. Work that takes longer than a trigger or an acknowledgement allows is announced
by a view that says so, and replaced when it is done. Every page is written down and handled before it is answered.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.logs import describe, log
from adapters.reception import InlineAnswer, Reception
from adapters.slack import choices, limits, modals, outcomes, parse
from adapters.slack.blocks import paragraphs
from adapters.slack.limits import BrokenCardError
from adapters.slack.text import cut, words
from adapters.slack.transport import TROUBLE, WAIT_WITHIN, SlackSurface
from adapters.surface import Retry
from bot.activities import Activity, Press
from bot.cards import Form

# After so long a loading view is shown: what is left of the three seconds belongs to the network and to Slack.
OPEN_WITHIN = 0.8
ANSWER_WITHIN = 1.8
UPDATE_AGAIN = 1.0  # seconds, where Slack names none
TROUBLE_BLOCK = "trouble"
LOADING = (
    "One moment",
    "This page fills itself in. If it does not, the question is under Messages of the Foothold app.",
)
ANSWERED = ("Answered", "My answer is under Messages of the Foothold app.")
NO_WORDS = (
    "No words",
    "I could not read any words in that message. Ask me under Messages of the Foothold app.",
)
IN_CHAT = ("Saved", "What you filled in is kept. The next question is under Messages of the Foothold app.")
REFUSED = "Please see Messages"
MOST_REMEMBERED = 10_000
MOST_OPTIONS = limits.SELECT_OPTIONS

Later = Callable[[Coroutine[Any, Any, Any]], None]


class Forms:
    """Shows and answers modals. `later` runs something in the background."""

    def __init__(
        self, surface: SlackSurface, reception: Reception, now: Callable[[], datetime], later: Later
    ) -> None:
        self._surface = surface
        self._reception = reception
        self._now = now
        self._later = later
        self._opened: OrderedDict[str, None] = OrderedDict()

    # --- opening

    async def asked_for(self, body: dict[str, Any], activity: Activity) -> None:
        """A button that opens a form: its first page, within the life of the trigger."""
        work = asyncio.ensure_future(self._reception.inline(activity))
        await asyncio.wait({work}, timeout=OPEN_WITHIN)
        again = activity.id in self._opened
        self._remember(activity.id)
        if work.done():
            view = await self._first_view(activity, work.result(), speak=parse.is_on_home(body))
            if (
                view is not None
                and not again
                and not await self._open(body, activity.identity.workspace, view)
            ):
                await self._go_on_in_chat(activity, work.result().form)
            return
        opened = (
            None if again else await self._open(body, activity.identity.workspace, modals.notice(*LOADING))
        )
        self._later(self._fill(activity, work, opened))

    async def _fill(self, activity: Activity, work: asyncio.Future[InlineAnswer], opened: str | None) -> None:
        answer = await work
        view = await self._first_view(activity, answer, speak=True)
        shown = opened is not None and await self._update(activity, opened, view or modals.notice(*IN_CHAT))
        if not shown and view is not None:
            await self._go_on_in_chat(activity, answer.form)

    async def _first_view(
        self, activity: Activity, answer: InlineAnswer, *, speak: bool
    ) -> dict[str, Any] | None:
        """What to show for the answer to a press: the form, else (where it `speak`s) the words that were said."""
        if answer.form is not None:
            return await self._drawn(activity, answer.form)
        said = answer.said or ((answer.replacement,) if answer.replacement and activity.card is None else ())
        return (
            modals.notice(REFUSED, "\n\n".join(words(card, buttons=False) for card in said))
            if said and speak
            else None
        )

    async def _drawn(self, activity: Activity, form: Form) -> dict[str, Any] | None:
        """The modal of a form; None where Slack cannot show it and its questions were put in the chat instead."""
        channel = activity.place.conversation if activity.place.conversation.startswith("D") else ""
        try:
            return modals.view(form, modals.Origin(channel, activity.id))
        except BrokenCardError as error:
            log().error("a form could not be drawn", surface="slack", kind=form.name, **describe(error))
            await self._go_on_in_chat(activity, form)
            return None

    async def show_notice(self, body: Mapping[str, Any], team: str, *, answered: bool) -> None:
        """Say where the answer to a shortcut is: the place where it was used shows nothing of it."""
        await self._open(body, team, modals.notice(*(ANSWERED if answered else NO_WORDS)))

    async def _open(self, body: Mapping[str, Any], team: str, view: dict[str, Any]) -> str | None:
        """Open a modal; its id, or None where the trigger had run out."""
        try:
            client = await self._surface.api.for_workspace(team)
            answer = await client.views_open(trigger_id=body["trigger_id"], view=view)
            return str(answer["view"]["id"])
        except TROUBLE as error:
            log().warning("a form could not be opened", surface="slack", **describe(error))
            return None

    async def _update(self, activity: Activity, view_id: str, view: dict[str, Any]) -> bool:
        """Change an open modal, once more where Slack was busy; False where its reader still sees the old page."""
        for last in (False, True):
            try:
                client = await self._surface.api.for_workspace(activity.identity.workspace)
                await client.views_update(view_id=view_id, view=view)
                return True
            except TROUBLE as error:
                if isinstance(error, SlackApiError) and outcomes.code_of(error) == "not_found":
                    return True  # its reader has closed it
                log().warning("a form could not be updated", surface="slack", **describe(error))
                found = outcomes.before_sending(error)  # showing a page twice does no harm
                if last or not isinstance(found, Retry):
                    return False
                await asyncio.sleep(min(found.after or UPDATE_AGAIN, WAIT_WITHIN))
        return False

    async def _go_on_in_chat(self, activity: Activity, form: Form | None) -> None:
        """Put the questions of a form in the conversation instead."""
        if form is not None and form.in_chat is not None:
            press = Press(form.in_chat.name, dict(form.in_chat.args))
            name = f"{activity.id}:chat"
            await self._reception.receive(replace(activity, id=name, body=press, inline=False, card=None))

    def _remember(self, name: str) -> None:
        self._opened[name] = None
        if len(self._opened) > MOST_REMEMBERED:
            self._opened.popitem(last=False)

    # --- answering

    async def submitted(self, ack: Any, body: dict[str, Any]) -> None:
        """A page that was sent in: the next one, its errors, or the end."""
        activity = parse.submitted(body, self._now())
        work = asyncio.ensure_future(self._reception.inline(activity))
        await asyncio.wait({work}, timeout=ANSWER_WITHIN)
        if work.done():
            await ack(**await self._response(body, activity, work.result()))
            self._look_at_home(body, activity, work.result())
            return
        self._later(self._finish(body, activity, work))
        await ack(response_action="update", view=modals.notice(*LOADING))

    async def _finish(
        self, body: dict[str, Any], activity: Activity, work: asyncio.Future[InlineAnswer]
    ) -> None:
        """What a slow page leads to, in the place of the loading view."""
        answer = await work
        view = await self._next_view(body, activity, answer)
        if view is None:
            view = modals.notice(
                "Done", "\n\n".join(words(card, buttons=False) for card in answer.said) or "Done."
            )
        if not await self._update(activity, body["view"]["id"], view):
            await self._go_on_in_chat(activity, answer.form)
        self._look_at_home(body, activity, answer)

    def _look_at_home(self, body: Mapping[str, Any], activity: Activity, answer: InlineAnswer) -> None:
        """A form that was begun on the home tab is over: what stands there has changed."""
        origin = modals.unpack(body["view"].get("private_metadata") or "").origin
        if answer.form is None and not answer.errors and not origin.channel:
            who = activity.identity
            self._later(
                self._reception.receive(parse.at_home(who.workspace, who.user, self._now(), activity.id))
            )

    async def _response(
        self, body: dict[str, Any], activity: Activity, answer: InlineAnswer
    ) -> dict[str, Any]:
        if answer.errors and answer.form is not None and (beside := self._beside(body, answer.errors)):
            return {"response_action": "errors", "errors": beside}
        view = await self._next_view(body, activity, answer)
        return {"response_action": "update", "view": view} if view else {"response_action": "clear"}

    async def _next_view(
        self, body: dict[str, Any], activity: Activity, answer: InlineAnswer
    ) -> dict[str, Any] | None:
        """The modal that follows; None where the form is over."""
        if answer.form is not None:
            return await self._drawn(activity, answer.form)
        return _same_with(body["view"], " ".join(answer.errors.values())) if answer.errors else None

    def _beside(self, body: dict[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
        """Errors by the blocks of the page that was sent; empty where one of them has no field there."""
        blocks = {modals.key_of(block): block for block in body["view"]["state"]["values"]}
        if not set(errors) <= set(blocks):
            return {}
        return {blocks[key]: cut(text, limits.SECTION_TEXT) for key, text in errors.items()}

    # --- leaving

    async def to_chat(self, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Save what stands in a page, and go on in the conversation; what cannot be saved is said beside its field."""
        press = parse.pressed(body, action, self._now())
        if press is None:
            return
        page = parse.submitted(body, self._now(), only_filled=True)
        view = modals.notice(*IN_CHAT)
        filled = bool(getattr(page.body, "values", None))
        answer = await self._reception.inline(page) if filled else InlineAnswer(form=Form("", {}, "", ()))
        if answer.errors:
            view = await self._next_view(body, page, answer) or view
        elif answer.form is not None:
            await self._reception.receive(press)
        self._later(self._update(press, body["view"]["id"], view))

    # --- choosing among many

    async def options(self, ack: Any, body: dict[str, Any]) -> None:
        """The choices of a long list that fit what was typed so far, from the form as it was answered."""
        view = body.get("view") or {}
        meta = modals.unpack(view.get("private_metadata") or "")
        answer = await self._reception.answered(meta.origin.activity)
        key = modals.key_of(body.get("block_id", ""))
        fields = answer.form.fields if answer and answer.form else ()
        field = next((one for one in fields if one.key == key), None)
        await ack(options=choices.matching(field, body.get("value") or "") if field else [])


def _same_with(view: Mapping[str, Any], trouble: str) -> dict[str, Any]:
    """A page as it was, what was typed included, with a word of what went wrong on top."""
    kept = {
        key: view[key]
        for key in ("type", "callback_id", "title", "submit", "close", "private_metadata")
        if view.get(key)
    }
    blocks = [block for block in view["blocks"] if block.get("block_id") != TROUBLE_BLOCK]
    first, *_ = paragraphs(cut(trouble, limits.SECTION_TEXT), "bold", quote=True)
    return {**kept, "blocks": [{**first, "block_id": TROUBLE_BLOCK}, *blocks][: limits.VIEW_BLOCKS]}
