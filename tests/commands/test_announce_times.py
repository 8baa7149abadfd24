"""Time on the command line: series, holding, moving, copies, tables, and the calendar with its rehearsal."""

import json
from pathlib import Path
from typing import Any

import icalendar
import pytest

from bot import cli
from tests.announcing import LINK, an_entry
from tests.commands.test_announce import TEXT, Capture, file_of, office, read, run

__all__ = ["office"]  # the fixture stands there, and pytest finds it by its name here
SERIES = ("add", "--text", f"zh=还有{{days}}天。入口：{LINK}", "--event-at", "2027-01-20 19:00")


def calendar(capsys: Capture, *arguments: str, status: int = 0) -> tuple[str, str]:
    assert cli.run(["calendar", *arguments]) == status
    said = capsys.readouterr()
    return said.out, said.err


def ahead(capsys: Capture, *arguments: str, status: int = 0) -> Any:
    return json.loads(calendar(capsys, *arguments, "--json", status=status)[0])


def test_a_series_before_an_event_is_one_announcement_a_time(capsys: Capture) -> None:
    made = read(capsys, *SERIES, "--days-before", "30,7,1", "--at", "18:30")
    assert [name[12:] for name in made["created"]] == ["-j30", "-j7", "-j1"]
    assert made["problems"] == []
    rows = read(capsys, "list")
    assert [row["publish_at"] for row in rows] == [
        "2026-12-21T10:30:00+00:00",
        "2027-01-13T10:30:00+00:00",
        "2027-01-19T10:30:00+00:00",
    ]
    assert [row["title"] for row in rows] == ["还有30天", "还有7天", "还有1天"]


def test_a_series_is_at_noon_and_a_whole_date_is_one_time_more(capsys: Capture) -> None:
    read(capsys, *SERIES, "--days-before", "7", "--channel", "wechat")
    text = ("--text", f"zh=请看。入口：{LINK}", "--channel", "wechat", "--event-at", "2027-03-20 19:00")
    read(capsys, "add", *text, "--days-before", "1", "--at", "2027-03-10 09:00")
    assert [row["publish_at"] for row in read(capsys, "list")] == [
        "2027-01-13T04:00:00+00:00",
        "2027-03-10T01:00:00+00:00",
        "2027-03-19T01:00:00+00:00",
    ]


def test_each_week_is_at_the_same_hour_of_its_zone(capsys: Capture) -> None:
    when = ("--at", "2027-03-21 12:00", "--zone", "Europe/Paris", "--weekly-until", "2027-03-28")
    made = read(capsys, "add", "--text", TEXT, "--channel", "wechat", *when)
    assert [row["publish_at"] for row in read(capsys, "list")] == [
        "2027-03-21T11:00:00+00:00",
        "2027-03-28T10:00:00+00:00",
    ]
    assert len(made["created"]) == 2


def test_how_late_and_how_long_useful_can_be_said(capsys: Capture) -> None:
    limits = ("--late-after-minutes", "0", "--useful-until", "2026-12-09 19:00")
    done = read(capsys, "add", "--text", TEXT, "--at", "2026-12-10 19:00", *limits, status=1)
    assert [problem["code"] for problem in done["problems"]] == ["useful_past"]
    limits = ("--late-after-minutes", "0", "--useful-until", "2026-12-10 21:00")
    assert read(capsys, "add", "--text", TEXT, "--at", "2026-12-10 19:00", *limits)["problems"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--days-before", "7"),
        ("--days-before", "soon", "--event-at", "2027-01-20 19:00"),
        ("--days-before", "7", "--event-at", "2027-01-20 19:00", "--weekly-until", "2027-02-01"),
        ("--weekly-until", "2027-02-01"),
    ],
)
def test_a_series_that_is_not_understood_exits_with_two(capsys: Capture, arguments: tuple[str, ...]) -> None:
    assert run(capsys, "add", "--text", TEXT, *arguments, status=2)[1]


def test_hold_release_reschedule_and_duplicate(capsys: Capture, tmp_path: Path) -> None:
    run(capsys, "import", file_of(tmp_path, an_entry(channels=["wechat", "x"])))
    run(capsys, "approve", "--all")
    assert read(capsys, "hold", "opening")["held"] == ["wechat", "x"]
    out, err = run(capsys, "hold", "opening")
    assert ("opening is held on WeChat." in out, "announce release opening" in err) == (True, True)
    assert read(capsys, "release", "opening") == {"id": "opening", "released": ["wechat", "x"], "kept": {}}
    assert "Nothing of “opening” is held" in run(capsys, "release", "opening", status=1)[1]

    kept = read(capsys, "reschedule", "opening", "--at", "2026-12-02 19:00", "--keep-approval")
    assert (kept["status"], kept["publish_at"]) == ("approved", "2026-12-02T11:00:00+00:00")
    out, err = run(capsys, "reschedule", "opening", "--at", "2026-12-03 19:00", "--zone", "Europe/Paris")
    assert out == "opening is planned for 2026-12-04 02:00 (Paris 19:00).\n"
    assert "It is a draft: nothing goes out before" in err
    assert read(capsys, "show", "opening")["status"] == "draft"
    out, err = run(capsys, "reschedule", "opening", "--at", "2026-11-01 19:00", status=1)
    assert (out, "Nothing was changed" in err) == ("", True)

    copied = read(capsys, "duplicate", "opening", "--at", "2026-12-20 19:00", "--id", "again")
    assert (copied["id"], copied["status"], copied["problems"]) == ("again", "draft", [])
    assert "nothing" in run(capsys, "duplicate", "nothing", "--at", "2026-12-20 19:00", status=1)[1]
    assert run(capsys, "reschedule", "again", "--at", "soon", status=2)[1]


