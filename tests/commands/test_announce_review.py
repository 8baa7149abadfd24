"""The way to an approval on the command line, and all announcements as a file."""

from pathlib import Path

import pytest

from tests.announcing import an_entry
from tests.commands.test_announce import Capture, file_of, office, read, run

__all__ = ["office"]  # the fixture stands there, and pytest finds it by its name here


def test_asked_sent_back_and_what_changed_since(capsys: Capture, tmp_path: Path) -> None:
    read(capsys, "import", file_of(tmp_path, an_entry()))
    assert read(capsys, "ask", "opening") == {"id": "opening", "step": "asked"}
    run(capsys, "return", "opening", "--note", "Say until when.")
    changed = an_entry(publish_at="2026-12-02T12:00:00")
    read(capsys, "import", file_of(tmp_path, changed))
    found = read(capsys, "changes", "opening")
    assert [step["step"] for step in found["steps"]] == ["saved", "returned", "asked", "saved"]
    assert found["steps"][1]["note"] == "Say until when."
    assert [one["place"] for one in found["changed"]] == ["publish_at"]
    assert "+ 2026-12-02T12:00:00" in run(capsys, "changes", "opening")[0]


def test_only_a_draft_is_asked_about_and_a_note_is_needed(capsys: Capture, tmp_path: Path) -> None:
    read(capsys, "import", file_of(tmp_path, an_entry()))
    assert "Write what should change" in run(capsys, "return", "opening", "--note", " ", status=2)[1]
    read(capsys, "approve", "opening")
    assert "only a draft" in run(capsys, "ask", "opening", status=1)[1]
    assert "There is no announcement" in run(capsys, "ask", "nothing", status=1)[1]


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
def test_what_is_exported_is_read_again_unchanged(capsys: Capture, tmp_path: Path, form: str) -> None:
    read(capsys, "import", file_of(tmp_path, an_entry()))
    file = tmp_path / f"all.{form}"
    assert read(capsys, "export", str(file))["bytes"] == file.stat().st_size
    assert read(capsys, "import", str(file), "--preview")["unchanged"] == ["opening"]
    assert "is there already" in run(capsys, "export", str(file), status=2)[1]
    run(capsys, "export", str(tmp_path / "all.exe"), status=2)
