"""What an export asks: in which format, and whether what is seen or everything goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import N_, _, language, ngettext, sentences
from crm_desktop.core.query import ListQuery
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Selection
from crm_desktop.ui.labels import label
from crm_desktop.ui.wide_combo import WideCombo

_WIDTH = 480
_PEOPLE = ("contact", "company")


@dataclass(frozen=True)
class Way:
    """One way to write records: what it is called, its ending, what it is good for, its style, for which entities.

    Without entities it is for all. ``whole``: it holds what it can hold, whatever the columns of the list.
    """

    text: str
    ending: str
    hint: str
    style: str = ""
    entities: tuple[str, ...] = ()
    whole: bool = False


WAYS: tuple[Way, ...] = (
    Way(N_("Excel workbook"), ".xlsx", N_("Dates and amounts are dates and numbers, phone numbers are texts.")),
    Way(N_("CSV for Excel"), ".csv", N_("UTF-8 with its mark; texts that could run as formulas are guarded.")),
    Way(N_("CSV for other programs"), ".csv", N_("UTF-8 without a mark, every text as it is."), "plain"),
    Way(N_("JSON"), ".json", N_("With numbers of records and typed values, for programs and to come back exactly.")),
    Way(N_("Address cards (vCard 3.0)"), ".vcf", N_("For phones, Outlook and Google."), "3.0", _PEOPLE, True),
    Way(N_("Address cards (vCard 4.0)"), ".vcf", N_("For the Mac, iPhone and newer programs."), "4.0", _PEOPLE, True),
    Way(N_("Calendar (iCalendar)"), ".ics", N_("For phones, Outlook and Google."), "", ("activity",), True),
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What was chosen: the records, their fields (none: all), and the way."""

    query: ListQuery
    columns: Sequence[str]
    way: Way


class ExportDialog(QDialog):
    """Asks how a list goes out. ``shown`` is the number of its records now. It begins with what was chosen of them."""

    def __init__(
        self, entity: Entity, selection: Selection, shown: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._ways = [way for way in WAYS if not way.entities or entity.name in way.entities]
        self.way_box, self.what_box = WideCombo(), WideCombo()
        self.hint = label("", tone="muted")
        self.go_on = Button(_("Choose a place…"), look="primary", clicked=self.accept)
        self.setWindowTitle(_("Export “%(name)s”") % {"name": _(entity.title_plural)})
        self.setMinimumWidth(_WIDTH)
        self._fill(shown)
        self._build()
        self.way_box.activated.connect(lambda _place: self._on_way())
        self._on_way()

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        query, columns = self._selection.query, tuple(self._selection.columns)
        what = self.what_box.currentData()
        if what == "selected":
            query = replace(query, among=tuple(self._selection.selected))
        elif what == "all":
            query = ListQuery(query.entity)
        return Wanted(
            query, () if what in ("fields", "all") else columns, self._ways[self.way_box.currentIndex()]
        )

    def _fill(self, shown: int) -> None:
        for way in self._ways:
            self.way_box.addItem(_(way.text))
        records = ngettext("%(count)s record", "%(count)s records", shown) % {"count": _number(shown)}
        self.what_box.addItem(_("What you see: %(records)s, these columns") % {"records": records}, "seen")
        self.what_box.addItem(_("What you see: %(records)s, all fields") % {"records": records}, "fields")
        if self._selection.is_chosen:
            text = _("The selected records: %(count)s, these columns")
            self.what_box.addItem(text % {"count": _number(len(self._selection.selected))}, "selected")
            self.what_box.setCurrentIndex(self.what_box.count() - 1)
        self.what_box.addItem(_("Everything: all records, all fields"), "all")

    def _build(self) -> None:
        self.way_box.setAccessibleName(_("Format"))
        self.what_box.setAccessibleName(_("What is exported"))
        self.hint.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow(label(_("Format"), tone="muted"), self.way_box)
        form.addRow(label("", tone="muted"), self.hint)
        form.addRow(label(_("Scope"), tone="muted"), self.what_box)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(Button(_("Cancel"), clicked=self.reject))
        buttons.addWidget(self.go_on)
        self.go_on.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addLayout(form)
        column.addStretch()
        column.addLayout(buttons)

    def _on_way(self) -> None:
        way = self._ways[self.way_box.currentIndex()]
        whole = _("All that such a file can hold, whatever the columns.") if way.whole else ""
        self.hint.setText(sentences(_(way.hint), whole))


def _number(count: int) -> str:
    return format_number(count, language())


__all__ = ["ExportDialog", "Wanted", "Way"]
