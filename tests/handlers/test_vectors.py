"""Known answers of the message encryption, from the platform's pages and from other projects' suites."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import BadMessage
from handlers.aes import Box
from handlers.parse import xml_fields
from handlers.verify import check_signature, signature_of

VECTORS = json.loads((Path(__file__).parent.parent / "wire" / "wechat-vectors.json").read_text(encoding="utf-8"))
PUSHES = {vector["id"]: vector for vector in VECTORS["push"]}

by_id = pytest.mark.parametrize("vector", PUSHES.values(), ids=PUSHES)


def box(vector: dict[str, Any]) -> Box:
    return Box(vector["encoding_aes_key"], vector["app_id"])


@by_id
def test_a_published_ciphertext_opens_to_its_text(vector: dict[str, Any]) -> None:
    assert box(vector).open(vector["encrypt"]).decode() == vector["plaintext"]


@by_id
def test_the_same_random_bytes_seal_to_the_same_ciphertext(vector: dict[str, Any]) -> None:
    sealed = box(vector).seal(vector["plaintext"].encode(), vector["random16"].encode("latin-1"))
    if len(vector["random16"]) == 16 and sealed != vector["encrypt"]:
        sealed = box(vector).seal(vector["plaintext"].encode(), vector["random16"].encode())
    assert sealed == vector["encrypt"]


@by_id
def test_the_published_signature_is_ours(vector: dict[str, Any]) -> None:
    signature = vector.get("msg_signature") or vector.get("msg_signature_computed")
    if signature:
        check_signature(signature, vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"])


@pytest.mark.parametrize("vector", VECTORS["signature"], ids=[vector["id"] for vector in VECTORS["signature"]])
def test_the_plain_signature_is_ours(vector: dict[str, Any]) -> None:
    signed = [vector[name] for name in ("token", "timestamp", "nonce", "encrypt") if name in vector]
    assert signature_of(*signed) == (vector.get("signature") or vector["msg_signature"])


def changed(vector_id: str) -> dict[str, Any]:
    negative = next(vector for vector in VECTORS["negative"] if vector["id"] == vector_id)
    return {**PUSHES[negative["base"]], **negative["change"]}


def test_a_bad_signature_is_refused() -> None:
    vector = changed("neg-bad-signature")
    with pytest.raises(BadMessage, match="403"):
        check_signature(
            vector["msg_signature"], vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"]
        )


def test_another_app_id_is_refused() -> None:
    vector = changed("neg-wrong-appid")
    with pytest.raises(BadMessage, match="403 crypto"):
        box(vector).open(vector["encrypt"])


def test_a_json_message_is_opened_but_not_taken_for_xml() -> None:
    vector = PUSHES["official-safe-push"]
    with pytest.raises(BadMessage, match="400"):
        xml_fields(box(vector).open(vector["encrypt"]))


def test_the_unused_bits_of_a_key_do_not_matter() -> None:
    key = PUSHES["chanxuehong-1"]["encoding_aes_key"]
    assert key.endswith("S")
    app_id = PUSHES["chanxuehong-1"]["app_id"]
    assert Box(key[:-1] + "Q", app_id).open(Box(key, app_id).seal(b"hello")) == b"hello"
