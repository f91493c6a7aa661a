"""Backups are verified, thinned and consistent; a restore cannot make things worse (F-10 … F-15)."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import errors
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import backups
from crm_desktop.store.driver import scalar
from tests.conftest import FixedClock, Maker, check_sound, listing, sha256
from tests.integration.store.store_help import damage, names

# ---------------------------------------------------------------- taking


def test_a_backup_is_a_whole_file_with_its_checksum(
    workspace: Workspace, make: Maker, fixed_clock: FixedClock
) -> None:
    make.company("Acme", phone="030 1")
    backup = workspace.backup()
    assert backup.path.name == "Nordwind 2026-11-20 12-00-00.crm"
    assert backup.path.parent == backups.folder_of(workspace.path)
    assert backup.verified
    checksum = backup.path.with_name(backup.path.name + ".sha256").read_text().strip().split("  ")
    assert checksum == [sha256(backup.path), backup.path.name]
    assert workspace.backups() == [backup]
    copy = open_workspace(backup.path)
    assert names(copy) == ["Acme"]
    check_sound(copy)
    copy.close()


def test_backups_in_one_second_have_names_of_their_own(workspace: Workspace, fixed_clock: FixedClock) -> None:
    taken = [workspace.backup().path for _time in range(3)]
    assert len(set(taken)) == 3
    assert {one.path for one in workspace.backups()} == set(taken)


def test_an_encrypted_backup_opens_with_the_passphrase(
    encrypted_workspace: Workspace, passphrase: str
) -> None:
    Maker(encrypted_workspace).company("Acme")
    backup = encrypted_workspace.backup()
    with pytest.raises(errors.WrongPassphrase):
        open_workspace(backup.path, "wrong")
    with pytest.raises(errors.PassphraseNeeded):
        open_workspace(backup.path)
    copy = open_workspace(backup.path, passphrase)
    assert copy.file.encrypted
    assert names(copy) == ["Acme"]
    assert copy.problems() == []
    copy.close()


def test_a_backup_elsewhere_overwrites_nothing(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    make.company("Acme")
    target = tmp_path / "stick" / "copy.crm"
    workspace.backup(target)
    before = sha256(target)
    make.company("Zebra")
    for present in (target, workspace.path):
        with pytest.raises(errors.FileExists, match=present.name):
            workspace.backup(present)
    assert sha256(target) == before
    assert names(workspace) == ["Acme", "Zebra"]
    assert sorted(listing(target.parent)) == ["copy.crm", "copy.crm.sha256"]


def test_a_backup_with_a_chinese_name(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    make.company("星辰科技")
    target = tmp_path / "北风贸易 – Łódź.crm"
    workspace.backup(target)
    back = tmp_path / "恢复.crm"
    backups.restore(target, back)
    copy = open_workspace(back)
    assert names(copy) == ["星辰科技"]
    copy.close()


def test_a_backup_of_a_file_open_for_reading(workspace: Workspace, make: Maker, path: Path) -> None:
    make.company("Acme")
    workspace.close()
    reading = open_workspace(path, read_only=True)
    backup = reading.backup()
    reading.close()
    copy = open_workspace(backup.path)
    assert names(copy) == ["Acme"]
    copy.close()


def test_a_cancelled_backup_leaves_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "PAGES", 10)
    with pytest.raises(errors.Cancelled):
        workspace.backup(cancelled=lambda: True)
    assert listing(backups.folder_of(workspace.path)) == []
    workspace.backup()


def test_a_backup_during_writes_is_one_moment(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-10: each transaction writes one company and one channel; a copy has as many of both."""
    monkeypatch.setattr(backups, "PAGES", 20)
    stop, failures = threading.Event(), []

    def write() -> None:
        number = 0
        try:
            while not stop.is_set():
                number += 1
                workspace.records.create("company", {"name": f"Firm {number}", "phone": "030 1"})
        except BaseException as error:  # noqa: BLE001 - told by the main thread
            failures.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        taken = [workspace.backup() for _time in range(4)]
    finally:
        stop.set()
        thread.join()
    assert failures == []
    last = 0
    for backup in taken:
        copy = open_workspace(backup.path)
        check_sound(copy)
        count = copy.lists.count("company")
        assert scalar(copy.file.reader(), "SELECT count(*) FROM channel") == count
        assert count >= last
        last = count
        copy.close()
    assert workspace.lists.count("company") >= last


