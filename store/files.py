"""Uploads and exports, encrypted, in a folder or in an object store by URL."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from bot.errors import NotFoundError
from store.encryption import Cipher

_ID = re.compile(r"[0-9a-f]{32}")


class EncryptedFiles:
    """The port `FileStore`."""

    def __init__(self, where: str, cipher: Callable[[], Cipher]) -> None:
        """`where` is a folder, made when it is first written to, or a URL that fsspec knows."""
        self._where = where
        self._cipher = cipher

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns their file id, which cannot be guessed."""
        file_id = secrets.token_hex(16)
        system, path = self._at(file_id)
        system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        # Written beside and then moved: a file is there whole or not at all.
        system.pipe_file(f"{path}.part", self._cipher().seal(content, file_id.encode()))
        system.mv(f"{path}.part", path)
        return file_id

    def get(self, file_id: str) -> bytes:
        """Raises NotFoundError, or UnreadableError when it was kept under another key."""
        system, path = self._at(file_id)
        try:
            sealed = system.cat_file(path)
        except FileNotFoundError:
            raise NotFoundError("That file is no longer there.") from None
        return self._cipher().open(sealed, file_id.encode())

    def delete(self, file_id: str) -> None:
        """Forget a file; deleting twice is no error."""
        system, path = self._at(file_id)
        if system.exists(path):
            system.rm_file(path)

    def _at(self, file_id: str) -> tuple[Any, str]:
        from fsspec.core import url_to_fs

        if not _ID.fullmatch(file_id):
            raise NotFoundError("That file is no longer there.")
        system, root = url_to_fs(self._where)
        return system, f"{root}/{file_id[:2]}/{file_id}"
