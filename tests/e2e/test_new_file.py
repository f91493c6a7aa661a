"""A new customer file made in the window: plain, or protected with a passphrase that was typed twice alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.app import Program
from crm_desktop.core.errors import PassphraseNeeded
from crm_desktop.services.workspace import open_workspace
from crm_desktop.ui.new_file_dialog import NewFileDialog

# The offscreen platform tells of a hint that it cannot pass on; that is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(qtbot: QtBot) -> NewFileDialog:
    made = NewFileDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def test_without_a_passphrase_nothing_is_asked(dialog: NewFileDialog) -> None:
    assert not dialog.first.isVisible()
    assert dialog.go_on.isEnabled()
    assert dialog.passphrase is None


@pytest.mark.parametrize(
    ("first", "second", "sound"),
    [
        ("", "", False),
        ("correct horse", "", False),
        ("correct horse", "correct house", False),
        ("correct horse", "correct horse", True),
        ("  ", "  ", True),
        ("caf\u00e9", "cafe\u0301", True),  # written in two ways, the same words
    ],
)
def test_both_fields_must_agree(dialog: NewFileDialog, first: str, second: str, sound: bool) -> None:
    dialog.protect.setChecked(True)
    dialog.first.setText(first)
    dialog.second.setText(second)
    assert dialog.go_on.isEnabled() is sound
    assert (dialog.trouble.text() != "") is (bool(second) and not sound)
    assert dialog.passphrase == first
    dialog.protect.setChecked(False)
    assert dialog.go_on.isEnabled()
    assert dialog.passphrase is None


def test_return_does_not_go_on_with_a_passphrase_typed_once(qtbot: QtBot, dialog: NewFileDialog) -> None:
    dialog.protect.setChecked(True)
    qtbot.keyClicks(dialog.first, "correct horse")
    qtbot.keyClick(dialog.first, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.second, "correct horse")
    qtbot.keyClick(dialog.second, Qt.Key.Key_Return)
    assert dialog.result() == NewFileDialog.DialogCode.Accepted


@pytest.mark.parametrize("passphrase", ["", "correct horse 电池"])
def test_a_new_file_is_as_it_was_asked_for(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str
) -> None:
    path = tmp_path / "新客户 new.crm"

    def answer(dialog: NewFileDialog) -> int:
        dialog.protect.setChecked(bool(passphrase))
        dialog.first.setText(passphrase)
        dialog.second.setText(passphrase)
        return int(dialog.go_on.isEnabled())

    asked: list[object] = []
    monkeypatch.setattr(NewFileDialog, "exec", answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_named: (str(path), ""))
    monkeypatch.setattr(program, "ask_passphrase", asked.append)
    program.ask_and_create()
    assert program.session is not None
    assert not asked, "it was typed twice a moment ago"
    program.close()
    assert (path.read_bytes()[:15] == b"SQLite format 3") is not bool(passphrase)
    if passphrase:
        with pytest.raises(PassphraseNeeded):
            open_workspace(path)
    open_workspace(path, passphrase or None).close()
