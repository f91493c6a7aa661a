"""Saved means saved: processes are killed at random moments, nothing acknowledged is lost, nothing is half done
(F-01, F-02, F-06, F-14, F-46)."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from crm_desktop.store import backups, schema
from crm_desktop.store.driver import scalar
from tests.conftest import Maker, check_sound, listing
from tests.integration.store import writers

ROUNDS = int(os.environ.get("CRM_KILL_ROUNDS", "6"))  # in each of the modes; 30 and more before a release
Kill = Callable[..., list[str]]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="needs a fork server to be quick")]


@pytest.fixture
def tmp_path(on_disk: Path) -> Path:
    return on_disk


@pytest.fixture
def kill(processes: Any, tmp_path: Path) -> Kill:
    """Run a writer, kill it after a while, and return what it acknowledged."""

    def run(what: str, path: Path, seconds: float, passphrase: str | None = None) -> list[str]:
        words = tmp_path / "acknowledged"
        words.write_bytes(b"")
        process = processes.Process(target=writers.run, args=(what, path, words, passphrase), daemon=True)
        process.start()
        until = time.monotonic() + 30
        first = 1 if what in ("restore", "upgrade") else 2  # the first write of a process takes much longer
        while words.read_bytes().count(b"\n") < first and process.is_alive() and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(seconds)
        still_at_work = process.is_alive()
        process.kill()
        process.join()
        process.close()
        lines = words.read_text().splitlines()
        assert lines[:1] == ["open"]
        assert still_at_work or "upgraded" in lines, "the writer ended by itself"
        return lines[1:]

    return run


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
@pytest.mark.parametrize("what", ["single edits", "bulk imports", "undo"])
def test_killed_writers_lose_nothing(
    kill: Kill,
    plain_template: Path,
    encrypted_template: Path,
    tmp_path: Path,
    passphrase: str,
    what: str,
    encrypted: bool,
) -> None:
    path = tmp_path / "a.crm"
    shutil.copyfile(encrypted_template if encrypted else plain_template, path)
    words = passphrase if encrypted else None
    pick = random.Random(f"{what} {encrypted}")
    said: list[str] = []
    for _round in range(ROUNDS):
        if what == "undo":
            path.unlink()
            shutil.copyfile(encrypted_template if encrypted else plain_template, path)
            said.clear()
        said += kill(what, path, pick.uniform(0.005, 0.12), words)
        workspace = open_workspace(path, words)
        check_sound(workspace)
        CHECKS[what](workspace, said)
        workspace.close()
    assert said


def check_single_edits(workspace: Workspace, said: list[str]) -> None:
    reader = workspace.file.reader()
    contacts = dict(reader.execute("SELECT id, note FROM contact"))
    made = [int(line.split()[1]) for line in said if line.startswith("made")]
    edited = {int(line.split()[1]) for line in said if line.startswith("edited")}
    assert set(made) <= set(contacts)
    assert all(contacts[one] for one in edited)
    parts = reader.execute("SELECT contact_id, value FROM channel WHERE deleted_at IS NULL").fetchall()
    assert sorted(one for one, _value in parts) == sorted(contacts)
    assert all(value.startswith("0172" if contacts[one] else "0171") for one, value in parts)
    assert scalar(reader, "SELECT count(*) FROM tag_link") == len(contacts)
    assert scalar(reader, "SELECT count(*) FROM tag") <= 1


def check_bulk_imports(workspace: Workspace, said: list[str]) -> None:
    reader = workspace.file.reader()
    companies = scalar(reader, "SELECT count(*) FROM company")
    assert companies % writers.PER_IMPORT == 0
    assert companies // writers.PER_IMPORT >= len(said)
    assert scalar(reader, "SELECT count(*) FROM channel") == companies
    assert scalar(reader, "SELECT count(*) FROM txn WHERE kind = 'import'") == companies // writers.PER_IMPORT
    assert len(workspace.lists.ids(ListQuery("company", search="firm"))) == companies
    assert len(workspace.lists.ids(ListQuery("company", search="0301234"))) == companies


def check_undo(workspace: Workspace, said: list[str]) -> None:
    live = workspace.lists.count("company")
    reader = workspace.file.reader()
    turns = scalar(reader, "SELECT count(*) FROM txn WHERE kind IN ('undo', 'redo')")
    done = len(said) - 1
    assert turns in (done, done + 1)
    imported = scalar(reader, "SELECT count(*) FROM txn WHERE kind = 'import'")
    assert live == (0 if turns % 2 or not imported else writers.PER_IMPORT)
    assert len(workspace.lists.ids(ListQuery("company", search="firm"))) == live
    import_txn = scalar(reader, "SELECT id FROM txn WHERE kind = 'import'")
    if import_txn:
        found = workspace.history.transaction(import_txn)
        assert found
        assert found.undone == bool(turns % 2)


CHECKS = {"single edits": check_single_edits, "bulk imports": check_bulk_imports, "undo": check_undo}


def test_killed_backups_are_no_backups(kill: Kill, path: Path) -> None:
    """What has the name of a backup is whole, and has its checksum."""
    pick = random.Random(11)
    for _round in range(ROUNDS):
        said = kill("backups", path, pick.uniform(0.02, 0.2))
        workspace = open_workspace(path)
        check_sound(workspace)
        taken = {Path(line.removeprefix("backup ")) for line in said if line.startswith("backup")}
        found = backups.found(path)
        assert taken <= {one.path for one in found}
        for one in found:
            assert one.verified
            backups._verify_checksum(one.path)
        workspace.backup()
        assert not [name for name in listing(backups.folder_of(path)) if name.startswith(".")]
        workspace.close()
        for one in found:
            backups.verify(one.path, None)


def test_killed_restores_leave_the_old_or_the_restored_file(
    kill: Kill, workspace: Workspace, make: Maker, path: Path
) -> None:
    """F-14."""
    make.company("In the backup")
    workspace.backup()
    workspace.close()
    pick = random.Random(14)
    present = {"In the backup"}
    for number in range(ROUNDS):
        opened = open_workspace(path)
        maker = Maker(opened)
        maker.company(f"Later {number}")
        opened.close()
        present.add(f"Later {number}")
        kill("restore", path, pick.uniform(0.0, 0.08))
        opened = open_workspace(path)
        assert opened.problems() == []
        names = {opened.records.get("company", one).title for one in opened.lists.ids(ListQuery("company"))}
        assert names in ({"In the backup"}, present)
        present = names
        opened.close()
        if names == {"In the backup"}:
            kept = max(path.parent.glob("*replaced*.crm"), key=lambda one: one.stat().st_mtime)
            open_workspace(kept).close()


def test_killed_upgrades_leave_the_old_or_the_new_file(
    kill: Kill, workspace: Workspace, make: Maker, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-06."""
    make.many(400)
    workspace.close()
    pick = random.Random(6)
    step = schema.step
    for number in range(ROUNDS):
        folder = tmp_path / f"round {number}"
        folder.mkdir()
        file = Path(shutil.copyfile(path, folder / "a.crm"))
        kill("upgrade", file, pick.uniform(0, 0.25))
        with monkeypatch.context() as patch:
            patch.setattr(schema, "VERSION", 2)
            patch.setattr(schema, "step", lambda n: writers.SLOW_STEP if n == 2 else step(n))
            patch.setattr(schema.upgrade, "__defaults__", (2,))
            opened = open_workspace(file)
            check_sound(opened)
            reader = opened.file.reader()
            assert reader.execute("SELECT DISTINCT note FROM company").fetchall() == [("012345678901",)]
            opened.close()
        (left,) = [one for one in folder.iterdir() if "before upgrade" in one.name]
        assert {one.name for one in folder.iterdir()} == {"a.crm", left.name}
        old = open_workspace(left)
        assert old.lists.count("company") == 400
        old.close()
