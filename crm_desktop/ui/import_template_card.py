"""For those who have no list yet: an empty workbook with the right headings, to be filled in and imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.import_template import write_template
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import Card
from crm_desktop.ui.labels import label

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft


class TemplateCard(Card):
    """A sentence and a button."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("No list yet?"), parent)
        self._draft = draft
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        said = label(_("Fill in a workbook that has the right headings already."), tone="muted")
        said.setWordWrap(True)
        self.button = Button(_("Save an empty template…"), "file-spreadsheet", clicked=self._save)
        self.body.setSpacing(10)
        self.body.addWidget(said)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def _save(self) -> None:
        target = self.ask_where_to_save(f"{_(self._draft.entity.title_plural)}.xlsx")
        if target is None:
            return
        context, workspace, entity = self._draft.context, self._draft.workspace, self._draft.entity.name
        said = _("Saved: %(name)s") % {"name": target.name}
        context.tasks.read(
            lambda _task: write_template(workspace, entity, target),
            done=lambda _none: context.window.show_toast(said),
        )

    def ask_where_to_save(self, suggested: str) -> Path | None:
        """Let the user choose where the template goes; tests put their own answer here."""
        place = str(Path.home() / suggested)
        kinds = f"{_('Excel workbook')} (*.xlsx)"
        name, _kind = QFileDialog.getSaveFileName(self, _("Save an empty template…"), place, kinds)
        return Path(name) if name else None
