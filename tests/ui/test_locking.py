"""A locked window shows nothing until the passphrase is given; what was being written is still there then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QWidget

from crm_desktop.ui import locking
from crm_desktop.ui.locking import Locking
from crm_desktop.ui.unlock_dialog import UnlockDialog
from tests.ui.record_kit import nameless


class Window(QWidget):
    """A window that may have something to keep; it notes whether customers could be seen while it asked."""

    keeps = False
    was_seen = False

    def closeEvent(self, event: QCloseEvent) -> None:
        self.was_seen = self.was_seen or self.isVisible()
        event.setAccepted(not self.keeps)


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    QLineEdit("half a sentence", made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def minutes():
    return [0]


@pytest.fixture
def lock(window, minutes):
    def problem(passphrase):
        return "" if passphrase == "four plain words" else "This passphrase does not open it."

    made = Locking(window, "firm.crm", problem, lambda: minutes[0])
    made.watch()
    yield made
    if made.dialog is not None:
        made.dialog.close()


def test_everything_is_hidden_until_the_passphrase_is_right(qtbot, window, lock):
    lock.lock()
    dialog = lock.dialog
    assert not window.isVisible()
    assert nameless(dialog) == []
    dialog.secret.setText("guess")
    dialog.unlock_button.click()
    assert dialog.trouble.text() == "This passphrase does not open it."
    assert dialog.passphrase == ""
    assert not window.isVisible()
    dialog.secret.setText("four plain words")
    assert dialog.trouble.text() == ""
    dialog.unlock_button.click()
    assert window.isVisible()
    assert lock.dialog is None
    assert window.findChild(QLineEdit).text() == "half a sentence"


def test_a_long_sentence_about_the_passphrase_is_seen_whole(qtbot):
    sentence = "The passphrase does not open “firm.crm”, or the file is damaged. Try again. " * 3
    dialog = UnlockDialog("“firm.crm” is locked", "", check=lambda _passphrase: sentence)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.secret.setText("guess")
    dialog.unlock_button.click()
    QApplication.processEvents()
    trouble = dialog.trouble
    assert trouble.height() >= trouble.heightForWidth(trouble.width())
    assert dialog.rect().contains(trouble.geometry())


def test_who_leaves_instead_closes_the_window(qtbot, window, lock):
    lock.lock()
    lock.dialog.reject()
    assert lock.dialog is None
    assert not window.isVisible()


def test_who_thinks_better_of_leaving_is_asked_for_the_passphrase_again(qtbot, window, lock):
    window.keeps = True
    lock.lock()
    for _again in range(2):
        lock.dialog.reject()
        assert not window.isVisible()
        assert lock.dialog.isVisible()
    lock.dialog.secret.setText("four plain words")
    lock.dialog.unlock()
    assert window.isVisible()
    assert not window.was_seen
    assert window.findChild(QLineEdit).text() == "half a sentence"


def test_a_window_that_closes_later_takes_the_question_with_it(qtbot, window, lock):
    window.keeps = True
    lock.lock()
    lock.dialog.reject()
    asked = lock.dialog
    window.keeps = False
    assert window.close()
    lock.end()
    assert lock.dialog is None
    assert not asked.isVisible()


def test_an_open_question_is_left_unanswered_and_a_message_waits(qtbot, window, lock, minutes, monkeypatch):
    minutes[0] = 5
    monkeypatch.setattr(locking.time, "time", lambda: 1e12)
    told = QMessageBox(QMessageBox.Icon.Warning, "", "The backup failed.", parent=window)
    told.setStandardButtons(QMessageBox.StandardButton.Ok)
    told.open()
    begun = QDialog(window)
    begun.open()
    question = QMessageBox(QMessageBox.Icon.Question, "", "Delete Ana Beltrán?", parent=window)
    question.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    QTimer.singleShot(0, lock.look)
    answer = question.exec()
    assert answer in (QMessageBox.StandardButton.No, QMessageBox.StandardButton.NoButton)
    assert (question.isVisible(), begun.isVisible(), told.isVisible()) == (False, False, True)
    lock.dialog.secret.setText("four plain words")
    lock.dialog.unlock()
    assert (question.isVisible(), begun.isVisible(), told.isVisible()) == (False, True, True)
    begun.close()
    told.close()


def test_an_untouched_window_locks_itself(qtbot, window, lock, minutes, monkeypatch):
    now = [locking.time.time()]
    monkeypatch.setattr(locking.time, "time", lambda: now[0])
    now[0] += 10_000
    lock.look()
    assert lock.dialog is None, "never, unless chosen"
    minutes[0] = 5
    lock.eventFilter(window, QKeyEvent(QEvent.Type.KeyPress, 65, locking.QApplication.keyboardModifiers()))
    now[0] += 4 * 60
    lock.look()
    assert lock.dialog is None
    now[0] += 61
    lock.look()
    assert lock.dialog is not None
    assert lock.come_to_front()


def test_a_passphrase_can_be_shown(qtbot):
    dialog = UnlockDialog("“firm.crm” is encrypted.", "Enter its passphrase.")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.unlock_button.isEnabled()
    assert dialog.secret.echoMode() == QLineEdit.EchoMode.Password
    dialog.shown.setChecked(True)
    dialog.secret.setText("words")
    assert dialog.secret.echoMode() == QLineEdit.EchoMode.Normal
    assert "“firm.crm” is encrypted." in [one.text() for one in dialog.findChildren(QLabel)]
