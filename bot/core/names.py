"""Names of people: which two could be taken for each other."""

import unicodedata

# Cyrillic and Greek letters that look like Latin ones in a page's font (of Unicode's confusables.txt).
_FOREIGN = str.maketrans(
    "аеорсухіјѕԁһӏҽԛԝвнкмтАВЕКМНОРСТУХІЈЅԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνγι",
    "aeopcyxijsdhleqwbhkmtABEKMHOPCTYXIJSGQWABEZHIKMNOPTYXaopvyi",
)
_ALIKE = str.maketrans("l1|0", "IIIO")  # not when case is let go too: Al is not Ai
# Scripts that are written beside Latin letters in one name: 李 Mei.
_BESIDE_ANY = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}


def same_look(one: str, other: str) -> bool:
    """Whether a person could take one name for the other: width, case, spaces and look-alike letters do not count."""
    return bool(_forms(one) & _forms(other))


def mixes_scripts(name: str) -> bool:
    """Whether a name has letters of two scripts that nobody mixes, like Latin and Cyrillic."""
    letters = (letter for letter in unicodedata.normalize("NFKC", name) if letter.isalpha())
    scripts = {unicodedata.name(letter, "?").split(" ")[0].partition("-")[0] for letter in letters}
    return len(scripts - _BESIDE_ANY) > 1


def _forms(name: str) -> set[str]:
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    latin = plain.translate(_FOREIGN)
    return {latin.casefold(), latin.translate(_ALIKE)}
