"""Which language a question is in: the script first, then the small words, then the words of the FAQ itself."""

import re
from collections.abc import Iterable, Mapping

from bot.answering.normalise import fold

HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[a-zà-öø-ÿ]+")
_ACCENTS = re.compile(r"[àâçéèêëîïôùûüÿ]")
# Without these a Chinese character or two inside a French sentence would make it Chinese.
_HAN_GRAMMAR = re.compile(r"[的吗呢吧么了是有没不怎哪几什谁我你多能要和跟还]")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "a about am an and any are as at be been but by can could did do does don't doing for from get had "
        "has have he her here his how i if in into is isn't it its i'm just may me my need no not of off on "
        "or our out she should so some such than that the their them then there these they this to too up us "
        "was we were what when where which while who whom why will with would you your yours there's what's "
        "it's long much many after before during don t ll re ve s d m"
    ),
    "fr": _words(
        "a ai ais ait alors apres après as au aux avec avez avons c ca ça ce cela ces cet cette combien comme "
        "comment d dans de des deux doit dois donc du elle elles en encore es est et ete été etes êtes etre "
        "être eu faire fait faut il ils j je l la le les leur leurs lui m ma mais me meme même mes moi mon n "
        "ne ni nos notre nous on ont ou où par pas peut peux plus pour pourquoi puis qu quand que quel quelle "
        "quelles quels qui quoi s sa sans se sera ses si soit son sont sous sur t ta te tes toi ton tous tout "
        "tu un une va vers veux vos votre vous y etait était avant depuis"
    ),
}
# Any syllables of Mandarin in pinyin: an initial and a final each; enough to tell "bayuan gaokao" from English.
_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uan|uai|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ui|un|uo|ue|ve|a|e|i|o|u|v))+"
)
NEEDED_PINYIN_WORDS = 3


class Languages:
    """Tells zh, en and fr apart; learns from the FAQ which words belong to which language."""

    def __init__(self, texts: Iterable[tuple[str, str]], default: str = "zh") -> None:
        """`texts` are (language, normalised text); `default` is for what has no language in it ("9+9")."""
        self.default = default
        counts: dict[str, dict[str, int]] = {}
        for lang, text in texts:
            for word in set(_WORD.findall(text)):
                seen = counts.setdefault(fold(word), {})
                seen[lang] = seen.get(lang, 0) + 1
        # −1…+1: how French a word of the FAQ is; a name that both languages use stays near 0.
        self._lean = {
            word: (by.get("fr", 0) - by.get("en", 0))
            / (by.get("fr", 0) + by.get("en", 0) + 2.0 * by.get("zh", 0) + 1.0)
            for word, by in counts.items()
            if by.get("fr", 0) != by.get("en", 0)
        }

    def detect(self, text: str, *, fallback: str = "") -> str:
        """The language of a normalised text; `fallback` (what the person used last) when the text does not tell."""
        words = _WORD.findall(text)
        han = len(HAN.findall(text))
        english, french = self._evidence(words)
        if han:
            foreign = max(english, french) >= 1.5 and not _HAN_GRAMMAR.search(text) and len(words) > han / 2
            if not foreign:
                return "zh"
        elif self._is_pinyin(words, english, french):
            return "zh"
        if english == french or max(english, french) < 0.2:
            return fallback or self.default
        return "en" if english > french else "fr"

    def _evidence(self, words: list[str]) -> tuple[float, float]:
        english = french = 0.0
        for word in words:
            in_english, in_french = word in SMALL_WORDS["en"], word in SMALL_WORDS["fr"]
            if in_english != in_french:
                english += in_english
                french += in_french
            elif _ACCENTS.search(word):
                french += 1.0
            else:
                lean = self._lean.get(word, 0.0)
                english += max(0.0, -lean)
                french += max(0.0, lean)
        return english, french

    @staticmethod
    def _is_pinyin(words: list[str], english: float, french: float) -> bool:
        if max(english, french) >= 0.5 * len(words):
            return False
        syllabic = sum(1 for word in words if len(word) > 1 and _PINYIN.fullmatch(word))
        return syllabic >= NEEDED_PINYIN_WORDS and syllabic >= 0.7 * len(words)
