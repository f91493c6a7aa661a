"""Files appear whole or not at all, and what a dead process left goes while what a living one writes stays."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from crm_desktop.core import files
from crm_desktop.core.errors import StorageFull
from tests.conftest import Child, listing

LONG = "关于客户关系管理软件的年度销售报告" * 5 + ".xlsx"  # 260 bytes would be too long, 255 are not
DRAFT = (
    "import sys, os\nfrom pathlib import Path\nfrom crm_desktop.core import files\n"
    "draft = files.draft_of(Path(sys.argv[1]))\ndraft.write_bytes(b'half')\n"
    "draft.with_name(draft.name + '-journal').write_bytes(b'log')\nprint(draft.name)\nsys.stdin.readline()"
)


@pytest.mark.parametrize("name", ["list.xlsx", "weird [1]*?.csv", LONG[-80:], ".hidden"])
def test_a_file_is_written_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    with files.write_atomically(path) as draft:
        draft.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert listing(tmp_path) == [name]


def test_what_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    with pytest.raises(StorageFull), files.write_atomically(path) as draft:  # noqa: PT012
        draft.write_bytes(b"half")
        raise OSError(28, "No space left on device")
    assert path.read_bytes() == b"old"
    assert listing(tmp_path) == ["list.csv"]


def test_content_and_name_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-04: first the content, then the name, then the folder that holds the name."""
    calls: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def flushed(handle: int) -> None:
        calls.append("folder" if os.path.isdir(f"/dev/fd/{handle}") else "file")  # noqa: PTH112
        fsync(handle)

    def replaced(self: Path, target: Path) -> Path:
        calls.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", replaced)
    with files.write_atomically(tmp_path / "list.csv") as draft:
        draft.write_bytes(b"new")
    assert calls == (["file", "name"] if os.name == "nt" else ["file", "name", "folder"])


@pytest.mark.parametrize("name", ["list.csv", "we[i]rd*.csv", LONG[-80:]])
def test_drafts_of_ended_processes_are_swept_and_no_others(tmp_path: Path, child: Child, name: str) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    path = folder / name
    strangers = [f".{name[:30]}.tmp", f".{name[:30]}.0a-1-2.tmp", ".00000000-1-00000000.tmp.old", "other.tmp"]
    for one in strangers:
        (folder / one).touch()
    ours = files.draft_of(path)
    ours.touch()
    living, dead = child(DRAFT, path), child(DRAFT, path)
    assert living.stdout
    assert dead.stdout
    theirs, left = living.stdout.readline().strip(), dead.stdout.readline().strip()
    dead.kill()
    dead.wait()
    assert left in listing(folder)
    files.sweep(folder, name)
    assert listing(folder) == sorted([*strangers, ours.name, theirs, theirs + "-journal"])
    living.kill()
    living.wait()
    files.sweep(folder, "another")
    assert theirs in listing(folder)
    files.sweep(folder, "")
    assert listing(folder) == sorted([*strangers, ours.name])


def test_a_draft_of_another_computer_is_swept_when_it_is_old(tmp_path: Path) -> None:
    draft = files.draft_of(tmp_path / "list.csv")
    theirs = draft.with_name(re.sub(r"\.[0-9a-f]{8}-\d+-", ".00000000-1-", draft.name))
    theirs.touch()
    files.sweep(tmp_path, "list.csv")
    assert theirs.exists()
    old = theirs.stat().st_mtime - files.STALE_SECONDS - 60
    os.utime(theirs, (old, old))
    files.sweep(tmp_path, "list.csv")
    assert not theirs.exists()


def test_a_folder_that_is_not_there_is_nothing_to_sweep(tmp_path: Path) -> None:
    files.sweep(tmp_path / "nowhere", "list.csv")
    assert listing(tmp_path) == []
