"""Messages of somebody who is not well: they need a kind word and a person, not an entry."""

import re

from bot.answering.gate import Gate
from bot.answering.parts import wonders
from bot.answering.smalltalk import plain

_LATIN = re.compile("[a-z]")
# Words about not wanting to live, in the form of `plain`. They count in any message.
_GRAVE_HAN = re.compile(
    r"不想(?:再|继续)?活|活不(?:下去|成)|活着(?:真的?|好|很|太|也)?(?:没|没有|有什么|累|痛苦|干嘛|图什么)(?:意思|意义|"
    r"劲)?|活(?:够|腻|累)了|(?:我|好|真|很|就|只|都)想死(?![你您他她我])|^想死了?$|想要?去死|不如死|死了(?:算了|"
    r"一了百了|就好|多好)|自杀|自残|自尽|轻生|寻短见|割腕|遗书|想(?:要|从.{1,6})?跳(?:楼|河|江|下去)|(?:结束|"
    r"了结)(?:我|自己)?的?(?:生命|一切|自己)|伤害我?自己|没有?(?:活下去|活着)的?(?:勇气|理由|意义|动力|意思)|(?:我|"
    r"自己)(?:要是|如果|真的?|就)?(?:死|消失|不在)了(?:.{0,6})(?:没有?人|不会有人|谁会|也好|就好|更好)|想(?:要|"
    r"从这个世界)?消失(?!的)|不配活|(?:吞|吃).{0,3}安眠药|不想(?:再)?醒(?:来|过来)"
)
_GRAVE_LATIN = re.compile(
    r"\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|drown) (?:my ?self|me)\b|\bsuicid\w*|"
    r"\bself harm\w*|\bkms\b|\b(?:end|ending|take|taking) (?:my (?:own )?life|it all)\b|\b(?:want|wish|going|ready|"
    r"rather|prefer|like|hope|deserve) to die\b|\bwann?a die\b|\bbetter off (?:dead|without me)\b|\bno (?:reason|"
    r"point|will) (?:to|in|for) (?:live|living|life|going on)\b|\blife (?:is|has|feels) (?:so |just |totally |"
    r"all )?(?:pointless|meaningless|not worth|no meaning|unbearable|no longer worth)|\b(?:don t|dont|do not|"
    r"no longer) want to (?:live|be alive|exist|wake up|be here|go on)\b(?! in| on campus| with| near| at)|"
    r"\b(?:no ?(?:one|body)|who|nobody) (?:would|will|ll|d)(?: even)? (?:miss|notice|care)(?: about)?(?: me)?(?: if|"
    r" when)? ?(?:i|me)\b|\b(?:want|wish|going|could)(?: \w+)? (?:to |i could )(?:just )?disappear\b|"
    r"\bi wish i (?:was|were) (?:dead|never born)\b|\b(?:me|m) (?:tuer|suicider|pendre|foutre en l air)\b|"
    r"\b(?:envie de|veux|voudrais|prefere|envie d) (?:mourir|crever|disparaitre|partir pour toujours)\b|"
    r"\bplus (?:du tout )?(?:envie de|la force de|gout a|de raison de) (?:vivre|la vie|continuer a vivre)\b|\b(?:veux|"
    r"peux) plus vivre\b(?! (?:a|en|dans|avec|chez)\b)|\bidees? (?:noires?|suicidaires?)\b|\bvie (?:n a|a) plus (?:de|"
    r"aucun) sens\b|\bmettre fin a (?:mes jours|ma vie|tout ca)\b|\ben finir avec (?:la|ma) vie\b|\b(?:envie d|veux|"
    r"pense a|penser a|songe a) en finir$|\bme (?:faire du mal|scarifi\w+|mutil\w+)\b|"
    r"\bpersonne ne (?:me regretter\w+|remarquer\w+ mon absence|pleurer\w+)"
)
# What others do to the writer. It counts in any message but one that only imagines it.
_HARMED_HAN = re.compile(
    r"(?:我|俺).{0,6}(?:被|遭到?|受到?|遇到)(?:.{0,8})(?:骚扰|霸凌|欺负|欺凌|殴打|家暴|性侵|强奸|猥亵|非礼|威胁|跟踪|"
    r"孤立|虐待|恐吓|勒索|囚禁|暴力|排挤|pua)|^(?:在.{1,5})?被(?:.{0,4})(?:骚扰|霸凌|欺负|欺凌|殴打|家暴|性侵|强奸|"
    r"猥亵|威胁|跟踪|虐待|恐吓|勒索)(?:了|过|好|怎么办|不)|(?:室友|同学|男友|女友|男朋友|女朋友|老公|丈夫|老师|导师|"
    r"房东|对象|前任|他|她|有人|他们|爸|妈|父亲|母亲|同事|老板)(?:们)?(?:.{0,3})(?:总|天天|一直|经常|老|又|动手|每天|"
    r"昨天|刚才?)?(?:是)?(?:在)?(?:骚扰|霸凌|欺负|殴打|家暴|性侵|强奸|猥亵|威胁|跟踪|虐待|孤立|恐吓|侮辱|打|pua)(?:了|"
    r"过|骂)?我(?!电话|手机|的电话|电|微信|语音)"
)
_HARMED_LATIN = re.compile(
    r"\b(?:i m|im|i am|i was|i ve been|i have been|i got|i get|i keep getting|been) (?:being |getting |constantly |"
    r"always |so |sexually |badly )*(?:bullied|harass?ed|abused|beaten|assaulted|raped|stalked|threatened|molested|"
    r"groped|attacked|blackmailed)\b(?! (?:by the weather|with work))|\b(?:room ?mate|flat ?mate|boy ?friend|"
    r"girl ?friend|husband|partner|ex|professor|supervisor|teacher|landlord|classmates?|someone|somebody|guy|man|he|"
    r"she|they|father|mother|dad|mom|boss|people)(?: \w+){0,2} (?:hits?|hit|beats?|bullies|bully|bullying|harass(?:es|"
    r"ed|ing)?|abuses?|abusing|threatens?|threatened|threatening|stalks?|stalking|stalked|assaulted|raped|touched|"
    r"touches|groped|hurts|insults?|follows|following|attacked|blackmails?|mocks?) (?:on )?me\b(?! up|"
    r" with (?:details|info|documents|questions))|\b(?:touch\w*|sex\w*|photos?|kiss\w*|"
    r"film\w*)(?: \w+){0,4} without my consent\b|\b(?:sexual|sexually) (?:harass\w+|assault\w*) (?:me|by my)\b|"
    r"\b(?:on|il|elle|ils|elles|qui|coloc\w*|copain|copine|mari|prof|professeur|directeur|encadrant|camarades?|"
    r"proprio\w*|ex|mec|homme|quelqu un|pere|mere|tuteur|maitre de stage)(?: de \w+)?(?: \w+){0,2} (?:me|m|m a|m ont|"
    r"nous) (?:\w+ )?(?:harcel\w+|frapp\w+|agress\w+|menac\w+|insult\w+|viol\w+|touch\w+ sans|suit partout|suivi|"
    r"bat\b|battu\w*|bats|tap\w+ dessus|humili\w+|maltrait\w+|chant\w+)|\bje (?:suis|me fais|me sens|"
    r"me suis fait\w*) (?:\w+ )?(?:harcel\w+|frapper?e?\b|agress\w+|menac\w+|viol\w+|battue?\b|humili\w+|maltrait\w+|"
    r"racketter?\w*)|\bj ai ete (?:\w+ )?(?:harcel\w+|frapp\w+|agress\w+|menac\w+|viol\w+|battue?)|\bvictime d (?:un |"
    r"une |e )?(?:harcelement|agression|viol|violences?)|\bvictime de (?:harcelement|viol|violences?|racisme)"
)
_IMAGINED = re.compile(
    r"如果|要是|万一|假如|假设|会不会|会被|怕被|担心被|\bif\b|\bwhat happens\b|\bin case\b|\bsi (?:on|je|il|elle|un|"
    r"une|j)\b|\ben cas\b|\bwill i\b|\bcould i be\b|\bvais je\b|\bpeut on\b"
)
# Words of exhaustion. Beside a question they are only a sigh: "the papers drive me mad, what do you need?"
_WORN_OUT_HAN = re.compile(
    r"撑不(?:下去|住)|坚持不(?:下去|住)|熬不(?:下去|住)|扛不住|受不了了|(?:我|要|快|真的?|精神|心态|情绪)(?:要|快|都|"
    r"已经|彻底|有点)?(?:崩溃|崩了)|绝望|抑郁(?!不)|(?:没有?|看不到)(?:任何|一点)?希望了?$|没有?(?:一个)?人(?:能|会|"
    r"真正|愿意)?(?:关心|在乎|在意|理解|喜欢|懂|爱)我|没有?人(?:会)?(?:在意|在乎)$|想哭|(?:天天|每天|整夜|整晚|每晚|"
    r"晚上|一直|偷偷)(?:都|在|躲着)?哭|失眠.{0,6}(?:崩|受不了|痛苦|几个?月|好久)|焦虑(?:症|到|得)|(?:我|自己)(?:真的?|"
    r"就|好|是|太|一直)?(?:好|很)?(?:是)?(?:个|一个)?(?:废人|累赘|多余的?|失败者|没用的人|一无是处)|(?:觉得|"
    r"感觉)(?:自己|我)?(?:.{0,4})(?:是)?(?:个)?(?:废人|废物|累赘|多余|失败者|没有?价值|一无是处|没用)|(?:我|好|很|太|"
    r"真的?)(?:好|很|太)?(?:痛苦|孤独|无助)(?![吗么])(?:.{0,3})$|人生(?:没有?|毫无)(?:意义|意思|希望)|(?:感觉|"
    r"觉得)(?:一切|什么)?(?:都)?(?:没有?|毫无)(?:意义|意思)|对(?:什么|一切|生活)(?:都)?(?:没|失去)(?:了)?(?:兴趣|信心|"
    r"希望)"
)
_WORN_OUT_LATIN = re.compile(
    r"\bcan ?(?:t|not) (?:go on|keep going|cope|stop crying|take (?:it|this)(?= any|$)|do this any|handle (?:this|"
    r"it) any|breathe)|\b(?:keep|can t stop|always|been) crying\b|\bcry(?:ing)? (?:every|all|myself)\b|\b(?:crying|"
    r"cry) (?:at )?night\b|\b(?:i m|im|i am|i feel|feeling|i ve been|been feeling) (?:so |very |really |completely |"
    r"totally |just |all |always |severely |extremely |a bit )*(?:depressed|desperate|hopeless|helpless|worthless|"
    r"broken|lonely|(?<=so )alone|(?<=all )alone|(?<=ly )alone|suicidal|a burden|a failure|empty|numb)\b(?! for|"
    r" to (?:find|get)| i am$| i m$)|\b(?:breaking down|falling apart|mental breakdown|panic attacks?)\b|\bno ?(?:one|"
    r"body) (?:cares|loves me|likes me|understands me|wants me|would care)\b|\b(?:i have|having|with|suffer\w* from|"
    r"my) depression\b|\bi hate (?:myself|my life)\b|\blost all hope\b|\bgive up on (?:life|everything)\b|"
    r"\bj?e? ?n? ?en peux (?:vraiment |absolument )?plus\b|\bje (?:craque|deprime|pleure (?:tout le temps|tous les|"
    r"toutes les|chaque|sans))\b|\bplus (?:envie de|le gout|gout a) (?:rien|a rien)\b|\bje (?:suis|me sens) (?:si |"
    r"tres |trop |vraiment |tellement |completement |en pleine |toute? )*(?:a bout(?! de souffle)|desespere\w*|"
    r"deprime\w*|au bout du rouleau|seule?(?= (?:$|que|ici|et))|vide|perdue? et seule?|inutile|depressi\w+|"
    r"en depression|un fardeau)\b(?! en master| a faire| candidat)|\bje (?:ne |n )?tiens plus\b|"
    r"\bje n y arrive (?:vraiment )?plus\b|\bpersonne ne m aime\b|\bje (?:me )?(?:deteste|hais)(?: ma vie)?(?= |$)|"
    r"\b(?:fais|en|suis en) (?:une )?depression\b|\bcrises? d angoisse\b|\bfaire un burn ?out\b"
)
# "What should I do?" asks for help, not for an entry.
_FOR_HELP = re.compile(
    r"(?:我|你们|请问)?(?:该|应该|到底|能|可以|要|现在)?(?:怎么办|咋办|怎么做|怎么好|如何是好|找谁(?:说|帮忙|求助)?|"
    r"(?:跟|和|对)谁说|去哪求助|求助|救救我|帮帮我|有没有人(?:能|可以)?(?:帮|救|听|陪)?(?:帮|一?下)?我?|能帮我吗|"
    r"可以帮我吗|为什么|怎么会这样)(?:呢|啊|呀|吗)?|\b(?:what|who) (?:should|can|do|could|to|shall) (?:i )?(?:do|"
    r"talk to|tell|turn to|call|contact)(?: now)?\b|\bwhat now\b|\b(?:can|could) (?:you|someone|"
    r"anyone) (?:please )?help(?: me)?\b|\bplease help(?: me)?\b|\bwhy me\b|\b(?:que|quoi) (?:dois je |puis je |"
    r"peux je |dois |puis )?faire\b|\bje fais quoi\b|\ba qui (?:parler|en parler|m adresser|je parle|je peux parler|"
    r"dois je parler)\b|\bqui (?:contacter|appeler|peut m aider)\b|\b(?:aidez|aide) moi\b"
)
RECOGNISERS = (_GRAVE_HAN, _GRAVE_LATIN, _HARMED_HAN, _HARMED_LATIN, _WORN_OUT_HAN, _WORN_OUT_LATIN)
GATE = Gate(one.pattern for one in RECOGNISERS)


def sounds_distressed(text: str) -> bool:
    """Whether a normalised message sounds as if its writer needs a person rather than an answer."""
    said = plain(text)
    if not GATE.search(said):
        return False
    if _GRAVE_HAN.search(said) or _HARMED_HAN.search(said):
        return _GRAVE_HAN.search(said) is not None or not _IMAGINED.search(said)
    if _WORN_OUT_HAN.search(said) and not _asks_more(said, text):
        return True
    if not _LATIN.search(said):
        return False
    if _GRAVE_LATIN.search(said) or (_HARMED_LATIN.search(said) and not _IMAGINED.search(said)):
        return True
    return bool(_WORN_OUT_LATIN.search(said)) and not _asks_more(said, text)


def _asks_more(said: str, text: str) -> bool:
    """Whether a message asks for anything but help."""
    rest, asked = _FOR_HELP.subn(" ", said)
    return wonders(rest) if asked else wonders(text)
