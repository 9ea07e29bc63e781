"""What Slack sends, as activities. Nothing here asks Slack anything or keeps anything.

Ids: an event has its `event_id`; a press, command or shortcut is one thing for each `trigger_id` or `action_ts`; a
page of a form sent in is the same thing while the view (id and hash) and its values are the same, so that a second
Submit after a lost answer is the first one again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from adapters.slack import modals
from adapters.slack.blocks import IN_CHAT, OPENS_FORM, PRESS
from adapters.slack.text import plain_words
from adapters.slack.uploads import upload, uploads
from bot.activities import (
    Activity,
    Args,
    Arrived,
    Body,
    FormRequested,
    Identity,
    Message,
    Place,
    Press,
    Profile,
    Submission,
)

Payload: TypeAlias = Mapping[str, Any]

SURFACE = "slack"
HOME = "home:"  # the conversation of somebody's home tab: this and the user's id
WORDY_SUBTYPES = {
    None,
    "file_share",
    "me_message",
    "thread_broadcast",
}  # the other kinds of message event are no words to us
SLACKBOT = "USLACKBOT"  # speaks in people's conversations with us (reminders) like a person
SHORTCUTS = {"show_home": "home", "show_help": "help"}
ASK_ABOUT_MESSAGE = "ask_about_message"


def digest(*things: Any) -> str:
    """One short name for what makes an interaction the same."""
    text = json.dumps(things, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2s(text.encode(), digest_size=16).hexdigest()


def workspace_of(body: Payload) -> str:
    """The team in which it happened; of an organisation-wide event without one, the organisation."""
    team, enterprise = body.get("team"), body.get("enterprise")
    return str(
        (body.get("view") or {}).get(
            "app_installed_team_id"
        )  # a modal in a channel shared with another workspace
        or body.get("team_id")
        or (team or {}).get("id")
        or (body.get("user") or {}).get("team_id")
        or (enterprise or {}).get("id")
        or body.get("enterprise_id")
        or ""
    )


def event(body: Payload, at: datetime) -> Activity | None:
    """An event as an activity; None for what is no matter of ours (bots, edits, other conversations)."""
    what = body["event"]
    user = what.get("user")
    if not isinstance(user, str) or user == SLACKBOT or what.get("bot_id") or what.get("bot_profile"):
        return None
    found: tuple[Body, str, bool] | None = None
    match what.get("type"):
        case "message" if what.get("channel_type") == "im" and what.get("subtype") in WORDY_SUBTYPES:
            found = (
                Message(plain_words(what.get("text") or ""), uploads(workspace_of(body), what.get("files"))),
                what["channel"],
                True,
            )
        case "app_mention":
            found = (
                Message(plain_words(what.get("text") or "", bot_user=_bot_user(body))),
                what["channel"],
                False,
            )
        case "app_home_opened" if what.get("tab") == "home":
            found = Arrived("home"), HOME + user, True
        case "app_home_opened" if what.get("tab") == "messages":
            # Slack says so every time; only the first time in a workspace is an arrival.
            return _activity(body, user, at, Arrived("chat"), what["channel"], name=digest("arrived", user))
    if found is None:
        return None
    words, channel, private = found
    return _activity(
        body,
        user,
        at,
        words,
        channel,
        name=body["event_id"],
        private=private,
        thread=what.get("thread_ts"),
        profile=_stranger(body, what.get("user_team") or what.get("team") or what.get("source_team")),
    )


def _bot_user(body: Payload) -> str:
    return next(
        (str(one.get("user_id")) for one in body.get("authorizations") or [] if one.get("is_bot")), ""
    )


def _stranger(body: Payload, user_team: str | None) -> Profile | None:
    """Somebody from outside, as far as the payload tells: in an organisation (Grid) the directory must say it."""
    outside = user_team and user_team != workspace_of(body)
    organisation = body.get("enterprise_id") or any(
        one.get("enterprise_id") for one in body.get("authorizations") or []
    )
    return Profile(stranger=True) if outside and not organisation else None


def pressed(body: Payload, action: Payload, at: datetime) -> Activity | None:
    """A button in a message, on the home tab or in a modal; None for a link and for what is no button of ours."""
    kind, name = _kind_and_name(action)
    if kind not in {PRESS, OPENS_FORM, IN_CHAT}:
        return None
    args: Args = json.loads(action.get("value") or "{}")
    message, container, user = body.get("message") or {}, body.get("container") or {}, body["user"]
    channel = (body.get("channel") or {}).get("id") or ""
    view = body.get("view") or {}
    if view.get("type") == "modal":
        channel = modals.unpack(view.get("private_metadata") or "").origin.channel
    private = not channel or channel.startswith("D")
    stays = bool(message) and not container.get("is_ephemeral")
    return _activity(
        body,
        user["id"],
        at,
        FormRequested(name, args) if kind == OPENS_FORM else Press(name, args),
        channel or user["id"],
        private=private,
        inline=kind == OPENS_FORM,
        thread=message.get("thread_ts") or container.get("thread_ts"),
        name=digest(
            action.get("action_id"),
            action.get("value"),
            action.get("action_ts"),
            body.get("trigger_id"),
            message.get("ts"),
            view.get("id"),
        ),
        profile=_stranger(body, user.get("team_id")),
        card=f"{channel}:{message['ts']}" if stays and message.get("ts") else None,
    )


def is_in_chat(action: Payload) -> bool:
    """Whether a button is the one that saves a form and goes on in the conversation."""
    return _kind_and_name(action)[0] == IN_CHAT


def is_on_home(body: Payload) -> bool:
    """Whether something was pressed on the home tab."""
    return (body.get("view") or {}).get("type") == "home"


def _kind_and_name(action: Payload) -> tuple[str, str]:
    kind, _, rest = str(action.get("action_id", "")).partition(":")
    return kind, rest.rpartition("#")[0]


def submitted(body: Payload, at: datetime, *, only_filled: bool = False) -> Activity:
    """A page of a form. With `only_filled`, what stands in a page that was not sent: the empty fields left out."""
    view, user = body["view"], body["user"]
    meta = modals.unpack(view.get("private_metadata") or "")
    values, given = modals.values(view["state"]["values"])
    team = workspace_of(body)
    files = {key: upload(team, some[0]) for key, some in given.items() if some}
    if only_filled:
        values = {key: value for key, value in values.items() if value not in (None, "", []) or key in files}
    name = digest(
        "form", view["id"], view.get("hash"), meta.form, meta.page, values, sorted(files), only_filled
    )
    return _activity(
        body,
        user["id"],
        at,
        Submission(meta.form, meta.args, values, files, page="" if only_filled else meta.page),
        meta.origin.channel or user["id"],
        name=name,
        inline=True,
        profile=_stranger(body, user.get("team_id")),
    )


def command(body: Payload, at: datetime) -> Activity:
    """`/foothold …`: the words, said in private wherever they were typed."""
    text = plain_words(body.get("text") or "") or "help"
    return _activity(
        body,
        body["user_id"],
        at,
        Message(text),
        body["user_id"],
        name=digest("command", body.get("trigger_id"), text),
    )


def shortcut(body: Payload, at: datetime) -> Activity | None:
    """A shortcut: what it stands for in words; for one on a message, the words of that message."""
    callback = body.get("callback_id", "")
    text = SHORTCUTS.get(callback)
    if callback == ASK_ABOUT_MESSAGE:
        text = plain_words((body.get("message") or {}).get("text") or "")
    if not text:
        return None
    user = body["user"]
    name = digest("shortcut", callback, body.get("trigger_id"), body.get("action_ts"))
    return _activity(
        body,
        user["id"],
        at,
        Message(text),
        user["id"],
        name=name,
        profile=_stranger(body, user.get("team_id")),
    )


def at_home(team: str, user: str, at: datetime, after: str) -> Activity:
    """The home tab once more, because something was pressed on it (`after`: the id of that press)."""
    return Activity(
        id=f"{after}:home",
        identity=Identity(SURFACE, team, user),
        place=Place(SURFACE, team, HOME + user),
        at=at,
        body=Arrived("home"),
    )


def newly_installed(team: str, user: str, at: datetime) -> Activity:
    """Somebody installed the app in a workspace."""
    return Activity(
        id=f"{SURFACE}:{team}:{user}:installed:{at.timestamp():.0f}",
        identity=Identity(SURFACE, team, user),
        place=Place(SURFACE, team, user),
        at=at,
        body=Arrived("installed"),
    )


def _activity(  # noqa: PLR0913 - the one place that makes them
    body: Payload,
    user: str,
    at: datetime,
    what: Body,
    channel: str,
    *,
    name: str,
    private: bool = True,
    inline: bool = False,
    thread: str | None = None,
    profile: Profile | None = None,
    card: str | None = None,
) -> Activity:
    team = workspace_of(body)
    return Activity(
        id=f"{SURFACE}:{team}:{user}:{name}",
        identity=Identity(SURFACE, team, user),
        place=Place(SURFACE, team, channel, private, thread),
        at=at,
        body=what,
        profile=profile,
        inline=inline,
        card=card,
    )
