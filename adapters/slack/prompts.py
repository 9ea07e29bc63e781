"""The suggested prompts of Slack's agent view, by what a person is in the programme; the manifest has the students'."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from adapters.logs import describe, log
from adapters.slack import manifest
from adapters.slack.limits import SUGGESTED_PROMPTS
from adapters.slack.parse import SURFACE
from adapters.slack.tokens import NotInstalledError
from adapters.slack.transport import TROUBLE, SlackSurface
from bot.activities import Identity

MOST_REMEMBERED = 10_000
PROMPTS: dict[str, tuple[tuple[str, str], ...]] = {
    "supervisor": (
        ("Which of my students are open?", "my students"),
        ("Answer the check-in", "check-in"),
        ("What can I ask you?", "help"),
    ),
    "staff": (
        ("What needs me today?", "home"),
        ("Write to many", "write to many"),
        ("How is it going?", "how is it going"),
        ("What can I ask you?", "help"),
    ),
}


class Prompts:
    """Suggests once for each person while this process runs; `role_of` says what somebody is: "staff", say."""

    def __init__(self, surface: SlackSurface, role_of: Callable[[Identity], Awaitable[str]]) -> None:
        self._surface = surface
        self._role_of = role_of
        self._seen: OrderedDict[Identity, None] = OrderedDict()

    async def suggest(self, who: Identity, channel: str) -> None:
        """Put the prompts above the conversation; without them everything works all the same."""
        if who in self._seen:
            return
        self._seen[who] = None
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        try:
            own = [
                {"title": title, "message": message}
                for title, message in PROMPTS.get(await self._role_of(who), ())
            ]
            client = await self._surface.api.for_workspace(who.workspace)
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, prompts=(own or manifest.prompts())[:SUGGESTED_PROMPTS]
            )
        except (*TROUBLE, NotInstalledError) as error:
            log().info(
                "no prompts could be suggested", surface=SURFACE, workspace=who.workspace, **describe(error)
            )
