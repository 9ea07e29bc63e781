"""What Teams sends, as activities of the core and as conversation references; everything else is left alone."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.teams.attached import is_wordless, uploads
from adapters.teams.buttons import pressed
from adapters.teams.dialogs import left, submitted
from adapters.teams.references import PERSONAL, Reference
from bot.activities import (
    Activity,
    Arrived,
    Body,
    FileAnswer,
    FormRequested,
    Identity,
    Left,
    Message,
    Place,
    Press,
)
from bot.cards import Action

SURFACE = "teams"
THREAD = ";messageid="
PRESSED, FETCH, SUBMIT = "adaptiveCard/action", "task/fetch", "task/submit"
HOUR = len("2024-01-28T10")
INVOKES = (PRESSED, FETCH, SUBMIT)


def tenant_of(body: Mapping[str, Any]) -> str:
    """The tenant that an activity came from, "" where it says none."""
    return str(_at(body, "channelData", "tenant", "id") or _at(body, "conversation", "tenantId") or "")


def reference_of(body: Mapping[str, Any], before: Reference | None) -> Reference:
    """The conversation as this activity shows it; what it does not say stays as it was."""
    told = before or Reference("", "", "", "", "")
    gone = removed(body)
    here = replace(
        told,
        service_url=str(body.get("serviceUrl") or told.service_url),
        conversation=_conversation(body)[0],
        kind=str(_at(body, "conversation", "conversationType") or told.kind or _likely(body)),
        tenant=tenant_of(body) or told.tenant,
        bot=str(_at(body, "recipient", "id") or told.bot),
        gone=bool(gone),
        left=str(body.get("id") or "") if gone else told.left,
    )
    return _with_person(here, body) if here.private else here


def _likely(body: Mapping[str, Any]) -> str:
    """The kind of a conversation that names none."""
    return "groupChat" if _at(body, "conversation", "isGroup") else PERSONAL


def _with_person(here: Reference, body: Mapping[str, Any]) -> Reference:
    sender = _sender(body)
    info = next((one for one in _list(body, "entities") if one.get("type") == "clientInfo"), {})
    return replace(
        here,
        user=str(sender.get("id") or here.user),
        aad_object_id=str(sender.get("aadObjectId") or here.aad_object_id),
        name=str(sender.get("name") or here.name),
        locale=str(body.get("locale") or info.get("locale") or here.locale),
        time_zone=str(body.get("localTimezone") or info.get("timezone") or here.time_zone),
    )


def conversation_of(body: Mapping[str, Any]) -> str:
    """The id of the conversation, without the thread."""
    return _conversation(body)[0]


def team_of(body: Mapping[str, Any], reference: Reference) -> Reference | None:
    """The team that an activity came from, as a conversation whose roster can be read."""
    team = _at(body, "channelData", "team", "id")
    return replace(reference, conversation=str(team), kind="channel") if team else None


def user_of(body: Mapping[str, Any]) -> str:
    """The id of the sender: that of the directory, else that of Teams."""
    sender = _sender(body)
    return str(sender.get("aadObjectId") or sender.get("id") or "")


def activity_of(
    body: Mapping[str, Any], reference: Reference, at: datetime, file: FileAnswer | None = None
) -> Activity | None:
    """What the core is to hear of it; None for what it need not hear (reactions, typing, others joining).

    `file` is what somebody answered to the offer of a file.
    """
    said = file or _body(body)
    user = user_of(body)
    if said is None or not user:
        return None
    if isinstance(said, Press) and not reference.private:
        said = Message("")  # a card that was forwarded: its answer would be read by all
    conversation, thread = _conversation(body)
    inline = is_invoke(body) and file is None  # a file is brought afterwards
    return Activity(
        id=activity_id(body, said, reference),
        identity=Identity(SURFACE, reference.tenant, user),
        place=Place(SURFACE, reference.tenant, conversation, private=reference.private, thread=thread),
        at=at,
        body=said,
        inline=inline,
        time_zone=reference.time_zone or None,
        card=str(body["replyToId"]) if body.get("replyToId") and not isinstance(said, Message) else None,
    )


def left_page(body: Mapping[str, Any], activity: Activity) -> Activity | None:
    """What is to be kept of a page before its reader goes on in the chat."""
    page = left(_at(body, "value", "data")) if body.get("name") == SUBMIT else None
    return replace(activity, id=f"{activity.id}:page", body=page) if page else None


def in_chat(activity: Activity, action: Action) -> Activity:
    """Going on in the chat with a form that could not be shown in time."""
    press = Press(action.name, dict(action.args))
    return replace(activity, id=f"{activity.id}:chat", body=press, inline=False, card=None)


def activity_id(body: Mapping[str, Any], said: Body, reference: Reference) -> str:
    """An id that is the same when Teams sends the same again.

    Installing is told twice, as installationUpdate and as conversationUpdate: both are one arrival since the last
    time the app was removed. Not every removal is told, so another hour is another arrival.
    """
    chat = f"{SURFACE}:{reference.tenant}:{_conversation(body)[0]}"
    if isinstance(said, Arrived):
        return f"{chat}:installed:{reference.left}:{str(body.get('timestamp') or '')[:HOUR]}"
    own = str(body.get("id") or content(body))
    if isinstance(said, Left):
        return f"{chat}:left:{own}"
    return f"{chat}:{body.get('type')}:{own}"


def content(body: Mapping[str, Any]) -> str:
    """A fingerprint of what an activity says, without its id and its times."""
    kept = {
        key: body.get(key)
        for key in ("type", "name", "text", "value", "replyToId", "attachments", "action", "membersAdded")
    }
    kept["from"], kept["in"] = _at(body, "from", "id"), _at(body, "conversation", "id")
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


def is_invoke(body: Mapping[str, Any]) -> bool:
    """Whether the answer to the request carries the result."""
    return body.get("type") == "invoke"


def removed(body: Mapping[str, Any]) -> bool | None:
    """True where the app was removed from a conversation, False where it was added, None for anything else."""
    match body.get("type"):
        case "installationUpdate":
            return {"remove": True, "remove-upgrade": None, "add": False}.get(str(body.get("action")))
        case "conversationUpdate":
            us = str(_at(body, "recipient", "id"))
            if any(one.get("id") == us for one in _list(body, "membersAdded")):
                return False
            if any(one.get("id") == us for one in _list(body, "membersRemoved")):
                return True
    return None


def _body(body: Mapping[str, Any]) -> Body | None:
    kind = body.get("type")
    if kind == "message":
        return _message(body)
    if kind == "invoke":
        return _invoke(body)
    gone = removed(body)
    if gone is None:
        return None
    return Left() if gone else Arrived("installed")


def _message(body: Mapping[str, Any]) -> Message | Press | None:
    if press := pressed(body.get("value")):
        return Press(*press)
    words, files = text_of(body), uploads(_list(body, "attachments"), str(body.get("serviceUrl")))
    if words or files or is_wordless(_list(body, "attachments")):
        return Message(words, files)
    return Message("help") if _calls(body) else None


def _invoke(body: Mapping[str, Any]) -> Body | None:
    name = body.get("name")
    value = body.get("value")
    if not isinstance(value, dict):
        return None
    data = _at(value, "action", "data") if name == PRESSED else value.get("data")
    press = pressed(data)
    if name == FETCH:
        return FormRequested(*press) if press else None
    if name == SUBMIT and (page := submitted(data)):
        return page
    return Press(*press) if press and name in INVOKES else None


def text_of(body: Mapping[str, Any]) -> str:
    """What was typed, without the mention of the bot and what is quoted; other mentions stay as names."""
    words = str(body.get("text") or "")
    for called in _calls(body):
        words = words.replace(called, " ", 1)
    words = re.sub(r"</?at\b[^>]*>|<quoted\b[^>]*>", "", words)
    if str(body.get("textFormat")) in {"xml", "html"}:
        words = html.unescape(re.sub(r"<[^>]+>", " ", words))
    return words.replace("&nbsp;", " ").replace("\u00a0", " ").strip()


def _calls(body: Mapping[str, Any]) -> list[str]:
    """The mentions of the bot, as they stand in the text."""
    us = _at(body, "recipient", "id")
    return [
        str(entity["text"])
        for entity in _list(body, "entities")
        if entity.get("type") == "mention" and _at(entity, "mentioned", "id") == us and entity.get("text")
    ]


def _conversation(body: Mapping[str, Any]) -> tuple[str, str | None]:
    whole = str(_at(body, "conversation", "id") or "")
    conversation, found, thread = whole.partition(THREAD)
    return conversation, thread if found else None


def _sender(body: Mapping[str, Any]) -> Mapping[str, Any]:
    found = body.get("from")
    return found if isinstance(found, dict) and found.get("id") else {}


def _list(body: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = body.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _at(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
