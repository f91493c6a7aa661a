"""A restore cannot make things worse (F-12 … F-14)."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from crm_desktop.core import errors
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import backups
from crm_desktop.store.driver import scalar
from tests.conftest import Child, FixedClock, Maker, sha256
from tests.integration.store.store_help import damage, names


@pytest.fixture
def backup(workspace: Workspace, make: Maker) -> backups.Backup:
    """A backup with one company; the file itself, closed, has another one since."""
    make.company("In the backup")
    taken = workspace.backup()
    make.company("Since")
    workspace.close()
    return taken


def replaced(path: Path) -> list[Path]:
    return sorted(one for one in path.parent.iterdir() if "replaced" in one.name)


def test_restore(backup: backups.Backup, path: Path) -> None:
    kept = backups.restore(backup.path, path)
    assert kept == replaced(path)[0]
    restored, old = open_workspace(path), open_workspace(kept)
    assert names(restored) == ["In the backup"]
    assert names(old) == ["In the backup", "Since"]
    for one in (restored, old):
        assert one.problems() == []
        Maker(one).company("After")
        one.close()


def test_restore_of_a_missing_backup_changes_nothing(
    backup: backups.Backup, path: Path, tmp_path: Path
) -> None:
    before = sha256(path)
    with pytest.raises(errors.MissingFile, match=r"gone\.crm"):
        backups.restore(tmp_path / "gone.crm", path)
    assert sha256(path) == before
    assert replaced(path) == []


@pytest.mark.parametrize("how", ["truncated", "flipped", "emptied", "text"])
def test_restore_refuses_a_changed_backup(backup: backups.Backup, path: Path, how: str) -> None:
    """F-09, F-13: plain SQLite would not notice most flipped bits."""
    content = bytearray(backup.path.read_bytes())
    if how == "truncated":
        content = content[: len(content) // 2]
    elif how == "flipped":
        content[-100] ^= 1
    else:
        content = bytearray(b"" if how == "emptied" else b"Name;Phone\n" * 100)
    backup.path.write_bytes(content)
    before = sha256(path)
    with pytest.raises(errors.FileProblem) as caught:
        backups.restore(backup.path, path)
    assert backup.path.name in str(caught.value)
    assert sha256(path) == before
    assert replaced(path) == []
    assert [one.name for one in path.parent.iterdir() if one.name.endswith(".tmp")] == []


def test_every_flipped_bit_is_noticed(backup: backups.Backup, path: Path) -> None:
    """F-09."""
    content = backup.path.read_bytes()
    pick = random.Random(9)
    for _time in range(25):
        at = pick.randrange(16, len(content))
        backup.path.write_bytes(
            content[:at] + bytes([content[at] ^ (1 << pick.randrange(8))]) + content[at + 1 :]
        )
        with pytest.raises(errors.FileProblem):
            backups.restore(backup.path, path)
    backup.path.write_bytes(content)
    backups.restore(backup.path, path)


@pytest.mark.parametrize("checksum", ["", "garbage", "0" * 64 + "  x.crm\n"])
def test_a_broken_checksum_is_no_licence(backup: backups.Backup, path: Path, checksum: str) -> None:
    backup.path.with_name(backup.path.name + ".sha256").write_text(checksum)
    with pytest.raises(errors.DamagedFile):
        backups.restore(backup.path, path)


def test_a_backup_without_a_checksum_is_checked_and_restored(backup: backups.Backup, path: Path) -> None:
    backup.path.with_name(backup.path.name + ".sha256").unlink()
    backups.restore(backup.path, path)
    opened = open_workspace(path)
    assert names(opened) == ["In the backup"]
    opened.close()


def test_restore_with_the_log_of_a_killed_program_beside_it(
    backup: backups.Backup, path: Path, child: Child
) -> None:
    """F-14: a -wal that stays beside a restored file makes it malformed."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom crm_desktop.services.workspace import open_workspace\n"
        "w = open_workspace(Path(sys.argv[1]))\nw.records.create('company', {'name': 'Unclean'})\n"
        "os.kill(os.getpid(), 9)"
    )
    child(code, path).wait(timeout=60)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    kept = backups.restore(backup.path, path)
    assert kept
    restored, old = open_workspace(path), open_workspace(kept)
    assert names(restored) == ["In the backup"]
    assert names(old) == ["In the backup", "Since", "Unclean"]
    for one in (restored, old):
        assert one.problems() == []
        one.close()
    assert {one.name for one in path.parent.glob("*.crm*")} == {path.name, kept.name}


