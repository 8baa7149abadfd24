"""The simple rankers people use for a FAQ, each from its library, scored by an entry's best phrasing.

The libraries of the extra `bench` load where they are used, because the bot alone can be measured without them.
"""

import difflib
import math
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz, utils

from bench.loading import Phrasing, Question
from bench.measures import Outcome

SEED = 20261124
KEPT = 10
Scores = Sequence[float]
Ranker = Callable[[str], list[tuple[str, float]]]  # a question → entries with their scores, best first


def difflib_ratio(phrasings: Sequence[Phrasing]) -> Ranker:
    """What `difflib.get_close_matches` goes by."""
    texts = [one.text.lower() for one in phrasings]

    def scores(question: str) -> Scores:
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(question.lower())
        found = []
        for text in texts:
            matcher.set_seq1(text)
            found.append(matcher.ratio())
        return found

    return _by_phrasing(phrasings, scores)


def token_set_ratio(phrasings: Sequence[Phrasing]) -> Ranker:
    """rapidfuzz with its own clean-up of both texts."""
    texts = [utils.default_process(one.text) for one in phrasings]

    def scores(question: str) -> Scores:
        plain = utils.default_process(question)
        return [fuzz.token_set_ratio(plain, text) for text in texts]

    return _by_phrasing(phrasings, scores)


def rank_bm25_words(phrasings: Sequence[Phrasing]) -> Ranker:
    """BM25Okapi of rank_bm25 over the words that jieba cuts."""
    from rank_bm25 import BM25Okapi  # noqa: PLC0415  extra bench

    words = _cutter()
    index = BM25Okapi([words(one.text) for one in phrasings])
    return _by_phrasing(phrasings, lambda question: index.get_scores(words(question)))


def bm25s_words(phrasings: Sequence[Phrasing]) -> Ranker:
    """bm25s over the words that jieba cuts."""
    import bm25s  # noqa: PLC0415  extra bench

    words = _cutter()
    index = bm25s.BM25()
    corpus = [words(one.text) for one in phrasings]
    index.index(corpus, show_progress=False)
    known = {word for phrase in corpus for word in phrase}

    def scores(question: str) -> Scores:
        asked = [word for word in words(question) if word in known]
        return index.get_scores(asked) if asked else [0.0] * len(phrasings)

    return _by_phrasing(phrasings, scores)


def fts5_trigrams(phrasings: Sequence[Phrasing]) -> Ranker:
    """SQLite's full-text search with its trigram tokenizer and bm25(), any trigram of the question."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE faq USING fts5(text, tokenize = 'trigram')")
    db.executemany("INSERT INTO faq (rowid, text) VALUES (?, ?)", [(i, one.text) for i, one in enumerate(phrasings)])

    def scores(question: str) -> Scores:
        found = [0.0] * len(phrasings)
        trigrams = dict.fromkeys(question[i : i + 3].replace('"', '""') for i in range(len(question) - 2))
        if trigrams:
            wanted = " OR ".join(f'"{one}"' for one in trigrams)
            for number, score in db.execute("SELECT rowid, bm25(faq) FROM faq WHERE faq MATCH ?", (wanted,)):
                found[number] = -score
        return found

    return _by_phrasing(phrasings, scores)


def tfidf_characters(phrasings: Sequence[Phrasing]) -> Ranker:
    """TF-IDF of 1 to 4 characters, cosine."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  extra bench

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True)
    index = vectorizer.fit_transform([one.text for one in phrasings]).T.tocsr()

    def scores(question: str) -> Scores:
        dense: Scores = (vectorizer.transform([question]) @ index).toarray()[0]
        return dense

    return _by_phrasing(phrasings, scores)


def linear_svm(phrasings: Sequence[Phrasing]) -> Ranker:
    """TF-IDF of words and characters into a linear SVM, one class an entry; the score is its margin."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415  extra bench

    return _classifier(phrasings, LinearSVC(random_state=SEED), "decision_function")


def logistic_regression(phrasings: Sequence[Phrasing]) -> Ranker:
    """The same into a logistic regression; the score is its probability."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  extra bench

    return _classifier(phrasings, LogisticRegression(C=100.0, max_iter=1000, random_state=SEED), "predict_proba")


BASELINES: dict[str, Callable[[Sequence[Phrasing]], Ranker]] = {
    "difflib": difflib_ratio,
    "rapidfuzz token_set_ratio": token_set_ratio,
    "rank_bm25, jieba words": rank_bm25_words,
    "bm25s, jieba words": bm25s_words,
    "SQLite FTS5 trigram": fts5_trigrams,
    "TF-IDF characters 1–4, cosine": tfidf_characters,
    "TF-IDF words + characters, linear SVM": linear_svm,
    "the same, logistic regression": logistic_regression,
}


def ranked(ranker: Ranker, questions: Sequence[Question]) -> list[Outcome]:
    """What a baseline says to each question."""
    outcomes = []
    for question in questions:
        best = ranker(question.text)[:KEPT]
        outcomes.append(Outcome(question, tuple(entry for entry, _ in best), float(best[0][1])))
    return outcomes


def _by_phrasing(phrasings: Sequence[Phrasing], scores: Callable[[str], Scores]) -> Ranker:
    def ranker(question: str) -> list[tuple[str, float]]:
        best: dict[str, float] = {}
        for phrasing, score in zip(phrasings, scores(question), strict=True):
            if score > best.get(phrasing.entry, -math.inf):
                best[phrasing.entry] = score
        return sorted(best.items(), key=lambda found: found[1], reverse=True)

    return ranker


def _classifier(phrasings: Sequence[Phrasing], model: Any, method: str) -> Ranker:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  extra bench
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415

    features = make_union(
        TfidfVectorizer(tokenizer=_cutter(), token_pattern=None, ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
    )
    pipeline = make_pipeline(features, model)
    pipeline.fit([one.text for one in phrasings], [one.entry for one in phrasings])
    classes = list(pipeline.classes_)
    score = getattr(pipeline, method)

    def ranker(question: str) -> list[tuple[str, float]]:
        found = score([question])[0]
        return sorted(zip(classes, found, strict=True), key=lambda one: float(one[1]), reverse=True)

    return ranker


def _cutter() -> Callable[[str], list[str]]:
    """jieba's words in lower case, without punctuation."""
    import jieba  # noqa: PLC0415  extra bench

    return lambda text: [word for word in jieba.lcut(text.lower()) if any(map(str.isalnum, word))]
