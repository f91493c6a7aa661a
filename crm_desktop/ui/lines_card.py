"""The lines of a quote or an order with the sums under them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.ui import theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.contract import Row
from crm_desktop.ui.labels import label
from crm_desktop.ui.record_contract import Record, file_of
from crm_desktop.ui.record_related import ShortTable
from crm_desktop.ui.record_section import Section, SectionPage

_LINE = "line"
_COLUMNS = ("text", "quantity", "unit_price", "discount", "total")
_SUMS = ("subtotal", "discount", "tax", "total")
_MOST = 200


class LinesCard(Section):
    """What is sold: a table as long as it is, and what it adds up to."""

    side = "middle"
    tables = frozenset({_LINE})
    lists = frozenset({_LINE})
    fields = frozenset({"total"})

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._add = Button(icon="plus", look="quieticon", clicked=self._on_add)
        self.add_action(self._add)
        self.shown = QWidget()
        self.body.addWidget(self.shown)

    def read(self) -> tuple[Sequence[str], Sequence[Row]]:
        """Return the columns that are filled, and the lines in their order."""
        page, file = self.page, file_of(self.page.context)
        ids = file.records.related_ids(_LINE, page.entity.name, page.record_id, _MOST)
        rows = file.lists.page(_LINE, (*_COLUMNS, "position"), ids)
        in_order = sorted(rows, key=lambda row: (row.values[-1] or 0, row.id))
        keys = [key for at, key in enumerate(_COLUMNS) if any(row.texts[at] for row in rows)]
        return keys, file.lists.page(_LINE, keys, [row.id for row in in_order])

    def show_found(self, found: tuple[Sequence[str], Sequence[Row]]) -> None:
        keys, rows = found
        described = self.page.context.entities[_LINE]
        self.set_title(_(described.title_plural), format_number(len(rows), language()) if rows else "")
        self._add.set_text("", _("New %(record)s") % {"record": _(described.title).lower()})
        self._add.setVisible(self.page.may_write())
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if rows:
            table = ShortTable([described.field(key) for key in keys], rows)
            table.opened.connect(lambda one: self.page.context.window.open_record(_LINE, one))
            column.addWidget(table)
        else:
            column.addWidget(label(_("Nothing is listed yet."), tone="muted"))
        if self.page.record is not None:
            column.addWidget(self._sums(self.page.record))
        self.body.replaceWidget(self.shown, fresh)
        self.shown.hide()
        self.shown.deleteLater()
        self.shown = fresh
        fresh.show()
        self.show()

    def _sums(self, record: Record) -> QWidget:
        """Return the sums of the record, the total last and strong."""
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        filled = [key for key in _SUMS if record.texts.get(key)]
        for row, key in enumerate(filled):
            is_total = key == _SUMS[-1]
            name = label(_(self.page.entity.field(key).label), tone="" if is_total else "muted")
            amount = label(record.texts[key], strong="true" if is_total else "false")
            amount.setFont(theme.font(tabular=True))
            grid.addWidget(name, row, 1)
            grid.addWidget(amount, row, 2, right)
        return made

    def _on_add(self) -> None:
        self.page.add_related(f"{_LINE}.{self.page.entity.name}")
