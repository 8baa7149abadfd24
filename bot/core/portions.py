"""Equal portions of a list, without a random number."""

import hashlib


def portion(text: str, portions: int) -> int:
    """Which of so many equal portions a text falls into: the same on every machine and in every version."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8]) % portions
