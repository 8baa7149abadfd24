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
    "中文版": "zh",
    "英文版": "en",
    "法文版": "fr",
    "in chinese": "zh",
    "en chinois": "zh",
    "in english": "en",
    "en anglais": "en",
    "in french": "fr",
    "en francais": "fr",
}
_ZH = r"(中文|汉语|国语|普通话|英文|英语|法文|法语)"
_LATIN = r"(chinese|mandarin|english|french|chinois|anglais|francais)"
LANGUAGE_WISH = re.compile(
    rf"(?:用|以|说|讲){_ZH}(?:来|跟我|和我|给我)?(?:回复|回答|答复|回|答|说|聊|交流|沟通|讲|写)"
    rf"|(?:切换|换|改|转)(?:到|成|为|用|回)?{_ZH}|(?:会|能|可以)?(?:说|讲){_ZH}吗?$"
    rf"|^(?:请|还是|就|都|以后|之后|后面|接下来|从现在起|改|那|能不能|可以|麻烦|我想|我要|老师)*用{_ZH}(?:吧|呢|谢谢|好吗|可以吗|行吗|哈)*$"
    rf"|\b(?:switch|change|back)(?: it| back| (?:your |the )?(?:response |reply )?language)? to {_LATIN}\b|"
    rf"\bi(?: d| would)? prefer {_LATIN}\b(?! course)"
    rf"|\b(?:answer|reply|respond|write|talk|speak|continue)(?: to me| me| back)?(?: only)?(?: in)? {_LATIN}\b"
    rf"|\b(?:use|using) {_LATIN}\b|\b(?:answers?|repl(?:y|ies)|reponses?) (?:in|en) {_LATIN}\b"
    rf"|\bin {_LATIN} (?:please|pls|plz|from now on)\b|^{_LATIN} (?:please|pls|again)\b|"
    rf"\bfrom now on (?:only )?(?:in )?{_LATIN}\b"
    rf"|\b(?:en {_LATIN}) (?:s il|svp|stp|desormais|maintenant)\b|\b(?:je|j) ?(?:prefere|prefererais) (?:le |"
    rf"l )?{_LATIN}\b"
    rf"|\b(?:desormais|dorenavant|a partir de maintenant|maintenant) (?:en|le|l) {_LATIN}\b"
    r"|\b(?:repond\w*|parl\w*|ecri\w*|continu\w*|pass\w*|repass\w*)(?: moi| nous| vous)?"
    rf"(?: en| a l| au)? {_LATIN}\b"
)
# With one of these the language belongs to a course, an exam or a paper.
NOT_A_WISH = re.compile(
    r"面试|考试|笔试|答辩|授课|上课|课程|课|申请|材料|论文|项目|专业|学校|文书|简历|成绩|证明|"
    r"\b(?:interviews?|exams?|tests?|courses?|class(?:es)?|programmes?|programs?|thesis|letters?|cv|documents?|"
    r"schools?|certificates?|"
    r"entretiens?|examens?|cours|memoire|these|lettres?|dossier|ecoles?|formations?|niveau|level|learn|study|"
    r"apprendre|etudier|do i|dois je|sans|without|venir|vivre|"
    r"faut il|need)\b"
)

# "Yes" to the offer of a person.
ACCEPTS: Mapping[str, frozenset[str]] = {
    "zh": _either("要|是|是的|需要|要的|我要|可以|行|麻烦了|好的请转"),
    "en": _either("yes|yes please|yep|yeah|sure|please do|please"),
    "fr": _either("oui|oui svp|oui s il vous plait|oui merci|volontiers|je veux bien"),
}

