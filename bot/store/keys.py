"""Pseudonyms and sealed values, with keys derived from a secret that is kept outside the database."""

from __future__ import annotations

import hmac
import json
import secrets
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.errors import StoreError

MIN_KEY_BYTES = 32
_NONCE_BYTES = 12  # NIST SP 800-38D: 96 bits, random, fewer than 2**32 values under one key


class Keys:
    """What is done with the secret: keyed hashes that cannot be undone, and values that only it can open.

    Args:
        secret: at least 32 bytes, not stored in the database.

    Raises:
        StoreError: the secret is shorter than 32 bytes.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < MIN_KEY_BYTES:
            raise StoreError(
                f"The secret key has {len(secret)} bytes and needs at least {MIN_KEY_BYTES}. Make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        self._hashing = _derive(secret, b"vanort pseudonyms")
        self._sealing = AESGCM(_derive(secret, b"vanort sealed values"))

    def pseudonym(self, *parts: str) -> str:
        """Return a keyed hash (HMAC-SHA256, 64 hexadecimal digits) of the parts; the first tells what they are."""
        digest = hmac.new(self._hashing, digestmod=sha256)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            # The length goes first, so that ("ab", "c") and ("a", "bc") differ.
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    def seal(self, value: Any, *context: str) -> bytes:
        """Encrypt plain data (what JSON can hold), bound to a context such as tenant and column (AES-256-GCM)."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, json.dumps(value).encode(), _bound(context))

    def unseal(self, sealed: bytes, *context: str) -> Any:
        """Decrypt what `seal` made with the same context.

        Raises:
            StoreError: it was sealed with another secret or for another context, or was changed.
        """
        data = bytes(sealed)
        try:
            return json.loads(self._sealing.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _bound(context)))
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                "A stored value cannot be decrypted: it was changed, or written with another VANORT_SECRET_KEY."
            ) from error

    @property
    def fingerprint(self) -> str:
        """A value that tells whether two secrets are the same and nothing else."""
        return self.pseudonym("fingerprint")


def _derive(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _bound(context: tuple[str, ...]) -> bytes:
    return json.dumps(context).encode()
