"""Texts that do not fit where they are painted."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)

from crm_desktop.ui.calendar_view import CalendarView
from crm_desktop.ui.labels import ElidedLabel
from crm_desktop.ui.record_related import RelatedRow
from tests.ui.looking.names import described
from tests.ui.looking.screen import Screen, Text

_SLACK = 1.5  # pixels: letters are rounded to whole ones in some places and not in others
_PLACE = re.compile(r"%\\\([a-z]+\\\)[sd]")
_LEADING = 4.0  # what a line may stand over at top and bottom: the room above its capitals is empty


def cut_texts(screen: Screen, messages: Collection[str] = ()) -> list[str]:
    """Return what is wrong with the texts on a screen.

    ``messages`` are the program's own texts: they are never shortened, wherever they stand; and those that end in …
    themselves are whole.
    """
    found: list[str] = []
    for one in screen.texts:
        if words := _trouble(one, messages):
            found.append(f"{type(one.widget).__name__} {words}: {one.words!r}")
    for label in screen.widgets:
        if isinstance(label, QLabel) and label.wordWrap() and _lacks_height(label):
            found.append(f"{described(label)} is too low for its lines")
    return list(dict.fromkeys(found))


def _lacks_height(label: QLabel) -> bool:
    return label.heightForWidth(label.width()) > label.height() + _SLACK


def _trouble(one: Text, messages: Collection[str]) -> str:
    view = one.widget.parent()
    if isinstance(view, QHeaderView):
        return _of_heading(one, view)
    if one.words.strip() == "…" and one.widget.accessibleName():
        return ""  # a sign, like an icon
    shortened = one.words.endswith("…") and not _is_whole(one, messages)
    is_cell = isinstance(one.widget, RelatedRow)
    if shortened and not is_cell and _is_ours(one.words.strip(), messages):
        return "shortens our own words"
    if isinstance(view, QAbstractItemView):
        return "" if _is_wide_enough(one, view) else "paints over the edge"
    if isinstance(view, QTextEdit | QPlainTextEdit):
        return ""  # scrolls
    if isinstance(one.widget, QLineEdit):
        return _of_line(one, one.widget)
    if shortened and not one.widget.toolTip() and not isinstance(view, CalendarView):
        return "shortens without saying the rest"
    area = one.widget.rect()
    if one.box.left() < area.left() - _SLACK or one.box.right() > area.right() + 1 + _SLACK:
        return f"is too narrow, {area.width()} for {one.box.width():.0f}"
    if one.box.top() < area.top() - _LEADING or one.box.bottom() > area.bottom() + 1 + _LEADING:
        return f"is too low, {area.height()} for {one.box.height():.0f}"
    return ""


def _is_whole(one: Text, messages: Collection[str]) -> bool:
    """Tell whether a text that ends in … was meant to."""
    words = one.words.strip()
    if isinstance(one.widget, QLabel) and not isinstance(one.widget, ElidedLabel):
        return words in one.widget.text()
    return any(_pattern(message).fullmatch(words) for message in messages if message.endswith("…"))


@cache
def _pattern(message: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(".*", re.escape(message)))


def _is_ours(words: str, messages: Collection[str]) -> bool:
    begin = words.removesuffix("…").rstrip()
    return len(begin) > 3 and any(one.startswith(begin) and one != words for one in messages)


def _is_wide_enough(one: Text, view: QAbstractItemView) -> bool:
    if view.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return True  # what is beyond the edge is scrolled to
    return one.box.right() <= view.viewport().width() + _SLACK


def _of_heading(one: Text, view: QHeaderView) -> str:
    middle = round(one.box.center().x())
    section = view.logicalIndexAt(middle)
    left = view.sectionViewportPosition(section)
    right = left + view.sectionSize(section)
    if left < 0 or right > view.viewport().width():
        return ""  # scrolled to
    if one.words.endswith("…") or one.box.left() < left - _SLACK or one.box.right() > right + _SLACK:
        return "cuts the heading of a column"
    return ""


def _of_line(one: Text, line: QLineEdit) -> str:
    if line.text() or not line.placeholderText():
        return ""  # scrolls
    return "cuts what it asks for" if one.words != line.placeholderText() else ""
