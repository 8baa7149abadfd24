"""Somebody wants to see their data, or have it deleted: asked once more, then done, the same reply for every copy."""

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from bot.actions.privacy import erase_by_wish, erased_before, own_data
from bot.answering.smalltalk import FILLERS, LONGEST, THANKS_WORDS
from bot.core import phrases, phrases_privacy
from bot.core.messages import Reply, ReplyKind
from handlers.turn import Effect, Outcome, Turn

CONFIRM_WITHIN = timedelta(minutes=10)

Words = Mapping[str, re.Pattern[str]]

_WANTS: Words = {
    "zh": re.compile(
        r"(?:删除?|清除|清空|抹掉|抹去|消除)(?:掉|了|一下)?(?:所有|全部)?(?:我|本人)的?(?:所有|全部)?(?:个人|聊天)?"
        r"(?:数据|信息|资料|记录|消息)"
        r"|(?:把|将)(?:我|本人)的?(?:所有|全部)?(?:个人|聊天)?(?:数据|信息|资料|记录|消息)(?:都|全部?|给我)*(?:删|清除|清空|抹)"
    ),
    "en": re.compile(
        r"\b(?:delete|erase|remove|wipe|forget) (?:all )?(?:of )?(?:my|the) (?:own |personal )?(?:chat )?"
        r"(?:data|info|information|messages|history|records)\b(?! (?:page|session|sheet))"
    ),
    "fr": re.compile(
        r"\b(?:supprim\w*|effac\w*|detrui\w*) (?:s il vous plait |svp )?(?:toutes |tous )?(?:mes|les) "
        r"(?:donnees|messages|informations|infos|echanges)\b"
    ),
}
_WANTS_TO_SEE: Words = {
    "zh": re.compile(
        r"(?:导出|下载|查看|查询|看看|看一下|给我)(?:一下|一份)?(?:所有|全部)?(?:我|本人)的?(?:所有|全部)?(?:个人|聊天)?"
        r"(?:数据|记录)|(?:保存|存|留)了?(?:我的?)?(?:哪些|什么)(?:我的)?(?:数据|信息|记录)"
    ),
    "en": re.compile(
        r"\b(?:export|download|show(?: me)?|see|get|send me|a copy of) (?:all )?(?:of )?my "
        r"(?:own |personal )?(?:chat )?(?:data|history|records)\b"
        r"|\bwhat (?:data )?do you (?:know|keep|have|store) (?:about|on|of) me\b"
    ),
    "fr": re.compile(
        r"\b(?:export\w*|telecharg\w*|voir|montr\w*(?: moi)?|copie de) (?:toutes )?mes donnees\b"
        r"|\bque (?:gardez|savez) vous (?:sur|de) moi\b"
    ),
}
_CONFIRMS: Words = {
    "zh": re.compile(r"我?(?:确认|确定)(?:要)?(?:全部)?(?:删除|删掉|删)?"),
    "fr": re.compile(r"(?:oui )?(?:je )?(?:confirmer|confirme)(?: (?:la suppression|l effacement))?"),
    "en": re.compile(r"(?:yes )?(?:i )?(?:confirm|confirmed)(?: (?:deletion|it|the deletion|delete))?"),
}
_WITHDRAWS: Words = {
    "zh": re.compile(
        r"算了|(?:先|暂时)?(?:不|别|不要|不用|不想)删(?:除|掉)?(?:数据)?|取消(?:删除)?|不用了?|不要了?|不|不了|留着|保留"
    ),
    "fr": re.compile(
        r"\b(?:annul\w*|laiss\w* tomber|non|ne (?:supprim\w*|effac\w*)(?: rien| pas)?|(?:je )?gard\w*|finalement non)\b"
    ),
    "en": re.compile(
        r"\b(?:cancel|never ?mind|forget it|no|nope|(?:don t|do not|dont) delete|keep (?:it|my data|them)|stop)\b"
    ),
}

