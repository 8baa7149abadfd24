"""On what kind of disk the database lies, by the list that Linux keeps."""

from pathlib import Path

import pytest

from bot.core.errors import UsageError
from bot.store import mounts
from bot.store.engine import Database
from bot.store.mounts import filesystem_of, network_disk

TABLE = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /srv rw shared:5 - nfs4 nas:/export rw,vers=4.2
31 30 254:1 / /srv/local rw - xfs /dev/vdb rw
32 22 0:41 / /mnt/two\\040words rw - cifs //nas/x rw
33 22 0:42 / /home/li/far rw - fuse.sshfs li@nas: rw
34 22 0:43 / /srv/local/again rw - tmpfs none rw
35 22 0:44 / /srv/local/again rw - nfs nas:/b rw
half a line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/bot", "ext4"),
        ("/srv", "nfs4"),
        ("/srv/bot", "nfs4"),
        ("/srvbot", "ext4"),
        ("/srv/local/bot", "xfs"),
        ("/srv/local/again/bot", "nfs"),
        ("/mnt/two words/bot", "cifs"),
        ("/home/li/far/bot", "fuse.sshfs"),
    ],
)
def test_the_nearest_mount_point_tells_the_kind(path: str, kind: str) -> None:
    assert filesystem_of(path, TABLE) == kind


def test_this_machines_own_disk_is_none(tmp_path: Path) -> None:
    assert network_disk(tmp_path) == ""


def test_a_database_on_a_network_disk_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"1 0 0:1 / {tmp_path} rw - nfs4 nas:/x rw\n")
    monkeypatch.setattr(mounts, "MOUNTS", table)
    folder = tmp_path / "far"
    folder.mkdir()
    with pytest.raises(UsageError, match=r"network disk \(nfs4\).*PostgreSQL"):
        Database(f"sqlite:///{folder / 'bot.db'}")
    assert list(folder.iterdir()) == []


def test_where_there_is_no_such_list_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "missing")
    assert network_disk(tmp_path) == ""
