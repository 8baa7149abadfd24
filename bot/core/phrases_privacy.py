"""What the bot says when somebody wants to see their data or have it deleted; see `phrases.PRIVACY` too."""

from bot.core.phrases import Phrase

ERASE_ASK: Phrase = {
    "zh": "我会删除我们保存的关于您的一切：消息记录、语言设置、转给同事的问题和还没给您的回复。删除后无法恢复。\n"
    "要删除，请在 10 分钟内回复“确认”；不删，请回复“取消”。",
    "en": "I would delete everything we keep about you: your messages, your language, requests to colleagues and "
    "answers not yet given. This cannot be undone.\n"
    "To go ahead, reply “confirm” within 10 minutes; to keep your data, reply “cancel”.",
    "fr": "J'effacerais tout ce que nous gardons sur vous : vos messages, votre langue, vos demandes aux collègues et "
    "leurs réponses en attente. C'est définitif.\n"
    "Pour continuer, répondez « confirmer » dans les 10 minutes ; pour ne rien effacer, « annuler ».",
}
ERASE_WITHDRAWN: Phrase = {
    "zh": "好的，什么都没有删除。",
    "en": "Fine, nothing was deleted.",
    "fr": "Entendu, rien n'a été effacé.",
}
ERASE_TOO_LATE: Phrase = {
    "zh": "已超过 10 分钟，什么都没有删除。要删除，请重新发送“删除我的数据”，再回复“确认”。",
    "en": "The 10 minutes are over and nothing was deleted. To start again, send “delete my data”, then “confirm”.",
    "fr": "Les 10 minutes sont passées, rien n'a été effacé. Pour recommencer, envoyez « supprimez mes données », puis "
    "« confirmer ».",
}
ERASED: Phrase = {
    "zh": "已删除：您的消息记录、语言设置、给同事的问题和他们的回复。"
    "我们只留下一个加密标记，防止恢复备份时数据再次出现；"
    "标记看不出您是谁。您发到 {contact} 的邮件不在此列。以后再写来，对我们来说您就是一位新朋友。",
    "en": "Done: your messages, your language, your requests and the answers to them are deleted. All that stays is a "
    "keyed mark that keeps a restored backup from bringing them back; it does not show who you are. E-mails to "
    "{contact} are not part of this. If you write again, you will be new to us.",
    "fr": "C'est fait : vos messages, votre langue, vos demandes et leurs réponses sont effacés. Il ne reste qu'une "
    "marque chiffrée, qui empêche une sauvegarde de les faire revenir et ne dit pas qui vous êtes. Les courriels à "
    "{contact} n'en font pas partie. Si vous réécrivez, vous serez nouveau pour nous.",
}
NOTHING_TO_CONFIRM: Phrase = {
    "zh": "现在没有需要确认的事。",
    "en": "Nothing is waiting for a confirmation.",
    "fr": "Rien n'attend de confirmation.",
}

NOTHING_KEPT: Phrase = {
    "zh": "除了这条消息，我们没有保存关于您的内容。",
    "en": "Apart from this message we keep nothing about you.",
    "fr": "À part ce message, nous ne gardons rien sur vous.",
}
KEPT: Phrase = {
    "zh": "我们保存的关于您的内容：{since}以来的 {messages} 条消息（电话、证件号和邮箱已遮住）、"
    "转给同事的请求 {requests} 个、您的语言。"
    "要完整的一份，请写信到 {contact} 或回复“人工”；要删除，请回复“删除我的数据”。",
    "en": "What we keep about you: {messages} messages since {since} (phone, ID and e-mail details masked), {requests} "
    "requests to colleagues, and your language. For a full copy, write to {contact} or reply “human”; to delete it, "
    "reply “delete my data”.",
    "fr": "Ce que nous gardons sur vous : {messages} messages depuis le {since} (téléphones, pièces d'identité et "
    "adresses masqués), {requests} demandes à des collègues, et votre langue. Pour une copie complète, écrivez à "
    "{contact} ou répondez « humain » ; pour tout effacer, « supprimez mes données ».",
}
LATEST: Phrase = {"zh": "最近的消息：", "en": "Your latest messages:", "fr": "Vos derniers messages :"}
