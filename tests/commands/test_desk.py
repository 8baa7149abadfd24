"""What the console's pages do, from the command line: numbers, decisions on gaps, the log, requests."""

import json
from typing import Any

from bot import wiring
from bot.core.messages import LogLine
from bot.store import inbox, log, staff
from tests.commands.conftest import NOW, Run

PARKING = "zxqv wkjh plombo"


def asked(office: Any, *, kind: str = "none", question: str = PARKING) -> None:
    with wiring.open_database(str(office / "config.toml")) as database, database.writing() as db:
        entries, shown = ("visa",), 1
        line = LogLine(f"k{question}{kind}", NOW, "K1", kind, kind, entries, shown, "en", 0.9, question, "!", "", 0.1)
        log.add_many(db, [line])


def as_json(run: Run, *words: str) -> Any:
    status, out, err = run(*words, "--json")
    assert status == 0, err
    return json.loads(out)


def test_the_numbers_are_printed_and_given_to_programs(office: Any, run: Run) -> None:
    asked(office)
    asked(office, kind="answer", question="visa?")
    found = as_json(run, "stats", "--since", "2026-12-01", "--until", "2026-12-01")
    assert found["questions"]["total"] == 2
    assert found["top_entries"] == [{"entry": "visa", "times": 1}]
    status, out, err = run("stats", "--since", "2026-12-01", "--until", "2026-12-02")
    assert status == 0, err
    assert "entry: visa" in out
    assert run("stats", "--since", "soon")[0] == 2


def test_a_decision_on_a_gap_is_listed_and_taken_back(office: Any, run: Run) -> None:
    asked(office)
    (gap,) = as_json(run, "gaps")
    as_json(run, "gaps", "dismiss", gap["id"])
    assert as_json(run, "gaps") == []
    (one,) = as_json(run, "gaps", "decided")
    assert one["verdict"] == "dismissed"
    assert as_json(run, "gaps", "undo", one["deed"])["verdict"] == "dismissed"
    assert [gap["question"] for gap in as_json(run, "gaps")] == [PARKING]
    assert run("gaps", "undo", one["deed"])[0] == 1


def test_a_wrong_answer_is_found_in_the_log_and_becomes_a_gap(office: Any, run: Run) -> None:
    asked(office, kind="answer", question="how long does the visa take")
    (line,) = as_json(run, "log", "search", "visa", "--entry", "visa")
    assert as_json(run, "log", "search", "nothing") == []
    assert as_json(run, "log", "wrong", str(line["id"])) == {"id": line["id"], "new": True}
    assert as_json(run, "log", "wrong", str(line["id"]))["new"] is False
    (gap,) = as_json(run, "gaps")
    assert (gap["question"], gap["answered_with"]) == ("how long does the visa take", ["visa"])


def test_a_request_is_given_to_a_colleague_answered_and_closed(office: Any, run: Run) -> None:
    with wiring.open_database(str(office / "config.toml")) as database, database.writing() as db:
        inbox.open_or_add(db, person="K1", text_="my case", lang="en", now=NOW)
        staff.add(db, "mei", role="editor", now=NOW)
    assert as_json(run, "inbox", "assign", "1", "mei")["assignee"] == "mei"
    assert run("inbox", "assign", "1", "nobody-here")[0] == 2
    # Nobody of this key is known to WeChat, so it cannot be sent and waits.
    assert as_json(run, "inbox", "reply", "1", "Yes.", "--now")["messages"][-1]["way"] == ""
    assert as_json(run, "inbox", "close", "1", "--reason", "answered")["reason"] == "answered"
