"""Controls that cannot be reached by the Tab key."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QMenuBar, QScrollArea, QWidget
from shiboken6 import isValid

from crm_desktop.ui.editors.base import Editor
from crm_desktop.ui.field_row import FieldRow
from crm_desktop.ui.figure_tile import FigurePart
from crm_desktop.ui.mark_row import MarkRow
from crm_desktop.ui.record_value import ValueView
from crm_desktop.ui.search_palette import SearchPalette
from tests.ui.looking.names import controls, described
from tests.ui.looking.screen import Screen


def unreachable(screen: Screen) -> list[str]:
    """Press Tab on a screen until it begins again, and return the controls that never had the focus.

    Of the buttons of a group one is enough: arrows go on from there.
    """
    wanted = [one for one in controls(screen) if _is_wanted(one)]
    screen.root.activateWindow()
    QApplication.processEvents()
    reached: dict[QWidget, None] = {}
    rows: set[QWidget] = set()
    first = screen.root.focusWidget() or next(iter(wanted), None)
    if first is None:
        return []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    for _press in range(2 * len(wanted) + 20):
        here = QApplication.focusWidget()
        if here is None:
            return ["Tab leads nowhere"]
        if here in reached and len(reached) > 1 and here is next(iter(reached)):
            break
        reached[here] = None
        rows |= {row for row in _above(here) if isinstance(row, FieldRow)}
        QTest.keyClick(here, Qt.Key.Key_Tab)
    focused = {*reached} | {one.focusProxy() for one in wanted if one.focusProxy()}
    still = [one for one in wanted if isValid(one) and one.isVisible()]  # the parts of a group take its place
    left_out = [one for one in still if one.parentWidget() not in rows and not _is_reached(one, focused)]
    return [f"{described(one)} is left out by Tab" for one in left_out]


def _above(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def _is_wanted(control: QWidget) -> bool:
    """Tell whether Tab should come to a control.

    It need not where other keys do: Down goes from the search of everything into its results, and opens what a line has
    beside it (a calendar). A value that nobody can change is only read.
    """
    if isinstance(control, QMenuBar | QScrollArea) or not control.isEnabled():
        return False
    if isinstance(control, QAbstractItemView):
        return not isinstance(control.window(), SearchPalette)
    if isinstance(control, ValueView):
        row = control.parentWidget()
        return isinstance(row, FieldRow) and row.editable
    if isinstance(control, FigurePart):
        return control.focusPolicy() != Qt.FocusPolicy.NoFocus  # without a figure there is nothing to open
    above = control.parentWidget()
    if isinstance(above, MarkRow):
        return False  # one of them is reached, arrows go on from there
    return not (
        isinstance(control, QAbstractButton) and above is not None and isinstance(above.parent(), Editor)
    )


def _is_reached(control: QWidget, reached: set[QWidget]) -> bool:
    if any(control is one or control.isAncestorOf(one) for one in reached if one is not None):
        return True
    group = control.group() if isinstance(control, QAbstractButton) else None
    return group is not None and any(one in reached for one in group.buttons())
