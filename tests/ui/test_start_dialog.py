"""The first question of the program: words that are whole, buttons that look like ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QProxyStyle, QPushButton, QStyle

from crm_desktop.ui.language import switch
from crm_desktop.ui.picture import Picture
from crm_desktop.ui.start_dialog import CHOICES, StartDialog


@pytest.mark.parametrize("lost", [None, Path("/somewhere/customers.crm")])
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_choice_shows_its_words_whole_and_away_from_its_icon(qtbot, code, lost):
    switch(code)
    dialog = StartDialog(lost=lost)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    choices = dialog.findChildren(QPushButton)
    assert len(choices) == len(CHOICES) + (1 if lost else 0)
    for one in choices:
        (picture,), words = one.findChildren(Picture), one.findChildren(QLabel)
        assert len(words) == 2
        assert one.accessibleName() == words[0].text()
        for word in words:
            assert word.height() >= word.sizeHint().height()
            assert word.width() >= word.sizeHint().width()
            assert one.rect().adjusted(8, 8, -8, -8).contains(word.geometry())
            assert word.x() - picture.geometry().right() >= 12


def test_a_click_on_the_words_of_a_choice_chooses_it(qtbot):
    dialog = StartDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    choice = dialog.findChildren(QPushButton)[1]
    middle = choice.findChildren(QLabel)[1].geometry().center()
    assert choice.childAt(middle) is None, "the button itself is hit"
    choice.click()
    assert dialog.choice == "demo"


def test_buttons_of_boxes_have_no_icons(qtbot, qapp):
    class WithIcons(QProxyStyle):
        def styleHint(self, hint, *others):
            wanted = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
            return 1 if hint == wanted else super().styleHint(hint, *others)

    like_a_desktop = WithIcons("fusion")
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    box.setStyle(like_a_desktop)
    box.ensurePolished()
    box.setStandardButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    assert [one.icon().isNull() for one in box.buttons()] == [True, True]
