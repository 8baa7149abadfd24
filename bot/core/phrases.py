"""What the bot says in its own words, in Chinese, English and French; answers come from the FAQ, verbatim."""

from collections.abc import Mapping
from datetime import datetime

from bot.core.office import Office

Phrase = Mapping[str, str]

LANG_NAMES: Mapping[str, Phrase] = {
    "zh": {"zh": "中文", "en": "英文", "fr": "法文"},
    "en": {"zh": "Chinese", "en": "English", "fr": "French"},
    "fr": {"zh": "chinois", "en": "anglais", "fr": "français"},
}

# First follow: Chinese first, then one line each, because we do not know yet who reads it.
WELCOME = (
    "你好，这里是巴黎高科（ParisTech）中国办公室 👋 直接打字问我就行，中文、英文、法文都可以。\n"
    "Hello! Ask me anything about studying with ParisTech, in Chinese, English or French.\n"
    "Bonjour ! Posez-moi vos questions sur ParisTech, en chinois, en anglais ou en français."
)
WELCOME_KNOWN: Phrase = {
    "zh": "欢迎回来 👋 想问什么，直接打字就行。",
    "en": "Welcome back 👋 Just type your question.",
    "fr": "Content de vous revoir 👋 Écrivez simplement votre question.",
}
TOP_QUESTIONS: Phrase = {"zh": "大家常问：", "en": "Often asked:", "fr": "Questions fréquentes :"}
WAYS_OUT_ALL = (
    "找同事请回复“人工” · a colleague: “human” · un collègue : « humain »\n"
    "您的数据：“隐私” · your data: “privacy” · vos données : « confidentialité »"
)
WAYS_OUT: Phrase = {
    "zh": "想找同事，请回复“人工”。我们怎样保存消息，请回复“隐私”。",
    "en": "To reach a colleague, reply “human”. How we keep your messages: reply “privacy”.",
    "fr": "Pour joindre un collègue, répondez « humain ». Vos données : répondez « confidentialité ».",
}

CHOOSE: Phrase = {
    "zh": "您想问的是哪一个？回复数字或点一下：",
    "en": "Which one do you mean? Reply with its number, or tap it:",
    "fr": "De quoi s'agit-il ? Répondez par le numéro ou touchez la ligne :",
}
NO_SUCH_NUMBER: Phrase = {
    "zh": "没有第 {number} 项，请在下面选一个：",
    "en": "There is no {number}. Please choose one of these:",
    "fr": "Il n'y a pas de numéro {number}. Choisissez parmi ces lignes :",
}
NO_OPEN_LIST: Phrase = {
    "zh": "现在没有可选的列表（列表 10 分钟内有效）。请把问题再说一遍，我来帮您找。",
    "en": "There is no list to choose from any more (a list is good for 10 minutes). Please ask your question again.",
    "fr": "Il n'y a plus de liste où choisir (une liste vaut 10 minutes). Posez de nouveau votre question, s'il vous "
    "plaît.",
}

NO_ANSWER: Phrase = {
    "zh": "抱歉，这个问题我还没有现成的答案，不想随便答您。",
    "en": "Sorry, I have no answer to that, and I would rather not guess.",
    "fr": "Désolé, je n'ai pas de réponse à cela et je préfère ne pas deviner.",
}
NO_ANSWER_TO_PART: Phrase = {
    "zh": "您问的另一点，我还没有现成的答案。",
    "en": "To the other part of your message I have no answer yet.",
    "fr": "Pour l'autre partie de votre message, je n'ai pas encore de réponse.",
}
NEAREST: Phrase = {
    "zh": "也许与这些有关：",
    "en": "Perhaps one of these helps:",
    "fr": "Peut-être une de ces questions :",
}
PERSON: Phrase = {"zh": "人工", "en": "human", "fr": "humain"}
ASK_PERSON: Phrase = {
    "zh": "需要同事来回答，请回复“{person}”，或写信到 {contact}。",
    "en": "For a colleague, reply “{person}” or write to {contact}.",
    "fr": "Pour joindre un collègue, répondez « {person} » ou écrivez à {contact}.",
}
RELATED: Phrase = {"zh": "相关：", "en": "See also:", "fr": "À voir aussi :"}
OTHER_LANGUAGE: Phrase = {
    "zh": "（暂无中文版，以下是{name}）",
    "en": "(There is no English version yet; this is the {name} text.)",
    "fr": "(Pas encore de version française ; voici le texte en {name}.)",
}

