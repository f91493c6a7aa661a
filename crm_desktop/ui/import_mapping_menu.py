"""What the columns of a file were recognised as, and the saved mappings: use another, save, rename, forget."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.import_recognition import Recognised
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import menu_text

if TYPE_CHECKING:
    from crm_desktop.services.import_mappings import SavedMapping
    from crm_desktop.ui.import_draft import ImportDraft
    from crm_desktop.ui.tasks import Task


class MappingButton(Button):
    """Shows the mapping in use; its menu offers the others."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Saved mappings"), parent=parent)
        self._draft = draft
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.refresh()

    @property
    def present(self) -> SavedMapping | None:
        """The saved mapping in use."""
        look = self._draft.look
        known = look.recognised if look is not None else None
        if look is None or known is None or known.kind != "saved":
            return None
        return next((one for one in look.mappings if one.name == known.name), None)

    def refresh(self) -> None:
        """Show what the table was recognised as."""
        look = self._draft.look
        known = look.recognised if look is not None else None
        if known is None:
            self.set_text(_("Saved mappings"))
        elif known.kind == "saved":
            self.set_text(_("Saved mapping: %(name)s") % {"name": known.name})
        else:
            self.set_text(_("Known file: %(name)s") % {"name": known.name})
        self.setVisible(look is not None)

    def fill(self) -> None:
        """Offer what can be done now."""
        menu, look = self._menu, self._draft.look
        menu.clear()
        if look is None:
            return
        present = self.present
        for one in look.mappings:
            action = self._add(one.name, partial(self._use, one.name))
            action.setCheckable(True)
            action.setChecked(one is present)
        if look.recognised is not None:
            self._add(_("Match by headings and values only"), partial(self._use, ""))
        menu.addSeparator()
        if not self._draft.workspace.read_only:
            self._add(_("Save this mapping as…"), self.save_as)
            if present is not None:
                name = {"name": present.name}
                self._add(_("Rename “%(name)s”…") % name, partial(self.rename, present))
                self._add(_("Forget “%(name)s”") % name, partial(self.forget, present))

    def _add(self, text: str, act: Callable[[], object]) -> QAction:
        action = self._menu.addAction(menu_text(text))
        action.triggered.connect(lambda _on=False: act())
        return action

    def _use(self, name: str) -> None:
        self._draft.choose(saved=name)

    def save_as(self) -> None:
        """Ask for a name and keep what the columns mean under it."""
        draft, present = self._draft, self.present
        name = draft.context.messages.ask_text(
            _("Save mapping"), _("Name of the mapping"), present.name if present is not None else ""
        )
        if name and draft.look is not None:
            headings = [one.heading for one in draft.look.mapping]
            mappings, entity, choices = draft.workspace.import_mappings, draft.entity.name, draft.choices
            self._change(lambda: mappings.save(entity, name, headings, choices), name.strip())

    def rename(self, one: SavedMapping) -> None:
        """Ask for another name of a mapping."""
        draft = self._draft
        name = draft.context.messages.ask_text(_("Rename mapping"), _("Name of the mapping"), one.name)
        if name and name != one.name:
            mappings = draft.workspace.import_mappings
            self._change(lambda: mappings.rename(one.id, name), name.strip())

    def forget(self, one: SavedMapping) -> None:
        """Forget a mapping; what the columns mean now stays. Undo brings it back."""
        mappings = self._draft.workspace.import_mappings
        self._change(lambda: mappings.delete(one.id), "")

    def _change(self, write: Callable[[], object], name: str) -> None:
        """Change the saved mappings; the file is known by ``name`` then ('': by none)."""
        draft = self._draft
        entity, mappings = draft.entity.name, draft.workspace.import_mappings
        known = Recognised("saved", name, entity, draft.choices.mapping) if name else None

        def work(_task: Task) -> list[SavedMapping]:
            write()
            return mappings.all(entity)

        def done(found: list[SavedMapping]) -> None:
            draft.call(known, found)

        draft.context.tasks.run(work, done=while_alive(draft, done))
