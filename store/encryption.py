"""Encryption at rest: AES-256-GCM, with keys derived from the one secret of the installation (HKDF-SHA256).

What is sealed is bound to what it belongs to, so that one sealed thing cannot be put in the place of another.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from store.errors import MissingKeyError, StoreError

_VERSION = b"\x01"
_NONCE = 12


class UnreadableError(StoreError):
    """This was encrypted with another key. Set FOOTHOLD_SECRET_KEY to what it was when it was saved."""

    why = "This was encrypted with another key."
    mend = "Set FOOTHOLD_SECRET_KEY to what it was when it was saved."


class Cipher:
    """Seals and opens bytes for one purpose."""

    def __init__(self, secret: str, purpose: str) -> None:
        """Each `purpose` has a key of its own."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"foothold/" + purpose.encode())
        self._key = AESGCM(derive.derive(secret.encode()))

    def seal(self, content: bytes, bound_to: bytes) -> bytes:
        """The encrypted content, with what is needed to open it but the key."""
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + self._key.encrypt(nonce, content, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """The content again; raises UnreadableError for another key, another owner, or damage."""
        from cryptography.exceptions import InvalidTag

        if sealed[:1] != _VERSION:
            raise UnreadableError
        try:
            return self._key.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], bound_to)
        except InvalidTag:
            raise UnreadableError from None


def ciphers(secret: str | None, key_file: Path | None) -> Callable[[str], Cipher]:
    """Ciphers by purpose, made when they are first needed.

    Without a `secret` one is kept in `key_file`, readable by its owner alone; without either, asking for a cipher
    raises MissingKeyError.
    """

    @cache
    def cipher(purpose: str) -> Cipher:
        if secret is None and key_file is None:
            raise MissingKeyError
        return Cipher(secret or _from_file(key_file), purpose)  # type: ignore[arg-type]

    return cipher


def _from_file(path: Path) -> str:
    if not path.exists():
        made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Linked under its name when it is whole: of two processes that start at once, the first one's key is used.
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text(encoding="ascii").strip()