# What is said of an answer, when nothing else is said but thanks and the like.
_THIS_ZH = r"(?:这|那|你|您)?(?:个|样|些|的)?(?:回答|答案|回复|信息|东西)?(?:还是|还|都|也|完全|根本|好像|对我)*"
# "No" to an offer ends it; to an answer or a list it says that they were not it.
REFUSES: Mapping[str, frozenset[str]] = {
    "zh": _either("不|不是|不用|不用了|不要|不要了|不需要|没有|没有了"),
    "en": _either("no|nope|nah|no need|not necessary"),
    "fr": _either("non|pas besoin|ca ira"),
}
NOT_HELPFUL: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        rf"{_THIS_ZH}(?:(?:没|没有|没什么|没啥|毫无|不太|不怎么|不|不是很|没太)(?:帮助|帮到我?|用|有用|有帮助|管用|解决(?:我的)?(?:问题)?|对|准|"
        r"准确|相关|满意|回答(?:到|我)?的?(?:问题)?|答到点子?上|说清楚|清楚|看懂|听懂|懂|明白|理解)|(?:你|您)(?:们)?(?:没|没有)(?:理解|明白|听懂|看懂|搞懂|"
        r"懂)(?:我)?的?(?:意思|问题|话)?|(?:没用|无效|错误)的?(?:回答|答案|回复)|无用|答非所问|(?:以上)?都不(?:是|对)|不是这些|没有?我(?:要|想)(?:问|找)?的|"
        r"帮不(?:上忙|到我?)|看不懂|听不懂|"
        r"错了|答错了|驴唇不对马嘴)|(?:这|那)?(?:个)?(?:并)?不是(?:我|这个|那个)?(?:的|想|要)*(?:问|要|找|说|知道)?的?"
        r"(?:意思|问题|答案|东西)?|(?:我)?(?:问|要|想问|想要|说)的(?:并)?不是(?:这个|这些|这)|我(?:没|不是)(?:在)?问(?:你|您)?(?:这个|这些|这)"
    ),
    "en": re.compile(
        r"(?:(?:that|this|it|these|your (?:answer|reply)|the answer) ?)?(?:is |was |s |are )?(?:still )?(?:not|"
        r"isn t|wasn t|aren t)"
        r"(?: at all| very| really| that| so)* (?:helpful|useful|what i (?:\w+ )?(?:asked|meant|wanted|need|needed|"
        r"mean|want)(?: for| to know)?|"
        r"the answer|an answer|my question|relevant|it|right|correct|clear|the point)(?: at all)?|"
        r"(?:(?:that|this|it|your (?:answer|reply)|the answer) ?)?(?:still )?(?:doesn t|does not|didn t|did not|"
        r"don t|won t)"
        r"(?: really| even)? (?:help(?: me)?(?: much| at all)?|answer (?:my|the) question|answer (?:it|that)|work|"
        r"solve (?:it|my problem))|"
        r"none(?: of (?:these|them|those|the above))?|neither(?: of them)?|unhelpful|useless|no help|"
        r"wrong(?: answer)?|bad answer|irrelevant|off topic|(?:that|this|it) ?(?:s|"
        r"is) (?:wrong|useless|unclear|"
        r"irrelevant)|not (?:really|quite)|i (?:don t|still don t|didn t) (?:understand|get it)(?: this| that| it|"
        r" the answer)?|unclear"
    ),
    "fr": re.compile(
        r"(?:(?:ca|cela|ce|c|votre reponse|la reponse) ?)?(?:ne |n )?(?:est |etait |c est )?(?:toujours |"
        r"absolument |vraiment )?"
        r"(?:pas|aucunement)(?: du tout| vraiment| tres| trop)? (?:utile|ma question|mon probleme|"
        r"ce que je (?:\w+ )?(?:demande|demandais|cherche|cherchais|voulais|veux|dis|disais|savoir)(?: savoir|"
        r" dire)?|clair|la bonne reponse|"
        r"la reponse|ca|pertinent|bon|d aide)(?: du tout)?|"
        r"(?:(?:ca|cela|votre reponse|la reponse) )?(?:ne )?(?:me |m )?(?:aide|repond|sert|convient|"
        r"avance) ?(?:toujours )?(?:pas|a rien)"
        r"(?: a (?:ma question|rien)| du tout| beaucoup| vraiment)*|aucune?(?: de (?:ces|celles|ceux).{0,20})?|"
        r"ni l un ni l autre|inutile|aucune aide|mauvaise reponse|hors sujet|"
        r"a cote de la (?:question|plaque)|(?:je )?(?:ne |n )?(?:ai )?(?:comprends|compris|pige) (?:pas|"
        r"rien)(?: la reponse| du tout)?|"
        r"(?:j ai |je n ai )?(?:rien|toujours pas|pas)(?: bien)? compris|pas (?:vraiment|tout a fait)|(?:c est )?faux"
    ),
}
HELPFUL: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        rf"{_THIS_ZH}(?:很|太|挺|非常|真的?|特别|超|超级|好|蛮|十分|确实)*(?:有用|有帮助|管用|实用|帮到我?|帮了大忙|解决了?(?:我的)?(?:问题)?)(?:了)?|"
        r"(?:说|讲|写|回答)得?(?:很|太|挺|非常|真)?(?:清楚|详细|好)(?:了)?|正是我(?:想|要)(?:问|找|知道)?的"
    ),
    "en": re.compile(
        r"(?:(?:that|this|it|your answer|the answer) ?)?(?:is |was |s )?(?:very |really |so |super |extremely |"
        r"most |quite )*"
        r"(?:helpful|useful)|(?:that|this|it|you) (?:really )?(?:helped|helps)(?: me)?(?: a lot| much)?|"
        r"(?:that|this|it) (?:answers|answered|solves|solved) (?:my question|it|everything|my problem)|"
        r"(?:that s |this is )?(?:exactly |just )?what i (?:needed|wanted|was looking for)"
    ),
    "fr": re.compile(
        r"(?:(?:c|ca|cela|votre reponse|la reponse) )?(?:est |etait |a ete )?(?:tres |super |vraiment |hyper |"
        r"bien |trop )*utile|"
        r"(?:ca|cela) (?:m )?(?:a )?(?:bien |beaucoup )?(?:aide|aidee)(?: beaucoup| bien)?|"
        r"(?:ca|cela) (?:repond|a repondu) (?:bien |parfaitement )?a (?:ma|mes) questions?|"
        r"(?:c est )?exactement ce qu il me fallait|(?:c est )?exactement ce que je (?:cherchais|voulais)(?: savoir)?"
    ),
}

