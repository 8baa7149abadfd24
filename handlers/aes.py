"""WeChat's message encryption: AES-256-CBC, PKCS#7 in blocks of 32, our app id at the end.

Source: developers.weixin.qq.com, oplatform dev/push/encryption.md, 2026-11.
"""

import binascii
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.core.errors import BadMessage

BLOCK = 32  # bytes; WeChat pads to 32, so up to 32 pad bytes are normal
HEAD = 20  # bytes: 16 random ones, then the length of the message
SHORTEST = 64  # bytes of ciphertext: head, one byte, app id and padding never fit into 32


class _Random:
    """The system's random bytes, fetched many at a time, because each fetch lets other threads in, and the one that
    writes the log stays for long. No two calls ever get the same bytes; for one thread.
    """

    FETCHED = 4096

    def __init__(self) -> None:
        self._bytes, self._at = b"", 0

    def sixteen(self) -> bytes:
        """Sixteen bytes that nobody had before."""
        if self._at + 16 > len(self._bytes):
            self._bytes, self._at = secrets.token_bytes(self.FETCHED), 0
        self._at += 16
        return self._bytes[self._at - 16 : self._at]


class Box:
    """Encrypts and decrypts with one EncodingAESKey. Every fault of a ciphertext is the same `BadMessage(403)`,
    because an attacker must not learn which check it failed.
    """

    def __init__(self, encoding_key: str, app_id: str) -> None:
        # The 43rd character may carry unused bits, so the key is decoded leniently.
        key = binascii.a2b_base64(encoding_key + "=")
        if len(key) != 32:
            raise ValueError("the EncodingAESKey must decode to 32 bytes")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._app_id = app_id.encode()
        self._random = _Random()

    def open(self, encrypted: str) -> bytes:
        """The message inside. Raises BadMessage(403, "crypto") for anything that WeChat would not have sent."""
        try:
            sealed = binascii.a2b_base64(encrypted.encode("ascii"), strict_mode=True)
        except (binascii.Error, UnicodeEncodeError):
            raise BadMessage(403, "crypto") from None
        if len(sealed) % BLOCK or len(sealed) < SHORTEST:
            raise BadMessage(403, "crypto")
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(sealed) + decryptor.finalize()
        pad = plain[-1]
        padded = 1 <= pad <= BLOCK and hmac.compare_digest(plain[-pad:], bytes((pad,)) * pad)
        end = len(plain) - (pad if padded else BLOCK)
        (length,) = struct.unpack_from(">I", plain, 16)
        ours = hmac.compare_digest(plain[HEAD + length : end], self._app_id)
        if not (padded and ours):
            raise BadMessage(403, "crypto")
        return plain[HEAD : HEAD + length]

    def seal(self, message: bytes, random16: bytes | None = None) -> str:
        """The message encrypted, as base64; `random16` only for known-answer tests."""
        head = (random16 or self._random.sixteen()) + struct.pack(">I", len(message))
        plain = head + message + self._app_id
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes((pad,)) * pad) + encryptor.finalize()
        return binascii.b2a_base64(sealed, newline=False).decode("ascii")
