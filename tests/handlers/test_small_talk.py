"""Small talk in many words: what students say besides questions, in three languages."""

import asyncio

import pytest

from bot.core.phrases_talk import UNKIND
from tests.handlers.world import World

SAID = {
    "thanks": [
        "谢谢", "谢啦", "多谢老师", "太感谢了", "非常感谢您的回答", "3q", "thx", "thank you so much!",
        "thanks a lot", "ty", "cheers", "much appreciated", "merci", "merci beaucoup !", "un grand merci",
        "je vous remercie", "ok merci bien", "super merci", "okay got it", "I see, thanks", "明白了，谢谢", "好的",
        "收到", "嗯嗯好的", "懂了", "了解", "OK", "👌", "❤️", "c'est noté, merci", "bonne journée !", "au revoir",
        "bye", "再见", "拜拜", "晚安", "good to know, thanks", "perfect thank you", "great!", "d'accord",
        "thank you for your help", "merci pour votre aide", "merci pour ces infos", "谢谢你的帮助", "感谢解答",
        "谢谢，没别的问题了", "no more questions, thank you", "c'est tout, merci", "non merci", "不用了谢谢",
        "没事了谢谢", "[抱拳]", "[玫瑰][玫瑰]", "thank u", "tysm", "merci à vous", "很清楚，谢谢",
        "谢谢老师，辛苦了", "好哒", "okk", "嗯", "哦哦", "that's all, thanks", "thanks, that's clear",
        "Merci, c'est très clair.",
    ],
    "greeting": [
        "你好", "您好！", "hi", "hello", "Hey there", "good morning", "bonjour", "Bonsoir", "salut !", "coucou",
        "老师好", "早上好", "晚上好", "在吗", "有人吗", "嗨", "哈喽", "hello?", "hi everyone", "bonjour à tous",
        "Bonjour madame", "学姐好", "你好呀", "hola", "hiii", "yo", "下午好老师", "Good evening sir", "您好，在吗",
        "请问有人在吗", "is anybody there?", "il y a quelqu'un ?", "👋",
    ],
    "handover": [
        "人工", "转人工", "我要人工", "人工服务", "人工客服", "真人", "找真人", "我想找老师", "能和老师聊聊吗",
        "有没有真人", "帮我转接老师", "可以电话联系吗我想找个人问", "I want to talk to a human", "human please",
        "agent", "can I speak to someone", "speak to a person", "talk to a real person please", "I need a human",
        "connect me with staff", "is there someone I can talk to?", "can someone from the office contact me",
        "je veux parler à quelqu'un", "un humain svp", "parler à un conseiller",
        "je voudrais parler à une vraie personne", "puis-je parler à quelqu'un du bureau",
        "mettez-moi en relation avec un collègue", "une personne réelle s'il vous plaît", "contacter un conseiller",
        "我想跟工作人员说话", "不想跟机器人聊", "找人工老师", "让老师联系我", "operator", "real human", "live chat",
        "customer service", "人工在吗", "转接人工", "I'd prefer a human", "passez-moi quelqu'un",
        "quelqu'un peut me répondre en vrai ?",
    ],
    "feedback": [
        "没帮助", "没有用", "没啥用", "不是我想问的", "答非所问", "没解决", "不对", "你答错了", "这不是我要的答案",
        "没回答我的问题", "看不懂", "not helpful", "that's not what I asked", "this is not helpful at all",
        "wrong answer", "doesn't help", "not what I meant", "that didn't help", "useless answer", "pas utile",
        "ça ne m'aide pas", "ce n'est pas ce que je demandais", "mauvaise réponse", "ça répond pas à ma question",
        "c'est pas ça", "hors sujet", "👎", "0", "[弱]", "有用", "很有帮助", "解决了", "有帮助，谢谢", "helpful",
        "very useful, thanks", "that was helpful", "that helps", "utile", "très utile merci", "ça m'aide beaucoup",
        "c'est très utile", "没用的回答", "你没理解我的意思", "不是这个", "还是没明白", "I still don't understand",
        "je n'ai pas compris", "this doesn't answer my question", "not really", "pas vraiment", "不太有用",
        "无效回答", "awesome, that solved it",
    ],
    "language": [
        "中文", "English", "français", "in English please", "用中文", "请用英文回答", "说中文", "能说法语吗",
        "can we switch to English", "answer in French", "réponds en français", "en anglais s'il te plaît",
        "parlez chinois", "please speak Chinese", "我想用英语交流", "切换到法语", "换成英文", "改用中文",
        "French please", "can you write in Chinese?", "pouvez-vous parler français ?",
        "on peut passer à l'anglais ?", "用法文", "English!", "中文谢谢", "chinois svp", "以后请用英语回我",
        "I prefer English", "je préfère le français", "from now on in English", "后面都用中文吧", "用普通话",
        "简体中文", "英文版", "En français", "let's speak french", "reply in chinese from now on",
    ],
    "privacy": [
        "隐私", "隐私政策", "你们会保存我的聊天记录吗", "privacy", "privacy policy", "do you store my data?",
        "what data do you keep about me", "confidentialité", "RGPD", "que faites-vous de mes données ?",
        "vous gardez mes messages ?", "我的信息安全吗", "数据会保留多久", "mes données sont-elles conservées ?",
        "is my data safe", "who can read my messages?", "谁能看到我的消息", "删除我的数据", "delete my data",
        "supprimez mes données", "我想看我的数据", "个人信息怎么处理", "protection des données",
    ],
    "help": [
        "帮助", "help", "aide", "menu", "菜单", "怎么用", "你能做什么", "what can you do?", "how does this work",
        "que pouvez-vous faire ?", "comment ça marche", "？", "???", "...", "功能", "你会什么", "start", "你能干嘛",
        "你可以回答什么问题", "what can I ask you?", "que puis-je vous demander ?", "aidez-moi", "使用方法",
        "help me", "你是谁", "who are you", "qui êtes-vous ?",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", SAID)
def test_small_talk_in_many_words_is_understood(world: World, kind: str) -> None:
    async def kinds() -> dict[str, str]:
        found = {}
        for number, said in enumerate(SAID[kind]):
            student = f"oStudent{number}"
            await world.asked("需要会法语吗？", FromUserName=student)
            await world.asked(said, FromUserName=student)
            person = next(reversed(world.people._states.values()))
            found[said] = person.replies[-1][1].kind.value
        return found

    wrong = {said: found for said, found in asyncio.run(kinds()).items() if found != kind}
    assert wrong == {}


@pytest.mark.parametrize("said", ["弱智客服", "你们都是骗子", "nmsl", "t'es con toi", "what an absolute joke of a bot"])
def test_an_insult_calls_nobody(world: World, said: str) -> None:
    reply = asyncio.run(world.asked(said))
    assert reply is not None
    assert reply[:8] in {text[:8] for text in UNKIND.values()}


@pytest.mark.parametrize("said", ["垃圾机器人，转人工", "你们客服在吗", "stupid bot, let me talk to a human"])
def test_who_is_angry_and_wants_a_person_gets_one(world: World, said: str) -> None:
    asyncio.run(world.asked(said))
    assert next(reversed(world.people._states.values())).replies[-1][1].kind.value == "handover"
