"""Messages that ask nothing of the FAQ: greetings, thanks, insults, laughter, calls for a person."""

import re
from collections.abc import Mapping

# Kind → what such messages are made of. Tried in this order when a message mixes several.
_SAID: Mapping[str, re.Pattern[str]] = {
    "person": re.compile(
        r"(?:转|找|要|接)?人工(?!智能)(?:客服|服务)?|转?(?:真人|客服)"
        r"|(?:parler|discuter) (?:à|a|avec) (?:un|une|quelqu ?'?un)\b"
        r"|\b(?:humain|conseillere?|conseillère|vraie personne)\b"
        r"|\b(?:talk|speak) (?:to|with)\b|\b(?:real person|human(?: agent)?|live agent)\b"
    ),
    "insult": re.compile(
        r"傻[子逼瓜叉]|笨蛋?|白痴|蠢(?:货|蛋)?|垃圾|滚(?:蛋|开)?|废物|脑残|没用|破机器人|去死|神经病|一点用都没有"
        r"|\b(?:stupid|idiot|useless|dumb|moron|rubbish|shit|sucks?|fuck(?: you| off)?|worthless|garbage|trash)\b"
        r"|\b(?:nul(?:le)?|con|conne|connard|d[ée]bile|stupide|idiote?|inutile|merde|ta gueule|incomp[ée]tent|honte)\b"
    ),
    "thanks": re.compile(
        r"(?:非常|十分|太)?(?:感谢|谢谢|多谢|谢啦|谢了|3q|辛苦)(?:老师|您|你们|你|啦|了)?"
        r"|\b(?:thank(?:s| you)|thx|ty|cheers)\b(?: (?:so|very) much| a lot| a million)?"
        r"|\b(?:un grand )?merci\b(?: (?:beaucoup|bien|infiniment|d'avance|à vous|mille fois))?"
    ),
    "greeting": re.compile(
        r"(?:老师|大家|同学|各位)?(?:你好|您好|哈喽|嗨|在吗|在么|有人吗|早上好|下午好|晚上好|早安|晚安|再见|拜拜)"
        r"|老师们?好|(?:老师|学长|学姐)"
        r"|\b(?:hi|hello|hey|yo|bye|goodbye|good (?:morning|evening|afternoon|night|day))\b(?: (?:there|again))?"
        r"|\b(?:bonjour|bonsoir|salut|coucou|au revoir|bonne (?:journée|soirée|nuit))\b"
        r"|\b(?:how are you|ça va|ca va|comment allez[- ]vous)\b"
    ),
    "chatter": re.compile(
        r"哈+|呵+|嘿+|嘻+|嗯+|哦+|噢+|好的?(?:吧|呀|啊)?|收到|明白了?|知道了|懂了|行吧?|可以了|没事了?|真棒|厉害|不错"
        r"|\b(?:ok|okay|k|lol|haha\w*|great|cool|nice|perfect|good|fine|got it|never mind|well done|awesome)\b"
        r"|\b(?:d'accord|super|parfait|génial|compris|mdr|bravo|très bien)\b"
    ),
}
# What may stand around small talk without making it a question; bots and schools are named in insults and praise.
_PADDING = re.compile(
    r"你们?|您|我们?|是|真|太|好|很|个|这|那|吧|啊|呀|呢|了|的|啦|哦|都|也|就|一点|破|请|要|想|机器人|学校"
    r"|\b(?:you|your|are|r|is|a|an|the|so|very|such|this|that|really|totally|just|please|bot|robot|school|i|it|me|to|for"
    r"|u|much|and|can|want|let)\b"
    r"|\b(?:tu|es|vous|êtes|etes|votre|un|une|le|la|l|c|est|très|complètement|comme|vraiment|si|svp|stp|s|il|plaît|plait"
    r"|te|je|veux|voudrais|robot|chatbot|école|ecole|à|de|et)\b|[\W_]"
)


def smalltalk(text: str) -> str:
    """The kind of small talk that a normalised text consists of ("greeting" …), "" when it says anything else."""
    kinds = []
    rest = text
    for kind, pattern in _SAID.items():
        shorter = pattern.sub(" ", rest)
        if shorter != rest:
            kinds.append(kind)
            rest = shorter
    return kinds[0] if kinds and not _PADDING.sub("", rest) else ""
