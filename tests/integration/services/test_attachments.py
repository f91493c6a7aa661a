"""Files attached to records: copied in whole, found again, never readable beside an encrypted file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from crm_desktop.core import errors
from crm_desktop.core.paths import cache_folder
from crm_desktop.services import attachments
from crm_desktop.services.archive import export_all
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import attached_files, backups
from tests.conftest import Child, Maker, check_sound, listing

NEEDLE = b"needle in the contract"
BLOCK = attached_files.BLOCK


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "Contract 合同.pdf"
    path.write_bytes(b"%PDF-1.4 " + NEEDLE * 10)
    return path


@pytest.fixture(params=["plain", "encrypted"])
def either(request: pytest.FixtureRequest) -> Workspace:
    """A customer file, plain and encrypted."""
    name = "workspace" if request.param == "plain" else "encrypted_workspace"
    opened: Workspace = request.getfixturevalue(name)
    return opened


def contents(folder: Path) -> list[Path]:
    return sorted(one for one in folder.rglob("*") if one.is_file()) if folder.exists() else []


def reopened(workspace: Workspace, passphrase: str) -> Workspace:
    workspace.close()
    return open_workspace(workspace.path, passphrase)


# ---------------------------------------------------------------- in and out


def test_a_file_is_kept_and_comes_back(either: Workspace, contract: Path, passphrase: str) -> None:
    company = Maker(either).company("Acme")
    before = contract.read_bytes()
    made = either.attachments.add("company", company, contract)
    contract.unlink()
    opened = reopened(either, passphrase)
    (found,) = opened.attachments.of_record("company", company)
    assert (found.id, found.name, found.size) == (made, "Contract 合同.pdf", len(before))
    assert found.mime == "application/pdf"
    assert found.there
    shown = opened.attachments.open_path(made)
    assert shown.name == "Contract 合同.pdf"
    assert shown.read_bytes() == before
    assert opened.attachments.open_path(made) == shown
    opened.attachments.save_as(made, contract)
    assert contract.read_bytes() == before
    with pytest.raises(errors.FileExists):
        opened.attachments.save_as(made, contract)
    check_sound(opened)
    opened.close()
    assert listing(cache_folder() / "opened") == []


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_any_size(either: Workspace, tmp_path: Path, size: int) -> None:
    company = Maker(either).company("Acme")
    source = tmp_path / "data.bin"
    source.write_bytes(os.urandom(size))
    made = either.attachments.add("company", company, source)
    (place,) = contents(either.attachments.folder)
    (content,) = attached_files.of_rows(either.file.reader())
    assert content.stored_size == place.stat().st_size
    assert either.attachments.open_path(made).read_bytes() == source.read_bytes()
    assert either.problems() == []


def test_nothing_can_be_read_beside_an_encrypted_file(
    encrypted_workspace: Workspace, contract: Path, tmp_path: Path
) -> None:
    """Promise 7; the name of a content does not tell either who has the same file."""
    company = Maker(encrypted_workspace).company("Acme")
    encrypted_workspace.attachments.add("company", company, contract)
    encrypted_workspace.backup()
    sha256 = attached_files.look(contract, BLOCK)[0]
    contract.unlink()
    encrypted_workspace.close()
    found = contents(tmp_path)
    assert len([one for one in found if attached_files._MARK in one.read_bytes()]) == 2
    for one in found:
        assert NEEDLE not in one.read_bytes()
        assert sha256 not in str(one)


def test_the_needle_is_found_beside_a_plain_file(workspace: Workspace, make: Maker, contract: Path) -> None:
    """The test above would notice."""
    workspace.attachments.add("company", make.company(), contract)
    (place,) = contents(workspace.attachments.folder)
    assert NEEDLE in place.read_bytes()
    assert place.name == attached_files.look(contract, BLOCK)[0]


def test_one_content_lies_there_once(either: Workspace, contract: Path, tmp_path: Path) -> None:
    make = Maker(either)
    acme, blue = make.company("Acme"), make.company("Blue")
    first = either.attachments.add("company", acme, contract)
    assert either.attachments.add("company", acme, contract) == first, "attached already"
    other = Path(shutil.copyfile(contract, tmp_path / "copy.pdf"))
    added = [
        either.attachments.add("company", blue, contract),
        either.attachments.add("company", acme, other),
    ]
    assert len({first, *added}) == 3
    assert len(contents(either.attachments.folder)) == 1
    assert either.problems() == []


def test_what_cannot_be_attached(
    workspace: Workspace, make: Maker, tmp_path: Path, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = make.company("Acme")
    with pytest.raises(errors.MissingFile, match=r"gone\.pdf"):
        workspace.attachments.add("company", company, tmp_path / "gone.pdf")
    with pytest.raises(errors.DataProblem, match="folder"):
        workspace.attachments.add("company", company, tmp_path)
    with pytest.raises(errors.RecordProblem):
        workspace.attachments.add("company", 4711, contract)
    workspace.records.delete("company", [company])
    with pytest.raises(errors.RecordProblem, match="trash"):
        workspace.attachments.add("company", company, contract)
    workspace.records.restore("company", [company])
    monkeypatch.setattr(attachments, "LIMIT", 100)
    with pytest.raises(errors.DataProblem, match="larger than"):
        workspace.attachments.add("company", company, contract)
    assert contents(workspace.attachments.folder) == []
    assert workspace.attachments.of_record("company", company) == []


def test_a_file_that_changes_while_it_is_read(
    either: Workspace, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = Maker(either).company("Acme")
    look = attached_files.look

    def look_and_change(source: Path, limit: int) -> tuple[str, int]:
        found = look(source, limit)
        source.write_bytes(b"something else")
        return found

    monkeypatch.setattr(attached_files, "look", look_and_change)
    with pytest.raises(errors.DataProblem, match="was changed while it was read"):
        either.attachments.add("company", company, contract)
    assert contents(either.attachments.folder) == []
    assert either.attachments.of_record("company", company) == []


def test_a_file_open_for_reading_gets_none(
    workspace: Workspace, make: Maker, contract: Path, path: Path
) -> None:
    company = make.company("Acme")
    made = workspace.attachments.add("company", company, contract)
    workspace.close()
    reading = open_workspace(path, read_only=True)
    with pytest.raises(errors.ReadOnlyFile):
        reading.attachments.add("company", company, contract)
    assert reading.attachments.open_path(made).read_bytes() == contract.read_bytes()
    reading.close()


def test_a_name_that_would_lead_elsewhere(workspace: Workspace, make: Maker, contract: Path) -> None:
    """T-07: whatever another program wrote into the row."""
    made = workspace.attachments.add("company", make.company(), contract)
    with workspace.work("Script") as work:
        work.execute("UPDATE attachment SET name = ? WHERE id = ?", ("../../../evil\u202efdp.sh", made))
    shown = workspace.attachments.open_path(made)
    assert shown.is_relative_to(cache_folder() / "opened")
    assert shown.name == "_.._.._evilfdp.sh"
    assert not os.access(shown, os.X_OK)


# ---------------------------------------------------------------- trash, undo, history


def test_trash_undo_and_history(workspace: Workspace, make: Maker, contract: Path) -> None:
    company = make.company("Acme")
    made = workspace.attachments.add("company", company, contract)

    def present() -> list[int]:
        return [one.id for one in workspace.attachments.of_record("company", company)]

    entry = workspace.history.of_record("company", company)[0]
    assert "Contract 合同.pdf" in entry.title
    assert "Acme" in entry.title
    assert "Checksum" not in [one.label for one in entry.fields]
    workspace.records.delete("attachment", [made])
    assert present() == []
    workspace.history.undo_last()
    assert present() == [made]
    workspace.history.undo_last()
    assert present() == [], "the attaching is taken back"
    workspace.history.redo_last()
    assert present() == [made]
    workspace.records.delete("attachment", [made])
    workspace.records.restore("attachment", [made])
    assert present() == [made]
    assert workspace.attachments.open_path(made).read_bytes() == contract.read_bytes()


# ---------------------------------------------------------------- check, backup, restore, export


@pytest.mark.parametrize("how", ["missing", "cut", "flipped"])
def test_a_check_reports_what_is_missing_or_changed(either: Workspace, contract: Path, how: str) -> None:
    company = Maker(either).company("Acme")
    made = either.attachments.add("company", company, contract)
    (place,) = contents(either.attachments.folder)
    content = bytearray(place.read_bytes())
    content[-30] ^= 1
    if how == "missing":
        place.unlink()
    else:
        place.write_bytes(content if how == "flipped" else content[:-1])
    (problem,) = either.problems()
    assert contract.name in problem
    assert bool(either.problems(quick=True)) == (how != "flipped")
    (found,) = either.attachments.of_record("company", company)
    assert found.there == (how == "flipped")
    with pytest.raises(errors.MissingFile if how == "missing" else errors.DamagedFile, match=contract.name):
        either.attachments.open_path(made)
    assert either.attachments.add("company", company, contract) == made, "attached once more, it is mended"
    assert either.problems() == []
    assert either.attachments.open_path(made).read_bytes() == contract.read_bytes()


def test_backups_carry_the_files(either: Workspace, contract: Path, passphrase: str, tmp_path: Path) -> None:
    company = Maker(either).company("Acme")
    made = either.attachments.add("company", company, contract)
    taken = [either.backup(), either.backup(), either.backup(tmp_path / "stick" / "copy.crm")]
    assert [one.lost for one in taken] == [(), (), ()]
    assert len(contents(attached_files.folder_of(taken[0].path))) == 1, "one for all backups of the folder"
    for one in {one.path for one in taken}:
        copy = open_workspace(one, passphrase)
        assert copy.attachments.open_path(made).read_bytes() == contract.read_bytes()
        assert copy.problems() == []
        copy.close()


def test_a_restore_brings_the_files_back_and_mends_them(
    either: Workspace, contract: Path, passphrase: str
) -> None:
    company = Maker(either).company("Acme")
    made = either.attachments.add("company", company, contract)
    backup = either.backup()
    either.records.save("company", company, {"note": "later"})
    either.close()
    (place,) = contents(either.attachments.folder)
    for spoil in (lambda: shutil.rmtree(either.attachments.folder), lambda: place.write_bytes(b"x" * 5_000)):
        spoil()
        kept = backups.restore(backup.path, either.path, passphrase)
        assert kept
        for one in (either.path, kept):
            opened = open_workspace(one, passphrase)
            assert opened.attachments.open_path(made).read_bytes() == contract.read_bytes()
            assert opened.problems() == []
            opened.close()


def test_a_damaged_file_does_not_push_the_good_one_out_of_the_backups(
    workspace: Workspace, make: Maker, contract: Path, path: Path
) -> None:
    """F-11, for attached files."""
    workspace.attachments.add("company", make.company(), contract)
    first = workspace.backup()
    (place,) = contents(workspace.attachments.folder)
    place.write_bytes(bytes(len(place.read_bytes())))
    second = workspace.backup()
    assert second.lost == (), "the good one is in the backups"
    (kept,) = contents(attached_files.folder_of(first.path))
    assert NEEDLE in kept.read_bytes()
    kept.unlink()
    assert workspace.backup().lost == (contract.name,)
    assert contents(attached_files.folder_of(first.path)) == []


def test_an_export_of_everything_has_the_files_under_their_names(
    either: Workspace, contract: Path, tmp_path: Path
) -> None:
    make = Maker(either)
    either.attachments.add("company", make.company("Acme"), contract)
    other = tmp_path / "other" / contract.name
    other.parent.mkdir()
    other.write_bytes(b"another with the same name")
    either.attachments.add("company", make.company("Blue"), other)
    for _time in range(2):
        export_all(either, tmp_path / "all")
    found = contents(tmp_path / "all" / "files")
    assert {one.read_bytes() for one in found} == {contract.read_bytes(), other.read_bytes()}
    assert all(one.name.endswith(" " + contract.name) for one in found)
    shutil.rmtree(either.attachments.folder)
    with pytest.raises(errors.MissingFile, match=contract.name):
        export_all(either, tmp_path / "again")


def test_the_folder_goes_by_the_name_of_the_original() -> None:
    for stem in (
        "Nordwind",
        "Nordwind 2026-11-20 12-00-00",
        "Nordwind 2026-11-20 12-00-00 2",
        "Nordwind (replaced 2026-11-20 12-00-00)",
        "Nordwind (replaced 2026-11-20 12-00-00 3)",
        "Nordwind (before upgrade from version 1 on 2026-11-20)",
        "Nordwind 2026-11-20 12-00-00 (replaced 2026-11-21 12-00-00)",
    ):
        assert attached_files.folder_of(Path("x") / f"{stem}.crm") == Path("x") / "Nordwind files", stem
    assert attached_files.folder_of(Path("Nordwind (2).crm")) == Path("Nordwind (2) files")
    assert attached_files.folder_of(Path("2026-11-20 12-00-00.crm")) == Path("2026-11-20 12-00-00 files")


_OPEN_AND_DIE = """
import os, sys
from pathlib import Path
from crm_desktop.services.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]))
workspace.attachments.open_path(int(sys.argv[2]))
os.abort()
"""


def test_copies_that_a_killed_program_had_opened_are_removed(
    workspace: Workspace, make: Maker, contract: Path, path: Path, child: Child
) -> None:
    company = make.company()
    made = workspace.attachments.add("company", company, contract)
    workspace.close()
    child(_OPEN_AND_DIE, path, made).wait(timeout=60)
    (left,) = contents(cache_folder() / "opened")
    assert left.read_bytes() == contract.read_bytes()
    again = open_workspace(path)
    shown = again.attachments.open_path(made)
    assert contents(cache_folder() / "opened") == [shown]
    again.close()
