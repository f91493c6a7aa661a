"""What the user should know of the file that was opened."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.services import file_warnings
from crm_desktop.services.workspace import Workspace, open_workspace
from tests.conftest import Maker


def test_a_file_that_was_moved_without_its_folder_says_so(
    workspace: Workspace, make: Maker, path: Path, tmp_path: Path
) -> None:
    company = make.company("Acme")
    assert file_warnings.of(workspace) == []
    source = tmp_path / "contract.txt"
    source.write_text("signed")
    workspace.attachments.add("company", company, source)
    assert file_warnings.of(workspace) == []
    workspace.close()
    moved = open_workspace(path.rename(tmp_path / "renamed.crm"))
    (warning,) = file_warnings.of(moved)
    assert "“renamed files”" in warning
    moved.close()


def test_a_file_in_a_folder_that_a_cloud_copies_says_which(
    workspace: Workspace, path: Path, tmp_path: Path
) -> None:
    assert file_warnings.of(workspace) == []
    workspace.close()
    folder = tmp_path / "OneDrive - Acme"
    folder.mkdir()
    moved = open_workspace(path.rename(folder / "mine.crm"))
    (warning,) = file_warnings.of(moved)
    assert "“OneDrive - Acme”" in warning
    moved.close()