def test_what_is_written_while_a_backup_is_taken_does_not_spoil_it(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-10: numbers of rows and copy are of one moment."""
    make.company("Before")
    counts = backups.counts

    def write_meanwhile(connection: Any) -> dict[str, int]:
        found = counts(connection)
        make.company("Meanwhile")
        return found

    monkeypatch.setattr(backups, "counts", write_meanwhile)
    backup = workspace.backup()
    copy = open_workspace(backup.path)
    assert names(copy) == ["Before"]
    copy.close()


def test_no_backup_is_taken_of_a_damaged_file_and_none_pushed_out(
    workspace: Workspace, make: Maker, path: Path, fixed_clock: FixedClock
) -> None:
    """F-11."""
    make.many(3_000)
    for _day in range(4):
        workspace.backup()
        fixed_clock.advance(86_400)
    kept = {one.path.name for one in workspace.backups()}
    workspace.close()
    damage(path)
    opened = open_workspace(path)
    for _time in range(5):
        fixed_clock.advance(100 * 86_400)
        with pytest.raises(errors.FileProblem) as caught:
            opened.backup()
    assert isinstance(caught.value, errors.DamagedFile)
    assert {one.path.name for one in opened.backups()} == kept
    try:
        assert opened.problems() != []
    except errors.DamagedFile:
        pass
    finally:
        opened.close()


def test_no_backup_is_taken_of_a_damaged_encrypted_file(
    encrypted_workspace: Workspace, encrypted_path: Path, passphrase: str
) -> None:
    Maker(encrypted_workspace).many(3_000)
    encrypted_workspace.close()
    with encrypted_path.open("r+b") as file:
        file.seek(encrypted_path.stat().st_size - 40 * 4_096)  # among the records
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))  # one bit
    opened = open_workspace(encrypted_path, passphrase)
    with pytest.raises(errors.DamagedFile):
        opened.backup()
    assert listing(backups.folder_of(encrypted_path)) == []
    opened.close()


def test_old_backups_are_thinned(workspace: Workspace, fixed_clock: FixedClock) -> None:
    for _day in range(30):
        workspace.backup()
        fixed_clock.advance(86_400)
    times = [one.at for one in workspace.backups()]
    wanted = backups.survivors([(str(at), at) for at in times], times[0].date())
    assert {str(at) for at in times} == wanted
    assert 14 <= len(times) <= 18
    folder = backups.folder_of(workspace.path)
    assert len(listing(folder)) == 2 * len(times), "a checksum goes with its backup"


def test_what_is_no_backup_of_ours_is_left_alone(workspace: Workspace, fixed_clock: FixedClock) -> None:
    folder = backups.folder_of(workspace.path)
    folder.mkdir()
    strangers = [
        "Other 2020-01-01 10-00-00.crm",
        "Nordwind 2020-13-45 99-99-99.crm",
        "Nordwind 2020-01-01.crm",
        "notes.txt",
        "Nordwind 2020-01-01 10-00-00.crm",  # ours by name, but never verified
    ]
    for one in strangers:
        (folder / one).write_bytes(b"precious")
    for _day in range(20):
        workspace.backup()
        fixed_clock.advance(86_400)
    assert all((folder / one).read_bytes() == b"precious" for one in strangers)
    assert all(one.path.name != strangers[1] for one in workspace.backups())


def test_unverified_backups_push_none_out(workspace: Workspace, fixed_clock: FixedClock) -> None:
    backup = workspace.backup()
    for day in range(1, 29):
        (backups.folder_of(workspace.path) / f"Nordwind 2026-12-{day:02} 10-00-00.crm").write_bytes(b"half")
    fixed_clock.advance(86_400 * 300)
    assert backups.thin(workspace.path, fixed_clock_date(fixed_clock)) == []
    assert backup.path.exists()


def fixed_clock_date(fixed_clock: FixedClock) -> Any:
    from crm_desktop.core import clock

    return clock.today()


def test_a_backup_is_flushed_before_it_gets_its_name(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-04."""
    calls: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def flushed(handle: int) -> None:
        calls.append("fsync")
        fsync(handle)

    def replaced(self: Path, target: Path) -> Path:
        calls.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", replaced)
    backup = workspace.backup()
    assert calls[:2] == ["fsync", "fsync"]  # the copy and its checksum
    assert calls.index("replace") >= 2
    calls.clear()
    workspace.close()
    backups.restore(backup.path, workspace.path)
    assert "fsync" in calls[: calls.index("replace")]


# ---------------------------------------------------------------- checking


def test_a_sound_file_has_no_problems(
    workspace: Workspace, make: Maker, encrypted_workspace: Workspace
) -> None:
    make.company("Acme")
    for one in (workspace, encrypted_workspace):
        assert one.problems() == one.problems(quick=True) == []


def test_a_dangling_reference_is_a_problem(workspace: Workspace, make: Maker) -> None:
    make.contact("Ann", company=make.company("Acme"))
    connection = workspace.file.writer.connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE affiliation SET company_id = 4711")
    assert any(one.startswith("Affiliation ") and one.endswith("Company") for one in workspace.problems())
