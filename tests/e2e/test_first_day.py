"""The whole program on a file of its own: opened, worked with, closed, opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.app import Program
from crm_desktop.services.workspace import new_workspace, open_workspace
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.session import Session

# The offscreen platform tells of a hint that it cannot pass on; that is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def opened(program: Program, path: Path) -> Session:
    assert program.open(path)
    assert program.session is not None
    program.session.window.open_list("contact")
    return program.session


def rows(session: Session) -> int:
    page = session.window.page
    assert isinstance(page, RecordListPage)
    return page.table.records.rowCount()


def test_work_is_seen_undone_redone_and_backed_up(qtbot: QtBot, program: Program, path: Path) -> None:
    session = opened(program, path)
    assert rows(session) == 0
    session.workspace.records.create("contact", {"full_name": "陈晓梅", "mobile": "138 5712 3345"})
    qtbot.waitUntil(lambda: rows(session) == 1)
    qtbot.waitUntil(session.window.menus.actions["edit.undo"].isEnabled)
    session.window.history.undo_last()
    qtbot.waitUntil(lambda: rows(session) == 0)
    qtbot.waitUntil(session.window.menus.actions["edit.redo"].isEnabled)
    session.window.history.redo_last()
    qtbot.waitUntil(lambda: rows(session) == 1)
    program.close()
    again = open_workspace(path)
    assert [one.name for one in again.lists.named("contact", "cxm")] == ["陈晓梅"]
    assert {one.verified for one in again.backups()} == {True}
    again.close()


def test_language_and_look_change_while_it_runs(qtbot: QtBot, program: Program, path: Path) -> None:
    session = opened(program, path)
    session.window.set_language("zh_CN")
    session.window.set_theme("dark")
    assert session.window.page.title() == "联系人"
    assert (program.options.language, program.options.theme) == ("zh_CN", "dark")
    session.window.set_language("en")
    assert session.window.page.title() == "Contacts"


def test_a_recent_file_that_was_moved_is_located(
    program: Program, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.crm"
    new_workspace(other).close()
    opened(program, other)
    moved = other.rename(tmp_path / "moved.crm")
    session = opened(program, path)
    monkeypatch.setattr(program.boxes, "ask", lambda *_words, **_look: True)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(moved), ""))
    session.window.menus._commands.open_recent(other)
    assert program.session is not None
    assert program.session.workspace.path == moved
    assert program.options.recent_files == (str(moved), str(path))


def test_a_file_that_cannot_be_opened_leaves_the_open_one_open(
    program: Program, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(program, path)
    told: list[str] = []
    monkeypatch.setattr(program.boxes, "error", lambda error: told.append(error.title))
    foreign = tmp_path / "notes.crm"
    foreign.write_text("these are my notes, not customers", encoding="utf-8")
    monkeypatch.setattr(program, "ask_passphrase", lambda _error: "guess")
    assert not program.open(foreign)
    assert program.session is session
    assert told
    assert foreign.read_text(encoding="utf-8").startswith("these are my notes")
