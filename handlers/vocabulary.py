"""The words that small talk and wishes are known by, in plain form: lower case, simplified, no accents, no signs."""

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

# Words that change nothing in small talk. Latin ones are whole words; Chinese has no spaces to tell by.
FILLERS = re.compile(
    r"好的|好滴|好吧|好嘞|嗯+|哦+|噢|懂了|明白了?|知道了|了解了?|收到|清楚了|老师们?|同学|您们?|你们?|请问|请|还是|"
    r"那|啦|了|哈+|呢|的|吧|呀|啊|哇|吗|"
    r"非常|十分|真的?|太|很|大家|小助手|机器人|各位|没关系|不用了?|"
    r"\b(?:ok|okay|oh|yes|no|non|oui|well|so|really|very|much|a|lot|great|good|super|perfect|parfait|nice|cool|"
    r"alright|all|right|"
    r"got it|i see|that|this|helps?|is|was|clear|clearer|it|s|and|et|you|your|for|the|help|info|information|infos|"
    r"c|est|plus|clair|pas grave|beaucoup|bien|tres|infiniment|mille|d accord|top|genial|pour|votre|aide|reponse|"
    r"answer|alors|"
    r"vous|a|tous|toutes|le|la|there|everyone|everybody|bot|sir|madam|madame|monsieur|please|pls|plz|svp|stp|s il "
    r"vous plait|"
    r"s il te plait|again|encore|again|now|maintenant|bye|au revoir|no worries|anyway)\b"
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
        r"你好|您好|你们好|老师好|同学好|大家好|在吗|在不在|有人吗?|早上好|上午好|中午好|下午好|晚上好|早安|哈喽|"
        r"哈啰|嗨|喂|哈罗|^早$"
    ),
    "fr": re.compile(r"\b(?:bonjour|bonsoir|salut|coucou|bonne journee|rebonjour)\b"),
    "en": re.compile(r"\b(?:hi+|hello+|hey+|good (?:morning|afternoon|evening|day)|greetings|anybody|anyone)\b"),
}

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

ASKS_FOR_PERSON: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"人工(?!智能|智慧|授精|费|成本|湖|神经)|真人|客服|(?:找|联系|转|问|换)(?:个|一下|一个)?(?:工作人员|同事|"
        r"负责人|活人)|"
        r"(?:想|要|可以|能)(?:不能)?(?:和|跟|与)(?:老师|真人|人|工作人员|同事)(?:说|聊|谈|沟通|联系)|^(?:找|"
        r"转)(?:个)?(?:老师|人)$"
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
        r"plait)*$|"
        r"\bvraie personne\b|\b(?:parler|discuter|echanger|voir (?:ca|cela)|contacter|joindre)(?: directement)? (?:a|"
        r"avec)? ?(?:un |une |l |le |la )?"
        r"(?:quelqu un|humain|conseiller|conseillere|vraie personne|personne|collegue|responsable)\b"
    ),
}
BARE_PERSON = re.compile(
    r"(?:转|找|要|我要|我想|我|联系|接|个|一下|在|有|帮我)*(?:人工|真人|客服|老师|人|工作人员|同事)+(?:服务|客服|在|"
    r"回复|帮助)*|"
    r"human|person|agent|operator|staff|real person|humain|conseiller|conseillere|une? (?:humain|vraie personne)|"
    r"vraie personne"
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
