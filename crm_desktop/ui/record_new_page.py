"""The page on which a record of any entity is made."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.context import Context
from crm_desktop.ui.page import Page
from crm_desktop.ui.record_actions import new_card
from crm_desktop.ui.record_new import NewRecordForm


class NewRecordPage(Page):
    """A form on a card; what was made is opened. Each visit of the page begins anew."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self.context = context
        self.entity = entity
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.form = self._made_form()

    def _made_form(self) -> NewRecordForm:
        form = NewRecordForm(self.context, self.entity)
        form.created.connect(self._on_created)
        form.cancelled.connect(self._on_cancelled)
        self._holder = new_card(form, "")
        self._column.addWidget(self._holder)
        return form

    def _begin_anew(self) -> None:
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
        self.context.window.open_list(self.entity.name)

    def title(self) -> str:
        return _("New %(record)s") % {"record": _(self.entity.title).lower()}

    def on_shown(self) -> None:
        self.form.focus_first()

    def save(self) -> None:
        self.form.make_record()

    def retranslate(self) -> None:
        if not self.form.is_touched():
            self._begin_anew()

    def may_leave(self) -> bool:
        if not self.form.may_drop():
            return False
        if self.form.is_touched():
            self._begin_anew()
        return True
