"""Lexicon files: concepts with their terms, every slip named."""

from pathlib import Path

import pytest

from bot.actions.lexicon import read_lexicon_file
from bot.core.errors import HasProblems


def test_a_lexicon_is_read(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.yaml"
    file.write_text("- concept: csc\n  zh: [留基委, CSC]\n  en: [CSC]\n", encoding="utf-8")
    assert read_lexicon_file(file) == {"csc": {"zh": ["留基委", "CSC"], "en": ["CSC"]}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("csc: [a]", "must hold a list of concepts"),
        ("- csc", "concept 1: must have a concept and its terms."),
        ("- concept: csc", "concept 1: needs a list of terms in at least one language."),
        ("- {concept: csc, zh: 留基委}", "concept 1: needs a list of terms"),
        ("- {zh: [a]}", "concept 1: id is missing."),
        ("- {concept: csc, de: [a]}", 'concept 1: "de" is not known'),
        ("- {concept: csc, zh: [a]}\n- {concept: csc, zh: [b]}", "concept 2: csc stands twice."),
        ('- {concept: csc, zh: ["a\\0"]}', "concept 1: term holds a character that cannot be kept"),
    ],
)
def test_a_slip_is_named_with_its_concept(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "lexicon.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(HasProblems) as caught:
        read_lexicon_file(tmp_path / "lexicon.yaml")
    assert said in str(caught.value)
