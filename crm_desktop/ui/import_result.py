"""What an import did, row by row, and what people want then: the rejected rows, and all of it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services import import_aftermath, import_beside
from crm_desktop.services.imports import ImportResult
from crm_desktop.ui import icons
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import GAP, Card
from crm_desktop.ui.contract import UndoReport
from crm_desktop.ui.import_done import ImportDone
from crm_desktop.ui.import_row_list import NAME, NUMBER, STATE, RowList
from crm_desktop.ui.import_rows_model import RowColumn
from crm_desktop.ui.labels import label
from crm_desktop.ui.picture import Picture

_SIGN = 22
NAMED = 15  # records that stay when an import is undone
COLUMNS = (NUMBER, STATE, NAME, RowColumn(N_("What changed"), 0, lambda row: row.text))


class DoneRowsCard(RowList):
    """All rows of the file, with what became of them."""

    before, after = N_("Before"), N_("After")

    def __init__(self) -> None:
        super().__init__(_("Rows of the file"), COLUMNS)


class ResultPage(QWidget):
    """A card with heading, sentences and buttons; below it all rows, as long as the import stands."""

    def __init__(
        self, save_rejects: Callable[[], object], undo: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = Picture(icons.icon("circle-check", "green", _SIGN), _SIGN)
        self.heading = label(scale="heading")
        self.text = label(tone="muted")
        self.save = Button(_("Save rejected rows…"), "file-spreadsheet", clicked=save_rejects)
        self.undo = Button(_("Undo this import"), "undo-2", clicked=undo)
        self.rows = DoneRowsCard()
        for one in (self.heading, self.text):
            one.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._card())
        column.addWidget(self.rows, 1)
        column.addStretch(0)

    def _card(self) -> Card:
        card = Card()
        card.body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._picture)
        head.addWidget(self.heading, 1)
        for button in (self.save, self.undo):
            head.addWidget(button)
        card.body.addLayout(head)
        card.body.addWidget(self.text)
        return card

    def show_done(self, done: ImportDone, title: str) -> None:
        """Show what was done or taken back; ``title`` names the records in the plural."""
        if done.result is None:
            return
        if done.is_undone:
            self._show_undone(done.undone)
        else:
            self._show_result(done.result, title)
            plan = done.plan
            beside = (
                [*import_beside.made(plan), *import_aftermath.sentences(plan)] if plan is not None else []
            )
            self._say([*beside, *_rejected(done.result.rejected)])
        self.rows.setVisible(not done.is_undone)
        if self.rows.diff is not done.rows:
            self.rows.show_diff(done.rows)

    def _show_result(self, result: ImportResult, title: str) -> None:
        self._picture.set_icon(icons.icon("circle-check", "green", _SIGN))
        written = result.created + result.updated
        words = _("Nothing had to be changed.")
        if written:
            words = ngettext(
                "Imported into %(records)s: %(count)s row.",
                "Imported into %(records)s: %(count)s rows.",
                written,
            )
        self.heading.setText(words % {"records": title, "count": f"{written:,}"})
        self.save.setVisible(bool(result.rejected))
        self.undo.setVisible(bool(result.undo))

    def _show_undone(self, report: UndoReport | None) -> None:
        """Show that the import was taken back; ``report`` tells how much of it, and what stayed, if that is known."""
        self._picture.set_icon(icons.icon("undo-2", "blue", _SIGN))
        self.heading.setText(_("The import was undone."))
        if report is None:
            lines = [_("The history tells what was taken back.")]
        elif report.kept_count:
            kept = _("Kept, because edited or needed since: %(count)s") % {"count": f"{report.kept_count:,}"}
            lines = [report.words, kept]
            lines += [one.text for one in report.kept[:NAMED]]
            lines += ["…"] if report.kept_count > NAMED else []
        else:
            rest = _("Everything is as it was before.")
            if report.trashed:
                rest = _("Everything else is as it was before.")
            lines = [report.words, rest]
        self._say(lines)
        self.save.hide()
        self.undo.hide()

    def _say(self, lines: list[str]) -> None:
        self.text.setText("\n".join(filter(None, lines)))
        self.text.setVisible(any(lines))


def _rejected(count: int) -> list[str]:
    """Return what can be done with rejected rows."""
    if not count:
        return []
    words = ngettext(
        "%(count)s row could not go in. Save it with its reason, correct it there, and import that file.",
        "%(count)s rows could not go in. Save them with their reasons, correct them there, and import that file.",
        count,
    )
    return [words % {"count": f"{count:,}"}]


__all__ = ["ResultPage"]
