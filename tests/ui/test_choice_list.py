"""The lists below a line of text look like the other popups: rows to click on, all in sight, in both schemes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit

from crm_desktop.ui import theme
from crm_desktop.ui.editors.choice_list import give_list

_NAMES = ["Acme", "Beta", "Gamma GmbH & Co. KG", "上海平溪电气有限公司"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rows_are_high_enough_and_all_in_sight(qtbot, qapp, scheme):
    theme.apply(qapp, scheme)
    line = QLineEdit()
    qtbot.addWidget(line)
    completer = QCompleter(QStringListModel(_NAMES, line), line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    made = give_list(completer, "Companies")
    line.setCompleter(completer)
    line.show()
    qtbot.waitExposed(line)
    completer.complete()
    qtbot.waitUntil(made.isVisible)
    assert made.sizeHintForRow(0) >= 26
    assert not made.verticalScrollBar().isVisible()
    assert made.width() >= 220
    made.setCurrentIndex(made.model().index(1, 0))
    QApplication.processEvents()
    chosen = made.visualRect(made.currentIndex())
    at = chosen.topRight()
    ground = made.viewport().grab().toImage().pixelColor(at.x() - 12, chosen.center().y())
    assert ground == QColor(theme.tokens().soft)
