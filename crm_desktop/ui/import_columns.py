"""Which column of a foreign table goes where: one line for each, with its first values and how sure we are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import N_, _, labelled, ngettext
from crm_desktop.core.kinds import Colour
from crm_desktop.exchange.joined_fields import is_joined
from crm_desktop.exchange.mapping import ColumnMatch, numbers_of_channels, plain_key
from crm_desktop.models.custom_field import CUSTOM_KINDS
from crm_desktop.services import import_identity
from crm_desktop.services.import_column_notes import is_guess
from crm_desktop.ui import icons
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.card import Card, scrolled
from crm_desktop.ui.import_mapping_menu import MappingButton
from crm_desktop.ui.import_other_records import OtherRecords
from crm_desktop.ui.import_policy import BADGES, PolicyButton
from crm_desktop.ui.import_questions import badges
from crm_desktop.ui.labels import ElidedLabel, line
from crm_desktop.ui.picture import Picture
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan
    from crm_desktop.ui.import_draft import ImportDraft

_SURE: dict[str, tuple[str, Colour]] = {
    "sure": (N_("sure"), "green"),
    "check": (N_("check"), "orange"),
    "guess": (N_("guess"), "orange"),
    "chosen": (N_("chosen"), "blue"),
    "": (N_("left out"), "grey"),
}
_HEADINGS = (N_("Column in the file"), N_("First values"), "", N_("Goes to"), "", N_("Check"))
_SHARES = (4, 3, 0, 5, 0, 0)
_BOX = 152  # pixels: enough for “Parent company”
_ARROW = 14
_HEAD = 28
_AT_ONCE = 20  # lines that are seen at first; wide tables have hundreds


NEW_FIELD = "+"
"""Stands in the box of a column for a custom field that is made of it."""


def new_field_words(draft: ImportDraft, heading: str) -> str:
    """Return the entry that makes a custom field of a column, with its kind or that which its values look like."""
    term = CUSTOM_KINDS.term(draft.values.kind_of(heading) or draft.values.proposed(heading))
    return labelled(_("New field"), _(term.label)) if term is not None else _("New field")


@dataclass(frozen=True)
class Counts:
    """What a plan tells of columns.

    How many records it makes of the names for a field, how many values of a heading cannot go in, and of headings that
    mean channels of one kind, which stands for the main one (1) and which for further ones.
    """

    fresh: Mapping[str, int] = field(default_factory=dict)
    odd: Counter[str] = field(default_factory=Counter)
    orders: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: ImportPlan | None) -> Counts:
        """Count what a plan says."""
        if plan is None:
            return cls()
        made = {key: len(names) for key, names in plan.made.items()}
        odd = Counter(one.column for one in plan.rejected if one.value)
        return cls(made, odd, numbers_of_channels(plan.table.mapping))


class AskingBadges(Badges):
    """Badges that open the menu in which their questions are answered."""

    def __init__(self, button: PolicyButton) -> None:
        super().__init__()
        self._button = button

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._button.isVisible() and event.button() == Qt.MouseButton.LeftButton:
            self._button.open_menu()


class ColumnLine:
    """One column of the file: its heading, first values, what it goes to, and how sure that is."""

    def __init__(
        self, draft: ImportDraft, match: ColumnMatch, samples: Sequence[str], fields: Sequence[Field]
    ) -> None:
        self._draft = draft
        self._match = match
        self.heading = ElidedLabel(match.heading, strong="true")
        self.samples = ElidedLabel(" · ".join(" ".join(one.split()) for one in samples), tone="muted")
        self.arrow = Picture(icons.icon("arrow-right", "muted", _ARROW), _ARROW)
        self.box = QuietCombo(_("“%(column)s” goes to") % {"column": match.heading})
        self.box.addItem(_("Do not import"), "")
        self.box.addItem(new_field_words(draft, match.heading), NEW_FIELD)
        for place, one in enumerate(fields):
            if place and is_joined(one.key) and not is_joined(fields[place - 1].key):
                self.box.insertSeparator(self.box.count())
            self.box.addItem(_(one.label), one.key)
        self.box.activated.connect(self._choose)
        self.policy = PolicyButton(draft, match.heading)
        self.check = AskingBadges(self.policy)
        self.counts = Counts()
        self.refresh()

    def widgets(self) -> tuple[QWidget, ...]:
        """Return the cells of the line, from the left."""
        return self.heading, self.samples, self.arrow, self.box, self.policy, self.check

    def _choose(self, _index: int) -> None:
        heading, key = self._match.heading, self.box.currentData()
        if key == NEW_FIELD:
            self._draft.values.make_field(heading, self._draft.values.proposed(heading))
        else:
            self._draft.columns.map(heading, key)

    def refresh(self) -> None:
        """Show what is chosen now."""
        self.box.setItemText(1, new_field_words(self._draft, self._match.heading))
        asked = badges(self._draft, self._match.heading)
        if self._draft.values.kind_of(self._match.heading):
            self.box.choose(NEW_FIELD)
            self.policy.refresh()
            self.check.set_words(asked)
            return
        meant = self._draft.choices.mapping.get(self._match.heading, "")
        found = plain_key(self._match.field) if self._match.field else ""
        is_unsaid = is_guess(self._match, self._draft.entity.title_key)
        certainty = "" if not meant else "chosen" if meant != found or is_unsaid else self._match.certainty
        text, colour = _SURE[certainty]
        self.box.choose(meant)
        self.policy.refresh()
        words: list[tuple[str, Colour]] = [(_(text), colour)]
        if not meant and self._match.field is not None and is_unsaid:
            words = [(_("%(field)s?") % {"field": _(self._match.field.label)}, "orange")]
        if any(shade == "orange" for _text, shade in asked):
            words = []
        if meant and self.policy.policy in BADGES and not self.policy.is_usual:
            words.append((_(BADGES[self.policy.policy]), "purple"))
        self.check.set_words([*words, *self._main_or_further(meant), *asked, *self._counted(meant)])

    def _main_or_further(self, meant: str) -> list[tuple[str, Colour]]:
        """Return whether the column holds the main channel of its kind, where there are several columns of it."""
        number = self.counts.orders.get(self._match.heading, 0) if meant else 0
        return [(_("main") if number == 1 else _("further"), "grey")] if number else []

    def _counted(self, meant: str) -> list[tuple[str, Colour]]:
        """Return how many records the names of the column will make, and how many values cannot go in."""
        found = list[tuple[str, Colour]]()
        fresh = self.counts.fresh.get(meant, 0)
        if fresh and not self._draft.values.words.get(meant):  # new words of a list are asked about already
            found.append(
                (ngettext("%(count)s new", "%(count)s new", fresh) % {"count": f"{fresh:,}"}, "grey")
            )
        if meant and (odd := self.counts.odd[self._match.heading]):
            found.append((ngettext("%(count)s odd", "%(count)s odd", odd) % {"count": f"{odd:,}"}, "orange"))
        return found


class ColumnsCard(Card):
    """The columns of the file, one below the other."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Match columns"), parent)
        self._draft = draft
        self.lines: dict[str, ColumnLine] = {}
        self._later = Portions(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(460)
        self.saved = MappingButton(draft)
        self.add_action(self.saved)
        self.other = OtherRecords(draft)
        self._holder = QVBoxLayout()
        self.body.addWidget(self.other)
        self.body.addLayout(self._holder, 1)
        draft.looked.connect(self.show_look)
        draft.changed.connect(self.refresh)
        draft.planned.connect(self._on_planned)
        self.show_look()

    def _on_planned(self) -> None:
        counts = Counts.of(self._draft.plan)
        for one in self.lines.values():
            one.counts = counts
            one.refresh()

    def show_look(self) -> None:
        """Show the columns of another table."""
        look = self._draft.look
        self.other.show_look()
        while (item := self._holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.lines = {}
        self._later.begin([])
        if look is None:
            return
        body = QWidget()
        grid = _grid(body)
        unseen = import_identity.unseen(look.format)
        seen = [one.place for one in look.mapping.columns if one.heading not in unseen]
        pieces = [partial(self._add_line, grid, place) for place in seen]
        for piece in pieces[:_AT_ONCE]:
            piece()
        grid.setRowStretch(2 * len(look.mapping.columns) + 2, 1)
        self._holder.addWidget(scrolled(body))
        self._later.begin(pieces[_AT_ONCE:])
        self.refresh()

    def _add_line(self, grid: QGridLayout, place: int) -> None:
        """Make the line of one column."""
        look = self._draft.look
        if look is None:
            return
        match = look.mapping.columns[place]
        samples = look.samples[place] if place < len(look.samples) else ()
        made = self.lines[match.heading] = ColumnLine(self._draft, match, samples, self._draft.columns.fields)
        row = 2 + 2 * place
        for at, widget in enumerate(made.widgets()):
            grid.addWidget(widget, row, at)
        grid.addWidget(line(), row + 1, 0, 1, len(_HEADINGS))

    def refresh(self) -> None:
        """Show what is chosen now."""
        self.saved.refresh()
        for one in self.lines.values():
            one.refresh()
        look = self._draft.look
        unseen = import_identity.unseen(look.format) if look is not None else ()
        mapping = {key: one for key, one in self._draft.choices.mapping.items() if key not in unseen}
        count = len([one for one in mapping.values() if one]) + len(self._draft.choices.new_fields)
        numbers = {"count": count, "all": len(mapping)}
        self.set_title(_("Match columns"), _("%(count)d of %(all)d go in") % numbers if mapping else "")

    def box(self, heading: str) -> QuietCombo:
        """Return the box of choices of one column; what is still to be made of the lines is made first."""
        self._later.finish(lambda: heading in self.lines)
        return self.lines[heading].box


def _grid(body: QWidget) -> QGridLayout:
    """Return the grid of the lines with its headings."""
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 6, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(2)
    grid.setRowMinimumHeight(0, _HEAD)
    for place, (text, share) in enumerate(zip(_HEADINGS, _SHARES, strict=True)):
        if text:
            words = ElidedLabel(_(text), tone="muted", scale="small")
            words.setMinimumWidth(words.sizeHint().width())
            grid.addWidget(words, 0, place)
        grid.setColumnStretch(place, share)
    grid.addWidget(line(), 1, 0, 1, len(_HEADINGS))
    grid.setColumnMinimumWidth(3, _BOX)
    grid.setColumnMinimumWidth(len(_HEADINGS) - 1, 64)
    return grid


__all__ = ["ColumnLine", "ColumnsCard"]
