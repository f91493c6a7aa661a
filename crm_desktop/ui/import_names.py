"""Names in a foreign table that are nearly those of records: what each of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.import_references import Likely
from crm_desktop.ui.card import Card, scrolled
from crm_desktop.ui.import_name_answers import FOR_ALL
from crm_desktop.ui.import_name_choice import NameChoice
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

SHOWN = 100


class NamesCard(Card):
    """A line for each doubtful name with a choice, and one for all; answered ones stay where they are."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Doubtful names"), parent)
        self._draft = draft
        self._choices: dict[tuple[str, str], NameChoice] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.all = QuietCombo(_("All doubtful names"))
        self.all.addItem(_("Each by itself"), "")
        for code, text in FOR_ALL.items():
            self.all.addItem(_(text), code)
        self.all.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.all.activated.connect(self._on_all)
        self.add_action(self.all)
        self._holder = QVBoxLayout()
        self.body.addLayout(self._holder, 1)
        draft.planned.connect(self.refresh)
        self._show()

    def choice(self, field: str, text: str) -> NameChoice:
        """Return the choice about one name."""
        return self._choices[field, text]

    def refresh(self) -> None:
        """Show the names of the present plan; while they are the same, their lines stay."""
        names = self._names()
        if [one.one for one in self._choices.values()] != names[:SHOWN] or not names:
            self._show()
        for one in self._choices.values():
            if one.picker is None:
                one.refresh()
        self.all.choose(self._draft.names.for_all())

    def _names(self) -> list[Likely]:
        """Return the names that were asked about, those of most rows first."""
        return sorted(self._draft.names.asked(), key=lambda one: -one.rows)

    def _on_all(self, _index: int) -> None:
        if way := self.all.currentData():
            self._draft.names.decide_all(way)

    def _show(self) -> None:
        while (item := self._holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        names = self._names()
        self._choices = {(one.field, one.text): NameChoice(self._draft, one) for one in names[:SHOWN]}
        self.set_title(_("Doubtful names"), f"{len(names):,}" if names else "")
        self.all.setVisible(len(names) > 1)
        self._holder.addWidget(scrolled(self._lines(names)))

    def _lines(self, names: list[Likely]) -> QWidget:
        """Return the lines of the first names, or what there is to say instead."""
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for row, one in enumerate(self._choices.values()):
            values = {"text": one.one.text, "field": _(one.one.label), "rows": f"{one.one.rows:,}"}
            grid.addWidget(ElidedLabel(_("“%(text)s” (%(field)s, rows: %(rows)s)") % values), row, 0)
            grid.addWidget(one, row, 1)
        if said := _beyond(len(names)):
            words = label(said, tone="muted")
            words.setWordWrap(True)
            grid.addWidget(words, len(self._choices), 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        return body


def _beyond(count: int) -> str:
    """Return what is said below the lines of so many names."""
    if not count:
        return _("No name in the file is nearly, but not quite, that of a record.")
    if count <= SHOWN:
        return ""
    more = ngettext(
        "%(count)s more name: what is chosen for all holds for it too.",
        "%(count)s more names: what is chosen for all holds for them too.",
        count - SHOWN,
    )
    return more % {"count": f"{count - SHOWN:,}"}


__all__ = ["SHOWN", "NamesCard"]
