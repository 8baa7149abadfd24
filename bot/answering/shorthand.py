"""Words as students shorten them in chats, in full; only what is hardly a word otherwise, within its language."""

import re
from collections.abc import Mapping

_FULL: Mapping[str, str] = {
    "zh": "咋样=怎么样 咋办=怎么办 咋=怎么 啥时候=什么时候 几时=什么时候 为啥=为什么 啥=什么 有木有=有没有 "
    "木有=没有 神马=什么",
    "en": "u=you ur=your abt=about b4=before cuz=because dont=don't cant=can't gonna=going_to wanna=want_to "
    "gotta=have_to uni=university ppl=people recs=recommendations yrs=years",
    "fr": "koi=quoi ki=qui ke=que kel=quel kelle=quelle kand=quand qd=quand pk=pourquoi pq=pourquoi pr=pour "
    "ds=dans dc=donc bcp=beaucoup tt=tout tjs=toujours tjrs=toujours cb=combien combi1=combien "
    "jsuis=je_suis chui=je_suis jpeux=je_peux jveux=je_veux jai=j'ai ya=il_y_a kil=qu'il pdt=pendant "
    "rdv=rendez-vous taf=travail bosser=travailler fac=université appart=appartement coloc=colocation "
    "thune=argent fric=argent ss=sans mtn=maintenant auj=aujourd'hui svt=souvent vs=vous ns=nous",
}
_WRITTEN: Mapping[str, Mapping[str, str]] = {
    lang: dict(pair.replace("_", " ").split("=") for pair in pairs.split(" ")) for lang, pairs in _FULL.items()
}
_FOUND = {
    lang: re.compile("|".join(short) if lang == "zh" else rf"(?<![^\W_'])(?:{'|'.join(short)})(?![^\W_'])")
    for lang, short in _WRITTEN.items()
}


def in_full(text: str, lang: str) -> str:
    """A normalised text with its shorthand written out; unchanged in a language without a list."""
    full = _WRITTEN.get(lang)
    return _FOUND[lang].sub(lambda found: full[found.group()], text) if full else text
