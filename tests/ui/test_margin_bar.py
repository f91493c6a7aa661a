"""The scroll bar over the margin of a page: it moves with the page, and the page does not make room for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.card import scrolled
from crm_desktop.ui.margin_bar import MarginBar


@pytest.fixture
def body() -> QWidget:
    return QWidget()


@pytest.fixture
def area(qtbot, body):
    made = scrolled(body)
    made.bar = MarginBar(made)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_page_that_grows_too_high_stays_as_wide(area, body, qtbot):
    assert not area.bar.isVisible()
    width = body.width()
    body.setMinimumHeight(900)
    qtbot.waitUntil(area.bar.isVisible)
    assert body.width() == width == 300
    assert area.bar.maximum() == 700
    assert area.bar.geometry().right() == 299
    body.setMinimumHeight(100)
    qtbot.waitUntil(area.bar.isHidden)


def test_wheel_and_bar_move_the_page(area, body, qtbot):
    body.setMinimumHeight(900)
    qtbot.waitUntil(area.bar.isVisible)
    middle = QPointF(area.viewport().rect().center())
    turned = QWheelEvent(
        middle, area.viewport().mapToGlobal(middle), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(area.viewport(), turned)
    assert area.bar.value() > 0
    assert body.y() == -area.bar.value()
    area.bar.setValue(area.bar.maximum())
    assert body.y() == -700


def test_it_is_as_high_as_the_area_at_any_size(area, body, qtbot):
    body.setMinimumHeight(900)
    area.resize(400, 500)
    qtbot.waitUntil(lambda: area.bar.maximum() == 400)
    assert area.bar.height() == 500
    assert area.bar.pageStep() == 500
