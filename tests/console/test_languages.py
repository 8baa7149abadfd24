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

from bot.actions import inbox, passwords
from bot.console.rendering import LANGS, Renderer
from bot.core import health
from bot.core.announcements import Status
from bot.core.delivery import State
from bot.core.faq import LANGS as FAQ_LANGS
from bot.core.faq import Entry, EntryText
from bot.core.faq_diff import Change
from bot.core.health import Check
from bot.core.messages import ReplyKind
from bot.core.quotas import QuotaRules, needs
from bot.core.rights import RIGHTS
from bot.core.roles import ROLES
from handlers import trial

ROOT = Path(__file__).parents[2]
CONSOLE = ROOT / "bot/console"
TEMPLATES = sorted(path.name for path in (CONSOLE / "templates").glob("*.html"))
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
    *(f"bot/actions/{name}.py" for name in ("inbox", "deliveries", "announcements")),
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
    *RIGHTS_SAID, *ACCOUNTS_SAID, *QUOTAS_SAID, *ROLES, *inbox.STATUSES, *Status, *State, *ReplyKind,
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
    "overall": "A draft; nothing goes out before it is approved.",
    "posts": {"微信": {"act": "text", "lang": "zh", "audience": "all", "text": "欢迎"}},
    "deliveries": [{"channel": "wechat", "state": "queued", "url": "https://example.org/1"}],
}  # fmt: skip
_DELIVERY = {"id": 1, "announcement": "day", "channel": "x", "state": "failed", "error": "403", "url": "https://a.org"}
_REQUEST = {
    "id": 7, "status": "open",
    "messages": [
        {"text": "能换学校吗", "author": "student", "delivered_at": None},
        {"text": "可以", "author": "mei", "delivered_at": None},
    ],
}  # fmt: skip
_RAW = {
    "id": "grant", "category": "", "source": "", "confidence": "", "review_by": "", "valid_from": "2026-01-01",
    "valid_until": "", "related": [],
    "texts": {lang: {"question": "?", "answer": "!", "after": "", "variants": []} for lang in FAQ_LANGS},
}  # fmt: skip
_EDITED = {
    "raw": _RAW, "base": 1, "languages": FAQ_LANGS, "archived": False, "problem": _FAULT, "theirs": (_CHANGE,),
    "checked": True, "faults": [SimpleNamespace(severity="error", entry="other", sentence="…")],
}  # fmt: skip
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
VALUES: dict[str, dict[str, Any]] = {
    "account.html": {
        "sessions": [SimpleNamespace(browser="", hash="h", seen_at=NOW)], "now": NOW, "fault": _FAULT,
        "second": SimpleNamespace(on=True, codes_left=9), "second_fault": _FAULT,
    },
    "account_codes.html": {"codes": ["aaaa-bbbb"]},
    "account_second.html": {"qr": Markup("<svg></svg>"), "key": "AAAA", "sealed": "s", "fault": _FAULT},
    "announcement_list.html": {"lines": [_ANNOUNCEMENT], "every": False},
    "announcement_show.html": {
        "one": _ANNOUNCEMENT, "problems": [SimpleNamespace(channel="x", message="…")],
    },
    "audit_list.html": {
        "deeds": [{"at": NOW, "actor": "mei", "action": "sign-in", "object": "console", "before": "a", "after": ""}],
        "page": 2, "more": True, "actor": "", "q": "", "actors": ["mei"],
    },
    "base.html": {},
    "delivery_list.html": {"deliveries": [_DELIVERY], "waiting": True},
    "fault.html": {"sentence": _FAULT, "status": 403},
    "faq_edit.html": _EDITED,
    "faq_history.html": {
        "entry": _ENTRY,
        "lines": [(SimpleNamespace(number=n, actor="mei", at=NOW, note=""), [_CHANGE]) for n in (2, 1)],
    },
    "faq_list.html": {
        "entries": [_ENTRY], "found": 3, "page": 2, "pages": 3, "q": "", "category": "", "lacking": "",
        "categories": [], "languages": FAQ_LANGS,
    },
    "inbox_list.html": {"requests": [_REQUEST], "status": "", "statuses": inbox.STATUSES},
    "inbox_show.html": {"request": _REQUEST, "fault": _FAULT, "written": "", "room": 2000},
    "join.html": {"name": "mei", "joins": True, "fault": _FAULT},
    "log_list.html": {
        "lines": [{"at": NOW, "kind": "held_answer", "entries": ["grant"], "reply": "…"}], "q": "", "kind": "",
        "kinds": ["held_answer"],
    },
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
        "drafts": [_ANNOUNCEMENT], "requests": [_REQUEST], "stuck": [_DELIVERY], "old": [_ENTRY], "shown": 5,
    },
    "try_it.html": {
        "q": "?", "in_lang": "", "tried": SimpleNamespace(text="…", taken_for="a greeting", lines=(), entries=()),
    },
}  # fmt: skip
# The other side of what is one or the other.
OTHERWISE: dict[str, dict[str, Any]] = {
    "account.html": {"second": SimpleNamespace(on=False, codes_left=0), "second_fault": ""},
    "announcement_show.html": {"one": {**_ANNOUNCEMENT, "status": "approved", "deliveries": []}},
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
    "faq_edit.html": {"archived": True, "problem": "", "theirs": ()},
    "join.html": {"joins": False},
    "try_it.html": {
        "tried": SimpleNamespace(text="…", taken_for="", lines=["…"], entries=[("grant", "?")]),
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
        assert f'<html lang="{lang}">' in html
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
