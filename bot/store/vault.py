"""Sealing at rest: openids and platform tokens are unreadable without `security.data_key`, and bound to their row."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.core.errors import Conflict

NONCE_BYTES = 12  # NIST SP 800-38D §8.2: what AES-GCM is made for


class Vault:
    """AES-256-GCM under one key. A sealed value: one byte that names the key, the nonce, the ciphertext and its tag.

    `previous`: a key that is being replaced; what it sealed is still opened, nothing is sealed with it any more.
    """

    def __init__(self, data_key: bytes, previous: bytes = b"") -> None:
        if len(data_key) != 32 or len(previous) not in (0, 32):
            raise ValueError("the data key must be 32 bytes")
        self._keys = tuple((_key_id(key), AESGCM(key)) for key in (data_key, previous) if key)

    def seal(self, text: str, context: str) -> bytes:
        """Seal it; `context` names the place, like "person:<key>", and must be the same when it is opened."""
        key_id, cipher = self._keys[0]
        nonce = os.urandom(NONCE_BYTES)
        return key_id + nonce + cipher.encrypt(nonce, text.encode(), context.encode())

    def open(self, blob: bytes, context: str) -> str:
        """The text. Raises Conflict when it was sealed with another key, for another place, or was changed since."""
        named = [cipher for key_id, cipher in self._keys if blob[:1] == key_id]
        if not named:
            raise Conflict("This was sealed with another security.data_key; put that key back into the settings.")
        for cipher in named:  # one byte names a key, so two keys may have the same name
            text = _opened(cipher, blob, context)
            if text is not None:
                return text
        raise Conflict("A sealed value was changed or moved; restore it from a backup.")

    def is_current(self, blob: bytes, context: str) -> bool:
        """Whether the present key opens it."""
        key_id, cipher = self._keys[0]
        return blob[:1] == key_id and _opened(cipher, blob, context) is not None


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:1]


def _opened(cipher: AESGCM, blob: bytes, context: str) -> str | None:
    nonce, sealed = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, sealed, context.encode()).decode()
    except (InvalidTag, ValueError):  # ValueError: cut off
        return None
