"""What an import did, and the two things that people want then: the rejected rows, and all of it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.imports import ImportResult
from crm_desktop.ui import icons
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import Card
from crm_desktop.ui.contract import UndoReport
from crm_desktop.ui.labels import label
from crm_desktop.ui.picture import Picture

_SIGN = 22
NAMED = 15  # records that stay when an import is undone


class ResultPage(QWidget):
    """One card in the middle: heading, counts, and the buttons."""

    def __init__(
        self, save_rejects: Callable[[], object], undo: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = Picture(icons.icon("circle-check", "green", _SIGN), _SIGN)
        self.heading = label(scale="heading")
        self.text = label(tone="muted")
        self.save = Button(_("Save rejected rows…"), "file-spreadsheet", clicked=save_rejects)
        self.undo = Button(_("Undo this import"), "undo-2", clicked=undo)
        card = Card()
        for one in (self.heading, self.text):
            one.setWordWrap(True)
        card.setMinimumWidth(520)
        card.setMaximumWidth(640)
        card.body.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        buttons = QHBoxLayout()
        for button in (self.save, self.undo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.body.addLayout(head)
        card.body.addWidget(self.text)
        card.body.addSpacing(6)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_result(self, result: ImportResult, title: str) -> None:
        """Show what was done; ``title`` names the records in the plural."""
        self._picture.set_icon(icons.icon("circle-check", "green", _SIGN))
        written = result.created + result.updated
        words = (
            _("Imported into %(records)s: %(count)s rows.") if written else _("Nothing had to be changed.")
        )
        self.heading.setText(words % {"records": title, "count": f"{written:,}"})
        lines = [
            _("New: %(count)s") % {"count": f"{result.created:,}"},
            _("Changed: %(count)s") % {"count": f"{result.updated:,}"},
            _("Unchanged: %(count)s") % {"count": f"{result.unchanged:,}"},
            _("Rejected: %(count)s") % {"count": f"{result.rejected:,}"},
        ]
        if result.left_out:
            lines.append(_("Left out: %(count)s") % {"count": f"{result.left_out:,}"})
        self.text.setText("\n".join(lines))
        self.save.setVisible(bool(result.rejected))
        self.undo.setVisible(bool(result.undo))
        self.undo.setEnabled(True)

    def show_undone(self, report: UndoReport | None) -> None:
        """Show that the import was taken back; ``report`` tells what stayed, where that is known."""
        self._picture.set_icon(icons.icon("undo-2", "blue", _SIGN))
        self.heading.setText(_("The import was undone."))
        if report is None:
            self.text.setText(_("The history tells what was taken back."))
        elif report.kept_count:
            text = _("Kept, because edited or needed since: %(count)s") % {"count": f"{report.kept_count:,}"}
            names = [one.text for one in report.kept[:NAMED]]
            self.text.setText("\n".join([text, *names, *(["…"] if report.kept_count > NAMED else [])]))
        else:
            self.text.setText(_("Everything is as it was before."))
        self.undo.hide()
