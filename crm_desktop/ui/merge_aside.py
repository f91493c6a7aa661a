"""What becomes of a merge, beside the records: what is united, what follows, and who may be the same, too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, listed
from crm_desktop.services.merge_outlook import Outlook
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import scrolled
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.record_contract import Likely

_MOST = 8  # values of one sort that are spelt out


class MergeAside(QWidget):
    """``added`` asks for one more record."""

    added = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(3)
        self._likely = QVBoxLayout()
        self._outlook = QVBoxLayout()
        for one in (self._likely, self._outlook):
            one.setSpacing(3)
            column.addLayout(one)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(self._body))

    def show_outlook(self, found: Outlook | None) -> None:
        """Show what the record that stays will have."""
        _empty(self._outlook)
        if found is None:
            return
        self._head(self._outlook, _("The record that stays will have"))
        for one in found.united:
            self._tell(one.label, one.values)
        follows = [f"{title} {format_number(count, language())}" for title, count in found.follows.items()]
        self._tell(_("What moves to it"), follows or [_("nothing else")])
        last = label(_("With Undo all records are as they were."), tone="muted", scale="small")
        last.setWordWrap(True)
        last.setContentsMargins(0, 12, 0, 0)
        self._outlook.addWidget(last)

    def show_likely(self, found: Sequence[Likely]) -> None:
        """Offer records that may be the same."""
        _empty(self._likely)
        if not found:
            return
        self._head(self._likely, _("May be the same, too"))
        for one in found:
            link = Button(one.name, "plus", look="link", clicked=partial(self.added.emit, one.id))
            link.setAccessibleName(_("Add %(name)s") % {"name": one.name})
            self._likely.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            why = ElidedLabel(listed(one.reasons), tone="muted", scale="small")
            why.setContentsMargins(24, 0, 0, 6)
            self._likely.addWidget(why)

    @staticmethod
    def _head(column: QVBoxLayout, text: str) -> None:
        column.addWidget(label(text, strong="true"))

    def _tell(self, title: str, values: Sequence[str]) -> None:
        heading = label(title, tone="muted", scale="small")
        heading.setContentsMargins(0, 10, 0, 0)
        self._outlook.addWidget(heading)
        for value in values[:_MOST]:
            self._outlook.addWidget(ElidedLabel(value))
        if len(values) > _MOST:
            more = format_number(len(values) - _MOST, language())
            self._outlook.addWidget(label(_("and %(count)s more") % {"count": more}, tone="muted"))


def _empty(column: QVBoxLayout) -> None:
    while item := column.takeAt(0):
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
