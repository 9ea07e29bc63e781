"""How Slack says no, and what that means for a delivery: tried again, failed, unreachable, or unknown (promise 3).

The codes stand on the pages of chat.postMessage, chat.update, chat.postEphemeral, views.publish and
conversations.open under docs.slack.dev/reference/methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.surface import Failed, Outcome, Retry, Unknown, Unreachable

LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
# Slack cannot say itself whether it was done.
UNCERTAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
UNREACHABLE = {
    "account_inactive": "The account or the workspace of Foothold's bot is closed in Slack",
    "cannot_dm_bot": "This is a bot in Slack, not a person",
    "channel_not_found": "Slack does not know this conversation, or Foothold is not in it",
    "ekm_access_denied": "The organisation's administrators have suspended messages",
    "enterprise_is_restricted": "The organisation does not let Foothold write there",
    "invalid_auth": "Slack does not accept Foothold's token; an administrator must install it again",
    "is_archived": "The conversation is archived",
    "messages_tab_disabled": "Messages to Foothold are switched off in the app's settings",
    "not_authed": "Slack does not accept Foothold's token; an administrator must install it again",
    "not_in_channel": "Foothold is not in this channel",
    "org_login_required": "The workspace is being moved to another organisation",
    "team_access_not_granted": "The organisation has not given Foothold access to this workspace",
    "token_expired": "Foothold's token has run out; an administrator must install it again",
    "token_revoked": "Foothold was removed from this workspace",
    "user_disabled": "The person's Slack account is closed",
    "user_not_found": "Slack does not know this person",
    "user_not_in_channel": "The person is not in this channel",
    "user_not_visible": "Foothold may not see this person in Slack",
    "users_not_found": "Slack does not know this person",
}
FAILED = {
    "cant_update_message": "Slack does not let this message be changed",
    "edit_window_closed": "The workspace does not allow messages to be changed any more",
    "invalid_blocks": "Slack refused the way this message is drawn",
    "message_not_found": "The message is no longer there",
    "missing_scope": "Foothold lacks a permission; an administrator must install it again with the manifest of today",
    "msg_blocks_too_long": "Slack refused this message as too long",
    "msg_too_long": "Slack refused this message as too long",
    "restricted_action": "A setting of the workspace does not let Foothold write there",
}
# An old message that cannot be changed, though a new one can be sent.
STANDS_FAST = {"cant_update_message", "edit_window_closed", "message_not_found"}
# The token itself is bad: look it up anew before the next message.
TOKEN_ERRORS = {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
NO_ANSWER_DEFAULT = "Slack's answer was lost"


def code_of(error: SlackApiError) -> str:
    """Slack's own word for what is wrong, or ""."""
    response = error.response
    data = response.data if hasattr(response, "data") else response
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status of the answer; 0 where there is none."""
    response: Any = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def retry_after(error: SlackApiError) -> float | None:
    """The seconds that Slack asks us to wait."""
    headers = getattr(error.response, "headers", None) or {}
    text = next((value for key, value in headers.items() if key.lower() == "retry-after"), None)
    try:
        return max(0.0, float(text)) if text is not None else None
    except ValueError:
        return None


def outcome(error: Exception) -> Outcome:
    """What an error of a call that sends something means; raises it again when it is none of the platform's."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    # Before anything was sent: no connection, no name, no handshake.
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)):
        return Retry(None, "Slack could not be reached")
    if isinstance(error, (aiohttp.ClientError, TimeoutError, ConnectionError)):
        return Unknown(NO_ANSWER_DEFAULT)
    raise error


def _answered(error: SlackApiError) -> Outcome:
    status, code = status_of(error), code_of(error)
    if status in {412, 429} or code in LIMITED:
        # Slack limits a method for a whole workspace (docs.slack.dev/apis/web-api/rate-limits).
        return Retry(retry_after(error), "Slack asked to wait", workspace=True)
    if code in UNREACHABLE:
        return Unreachable(f"{UNREACHABLE[code]} ({code}).")
    if status >= 500 or code in UNCERTAIN or not code:
        return Unknown(f"Slack answered with an error and may have sent it ({code or status}).")
    return Failed(f"{FAILED.get(code, 'Slack refused this message')} ({code}).")


def stands_fast(end: Failed) -> bool:
    """Whether it was only that the old message cannot be changed any more."""
    return any(end.reason.endswith(f"({code}).") for code in STANDS_FAST)


def before_sending(error: Exception) -> Outcome:
    """The same for a call that only prepares: where nothing was sent, it can be tried again."""
    found = outcome(error)
    return Retry(None, found.reason) if isinstance(found, Unknown) else found
