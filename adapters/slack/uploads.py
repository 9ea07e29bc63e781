"""Files as Slack describes them, as uploads; those that it holds by name only say so instead of being fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.activities import Upload


def uploads(workspace: str, some: Sequence[Mapping[str, Any]] | None) -> tuple[Upload, ...]:
    """The files of a message; `source` says which workspace's token opens them."""
    return tuple(upload(workspace, one) for one in some or ())


def upload(workspace: str, one: Mapping[str, Any]) -> Upload:
    """A file as Slack describes it."""
    address = one.get("url_private_download") or one.get("url_private") or ""
    name = str(one.get("name") or one.get("title") or "file")
    return Upload(
        name=name,
        media_type=str(one.get("mimetype") or "application/octet-stream"),
        size=int(one.get("size") or 0),
        source=f"{workspace} {one.get('id', '')} {address}",
        problem=_out_of_reach(name, one),
    )


def _out_of_reach(name: str, one: Mapping[str, Any]) -> str | None:
    """What to say of a file that is in Slack by name only; None for one that can be fetched."""
    if one.get("is_external") or one.get("mode") == "external":
        return f'"{name}" is a link to a file that is kept elsewhere. Please download it, and send me the file itself.'
    if one.get("file_access") == "check_file_info":
        return "That file belongs to another organisation's Slack. Please download it, and send me the file itself."
    if one.get("mode") in {"tombstone", "hidden_by_limit"}:
        return "Slack no longer holds that file. Please send it again."
    return None
