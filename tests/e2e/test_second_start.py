"""A second start on a file that is already open: the first window comes to the front, the second program ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from crm_desktop.app import Program
from crm_desktop.core import paths
from crm_desktop.core.settings import Settings
from crm_desktop.services.workspace import new_workspace, open_workspace
from crm_desktop.ui.single_instance import knock
from crm_desktop.ui.start_dialog import StartDialog

# The offscreen platform tells of a hint that it cannot pass on; that is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def came(qtbot: QtBot, program: Program, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Open the first window; returns what it is asked to do."""
    asked: list[str] = []
    assert program.start(path)
    session = program.session
    assert session is not None
    monkeypatch.setattr(session.window, "raise_", lambda: asked.append("raise"))
    qtbot.waitUntil(lambda: session.doorbell is not None)
    return asked


@pytest.mark.parametrize("named", [True, False])
def test_the_second_process_ends_and_the_first_window_comes(
    qtbot: QtBot, came: list[str], program: Program, path: Path, named: bool
) -> None:
    Settings().remember_file(path)  # without a name the last file is opened
    command = [sys.executable, "-m", "crm_desktop", *([str(path)] if named else [])]
    said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    qtbot.waitUntil(lambda: came == ["raise"])
    assert program.session is not None


def test_an_open_question_comes_above_its_window(
    qtbot: QtBot, came: list[str], program: Program, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = program.session
    assert session is not None
    question = QMessageBox(session.window)
    question.open()
    monkeypatch.setattr(question, "raise_", lambda: came.append("question"))
    monkeypatch.setattr(question, "activateWindow", lambda: came.append("active"))
    assert knock(path)
    qtbot.waitUntil(lambda: came == ["raise", "question", "active"])
    question.reject()


def test_a_file_chosen_in_the_welcome_may_be_open_elsewhere(
    qtbot: QtBot, came: list[str], path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Program(Settings(tmp_path / "second.json"))
    welcomed: list[str] = []

    def choose(dialog: StartDialog) -> int:
        welcomed.append(dialog.windowTitle())
        dialog.choice = "open"
        return 1

    monkeypatch.setattr(StartDialog, "exec", choose)
    monkeypatch.setattr(second, "ask_and_open", lambda _folder: second.open(path))
    assert not second.start(None)
    assert welcomed == ["Welcome to CRM Desktop"], "asked once"
    qtbot.waitUntil(lambda: came == ["raise"])


@pytest.fixture
def taken(path: Path) -> Iterator[None]:
    """Have the file open in a program that has no window to bring to the front."""
    other = open_workspace(path)
    other.records.create("contact", {"full_name": "Ana Beltrán"})
    yield
    other.close()


def test_a_file_that_somebody_else_has_open_can_be_read(
    qtbot: QtBot, taken: None, program: Program, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(program.boxes, "ask", lambda title, _text, yes: asked.append((title, yes)) or True)
    assert program.start(path)
    assert [yes for _title, yes in asked] == ["Open for reading only"]
    assert path.name in asked[0][0]
    session = program.session
    assert session is not None
    assert session.workspace.read_only
    session.window.open_list("contact")
    qtbot.waitUntil(lambda: session.window.page.subtitle() == "1")
    qtbot.waitUntil(lambda: not session.tasks.is_busy())
    able = {name for name, action in session.window.menus.actions.items() if action.isEnabled()}
    assert able.isdisjoint({"new.contact", "file.import", "file.restore", "edit.undo", "edit.delete"})


def test_a_file_that_somebody_else_has_open_need_not_be_read(
    taken: None, program: Program, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program.boxes, "ask", lambda *_words: False)
    monkeypatch.setattr(StartDialog, "exec", lambda _dialog: 0)
    assert not program.start(path)


def test_a_file_that_cannot_be_opened_is_no_reason_to_end(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    welcomed: list[str] = []
    monkeypatch.setattr(program.boxes, "error", lambda error: told.append(error.title))
    monkeypatch.setattr(StartDialog, "exec", lambda dialog: welcomed.append(dialog.windowTitle()) or 0)
    damaged = tmp_path / "damaged.crm"
    damaged.write_bytes(b"SQLite format 3\0" + bytes(4096))
    assert not program.start(damaged)
    assert told
    assert welcomed


def test_a_last_file_that_is_gone_is_named_and_its_backup_comes_back(
    program: Program, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_workspace(path)
    opened.records.create("contact", {"full_name": "Ana Beltrán"})
    backup = opened.backup(tmp_path / "kept.crm").path
    opened.close()
    path.unlink()
    program.options.remember_file(path)
    said: list[str] = []

    def choose(dialog: StartDialog) -> int:
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        dialog.choice = "restore"
        return 1

    monkeypatch.setattr(StartDialog, "exec", choose)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(backup), ""))
    monkeypatch.setattr(program.boxes, "ask", lambda *_words, **_looks: True)
    assert program.start(None)
    assert f"“{path.name}” is no longer in {path.parent}." in said
    assert "Look for the file" in said
    assert program.session is not None
    assert program.session.workspace.path == path
    assert program.session.workspace.lists.count("contact") == 1


def test_a_damaged_file_is_restored_from_an_encrypted_backup_or_not(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, backup = tmp_path / "sealed.crm", tmp_path / "sealed backup.crm"
    new_workspace(path, passphrase="four plain words").close()
    opened = open_workspace(path, "four plain words")
    opened.backup(backup)
    opened.close()
    path.write_bytes(b"not a customer file any more" * 400)
    answers: list[str | None] = [None, "wrong", "four plain words"]
    monkeypatch.setattr(program, "ask_passphrase", lambda _error: answers.pop(0))
    monkeypatch.setattr(program.boxes, "error", lambda _error: None)
    monkeypatch.setattr(program.boxes, "ask", lambda *_words, **_looks: True)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(backup), ""))
    choices = ["restore", "restore", ""]

    def choose(dialog: StartDialog) -> int:
        dialog.choice = choices.pop(0)
        return 1

    monkeypatch.setattr(StartDialog, "exec", choose)
    assert program.start(path)
    assert program.session is not None
    assert program.session.workspace.file.encrypted
    assert answers == []


def test_only_an_encrypted_file_can_be_locked_and_its_own_passphrase_opens_it(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sealed.crm"
    new_workspace(path, passphrase="four plain words").close()
    assert program.open(path, "four plain words")
    session = program.session
    assert session is not None
    action = session.window.menus.actions["file.lock"]
    assert action.isVisible()
    action.trigger()
    assert session.locking is not None
    dialog = session.locking.dialog
    assert dialog is not None
    assert not session.window.isVisible()
    dialog.secret.setText("three plain words")
    dialog.unlock()
    assert dialog.trouble.text()
    monkeypatch.setattr(session.window.page, "may_leave", lambda: False)  # something is not saved
    dialog.reject()
    assert not session.window.isVisible()
    dialog = session.locking.dialog
    assert dialog is not None
    dialog.secret.setText("four plain words")
    dialog.unlock()
    assert session.window.isVisible()
    monkeypatch.undo()
    plain = tmp_path / "plain.crm"
    new_workspace(plain).close()
    assert program.open(plain)
    session = program.session
    assert session is not None
    assert session.locking is None  # a sentence says why when somebody tries


def test_a_bell_left_by_a_crash_is_answered_by_nobody(
    qtbot: QtBot, came: list[str], program: Program, path: Path
) -> None:
    session = program.session
    assert session is not None
    assert session.doorbell is not None
    bells = paths.cache_folder()
    (bell,) = bells.glob("*.bell")
    assert knock(path)
    qtbot.waitUntil(lambda: came == ["raise"])
    session.doorbell.close()
    assert [one.name for one in bells.iterdir()] == []
    assert not knock(path)
    bell.touch()
    assert not knock(path)
    assert bell.read_bytes() == b""
