"""Slack as a surface: sends, changes and takes back what the courier brings.

A message id is `channel:ts`; several, parted by commas, where one card needed several messages. A conversation is a
channel id; a user's id stands for the direct conversation with them; `home:` and a user's id for their home tab.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.links import Links
from adapters.logs import describe, log
from adapters.slack import outcomes, render
from adapters.slack.api import WebApi
from adapters.slack.limits import SECTION_TEXT, BrokenCardError
from adapters.slack.parse import HOME, SURFACE
from adapters.slack.text import notification
from adapters.slack.tokens import NotInstalledError
from adapters.surface import Delivered, Destination, Failed, Outcome, Retry, Unknown, Unreachable
from bot.activities import Activity, Identity, Place, Profile, Upload
from bot.cards import Card
from bot.errors import UnsupportedPartError
from bot.ports import Outgoing

WAIT_WITHIN = 8.0  # a further message of one card waits this long at most; the courier waits 30 s in all
NOT_INSTALLED = "Foothold is not installed in this Slack workspace."
TROUBLE = (SlackApiError, aiohttp.ClientError, TimeoutError, ConnectionError)
Sent: TypeAlias = dict[str, Any]


class SlackSurface:
    """The `slack` surface. `strict` (tests): a card that cannot be drawn raises instead of becoming plain text."""

    name = SURFACE

    def __init__(self, api: WebApi, *, links: Links | None = None, strict: bool = False) -> None:
        self.api = api
        self.links = links
        self.strict = strict
        self.home = ""
        self._direct: dict[tuple[str, str], str] = {}

    # --- sending

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome:
        """Send, update or delete one message; never raises for what Slack does."""
        team = destination.identity.workspace
        try:
            client = await self.api.for_workspace(team)
        except NotInstalledError:
            return Unreachable(NOT_INSTALLED)
        place = outgoing.place or destination.place
        try:
            if on_home := _home_user(outgoing):
                return await self._publish(client, on_home, outgoing.card, destination)
            channel = await self._channel(client, place, destination.identity)
        except TROUBLE as error:
            return self._judged(error, team, outcomes.before_sending)
        if outgoing.op == "delete":
            return await self._delete(client, _ids(outgoing.target, channel), place, team)
        private = place is None or place.private
        to = {"channel": channel, **({"thread_ts": place.thread} if place and place.thread else {})}
        drawn = self._draw(outgoing.card, destination)
        old = _ids(outgoing.target, channel) if outgoing.op == "update" and outgoing.target else []
        if not private and not old:
            return await self._aside(client, to, destination.identity, drawn, team)
        where = place or _place(team, channel)
        end = await self._send(client, to, old, drawn, where)
        if old and outgoing.place is not None and isinstance(end, Failed) and outcomes.stands_fast(end):
            return await self._send(client, to, [], drawn, where)  # an answer must not go unheard
        return end

    async def _send(
        self, client: AsyncWebClient, to: Sent, old: list[tuple[str, str]], drawn: list[Sent], place: Place
    ) -> Outcome:
        """Every message of a card: the old ones changed, further ones added, those left over taken away."""
        ids: list[str] = []
        team = place.workspace
        for number, message in enumerate(drawn):
            common = {**message, "unfurl_links": False, "unfurl_media": False}
            try:
                if number < len(old):
                    channel, ts = old[number]
                    await self._patiently(number, client.chat_update, channel=channel, ts=ts, **message)
                    ids.append(f"{channel}:{ts}")
                else:
                    answer = await self._patiently(number, client.chat_postMessage, **to, **common)
                    ids.append(f"{answer['channel']}:{answer['ts']}")
            except TROUBLE as error:
                found = self._judged(error, team, outcomes.outcome)
                if not ids:
                    return found
                return Unknown(
                    f"{len(ids)} of {len(drawn)} messages of this card were sent; then: {_reason(found)}"
                )
        for channel, ts in old[len(drawn) :]:
            await self._delete(client, [(channel, ts)], place, team)
        channel = ids[0].partition(":")[0]
        return Delivered(",".join(ids), _place(team, channel, place))

    async def _patiently(self, number: int, call: Callable[..., Any], **arguments: Any) -> Any:
        """A call; where a part of the card is out already, a short "wait" of Slack's is waited for here."""
        try:
            return await call(**arguments)
        except SlackApiError as error:
            found = outcomes.outcome(error)
            wait = found.after if isinstance(found, Retry) else None
            if number == 0 or wait is None or wait > WAIT_WITHIN:
                raise
            await asyncio.sleep(wait)
            return await call(**arguments)

    async def _aside(
        self, client: AsyncWebClient, to: Sent, who: Identity, drawn: list[Sent], team: str
    ) -> Outcome:
        """In a channel: words that only this person sees; in direct messages where that cannot be."""
        try:
            answer = await client.chat_postEphemeral(**to, user=who.user, **drawn[0])
            return Delivered(
                f"{to['channel']}:{answer['message_ts']}", _place(team, to["channel"], private=False)
            )
        except SlackApiError as error:
            if outcomes.code_of(error) not in {"user_not_in_channel", "not_in_channel", "channel_not_found"}:
                return self._judged(error, team, outcomes.outcome)
        except TROUBLE as error:
            return self._judged(error, team, outcomes.outcome)
        try:
            channel = await self._channel(client, None, who)
        except TROUBLE as error:
            return self._judged(error, team, outcomes.before_sending)
        return await self._send(client, {"channel": channel}, [], drawn, _place(team, channel))

    async def _publish(
        self, client: AsyncWebClient, user: str, card: Card, destination: Destination
    ) -> Outcome:
        """The home tab of one person."""
        team = destination.identity.workspace
        try:
            view = render.home(card, self._link(destination))
        except (UnsupportedPartError, BrokenCardError) as error:
            if self.strict:
                raise
            log().error("a card could not be drawn", surface=SURFACE, **describe(error))
            view = render.home(_as_text(card))
        try:
            await client.views_publish(user_id=user, view=view)
        except TROUBLE as error:
            return self._judged(error, team, outcomes.outcome)
        return Delivered(HOME + user, _place(team, HOME + user))

    async def _delete(
        self, client: AsyncWebClient, ids: list[tuple[str, str]], place: Place | None, team: str
    ) -> Outcome:
        for channel, ts in ids:
            try:
                await client.chat_delete(channel=channel, ts=ts)
            except SlackApiError as error:
                if outcomes.code_of(error) != "message_not_found":
                    return self._judged(error, team, outcomes.outcome)
            except TROUBLE as error:
                return self._judged(error, team, outcomes.outcome)
        if not ids:
            return Failed("There is no message to take back.")
        return Delivered(",".join(f"{channel}:{ts}" for channel, ts in ids), place)

    def _judged(self, error: Exception, team: str, judge: Callable[[Exception], Outcome]) -> Outcome:
        if isinstance(error, SlackApiError) and outcomes.code_of(error) in outcomes.TOKEN_ERRORS:
            self.api.tokens.forget(team)
        return judge(error)

    async def _channel(self, client: AsyncWebClient, place: Place | None, who: Identity) -> str:
        """The channel of a place; a person's own conversation is opened when it is not known."""
        known = place.conversation if place and not place.conversation.startswith(HOME) else who.user
        if known[:1] not in {"U", "W"}:
            return known
        key = (who.workspace, known)
        if key not in self._direct:
            answer = await client.api_call("conversations.open", json={"users": known})
            self._direct[key] = answer["channel"]["id"]
        return self._direct[key]

    def met(self, activity: Activity) -> None:
        """Remember the conversation in which somebody speaks with the bot."""
        who, place = activity.identity, activity.place
        if place.conversation.startswith("D"):
            self._direct[who.workspace, who.user] = place.conversation

    def is_direct(self, team: str, user: str, channel: str) -> bool:
        """Whether a channel is known to be somebody's conversation with the bot."""
        return self._direct.get((team, user)) == channel

    def _draw(self, card: Card, destination: Destination) -> list[Sent]:
        try:
            return render.messages(card, self._link(destination))
        except (UnsupportedPartError, BrokenCardError) as error:
            if self.strict:
                raise
            log().error("a card could not be drawn", surface=SURFACE, **describe(error))
            return [{"text": notification(card)}]

    def _link(self, destination: Destination) -> render.FileLink:
        links = self.links
        if links is None:
            return render.no_links
        return lambda file_id, name, media_type: links.file(
            file_id, name, media_type, reader=destination.reader
        )

    # --- asking

    async def profile(self, identity: Identity) -> Profile:
        """What the workspace's directory says of a user."""
        return await self.api.profile(identity)

    async def find(self, workspace: str, email: str) -> Identity | None:
        """The member of a workspace with that address."""
        return await self.api.find(workspace, email)

    async def fetch(self, upload: Upload) -> bytes:
        """The content of a file; raises FetchError."""
        return await self.api.fetch(upload)


def _home_user(outgoing: Outgoing) -> str:
    """Whose home tab a message is for: only an answer to its opening goes there, a proactive one never."""
    place = outgoing.place
    target = outgoing.target or ""
    if place is not None and place.conversation.startswith(HOME):
        return place.conversation.removeprefix(HOME)
    return (
        target.removeprefix(HOME)
        if outgoing.op == "update" and target.startswith(HOME) and place is None
        else ""
    )


def _ids(target: str | None, channel: str) -> list[tuple[str, str]]:
    """The (channel, ts) of a message id; a home tab is no message."""
    found = []
    for one in (target or "").split(","):
        where, _, ts = one.rpartition(":")
        if ts and where + ":" != HOME:
            found.append((where or channel, ts))
    return found


def _reason(outcome: Outcome) -> str:
    return "" if isinstance(outcome, Delivered) else outcome.reason


def _place(team: str, channel: str, like: Place | None = None, *, private: bool = True) -> Place:
    return Place(SURFACE, team, channel, like.private if like else private, like.thread if like else None)


def _as_text(card: Card) -> Card:
    """A card with its words only."""
    from bot.cards import text

    return text(notification(card)[:SECTION_TEXT])
