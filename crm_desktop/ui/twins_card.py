"""Who may be the same as the record of a page: each with its reasons, to be opened, merged, or said to be another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, listed
from crm_desktop.ui.buttons import Button, row_of
from crm_desktop.ui.labels import ElidedLabel
from crm_desktop.ui.merge_pages import open_merge
from crm_desktop.ui.record_contract import Likely, file_of
from crm_desktop.ui.record_section import Section, SectionPage


class TwinsCard(Section):
    """Shown only where somebody is likely the same."""

    tables = frozenset({"distinct_pair"})

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._shown = QWidget()
        self.body.addWidget(self._shown)

    def read(self) -> Sequence[Likely]:
        """Return the likely duplicates of the record; none of one in the trash."""
        return file_of(self.page.context).duplicates.of(self.page.entity.name, self.page.record_id)

    def show_found(self, found: Sequence[Likely]) -> None:
        self.set_title(_("May exist twice"))
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        for one in found:
            self._add(column, one)
        self.body.replaceWidget(self._shown, fresh)
        self._shown.hide()
        self._shown.deleteLater()
        self._shown = fresh
        fresh.show()
        self.setVisible(bool(found) and self.page.may_write())

    def _add(self, column: QVBoxLayout, one: Likely) -> None:
        page, entity = self.page, self.page.entity.name
        link = Button(one.name, look="link", clicked=partial(page.context.window.open_record, entity, one.id))
        link.setAccessibleName(f"{one.name}: {listed(one.reasons)}")
        merge = Button(
            _("Merge…"), clicked=lambda: open_merge(page.context, entity, [page.record_id, one.id])
        )
        merge.setAccessibleName(_("Merge with %(name)s") % {"name": one.name})
        part = Button(_("Not a duplicate"), look="quiet", clicked=lambda: self._part(one))
        part.setAccessibleName(_("Not a duplicate: %(names)s") % {"names": one.name})
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(ElidedLabel(listed(one.reasons), tone="muted", scale="small"))
        column.addSpacing(4)
        column.addLayout(row_of(merge, part))

    def _part(self, one: Likely) -> None:
        page, window = self.page, self.page.context.window
        duplicates, text = file_of(page.context).duplicates, _("Not a duplicate: %(names)s")

        def done(transaction: int) -> None:
            window.show_toast(text % {"names": one.name}, _("Undo"), lambda: window.undo(transaction))

        page.context.tasks.run(
            lambda _task: duplicates.set_distinct(page.entity.name, page.record_id, one.id), done=done
        )
