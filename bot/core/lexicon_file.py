"""The lexicon as a file holds it: a list of concepts, each with its terms in zh, en and fr."""

from collections.abc import Mapping, Sequence

from bot.core.faq import LANGS
from bot.core.faq_file import Finding, entry_id, unknown, words

Terms = Mapping[str, Sequence[str]]  # language → terms
Concepts = Mapping[str, Terms]  # by concept


def read_lexicon(document: object) -> tuple[Concepts, tuple[str, ...]]:
    """The concepts, and a sentence for each fault; a concept with a fault is left out."""
    if not isinstance(document, list):
        return {}, ("The file must hold a list of concepts.",)
    concepts: dict[str, dict[str, list[str]]] = {}
    problems = []
    for number, raw in enumerate(document, start=1):
        try:
            name, terms = _concept(raw)
            if name in concepts:
                raise Finding(f"{name} stands twice.")
            concepts[name] = terms
        except Finding as finding:
            problems.append(f"concept {number}: {finding}")
    return concepts, tuple(problems)


def _concept(raw: object) -> tuple[str, dict[str, list[str]]]:
    if not isinstance(raw, dict):
        raise Finding("must have a concept and its terms.")
    for key in unknown(raw, ("concept", *LANGS)):
        raise Finding(f'"{key}" is not known; a concept has concept, {", ".join(LANGS)}.')
    terms = {lang: raw[lang] for lang in LANGS if raw.get(lang)}
    if not terms or not all(isinstance(listed, list) for listed in terms.values()):
        raise Finding("needs a list of terms in at least one language.")
    return entry_id(raw.get("concept")), {
        lang: [words("term", term) for term in listed] for lang, listed in terms.items()
    }