def test_a_late_release_says_what_stays_and_exits_with_one(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "import", file_of(tmp_path, an_entry(channels=["x"])))
    run(capsys, "approve", "--all")
    run(capsys, "hold", "opening")
    clock = tmp_path / "clock"
    clock.write_text(str(float(clock.read_text()) + 8 * 86400), encoding="ascii")
    assert "too late to go out by itself" in read(capsys, "release", "opening", status=1)["kept"]["x"]


def test_a_template_is_filled_in_previewed_and_imported(capsys: Capture, tmp_path: Path) -> None:
    table = tmp_path / "plan.xlsx"
    assert "id" in read(capsys, "template", str(table))["columns"]
    assert "there already" in run(capsys, "template", str(table), status=2)[1]
    out, err = run(capsys, "import", str(table), "--preview")
    assert (out, "nothing was saved" in err) == ("new: spring-open-day (row 2)\n", True)
    foreseen = read(capsys, "import", str(table), "--preview")
    assert (foreseen["created"], foreseen["invalid"], foreseen["rows"]["spring-open-day"]) == (
        ["spring-open-day"],
        [],
        [2],
    )
    assert read(capsys, "list") == []
    assert read(capsys, "import", str(table))["created"] == ["spring-open-day"]
    bad = tmp_path / "bad.csv"
    bad.write_text("id,channels,publish_at\na,fax,2026-12-10 19:00\n", encoding="utf-8")
    out, err = run(capsys, "import", str(bad), "--preview", status=1)
    assert (out, "row 2: “fax” is not a channel" in err) == ("invalid: a (row 2)\n", True)
    assert run(capsys, "template", str(tmp_path / "plan.pdf"), status=2)[1]


def test_the_calendar_is_by_day_in_shanghai_with_paris_beside_it(capsys: Capture, tmp_path: Path) -> None:
    assert calendar(capsys)[1] == "Nothing is planned.\n"
    morning = an_entry("morning", channels=["x"], publish_at="2026-12-02T03:00:00")
    run(capsys, "import", file_of(tmp_path, an_entry(channels=["wechat"], publish_at="2026-12-01T11:00:00"), morning))
    run(capsys, "approve", "opening")
    assert calendar(capsys)[0].splitlines() == [
        "Tuesday 2026-12-01",
        "  11:00 (Paris 04:00)  opening: 报名今天开放 → WeChat",
        "Wednesday 2026-12-02",
        "  03:00 (Paris 20:00 on 1 Dec)  morning [draft]: 报名今天开放 → X",
    ]
    assert [(row["id"], row["draft"]) for row in ahead(capsys)] == [("opening", False), ("morning", True)]
    assert [row["id"] for row in ahead(capsys, "--weeks", "1")] == ["opening"]
    run(capsys, "cancel", "opening")
    assert [row["id"] for row in read(capsys, "calendar")] == ["morning"]


def test_a_rehearsal_without_problems_exits_with_zero_and_sends_nothing(capsys: Capture, tmp_path: Path) -> None:
    run(capsys, "import", file_of(tmp_path, an_entry()))
    run(capsys, "approve", "opening")
    before = read(capsys, "show", "opening")
    done = ahead(capsys, "--dry-run")
    assert [(row["account"], row["at"], row["fate"]) for row in done["sends"]] == [
        (account, "2026-12-01T04:00:00+00:00", "goes out") for account in ("wechat:gh_1", "weibo:1", "x:1")
    ]
    out, err = calendar(capsys, "--dry-run")
    assert "2026-12-01 12:00 (Paris 05:00)  weibo:1" in out
    assert "3 sends; 0 would be kept back." in err
    assert read(capsys, "show", "opening") == before


def test_a_rehearsal_with_problems_names_them_and_exits_with_one(capsys: Capture, tmp_path: Path) -> None:
    run(capsys, "import", file_of(tmp_path, an_entry("a", channels=["x"])))
    run(capsys, "approve", "a")
    run(capsys, "hold", "a")
    late = an_entry("b", channels=["wechat"], publish_at="2026-12-02T12:00:00")
    run(capsys, "import", file_of(tmp_path, late))
    done = ahead(capsys, "--dry-run", status=1)
    found = [(row["announcement"], row["draft"], [one["code"] for one in row["problems"]]) for row in done["sends"]]
    assert found == [("a", False, ["held"]), ("b", True, [])]
    assert done["problems"] == 1
    out, err = calendar(capsys, "--dry-run", status=1)
    assert ("b [draft]" in out, "problem: a on X: It is held" in err) == (True, True)
    assert "2 sends; 1 would be kept back." in err


def test_the_feed_is_written_to_a_file_or_to_standard_output(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert cli.run(["announce", "import", file_of(tmp_path, an_entry())]) == 0
    assert cli.run(["announce", "cancel", "opening"]) == 0
    capsysbinary.readouterr()
    assert cli.run(["calendar", "--ics", "-"]) == 0
    raw = capsysbinary.readouterr().out
    [event] = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert (event["UID"], event["STATUS"]) == ("announcement-opening@paristech-bot", "CANCELLED")
    assert cli.run(["announce", "calendar", "--ics", str(tmp_path / "plan.ics")]) == 0
    assert (tmp_path / "plan.ics").read_bytes() == raw
    assert cli.run(["calendar", "--ics", "-", "--dry-run"]) == 2
