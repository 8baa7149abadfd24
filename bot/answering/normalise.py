"""A student's text brought into one form: one script, one width, one case, no emoji, no politeness."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from bot.answering.gate import Gate

MAX_CHARS = 1000  # WeChat's input box takes about 600; the rest would only cost time

_T2S = OpenCC("t2s")  # converts in a few microseconds and keeps no state between calls
_LOOKALIKES = str.maketrans(
    {"➕": "+", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "æ": "ae", "ß": "ss"}
)
_EMOTICONS = re.compile(r"\[(?:[㐀-鿿]{1,4}|[A-Z][A-Za-z]{1,11})\]|/::\S{1,2}")
_HAN = "㐀-鿿"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_SPACES = re.compile(r"\s+")
_UNUSUAL = re.compile(rf"[^ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff{_HAN}。，、？！]")  # what may have to go
_FOREIGN = re.compile(rf"[^\x00-\x7f{_HAN}]")  # what may have an accent
_PICTURES = {"So", "Sk", "Cs", "Co", "Cn", "Cc"}
_INVISIBLE = {"Cf", "Mn", "Me"}  # joiners, variation selectors, key caps: parts of emoji

# Words that say nothing of what is asked. Longest first within a language, because the first that fits is taken.
FILLERS = (
    r"(?:我)?(?:想|要)?(?:请问|问)(?:一下|下|问)?(?:你们|您|大家|老师)?"
    r"|(?:老师|学长|学姐|同学|各位|大家|你们)?(?:您好|你好)(?:呀|啊)?|老师们?好"
    r"|(?:我)?(?:想|想要)(?:了解|知道|咨询|问问)(?:一下|下)?|(?:能|可以)?(?:麻烦|拜托)(?:您|你)?(?:们)?(?:一下)?"
    r"|谢谢(?:老师|您|你们|你)?|多谢|感谢|打扰(?:一下|了)|有没有人知道|告诉我(?:一下)?|求(?:解答|告知|问)|不好意思",
    r"\b(?:hi|hello|hey|dear|good (?:morning|evening|afternoon))\b(?: (?:there|sir|madam|all|team))?"
    r"|\b(?:please|pls|plz|thx|excuse me)\b|\bthank(?:s| you)(?: (?:so|very) much| a lot| in advance)?\b"
    r"|\b(?:can|could|would) you (?:please )?(?:tell me|explain|let me know|help me (?:understand|know))\b"
    r"|\bi(?: would|'d) like to (?:know|ask)\b|\bi (?:want|wanted|need) to (?:know|ask)\b"
    r"|\bi have a question(?: about)?\b|\bi was wondering(?: if)?\b|\bdo you know(?: if)?\b",
    r"\b(?:bonjour|bonsoir|salut|coucou|madame|monsieur)\b|\bs[' ]?il (?:vous|te) pla[iî]t\b|\b(?:svp|stp)\b"
    r"|\bmerci(?: (?:beaucoup|bien|d'avance|infiniment))?\b|\b(?:qu')?est[- ]ce qu(?:e\b|')"
    r"|\b(?:je (?:voudrais|veux|souhaite)|j'aimerais) (?:savoir|conna[iî]tre|demander)\b"
    r"|\bpou(?:vez|rriez)[- ]vous (?:me )?(?:dire|expliquer)\b|\bsavez[- ]vous(?: si)?\b|\bexcusez[- ]moi\b",
)
_POLITE = re.compile("|".join(FILLERS))
POLITE_GATE = Gate(FILLERS)
_SAYS_SOMETHING = re.compile(r"\w")


def normalise(text: str, *, limit: int = MAX_CHARS) -> str:
    """NFKC, lower case, simplified characters, without emoji and WeChat emoticons; at most `limit` characters."""
    text = _EMOTICONS.sub(" ", unicodedata.normalize("NFKC", text[:limit].translate(_LOOKALIKES)))
    if not text.isascii():
        if _UNUSUAL.search(text):
            text = "".join(map(_kept, text))
        text = _T2S.convert(text)
    text = _SPACES.sub(" ", text.lower().translate(_LOOKALIKES)).strip()
    # Some keyboards and voice transcripts put spaces between Chinese words.
    return _BETWEEN_HAN.sub("", text)[:limit]


def fold(text: str) -> str:
    """Without accents: é and e are the same key on a Chinese keyboard."""
    if not _FOREIGN.search(text):
        return text
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", text) if not _is_accent(c)))


def without_politeness(text: str) -> str:
    """Normalised text without greetings, thanks, "I would like to know"; the text itself if nothing else was said."""
    if not POLITE_GATE.search(text):
        return text
    rest = _SPACES.sub(" ", _POLITE.sub(" ", text)).strip()
    return rest if _SAYS_SOMETHING.search(rest) else text


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


@lru_cache(maxsize=8192)
def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category in _PICTURES:
        return " "
    return "" if category in _INVISIBLE else char
