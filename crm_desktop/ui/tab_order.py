"""Tab goes through a window as it is read: from the top down, and from the left where widgets stand side by side.

Qt goes in the order in which widgets were made. Many of ours are made again when a record changes, and would come last.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def focus_next(window: QWidget, forward: bool) -> bool:
    """Give the focus to the control after (or before) the one that has it; returns whether there is one."""
    here = cast("QWidget | None", window.focusWidget())
    order: list[QWidget] = []
    _read(window, _line_of(here), order)
    if not forward:
        order.reverse()
    place = order.index(here) if here is not None and here in order else -1
    others = [*order[place + 1 :], *order[: max(place, 0)]]
    if here is not None and not here.isVisible():  # it was hidden: what stood beside it comes before the rest
        near = next(one for one in _line_of(here) if one.isVisible() or one is window)
        others.sort(key=lambda one: not near.isAncestorOf(one))
    target = next((one for one in others if _takes_focus(one)), None)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(target)
    return True


def _line_of(widget: QWidget | None) -> list[QWidget]:
    """Return a widget and what it stands in, up to its window."""
    found: list[QWidget] = []
    while widget is not None:
        found.append(widget)
        widget = None if widget.isWindow() else widget.parentWidget()
    return found


def _read(widget: QWidget, kept: list[QWidget], order: list[QWidget]) -> None:
    """Add ``widget`` and what is shown in it to ``order``, and those of ``kept`` even if they are hidden."""
    order.append(widget)
    children = widget.findChildren(QWidget, options=_DIRECT)
    inside = [one for one in children if (one.isVisible() or one in kept) and not one.isWindow()]
    for one in sorted(inside, key=cmp_to_key(_compared)):
        _read(one, kept, order)


def _compared(one: QWidget, other: QWidget) -> int:
    """Return less than 0 for ``one`` to come first: it ends above the other, or stands to the left of it."""
    first, second = one.geometry(), other.geometry()
    if first.bottom() < second.top() or second.bottom() < first.top():
        return first.top() - second.top()
    return (first.left() - second.left()) or (first.top() - second.top())


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return by_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _bring_into_sight(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
