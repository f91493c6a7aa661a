"""What is painted when a page comes to the front and when it grows: each part of it once, and no more than is new."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.ui.card import Ground, scrolled
from crm_desktop.ui.context import Place
from crm_desktop.ui.labels import ElidedLabel


class Told(QObject):
    """Counts the events of one sort that a widget gets."""

    def __init__(self, widget: QWidget, sort: QEvent.Type) -> None:
        super().__init__(widget)
        self.count, self._sort = 0, sort
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self._sort
        return super().eventFilter(watched, event)


def test_what_lies_on_an_opaque_part_of_a_page_is_painted_once(window, qtbot):
    window.open_place(Place("settings"))
    page = window.page
    ground, painted = QWidget(), ElidedLabel("Ana Beltrán")
    QVBoxLayout(ground).addWidget(painted)
    QVBoxLayout(page).addWidget(scrolled(ground))
    QApplication.processEvents()
    window.open_place(Place("shortcuts"))
    QApplication.processEvents()
    paints = Told(painted, QEvent.Type.Paint)
    window.go(-1)
    assert window.page is page
    qtbot.waitUntil(lambda: paints.count > 0)
    QApplication.processEvents()
    assert paints.count == 1


def test_what_stands_above_is_not_painted_again_when_a_page_grows(qtbot):
    ground = Ground()
    column = QVBoxLayout(ground)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    above, below = ElidedLabel("above"), QWidget()
    below.setFixedHeight(300)
    column.addWidget(above)
    area = scrolled(ground)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    column.addWidget(below)  # first a scroll bar comes and takes some width
    qtbot.waitUntil(lambda: ground.height() > 300)
    QApplication.processEvents()
    paints = Told(above, QEvent.Type.Paint)
    below.setFixedHeight(500)
    qtbot.waitUntil(lambda: ground.height() > 500)
    QApplication.processEvents()
    assert paints.count == 0


def test_a_label_that_is_painted_again_tells_of_no_new_tooltip(qtbot):
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(800, 40)
    shown = ElidedLabel("A name that is longer than the room for it", room)
    shown.resize(60, 20)
    room.show()
    qtbot.waitUntil(lambda: shown.toolTip() == shown.text())
    told = Told(shown, QEvent.Type.ToolTipChange)
    shown.repaint()
    assert told.count == 0
    shown.resize(600, 20)
    shown.repaint()
    assert not shown.toolTip()
    assert told.count == 1
