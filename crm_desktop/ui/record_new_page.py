"""The page on which a record of any entity is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.core.entity import Entity
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.page import Page
from crm_desktop.ui.record_actions import new_card
from crm_desktop.ui.record_new import NewRecordForm

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


def open_new(window: MainWindow, entity: str, values: Mapping[str, Any]) -> None:
    """Open the page of a new record with these values filled in; one that was begun there stays as it is."""
    if window.context.handlers.new_record is not None:
        window.context.handlers.new_record(entity)
        page = window.page
        if isinstance(page, NewRecordPage) and page.entity.name == entity and not page.form.is_touched():
            page.begin_with(values)


class NewRecordPage(Page):
    """A form on a card; what was made is opened. Each visit of the page begins anew."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self.context = context
        self.entity = entity
        self._presets: Mapping[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.form = self._made_form()

    def _made_form(self) -> NewRecordForm:
        form = NewRecordForm(self.context, self.entity, self._presets)
        form.renamed.connect(self.title_changed)
        form.created.connect(self._on_created)
        form.cancelled.connect(self._on_cancelled)
        self._holder = new_card(form, "")
        self._column.addWidget(self._holder)
        return form

    def begin_with(self, values: Mapping[str, Any]) -> None:
        """Begin anew with these values filled in."""
        self._begin_anew(values)
        self.title_changed.emit()
        self.form.focus_first()

    def _begin_anew(self, values: Mapping[str, Any] | None = None) -> None:
        self._presets = values or {}
        holder = self._holder
        self._column.removeWidget(holder)
        holder.hide()
        holder.deleteLater()
        self.form = self._made_form()

    def _on_created(self, record_id: int) -> None:
        self._begin_anew()
        self.context.window.open_record(self.entity.name, record_id)

    def _on_cancelled(self) -> None:
        self._begin_anew()
        self.context.window.leave(Place("list", self.entity.name))

    def title(self) -> str:
        return self.form.name()

    def on_shown(self) -> None:
        self.form.focus_first()

    def save(self) -> None:
        self.form.make_record()

    def retranslate(self) -> None:
        if not self.form.is_touched():
            self._begin_anew(self._presets)

    def may_leave(self) -> bool:
        if not self.form.may_drop():
            return False
        if self.form.is_touched() or self._presets:
            self._begin_anew()
        return True
