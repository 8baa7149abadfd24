"""The words of wishes and feedback, in plain form; small talk has its own in bot/answering/smalltalk.py."""

import re
from collections.abc import Mapping


def _either(phrases: str) -> frozenset[str]:
    return frozenset(phrases.split("|"))


# What stands in for the text of a sticker or another kind of message that the platform does not pass on.
UNREADABLE = frozenset(
    {
        "【收到不支持的消息类型，暂无法显示】",
        "[收到不支持的消息类型，暂无法显示]",
        "【收到不支持的消息類型，暫無法顯示】",
        "[Unsupported Message]",
    }
)

LANGUAGE_NAMES: Mapping[str, str] = {
    **dict.fromkeys(["中文", "汉语", "普通话", "简体中文", "国语", "chinese", "mandarin", "chinois"], "zh"),
    **dict.fromkeys(["英文", "英语", "english", "anglais"], "en"),
    **dict.fromkeys(["法文", "法语", "french", "francais"], "fr"),
    "in chinese": "zh",
    "en chinois": "zh",
    "in english": "en",
    "en anglais": "en",
    "in french": "fr",
    "en francais": "fr",
}
_ZH = r"(中文|汉语|普通话|英文|英语|法文|法语)"
_LATIN = r"(chinese|mandarin|english|french|chinois|anglais|francais)"
LANGUAGE_WISH = re.compile(
    rf"(?:用|以|说|讲){_ZH}(?:来|跟我|和我|给我)?(?:回复|回答|答复|回|答|说|聊|交流|沟通|讲|写)"
    rf"|(?:切换|换|改|转)(?:到|成|为|用|回)?{_ZH}|(?:会|能|可以)?(?:说|讲){_ZH}吗?$"
    rf"|\b(?:switch|change|back)(?: it| back)? to {_LATIN}\b"
    rf"|\b(?:answer|reply|respond|write|talk|speak|continue)(?: to me| me| back)?(?: only)?(?: in)? {_LATIN}\b"
    rf"|\bin {_LATIN} (?:please|pls|plz)\b|^{_LATIN} (?:please|pls|again)\b"
    rf"|\b(?:en {_LATIN}) (?:s il|svp|stp)\b"
    r"|\b(?:repond\w*|parl\w*|ecri\w*|continu\w*|pass\w*|repass\w*)(?: moi| nous| vous)?"
    rf"(?: en| a l| au)? {_LATIN}\b"
)
# With one of these the language belongs to a course, an exam or a paper.
NOT_A_WISH = re.compile(
    r"面试|考试|笔试|答辩|授课|上课|课程|课|申请|材料|论文|项目|专业|学校|文书|简历|成绩|证明|"
    r"\b(?:interviews?|exams?|tests?|courses?|class(?:es)?|programmes?|programs?|thesis|letters?|cv|documents?|"
    r"schools?|certificates?|"
    r"entretiens?|examens?|cours|memoire|these|lettres?|dossier|ecoles?|formations?|niveau|level|learn|study|"
    r"apprendre|etudier|do i|dois je|"
    r"faut il|need)\b"
)

# "Yes" to the offer of a person.
ACCEPTS: Mapping[str, frozenset[str]] = {
    "zh": _either("要|是|是的|需要|要的|我要|可以|行|麻烦了|好的请转"),
    "en": _either("yes|yes please|yep|yeah|sure|please do|please"),
    "fr": _either("oui|oui svp|oui s il vous plait|oui merci|volontiers|je veux bien"),
}

NOT_HELPFUL: Mapping[str, frozenset[str]] = {
    "zh": _either(
        "没帮助|没有帮助|没用|没有用|没什么用|没啥用|无用|不是我要的|不是我问的|答非所问|不对|没解决|没有解决|没回答我"
    ),
    "en": _either(
        "not helpful|unhelpful|not useful|useless|doesn t help|that doesn t help|this doesn t help|wrong answer|not "
        "what i asked|that s not what i asked|no help|it doesn t help|that s wrong"
    ),
    "fr": _either(
        "pas utile|inutile|ce n est pas utile|c est pas utile|ca ne m aide pas|ca m aide pas|ca n aide pas|ce n est "
        "pas ma question|mauvaise reponse|ne m aide pas|pas d aide"
    ),
}
HELPFUL: Mapping[str, frozenset[str]] = {
    "zh": _either("有用|有帮助|很有用|很有帮助|挺有用|挺有帮助|解决了|帮到我了|有用谢谢"),
    "en": _either("helpful|useful|very helpful|very useful|that helped|this helped|it helped|that was helpful"),
    "fr": _either("utile|tres utile|c est utile|ca m aide|ca m a aide|ca aide|c etait utile"),
}

ASKS_HELP: Mapping[str, frozenset[str]] = {
    "zh": _either("帮助|菜单|怎么用|使用说明|功能|使用帮助|你能做什么|你会什么|说明|确认"),
    "en": _either("help|menu|how does this work|what can you do|commands|help me|start|confirm"),
    "fr": _either("aide|menu|aidez moi|comment ca marche|que savez vous faire|confirmer"),
}
ASKS_PRIVACY: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"^隐私|隐私(?:政策|条款|说明|声明|吗)?$|(?:删除|导出|查看)(?:我|本人)的?(?:数据|信息|记录|聊天记录)|(?:保存|"
        r"存)(?:我的|我)(?:消息|数据|信息|聊天)"
    ),
    "en": re.compile(
        r"\bprivacy\b|\b(?:delete|erase|remove|export|show) (?:all )?my (?:data|messages|history)\b|\bgdpr\b|what do "
        r"you do with my"
    ),
    "fr": re.compile(
        r"\bconfidentialite\b|\brgpd\b|\b(?:supprim\w*|effac\w*|export\w*) (?:toutes )?mes (?:donnees|messages)\b|"
        r"mes donnees perso|vie privee"
    ),
}
