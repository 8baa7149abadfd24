"""Messages that ask nothing of the FAQ: greetings, thanks, insults, laughter, calls for a person.

The one place for these words. They stand in plain form (`plain`): lower case, simplified, no accents, no signs.
"""

import re
from collections.abc import Mapping

from bot.answering.normalise import fold

LONGEST = 60  # characters; whoever writes more than that has something to ask


def _either(phrases: str) -> frozenset[str]:
    return frozenset(phrases.split("|"))


# Words that change nothing in small talk. Latin ones are whole words; Chinese has no spaces to tell by.
FILLERS = re.compile(
    r"好的|好滴|好吧|好嘞|嗯+|哦+|噢|懂了|明白了?|知道了|了解了?|收到|清楚了|老师们?|同学|您们?|你们?|请问|请|还是|那|啦|了|哈+|"
    r"呢|的|吧|呀|啊|哇|吗|非常|十分|真的?|太|很|大家|小助手|机器人|各位|没关系|不用了?|"
    r"\b(?:ok|okay|oh|yes|no|non|oui|well|so|really|very|much|a|lot|great|good|super|perfect|parfait|nice|cool|alright|"
    r"all|right|got it|i see|that|this|helps?|is|was|clear|clearer|it|s|and|et|you|your|for|the|help|info|information|"
    r"infos|c|est|plus|clair|pas grave|beaucoup|bien|tres|infiniment|mille|d accord|top|genial|pour|votre|aide|reponse|"
    r"answer|alors|vous|a|tous|toutes|le|la|there|everyone|everybody|bot|sir|madam|madame|monsieur|please|pls|plz|svp|"
    r"stp|s il vous plait|s il te plait|again|encore|now|maintenant|bye|au revoir|no worries|anyway)\b"
)
THANKS_WORDS: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(r"谢谢|多谢|感谢|谢啦|谢了|谢|辛苦|麻烦(?=了|您|你)"),
    "fr": re.compile(r"\b(?:merci|je vous remercie|remerciements)\b"),
    "en": re.compile(r"\b(?:thanks|thank (?:you|u)|thx|thankyou|tks|ty|cheers|appreciate(?:d)?)\b"),
}
# Nothing but "I see": closes a conversation as thanks do.
ADMITS: Mapping[str, frozenset[str]] = {
    "zh": _either(
        "好|好的|好滴|好吧|好嘞|嗯|嗯嗯|哦|懂了|明白|明白了|知道了|了解|了解了|收到|清楚了|好的明白了|再见|拜拜"
    ),
    "en": _either("ok|okay|got it|i see|all right|alright|great|perfect|good|fine|bye|goodbye"),
    "fr": _either("d accord|compris|parfait|entendu|tres bien|c est clair|au revoir|super"),
}
GREETS: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"你好|您好|你们好|老师好|同学好|大家好|在吗|在不在|有人吗?|早上好|上午好|中午好|下午好|晚上好|早安|哈喽|哈啰|嗨|喂|哈罗|^早$|"
        r"^(?:老师|学长|学姐)$"
    ),
    "fr": re.compile(r"\b(?:bonjour|bonsoir|salut|coucou|bonne journee|rebonjour)\b"),
    "en": re.compile(r"\b(?:hi+|hello+|hey+|good (?:morning|afternoon|evening|day)|greetings|anybody|anyone)\b"),
}
ASKS_FOR_PERSON: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"人工(?!智能|智慧|授精|费|成本|湖|神经)|真人|客服|(?:找|联系|转|问|换)(?:个|一下|一个)?(?:工作人员|同事|负责人|活人)|"
        r"(?:想|要|可以|能)(?:不能)?(?:和|跟|与)(?:老师|真人|人|工作人员|同事)(?:说|聊|谈|沟通|联系)|^(?:找|转)(?:个)?(?:老师|人)$"
    ),
    "en": re.compile(
        r"^(?:a |the )?(?:human|person|agent|operator|staff|real person|human being|representative)(?: please| pls| "
        r"agent| now)*$|\breal (?:person|human)\b|"
        r"\b(?:talk|speak|chat|connect me|transfer me|put me through|pass me)(?: directly)? (?:to|with)(?: a| an| "
        r"some| the| your)?(?: real| live)? ?"
        r"(?:human|person|someone|somebody|one|agent|colleague|staff|people|advisor|member)\b|"
        r"\b(?:need|want|get me|prefer) (?:a |an |some )?(?:human|real person|live agent)\b(?! (?:resources|rights|"
        r"sciences))"
    ),
    "fr": re.compile(
        r"^(?:un |une )?(?:humain|conseiller|conseillere|operateur|vraie personne|personne)(?: svp| stp| s il vous "
        r"plait)*$|\bvraie personne\b|"
        r"\b(?:parler|discuter|echanger|voir (?:ca|cela)|contacter|joindre)(?: directement)? (?:a|avec)? ?"
        r"(?:un |une |l |le |la )?"
        r"(?:quelqu un|humain|conseiller|conseillere|vraie personne|personne|collegue|responsable)\b"
    ),
}
BARE_PERSON = re.compile(
    r"(?:转|找|要|我要|我想|我|联系|接|个|一下|在|有|帮我)*(?:人工|真人|客服|老师|人|工作人员|同事)+(?:服务|客服|在|回复|帮助)*|"
    r"human|person|agent|operator|staff|real person|humain|conseiller|conseillere|une? (?:humain|vraie personne)|"
    r"vraie personne"
)
INSULTS = re.compile(
    r"傻[子逼瓜叉]|笨蛋?|白痴|蠢(?:货|蛋)?|垃圾|滚(?:蛋|开)?|废物|脑残|没用|破机器人|去死|神经病|一点用都没有"
    r"|\b(?:stupid|idiot|useless|dumb|moron|rubbish|shit|sucks?|fuck(?: you| off)?|worthless|garbage|trash)\b"
    r"|\b(?:nul(?:le)?|con|conne|connard|debile|stupide|idiote?|inutile|merde|ta gueule|incompetent|honte)\b"
)
_LAUGHTER = re.compile(
    r"哈+|呵+|嘿+|嘻+|行吧?|可以了|没事了?|真棒|厉害|不错|晚安|再见|拜拜"
    r"|\b(?:k|lol|haha\w*|never mind|well done|awesome|yo|how are you|good night)\b"
    r"|\b(?:mdr|bravo|ca va|comment allez vous|bonne (?:soiree|nuit))\b"
)
# What may stand in an insult, a wish or a greeting beside its own words and the fillers.
_MORE_FILLERS = re.compile(
    r"是|好|个|这|我们?|都|也|就|一点|破|要|想|转|找|服务|学校|学长|学姐"
    r"|\b(?:are|r|an|such|totally|just|robot|school|i|me|to|u|can|want|let|with|speak|talk)\b"
    r"|\b(?:tu|es|etes|un|une|l|completement|comme|vraiment|si|il|plait|te|je|veux|voudrais|chatbot|ecole|de|"
    r"d avance)\b"
)
_SIGNS = re.compile(r"[\W_]+")
# Tried in this order when a message mixes several.
_KINDS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "person": tuple(ASKS_FOR_PERSON.values()),
    "insult": (INSULTS,),
    "thanks": tuple(THANKS_WORDS.values()),
    "greeting": tuple(GREETS.values()),
    "chatter": (_LAUGHTER,),
}
# Possessive, so that a long row of one character cannot make it try every way to divide it.
_PIECES = (*(one for words in _KINDS.values() for one in words), _MORE_FILLERS, FILLERS)
_NOTHING_ELSE = re.compile(f"(?:{'|'.join(one.pattern for one in _PIECES)}| )++")


def plain(text: str) -> str:
    """A normalised text in the form in which the words of this module are written."""
    return _SIGNS.sub(" ", fold(text)).strip()


def smalltalk(text: str) -> str:
    """The kind of small talk that a normalised text consists of ("greeting" …), "" when it says anything else."""
    said = plain(text) if len(text) <= LONGEST else ""
    if not _NOTHING_ELSE.fullmatch(said):
        return ""
    found = next((kind for kind, words in _KINDS.items() if any(one.search(said) for one in words)), "")
    return found or ("chatter" if any(said in known for known in ADMITS.values()) else "")
