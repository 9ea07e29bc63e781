"""Credentials signed with Ed25519 as VC-JWT (Open Badges 3.0, section 8.2), and the document that has the key."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.links import derive_key

KEY = "key-1"


class Signer:
    """The installation's own key, derived from its secret: as long as that is kept, old credentials stay valid."""

    def __init__(self, secret: Callable[[], str]) -> None:
        """`secret` is asked for when something is signed first."""
        self._secret = secret

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(derive_key(self._secret(), "credentials"))

    def sign(self, credential: Mapping[str, Any]) -> str:
        """The credential as a compact JWT: its members are the payload, beside the registered claims."""
        issuer = credential["issuer"]
        issuer_id = issuer["id"] if isinstance(issuer, Mapping) else issuer
        subject = credential["credentialSubject"].get("id")
        begins = datetime.fromisoformat(str(credential["validFrom"]))
        payload = {**credential, "iss": issuer_id, "jti": credential["id"], "nbf": int(begins.timestamp())}
        if subject is not None:
            payload["sub"] = subject
        return jwt.encode(payload, self._key, algorithm="EdDSA", headers={"kid": f"{issuer_id}#{KEY}"})

    @property
    def public_pem(self) -> bytes:
        """The public key."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def did_document(self, did: str) -> dict[str, Any]:
        """What a did:web leads to: the key, and that it signs credentials."""
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        key = {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": urlsafe_b64encode(raw).rstrip(b"=").decode(),
            "alg": "EdDSA",
        }
        method = {"id": f"{did}#{KEY}", "type": "JsonWebKey", "controller": did, "publicKeyJwk": key}
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
            "id": did,
            "verificationMethod": [method],
            "assertionMethod": [method["id"]],
        }