# A wish for more than was just shown.
ASKS_MORE: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:那|请问)?(?:还有|还有没有|有没有)(?:别的|其他的?|其它的?|更多的?|什么|相关的?|吗|呢|没|没有|内容|信息|问题|选项|答案|的)*|"
        r"(?:再|多)?(?:给我)?(?:来|说|讲|看|给|列)?(?:一)?(?:点|些|几个|几条)?(?:更多|别的|其他的?|其它的?)(?:的|一点|一些|内容|信息|选项|相关的?)?(?:吗|呢)?|"
        r"再(?:来|说|讲|给)(?:一)?(?:点|些|几个|几条)(?:吧)?|继续(?:说|讲)?(?:吧)?|下一页|下一个|换一批|下一批|展开|多说(?:一)?点"
    ),
    "en": re.compile(
        r"(?:and |show |show me |give me |tell me |some |any |a bit |i want |can i (?:see|have|get) |is there |"
        r"are there |do you have )*"
        r"(?:more|others?|something else|anything else|what else|anything more|another one|other (?:options|"
        r"choices|ones|topics|results|"
        r"answers)|more (?:options|choices|info|information|results|answers|topics|please|details|of (?:them|these|"
        r"those)|like this)|next(?: page)?|"
        r"go on|continue)(?: then| on this| about (?:it|this|that)| like that| to (?:it|know))?"
    ),
    "fr": re.compile(
        r"(?:et |y a t il |vous avez |avez vous |tu as |montrez moi |donnez moi |je veux |voir )*(?:autre chose|"
        r"encore|d autres(?: \w+)?|"
        r"d autre|plus|plus d (?:infos?|informations?|options|choix|exemples)|quoi d autre|quoi encore|"
        r"rien d autre|la suite|suite|suivant|"
        r"page suivante|continuez?|en savoir plus|un peu plus|autres? (?:choix|options?|reponses?|questions?))"
        r"(?: encore| a (?:dire|savoir)| la dessus| sur ce sujet)?"
    ),
}

