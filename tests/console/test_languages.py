"""The console in Chinese and French: all that a page can say is translated, and the catalogues hold nothing else."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from bot.actions import faq_gate, faq_list, inbox, passwords
from bot.actions.announcement_templates import templates
from bot.actions.faq_files import FORMS
from bot.actions.gaps import Attached
from bot.console.announcement_form import fields_of
from bot.console.paging import Paged
from bot.console.rendering import LANGS, Renderer
from bot.core import health
from bot.core.announcements import ACTS, NAMES, Status
from bot.core.counts import Count
from bot.core.delivery import State
from bot.core.faq import LANGS as FAQ_LANGS
from bot.core.faq import Entry, EntryText
from bot.core.faq_diff import Change
from bot.core.faq_languages import Wording
from bot.core.health import Check
from bot.core.messages import ReplyKind
from bot.core.quotas import QuotaRules, needs
from bot.core.rights import RIGHTS
from bot.core.roles import ROLES
from bot.core.window import Window
from handlers import trial

ROOT = Path(__file__).parents[2]
CONSOLE = ROOT / "bot/console"
# Made with the pages that hold them.
WITHIN = {"_entry_choices.html", "_entry_search.html", "_inbox_answers.html", "_numbers_tables.html", "_pages.html"}
TEMPLATES = sorted({path.name for path in (CONSOLE / "templates").glob("*.html")} - WITHIN)
TRANSLATED = ("zh", "fr")
HEADERS = {
    "zh": ("zh_Hans_CN", "nplurals=1; plural=0;"),
    "fr": ("fr_FR", "nplurals=2; plural=(n > 1);"),
}

# Modules of which every whole sentence may come to a page, as what is said after a form or as a fault.
SPEAKERS = (
    *sorted(path.relative_to(ROOT).as_posix() for path in CONSOLE.glob("*.py")),
    *(f"bot/actions/{name}.py" for name in ("signing_in", "passwords", "staff", "faq_edit", "second_factor")),
    *(f"bot/actions/{name}.py" for name in ("menu_desk", "qr_codes", "api_tokens", "status")),
    *(f"bot/actions/{name}.py" for name in ("inbox", "deliveries", "announcements", "announcement_review")),
    *(f"bot/actions/{name}.py" for name in ("announcement_compose", "announcement_templates")),
    *(f"bot/actions/{name}.py" for name in ("faq_drafts", "faq_pending")),
    *(f"bot/actions/{name}.py" for name in ("gaps", "gap_board")),
    "bot/channels/wechat_custom.py",
    "bot/store/inbox.py",
    "bot/store/refusals.py",
)
NEEDS = [
    need
    for kind in ("service", "subscription")
    for channel, act in (("wechat", "mass"), ("weibo", "share"), ("x", "tweet"))
    for need in needs(channel, act, "all", QuotaRules(kind, 30, 100))
]
HEALTH_SAID = (
    "room on the disk", "The disk is nearly full.", "There is enough.",
    "Make room: old backups and logs first; the bot deletes old chats by itself.",
    "the database's write-ahead log", "It has grown far too large.", "It is small.",
    "Some process reads for hours and keeps it from shrinking: end it, or start the bot again.",
    "the nightly backup", "It is switched off.", "There is none yet; the first one is made in the first night.",
    "Set database.backup_time, unless something else backs the database up.", "It is there.",
    "Make one now: paristech-bot backup FILE", "The newest one is too old.",
    "Look into the log for the reason, then make one now: paristech-bot backup FILE",
    "the scheduler, which sends announcements", "It has never run on this database.", "It runs.",
    "It stands still, so nothing goes out.",
    "Start the bot (systemctl start paristech-bot), or the scheduler alone: paristech-bot scheduler",
)  # fmt: skip
# Sentences of modules that say much else, which no page shows.
OF_OTHER_MODULES = {
    "bot/core/faq_file.py": (
        "texts is missing; write at least one language.", "valid_until is before valid_from.", "id is missing.",
    ),
    "bot/core/announcements.py": (
        "A draft; nothing goes out before it is approved.", "Cancelled; nothing was sent.", "Approved.",
    ),
    "bot/core/rights.py": (
        "By the settings the account has no verification (认证), and WeChat gives this right only with it. "
        "Have it verified, then set wechat.verified = true.",
        "Only service accounts (服务号) have it; by the settings ours is a subscription account.",
    ),
    "bot/core/health.py": HEALTH_SAID,
    "bot/core/errors.py": ("This cannot be done in the present state; look again and retry.",),
    "handlers/trial.py": ("a word to the bot", *trial._TAKEN_FOR.values()),
}  # fmt: skip
# Put together in Python, but always of the same parts, so each comes out as one sentence.
ALWAYS_THE_SAME = (
    f"A password has {passwords.SHORTEST} to {passwords.LONGEST} characters; a short sentence is a good one.",
    f"A role is one of {', '.join(ROLES)}.",
)
# Words that pages show by `_(…)` of a value.
RIGHTS_SAID = tuple(right.what for rights in RIGHTS.values() for right in rights)
ACCOUNTS_SAID = (
    "service account, verified", "service account, not verified", "subscription account, verified",
    "subscription account, not verified", "ordinary app (statuses/share)", "pay per use (OAuth 1.0a)",
    "renewed by itself", "does not end", "the token", "published answers",
)  # fmt: skip
QUOTAS_SAID = tuple({word for need in NEEDS for word in (need.what, need.span.value)})
WORDS = (
    *RIGHTS_SAID, *ACCOUNTS_SAID, *QUOTAS_SAID, *ROLES, *inbox.STATUSES, *inbox.REASONS.values(), *Status, *State,
    *ReplyKind, *faq_gate.KINDS,
)  # fmt: skip

_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_SENTENCE = re.compile(r"[A-Z].*[.…?!]", re.DOTALL)
_ADDRESS = re.compile(r"https?://\S*")


def constants(path: str) -> Iterator[str]:
    """Whole strings of a module: no parts of f-strings."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def sentences(path: str) -> set[str]:
    """Those that are sentences and no docstrings."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {node.body[0].value.value for node in ast.walk(tree) if isinstance(node, kinds) and documented(node)}
    return {text for text in constants(path) if _SENTENCE.fullmatch(text) and text not in docs}


def documented(node: Any) -> bool:
    return ast.get_docstring(node, clean=False) is not None


def of_templates() -> set[str]:
    methods, options = [("**.html", "jinja2.ext:babel_extract")], {"**.html": {"silent": "false"}}
    return {str(found[2]) for found in extract_from_dir(CONSOLE / "templates", methods, options)}


def all_that_is_said() -> set[str]:
    spoken = {text for path in SPEAKERS for text in sentences(path)}
    others = {text for texts in OF_OTHER_MODULES.values() for text in texts}
    return of_templates() | spoken | others | {*ALWAYS_THE_SAME} | {str(word) for word in WORDS}


def written(lang: str) -> str:
    return (CONSOLE / "locales" / f"{lang}.po").read_text(encoding="utf-8")


def catalogue(lang: str) -> Catalog:
    with (CONSOLE / "locales" / f"{lang}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def translations(lang: str) -> dict[str, str]:
    return {message.id: message.string for message in catalogue(lang) if message.id}


def test_what_the_templates_and_the_modules_say_is_found() -> None:
    said = all_that_is_said()
    assert {"Sign in", "“%(title)s” will not go out where it has not yet. Go on?", "mend this"} <= said
    assert {"Saved.", "Name and password do not fit.", "The two passwords are not the same."} <= said
    assert "The FAQ: search, edit with a check before it counts, history." not in said


@pytest.mark.parametrize("path", OF_OTHER_MODULES)
def test_sentences_of_other_modules_are_still_said_there(path: str) -> None:
    lines = {line for text in constants(path) for line in text.splitlines()}  # the first line of a docstring is said
    assert set(OF_OTHER_MODULES[path]) <= lines


def test_every_language_of_the_console_but_english_has_a_catalogue() -> None:
    assert set(TRANSLATED) == set(LANGS) - {"en"}
    assert {path.stem for path in (CONSOLE / "locales").glob("*")} == set(TRANSLATED)


@pytest.mark.parametrize("lang", TRANSLATED)
def test_everything_that_a_page_says_is_translated(lang: str) -> None:
    assert sorted(all_that_is_said() - translations(lang).keys()) == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_holds_nothing_that_no_page_says(lang: str) -> None:
    assert sorted(translations(lang).keys() - all_that_is_said()) == []
    assert not catalogue(lang).obsolete


@pytest.mark.parametrize("lang", TRANSLATED)
def test_no_translation_is_empty_doubtful_or_there_twice(lang: str) -> None:
    found = catalogue(lang)
    assert [message.id for message in found if message.id and (message.fuzzy or not message.string.strip())] == []
    assert "fuzzy" not in written(lang)
    assert len(re.findall(r"^msgid ", written(lang), re.MULTILINE)) == len(found) + 1


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_translation_has_the_same_placeholders_and_no_other_percent_sign(lang: str) -> None:
    for said, translated in translations(lang).items():
        assert sorted(_PLACEHOLDER.findall(translated)) == sorted(_PLACEHOLDER.findall(said)), said
        assert "%" not in _PLACEHOLDER.sub("", translated), said


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_translation_may_stand_in_an_attribute(lang: str) -> None:
    assert [text for text in translations(lang).values() if set(text) & set('"<>&\n')] == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_says_its_language_and_its_plurals_and_no_names(lang: str) -> None:
    head = written(lang).split("\n\n")[0]
    locale, plurals = HEADERS[lang]
    assert re.findall(r'^"([\w-]+): (.*)\\n"$', head, re.MULTILINE) == [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Language", locale),
        ("Plural-Forms", plurals),
    ]
    found = catalogue(lang)
    assert (found.charset, str(found.locale), found.plural_forms) == ("utf-8", locale, plurals)
    assert [error for _, errors in found.check() for error in errors] == []


def test_french_has_its_own_apostrophes_and_spaces_that_do_not_break() -> None:
    for said, translated in translations("fr").items():
        text = _ADDRESS.sub("", translated)
        assert not re.search(r"['\"“”]", text), said
        assert not re.search(r"(?<!\u202f)[;!?]|(?<!\u00a0)[:»]|«(?!\u00a0)|n°(?!\u00a0)", text), said
        assert not re.search(r"\d (?:jour|caractère|lettre)|  |\.\.\.", text), said


def test_chinese_has_chinese_punctuation_and_no_words_left_in_english() -> None:
    for said, translated in translations("zh").items():
        text = _PLACEHOLDER.sub("", _ADDRESS.sub("", translated))
        assert not re.search(r"[\u4e00-\u9fff][,.;:?!()'\"]|[,.;:?!()'\"][\u4e00-\u9fff]", text), said
        assert re.search(r"[\u4e00-\u9fff]", text), said


NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
_FAULT = "Name and password do not fit."
_CHANGE = Change("zh.answer", ("旧",), ("新",))
_ANNOUNCEMENT = {
    "id": "day", "title": "开放日", "status": "draft", "publish_at": NOW, "channels": ["wechat"], "hash": "0" * 64,
    "overall": "A draft; nothing goes out before it is approved.", "created_by": "mei",
    "review": {"step": "returned", "by": "mei", "at": NOW, "note": "…"},
    "event": {
        "title": "开放日", "starts_at": NOW, "ends_at": NOW, "place": "上海", "online": True, "contacts": ["mei"],
    },
    "deliveries": [
        {"channel": "wechat", "state": "queued", "url": "https://example.org/1", "error": "…", "by_hand": True},
    ],
}  # fmt: skip
_ASKED = {"step": "asked", "by": "mei", "at": NOW, "note": ""}
_TRY = {"started_at": NOW, "outcome": "refused", "why": "…", "code": "45028", "words": "no quota"}
_DELIVERY = {
    "id": 1, "announcement": "day", "channel": "x", "state": "failed", "error": "403", "url": "https://a.org",
    "by_hand": False, "due_at": NOW, "next_at": None, "tries": [_TRY],
}  # fmt: skip
_MENDED = SimpleNamespace(id="day", channel="x", message="…", hint=False)
_HINT = SimpleNamespace(id="day", channel="", message="…", hint=True)
_CARD = {
    "channel": "wechat", "form": "article", "act": "mass", "lang": "zh", "audience": "all", "title": "开放日",
    "digest": "…", "author": "ParisTech", "source": "https://a.org", "picture": "/p.jpg", "alt": "…",
    "parts": [("words", "…"), ("link", "a.org")],
}  # fmt: skip
_LIVE = {
    "times": [NOW], "general": [_HINT], "found": {"wechat": [_MENDED], "weibo": [], "x": [_MENDED]},
    "counts": {name: [Count(what, 2, 1) for what in ("title", "summary", "article", "text")] for name in NAMES},
    "previews": [{**_CARD, "channel": name, "form": form} for name, form in (
        ("wechat", "article"), ("wechat", "text"), ("weibo", "weibo"), ("x", "x"),
    )],
    "names": NAMES, "day": "2026-11-24", "article_at": "",
}  # fmt: skip
_ALBUM = {"album": ["a.jpg"], "cover": "b.jpg", "alts": dict.fromkeys(FAQ_LANGS, ""), "album_fault": "…"}
_STEP = SimpleNamespace(actor="mei", step="returned", at=NOW, note="…")
_SHOWN = {
    **_LIVE, "one": _ANNOUNCEMENT, "problems": [_MENDED], "refused": "approve", "note": "",
    "reading": SimpleNamespace(steps=[_STEP], since=_STEP, changed=[_CHANGE]), "own_work": False, "may_move": True,
    "may_hold": True, "may_release": True, "may_cancel": True, "needs_a_person": True,
}  # fmt: skip
_COMPOSED = {
    **_LIVE, **_ALBUM, "f": fields_of({"id": "day", "kind": "x"}), "base": "", "new": True, "fault": _FAULT,
    "theirs": (_CHANGE,), "over": "0" * 64, "refused": True, "templates": templates(), "languages": FAQ_LANGS,
    "channels": {name: (NAMES[name], acts) for name, acts in ACTS.items()}, "zones": ["Asia/Shanghai", "Europe/Paris"],
}  # fmt: skip
_BROUGHT = SimpleNamespace(
    created=["day"], changed=["b"], unchanged=["c"], problems=[_MENDED], hints=[_HINT], rows={"day": [2]}, notes=["…"],
)  # fmt: skip
_REQUEST = {
    "id": 7, "status": "open", "assignee": "mei", "opened_at": NOW, "closed_at": NOW, "reason": "answered",
    "lang": "zh", "person": "p",
    "messages": [
        {"id": 1, "at": NOW, "text": "能换学校吗", "author": "student", "delivered_at": None, "way": ""},
        *(
            {"id": 2, "at": NOW, "text": "可以", "author": "mei", "delivered_at": at, "way": way}
            for way, at in (("", None), ("sending", None), ("unknown", None), ("sent", NOW))
        ),
    ],
}  # fmt: skip
_RAW = {
    "id": "grant", "category": "", "source": "", "confidence": "", "review_by": "", "valid_from": "2026-01-01",
    "valid_until": "", "related": [],
    "texts": {lang: {"question": "?", "answer": "!", "after": "", "variants": []} for lang in FAQ_LANGS},
}  # fmt: skip
_PREVIEW = {"bubbles": [{"text": "…", "size": 3000, "cut": True, "later": True}], "room": 2000}
_EDITED = {
    "raw": _RAW, "base": 1, "version": 2, "languages": FAQ_LANGS, "archived": False, "problem": _FAULT,
    "both": (_CHANGE,), "original": "fr", "current": (), "wording": Wording("fr", {"zh": 1, "en": 1, "fr": 2}),
    "related": [("visa", "")], "found": [("other", "?")], "variables": {"fee": "50"}, "categories": ["visa"],
    "previews": dict.fromkeys(FAQ_LANGS, _PREVIEW), "shows_live": False,
    "draft": SimpleNamespace(actor="mei", at=NOW),
}  # fmt: skip
_GIVEN = {"kind": "answer", "sure": "very sure", "entries": [{"id": "grant", "question": "?"}]}
_GATE = {
    "drafts": [("entry", ":", "grant"), ("concept", ":", "csc")], "only": "", "key": "k", "state": "done",
    "percent": 40, "failure": "", "problems": ["…"], "problem": _FAULT, "asked": 7, "needs_a_word": True,
    "faults": [{"severity": "error", "entry": "grant", "sentence": "…"}],
    "more": 3, "golden": [{"question": "?", "expected": [], "worse": True, "before": _GIVEN, "after": _GIVEN}],
}  # fmt: skip
_DRAFTS = [
    {"kind": kind, "name": "a/b", "by": "mei", "at": NOW, "new": True, "changes": ["texts.zh.answer"]}
    for kind in ("entry", "concept")
]
_FOUND = SimpleNamespace(
    id="grant", category="a", valid_until=date(2026, 12, 1), review_by=date(2026, 1, 1), drafted_by="mei",
    questions={"zh": "问", "en": "?"}, wording=Wording("", {"zh": 1, "en": 2}),
)  # fmt: skip
_LISTED = SimpleNamespace(lines=[_FOUND], page=2, pages=3, found=3)
_ACCOUNT = {
    "name": "weibo", "account": "weibo:1", "kind": "ordinary app (statuses/share)",
    "paused": {"by": "mei", "since": NOW, "reason": "…"},
    "token": {"ends": NOW, "began": NOW, "state": "", "says": "", "warning": "…"},
    "rights": [
        {"what": "calls to Weibo", "works": works, "why": "…", "code": "1", "words": "…", "asked_at": NOW}
        for works in (True, False, None)
    ],
    "quota": [{"left": 1, "limit": 2, "what": NEEDS[0].what, "per": NEEDS[0].span.value}],
    "last_failure": {"at": NOW, "announcement": "day", "why": "…", "code": "1", "words": "…"},
}  # fmt: skip
_BUTTON = {"place": "1-1", "name": "签证", "kind": "faq", "value": "grant"}
_ENTRY = Entry("grant", {"zh": EntryText("问", "答")}, valid_until=date(2026, 12, 1))
# What each template is given: everything it can show; what is a list here may be empty.
_LINE = {
    "id": 1, "at": NOW, "kind": "held_answer", "decision": "none", "entries": ["grant"], "shown": 1, "reply": "…",
    "question": "?", "person_key": "p", "request_id": "3", "lang": "zh",
}  # fmt: skip
_GAP = {
    "id": "abcdef12", "question": "?", "askers": 3, "langs": ["zh"], "last_seen": NOW, "rated_badly": 1, "editor": "/e",
    "examples": [{"q": "?", "askers": 2}, {"q": "??", "askers": 1}], "nearest": [{"id": "grant", "question": "?"}],
}  # fmt: skip
_CHOICES: dict[str, Any] = {"choices": [SimpleNamespace(id="e", question="?")], "chosen": "e", "more": 2, "q": ""}
_DAY = {"total": 1, "answered": 1, "choices": 0, "handed_over": 0, "missed": 0}
_NUMBERS: dict[str, Any] = {
    "numbers": {
        "first": NOW.date(), "last": NOW.date(), "questions": _DAY, "days": [{"day": NOW.date(), **_DAY}], "people": 1,
        "languages": {"zh": 1}, "ratings": {"helpful": 1, "not_helpful": 0, "marked_wrong": 0},
        "top_entries": [{"entry": "grant", "times": 1}], "requests": {"opened": 1, "closed": 0, "answers": 1},
    },
    "gaps": [_GAP], "gaps_at": NOW, "titles": {}, "outcomes": ("answered",), "chart": "{}",
    "states": {"x": {"sent": 1, "failed": 2}}, "channel_names": {},
}  # fmt: skip
VALUES: dict[str, dict[str, Any]] = {
    "account.html": {
        "sessions": [SimpleNamespace(browser="", hash="h", seen_at=NOW)], "now": NOW, "fault": _FAULT,
        "second": SimpleNamespace(on=True, codes_left=9), "second_fault": _FAULT,
    },
    "account_codes.html": {"codes": ["aaaa-bbbb"]},
    "account_second.html": {"qr": Markup("<svg></svg>"), "key": "AAAA", "sealed": "s", "fault": _FAULT},
    "_announcement_album.html": _ALBUM,
    "_announcement_live.html": _LIVE,
    "_announcement_moved.html": {"done": SimpleNamespace(problems=[_MENDED], status="draft", hints=[_HINT])},
    "announcement_compose.html": _COMPOSED,
    "announcement_import.html": {"done": _BROUGHT, "file": "a.csv", "kept": "YQ==", "fault": _FAULT, "shown": 0},
    "announcement_list.html": {
        "paged": Paged([_ANNOUNCEMENT], 3, 2, 3), "wish": "coming", "q": "", "names": NAMES,
    },
    "announcement_new.html": {"templates": templates(), "at": ""},
    "announcement_show.html": _SHOWN,
    "calendar_show.html": {
        "days": [(NOW.date(), [
            {"id": "day", "title": "开放日", "stand": "asked", "at": NOW, "channels": ["wechat"]},
        ], "new-years-day")],
        "first": date(2026, 11, 1), "before": date(2026, 10, 1), "after": date(2026, 12, 1), "view": "list",
        "today": NOW.date(), "names": NAMES,
        "quotas": [{"what": "calls to Weibo", "per": "day", "limit": 1, "used": 1, "planned": 1}],
    },
    "audit_list.html": {
        "deeds": [{"at": NOW, "actor": "mei", "action": "sign-in", "object": "console", "before": "a", "after": ""}],
        "page": 2, "more": True, "actor": "", "q": "", "actors": ["mei"],
    },
    "base.html": {},
    "delivery_list.html": {
        "paged": Paged([_DELIVERY], 3, 2, 3), "waiting": True, "of": "", "names": NAMES, "safe": ("failed",),
    },
    "fault.html": {"sentence": _FAULT, "status": 403},
    "faq_edit.html": _EDITED,
    "faq_history.html": {
        "entry": _ENTRY,
        "lines": [(SimpleNamespace(number=n, actor="mei", at=NOW, note=""), [_CHANGE]) for n in (2, 1)],
    },
    "faq_list.html": {
        "listed": _LISTED, "address": "q=x", "q": "", "category": "", "lacking": "", "behind": "", "status": "",
        "categories": [], "statuses": faq_list.STATUSES, "languages": FAQ_LANGS, "today": date(2026, 11, 24),
    },
    "faq_check.html": _GATE,
    "faq_drafts.html": {"drafts": _DRAFTS},
    "faq_import.html": {"problem": _FAULT, "forms": FORMS, "most": 20},
    "faq_import_look.html": {
        "looked": SimpleNamespace(
            name="faq.csv", encoding="GB18030", key="k", values=1,
            report=SimpleNamespace(changed=("grant",)),
        ),
        "kinds": [("created", ("a",)), ("changed", ("grant",)), ("unchanged", ())], "problems": ["…"],
        "listed": 30, "notes": ["…"],
    },
    "golden_list.html": {
        "rows": [({"q": "?", "note": "", "number": 1}, [], {"outcome": "refused", "came": _GIVEN})], "total": 1,
        "page": 2, "pages": 3, "running": False, "percent": 5, "asked": 4, "wrong": 1, "problem": _FAULT,
        "question": "", "chosen": [], "found": [("grant", "?")],
    },
    "lexicon_edit.html": {
        "name": "grant", "terms": {"zh": ["奖学金"]}, "base": "b", "is_new": False, "languages": FAQ_LANGS,
        "draft": SimpleNamespace(actor="mei", at=NOW, content={"terms": {}}),
        "entries": [{"id": "grant", "phrasings": 3}], "problem": _FAULT,
    },
    "lexicon_list.html": {
        "concepts": [{"concept": "grant", "zh": ["奖学金"]}], "found": 1, "page": 2, "pages": 3, "q": "",
        "languages": FAQ_LANGS,
    },
    "variables.html": {
        "variables": [
            {"name": "fee", "value": None, "used": [{"entry": "grant", "lang": "zh"}]},
            {"name": "day", "value": "1", "used": []},
        ],
        "problem": _FAULT, "name": "", "value": "",
    },
    "_faq_found.html": {"found": [("grant", "?")]},
    "_faq_near.html": {"question": "?", "others": [("grant", "?")], "taken": True},
    "_faq_preview.html": _PREVIEW,
    "inbox_list.html": {
        "requests": [_REQUEST], "status": "open", "statuses": inbox.STATUSES, "whose": "", "page": 2, "pages": 3,
        "counts": {"open": 1, "waiting": 1, "done": 0},
    },
    "inbox_show.html": {
        "request": _REQUEST, "fault": _FAULT, "written": "", "room": 2000, "window": Window(NOW, 3), "is_open": True,
        "why_not": "", "around": [_LINE], "colleagues": ["mei"], "reasons": inbox.REASONS, "me": "lu", "refused": "no",
        "refused_words": "", "editor": "/e", "answers": [{"id": "grant", "question": "?", "text": "…"}], "words": "",
    },
    "join.html": {"name": "mei", "joins": True, "fault": _FAULT},
    "log_list.html": {
        "lines": [_LINE], "kinds": ["held_answer"], "decisions": ["none"], "languages": FAQ_LANGS, "first": False,
        "asked": dict.fromkeys(("q", "kind", "decision", "lang", "entry", "person", "since", "until"), ""),
        "older": "before=1-1", "newest": "q=x",
    },
    "log_talk.html": {"lines": [_LINE], "person": "p" * 43},
    "fix_show.html": {
        "question": "?", "lang_of": "zh", "line": _LINE, "near": "grant", "problem": _FAULT, "editor": "/e",
        "next": "/console/log", "languages": FAQ_LANGS, **_CHOICES,
    },
    "gaps_attached.html": {"done": Attached("grant", "zh", "…", "none", "", ("…",), ("…",))},
    "gaps_decided.html": {
        "decided": [
            {"deed": "d", "verdict": verdict, "actor": "mei", "at": NOW, "wordings": 2, "entry": "e", "phrasing": "p"}
            for verdict in ("attached", "out_of_scope", "dismissed")
        ],
    },
    "gaps_list.html": {
        "gaps": [_GAP], "found": 30, "page": 2, "pages": 3, "lang_only": "", "q": "", "languages": FAQ_LANGS,
        "at": NOW, "busy": True,
    },
    "gaps_show.html": {
        "gap": _GAP, "wording": "?", "problem": _FAULT, "languages": FAQ_LANGS, "near": "grant", **_CHOICES,
    },
    "numbers_report.html": {**_NUMBERS, "month": NOW.date(), "months": [NOW.date()]},
    "numbers_show.html": {**_NUMBERS, "periods": (7, 30), "days_chosen": 30},
    "api_docs.html": {
        "calls": [{
            "method": "PUT", "path": "/api/v1/faq", "says": "…",
            "parameters": [{"name": "limit", "says": "…", "needed": False}], "body": [{"name": "base", "needed": True}],
        }],
    },
    "channel_connect.html": {"address": "https://api.weibo.com/x", "pasted": "", "fault": _FAULT},
    "channel_list.html": {
        "accounts": [_ACCOUNT], "names": {"weibo": "Weibo"}, "asked": [{"name": "weibo", "ok": False}], "fault": "",
    },
    "menu_edit.html": {
        "rows": [{"place": "1", "name": "帮助", "kind": "", "value": "", "below": [_BUTTON]}],
        "preview": [{"name": "帮助", "items": [{"name": "签证"}]}], "kinds": ("help", "human", "faq", "url"),
        "entries": ["grant"], "base": 1, "fault": _FAULT, "problems": ["…"], "refused": "…", "same": False,
        "live": SimpleNamespace(fault="…"), "change": _CHANGE, "top_bytes": 16, "sub_bytes": 60,
    },
    "qr_list.html": {
        "codes": [{
            "scene": "fair", "label": "展会", "svg": Markup("<svg></svg>"), "at": NOW, "scans": 3, "followed": 2,
        }],
        "refused": "…", "fault": _FAULT, "scene": "", "label": "",
    },
    "settings.html": {
        "lines": [
            SimpleNamespace(section="x", key="proxy", value="", secret=secret, is_set=False, source=source)
            for secret in (True, False) for source in ("file", "environment", "default")
        ],
    },
    "status.html": {
        "checks": [Check("a.b", "room on the disk", state, "There is enough.", "…", "…") for state in health.State],
        "todo": [Check("machine.disk", "room on the disk", health.State.WRONG, "The disk is nearly full.", "…", "…")],
        "green": False, "now": NOW, "version": "1",
    },
    "token_list.html": {
        "tokens": [
            {"id": 1, "name": "site", "role": "viewer", "made_by": "mei", "expires_at": NOW, "used_at": used,
             "revoked_at": revoked}
            for used, revoked in ((NOW, None), (None, NOW))
        ] + [{"id": 2, "name": "n", "role": "viewer", "made_by": "mei", "expires_at": NOW + timedelta(days=1),
              "used_at": None, "revoked_at": None}],
        "roles": ROLES, "now": NOW, "token": "ptc_x", "fault": _FAULT,
    },
    "sign_in_code.html": {"step": "s", "next": "/console", "fault": _FAULT},
    "sign_in.html": {"next": "/console", "name": "", "fault": _FAULT},
    "team_list.html": {
        "team": [{"name": "mei", "role": "editor", "active": False, "second": True}], "roles": ROLES, "link": "/l",
        "invited": "mei",
    },
    "today.html": {
        "waiting": [_ANNOUNCEMENT], "drafts": [_ANNOUNCEMENT], "ageing": 1, "today": NOW.date(), "asked": 1,
        "old": [{"id": "grant", "review_by": date(2026, 1, 1), "valid_until": date(2027, 1, 1)}],
        "requests": [_REQUEST], "stuck": [_DELIVERY],
        "missed": 1, "gaps": [_GAP], "finding": False, "health": [("X", "…")], "shown": 5,
    },
    "try_it.html": {
        "q": "?", "in_lang": "", "on": NOW.date(),
        "tried": SimpleNamespace(text="…", taken_for="a greeting", lines=(), entries=(), lang="zh"),
    },
}  # fmt: skip
# The other side of what is one or the other.
OTHERWISE: dict[str, dict[str, Any]] = {
    "account.html": {"second": SimpleNamespace(on=False, codes_left=0), "second_fault": ""},
    "channel_list.html": {
        "accounts": [
            {**_ACCOUNT, "paused": None, "last_failure": None,
             "token": {"ends": None, "began": None, "state": state, "says": "does not end", "warning": ""}}
            for state in ("missing", "unknown", "")
        ],
        "asked": [{"name": "weibo", "ok": True}],
    },
    "menu_edit.html": {"fault": "", "problems": [], "refused": "", "live": SimpleNamespace(fault=""), "same": True},
    "status.html": {"green": True, "todo": []},
    "_announcement_live.html": {"previews": [], "times": [NOW, NOW], "article_at": "/a"},
    "_announcement_moved.html": {"done": SimpleNamespace(problems=[], status="approved", hints=[])},
    "announcement_compose.html": {"new": False, "fault": "", "refused": False, "over": ""},
    "announcement_import.html": {"done": None, "fault": ""},
    "announcement_show.html": {
        "one": {**_ANNOUNCEMENT, "deliveries": [], "review": {**_ASKED}}, "own_work": True, "needs_a_person": False,
        "reading": SimpleNamespace(steps=[], since=None, changed=[]),
    },
    "calendar_show.html": {"days": [], "view": ""},
    "delivery_list.html": {"paged": Paged([{**_DELIVERY, "state": "unknown"}], 1, 1, 1), "waiting": False},
    "faq_edit.html": {"archived": True, "problem": "", "both": (), "shows_live": True},
    "faq_check.html": {"state": "running"},
    "_faq_near.html": {"taken": False},
    "faq_import_look.html": {"problems": []},
    "golden_list.html": {"running": True, "wrong": 0},
    "lexicon_edit.html": {"name": "", "draft": None, "is_new": True},
    "_faq_preview.html": {"bubbles": []},
    "gaps_list.html": {"at": None, "gaps": []},
    "inbox_list.html": {"requests": [], "status": "done"},
    "inbox_show.html": {"is_open": False, "window": Window(None, 0), "refused": "", "fault": "", "why_not": "no"},
    "today.html": {"missed": 0, "finding": True},
    "join.html": {"joins": False},
    "try_it.html": {
        "tried": SimpleNamespace(
            text="…", taken_for="", lines=["…"], lang="zh",
            entries=[SimpleNamespace(id="e", question="?", why="…", shown=True)],
        ),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def page(renderer: Renderer, template: str, lang: str, more: dict[str, Any]) -> str:
    frame = {
        "session": SimpleNamespace(name="mei", role="admin", hash="h"), "said": "", "here": "/console",
        "token_field": Markup(""), "may": lambda deed: True,
    }  # fmt: skip
    return renderer.page(template, lang, {**frame, **VALUES[template], **more})


def pages(renderer: Renderer, template: str, lang: str) -> Iterator[str]:
    """Full; with nothing in its lists; and the other side of each choice."""
    yield page(renderer, template, lang, {})
    yield page(renderer, template, lang, {name: [] for name, it in VALUES[template].items() if isinstance(it, list)})
    yield page(renderer, template, lang, OTHERWISE.get(template, {}))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_page_can_be_made_in_every_language(renderer: Renderer, template: str, lang: str) -> None:
    for html in pages(renderer, template, lang):
        assert template.startswith("_") or f'<html lang="{lang}">' in html  # a part of a page
        assert "%(" not in html


@pytest.mark.parametrize("lang", TRANSLATED)
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_sentence_of_a_page_stays_english(renderer: Renderer, template: str, lang: str) -> None:
    translated = translations(lang)
    ours = [said for said in translated if " " in said and "%" not in said]
    for html in pages(renderer, template, lang):
        assert [said for said in ours if re.search(rf'[>"] ?{re.escape(str(escape(said)))} ?[<"]', html)] == []


def test_a_sentence_after_a_form_is_said_in_the_language_of_the_page(renderer: Renderer) -> None:
    assert renderer.say("Saved.", "zh") == "已保存。"
    assert renderer.say("Saved.", "en") == "Saved."
    assert renderer.say("", "fr") == ""
    assert renderer.say("Not a sentence of ours.", "fr") == "Not a sentence of ours."
