"""The preview of an article of the knowledge base: its text stands above its fields."""

from __future__ import annotations

from typing import Any

from crm_desktop.core.entity import Entity
from crm_desktop.core.kinds import LongText
from crm_desktop.ui.context import Context
from crm_desktop.ui.peek_panel import ValueLabel
from crm_desktop.ui.record_contract import Record
from crm_desktop.ui.record_peek import RecordPeek


class ArticlePeek(RecordPeek):
    """A :class:`RecordPeek` that shows the long texts of a record, for which it is looked up."""

    def __init__(self, context: Context, entity: Entity) -> None:
        self._text = ValueLabel("")
        super().__init__(context, entity)
        self._text.hide()
        self.above.addWidget(self._text)

    def show_more(self, record: Record, found: Any) -> None:
        texts = [
            record.texts.get(one.key, "") for one in self.entity.fields if isinstance(one.kind, LongText)
        ]
        self._text.value = "\n\n".join(one for one in texts if one)
        self._text.setText(self._text.value)
        self._text.setVisible(bool(self._text.value))
