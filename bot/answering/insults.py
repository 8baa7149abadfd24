"""Insults in chat: whole words, letters for words (nmsl, ntm), sounds for words, in three languages.

Everything is in the form of `plain`. A message is an insult only when it says nothing else, so words that are harmless
elsewhere may stand here; a question with a swear word in it stays a question.
"""

import re

from bot.answering.gate import Gate

_HAN = (
    # The listener, by name.
    r"傻[子逼笔比币瓜叉缺屌帽狗蛋x]*|[煞沙杀][逼笔比币壁雕x]|大?笨(?:蛋|死|猪)?|蠢(?:货|蛋|驴|猪|死|材)?|白痴|智障|"
    r"弱智|智商(?:低|为?零|为?0|欠费|堪忧|感人)|"
    r"脑(?:残|瘫|子(?:有(?:病|坑|问题|屎|泡|毛病)|进水|坏|瓦特|被驴踢)|袋有(?:坑|问题|病))|废(?:物|柴|话)|垃圾|辣鸡|"
    r"拉圾|饭桶|人渣|渣渣?|败类|"
    r"畜[生牲]|杂种|贱[人货]|婊子?|王八蛋?|龟(?:儿子|孙)|混[账蛋帐]+|狗(?:屁不通|屁|东西|日的?|杂种|比|逼|腿子)|"
    r"猪(?:头|脑子?|一样|狗不如)?|二[货逼]|"
    r"神经(?:病|质)?|有(?:病|毛病)|变态|不要脸|骗(?:子|钱的?|人的?)|奇葩|恶心|丢人|菜[鸡狗逼]|(?<![a-z])(?:sb|s13|"
    r"shabi|sabi)(?![a-z0-9])|"
    # What is wished on them.
    r"[操草艹日干肏靠曰](?:你|尼|泥|拟|您)(?:妈|马|玛|吗|娘|大爷|全家|祖宗)?的?[逼比]?|(?:你|尼|泥)(?:妈|马|"
    r"玛)(?:死了|的|炸了|逼)?|全家死光?|死全家|去死|"
    r"去(?:你|他)[妈娘大爷]+的?|滚(?:犊子|蛋|开|远点|粗)?|闭嘴|住口|吃屎|[他她]妈的?|妈(?:的|卖批|了个(?:逼|巴子))|"
    r"特么的?|尼玛|屎|"
    r"(?<![a-z])(?:nmsl|nmb|cnm|cnmb|tmd|mlgb|wdnmd|qnmd|rnm|wcnm|caonima|mmp)(?![a-z0-9])|我[操草靠艹日去]|卧槽|握草|"
    r"鸡巴|屌|"
    # What it is or does.
    r"什么(?:[破鬼烂屁]|玩[意应]儿?|东西|垃圾|狗屁)|破(?=机器|玩意|系统|网站|学校|东西|客服|程序|软件|公众号|助手|bot|"
    r"ai|$)|烂(?:透了?|死了?|系统|货)?|坑(?:人|钱|爹|货)|"
    r"(?:一?点|屁|卵|鸟|毛)用(?:处)?(?:都|也)?没有?|没(?:屁|卵|鸟|啥|什么|个)?用|一无是处|浪费时间|差劲|太差|真差|无语"
)
_LATIN = (
    r"sb|s13|shabi|sabi|nmsl|nmb|cnmb?|tmd|mlgb|wdnmd|qnmd|rnm|wcnm|caonima|mmp|"
    r"fuck(?:ing?|in|er|ers|ed)?|fk|fck|fcking?|f(?= u )|fu(?= $)|stfu|gtfo|wtf|ffs|kys|screw (?:you|u)|(?:go to|"
    r"what the|the) hell|"
    r"drop dead|shut (?:the \w+ )?up|stupid|idiots?|idiotic|useless|dumb(?:ass)?|morons?|imbecile|retard(?:ed)?|"
    r"brain ?dead|rubbish|(?:bull ?)?shit(?:ty)?|crap(?:py)?|sucks?|sucker|worthless|garbage|trash|piece of|"
    r"ass ?holes?|losers?|pathetic|bitch|bastards?|jerks?|dick(?:head)?|prick|wankers?|cunt|clowns?|(?:is|what|"
    r"such) an? (?:\w+ )?joke|scam(?:mers?|s)?|"
    r"liars?|thieves|frauds?|disgust(?:ing)?|i hate|hate (?:you|u)|worst|terrible|horrible|awful|ridiculous|"
    # French
    r"nul(?:le)?s?|con(?:s|ne|nes)?|conn?ards?|connasse|debiles?|stupides?|idiote?s?|abruti\w*|cretins?|inutile?s?|"
    r"inutil|merd(?:e|es|ique|eux)|ta gueule|tg|ftg|fdp|ntm|tgl|pd|putes?|putains?|encul\w+|batards?|salop\w*|salauds?|"
    r"niqu\w* (?:ta|sa|vos|tes) \w+|(?:la ferme|ferme la)|degage[sz]?|casse toi|va (?:te faire \w+(?: \w+)?|chier|"
    r"mourir|crever)|"
    r"(?:fait|faites) chier|chiante?s?|creve[sz]?|incompetente?s?|(?:une |la )?honte|honteux|bete|pourrie?s?|daube|"
    r"arnaqu\w*|escrocs?|voleurs?|menteurs?|bouffons?|guignols?|tocards?|minables?|ordures?|raclures?|"
    r"espece d e? ?\w+(?: de \w+)?|espece de \w+(?: de \w+)?|bande d e? ?\w+|bande de \w+|trou du cul|bouche (?= ou )|"
    r"bouche|"
    r"(?:sers?|sert|servez) a rien"
)
HAN = re.compile(_HAN)
_HAN_GATE, _LATIN_GATE = Gate((_HAN,)), Gate((_LATIN,), words=True)
LATIN = re.compile(rf" (?:{_LATIN})(?= )")
# What people say around it, in anger.
_AROUND_HAN = re.compile(
    r"[你您]们?|尼|这|那|个|[帮群]|就|都|只|会|是不?是?|不是|全|一|真|太|好|很|什么|啥|的|得|地|了|啊|吧|呀|呢|哦|吗|"
    r"嘛|么|吼|机器人?|人工智能|人工智障|智能|系统|客服|学校|老师|助手|公众号|程序|软件|网站|玩意儿?|东西|货|"
    r"(?<![a-z])(?:bot|ai|tm)(?![a-z])|机器|答(?:案|的|非所问|不上来)?|回[答复]|回|说|问了?|"
    r"[两二三四五六七八九十几多半好]*[遍次天]|还|不会|不懂|不到|不了|听不懂|看不懂|(?:听|看|说)不?(?:懂|明白)?人话|连|"
    r"也|没有?|人|话|跟|和|像|似|一样|简直|做|给我|老子|老娘|爹|烦|死|够|鬼|蛋|到底|能不能|行不行|有|逼|一点|完全|"
    r"根本|纯|大|小|快|赶紧|永远|去|叫|玩|谁|我|服|气|想|骂|要|谁家|哪来|家伙|家"
)
_AROUND_LATIN = re.compile(
    r" (?:you(?: all)?|u|ur|your?|all|y|are|re|r|is|s|it|this|that|these|those|what|such|an?|the|i|me|my|of|bunch|lot|"
    r"pack|absolute(?:ly)?|complete(?:ly)?|total(?:ly)?|utter(?:ly)?|so|too|really|very|just|fully|big|little|old|"
    r"bloody|damn(?:ed)?|bot|robot|chatbot|machine|program|service|school|office|system|website|app|answers?|replies|"
    r"thing|junk|crap|team|people|guys?|man|bro|mate|lol|lmao|omg|at|even|ever|by|far|can t|cannot|cant|don t|dont|"
    r"read|in|go|off|up|waste|time|money|nothing|does|do|did|work|works|never|like|most|biggest|and|as|hell|with|to|"
    r"be|am|have|seen|for|tu|t|es|toi|vous|etes|il|elle|est|c|ca|ce|cet|cette|ces|un|une|des?|d|du|le|la|les|l|qu|que|"
    r"quel(?:le)?s?|votre|vos|ton|ta|trop|tres|si|aussi|vraiment|completement|totalement|grave|bien|mais|plus|"
    r"gros(?:se)?|sale|pauvre|petite?|vieux|ecole|robot|machine|site|reponses?|truc|ou quoi|a|ne|n|rien|pas|et|comme|"
    r"tous|toutes|je|j|on|suis|comprends?|comprenez|ferme|gueule|mere|ai|monde|sert|sers|servez|jamais|"
    r"boite de conserve)(?= )"
)
# Whether it is true may be a real question: "is it a scam?", "这学校垃圾吗".
_DOUBTED = re.compile(
    r"骗|垃圾|没用|没什么用|没啥用|烂|坑|差|恶心|有病|\b(?:scams?|frauds?|joke|terrible|horrible|awful|worst|"
    r"worthless|useless|garbage|trash|sucks?|arnaqu\w*|escrocs?|nul(?:le)?s?|inutile?s?|pourrie?s?|honte|chiant\w*)\b"
)
_ASKS = re.compile(r"[吗么]$|是不是|会不会|有没有|^(?:is|are|do|does|est ce) |\b(?:est il|sont ils|etes vous)\b")
_AT_YOU = re.compile(r"[你您尼]|机器|客服|\b(?:you|u|ur|tu|t es|toi|vous)\b")
# Who says it of themselves needs no calming down.
_OF_ONESELF = re.compile(
    r"我(?:[是真好太很就也都]|觉得|自己|这么|怎么|一个|个){0,3}(?:傻|笨|蠢|废|没用|智障|弱智|白痴|垃圾|差|渣|菜|猪|"
    r"有病|恶心|变态)|\b(?:i m|im|i am|i feel|i look|am i) (?:so |too |such |just |really |an? |totally )*(?:stupid|"
    r"dumb|useless|worthless|pathetic|idiot|moron|loser|rubbish|trash)\b|\bje (?:suis|me sens) (?:trop |si |vraiment |"
    r"une? |tellement )*(?:nul(?:le)?|con|conne|bete|debile|idiote?|stupide|inutile|incompetente?)\b|\bj ai honte\b"
)
_LETTERS = re.compile("[a-z]")


def found_in(said: str) -> bool:
    """Whether any such word stands in a text in plain form."""
    if said.isascii():
        return _LATIN_GATE.search(f" {said} ")
    return _HAN_GATE.search(said) or (bool(_LETTERS.search(said)) and _LATIN_GATE.search(f" {said} "))


def without(said: str) -> str:
    """A text in plain form without insults and what goes with them, with a space at both ends."""
    return _AROUND_LATIN.sub(" ", _AROUND_HAN.sub(" ", LATIN.sub(" ", HAN.sub(" ", f" {said} "))))


def is_meant(said: str, *, asks: bool) -> bool:
    """Whether words found are thrown at somebody, neither at oneself nor in a real question ("is it a scam?")."""
    if _OF_ONESELF.search(said):
        return False
    if not _DOUBTED.search(said):
        return True
    return not _ASKS.search(said) and not (asks and not _AT_YOU.search(said))
