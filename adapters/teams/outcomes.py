"""How a call to the connector ended, in the words of the courier: never "failed" where it may have arrived."""

from __future__ import annotations

from typing import Literal, TypeAlias

from adapters.surface import Failed, Outcome, Retry, Unknown, Unreachable
from adapters.teams.service import AnswerLostError, ConnectorError, NotConnectedError, NoTokenError

Call: TypeAlias = Literal["send", "again", "open"]
TROUBLE = (ConnectorError, NotConnectedError, AnswerLostError, NoTokenError)

LOGIN_PAUSE = 300.0  # a secret that ran out is mended by a person
REFUSED, FORBIDDEN, MISSING = 401, 403, 404
WAIT = frozenset({412, 429})
BUSY = frozenset({502, 503, 504})
SERVER = 500

# Answers of 403 that stay so until the person writes or installs the app again.
UNREACHABLE = {
    "ConversationBlockedByUser": "This person has blocked the app.",
    "MessageWritesBlocked": "This person has blocked the app.",
    "BotNotInConversationRoster": "The app is not installed for this person.",
    "BotDisabledByAdmin": "The organisation's administrator has switched the app off.",
    "ForbiddenOperationException": "The app is not installed for this person.",
}


def outcome(error: Exception, call: Call) -> Outcome:
    """The outcome of an error.

    `call` is "send" for a message, which must not be sent twice; "again" for what can be repeated (updates,
    deletions, reads); "open" for opening a conversation, after which nothing has been sent yet.
    """
    match error:
        case NotConnectedError():
            return Retry(None, "Teams could not be connected to.")
        case NoTokenError():
            return Retry(LOGIN_PAUSE, f"The login service gave no token ({error}).", workspace=True)
        case ConnectorError():
            return _answered(error, call)
    if call == "send":
        return Unknown(f"No answer came from Teams ({error}).")
    return Retry(None, f"No answer came from Teams ({error}).")


def _answered(error: ConnectorError, call: Call) -> Outcome:
    if error.status in WAIT:
        return Retry(error.after, f"Teams asked to wait ({error}).")
    if error.status == REFUSED:
        return Retry(LOGIN_PAUSE, f"Teams refused the app's token ({error}).", workspace=True)
    if gone := _gone(error, call):
        return Unreachable(f"{gone} ({error})")
    if error.status < SERVER:
        return Failed(f"Teams refused this message ({error}).")
    if call == "send":
        return Unknown(f"Teams answered with an error and may have sent it ({error}).")
    if error.status in BUSY or call == "open":
        return Retry(error.after, f"Teams is busy ({error}).")
    return Failed(f"Teams answered with an error ({error}).")


def _gone(error: ConnectorError, call: Call) -> str:
    """Why a person cannot be reached any more; "" where they can."""
    if error.status == FORBIDDEN and error.code in UNREACHABLE:
        return UNREACHABLE[error.code]
    if call == "open" and error.status in {FORBIDDEN, MISSING}:
        return UNREACHABLE["BotNotInConversationRoster"]
    return "The conversation is no longer there." if call == "send" and error.status == MISSING else ""
