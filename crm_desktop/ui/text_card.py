"""The text of a record as the middle of its page: what an article answers, what an activity is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.ui.field_row import FieldRow
from crm_desktop.ui.record_contract import Record
from crm_desktop.ui.record_form import RecordForm
from crm_desktop.ui.record_section import Section, SectionPage

_BODY = "body"


class _TextForm(RecordForm):
    """The one field, under the heading of its card instead of behind its name."""

    def _short(self, fields: Sequence[Field], _record: Record) -> list[Field]:
        return [one for one in fields if one.key == _BODY]

    def _made_row(self, field: Field, width: int) -> FieldRow:
        row = super()._made_row(field, width)
        row.hide_name()
        return row

    def _end_layout(self) -> None:
        self._has_more = False
        super()._end_layout()


class TextCard(Section):
    """Shows the text of a record, to be read and edited in place, with all the room that is left."""

    side = "middle"
    fields = frozenset({_BODY})

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self.form = _TextForm(page.context, page.entity)
        self.body.addWidget(self.form)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def read_again(self) -> None:
        """Show the text, which the page has read with its record."""
        record = self.page.record
        self.set_title(_(self.page.entity.field(_BODY).label))
        if record is not None:
            self.form.show_record(record)
        self.setVisible(record is not None)
