"""What arrives: one activity of one person on one surface, as plain data that survives JSON.

An adapter parses what its platform sends into an `Activity`; the inbox keeps it; the core reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

Args: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is on a surface: unique over (surface, workspace, user)."""

    surface: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the workspace's own directory says of a user; believed only of connected workspaces.

    `stranger` is true for people from outside the workspace (guests of a shared channel).
    """

    email: str | None = None
    name: str | None = None
    time_zone: str | None = None
    locale: str | None = None
    stranger: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation happens. `private` is true where only this person and the bot read."""

    surface: str
    workspace: str
    conversation: str
    private: bool = True
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in.

    `source` is where the surface fetches it from; `file_id` is set once the file store holds it. `problem` is what
    to tell the person when it could not be fetched.
    """

    name: str
    media_type: str
    size: int
    source: str
    file_id: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Typed words, at most with files."""

    text: str
    files: tuple[Upload, ...] = ()
    kind: Literal["message"] = "message"


@dataclass(frozen=True, slots=True)
class Press:
    """A button: the name of an action in the assistant's table, and its arguments."""

    action: str
    args: Args = field(default_factory=dict)
    kind: Literal["press"] = "press"


@dataclass(frozen=True, slots=True)
class FormRequested:
    """A button that opens a form (modal, dialog): answered by a page in the same request."""

    action: str
    args: Args = field(default_factory=dict)
    kind: Literal["form_requested"] = "form_requested"


@dataclass(frozen=True, slots=True)
class Submission:
    """A page of a form sent in. `values` holds, by field key, a string, a list of strings, or None.

    `page` is the form's `page`, sent back. A file field that the surface cannot show has no key in `values`.
    """

    form: str
    args: Args
    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)
    page: str = ""
    kind: Literal["submission"] = "submission"


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody opened the conversation, the home tab, or installed the app."""

    where: Literal["chat", "home", "installed"] = "chat"
    kind: Literal["arrived"] = "arrived"


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """Whether somebody wants a file in a place of their own, on a surface that asks first.

    `into` is the surface's own note of that place, "" where it is not wanted. `reader` is whom the file was offered
    to, 0 where the offer has run out.
    """

    name: str
    media_type: str
    file_id: str
    reader: int
    into: str = ""
    kind: Literal["file_answer"] = "file_answer"


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody blocked or removed the app: nothing is sent until they return."""

    kind: Literal["left"] = "left"


Body: TypeAlias = Message | Press | FormRequested | Submission | Arrived | FileAnswer | Left


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that arrived.

    `id` is unique over everything that a platform sends (surface and workspace are part of it). `at` is an aware
    instant. `inline` is true where the platform's HTTP answer itself carries the result (forms, card refresh).
    `card` is the platform's id of the message whose button was pressed. `time_zone` is what their client tells with it,
    where it does.
    """

    id: str
    identity: Identity
    place: Place
    at: datetime
    body: Body
    profile: Profile | None = None
    inline: bool = False
    card: str | None = None
    time_zone: str | None = None

    def with_body(self, body: Body) -> Activity:
        """The same activity with another body (a file fetched, a mention stripped)."""
        return replace(self, body=body)
