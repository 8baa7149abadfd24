"""Adding and importing announcements: what is saved, what is refused and in which words."""

import json
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import Written
from bot.core.errors import BadFile
from bot.store.engine import Database
from tests.announcing import ACCOUNTS, LINK, NOW, RULES, an_entry

TERMS = Terms(RULES, ACCOUNTS, NOW, "Li")
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100
SAMPLES = yaml.safe_load(files("bot.content").joinpath("announcements.yaml").read_text(encoding="utf-8"))


def file_of(folder: Path, *entries: dict[str, Any], name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(json.dumps({"announcements": entries}), encoding="utf-8")  # JSON is YAML too
    return path


def import_(database: Database, path: Path, terms: Terms = TERMS, **options: bool) -> Written:
    return announcement_drafts.import_file(database, path, terms, pictures=path.parent / "kept", **options)


def ids(database: Database) -> list[str]:
    return [row["id"] for row in announcements.listing(database)]


def codes(written: Written) -> list[tuple[str, str, str]]:
    return [(problem.id, problem.channel, problem.code) for problem in written.problems]


def hints(written: Written) -> list[tuple[str, str]]:
    """All but the price of a link on X, which stands by every one that has a link there."""
    return [(hint.channel, hint.code) for hint in written.hints if hint.code != "x_price"]


@pytest.mark.parametrize("name", ["plan.yaml", "plan.json"])
def test_a_file_becomes_drafts(database: Database, tmp_path: Path, name: str) -> None:
    done = import_(database, file_of(tmp_path, an_entry(), name=name))
    assert (done.created, done.changed, done.problems, hints(done)) == (["opening"], [], [], [])
    assert announcements.listing(database)[0]["status"] == "draft"


def test_importing_again_updates_drafts_only(database: Database, tmp_path: Path) -> None:
    path = file_of(tmp_path, an_entry("a", channels=["wechat"]), an_entry("b", channels=["x"]))
    import_(database, path)
    assert import_(database, path).unchanged == ["a", "b"]
    announcements.approve(database, ["a"], TERMS)
    done = import_(database, file_of(tmp_path, an_entry("a", kind="new"), an_entry("b", channels=["x"], kind="new")))
    assert (done.changed, done.unchanged) == (["b"], ["a"])
    assert [(hint.id, hint.code) for hint in done.hints if hint.id == "a"] == [("a", "already_approved")]
    assert announcements.show(database, "a")["kind"] == "call"


def test_one_problem_keeps_all_out(database: Database, tmp_path: Path) -> None:
    path = file_of(tmp_path, an_entry("good", channels=["wechat"]), an_entry("bad", channels=["fax"]))
    done = import_(database, path)
    assert (done.created, codes(done)) == ([], [("bad", "", "unknown_channel")])
    assert ids(database) == []


def test_what_has_problems_can_be_left_out(database: Database, tmp_path: Path) -> None:
    late = an_entry("late", channels=["wechat"], publish_at="2026-11-20T12:00:00")
    path = file_of(tmp_path, an_entry("good", channels=["wechat"]), an_entry("bad", channels=["fax"]), late)
    done = import_(database, path, skip_invalid=True)
    assert (done.created, codes(done)) == (["good"], [("bad", "", "unknown_channel"), ("late", "", "time_past")])
    assert ids(database) == ["good"]


def test_due_now_can_be_approved_at_once(database: Database, tmp_path: Path) -> None:
    event = {"starts_at": "2026-11-05T19:00:00", "zone": "Asia/Shanghai"}
    path = file_of(tmp_path, an_entry(publish_at="2026-11-01T12:00:00", event=event))
    assert import_(database, path, due_now=True).created == ["opening"]
    soon = replace(TERMS, now=NOW + timedelta(seconds=20))
    assert announcements.approve(database, None, soon).approved == ["opening"]
    shown = announcements.show(database, "opening")
    assert shown["publish_at"] == NOW
    assert shown["event"]["starts_at"].isoformat() == "2026-12-01T11:00:00+00:00"


def test_entries_of_one_file_count_against_each_other(database: Database, tmp_path: Path) -> None:
    done = import_(database, file_of(tmp_path, an_entry("a", channels=["x"]), an_entry("b", channels=["x"])))
    assert codes(done) == [("b", "x", "same_text")]


def test_a_channel_that_is_not_set_up_is_only_a_hint_in_a_draft(database: Database, tmp_path: Path) -> None:
    done = import_(database, file_of(tmp_path, an_entry()), replace(TERMS, accounts={"wechat": "w", "weibo": "b"}))
    assert done.created == ["opening"]
    assert hints(done) == [("x", "no_account")]


def test_a_picture_beside_the_file_is_kept_under_its_own_name(database: Database, tmp_path: Path) -> None:
    (tmp_path / "photo.jpeg").write_bytes(JPEG)
    path = file_of(tmp_path, an_entry(image={"file": "photo.jpeg", "bytes": 1}))
    assert import_(database, path).created == ["opening"]
    name = announcements.show(database, "opening")["picture"]
    assert name.endswith(".jpg")
    assert (tmp_path / "kept" / name).read_bytes() == JPEG
    (tmp_path / "photo.jpeg").write_bytes(JPEG + b"1")
    assert import_(database, path).changed == ["opening"]


def with_picture(folder: Path, name: str = "campus photo.jpg", **changes: Any) -> Path:
    body = f"校园\n\n![校园](<{name}>)\n\n再看 ![again](<{name}>)，详情：{LINK}"
    texts = {"zh": {"title": "校园", "body": body}}
    return file_of(folder, an_entry(texts=texts, channels=["wechat", "weibo"], **changes))


def test_pictures_inside_a_text_are_kept_like_the_main_one(database: Database, tmp_path: Path) -> None:
    (tmp_path / "campus photo.jpg").write_bytes(JPEG)
    assert import_(database, with_picture(tmp_path)).created == ["opening"]
    [kept] = (tmp_path / "kept").iterdir()
    assert kept.read_bytes() == JPEG
    posts = announcements.show(database, "opening")["posts"]
    assert posts["wechat"]["text"].count(kept.name) == 2
    assert "photo" not in posts["wechat"]["text"]
    assert "![" not in posts["weibo"]["text"]  # a plain text has no place for it
    approved = announcements.approve(database, None, replace(TERMS, pictures=tmp_path / "kept"))
    assert (approved.approved, approved.problems) == (["opening"], [])


def test_importing_again_puts_back_a_picture_that_is_gone_even_after_approval(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "campus photo.jpg").write_bytes(JPEG)
    import_(database, with_picture(tmp_path))
    announcements.approve(database, None, replace(TERMS, pictures=tmp_path / "kept"))
    [kept] = (tmp_path / "kept").iterdir()
    kept.write_bytes(b"other")
    assert import_(database, with_picture(tmp_path)).unchanged == ["opening"]
    assert kept.read_bytes() == JPEG


def test_a_picture_inside_a_text_that_lies_in_the_pictures_folder_already_stays(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "campus.jpg").write_bytes(JPEG)
    assert import_(database, with_picture(tmp_path, "campus.jpg")).created == ["opening"]
    assert "campus.jpg" in announcements.show(database, "opening")["posts"]["wechat"]["text"]


def test_a_missing_picture_inside_a_text_is_said_once(sqlite_database: Database, tmp_path: Path) -> None:
    done = import_(sqlite_database, with_picture(tmp_path))
    assert codes(done) == [("opening", "", "picture_missing")]
    assert "campus photo.jpg" in done.problems[0].message


def test_a_missing_picture_is_found_when_one_is_added_too(sqlite_database: Database, tmp_path: Path) -> None:
    words = {"texts": {"zh": {"body": f"![校园](gone.jpg) {LINK}"}}, "channels": ["wechat"]}
    done = announcement_drafts.add(sqlite_database, entry_to_add(**words), replace(TERMS, pictures=tmp_path))
    assert "picture_missing" in {problem.code for problem in done.problems}


def test_the_events_link_and_contacts_are_kept(database: Database, tmp_path: Path) -> None:
    event = {"title": "Talk", "link": LINK, "contacts": ["Li Na", "china@paristech.fr"]}
    texts = {"zh": {"title": "讲座", "body": "今晚见"}, "en": {"title": "Talk", "body": "Tonight"}}
    assert import_(database, file_of(tmp_path, an_entry(event=event, texts=texts))).problems == []
    shown = announcements.show(database, "opening", link_domains="paristech.fr")
    assert (shown["event"]["link"], shown["event"]["contacts"]) == (LINK, ["Li Na", "china@paristech.fr"])
    added = f"{LINK}?utm_source=weibo&utm_medium=social&utm_campaign=opening"
    assert shown["posts"]["weibo"]["text"] == f"【讲座】今晚见 {added}"
    assert shown["posts"]["x"]["text"].endswith("utm_source=x&utm_medium=social&utm_campaign=opening")
    assert announcements.approve(database, None, TERMS).approved == ["opening"]


@pytest.mark.parametrize(
    ("written", "content", "code"),
    [
        ("photo.jpg", None, "picture_missing"),
        ("photo.jpg", b"<html>", "picture_type"),
        ("photo.jpg", b"", "picture_type"),
        ("../photo.jpg", None, "picture_place"),
        ("/etc/hostname", None, "picture_place"),
        (".", None, "picture_missing"),
        ("a" * 300 + ".jpg", None, "picture_missing"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * (5 * 1024 * 1024), "picture_too_big"),
    ],
)
def test_a_picture_that_cannot_be_sent_is_said_to_be_so(
    sqlite_database: Database, tmp_path: Path, written: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / written).write_bytes(content)
    done = import_(sqlite_database, file_of(tmp_path, an_entry(picture=written)))
    assert code in {problem.code for problem in done.problems}
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"announcements: [", "line 2"),
        (b"a: b: c", "no YAML"),
        (b"\xff\xfe", "UTF-8"),
        (b"!!python/object/apply:os.system [ls]", "no YAML"),
        (b"[" * 100_000, "flatten them"),
        (b"a: \x07", "check its form"),
        (b" " * (1024 * 1024 + 1), "split it"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_words(
    sqlite_database: Database, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=words):
        import_(sqlite_database, path)


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_is_not_there_is_named(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        import_(sqlite_database, tmp_path / name)


def test_broken_json_names_its_line(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text('{"announcements": [\n}', encoding="utf-8")
    with pytest.raises(BadFile, match="line 2"):
        import_(sqlite_database, tmp_path / "plan.json")


def test_a_bomb_of_aliases_is_read_in_no_time(sqlite_database: Database, tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    lines += ["announcements: [{id: bomb, channels: *a11, texts: *a11, publish_at: *a11, plan: *a11, kind: *a11}]"]
    path = tmp_path / "plan.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert {problem.code for problem in import_(sqlite_database, path).problems} >= {"wrong_type", "time_form"}


def test_the_samples_have_no_problems(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "delegation-sample.jpg").write_bytes(JPEG)
    done = import_(sqlite_database, file_of(tmp_path, *SAMPLES["announcements"]))
    assert (done.problems, hints(done)) == ([], [])
    assert len(done.created) == len(SAMPLES["announcements"]) + 1  # one has a follow-up
    assert announcements.approve(sqlite_database, None, TERMS).problems == []


EXPECTED = {
    "faulty-weibo-too-long": ("weibo", "too_long", "140"),
    "faulty-weibo-no-safe-domain-link": ("weibo", "no_safe_link", "paristech.fr"),
    "faulty-weibo-hashtag-topic": ("weibo", "topic", "remove the two # signs"),
    "faulty-image-6mb": ("weibo", "picture_too_big", "weighs 6 MB and Weibo accepts at most 5 MB"),
    "faulty-wechat-five-in-a-month": ("wechat", "quota_month", "4 mass messages on WeChat per month"),
    "faulty-paris-dst-night": ("", "time_gap", "02:30"),
    "faulty-x-duplicate-text": ("x", "same_text", "campaign-opens-9plus9"),
    "faulty-event-already-past": ("", "event_past", "ended on 5 November 2026"),
}


@pytest.mark.parametrize("entry", SAMPLES["faulty"], ids=lambda entry: entry["id"])
def test_each_faulty_sample_is_caught(sqlite_database: Database, tmp_path: Path, entry: dict[str, Any]) -> None:
    twin = [good for good in SAMPLES["announcements"] if good["id"] == entry.get("duplicate_of")]
    done = import_(sqlite_database, file_of(tmp_path, *twin, entry))
    channel, code, words = EXPECTED[entry["id"]]
    problem = next(problem for problem in done.problems if problem.code == code)
    assert problem.id.startswith(entry["id"])
    assert problem.channel == channel
    assert words in problem.message
    print(f"{problem.id}: {problem.message}\n  wanted: {entry['expect']}")  # noqa: T201  for people: pytest -rP
    assert problem.message[0].isupper() or problem.message.startswith((entry["id"], "publish_at"))
    assert problem.message.endswith((".", "?"))
    assert ":" in problem.message  # what is wrong: what to do
    assert {other.code for other in done.problems} <= {code, "picture_missing"}


def entry_to_add(**changes: Any) -> dict[str, Any]:
    return {
        "texts": {"zh": {"body": f"说明会今晚开始。入口：{LINK}"}},
        "publish_at": "2026-12-10 19:00",
        "publish_zone": "Asia/Shanghai",
        **changes,
    }


def test_adding_chooses_the_channels_that_have_a_text_and_a_title(database: Database) -> None:
    [name] = announcement_drafts.add(database, entry_to_add(), TERMS).created
    shown = announcements.show(database, name)
    assert shown["channels"] == ["wechat", "weibo"]
    assert shown["title"] == "说明会今晚开始"
    assert shown["posts"]["weibo"]["text"].count("说明会今晚开始") == 1


def test_adding_the_same_again_is_the_same_announcement(database: Database) -> None:
    [name] = announcement_drafts.add(database, entry_to_add(), TERMS).created
    assert announcement_drafts.add(database, entry_to_add(), TERMS).unchanged == [name]
    assert ids(database) == [name]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channels": ["x"]}, "no_language"),
        ({"publish_at": "2026-11-24 11:00"}, "time_past"),
        ({"publish_at": "yesterday"}, "time_form"),
        ({"publish_zone": "Mars/X"}, "time_zone"),
        ({"texts": {"zh": {"body": "没有链接"}}}, "no_safe_link"),
        ({"texts": {"fr": {"body": "Bonjour"}}}, "no_language"),
        ({"texts": {"zh": {"body": "half \ud800"}}}, "bad_character"),
        ({"event": {"starts_at": "2026-12-01 19:00"}}, "event_past"),
    ],
)
def test_adding_what_has_a_problem_saves_nothing(sqlite_database: Database, changes: dict[str, Any], code: str) -> None:
    done = announcement_drafts.add(sqlite_database, entry_to_add(**changes), TERMS)
    assert (code in {problem.code for problem in done.problems}, ids(sqlite_database)) == (True, [])


def test_a_plan_is_taken_whole_or_not_at_all_and_its_problems_carry_the_files_id(
    database: Database, tmp_path: Path
) -> None:
    days = [f"2026-12-{day:02d}T12:00:00" for day in (4, 8, 11, 15, 18)]
    many = an_entry("many", channels=["wechat"], plan=days)
    path = file_of(tmp_path, many, an_entry("good", channels=["wechat"]))  # the refused ones take no quota from it
    done = import_(database, path, skip_invalid=True)
    assert codes(done) == [("many", "wechat", "quota_month")]
    assert done.problems[0].message.startswith("many-5: ")
    assert (done.created, ids(database)) == (["good"], ["good"])


def test_a_text_that_the_file_itself_calls_a_duplicate_is_refused(database: Database, tmp_path: Path) -> None:
    twin = an_entry("twin", channels=["x", "wechat"], duplicate_of="opening")
    done = import_(database, file_of(tmp_path, twin))
    assert codes(done) == [("twin", "x", "same_text")]


@pytest.mark.parametrize("faulty", SAMPLES["faulty"], ids=lambda entry: entry["id"])
def test_each_faulty_sample_alone_in_a_file_is_refused_under_its_own_id(
    sqlite_database: Database, tmp_path: Path, faulty: dict[str, Any]
) -> None:
    done = import_(sqlite_database, file_of(tmp_path, faulty))
    assert {problem.id for problem in done.problems} == {faulty["id"]}
    assert done.created == []