GREETING: Phrase = {
    "zh": "您好！我是巴黎高科中国办公室的小助手。想了解项目、申请、奖学金或签证，直接问我就行。",
    "en": "Hello! I am the assistant of ParisTech's China office. Ask me about programmes, applications, grants or "
    "visas.",
    "fr": "Bonjour ! Je suis l'assistant du bureau de ParisTech en Chine. Demandez-moi tout sur les programmes, la "
    "candidature, les bourses ou le visa.",
}
THANKS: Phrase = {
    "zh": "不客气！还有问题随时问我。",
    "en": "You're welcome! Ask me again any time.",
    "fr": "Avec plaisir ! N'hésitez pas si vous avez d'autres questions.",
}
LANGUAGE_SET: Phrase = {
    "zh": "好的，以后用中文回复您。",
    "en": "Fine, I will answer in English from now on.",
    "fr": "Entendu, je vous répondrai en français.",
}
HELP: Phrase = {
    "zh": "用一句话问我就行，例如“9+9怎么申请”“需要会法语吗”。我给出列表时，回复数字即可选择。\n"
    "回复“English”或“français”可以换语言；回复“人工”可以找同事；回复“隐私”了解我们怎样保存消息。",
    "en": "Ask me in one sentence, for example “How do I apply for 9+9?” or “Do I need French?”. When I give a list, "
    "reply with a "
    "number.\nReply “中文” or “français” to change the language, “human” for a colleague, “privacy” for how we keep "
    "messages.",
    "fr": "Posez-moi votre question en une phrase, par exemple « Comment candidater au 9+9 ? » ou « Faut-il parler "
    "français ? ». "
    "Quand je donne une liste, répondez par un numéro.\nRépondez « 中文 » ou « English » pour changer de langue, « "
    "humain » pour "
    "un collègue, « confidentialité » pour vos données.",
}
PRIVACY: Phrase = {
    "zh": "我们保存：您的问题、时间，以及一个看不出您是谁的编号；聊天记录 {days} 天后删除。不保存昵称、头像、位置、"
    "图片和语音；"
    "电话、证件号、邮箱在保存前会被遮住。"
    "查看请回复“导出我的数据”，删除请回复“删除我的数据”；有问题请写信到 {contact}。",
    "en": "We keep your question, its time, and a number that does not show who you are; chats are deleted after "
    "{days} days. We keep "
    "no nickname, picture, position or voice; phone, ID and e-mail details are masked before anything is stored. To "
    "see it, reply “export my data”; to have it deleted, “delete my data”. Questions: {contact}.",
    "fr": "Nous gardons votre question, son heure et un numéro qui ne dit pas qui vous êtes ; les échanges sont "
    "effacés après {days} "
    "jours. Ni pseudonyme, ni photo, ni position, ni voix ; téléphones, pièces d'identité et adresses sont masqués "
    "avant tout "
    "enregistrement. Pour voir vos données, répondez « exporter mes données » ; pour tout effacer, « supprimez "
    "mes données ». Questions : {contact}.",
}

HANDOVER_OPEN: Phrase = {
    "zh": "好的，已转给同事。办公时间是周一至周五 {opens}–{closes}（上海时间），同事会尽快看；",
    "en": "Done: a colleague will read your request. We are in Monday to Friday, {opens}–{closes} (Shanghai time);",
    "fr": "C'est fait : un collègue lira votre demande. Nous sommes là du lundi au vendredi, {opens}–{closes} (heure "
    "de Shanghai) ;",
}
HANDOVER_CLOSED: Phrase = {
    "zh": "好的，已转给同事。现在不在办公时间，同事会从{when}（上海时间）起查看；",
    "en": "Done: your request is in our inbox. The office is closed now; a colleague will read it from {when} "
    "(Shanghai time);",
    "fr": "C'est fait : votre demande est notée. Le bureau est fermé ; un collègue la lira à partir de {when} (heure "
    "de Shanghai) ;",
}
HANDOVER_DETAILS: Phrase = {
    "zh": "请把具体情况写在下一条消息里。着急的话请写信到 {contact}。",
    "en": "please write the details in your next message. If it is urgent: {contact}.",
    "fr": "écrivez les détails dans votre prochain message. Si c'est urgent : {contact}.",
}
HANDOVER_ADDED_OPEN: Phrase = {
    "zh": "已加到您的请求里，同事会在办公时间（周一至周五 {opens}–{closes}，上海时间）看到。",
    "en": "I have added this to your request; a colleague will see it (Monday to Friday, {opens}–{closes}, Shanghai "
    "time).",
    "fr": "C'est ajouté à votre demande ; un collègue la verra (du lundi au vendredi, {opens}–{closes}, heure de "
    "Shanghai).",
}
HANDOVER_ADDED_CLOSED: Phrase = {
    "zh": "已加到您的请求里，同事会从{when}（上海时间）起查看。",
    "en": "I have added this to your request; a colleague will read it from {when} (Shanghai time).",
    "fr": "C'est ajouté à votre demande ; un collègue la lira à partir de {when} (heure de Shanghai).",
}
NO_NUMBERS_PLEASE: Phrase = {
    "zh": "为了您的安全，请不要在这里发证件号、电话或银行卡号；我们保存时已遮住。",
    "en": "For your safety, please do not send ID, phone or card numbers here; I masked them before storing.",
    "fr": "Pour votre sécurité, n'envoyez pas ici de numéros de pièce d'identité, de téléphone ou de carte ; je les "
    "ai masqués.",
}

