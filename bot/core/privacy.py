"""How a person is named inside, and what never reaches the store or a log: their numbers and addresses."""

import base64
import hmac
import re
import unicodedata
from functools import lru_cache

LONGEST_KEPT = 2000  # characters of a message that are stored

# Direction and invisible marks: they would let a stored text look different from what it is.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NUMERALS = "零〇一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖"
_SUSPECT = re.compile(
    r"\d{6}|\d[ .()-]{0,2}\d[ .()-]{0,2}\d[ .()-]{0,2}\d[ .()-]{0,2}\d|@|\d{2} ?[A-Za-z]{2} ?\d|[A-Za-z]\d[A-Za-z]{2}"
    rf"|\d{{3}}[\W_]\d{{4}}|\d{{2}}/\d{{2}}/|[{_NUMERALS}]{{7}}"
)

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64} ?@ ?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
# 17 digits with a birth date in the middle and a check character (GB 11643-1999).
_CHINESE_ID = re.compile(
    r"(?<!\d)[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?!\d)"
)
# Any document's number after its name.
_ID_NAMED = re.compile(
    r"((?:身份证|身份證|证件|證件|通行证|通行證|准考证|准考證|台胞证|台胞證|回乡证|回鄉證|学号|學號"
    r"|\bid(?: card)?\b|carte d.identité|\bcni\b"
    r"|titre de séjour|numéro étudiant|student number)\D{0,12}?)(?=[A-Za-z]{0,2}\d)[A-Za-z0-9]{6,18}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}[Xx]?(?!\d)")
# However it is divided, because people divide it so that no filter sees it; "+86 (138) 0013-8000", and in characters.
_CHINESE_PHONE = re.compile(
    r"(?<![\d.])(?:\(?(?:\+|00)?86\)?[ .-]?\(?)?"
    r"(?:1[ .-]?[3-9](?:[ .()-]{0,2}\d){9}|1[3-9]\d[\W_]{1,3}\d{4}[\W_]{1,3}\d{4})(?!\d)"
)
_PHONE_IN_CHARACTERS = re.compile(f"[{_NUMERALS}]{{7,}}")
_PHONE_ABROAD = re.compile(r"(?<![\d+])(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(\d{1,3}\))?(?:[ .-]?\d){7,12}(?!\d)")
# Not 01.09.2026 10:30, which has as many digits.
_FRENCH_PHONE = re.compile(
    r"(?<!\d)(?<!\d[./-])0[1-9](?![ ./-]?\d{2}[ ./-]?(?:19|20)\d{2}[ ./-])(?:[ ./-]?\d{2}){4}(?!\d)"
)
_LANDLINE = re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[ -]?\d{3,4}[ -]?\d{4}(?!\d)")
# Chinese (E, EA…, G, D, S, P; H and M to cross into the mainland), French (two digits, two letters, five digits), and
# any after the word itself. Divided by spaces only in capitals, because "12 en 20000" is no passport.
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:(?i:[EGDSPHM]\d{8}|E[A-HJ-NP-Z]\d{7}|\d{2}[A-Z]{2}\d{5})"
    r"|[EGDSPHM] ?(?!(?:19|20)\d{2} (?:19|20))\d{4} ?\d{4}|\d{2} [A-Z]{2} \d{5})(?![A-Za-z0-9])"
)
_PASSPORT_NAMED = re.compile(
    r"((?:passport|passeport|护照|護照)\D{0,12}?)(?:(?=[A-Za-z]{0,2}\d)[A-Za-z0-9]{7,9}|[A-Za-z]{1,2}(?: ?\d){7,8}"
    r"|\d{2} ?[A-Za-z]{2} ?\d{5})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_FRENCH_INSURED = re.compile(
    r"(?<!\d)([12](?:[ .-]?\d{2}){2}[ .-]?(?:\d{2}|2[AB])[ .-]?\d{3}[ .-]?\d{3})[ .-]?(\d{2})(?!\d)"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])")

_DAYS = re.compile(
    r"(?:(?:19|20)\d{2}(?:[ -]?(?:0[1-9]|1[0-2])(?:[ -]?(?:0[1-9]|[12]\d|3[01]))?)?[ -]?){2,}"  # or years alone
)
_AMOUNTS = re.compile(r"[1-9]\d{2}0(?:[ -][1-9]\d{2}0)+")

_MARKS = re.compile(r"\[(?:phone|id|passport|card|e-mail)\]")

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


