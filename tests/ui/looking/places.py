"""Widgets that lie over each other, or outside of what they are in."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QSizeGrip, QSplitterHandle, QWidget

from crm_desktop.ui.corner_panel import CornerPanel
from crm_desktop.ui.entry_new import NewEntry
from crm_desktop.ui.toast import Toast
from tests.ui.looking.names import described
from tests.ui.looking.screen import Screen

_SLACK = 1


def misplaced(screen: Screen) -> list[str]:
    """Return the widgets of a screen that are covered by a sibling or stand over the edge of their parent."""
    found: list[str] = []
    for parent in screen.widgets:
        if isinstance(parent, QAbstractScrollArea):
            continue  # Qt places viewport and bars itself
        children = [one for one in parent.children() if isinstance(one, QWidget) and _counts(one, parent)]
        if not _scrolls(parent):
            found += _outside(parent, children)
        found += _covered(children)
    return found


def _counts(widget: QWidget, parent: QWidget) -> bool:
    shown = widget.isVisible() and not widget.isWindow() and not widget.size().isEmpty()
    floats = isinstance(widget, QSizeGrip | QScrollBar | QSplitterHandle | Toast | CornerPanel | NewEntry)
    return shown and not floats and not parent.objectName().startswith("qt_")


def _scrolls(parent: QWidget) -> bool:
    above = parent.parent()
    return isinstance(above, QAbstractScrollArea) and above.viewport() is parent


def _outside(parent: QWidget, children: list[QWidget]) -> list[str]:
    room = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    return [
        f"{described(one)} stands over the edge: {_numbers(one.geometry())} in {_numbers(parent.rect())}"
        for one in children
        if not room.contains(one.geometry())
    ]


def _covered(children: list[QWidget]) -> list[str]:
    found = []
    for at, one in enumerate(children):
        for other in children[at + 1 :]:
            both = one.geometry().intersected(other.geometry())
            if both.width() > _SLACK and both.height() > _SLACK:
                found.append(f"{described(one)} and {described(other)} overlap: {_numbers(both)}")
    return found


def _numbers(box: QRect) -> str:
    return f"{box.x()},{box.y()} {box.width()}×{box.height()}"
