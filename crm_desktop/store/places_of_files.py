"""What kind of place a file lies in: a network drive or a folder that a cloud service copies about."""

from __future__ import annotations

import sys
from pathlib import Path

_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afpfs", "webdav", "davfs"}
_CLOUD = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud", "mobile documents", "box sync",
    "pcloud", "mega", "nextcloud", "owncloud", "baidunetdisk", "baidusyncdisk", "坚果云",
    "nutstore", "腾讯微云", "weiyun",
)  # fmt: skip


def on_network(path: Path) -> bool:
    """Return whether the file lies on a network drive, where SQLite's write-ahead log is not safe."""
    if sys.platform == "win32":
        return _windows_network(path)
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return str(path).startswith("/Volumes/") and not Path("/").samefile(path.anchor)
    best, kind = "", ""
    for line in mounts:
        parts = line.split()
        point = parts[1].replace("\\040", " ")
        if len(point) >= len(best) and (str(path) + "/").startswith(point.rstrip("/") + "/"):
            best, kind = point, parts[2]
    return kind in _NETWORK_TYPES


def _windows_network(path: Path) -> bool:  # pragma: no cover - runs on Windows only
    import ctypes

    anchor = path.anchor or str(path)
    if anchor.startswith("\\\\"):
        return True
    drive_remote = 4
    return bool(ctypes.windll.kernel32.GetDriveTypeW(anchor) == drive_remote)  # type: ignore[attr-defined]


def cloud_service(path: Path) -> str | None:
    """Return the name of the folder on the way to ``path`` that a cloud service copies, or None."""
    for part in path.parts:
        folded = part.casefold()
        if any(folded == name or folded.startswith((name + " ", name + "-")) for name in _CLOUD):
            return part
    return None