NOT_HELPFUL: Phrase = {
    "zh": "谢谢您告诉我，已记下。换个说法再问一次也许能找到；要同事来答，回复“{person}”，或写信到 {contact}。",
    "en": "Thank you for telling me, I have noted it. Try other words, or reply “{person}” for a colleague; e-mail: "
    "{contact}.",
    "fr": "Merci de me le dire, c'est noté. Essayez d'autres mots, ou répondez « {person} » pour un collègue ; "
    "courriel : {contact}.",
}
HELPFUL: Phrase = {
    "zh": "太好了，谢谢您的反馈！",
    "en": "Good to know, thank you!",
    "fr": "Merci de votre retour, tant mieux !",
}

MEDIA: Mapping[str, Phrase] = {
    "voice": {
        "zh": "我听不了语音，请把问题打成文字。",
        "en": "I cannot listen to voice messages. Please type your question.",
        "fr": "Je ne peux pas écouter les messages vocaux. Écrivez votre question, s'il vous plaît.",
    },
    "image": {
        "zh": "我看不了图片，请把问题打成文字。",
        "en": "I cannot read pictures. Please type your question.",
        "fr": "Je ne peux pas lire les images. Écrivez votre question, s'il vous plaît.",
    },
    "location": {
        "zh": "我用不到位置，也没有保存它。请把问题打成文字。",
        "en": "I have no use for a position and did not store it. Please type your question.",
        "fr": "Je n'utilise pas votre position et ne l'ai pas gardée. Écrivez votre question, s'il vous plaît.",
    },
    "other": {
        "zh": "这种消息我还看不懂，请把问题打成文字。",
        "en": "I cannot read this kind of message. Please type your question.",
        "fr": "Je ne sais pas lire ce type de message. Écrivez votre question, s'il vous plaît.",
    },
    "empty": {
        "zh": "我没有收到文字，请把问题打成一句话发给我。",
        "en": "I received no text. Please type your question in one sentence.",
        "fr": "Je n'ai reçu aucun texte. Écrivez votre question en une phrase, s'il vous plaît.",
    },
}

NOT_SAVED: Phrase = {
    "zh": "抱歉，刚才没能保存您的消息，请过一会儿再发一次；着急的话请写信到 {contact}。",
    "en": "Sorry, your message could not be saved just now. Please send it again in a while; if it is urgent: "
    "{contact}.",
    "fr": "Désolé, votre message n'a pas pu être enregistré. Renvoyez-le dans un moment ; si c'est urgent : {contact}.",
}

_DAYS: Mapping[str, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip


def day_and_hour(moment: datetime, lang: str) -> str:
    """A weekday, date and hour as people say them: "Monday 14 December, 9:00"."""
    clock = f"{moment.hour}:{moment.minute:02}"
    day = _DAYS[lang][moment.weekday()]
    if lang == "zh":
        return f"{moment.month}月{moment.day}日（{day}）{clock}"
    separator = " à " if lang == "fr" else ", "
    return f"{day} {moment.day} {_MONTHS[lang][moment.month - 1]}{separator}{clock}"


def handover(lang: str, office: Office, now: datetime, *, added: bool) -> str:
    """What a student hears after asking for a person; `added` when it joins a request that is open already."""
    reading = office.is_open(now)
    if added:
        first = HANDOVER_ADDED_OPEN if reading else HANDOVER_ADDED_CLOSED
    else:
        first = HANDOVER_OPEN if reading else HANDOVER_CLOSED
    text = first[lang].format(
        opens=f"{office.opens:%-H:%M}",
        closes=f"{office.closes:%-H:%M}",
        when="" if reading else day_and_hour(office.next_opening(now), lang),
    )
    return text if added else _joined(lang, text, HANDOVER_DETAILS[lang].format(contact=office.contact))


def _joined(lang: str, first: str, second: str) -> str:
    return f"{first}{'' if lang == 'zh' else ' '}{second}"
