"""Retiring an entry of an option list into another: where it is used is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.services.cleaning import retiring
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label
from crm_desktop.ui.main_button import press_with_keys
from crm_desktop.ui.wide_combo import WideCombo

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.context import Context


class RetireDialog(QDialog):
    """Asks which entry takes the place of ``option_id``, called ``name``."""

    def __init__(self, context: Context, option_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._workspace = cast("Workspace", context.workspace)
        self._option_id = option_id
        self._name = name
        self.setWindowTitle(_("Retire “%(name)s”") % {"name": name})
        self.into = WideCombo()
        self.into.setAccessibleName(_("Entry that takes its place"))
        self.uses = label(_("Looking…"), tone="muted")
        self.uses.setWordWrap(True)
        self.button = Button(_("Retire"), look="primary", clicked=self.write)
        self._build()
        for one in retiring.others(self._workspace, option_id):
            self.into.addItem(one.name, one.id)
        self.button.setEnabled(bool(self.into.count()))
        context.tasks.read(
            lambda _task: retiring.uses(self._workspace, option_id),
            done=while_alive(self, self._on_uses),
            failed=while_alive(self, self._on_problem),
        )

    def _build(self) -> None:
        about = label(
            _(
                "It can no longer be chosen. Records that have it get the other entry; Undo takes it all back."
            ),
            tone="muted",
        )
        about.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(label(_("Replace by"), tone="muted"), self.into)
        form.addRow(label(_("Used in"), tone="muted"), self.uses)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Cancel"), clicked=self.reject))
        foot.addWidget(self.button)
        press_with_keys(self, self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), scale="heading"))
        column.addWidget(about)
        column.addLayout(form)
        column.addStretch(1)
        column.addLayout(foot)
        self.resize(480, 240)

    def _on_uses(self, uses: list[retiring.Use]) -> None:
        lines = [f"{_(one.entity)} · {_(one.field)}: {format_number(one.count, language())}" for one in uses]
        self.uses.setText("\n".join(lines) or _("No record has it."))

    def _on_problem(self, error: CrmError) -> None:
        self.uses.setText(error.title)

    def write(self) -> None:
        """Retire the entry, and go."""
        workspace, window = self._workspace, self._context.window
        option_id, into, name = self._option_id, int(self.into.currentData()), self._name

        def done(transaction: int) -> None:
            window.show_toast(
                _("“%(name)s” was retired") % {"name": name}, _("Undo"), lambda: window.undo(transaction)
            )

        self._context.tasks.run(
            lambda _task: retiring.retire(workspace, option_id, into), done=done, title=self.windowTitle()
        )
        self.accept()

    def done(self, result: int) -> None:
        """Go for good."""
        super().done(result)
        self.deleteLater()


__all__ = ["RetireDialog"]
