"""Sealing at rest: openids and platform tokens are unreadable without `security.data_key`, and bound to their row."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.core.errors import Conflict

NONCE_BYTES = 12  # NIST SP 800-38D §8.2: what AES-GCM is made for


class Vault:
    """AES-256-GCM under one key. A sealed value: one byte that names the key, the nonce, the ciphertext and its tag."""

    def __init__(self, data_key: bytes) -> None:
        if len(data_key) != 32:
            raise ValueError("the data key must be 32 bytes")
        self._cipher = AESGCM(data_key)
        self._key_id = hashlib.sha256(b"key id" + data_key).digest()[:1]

    def seal(self, text: str, context: str) -> bytes:
        """Seal it; `context` names the place, like "person:<key>", and must be the same when it is opened."""
        nonce = os.urandom(NONCE_BYTES)
        return self._key_id + nonce + self._cipher.encrypt(nonce, text.encode(), context.encode())

    def open(self, blob: bytes, context: str) -> str:
        """The text. Raises Conflict when it was sealed with another key, for another place, or was changed since."""
        if blob[:1] != self._key_id:
            raise Conflict("This was sealed with another security.data_key; put that key back into the settings.")
        nonce, sealed = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, sealed, context.encode()).decode()
        except (InvalidTag, ValueError) as error:  # ValueError: cut off
            raise Conflict("A sealed value was changed or moved; restore it from a backup.") from error
