"""The number in a message that is nothing but a choice: "2", "２。", "第二个", "the second one", "la 2"."""

import re
import unicodedata
from collections.abc import Mapping

LAST = -1  # "the last one"
LONGEST = 40  # characters; whoever writes more is not just choosing

_CHINESE: Mapping[str, int] = {
    **{digit: number for number, digit in enumerate("零一二三四五六七八九十")},
    "〇": 0,
    "两": 2,
    "兩": 2,
}
_WORDS: Mapping[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9,
    "premier": 1, "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "1er": 1, "1ere": 1, "1re": 1, "2e": 2, "2eme": 2, "2nde": 2, "3e": 3, "3eme": 3, "4e": 4, "4eme": 4,
    "last": LAST, "derniere": LAST, "dernier": LAST,
}  # fmt: skip

_DIGITS = re.compile(r"\d{1,3}")
_HAN_CHOICE = re.compile(
    r"(?:那么?|就|好的?|嗯+|哦|呃|额|对|不是?|我|您|你|请|麻烦|帮我|给我|想|要|先|再|还是|换成?|改成?|来|点|看一?看|看|问|查|选择|选|挑|回复|按|"
    r"说说|讲讲|说|讲|了解|知道|一下|是)*"
    r"(?:第?(?P<n>\d{1,3}|[零〇一二两兩三四五六七八九十])(?:个|個|项|項|条|條|号|號|题|題|种|種|行)?|(?P<first>头一个|頭一個)|"
    r"(?P<last>最后(?:那|一)?[个個条條项項]|最後(?:那|一)?[个個条條项項]|最下面(?:那|一)?[个個]|倒数第一[个個]?))"
    r"(?:问题|問題|选项|選項|答案)?(?:是什么|是啥|怎么样|怎么说)?(?:呢|吧|啊|呀|的|嘛|谢谢|謝謝|老师|老師|哈|了|哦|就行|就好|可以)*"
)
_LEAD = frozenset(  # a list of words reads better as a sentence
    """the a and et ok okay yes yeah oui no non not so then alors donc well hmm euh um number no nr num numero n option
    choice choix answer question line ligne please pls i je me moi tell show give see more choose pick take want would
    like d ll go with prends veux voudrais choisis vois voir la le l les c ce sera est its it s is what about how for
    pour ma mon my meant plutot finalement rather actually instead celle celui""".split()  # noqa: SIM905 - as above
)
_TAIL = frozenset(
    """one ones option choix choice question line ligne please pls plz svp stp s il vous te plait then alors thanks thx
    merci instead plutot now maintenant""".split()  # noqa: SIM905 - as above
)
_CALCULATED = re.compile(r"\d\s*[+*/=%€$¥<>]|[+*/=%€$¥<>-]\s*\d|\+")
_LATIN = re.compile(r"[a-z0-9]+")


def chosen_number(text: str) -> int | None:
    """The number that the whole message chooses, `LAST` for "the last one", None when it says anything else.

    Any number is returned, also one that is on no list: who says "9" must be told that there is no 9.
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text)
    bare = "".join(char if char.isalnum() else " " for char in plain).strip().lower()
    # A sign between digits is arithmetic or a name ("9+9", "1/2"), never a choice.
    if not bare or _CALCULATED.search(plain):
        return None
    if _DIGITS.fullmatch(bare):
        return int(bare)
    if len(_DIGITS.findall(plain)) > 1:
        return None
    squeezed = bare.replace(" ", "")
    han = _HAN_CHOICE.fullmatch(squeezed)
    if han:
        number = "一" if han["first"] else han["n"]
        return LAST if number is None else _CHINESE[number] if number in _CHINESE else int(number)
    return _latin_choice(bare) if not squeezed.isdigit() else None


def _latin_choice(bare: str) -> int | None:
    folded = unicodedata.normalize("NFD", bare)
    words = _LATIN.findall("".join(char for char in folded if not unicodedata.combining(char)))
    if "".join(words) != "".join(char for char in folded if char.isalnum()):
        return None  # another script beside it: a sentence
    while words and words[0] in _LEAD:
        words = words[1:]
    while len(words) > 1 and words[-1] in _TAIL:
        words = words[:-1]
    if len(words) != 1:
        return None
    return int(words[0]) if _DIGITS.fullmatch(words[0]) else _WORDS.get(words[0])
