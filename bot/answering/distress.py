"""Messages of somebody who is not well: they need a kind word and a person, not an entry."""

import re

from bot.answering.parts import wonders
from bot.answering.smalltalk import plain

_LATIN = re.compile("[a-z]")
# Words about not wanting to live, in the form of `plain`. They count in any message.
_GRAVE_HAN = re.compile(
    r"不想(?:再|继续)?活|活不下去|活着(?:真的?)?(?:没|没有|有什么)(?:意思|意义)|活够了|(?:我|好|真|很|就|只|都)想死(?![你您他她我])|^想死了?$"
    r"|想要?去死|不如死|死了算了|自杀|自残|轻生|寻短见|割腕|想跳楼|(?:结束|了结)(?:我|自己)?的?(?:生命|一切)|伤害我?自己"
)
_GRAVE_LATIN = re.compile(
    r"\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting) myself\b|\bsuicid\w*|\bself harm\w*"
    r"|\b(?:end|ending) (?:my life|it all)\b|\b(?:want|wish|going|ready|rather|prefer) to die\b|\bwanna die\b"
    r"|\bbetter off dead\b|\bno (?:reason|point) (?:to live|in living)\b"
    r"|\b(?:don t|do not|no longer) want to (?:live|be alive|exist|wake up)\b"
    r"|\bme tuer\b|\b(?:envie de|veux|voudrais|prefere) mourir\b"
    r"|\bplus (?:envie de|la force de|gout a) (?:vivre|la vie)\b"
    r"|\bmettre fin a (?:mes jours|ma vie)\b|\ben finir avec (?:la|ma) vie\b|\b(?:envie d|veux) en finir$"
    r"|\bme faire du mal\b"
)
# Words of exhaustion. Beside a question they are only a sigh: "the papers drive me mad, what do you need?"
_WORN_OUT_HAN = re.compile(
    r"撑不(?:下去|住)|坚持不(?:下去|住)|熬不下去|受不了了|(?:我|要|快|真的?|精神|心态)(?:要|快|都|已经)?崩溃|绝望|抑郁|(?:没有?|看不到)希望了?$"
    r"|没有?人(?:能|会)?(?:关心|在乎|理解)我|想哭"
)
_WORN_OUT_LATIN = re.compile(
    r"\bcan ?(?:t|not) (?:go on|keep going|cope|take (?:it|this)(?= any|$)|do this any)"
    r"|\b(?:i m|i am|i feel|feeling) (?:so |very |really |completely |totally )*"
    r"(?:depressed|desperate|hopeless|worthless|broken|lonely|alone)\b"
    r"|\b(?:breaking down|falling apart)\b|\bno ?(?:one|body) cares\b"
    r"|\bj?e? ?n? ?en peux (?:vraiment |absolument )?plus\b|\bje (?:craque|deprime)\b"
    r"|\bje suis (?:vraiment |completement )?(?:a bout|desespere\w*|deprime\w*|au bout du rouleau)\b"
    r"|\bje (?:ne |n )?tiens plus\b|\bje n y arrive (?:vraiment )?plus\b"
)


def sounds_distressed(text: str) -> bool:
    """Whether a normalised message sounds as if its writer needs a person rather than an answer."""
    said = plain(text)
    if _GRAVE_HAN.search(said) or (_WORN_OUT_HAN.search(said) and not wonders(text)):
        return True
    if not _LATIN.search(said):
        return False
    return bool(_GRAVE_LATIN.search(said) or (_WORN_OUT_LATIN.search(said) and not wonders(text)))
