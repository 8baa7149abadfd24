"""Messages that ask nothing of the FAQ: greetings, thanks, insults, laughter, calls for a person.

The one place for these words. They stand in plain form (`plain`): lower case, simplified, no accents, no signs.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.answering import insults
from bot.answering.gate import Gate
from bot.answering.normalise import fold

LONGEST = 60  # characters; whoever writes more than that has something to ask


# Words that change nothing in small talk. Latin ones are whole words; Chinese has no spaces to tell by.
FILLERS = re.compile(
    r"好的|好滴|好吧|好嘞|嗯+|哦+|噢|懂了|明白了?|知道了|了解了?|收到|清楚了|老师们?|同学|您们?|你们?|请问|请|还是|那|啦|了|哈+|"
    r"呢|的|吧|呀|啊|哇|吗|非常|十分|真的?|太|很|大家|小助手|机器人|各位|没关系|不用了?|"
    r"\b(?:ok|okay|oh|yes|no|non|oui|well|so|really|very|much|a|lot|great|good|super|perfect|parfait|nice|cool|alright|"
    r"all|right|got it|i see|that|this|helps?|is|was|clear|clearer|it|s|and|et|you|your|for|the|help|info|information|"
    r"infos|c|est|plus|clair|pas grave|beaucoup|bien|tres|infiniment|mille|d accord|top|genial|pour|votre|aide|reponse|"
    r"answer|alors|vous|a|tous|toutes|le|la|there|everyone|everybody|bot|sir|madam|madame|monsieur|please|pls|plz|svp|"
    r"stp|s il vous plait|s il te plait|again|encore|now|maintenant|bye|au revoir|no worries|anyway|mate|man|guys|"
    r"nickel|cool|trop|ah|oh|hum|hmm|euh|um|donc|vraiment|truly|indeed|day|night|evening|nuit|soiree|journee)\b"
)
THANKS_WORDS: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(r"谢谢|多谢|感谢|谢啦|谢了|谢|\b3q\b|三克油|感恩|辛苦|麻烦(?=了|您|你)"),
    "fr": re.compile(r"\b(?:merci|mercii+|je (?:vous|te) remercie|remerciements)\b"),
    "en": re.compile(
        r"\b(?:thanks|thank (?:you|u)|thx|thankyou|thnx|thanx|tks|ty|tysm|cheers|"
        r"(?:i )?(?:really )?appreciate(?:d)?|i owe you(?: one)?|(?:you have )?my gratitude)\b"
    ),
}
# What people add to thanks.
_AROUND_THANKS = re.compile(
    r"回答|解答|回复|答复|帮助|帮忙|帮|耐心|热心|及时|详细|指点|指导|提供|信息|对|我|已经|都|没有?(?:别的?|其他|什么|事)?的?|问题|就这些|先这样|"
    r"为|这么|快|会|再|自己|看看|看|去|试试|一下|按|做|准备|给|到|时候|以后|先|也|学习|愉快|生活|祝|工作|顺利|节日|快乐|了解|清楚|明白|不用|不需要|好|没有?别|"
    r"\b(?:un|une|grand|mille|note|c est note|ces?|cette|temps|precisions?|explications?|rapide|rapidite|tout|ca|"
    r"j ai|ai|compris|m a|m avez|"
    r"aidee?s?|deja|par|avance|d|je|n|pas|plus|de|questions?|vais|voir|regarder|sera|mes|du|les|des|que|savais|besoin|"
    r"no|more|that s|know|to|have|had|for|being|quick|quickly|fast|kind|patient|patience|reply|replies|"
    r"explanations?|time|will|do|ll|try|"
    r"check|out|understand|understood|i|m|just|what|needed|any|other|of|in|advance|my|me|helping|helped|been|these|"
    r"those|details?|"
    r"useful|helpful|out|today|assist|support|service|everything|all|utile)\b"
)
# Nothing but "I see" or "bye": closes a conversation as thanks do.
ADMITS: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"好[的滴哒呀吧嘞啊]?|嗯+|哦+|噢+|懂[了啦]?|明白[了啦]?|知道[了啦]|晓得了?|了解[了啦]?|收到[了啦]?|清楚[了啦]?|有数了|行[吧了]?|可以了|没事了?|"
        r"再见|拜拜|晚安|回头见|不错|真棒|厉害|哈+|呵+|嘿+|嘻+"
    ),
    "en": re.compile(
        r"\b(?:good ?night|nice (?:chat|talking|chatting|conversation)(?: (?:to|with) you)?|ok+|okay|k|got it|"
        r"i see|all right|alright|great|perfect|good|fine|cool|nice|noted|understood|"
        r"sounds good|"
        r"makes sense|awesome|lol|haha\w*|well done|never mind|bye|goodbye|see you(?: later| soon)?|"
        r"take care)\b"
    ),
    "fr": re.compile(
        r"\b(?:d accord|compris|c est compris|parfait|entendu|tres bien|c est (?:clair|bon|note)|ca marche|super|"
        r"nickel|genial|"
        r"impeccable|mdr|bravo|au revoir|a bientot|bonne (?:soiree|nuit|journee))\b"
    ),
}
_AROUND = re.compile(
    r"老师们?|同学|那|就|啦|了|呢|吧|呀|啊|哇|哈|先|这样|"
    r"\b(?:oh|ah|well|so|yes|then|now|that s|it s|very|really|all|sir|madam|madame|monsieur|alors|donc|bon|ben|oui)\b"
)
GREETS: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"你好|您好|你们好|老师好|同学好|大家好|在吗|在不在|有人吗?|早上好|上午好|中午好|下午好|晚上好|早安|哈喽|哈啰|嗨|喂|哈罗|^早$|最近好吗|还好吗|你好吗|幸会|"
        r"(?:学[长姐弟妹]|师[兄姐]|大家|各位|老师们?|亲)好|有人在吗?|^(?:老师|学长|学姐)$"
    ),
    "fr": re.compile(
        r"\b(?:bonjour|bonsoir|salut|coucou|rebonjour|hola|(?:comment )?ca va(?: bien)?|"
        r"comment (?:allez vous|vas tu)|enchantee?|(?:il )?y a quelqu un|quelqu un est la)\b"
    ),
    "en": re.compile(
        r"\b(?:hi+|hiya|hello+|hey+|good (?:morning|afternoon|evening|day)|greetings|yo|wassup|what s up|sup|"
        r"how (?:are|r) (?:you|u|things)(?: doing| today)*|how s it going|how is it going|how ya doin\w*|"
        r"how do you do|nice to meet you|(?:is )?(?:anybody|"
        r"anyone|somebody)(?: there| here)?)\b"
    ),
}
ASKS_FOR_PERSON: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"人工(?!智能|智慧|授精|费|成本|湖|神经|智障)|真人|"
        r"(?<!弱智)(?<!智障)(?<!垃圾)(?<!脑残)(?<!废物)(?<!傻[逼叉子x])(?<!煞笔)(?<!sb)(?<![破烂傻蠢笨])"
        r"客服(?!.{0,4}(?:弱智|智障|垃圾|脑残|废物|傻|煞笔|sb|蠢))|(?:找|联系|转接?|问|换)(?:个|一下|一个)?(?:工作人员|同事|负责人|活人)|"
        r"(?:想|要|可以|能)(?:不能)?(?:和|跟|与)(?:老师|真人|人|工作人员|同事)(?:说|聊|谈|沟通|联系)|"
        r"(?:找|转接?|叫)(?:一?[个位下])?(?:老师|人)(?:吗|吧|$| |说|聊|谈|咨询|沟通|问|帮)|"
        r"(?:不想|不要|别)(?:跟|和|再?让)机器人|"
        r"(?:让|请|麻烦|叫)(?:老师|同事|工作人员|你们)(?:直接)?(?:联系|回复|答复|打给)我"
    ),
    "en": re.compile(
        r"^(?:a |an |the )?(?:human|person|agent|operator|staff|real person|human being|representative|"
        r"live (?:chat|agent|person|support)|"
        r"customer (?:service|support|care))(?: please| pls| agent| now)*$|\breal (?:person|human)\b|"
        r"\b(?:talk|speak|chat|connect me|transfer me|put me through|put me in touch|pass me)(?: directly)? (?:to|with)"
        r"(?: a| an| some| the| your)?(?: real| live)? ?(?:human|person|someone|somebody|one|agent|colleague|staff|"
        r"people|advisor|member|"
        r"operator|representative)\b|\b(?:someone|somebody|anyone|anybody|a person|a colleague) (?:i|we) (?:can|"
        r"could|may) "
        r"(?:talk|speak|write|chat) (?:to|with)\b|\b(?:can|could|would|may) (?:someone|somebody|anyone|a colleague|"
        r"your colleagues?|"
        r"your staff|your team)(?: (?:from|of|in|at) (?:the|your) (?:office|team|staff))? (?:please )?"
        r"(?:contact|call|phone|reply to|get back to|write to|email) me\b|\b(?:not|don t want to) (?:talk|speak|"
        r"chat)(?:ing)? "
        r"(?:to|with) (?:a |an )?(?:bot|robot|machine)\b|"
        r"\b(?:need|want|get me|give me|prefer) (?:a |an |some )?(?:human|real person|"
        r"live agent)\b(?! (?:resources|rights|sciences))"
    ),
    "fr": re.compile(
        r"^(?:un |une |le )?(?:humain|conseiller|conseillere|operateur|vraie personne|personne|service client)"
        r"(?: svp| stp| s il vous plait)*$|\bvraie personne\b|\b(?:personne|quelqu un) (?:reelle?|de reel|de vrai|"
        r"en vrai|d humain)\b|"
        r"\b(?:parler|discuter|echanger|voir (?:ca|cela)|contacter|joindre)(?: directement)? (?:a|avec)? ?"
        r"(?:un |une |l |le |la |des )?"
        r"(?:quelqu un|humain|conseiller|conseillere|vraie personne|personne|collegue|responsable|operateur)\b|"
        r"\b(?:mettez|mets|passez|passe)(?: moi| nous)(?: en (?:relation|contact) avec)? (?:un|une|quelqu un)\b|"
        r"\bquelqu un (?:de chez vous |du bureau |de votre equipe )?(?:peut il |pourrait il |peut |pourrait )?"
        r"(?:me|m) (?:contacter|rappeler|appeler|recontacter|repondre en vrai)\b|\bpas (?:parler|discuter) (?:a|"
        r"avec) (?:un |une )?"
        r"(?:robot|bot|machine)\b"
    ),
}
BARE_PERSON = re.compile(
    r"(?:转|找|要|我要|我想|我|联系|接|个|一下|在|有|帮我)*(?:人工|真人|客服|老师|人|工作人员|同事)+(?:服务|客服|在|回复|帮助)*|"
    r"human|person|agent|operator|staff|real person|humain|conseiller|conseillere|une? (?:humain|vraie personne)|"
    r"vraie personne"
)
# Who or what answers here; the rest of a longer sentence makes a question of it ("who are you guys exactly").
WHO: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"[你您]们?(?:到底)?是(?:谁|什么|啥)(?:人|东西)?|"
        r"[你您]们?(?:到底)?(?:是不是|是)(?:一?个)?(?:真的?)?(?:机器人?|人工智能|人工|ai|chatgpt|gpt|大模型|程序|真人|活人|人|客服|老师)"
        r"(?:(?:吗|么|吧)|还是.{1,6})|(?:[你您]|对面)?是(?:真?人工?|机器人?|ai)还是.{1,6}|[你您](?:叫|的名字是?)(?:什么|啥)?(?:名字?)?|怎么称呼[你您]?|"
        r"我(?:是|现在)?在?(?:跟|和)(?:谁|机器人?|真人|人)(?:在)?(?:说话|聊天?|对话)|对面是(?:机器人?|真?人|谁)|"
        r"是(?:机器人?|真人|人工|自动)回复吗"
    ),
    "en": re.compile(
        r"\b(?:who|what) (?:are|r) (?:you|u)\b|\bwho (?:is|s) (?:this|there)\b|\b(?:what s|what is|whats|"
        r"what exactly is) your name\b(?: by the way)?|"
        r"\b(?:are|r) (?:you|u) (?:a |an |the )?(?:real |actual |live |human )?(?:robot|bot|chatbot|"
        r"human(?: being)?|person|"
        r"machine|ai|chatgpt|computer|program|real)\b(?: or (?:a |an )?(?:real )?\w+(?: being)?)?|"
        r"\b(?:am i|i m) (?:talking|speaking|chatting|writing) (?:to|with) (?:a |an |who\b)?(?:real |actual |human )?"
        r"(?:robot|bot|chatbot|human(?: being)?|person|machine|ai|computer)?\b(?: or (?:a |"
        r"an )?(?:real )?\w+(?: being)?)?|"
        r"\bis (?:this|it) (?:a |an )?(?:robot|bot|chatbot|human|person|real person|ai|automatic|"
        r"automated)(?: reply| answer)?\b|"
        r"\b(?:if|whether) (?:you|u) (?:are|r) (?:a |an )?(?:real |live |actual )*(?:robot|bot|chatbot|"
        r"human(?: being)?|person|machine|ai|real)\b|"
        r"\bwho am i (?:talking|speaking|writing) (?:to|with)\b"
    ),
    "fr": re.compile(
        r"\bqui (?:es tu|etes vous|est ce|me repond|repond)\b|\b(?:tu es|t es|vous etes|es tu|etes vous) (?:qui|"
        r"quoi)\b|"
        r"\b(?:tu es|t es|vous etes|es tu|etes vous|est ce|c est|j ecris a|je parle a) (?:que (?:tu es|vous etes|"
        r"c est) )?(?:bien )?"
        r"(?:un |une |avec )?(?:vrai |vraie )?(?:robot|bot|chatbot|humain|humaine|machine|ia|personne|automate|"
        r"reponse automatique)\b"
        r"(?: ou (?:un |une )?(?:vrai |vraie )?\w+)?|\bje (?:parle|discute) (?:a|avec) qui\b|\ba qui (?:je parle|"
        r"ai je affaire)\b|"
        r"\b(?:tu t appelles|vous vous appelez) comment\b|\bcomment (?:tu t appelles|t appelles tu|"
        r"vous appelez vous)\b|"
        r"\bquel est (?:ton|votre) nom\b"
    ),
}
_GREETING = re.compile("|".join(one.pattern for one in GREETS.values()))
_AROUND_WHO = re.compile(
    r"[你您]|请问|到底|究竟|现在|还是|啊|呀|呢|吗|哦|那|这里|我想知道|"
    r"\b(?:and|so|but|wait|sorry|oh|ok|just|exactly|really|actually|at all|please|here|there|first|tell me|can you|"
    r"i am curious|curious|i wonder|to know|clear something up|toi|vous|et|"
    r"mais|dis|dites|moi|"
    r"ou quoi|au juste|exactement|alors|donc|en fait|euh|sinon|la|bot|chatbot|assistant)\b"
)
_LAUGHTER = re.compile(
    r"哈+|呵+|嘿+|嘻+|行吧?|可以了|没事了?|真棒|厉害|不错|晚安|再见|拜拜|无聊"
    r"|\b(?:k|lol|haha\w*|never mind|well done|awesome|yo|how are you|good night)\b"
    r"|\b(?:mdr|bravo|ca va|comment allez vous|bonne (?:soiree|nuit))\b"
)
# What may stand in an insult, a wish or a greeting beside its own words and the fillers.
_MORE_FILLERS = re.compile(
    r"是|好|个|这|我们?|都|也|就|一点|破|要|想|转|找|服务|学校|学长|学姐"
    r"|\b(?:are|re|r|an|such|totally|just|robot|school|i|me|to|u|can|want|let|with|speak|talk)\b"
    r"|\b(?:tu|es|etes|un|une|l|completement|comme|vraiment|si|il|plait|te|je|veux|voudrais|chatbot|ecole|de|"
    r"d avance)\b"
)
_SIGNS = re.compile(r"[\W_]+")
# Tried in this order when a message mixes several.
_KINDS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "person": tuple(ASKS_FOR_PERSON.values()),
    "thanks": tuple(THANKS_WORDS.values()),
    "greeting": tuple(GREETS.values()),
    "chatter": (_LAUGHTER,),
}
# Possessive, so that a long row of one character cannot make it try every way to divide it.
_PIECES = (*(one for words in _KINDS.values() for one in words), _MORE_FILLERS, FILLERS)
_NOTHING_ELSE = re.compile(f"(?:{'|'.join(one.pattern for one in _PIECES)}| )++")
WHO_OR_THANKS = Gate(one.pattern for one in (*WHO.values(), *THANKS_WORDS.values()))


@lru_cache(maxsize=64)  # every recogniser asks for the same message
def plain(text: str) -> str:
    """A normalised text in the form in which the words of this module are written."""
    return _SIGNS.sub(" ", fold(text)).strip()


def smalltalk(text: str) -> str:
    """The kind of small talk that a normalised text consists of ("greeting" …), "" when it says anything else."""
    if len(text) > LONGEST:
        return ""
    said = plain(text)
    if WHO_OR_THANKS.search(said):
        if asks_who(said) is not None:
            return "who"
        if gives_thanks(said) is not None:
            return "thanks"
    if insults.found_in(said) and _insults(said, text):
        return "insult"
    if not _NOTHING_ELSE.fullmatch(said):
        return ""
    found = next((kind for kind, words in _KINDS.items() if any(one.search(said) for one in words)), "")
    return found or ("chatter" if admits(said) is not None else "")


def _insults(said: str, text: str) -> bool:
    """Whether a text with such a word in it says nothing else and calls nobody."""
    if any(one.search(said) for one in ASKS_FOR_PERSON.values()):
        return False
    rest = FILLERS.sub(" ", _GREETING.sub(" ", insults.without(said)))
    return not rest.strip() and insults.is_meant(said, asks="?" in text)


def asks_who(said: str) -> str | None:
    """The language of "who are you?" or "are you a robot?" when a text in plain form asks nothing else."""
    if len(said) > LONGEST:
        return None
    for lang, known in WHO.items():
        if known.search(said) and not _AROUND_WHO.sub(" ", _GREETING.sub(" ", known.sub(" ", said))).strip():
            return lang
    return None


def gives_thanks(said: str) -> str | None:
    """The language of thanks when a text in plain form says nothing else."""
    if len(said) > LONGEST:
        return None
    for lang, known in THANKS_WORDS.items():
        if known.search(said):
            rest = FILLERS.sub(" ", known.sub(" ", said))
            return None if _AROUND_THANKS.sub(" ", rest).strip() else lang
    return None


def admits(said: str) -> str | None:
    """The language of "I see", "ok", "bye" when a text in plain form says nothing else."""
    if not said or len(said) > LONGEST:
        return None
    for lang, known in ADMITS.items():
        rest, found = known.subn(" ", said)
        if found and not _AROUND.sub(" ", rest).strip():
            return lang
    return None
