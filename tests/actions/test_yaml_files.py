"""YAML from outside: a clear sentence for whatever is wrong, and the process lives on."""

from pathlib import Path

import pytest

from bot.actions.yaml_files import load_yaml
from bot.core.errors import BadFile

FILE = Path("some.yaml")


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000 + "a", "{a: " * 100_000])
def test_a_bottomless_document_is_refused_instead_of_crashing_the_process(text: str) -> None:
    with pytest.raises(BadFile, match="more than 40 deep"):
        load_yaml(text, FILE)


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    with pytest.raises(BadFile, match=r'some\.yaml, line 2: .*"a" stands twice'):
        load_yaml("a: 1\na: 2\n", FILE)


@pytest.mark.parametrize("text", ["a: [", "a: 2026-02-30", "? [a]\n: b", "a: !!python/object:os.system x"])
def test_what_is_no_plain_yaml_is_refused(text: str) -> None:
    with pytest.raises(BadFile, match=r"some\.yaml"):
        load_yaml(text, FILE)


def test_plain_values_come_back() -> None:
    assert load_yaml("a: [1, {b: 二}]", FILE) == {"a": [1, {"b": "二"}]}
