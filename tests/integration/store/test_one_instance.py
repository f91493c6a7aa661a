"""One instance per file; a crash frees it at once (F-16, F-17)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crm_desktop.core.errors import FileInUse
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store.lock import FileLock
from tests.conftest import Child, listing

HOLD = """
import sys
from pathlib import Path
from crm_desktop.core.errors import CrmError
from crm_desktop.services.workspace import open_workspace
try:
    workspace = open_workspace(Path(sys.argv[1]))
    print("open")
    sys.stdin.readline()
    workspace.close()
except CrmError as error:
    print(type(error).__name__, error)
"""


def test_a_second_window_in_the_same_process(workspace: Workspace, path: Path) -> None:
    with pytest.raises(FileInUse, match=path.name):
        open_workspace(path)
    assert workspace.records.create("company", {"name": "Acme"})
    workspace.close()
    open_workspace(path).close()


def test_meanwhile_it_can_be_read_as_the_sentence_says(workspace: Workspace, path: Path) -> None:
    workspace.records.create("company", {"name": "Acme"})
    with pytest.raises(FileInUse) as caught:
        open_workspace(path)
    assert "can be read here" in caught.value.hint
    reader = open_workspace(path, read_only=True)
    assert reader.lists.count("company") == 1
    reader.close()


def test_a_second_process(workspace: Workspace, path: Path, child: Child) -> None:
    output, trouble = child(HOLD, path).communicate(timeout=60)
    assert trouble == ""
    assert output.startswith("FileInUse")
    assert path.name in output


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_file_under_another_name(workspace: Workspace, path: Path, tmp_path: Path) -> None:
    """F-16: the same file through a symbolic link is the same file."""
    link = tmp_path / "link.crm"
    link.symlink_to(path)
    with pytest.raises(FileInUse):
        open_workspace(link)


def test_after_kill_the_lock_is_free_at_once(path: Path, child: Child) -> None:
    holder = child(HOLD, path)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "open"
    with pytest.raises(FileInUse):
        open_workspace(path)
    holder.kill()
    holder.wait(timeout=30)
    open_workspace(path).close()
    assert [name for name in listing(path.parent) if path.name in name] == [path.name]


def test_opening_that_fails_gives_the_lock_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object) -> None:
        raise RuntimeError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr("crm_desktop.store.customer_file.CustomerFile._open", fail)
        with pytest.raises(RuntimeError):
            open_workspace(path)
    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "_settle_user", fail)
        with pytest.raises(RuntimeError):
            open_workspace(path)
    open_workspace(path).close()


def test_a_lock_file_left_behind_is_no_lock(path: Path) -> None:
    path.with_name(f".{path.name}.lock").write_bytes(b"old")
    open_workspace(path).close()


def test_of_two_locks_one_holds(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "a.crm"), FileLock(tmp_path / "a.crm")
    first.take()
    with pytest.raises(FileInUse):
        second.take()
    first.release()
    second.take()
    second.release()
    second.release()
    assert listing(tmp_path) == []
