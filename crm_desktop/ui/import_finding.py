"""How the records are found that a foreign table already speaks of, and what becomes of rows that find one or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import Card
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

_MODES = {
    "both": N_("Add new and change present ones"),
    "create": N_("Only add new ones"),
    "update": N_("Only change present ones"),
}


class FindingCard(Card):
    """The mode, and the fields by which records are found; without any, those of the description."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Records that are there already"), parent)
        self._draft = draft
        self.mode = QuietCombo(_("Rows"))
        for code, text in _MODES.items():
            self.mode.addItem(_(text), code)
        self.mode.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.mode.activated.connect(lambda _index: draft.choose(mode=self.mode.currentData()))
        mode = QHBoxLayout()
        mode.setSpacing(8)
        mode.addWidget(label(_("Rows"), tone="muted"))
        mode.addWidget(self.mode)
        mode.addStretch(1)
        self.usual = label(tone="muted")
        self.usual.setWordWrap(True)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=6)
        self._keys: dict[str, Button] = {}
        self.body.setSpacing(10)
        self.body.addLayout(mode)
        self.body.addWidget(self.usual)
        self.body.addWidget(self._chips)
        draft.changed.connect(self.refresh)
        self.refresh()

    def key(self, key: str) -> Button:
        """Return the chip of a field."""
        return self._keys[key]

    def refresh(self) -> None:
        """Show what is chosen, and the fields that columns go to."""
        draft = self._draft
        self.mode.choose(draft.choices.mode)
        own = {one.key for one in draft.columns.own}
        fields = [one for one in draft.columns.chosen() if one.key in own]
        if [one.key for one in fields] != list(self._keys):
            for old in self._keys.values():
                self._flow.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._keys = {}
            for place, one in enumerate(fields):
                made = Button(_(one.label), look="chip")
                made.setCheckable(True)
                made.clicked.connect(lambda on, key=one.key: self._on_key(key, on))
                self._keys[one.key] = made
                self._flow.insert_widget(place, made)
                made.show()
        for key, chip in self._keys.items():
            chip.setChecked(key in draft.choices.keys)
        names = listed(_(one.label) for one in fields if one.key in draft.choices.keys)
        words = (
            _("Found by: %(fields)s")
            if names
            else _("Found by the first of these that a row fills: %(fields)s")
        )
        self.usual.setText(words % {"fields": names or self._as_usual()})

    def _as_usual(self) -> str:
        """Return the fields of the description by which records are found."""
        labels = {one.key: _(one.label) for one in self._draft.columns.fields}
        groups = self._draft.entity.match_on
        return listed(" + ".join(labels.get(key, key) for key in group) for group in groups)

    def _on_key(self, key: str, on: bool) -> None:
        keys = [one for one in self._draft.choices.keys if one != key]
        self._draft.choose(keys=[*keys, key] if on else keys)
