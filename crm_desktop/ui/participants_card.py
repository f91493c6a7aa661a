"""Who takes part in an activity: contacts, colleagues, and people known by name only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.contract import Row
from crm_desktop.ui.labels import label
from crm_desktop.ui.peek_panel import ValueLabel
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.record_section import Section, SectionPage

_PARTICIPANT = "participant"
_SORTS = (("contact", N_("Contact")), ("user", N_("Colleague")), ("name", ""))
_MOST = 50


class ParticipantsCard(Section):
    """One line for each of them: the name, which opens a contact, and what they are."""

    tables = frozenset({_PARTICIPANT, "contact", "user"})
    lists = frozenset({_PARTICIPANT})

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._add = Button(icon="plus", look="quieticon", clicked=self._on_add)
        self.add_action(self._add)
        self._people = QWidget()
        self.body.addWidget(self._people)

    def read(self) -> Sequence[Row]:
        """Return those who take part."""
        page, file = self.page, file_of(self.page.context)
        ids = file.records.related_ids(_PARTICIPANT, page.entity.name, page.record_id, _MOST)
        return file.lists.page(_PARTICIPANT, [key for key, _sort in _SORTS], ids)

    def show_found(self, found: Sequence[Row]) -> None:
        described = self.page.context.entities[_PARTICIPANT]
        self.set_title(_(described.title_plural), format_number(len(found), language()) if found else "")
        self._add.set_text("", _("New %(record)s") % {"record": _(described.title).lower()})
        self._add.setVisible(self.page.may_write())
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(0, 1)
        for at, row in enumerate(found):
            name, sort = self._told(row)
            grid.addWidget(name, at, 0)
            grid.addWidget(label(sort, tone="muted"), at, 1)
        self.body.replaceWidget(self._people, fresh)
        self._people.hide()
        self._people.deleteLater()
        self._people = fresh
        fresh.show()
        self.setVisible(bool(found) or self.page.may_write())

    def _told(self, row: Row) -> tuple[ValueLabel, str]:
        """Return the name of one of them, and what they are."""
        place = next((at for at, text in enumerate(row.texts) if text), 0)
        key, sort = _SORTS[place]
        named = row.values[place]
        open_it = None
        if key == "contact" and named is not None:
            open_it = lambda: self.page.context.window.open_record("contact", named.id)  # noqa: E731
        return ValueLabel(row.texts[place] or "—", open_it), _(sort) if sort else ""

    def _on_add(self) -> None:
        self.page.add_related(f"{_PARTICIPANT}.{self.page.entity.name}")
