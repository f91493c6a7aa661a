"""What kind of place a file lies in: a network drive or a folder that a cloud service copies about."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afpfs", "webdav", "davfs"}
_ESCAPED = re.compile(r"\\([0-7]{3})")  # a space, say, in the list of Linux
_ON = re.compile(r" on (/.*) \((\w+)[,)]")
_PATIENCE = 2  # seconds
_CLOUD = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud", "mobile documents", "box sync",
    "pcloud", "mega", "nextcloud", "owncloud", "baidunetdisk", "baidusyncdisk", "坚果云",
    "nutstore", "腾讯微云", "weiyun",
)  # fmt: skip


def on_network(path: Path) -> bool:
    """Return whether the file lies on a network drive, where SQLite's write-ahead log is not safe."""
    place = path.resolve()  # by a relative path or a link, too
    if sys.platform == "win32":
        return _windows_network(place)
    try:
        mounts = linux_mounts(Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        mounts = mac_mounts(_told_by_mount())
    return file_system(place, mounts) in _NETWORK_TYPES


def file_system(place: PurePath, mounts: Iterable[tuple[str, str]]) -> str:
    """Return the sort of file system of the innermost folder of ``mounts`` that holds a place, '' for none."""
    best, sort = "", ""
    for folder, one in mounts:
        if len(folder) >= len(best) and f"{place.as_posix()}/".startswith(folder.rstrip("/") + "/"):
            best, sort = folder, one
    return sort


def linux_mounts(text: str) -> list[tuple[str, str]]:
    """Return the folders of what is mounted, with the sort of each, from the list that Linux keeps."""
    parts = [line.split() for line in text.splitlines()]
    return [
        (_ESCAPED.sub(lambda found: chr(int(found[1], 8)), one[1]), one[2]) for one in parts if len(one) > 2
    ]


def mac_mounts(text: str) -> list[tuple[str, str]]:
    """Return the folders of what is mounted, with the sort of each, as macOS and BSD tell them:
    ``//ann@nas/firm on /Volumes/Firm Files (smbfs, nodev)``."""
    return [(found[1], found[2]) for line in text.splitlines() if (found := _ON.search(line))]


def _told_by_mount() -> str:  # pragma: no cover - runs on macOS and BSD only
    import subprocess

    try:
        done = subprocess.run(["/sbin/mount"], capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _windows_network(path: Path) -> bool:  # pragma: no cover - runs on Windows only
    import ctypes

    anchor = path.anchor or str(path)
    if anchor.startswith("\\\\"):
        return True
    drive_remote = 4
    return bool(ctypes.windll.kernel32.GetDriveTypeW(anchor) == drive_remote)  # type: ignore[attr-defined]


def cloud_service(path: PurePath) -> str | None:
    """Return the name of the folder on the way to ``path`` that a cloud service copies, or None."""
    for part in path.parts:
        folded = part.casefold()
        if any(folded == name or folded.startswith((name + " ", name + "-")) for name in _CLOUD):
            return part
    return None
