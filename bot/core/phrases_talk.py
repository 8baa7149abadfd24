"""What the bot says when a conversation goes on: more, again, not that; who it is; and to those who are not well."""

from bot.core.phrases import Phrase

NO_ANSWER_TO: Phrase = {
    "zh": "关于“{part}”，我还没有现成的答案；可以回复“{person}”问同事。",
    "en": "About “{part}” I know nothing yet; reply “{person}” to ask a colleague.",
    "fr": "Sur « {part} », je ne sais rien pour l'instant ; répondez « {person} » pour demander à un collègue.",
}
AS_I_SAID: Phrase = {"zh": "和刚才说的一样：", "en": "As I said:", "fr": "Comme je vous le disais :"}
NOT_ENOUGH: Phrase = {
    "zh": "如果这没有答到您的问题，请换个说法，或回复“{person}”找同事。",
    "en": "If that is not what you need, try other words, or reply “{person}” for a colleague.",
    "fr": "Si cela ne suffit pas, essayez d'autres mots, ou répondez « {person} » pour joindre un collègue.",
}
MORE: Phrase = {
    "zh": "还有这些，回复数字或点一下：",
    "en": "There is also this; reply with a number, or tap:",
    "fr": "Il y a aussi ceci ; répondez par un numéro ou touchez une ligne :",
}
NOTHING_MORE: Phrase = {
    "zh": "关于这个，我知道的就这些了。可以换个问题，或回复“{person}”找同事。",
    "en": "That is all I have on this. Ask me something else, or reply “{person}” for a colleague.",
    "fr": "C'est tout ce que j'ai là-dessus. Posez une autre question, ou répondez « {person} » pour joindre un "
    "collègue.",
}
MORE_OF_WHAT: Phrase = {
    "zh": "您想多了解哪方面呢？用一句话问我就行；找同事请回复“{person}”。",
    "en": "More about what? Ask me in one sentence, or reply “{person}” for a colleague.",
    "fr": "Plus sur quel sujet ? Posez-moi votre question en une phrase, ou répondez « {person} » pour joindre un "
    "collègue.",
}
NOT_HELPFUL_PERHAPS: Phrase = {
    "zh": "谢谢您告诉我，已记下。要同事来答，请回复“{person}”，或写信到 {contact}。"
    "您要问的也许是下面这些？回复数字或点一下：",
    "en": "Thank you for telling me, I have noted it. For a colleague, reply “{person}” or write to {contact}. Or "
    "is it one of these? Reply with a number, or tap:",
    "fr": "Merci de me le dire, c'est noté. Pour joindre un collègue, répondez « {person} » ou écrivez à {contact}. "
    "Ou est-ce l'une de ces questions ? Répondez par un numéro ou touchez une ligne :",
}

WHO: Phrase = {
    "zh": "我是巴黎高科（ParisTech）中国办公室的自动问答助手，是程序，不是真人。我的答案都是办公室同事写好的，"
    "我原样发给您，不会自己编。想找真人，请回复“{person}”。",
    "en": "I am the automatic assistant of ParisTech's China office: a program, not a person. My answers are texts "
    "that people in the office wrote; I pass them on as they are and make nothing up. For a person, reply “{person}”.",
    "fr": "Je suis l'assistant automatique du bureau de ParisTech en Chine : un programme, pas une personne. Mes "
    "réponses sont des textes écrits par l'équipe du bureau ; je les transmets tels quels, sans rien inventer. Pour "
    "parler à une personne, répondez « {person} ».",
}
# China: 12356, the national psychological support line (National Health Commission, in all provinces since 2025-05-01).
# France: 3114, the national suicide prevention line (Ministère de la Santé, since 2021-10-01), free, day and night.
# Emergencies: 120 (ambulance) and 110 (police) in China, 112 in the European Union. As known in 2026-11.
DISTRESS: Phrase = {
    "zh": "听起来您现在很不好受，谢谢您说出来。我只是自动助手，但您不必一个人扛着：\n"
    "· 在中国：全国统一心理援助热线 12356；有危险时请马上拨打 120（急救）或 110（报警）\n"
    "· 在法国：3114（免费，24 小时）；有危险时请马上拨打 112\n"
    "也请找一位您信任的人说说。想让办公室的同事看到，请回复“{person}”，或写信到 {contact}。",
    "en": "That sounds very hard, and I am glad you said it. I am only an automatic assistant, but you need not carry "
    "this alone:\n"
    "· In China: the national support line 12356; in danger, call 120 (ambulance) or 110 (police) now\n"
    "· In France: 3114, free, day and night; in danger, call 112 now\n"
    "Please also talk to somebody you trust. For a colleague of our office, reply “{person}” or write to {contact}.",
    "fr": "Ce que vous vivez a l'air très dur, et vous faites bien d'en parler. Je ne suis qu'un assistant "
    "automatique, mais vous n'avez pas à porter cela tout seul :\n"
    "· En France : le 3114, gratuit, jour et nuit ; en cas de danger, appelez tout de suite le 112\n"
    "· En Chine : la ligne nationale d'écoute 12356 ; en cas de danger, appelez tout de suite le 120 (secours) ou le "
    "110 (police)\n"
    "Parlez-en aussi à une personne de confiance. Pour joindre un collègue du bureau, répondez « {person} » ou écrivez "
    "à {contact}.",
}
UNKIND: Phrase = {
    "zh": "抱歉没能帮上您。您可以换个说法再问一次，或回复“{person}”找同事。",
    "en": "I am sorry that I could not help. Try asking in other words, or reply “{person}” for a colleague.",
    "fr": "Désolé de ne pas avoir pu vous aider. Reformulez votre question, ou répondez « {person} » pour joindre un "
    "collègue.",
}
NO_ADVERTS: Phrase = {
    "zh": "谢谢，这里只回答与巴黎高科有关的问题，不接受推广。与办公室有关的事请回复“{person}”。",
    "en": "Thank you, but here I only answer questions about ParisTech. For the office, reply “{person}”.",
    "fr": "Merci, mais je réponds ici uniquement aux questions sur ParisTech. Pour le bureau, répondez « {person} ».",
}
