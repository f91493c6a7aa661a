"""What a column does to what is there already: a menu beside what it goes to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.import_policies import APPEND, ERASE, FILL, OVERWRITE, possible, usual
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.import_questions import add_answers, has_questions
from crm_desktop.ui.labels import menu_text, tooltip

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

_WORDS = {
    OVERWRITE: N_("Replace what is there"),
    FILL: N_("Fill only what is empty"),
    APPEND: N_("Add to what is there"),
    ERASE: N_("Replace, and let empty cells erase"),
}
BADGES = {FILL: N_("fills only"), APPEND: N_("adds"), ERASE: N_("erases")}
"""What is told beside a column that does not simply replace."""


class PolicyButton(Button):
    """Opens the choice for one column; there is none while the column goes nowhere."""

    def __init__(self, draft: ImportDraft, heading: str, parent: QWidget | None = None) -> None:
        self._name = _("What “%(column)s” does to what is there") % {"column": heading}
        super().__init__(icon="ellipsis-vertical", look="quieticon", name=self._name, parent=parent)
        self._draft = draft
        self._heading = heading
        kept = self.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.setSizePolicy(kept)
        self.clicked.connect(self.open_menu)
        self.refresh()

    @property
    def key(self) -> str:
        """The field that the column goes to."""
        return self._draft.choices.mapping.get(self._heading, "")

    @property
    def policy(self) -> str:
        """What is chosen."""
        field = next((one for one in self._draft.columns.fields if one.key == self.key), None)
        return self._draft.choices.policies.get(self.key, usual(field) if field is not None else OVERWRITE)

    @property
    def is_usual(self) -> bool:
        """Whether nothing else was chosen than what is usual for the field."""
        return self.key not in self._draft.choices.policies

    def refresh(self) -> None:
        """Show what is chosen now."""
        self.setVisible(bool(self.key) or has_questions(self._draft, self._heading))
        self.setToolTip(tooltip(_(_WORDS[self.policy])))

    def menu_of_choices(self) -> QMenu:
        """Return the menu with the answers to what this column asks, and what is possible for it."""
        menu = QMenu(self)
        add_answers(menu, self._draft, self._heading)
        field = next((one for one in self._draft.columns.fields if one.key == self.key), None)
        if field is None:
            return menu
        if not menu.isEmpty():
            menu.addSeparator()
        group = QActionGroup(menu)
        for policy in possible(self._draft.entity, field):
            action = menu.addAction(menu_text(_(_WORDS[policy])))
            action.setCheckable(True)
            action.setChecked(policy == self.policy)
            action.setData(policy)
            action.setActionGroup(group)
            action.triggered.connect(partial(self._draft.columns.set_policy, self.key, policy))
        return menu

    def open_menu(self) -> None:
        """Show the menu."""
        menu = self.menu_of_choices()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
