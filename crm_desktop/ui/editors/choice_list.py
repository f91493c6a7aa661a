"""The list that opens below a line of text, looking like all popups of the program."""

from __future__ import annotations

from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate

_NARROWEST = 220  # names are longer than the line that they are typed into


def give_list(completer: QCompleter, name: str) -> QListView:
    """Give a completer its list, called ``name`` for those who hear it, and return it."""
    made = QListView()
    made.setObjectName("popup")
    made.setAccessibleName(name)
    made.setUniformItemSizes(True)
    made.setMinimumWidth(_NARROWEST)
    completer.setPopup(made)
    made.setItemDelegate(QStyledItemDelegate(made))  # the one that Qt gives it knows no style sheet
    return made
