"""backup, restore and migrate at the keyboard: what they say, what they answer in JSON, and how they end."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from bot import cli, wiring
from bot.commands import config_file
from bot.store import people
from bot.store.engine import Database
from bot.store.staff_models import staff
from tests.commands.conftest import NOW, Run
from tests.scheduler.building import queue
from tests.store.test_people import a_row


def database(office: Path) -> Database:
    return Database(f"sqlite:///{office / wiring.DATABASE_FILE}")


def names(office: Path) -> list[str]:
    return sorted(path.name for path in office.iterdir() if not path.name.endswith(("-wal", "-shm", "-in-use")))


def answer(run: Run, *words: str) -> Any:
    status, out, err = run(*words, "--json")
    assert status == 0, err
    return json.loads(out)


def test_a_backup_and_its_restore_end_with_everything_as_it_was(run: Run, office: Path) -> None:
    entries = answer(run, "faq", "list")
    status, out, err = run("backup", str(office / "b.zip"))
    assert (status, out) == (0, "")
    assert "Written and read again" in err
    assert "config.toml with its keys" in err
    assert "the list of erased people" in err
    with database(office) as opened, opened.writing() as db:
        db.execute(text("DELETE FROM faq_text"))
        db.execute(text("DELETE FROM faq_phrasing"))
        db.execute(text("DELETE FROM faq_entry"))
    assert run("faq", "list", "--json")[1].strip() in {"", "[]"}
    status, out, err = run("restore", str(office / "b.zip"))
    assert (status, out) == (0, "")
    assert "is kept: " in err
    assert answer(run, "faq", "list") == entries


def test_both_answer_in_json(run: Run, office: Path) -> None:
    made = answer(run, "backup", str(office / "b.zip"))
    assert made["file"] == str(office / "b.zip")
    assert made["schema"] == answer(run, "restore", str(office / "b.zip"))["schema"]
    with database(office) as opened:
        queue(opened, "weibo:1", due=NOW)
        with opened.writing() as db:
            db.execute(insert(staff).values(name="later", role="admin", created_at=NOW))
    answer(run, "backup", str(office / "c.zip"))
    with database(office) as opened, opened.writing() as db:
        db.execute(insert(staff).values(name="lost", role="admin", created_at=NOW))
    done = answer(run, "restore", str(office / "c.zip"))
    assert (done["held"], done["unknown"], done["erased_rows"], done["since"]) == (1, 0, 0, [])
    assert done["lost"]["staff"] == 1
    assert Path(done["kept"]).is_file()
    assert [row["state"] for row in answer(run, "deliveries", "--failed")] == ["held"]


def test_a_backup_into_a_folder_has_the_time_in_its_name(run: Run, office: Path) -> None:
    (office / "stick").mkdir()
    assert run("backup", str(office / "stick"))[0] == 0
    [made] = (office / "stick").iterdir()
    assert made.name.startswith("paristech-bot-2")
    assert made.suffix == ".zip"


def test_a_backup_over_a_file_that_is_there_must_be_meant(run: Run, office: Path) -> None:
    (office / "b.zip").write_text("mine")
    status, _, err = run("backup", str(office / "b.zip"))
    assert status == 2
    assert "--force writes over it" in err
    assert (office / "b.zip").read_text() == "mine"
    assert run("backup", str(office / "b.zip"), "--force")[0] == 0


def test_a_folder_that_is_not_there_is_named(run: Run, office: Path) -> None:
    status, _, err = run("backup", str(office / "none/b.zip"))
    assert status == 1
    assert str(office / "none/b.zip") in err
    assert "Traceback" not in err


def test_a_restore_of_something_else_touches_nothing(run: Run, office: Path) -> None:
    (office / "other.zip").write_text("no backup")
    before = names(office)
    status, _, err = run("restore", str(office / "other.zip"))
    assert status == 2
    assert "no backup of this bot" in err
    assert run("restore", str(office / "none.zip"))[0] == 2
    assert names(office) == before


def test_a_check_reads_the_backup_and_touches_nothing(run: Run, office: Path) -> None:
    run("backup", str(office / "b.zip"))
    before = names(office)
    status, _, err = run("restore", str(office / "b.zip"), "--check")
    assert status == 0
    assert "is whole and can be restored here" in err
    raw = (office / "b.zip").read_bytes()
    (office / "b.zip").write_bytes(raw[: len(raw) // 2] + b"x" + raw[len(raw) // 2 + 1 :])
    assert run("restore", str(office / "b.zip"), "--check")[0] == 2
    assert names(office) == before


def test_a_restore_while_the_database_is_open_elsewhere_is_refused(run: Run, office: Path) -> None:
    run("backup", str(office / "b.zip"))
    with database(office) as opened, opened.reading():
        status, _, err = run("restore", str(office / "b.zip"))
    assert status == 1
    assert "is in use" in err
    assert run("restore", str(office / "b.zip"))[0] == 0


def test_who_was_erased_is_erased_again(run: Run, office: Path) -> None:
    settings = wiring.load_settings(str(office / "config.toml"))
    person = wiring.person_of(settings, "openid-1")
    with database(office) as opened, opened.writing() as db:
        people.save_many(db, [a_row(person, seen_at=datetime(2026, 1, 1, tzinfo=UTC))])
    run("backup", str(office / "b.zip"))
    assert run("privacy", "erase", "openid-1")[0] == 0
    assert answer(run, "restore", str(office / "b.zip"))["erased_rows"] == 1
    assert run("privacy", "export", "openid-1")[0] == 1


def test_a_backup_made_with_other_keys_is_refused_until_they_are_put_back(run: Run, office: Path) -> None:
    run("backup", str(office / "b.zip"))
    kept = (office / "config.toml").read_text()
    (office / "config.toml").unlink()
    fresh = {**config_file.fresh_secrets()}
    fresh["wechat"] |= {"app_id": "wx0123456789abcdef", "app_secret": "s" * 32, "original_id": "gh_1"}
    config_file.write(office / "config.toml", fresh)
    status, _, err = run("restore", str(office / "b.zip"))
    assert status == 1
    assert "security.person_key" in err
    (office / "config.toml").write_text(kept)
    assert run("restore", str(office / "b.zip"))[0] == 0


def test_migrate_makes_a_backup_and_says_where(run: Run, office: Path) -> None:
    assert run("migrate")[2].startswith("The database is at schema")
    (office / wiring.DATABASE_FILE).unlink()
    with database(office) as opened:
        opened.migrate("0002")
    done = answer(run, "migrate")
    assert (done["before"], Path(done["backup"]).parent) == ("0002", office / "backups")
    status, _, err = run("restore", done["backup"])  # the way back
    assert status == 0, err


def test_migrate_to_something_else_is_refused(run: Run, office: Path) -> None:
    assert run("migrate", "--to", "mysql://x/y")[0] == 2
    assert run("migrate", "--to", f"sqlite:///{office / 'other.db'}")[0] == 2
    assert not (office / "other.db").exists()


def test_release_needs_to_know_what(run: Run, office: Path) -> None:
    with database(office) as opened:
        [number] = queue(opened, "weibo:1", due=NOW.replace(year=2090))
    assert run("deliveries", "release")[0] == 2
    status, _, err = run("deliveries", "release", str(number))
    assert status == 1
    assert "only what is held can be released" in err
    run("backup", str(office / "b.zip"))
    run("restore", str(office / "b.zip"))
    assert [row["id"] for row in answer(run, "deliveries", "release", "--all")["released"]] == [number]
    assert [row["state"] for row in answer(run, "deliveries")] == ["queued"]


def test_nothing_of_a_backup_command_is_hidden_from_help(run: Run, office: Path) -> None:
    for command in ("backup", "restore", "migrate"):
        assert cli.run([command, "--help"]) == 0
