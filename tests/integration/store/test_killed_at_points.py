"""A process is killed before each of its steps with files: the old file or the new one is there, and the next
process leaves nothing of it behind (F-06, F-14)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from crm_desktop.store import backups, schema
from tests.conftest import Child, Maker, check_sound, listing
from tests.integration.store import writers

MOST = 60  # steps that nothing of this takes; a test that reaches it does not end by itself
EachPoint = Callable[..., Iterator[Path]]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="needs a fork server to be quick")]


@pytest.fixture
def each_point(processes: Any, tmp_path: Path) -> EachPoint:
    """Yield the path in a fresh folder after each possible end of ``what``, the last one being a good one."""

    def run(
        what: str, prepare: Callable[[Path], Path] = lambda path: path, passphrase: str | None = None
    ) -> Iterator[Path]:
        for point in range(1, MOST):
            path = tmp_path / f"{what} {point}" / "北风 [1].crm"
            path.parent.mkdir()
            source = prepare(path)
            process = processes.Process(target=writers.run_to, args=(point, what, path, source, passphrase))
            process.start()
            process.join(60)
            code = process.exitcode
            process.close()
            assert code in (0, -9)
            yield path
            if code == 0:
                assert point > 3, "the steps were not seen"
                return
        raise AssertionError("it never ended by itself")

    return run


def drafts(folder: Path) -> list[str]:
    return [name for name in listing(folder) if name.startswith(".") and ".tmp" in name]


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_making(each_point: EachPoint, passphrase: str, encrypted: bool) -> None:
    words = passphrase if encrypted else None
    seen = set()
    for path in each_point("make", passphrase=words):
        seen.add((path.exists(), bool(drafts(path.parent))))
        if not path.exists():
            writers.make_once(path, path, words)
        opened = open_workspace(path, words)
        check_sound(opened)
        assert opened.name == "Nordwind"
        assert opened.lists.options("industry")
        opened.close()
        assert listing(path.parent) == [path.name]
    assert seen >= {(False, True), (True, False)}


def test_upgrading(
    each_point: EachPoint, workspace: Workspace, make: Maker, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.many(10)
    workspace.close()
    seen = set()
    step = schema.step
    for file in each_point("upgrade", lambda place: Path(shutil.copyfile(path, place))):
        seen.add(bool(drafts(file.parent)))
        with monkeypatch.context() as patch:
            patch.setattr(schema, "VERSION", 2)
            patch.setattr(schema, "step", lambda n: writers.SLOW_STEP if n == 2 else step(n))
            patch.setattr(schema.upgrade, "__defaults__", (2,))
            opened = open_workspace(file)
            check_sound(opened)
            found = opened.file.reader().execute("SELECT DISTINCT note FROM company").fetchall()
            assert found == [("012345678901",)]
            opened.close()
        (left,) = [name for name in listing(file.parent) if "before upgrade" in name]
        assert listing(file.parent) == sorted([file.name, left])
        old = open_workspace(file.with_name(left))
        assert old.lists.count("company") == 10
        old.close()
    assert seen == {True, False}


@pytest.mark.parametrize("unclean", [False, True], ids=["closed", "with a log"])
def test_restoring(
    each_point: EachPoint, workspace: Workspace, make: Maker, path: Path, child: Child, unclean: bool
) -> None:
    make.company("In the backup")
    source = workspace.backup().path
    make.company("Since")
    workspace.close()
    if unclean:
        child(_END_BADLY, path).wait(timeout=60)
    present = {"In the backup", "Since", *(["Unclean"] if unclean else [])}
    companions = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")]
    assert companions[1].exists() == unclean

    def prepare(place: Path) -> Path:
        for one in companions:
            if one.exists():
                shutil.copyfile(one, place.with_name(place.name + one.name.removeprefix(path.name)))
        return source

    seen = set()
    for file in each_point("restore", prepare):
        found = names(file)
        assert found in ({"In the backup"}, present)
        kept = [file.with_name(name) for name in listing(file.parent) if "replaced" in name]
        if found == {"In the backup"}:
            assert [names(one) for one in kept] == [present]
        seen.add(len(found))
        backups.restore(source, file)
        assert drafts(file.parent) == []
        assert names(file) == {"In the backup"}
    assert seen == {1, len(present)}


_END_BADLY = (
    "import os, sys\nfrom pathlib import Path\nfrom crm_desktop.services.workspace import open_workspace\n"
    "open_workspace(Path(sys.argv[1])).records.create('company', {'name': 'Unclean'})\nos.kill(os.getpid(), 9)"
)


def names(path: Path) -> set[str]:
    """Return the companies of a file, which is sound."""
    opened = open_workspace(path)
    assert opened.problems() == []
    found = {opened.records.get("company", one).title for one in opened.lists.ids(ListQuery("company"))}
    opened.close()
    return found


def test_backing_up(each_point: EachPoint, workspace: Workspace, make: Maker, path: Path) -> None:
    make.company("Acme")
    workspace.close()
    seen = set()
    for file in each_point("backup", lambda place: Path(shutil.copyfile(path, place))):
        taken = backups.found(file)
        seen.add(len(taken))
        for one in taken:
            assert one.verified
            backups._verify_checksum(one.path)
        opened = open_workspace(file)
        opened.backup()
        opened.close()
        assert drafts(backups.folder_of(file)) == drafts(file.parent) == []
        assert len(backups.found(file)) == len(taken) + 1
    assert seen == {0, 1}


def test_exporting(each_point: EachPoint) -> None:
    def prepare(place: Path) -> Path:
        place.write_bytes(b"old")
        return place

    seen = set()
    for file in each_point("export", prepare):
        seen.add((file.read_bytes()[:3], len(drafts(file.parent))))
        assert file.read_bytes() in (b"old", b"new" * 1_000)
        writers.export_once(file, file, None)
        assert listing(file.parent) == [file.name]
    assert seen >= {(b"old", 1), (b"new", 0)}
