"""The family of errors; the docstring of a class is the message that a person reads.

Every message says what is the matter and what to do next (design promise 6).
"""

from __future__ import annotations

import inspect


class FootholdError(Exception):
    """Something went wrong here. Nothing was lost; please try again in a moment."""

    def __init__(self, message: str = "") -> None:
        """`message` replaces the docstring where the moment has more to say."""
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))

    @property
    def message(self) -> str:
        """What to show to the person."""
        return str(self)


class UnclearReplyError(FootholdError):
    """That reply does not answer the question. Please try again, or say "help"."""


class NotAllowedError(FootholdError):
    """That belongs to someone else. If you think it is yours, ask the programme team."""


class OutdatedError(FootholdError):
    """That card is out of date. Here is how things stand now."""


class ClosedError(OutdatedError):
    """That question is no longer open, so nothing was changed."""


class NotFoundError(FootholdError):
    """That is no longer there. Say "home" to see what is."""


class ConflictError(FootholdError):
    """Someone changed this a moment ago. Here is how it stands now; please look again."""


class TransitionError(FootholdError):
    """That step is not possible from here."""


class BrokenFlowError(FootholdError):
    """Something is wrong with this form, and it is not your doing. What you wrote is kept; please ask the team."""

    @property
    def message(self) -> str:
        """What to show to the person; the error itself says which step can never be asked."""
        return inspect.cleandoc(type(self).__doc__ or "")


class UnsupportedPartError(FootholdError):
    """A card holds a part that this surface does not know."""
