"""A question that is answered with a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.activities import Upload
from bot.cards import FieldKind
from bot.errors import UnclearReplyError
from bot.programme.dates import say_list
from bot.prompts.base import SKIPPED, Prompt

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class File(Prompt):
    """A file of certain types up to a size; its content has been looked at when it was stored."""

    endings: tuple[str, ...] = ("pdf", "docx", "doc", "odt", "rtf", "txt")
    largest: int = 10 * MEGABYTE
    kind: ClassVar[FieldKind] = "file"

    def parse(self, text: str) -> Any:
        raise UnclearReplyError(
            f"Please attach the file here ({self.kinds()}, up to {self.largest // MEGABYTE} MB)"
            + (', or say "skip".' if self.optional else ".")
        )

    def kinds(self) -> str:
        """The types in words."""
        return say_list([ending.upper() for ending in self.endings], "or")

    def accept(self, upload: Upload) -> dict[str, Any]:
        """The stored value for a file that arrived; raises UnclearReplyError when it does not fit."""
        if upload.problem:
            raise UnclearReplyError(upload.problem)
        ending = upload.name.rsplit(".", 1)[-1].casefold() if "." in upload.name else ""
        if ending not in self.endings:
            raise UnclearReplyError(f'I cannot take "{upload.name}". Please send it as {self.kinds()}.')
        if upload.size == 0:
            raise UnclearReplyError(f'"{upload.name}" is empty. Please check the file and send it again.')
        if upload.size > self.largest:
            raise UnclearReplyError(
                f'"{upload.name}" is {upload.size / MEGABYTE:.1f} MB; the most is {self.largest // MEGABYTE} MB. '
                "Saving it as a smaller PDF usually helps."
            )
        return {
            "file_id": upload.file_id,
            "name": upload.name,
            "size": upload.size,
            "media_type": upload.media_type,
        }

    def show(self, value: Any) -> str:
        return "skipped" if value is SKIPPED else str(value["name"])

    def as_field_value(self, value: Any) -> Any:
        return None
