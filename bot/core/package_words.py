"""The words of a package in the office's languages: how to post by hand, step by step."""

from collections.abc import Mapping

Words = Mapping[str, str]

LANGS: Words = {"zh": "中文", "en": "English", "fr": "Français"}
NAMES: Mapping[str, Words] = {
    "wechat": {"zh": "微信公众号", "en": "WeChat", "fr": "WeChat"},
    "weibo": {"zh": "微博", "en": "Weibo", "fr": "Weibo"},
    "x": {"zh": "X", "en": "X", "fr": "X"},
}

STEPS: Mapping[str, Words] = {
    "article.open": {
        "zh": "用电脑打开 mp.weixin.qq.com，扫码登录，点“新的创作 → 文章”（手机上可用“公众号助手”App）。",
        "en": "On a computer open mp.weixin.qq.com, sign in by scanning, choose 新的创作 → 文章 "
        "(on a phone: the app 公众号助手).",
        "fr": "Sur un ordinateur, ouvrez mp.weixin.qq.com, connectez-vous en scannant, choisissez 新的创作 → 文章 "
        "(sur un téléphone : l'application 公众号助手).",
    },
    "article.title": {"zh": "粘贴标题。", "en": "Paste the title.", "fr": "Collez le titre."},
    "article.author": {"zh": "粘贴作者。", "en": "Paste the author.", "fr": "Collez l'auteur."},
    "article.body": {
        "zh": "粘贴正文（连同格式）。图片若没有一起出现，请按编号上传到原来的位置。",
        "en": "Paste the text with its looks. Pictures that did not come along: upload them by number, in their place.",
        "fr": "Collez le texte avec sa mise en forme. Les images qui n'ont pas suivi : ajoutez-les à leur place, "
        "dans l'ordre des numéros.",
    },
    "article.cover": {
        "zh": "上传封面：cover.jpg 为 2.35:1，列表里的方图用 cover-square.jpg。",
        "en": "Upload the cover: cover.jpg is 2.35:1, cover-square.jpg is the square one for lists.",
        "fr": "Ajoutez la couverture : cover.jpg est en 2,35:1, cover-square.jpg est la version carrée des listes.",
    },
    "article.digest": {"zh": "粘贴摘要。", "en": "Paste the summary (摘要).", "fr": "Collez le résumé (摘要)."},
    "article.source": {
        "zh": "勾选“原文链接”，粘贴链接（阅读原文）。",
        "en": "Tick 原文链接 and paste the link (it becomes 阅读原文).",
        "fr": "Cochez 原文链接 et collez le lien (il devient 阅读原文).",
    },
    "article.mass": {
        "zh": "预览无误后点“发表”，保持“群发通知”打开，发送给全部用户。",
        "en": "Preview it, then 发表 with 群发通知 switched on, to all followers.",
        "fr": "Vérifiez l'aperçu, puis 发表 avec 群发通知 activé, à tous les abonnés.",
    },
    "article.tag": {
        "zh": "预览无误后点“发表”，打开“群发通知”，在“分组”中只选约定的标签。",
        "en": "Preview it, then 发表 with 群发通知 switched on, only to the agreed group of followers (分组).",
        "fr": "Vérifiez l'aperçu, puis 发表 avec 群发通知 activé, au seul groupe convenu (分组).",
    },
    "article.publish": {
        "zh": "预览无误后点“发表”，关闭“群发通知”（不推送给用户）。",
        "en": "Preview it, then 发表 with 群发通知 switched off, so that nobody is notified.",
        "fr": "Vérifiez l'aperçu, puis 发表 avec 群发通知 désactivé, pour que personne ne soit notifié.",
    },
    "wechat.open": {
        "zh": "用电脑打开 mp.weixin.qq.com，扫码登录，点“新的创作 → 文字”。",
        "en": "On a computer open mp.weixin.qq.com, sign in by scanning, choose 新的创作 → 文字.",
        "fr": "Sur un ordinateur, ouvrez mp.weixin.qq.com, connectez-vous en scannant, choisissez 新的创作 → 文字.",
    },
    "weibo.open": {
        "zh": "打开微博，确认登录的是我们的账号，点“发微博”。",
        "en": "Open Weibo, check that you are signed in as our account, choose 发微博.",
        "fr": "Ouvrez Weibo, vérifiez que c'est bien notre compte, choisissez 发微博.",
    },
    "x.open": {
        "zh": "打开 X，确认登录的是我们的账号，点发帖按钮。",
        "en": "Open X, check that you are signed in as our account, choose Post.",
        "fr": "Ouvrez X, vérifiez que c'est bien notre compte, choisissez Poster.",
    },
    "text": {"zh": "粘贴文字。", "en": "Paste the text.", "fr": "Collez le texte."},
    "picture": {"zh": "添加图片。", "en": "Add the picture.", "fr": "Ajoutez l'image."},
    "wechat.send": {
        "zh": "检查后群发。",
        "en": "Check it, then send it (群发).",
        "fr": "Vérifiez, puis envoyez (群发).",
    },
    "weibo.send": {"zh": "检查后发送。", "en": "Check it, then post it.", "fr": "Vérifiez, puis publiez."},
    "x.send": {"zh": "检查后发布。", "en": "Check it, then post it.", "fr": "Vérifiez, puis publiez."},
    "link": {
        "zh": "打开发出的内容，复制它的链接，告诉机器人：",
        "en": "Open what you posted, copy its link, and tell the bot:",
        "fr": "Ouvrez ce que vous avez publié, copiez son lien et dites-le au bot :",
    },
}

PAGE: Mapping[str, Words] = {
    "by_hand": {"zh": "手动发布", "en": "To post by hand", "fr": "À publier à la main"},
    "when": {"zh": "发布时间：", "en": "When: ", "fr": "Quand : "},
    "copy": {"zh": "复制", "en": "Copy", "fr": "Copier"},
    "save": {"zh": "保存图片", "en": "Save picture", "fr": "Enregistrer l'image"},
    "hold": {
        "zh": "手机上也可长按图片保存。",
        "en": "On a phone you can also press and hold the picture.",
        "fr": "Sur un téléphone, vous pouvez aussi appuyer longtemps sur l'image.",
    },
    "scan": {
        "zh": "用手机扫码打开公告链接",
        "en": "Scan to open the announcement's link on a phone",
        "fr": "Scannez pour ouvrir le lien de l'annonce sur un téléphone",
    },
    "automatic": {
        "zh": "这里由机器人自动发布（或已经发布）：请不要再手动发布，否则会重复。",
        "en": "The bot posts here by itself, or has done so: do not post it too, or it is there twice.",
        "fr": "Ici, le bot publie lui-même ou l'a déjà fait : ne publiez pas aussi, ce serait en double.",
    },
    "draft": {
        "zh": "（草稿，尚未批准：先批准，再发布。）",
        "en": "(A draft: approve it before you post it.)",
        "fr": "(Un brouillon : approuvez-le avant de publier.)",
    },
    "languages": {"zh": "语言", "en": "Language", "fr": "Langue"},
}
