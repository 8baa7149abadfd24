"""Announcements from spreadsheets: what a row means, what is wrong in which row, and a preview that saves nothing."""

import csv
import io
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import Written
from bot.actions.announcement_sheets import read_source, write_template
from bot.core.announcement_table import COLUMNS
from bot.core.errors import BadFile, HasProblems
from bot.store.engine import Database
from tests.announcing import ACCOUNTS, LINK, NOW, RULES

TERMS = Terms(RULES, ACCOUNTS, NOW, "Li")
ROW = {
    "id": "opening",
    "kind": "call",
    "event_title": "Applications open",
    "event_start": "2026-12-05 10:00",
    "zone": "Europe/Paris",
    "place": "Paris",
    "link": LINK,
    "zh_title": "报名开放",
    "zh_body": "即日起报名。",
    "en_title": "Open",
    "en_body": f"Apply: {LINK}",
    "channels": "wechat, weibo，X",
    "publish_at": "2026-12-01 12:00",
    "late_after_minutes": "5",
    "useful_until": "2026/12/4 9:05",
    "audience": "tag:2",
}
SAMPLES = yaml.safe_load(files("bot.content").joinpath("announcements.yaml").read_text(encoding="utf-8"))


def a_csv(folder: Path, *rows: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "plan.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def an_xlsx(folder: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def import_(database: Database, path: Path, **options: bool) -> Written:
    return announcement_drafts.import_file(database, path, TERMS, pictures=path.parent / "kept", **options)


def told(done: Written) -> list[str]:
    return [problem.message for problem in done.problems]


def test_a_row_is_an_announcement_on_its_channels(database: Database, tmp_path: Path) -> None:
    done = import_(database, a_csv(tmp_path, ROW))
    assert (done.created, done.problems) == (["opening"], [])
    shown = announcements.show(database, "opening")
    assert shown["publish_at"] == datetime(2026, 12, 1, 4, tzinfo=UTC)
    assert shown["event"]["starts_at"] == datetime(2026, 12, 5, 9, tzinfo=UTC)
    assert (shown["event"]["place"], shown["channels"]) == ("Paris", ["wechat", "weibo", "x"])
    assert {name: post["audience"] for name, post in shown["posts"].items()} == {
        "wechat": "tag:2",
        "weibo": "all",
        "x": "all",
    }
    assert shown["posts"]["weibo"]["text"].endswith(LINK)
    assert shown["posts"]["x"]["text"].count(LINK) == 1


@pytest.mark.parametrize(
    ("encoding", "delimiter", "note"),
    [("utf-8-sig", ",", ""), ("gb18030", ";", "GB18030"), ("utf-16", "\t", "UTF-16")],
)
def test_a_csv_is_read_as_spreadsheet_programs_write_it(
    sqlite_database: Database, tmp_path: Path, encoding: str, delimiter: str, note: str
) -> None:
    done = import_(sqlite_database, a_csv(tmp_path, ROW, encoding=encoding, delimiter=delimiter))
    assert (done.created, done.problems) == (["opening"], [])
    assert note in "".join(done.notes)


@pytest.mark.parametrize(
    "names",
    [
        ("编号", "中文标题", "中文正文", "链接", "渠道", "发布时间"),
        ("Identifiant", "Titre zh", "texte-zh", "Lien", "Canaux", "Publication"),
    ],
)
def test_the_columns_may_be_named_in_chinese_or_french(
    sqlite_database: Database, tmp_path: Path, names: tuple[str, ...]
) -> None:
    cells = ("open", "报名", "即日起", LINK, "微信、微博", "2026年12月1日 12:00")
    done = import_(sqlite_database, an_xlsx(tmp_path, names, cells))
    assert (done.created, done.problems) == (["open"], [])
    assert announcements.show(sqlite_database, "open")["channels"] == ["wechat", "weibo"]


def test_cells_that_are_dates_and_numbers_are_read_as_such(sqlite_database: Database, tmp_path: Path) -> None:
    names = ("id", "zh_title", "zh_body", "channels", "publish_at", "late_after_minutes")
    when = datetime(2026, 12, 1, 12, 0)  # noqa: DTZ001  a cell has no zone
    done = import_(sqlite_database, an_xlsx(tmp_path, names, ("open", 2027, f"即日起 {LINK}", "wechat", when, 20)))
    assert (done.created, done.problems) == (["open"], [])
    shown = announcements.show(sqlite_database, "open")
    assert (shown["title"], shown["publish_wall"]) == ("2027", "2026-12-01T12:00:00")


def test_every_fault_names_its_row_and_nothing_is_saved(database: Database, tmp_path: Path) -> None:
    path = a_csv(
        tmp_path,
        ROW,
        {},
        ROW | {"id": "Second One"},
        ROW | {"id": "third", "publish_at": "10/12/2026 19:00"},
        ROW | {"id": "fourth", "late_after_minutes": "soon"},
        ROW | {"id": "fifth", "channels": "fax"},
    )
    done = import_(database, path)
    assert (done.created, announcements.listing(database)) == ([], [])
    assert {words.split(":")[0] for words in told(done)} == {"row 4", "row 5", "row 6", "row 7"}
    assert any(words.startswith("row 5: “publish_at” must") or "row 5: publish_at:" in words for words in told(done))


def test_an_id_that_stands_twice_names_both_rows(sqlite_database: Database, tmp_path: Path) -> None:
    done = import_(sqlite_database, a_csv(tmp_path, ROW, ROW))
    assert told(done) == ["rows 2, 3: This id stands twice in the file: give each announcement its own."]


def test_a_preview_says_what_is_new_changed_unchanged_and_invalid_and_saves_nothing(
    database: Database, tmp_path: Path
) -> None:
    import_(database, a_csv(tmp_path, ROW, ROW | {"id": "b", "channels": "wechat", "publish_at": "2026-12-03 12:00"}))
    before = [announcements.show(database, name) for name in ("opening", "b")]
    path = a_csv(
        tmp_path,
        ROW,
        ROW | {"id": "b", "channels": "wechat", "publish_at": "2026-12-03 13:00"},
        ROW | {"id": "c", "channels": "wechat", "publish_at": "2026-12-04 08:00"},
        ROW | {"id": "d", "channels": "fax"},
    )
    done = import_(database, path, preview=True)
    assert (done.created, done.changed, done.unchanged) == (["c"], ["b"], ["opening"])
    assert [(problem.id, done.rows[problem.id]) for problem in done.problems] == [("d", [5])]
    assert [announcements.show(database, name) for name in ("opening", "b")] == before
    assert len(announcements.listing(database)) == 2


def test_what_a_header_lacks_or_does_not_know_is_said(sqlite_database: Database, tmp_path: Path) -> None:
    with pytest.raises(HasProblems) as caught:
        import_(sqlite_database, a_csv(tmp_path, {"id": "a", "chanels": "x", "zh_title": "b"}))
    assert "row 1: The column “chanels” is not known: did you mean “channels”?" in str(caught.value)
    assert "The column “publish_at” is missing; `announce template` writes a table with all." in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.xls", b"", "save it as .xlsx"),
        ("plan.xlsm", b"", "macros"),
        ("plan.xlsx", b"no zip", "no spreadsheet"),
        ("plan.csv", b"", "missing"),
        ("plan.csv", b"id,channels,publish_at\r\n", "no announcements below"),
        ("plan.csv", b'id,channels,publish_at\r\n"a,x', "is a quote not closed"),
        ("plan.csv", b"id,channels,publish_at\r\na,x,2026-12-01 12:00,more", "row 2: has 4 cells"),
        ("plan.csv", b"id,channels,publish_at\r\n" + b"a,x,2026\r\n" * 2001, "more than 2000 rows"),
        ("plan.csv", b"x" * (5 * 2**20 + 1), "at most 5 are read"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises((BadFile, HasProblems), match=words):
        read_source(tmp_path / name)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_reads_back_as_one_good_announcement(sqlite_database: Database, tmp_path: Path, form: str) -> None:
    raw = write_template(form)
    path = tmp_path / f"empty.{form}"
    path.write_bytes(raw)
    done = import_(sqlite_database, path)
    assert (done.created, done.problems) == (["spring-open-day"], [])
    if form == "csv":
        assert raw.startswith(b"\xef\xbb\xbf")
        [header, _] = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
        assert header == list(COLUMNS)
    with pytest.raises(BadFile, match="is written as"):
        write_template("pdf")


def test_what_a_spreadsheet_would_calculate_stays_text(sqlite_database: Database, tmp_path: Path) -> None:
    row = ROW | {"zh_title": "'=1+1 报名", "en_title": "=HYPERLINK(1)"}
    assert import_(sqlite_database, a_csv(tmp_path, row)).problems == []
    posts = announcements.show(sqlite_database, "opening")["posts"]
    assert posts["wechat"]["text"].startswith("=1+1 报名")
    assert posts["x"]["text"].startswith("=HYPERLINK(1)")


def flat(entry: dict[str, Any]) -> dict[str, str]:
    """An entry of the YAML file as a row; a plan's times do not fit in one."""
    event = entry["event"]
    texts = {f"{lang}_{part}": text[part] for lang, text in entry["texts"].items() for part in ("title", "body")}
    row = {
        "id": entry["id"],
        "event_title": event["title"],
        "event_start": event["starts_at"],
        "event_end": event["ends_at"],
        "zone": event["zone"],
        "channels": ",".join(entry["channels"]),
        "publish_at": entry["publish_at"],
        "publish_zone": entry["publish_zone"],
        "picture": entry.get("image", {}).get("file", ""),
    }
    return {**row, **texts}


CODES = {
    "faulty-weibo-too-long": "too_long",
    "faulty-weibo-no-safe-domain-link": "no_safe_link",
    "faulty-weibo-hashtag-topic": "topic",
    "faulty-image-6mb": "picture_too_big",
    "faulty-paris-dst-night": "time_gap",
    "faulty-x-duplicate-text": "same_text",
    "faulty-event-already-past": "event_past",
}


@pytest.mark.parametrize("name", CODES)
def test_each_faulty_sample_is_caught_in_a_table_too(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    (tmp_path / "open-day-poster-sample.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"0" * (6 * 2**20))
    faulty = next(entry for entry in SAMPLES["faulty"] if entry["id"] == name)
    twin = [entry for entry in SAMPLES["announcements"] if entry["id"] == faulty.get("duplicate_of")]
    path = a_csv(tmp_path, *(flat(entry) for entry in (*twin, faulty)))
    done = import_(sqlite_database, path)
    assert CODES[name] in {problem.code for problem in done.problems}
    assert all(problem.message.startswith(f"row {2 + len(twin)}: ") for problem in done.problems)
    assert done.created == []


def test_the_good_samples_have_no_problems_in_a_table(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "delegation-sample.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 100)
    done = import_(sqlite_database, a_csv(tmp_path, *(flat(entry) for entry in SAMPLES["announcements"])))
    assert (done.problems, len(done.created)) == ([], len(SAMPLES["announcements"]))
