"""What stands around a colleague's answer when a student is given it."""

from bot.core.phrases import Phrase

HELD: Phrase = {"zh": "同事回复您：", "en": "A colleague’s answer:", "fr": "Réponse d'un collègue :"}
MORE_HELD: Phrase = {
    "zh": "（同事还有别的回复，随便发一条消息就能看到。）",
    "en": "(There is more from our colleague: send any message to see it.)",
    "fr": "(Il y a une suite : envoyez n'importe quel message pour la lire.)",
}


def overhead() -> int:
    """The bytes that stand around one answer, at most."""
    return max(len(HELD[lang].encode()) + len(MORE_HELD[lang].encode()) for lang in HELD) + 3