ASKS_HELP: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"帮助|菜单|怎么用你?|(?:怎么|如何)使用|使用(?:说明|帮助|方法|指南)|功能|说明|用法|确认|帮帮我|"
        r"(?:你|您)(?:们)?(?:都)?(?:能|会|可以)(?:帮我)?(?:做|干|回答|解答|问|提供|帮)?(?:些|点)?(?:什么|啥|嘛|哪些)(?:问题|事情?|服务|忙)?|"
        r"(?:我)?(?:能|可以)(?:问|咨询)(?:你|您)?(?:些)?(?:什么|啥|哪些)(?:问题)?|有(?:什么|哪些)功能"
    ),
    "en": re.compile(
        r"help(?: me)?(?: please)?|menu|main menu|how does (?:this|it) work|what can (?:you|u) (?:do|"
        r"help(?: me)? with|answer|tell me)(?: for me)?|"
        r"what (?:can|could|may|should) i ask(?: you)?(?: about)?|what do you (?:know|do)|"
        r"what (?:kinds?|types?|sorts?|categories|sort) of (?:questions|things|subjects|topics|information) (?:can|"
        r"could|may|do|am) "
        r"(?:i|you)(?: allowed to)?(?: ask| answer| know)?(?: about)?(?: you)?|what (?:questions|topics) (?:can|"
        r"do) (?:i|you) (?:ask|answer|know|cover)|"
        r"how (?:do|"
        r"can) i use (?:this|it|you)|"
        r"what is this(?: bot)?(?: for)?|commands|instructions|options|start|confirm|i need help|can you help(?: me)?"
    ),
    "fr": re.compile(
        r"aide|menu|aidez moi|aide moi|besoin d aide|j ai besoin d aide|comment (?:ca|cela) (?:marche|fonctionne)|"
        r"mode d emploi|confirmer|"
        r"que (?:savez|pouvez) vous (?:faire|repondre)|que (?:sais|peux) tu faire|(?:tu|vous) (?:sers|servez) a quoi|"
        r"a quoi (?:tu sers|sers tu|servez vous|vous servez)|(?:qu est ce que |que )?(?:tu|vous) (?:sais|savez|"
        r"peux|pouvez) faire|"
        r"(?:que|qu est ce que) (?:puis je|je peux) (?:vous |te )?demander|comment (?:t |vous |l )?utiliser"
    ),
}
ASKS_PRIVACY: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"^隐私|隐私(?:政策|条款|说明|声明|吗)?$|(?:删除|导出|查看|查|看看?|要)(?:一下)?(?:我|本人)的?(?:个人)?(?:数据|信息|记录|聊天记录)|"
        r"(?:保存|保留|记录|收集|存)(?:我|我们|用户)的?(?:个人)?(?:消息|数据|信息|聊天|对话)|"
        r"(?:我|我们|用户)的?(?:个人)?(?:信息|数据|聊天记录|聊天|消息|对话)(?:会|都|还|是不是|是否|是|要|能)*(?:安全|保存|保留|存|泄露|保密|被)|"
        r"(?:数据|聊天记录|对话|个人信息)(?:会|要|都|是|怎么|如何|一般)*(?:保留|保存|存|处理|保护|安全|使用)|"
        r"(?:谁|别人|其他人)(?:会|能|可以|都)*(?:看到?|读到?|看见)我的?(?:消息|聊天|记录|数据|对话)|会泄露"
    ),
    "en": re.compile(
        r"\bprivacy\b|\b(?:delete|erase|remove|export|show|see) (?:me )?(?:all )?my (?:personal )?(?:data|messages|"
        r"history)\b|\bgdpr\b|"
        r"what do you do with my|\b(?:store|keep|save|record|collect|share|sell|use|read) (?:all )?(?:my|"
        r"our) (?:personal )?"
        r"(?:data|messages?|chats?|conversations?|information|info)\b|\bdata protection\b|\bmy (?:personal )?data\b|"
        r"\bwho (?:can |else )?(?:reads?|sees?) my\b|\bwhat (?:personal )?data do you\b|\bdata (?:do you|"
        r"you) (?:keep|store|have|collect)\b"
    ),
    "fr": re.compile(
        r"\bconfidentialite\b|\brgpd\b|\b(?:supprim\w*|effac\w*|export\w*|voir) (?:toutes )?mes (?:donnees|messages)\b|"
        r"mes donnees perso|vie privee|\bprotection des donnees\b|\bdonnees personnelles\b|\bfaites vous (?:de|"
        r"avec) mes\b|"
        r"\b(?:gardez|conservez|stockez|enregistrez|partagez|collectez|utilisez|lisez)(?: vous)? (?:mes|nos)\b|"
        r"\bmes (?:donnees|messages|informations|conversations|echanges) (?:sont|restent|seront|vont)\b|"
        r"\bqui (?:peut )?(?:lit|lire|voit|voir) mes\b"
    ),
}
