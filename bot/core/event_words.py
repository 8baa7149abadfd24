"""How students ask for coming events, by the event's kind; deadlines and calls are the FAQ's, so they are not here."""

from collections.abc import Mapping, Sequence

Nouns = Mapping[str, Sequence[str]]

# What an event of this kind is called, the usual name first.
KINDS: Mapping[str, Nouns] = {
    "information-session": {
        "zh": ("宣讲会", "说明会", "线上宣讲会"),
        "en": ("information session", "info session", "webinar"),
        "fr": ("séance d'information", "réunion d'information", "réunion en ligne"),
    },
    "campus-visit": {
        "zh": ("校园宣讲", "进校宣讲"),
        "en": ("campus visit", "campus presentation"),
        "fr": ("visite de campus", "présentation sur le campus"),
    },
    "alumni": {
        "zh": ("校友聚会", "校友活动"),
        "en": ("alumni meeting", "alumni event"),
        "fr": ("rencontre des anciens", "soirée des anciens"),
    },
    "pre-departure": {
        "zh": ("行前说明会", "行前会"),
        "en": ("pre-departure evening", "pre-departure session"),
        "fr": ("soirée avant le départ", "réunion avant le départ"),
    },
    "delegation": {
        "zh": ("代表团访问", "代表团来访"),
        "en": ("delegation visit",),
        "fr": ("visite de la délégation",),
    },
}
ASKED: Mapping[str, Sequence[str]] = {
    "zh": (
        "下次{n}是什么时候",
        "下一场{n}什么时候",
        "最近有{n}吗",
        "近期有没有{n}",
        "{n}几点开始",
        "{n}在哪里",
        "{n}怎么参加",
        "{n}",
    ),
    "en": (
        "When is the next {n}?",
        "Is there a {n} soon?",
        "Are there any upcoming {n}s?",
        "What time does the {n} start?",
        "Where is the {n}?",
        "How do I join the {n}?",
    ),
    "fr": (
        "Quand a lieu la prochaine {n} ?",
        "Y a-t-il une {n} bientôt ?",
        "À quelle heure commence la {n} ?",
        "Où se tient la {n} ?",
        "Comment participer à la {n} ?",
    ),
}
ANY: Mapping[str, Sequence[str]] = {
    "zh": (
        "最近有什么活动",
        "有什么活动",
        "近期活动有哪些",
        "接下来有哪些活动",
        "下次活动是什么时候",
        "活动安排",
        "活动预告",
    ),
    "en": (
        "What events are coming up?",
        "Are there any upcoming events?",
        "When is the next event?",
        "What is on in the next weeks?",
        "Your events calendar",
    ),
    "fr": (
        "Quels événements sont prévus ?",
        "Y a-t-il des événements bientôt ?",
        "Quand a lieu le prochain événement ?",
        "Quel est votre agenda ?",
        "Les prochains événements",
    ),
}
WHEN: Mapping[str, str] = {"zh": "时间：", "en": "When: ", "fr": "Quand : "}
PLACE: Mapping[str, str] = {"zh": "地点：", "en": "Where: ", "fr": "Lieu : "}
ALSO: Mapping[str, str] = {"zh": "之后还有：", "en": "After that:", "fr": "Ensuite :"}
CITIES: Mapping[str, str] = {
    "zh": "{date}{time}（上海时间，巴黎 {paris}）",
    "en": "{date}, {time} (Shanghai; {paris} in Paris)",
    "fr": "{date} à {time} (Shanghai ; {paris} à Paris)",
}
UNTIL: Mapping[str, str] = {
    "zh": "正在进行，到{when}为止",
    "en": "going on now, until {when}",
    "fr": "en cours, jusqu'au {when}",
}
