"""A line that says so where the headings of a file are those of other records than are imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Place
from crm_desktop.ui.labels import label

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft


class OtherRecords(QWidget):
    """What the rows of the file are likely to be, and a button that imports them as that; hidden while all is well."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._words = label(tone="muted")
        self.button = Button(_("Import"), look="link", clicked=self._change)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addWidget(self.button)
        row.addStretch(1)
        self.show_look()

    @property
    def _entity(self) -> str:
        """What the rows are likely to be instead; '' where they may be what they are taken for."""
        look = self._draft.look
        likely = look.likely_entity if look is not None else ""
        return likely if likely in self._draft.context.entities and likely != self._draft.entity.name else ""

    def show_look(self) -> None:
        """Show what the headings tell."""
        name = self._entity
        self.setVisible(bool(name))
        if name:
            records = {"records": _(self._draft.context.entities[name].title_plural).lower()}
            self._words.setText(_("By its headings this file holds %(records)s.") % records)
            self.button.set_text(_("Import %(records)s") % records)

    def _change(self) -> None:
        """Bring the file to the import of these records."""
        change_entity(self._draft, self._entity)


def change_entity(draft: ImportDraft, name: str) -> None:
    """Bring the file of a draft to the page of another entity."""
    from crm_desktop.ui.import_page import open_import

    context = draft.context
    path, forget = draft.path, draft.give_away()
    context.window.leave(Place("list", draft.entity.name))
    open_import(context, name, path, forget)
