"""An office with a small FAQ, and its command line."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import cli, wiring
from bot.commands import config_file
from bot.store import faqs
from tests.answering.faq import ENTRIES

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with settings and a database that holds a small FAQ; the line is fixed, so that nothing moves it."""
    sections = config_file.merged(
        config_file.fresh_secrets(),
        {
            "wechat": {"app_id": "wx0123456789abcdef", "app_secret": "s" * 32, "original_id": "gh_1"},
            "answering": {"sure": 0.3, "maybe": 0.05},
        },
    )
    config_file.write(tmp_path / "config.toml", sections)
    with wiring.fresh_database(tmp_path) as database, database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    return tmp_path


@pytest.fixture
def run(office: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in that folder: exit status, standard output, standard error."""

    def command(*words: str) -> tuple[int, str, str]:
        status = cli.run([*words, "--config", str(office / "config.toml")])
        return (status, *capfd.readouterr())

    return command
