"""What every surface can do for the courier and the reception, and how a delivery can end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.activities import Identity, Place, Profile, Upload
from bot.errors import FootholdError
from bot.ports import Outgoing


class FetchError(FootholdError):
    """The file could not be fetched. Please send it again."""


class AskLaterError(Exception):
    """The directory of a platform is busy. `after` is in seconds, None where it named none."""

    def __init__(self, after: float | None) -> None:
        super().__init__("the directory asked to wait")
        self.after = after


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes: the user, and the conversation where it is known.

    `place` None means that the surface opens its private conversation with `identity` first. `reader` is the person
    that links in the message are signed for.
    """

    identity: Identity
    place: Place | None = None
    reader: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform answered with the id of the message; `place` is the conversation that it stands in."""

    message_id: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """The platform refused for now, certainly without sending (412, 429, connection refused).

    `after` is in seconds, None where the platform named none. `workspace` pauses the whole workspace, not only this
    conversation.
    """

    after: float | None
    reason: str
    workspace: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The platform will never take this message (too large, refused content, a mistake of ours)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person cannot be reached on this surface (blocked, not installed, account closed) until they return."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The message may have arrived: the answer was lost, or was a 5xx to a POST. Never sent again by itself."""

    reason: str


Outcome: TypeAlias = Delivered | Retry | Failed | Unreachable | Unknown


class Surface(Protocol):
    """One platform, as the host sees it. `name` is the `surface` of its identities and places.

    `home` is the one workspace that needs no connecting (of the bot token, of the tenant): until it is connected to
    programmes, it serves all that are loaded (design §4). Empty where there is none, or while it is not known yet.
    `deliver` never raises for what the platform does: it returns an outcome. For `op` update and delete,
    `outgoing.target` holds the platform's message id and `destination.place` its conversation.
    """

    name: str
    home: str

    async def deliver(self, outgoing: Outgoing, destination: Destination) -> Outcome: ...

    async def profile(self, identity: Identity) -> Profile:
        """What the directory says of a user; an empty profile where it says nothing."""

    async def find(self, workspace: str, email: str) -> Identity | None:
        """The user with that address in a workspace, or None; raises AskLaterError."""

    async def fetch(self, upload: Upload) -> bytes:
        """The content of an upload, from its `source`; raises FetchError."""