@lru_cache(maxsize=16_384)  # the same people write again and again
def person_key(secret: bytes, platform: str, openid: str) -> str:
    """How we name this person everywhere inside: HMAC-SHA256, 43 characters, the same for the same secret."""
    return _keyed(secret, f"person:{platform}:{openid}")


def message_key(secret: bytes, platform: str, sender: str, *identity: str) -> str:
    """The key that all copies of one message share; `identity` is its MsgId, or CreateTime, Event and EventKey."""
    return _keyed(secret, f"message:{platform}:{sender}:" + "\x1f".join(identity))


def erasure_mark(secret: bytes, person: str) -> str:
    """What is kept of an erased person: a name under a key of its own, so that it fits no row anywhere."""
    return _keyed(_erasure_secret(secret), f"erased:{person}")


@lru_cache(maxsize=4)
def _erasure_secret(secret: bytes) -> bytes:
    return hmac.digest(secret, b"erasure marks", "sha256")


@lru_cache(maxsize=8)
def _begun(secret: bytes) -> hmac.HMAC:
    return hmac.new(secret, digestmod="sha256")


def _keyed(secret: bytes, words: str) -> str:
    # A copy of one begun, because hmac.digest lets other threads in, and the one that writes the log stays for long.
    keyed = _begun(secret).copy()
    keyed.update(words.encode())
    return base64.urlsafe_b64encode(keyed.digest())[:43].decode("ascii")


def mask(text: str) -> str:
    """The text as it may be stored: NFKC, without invisible marks, at most 2 000 characters, and with e-mail addresses,
    phone, identity card, insurance, passport, bank card and account numbers replaced by what they were ("[phone]").
    """
    text = text[:LONGEST_KEPT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:LONGEST_KEPT]
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if not _SUSPECT.search(text):
        return text
    text = _EMAIL.sub("[e-mail]", text)
    text = _IBAN.sub(_account, text)
    text = _FRENCH_INSURED.sub(_insured, _CHINESE_ID.sub("[id]", text))
    text = _PHONE_ABROAD.sub("[phone]", text)
    text = _CHINESE_PHONE.sub("[phone]", text)
    text = _LONG_NUMBER.sub(_named_number, text)
    text = _LANDLINE.sub("[phone]", _FRENCH_PHONE.sub("[phone]", text))
    text = _PHONE_IN_CHARACTERS.sub("[phone]", text)
    text = _PASSPORT.sub("[passport]", _PASSPORT_NAMED.sub(r"\1[passport]", text))
    return _ID_NAMED.sub(r"\1[id]", text)


def without_marks(masked: str) -> str:
    """The text without what `mask` put into it."""
    return _MARKS.sub("", masked)


def names_a_number(masked: str) -> bool:
    """Whether `mask` took out a number by which somebody could be found; an e-mail address is none."""
    return any(f"[{what}]" in masked for what in ("phone", "id", "passport", "card"))


def _named_number(found: re.Match[str]) -> str:
    """Which of the long numbers this is; one that is none of them stays, because it may be what was asked about."""
    if _DAYS.fullmatch(found.group()) or _AMOUNTS.fullmatch(found.group()):
        return found.group()
    number = re.sub(r"[ -]", "", found.group()).upper()
    if len(number) == 18 and is_chinese_id(number):
        return "[id]"
    if number.isdigit() and (len(number) >= 16 or passes_luhn(number)):
        return "[card]"
    return found.group()


def _insured(found: re.Match[str]) -> str:
    """Whether 15 digits are a French social security number: the last two check the others (its key, modulo 97)."""
    number, key = re.sub("[ .-]", "", found[1]).replace("2A", "19").replace("2B", "18"), int(found[2])
    return "[id]" if number.isdigit() and 97 - int(number) % 97 == key else found.group()


def _account(found: re.Match[str]) -> str:
    """Whether it is an IBAN: letters read as 10 to 35 and its first four characters put last, it is 1 modulo 97."""
    number = found.group().replace(" ", "")
    digits = "".join(str(int(char, 36)) for char in number[4:] + number[:4])
    return "[card]" if int(digits) % 97 == 1 else found.group()


def is_chinese_id(number: str) -> bool:
    """Whether the last of 18 characters checks the other 17 (GB 11643-1999)."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == number[17].upper()


def passes_luhn(number: str) -> bool:
    """Whether the digits have a bank card's check digit (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[0::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0