def test_restore_of_a_damaged_or_deleted_file(backup: backups.Backup, path: Path) -> None:
    damage(path)
    broken = sha256(path)
    kept = backups.restore(backup.path, path)
    assert kept
    assert sha256(kept) == broken
    path.unlink()
    assert backups.restore(backup.path, path) is None
    opened = open_workspace(path)
    assert names(opened) == ["In the backup"]
    opened.close()


def test_restore_while_the_file_is_open(backup: backups.Backup, path: Path) -> None:
    opened = open_workspace(path)
    with pytest.raises(errors.FileInUse):
        backups.restore(backup.path, path)
    Maker(opened).company("Still here")
    assert names(opened) == ["In the backup", "Since", "Still here"]
    opened.close()
    backups.restore(backup.path, path)


def test_restore_twice_in_one_second_keeps_both(
    backup: backups.Backup, path: Path, fixed_clock: FixedClock
) -> None:
    for _time in range(3):
        backups.restore(backup.path, path)
    assert len(replaced(path)) == 3


def test_restore_with_the_wrong_passphrase(
    encrypted_workspace: Workspace, encrypted_path: Path, passphrase: str
) -> None:
    taken = encrypted_workspace.backup()
    encrypted_workspace.close()
    before = sha256(encrypted_path)
    for words, kind in (("wrong", errors.WrongPassphrase), (None, errors.PassphraseNeeded)):
        with pytest.raises(kind):
            backups.restore(taken.path, encrypted_path, words)
    assert sha256(encrypted_path) == before
    backups.restore(taken.path, encrypted_path, passphrase)
    open_workspace(encrypted_path, passphrase).close()


def test_a_restored_file_is_another_replica(workspace: Workspace, make: Maker, path: Path) -> None:
    """A synchronisation must not take it for the file that it was."""
    company = make.company("Acme")
    workspace.records.save("company", company, {"note": "x"})
    backup = workspace.backup()
    reader = workspace.file.reader()
    identity = reader.execute("SELECT replica, device FROM sync_state").fetchone()
    old_changes = scalar(reader, "SELECT count(*) FROM change")
    workspace.close()
    backups.restore(backup.path, path)
    restored = open_workspace(path)
    reader = restored.file.reader()
    fresh = reader.execute("SELECT replica, device FROM sync_state").fetchone()
    assert fresh[1] != identity[1]
    assert scalar(reader, "SELECT count(*) FROM cell_clock WHERE tbl = 'company' AND col = 'note'") == 1
    assert scalar(reader, "SELECT count(*) FROM change") == old_changes, "the history stays"
    Maker(restored).company("New")
    assert scalar(reader, "SELECT count(*) FROM change WHERE replica = ?", (fresh[0],)) >= 1
    assert restored.problems() == []
    restored.history.undo(restored.history.recent(2)[1].id)
    assert restored.records.get("company", company).texts["note"] == ""
    restored.close()


@pytest.mark.parametrize("step", ["copyfile", "_fork", "_set_aside", "copy2"])
def test_a_restore_that_fails_on_the_way_leaves_the_file(
    backup: backups.Backup, path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = sha256(path)

    def fail(*_arguments: object, **_keywords: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil if step.startswith("copy") else backups, step, fail)
        with pytest.raises(errors.StorageFull):
            backups.restore(backup.path, path)
    assert sha256(path) == before
    assert not [one for one in path.parent.iterdir() if one.name.endswith(".tmp")]
    opened = open_workspace(path)
    assert names(opened) == ["In the backup", "Since"]
    opened.close()


def test_restoring_to_a_new_place(backup: backups.Backup, tmp_path: Path) -> None:
    assert backups.restore(backup.path, tmp_path / "new.crm") is None
    opened = open_workspace(tmp_path / "new.crm")
    assert names(opened) == ["In the backup"]
    opened.close()
    with pytest.raises(errors.MissingFile):
        backups.restore(backup.path, tmp_path / "no folder" / "new.crm")


def test_a_plain_backup_never_takes_the_place_of_an_encrypted_file(
    backup: backups.Backup, encrypted_workspace: Workspace, encrypted_path: Path, passphrase: str
) -> None:
    encrypted_workspace.records.create("company", {"name": "Secret"})
    encrypted_workspace.close()
    before = sha256(encrypted_path)
    with pytest.raises(errors.FileProblem, match="everybody could read"):
        backups.restore(backup.path, encrypted_path, passphrase)
    assert sha256(encrypted_path) == before
    assert replaced(encrypted_path) == []
    open_workspace(encrypted_path, passphrase).close()