_THANKS = re.compile("|".join(words.pattern for words in THANKS_WORDS.values()))


def wanted(turn: Turn) -> str | None:
    """The wish to have one's data deleted: the language it was said in."""
    if len(turn.plain) > LONGEST:
        return None
    return next((lang for lang, words in _WANTS.items() if words.search(turn.plain)), None)


def wants_to_see(turn: Turn) -> str | None:
    """The wish to see one's data: the language it was said in."""
    if len(turn.plain) > LONGEST:
        return None
    return next((lang for lang, words in _WANTS_TO_SEE.items() if words.search(turn.plain)), None)


def confirmed(turn: Turn) -> str | None:
    """The word that confirms: the language it was said in."""
    said = _bare(turn.plain)
    return next(
        (lang for lang, words in _CONFIRMS.items() if words.fullmatch(turn.plain) or words.fullmatch(said)), None
    )


def withdrawn(turn: Turn) -> str | None:
    """A word that takes the wish back while it waits: the language it was said in."""
    if not is_open(turn) or len(turn.plain) > LONGEST:
        return None
    for lang, words in _WITHDRAWS.items():
        rest, found = words.subn(" ", turn.plain)
        if found and not _bare(_THANKS.sub(" ", rest)):
            return lang
    return None


def show_data(turn: Turn, said_in: str) -> Outcome:
    """What is kept of them; it stands in the database, hence an effect."""
    lang, contact = turn.lang_or(said_in), turn.office.contact
    reply = Reply(ReplyKind.PRIVACY, phrases.PRIVACY[lang].format(contact=contact, days=turn.office.chat_days), lang)
    return Outcome(reply, Effect(partial(own_data, lang=lang, contact=contact, room=turn.room), unsaved="go on"))


def ask_to_confirm(turn: Turn, said_in: str) -> Outcome:
    """What would go; it goes only when they confirm."""
    return _said(turn, phrases_privacy.ERASE_ASK, said_in, {"erase_asked_at": turn.now})


def keep_data(turn: Turn, said_in: str) -> Outcome:
    """Nothing is deleted."""
    return _said(turn, phrases_privacy.ERASE_WITHDRAWN, said_in, {"erase_asked_at": None})


def erase(turn: Turn, said_in: str) -> Outcome:
    """Delete; or say that it is too late for this confirmation, or that nothing waits for one."""
    incoming, lang = turn.incoming, turn.lang_or(said_in)
    if is_open(turn):
        reply = Reply(ReplyKind.PRIVACY, phrases_privacy.ERASED[lang].format(contact=turn.office.contact), lang)
        act = partial(erase_by_wish, key=incoming.key, reply=reply, now=turn.now, tombstones=turn.tombstones)
        return Outcome(reply, Effect(act))
    if turn.person.erase_asked_at is not None:
        return _said(turn, phrases_privacy.ERASE_TOO_LATE, said_in, {"erase_asked_at": None})
    # To somebody erased a moment ago a second copy of the same message looks like this too.
    reply = Reply(ReplyKind.HELP, f"{phrases_privacy.NOTHING_TO_CONFIRM[lang]}\n{phrases.HELP[lang]}", lang)
    return Outcome(reply, Effect(partial(erased_before, key=incoming.key, reply=reply, now=turn.now), unsaved="go on"))


def is_open(turn: Turn) -> bool:
    """Whether a wish to be erased waits for its confirmation."""
    asked = turn.person.erase_asked_at
    return asked is not None and turn.now - asked <= CONFIRM_WITHIN


def _bare(plain: str) -> str:
    return " ".join(FILLERS.sub(" ", plain).split())


def _said(turn: Turn, phrase: phrases.Phrase, said_in: str, changes: dict[str, object]) -> Outcome:
    lang = turn.lang_or(said_in)
    return Outcome(Reply(ReplyKind.PRIVACY, phrase[lang].format(contact=turn.office.contact), lang), changes=changes)
