"""What is attached to a message, as uploads; those that Teams has the address of only say so."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.activities import Upload

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
WORDS = "text/html"  # the words of the message once more
REFERENCE = "reference"  # a file of a channel or group chat, by its address only
CONNECTOR = "connector:"  # a file that only our own token opens


def uploads(attachments: Sequence[Mapping[str, Any]], service: str) -> tuple[Upload, ...]:
    """The files of a message. Their size is known only once they are fetched; that of a picture, its kind too."""
    found = []
    for one in attachments:
        media, name = str(one.get("contentType") or ""), str(one.get("name") or "")
        content = one.get("content")
        content = content if isinstance(content, Mapping) else {}
        if media == DOWNLOAD and (url := content.get("downloadUrl")):
            ending = str(content.get("fileType") or "")
            found.append(Upload(name or f"file.{ending}", _media(ending), 0, _source(str(url), service)))
        elif media.startswith("image/") and (url := one.get("contentUrl")):
            ending = "" if media == "image/*" else "." + media.removeprefix("image/")
            found.append(Upload(name or f"picture{ending}", media, 0, _source(str(url), service)))
        elif media == REFERENCE:
            found.append(Upload(name or "file", media, 0, "", problem=_out_of_reach(name or "file")))
    return tuple(found)


def is_wordless(attachments: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there is something that no words stand for: a recording, a moving picture, somebody's card."""
    return any(
        one.get("contentType") not in {None, WORDS} or "<img" in str(one.get("content") or "")
        for one in attachments
    )


def _out_of_reach(name: str) -> str:
    return f'"{name}" is a link to a file that is kept elsewhere. Please download it, and send me the file itself.'


def _source(url: str, service: str) -> str:
    """Where a file is; what the connector itself keeps is only opened with our token."""
    ours, theirs = urlsplit(service), urlsplit(url)
    at_connector = bool(ours.netloc) and (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)
    return CONNECTOR + url if at_connector else url


def _media(ending: str) -> str:
    return mimetypes.guess_type(f"file.{ending}")[0] or "application/octet-stream"
