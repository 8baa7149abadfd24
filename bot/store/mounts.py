"""On what kind of disk a folder lies: SQLite's locks and its write-ahead log need one of this machine (F_LOCK, shared
memory), and a network disk damages the file without a word (sqlite.org/faq.html, question 5, and wal.html).
"""

import os
import re
from pathlib import Path

# As /proc/self/mountinfo names them (proc_pid_mountinfo(5)).
NETWORK = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|lustre|gfs2|ocfs2|glusterfs|fuse\.(sshfs|rclone|glusterfs|s3fs|ceph\S*))"
)
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_disk(folder: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of the network disk that the folder lies on ("nfs4"), "" for a disk of this machine or when unknown."""
    try:
        table = mounts.read_text(encoding="utf-8", errors="replace")
    except OSError:  # no such list on macOS
        return ""
    kind = filesystem_of(os.path.realpath(folder), table)
    return kind if NETWORK.fullmatch(kind) else ""


def filesystem_of(path: str, table: str) -> str:
    """The kind of file system of a path, by the lines of mountinfo; of equal mount points the last one holds."""
    best, kind = "", ""
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        fields, rest = before.split(), after.split()
        if len(fields) < 5 or not rest:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found.group(1), 8)), fields[4])
        if (path == point or path.startswith(f"{point.rstrip('/')}/")) and len(point) >= len(best):
            best, kind = point, rest[0]
    return kind
