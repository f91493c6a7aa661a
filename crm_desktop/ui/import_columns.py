"""Which column of a foreign table goes where: one line for each, with its first values and how sure we are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Colour
from crm_desktop.exchange.mapping import plain_key, takes_several
from crm_desktop.services.import_look import Look
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.card import Card, scrolled
from crm_desktop.ui.labels import ElidedLabel, label, line
from crm_desktop.ui.wide_combo import WideCombo

_SURE: dict[str, tuple[str, Colour]] = {
    "key": (N_("sure"), "green"),
    "label": (N_("sure"), "green"),
    "alias": (N_("sure"), "green"),
    "form": (N_("likely"), "blue"),
    "similar": (N_("check"), "orange"),
    "chosen": (N_("chosen"), "blue"),
    "": (N_("left out"), "grey"),
}


class QuietCombo(WideCombo):
    """A box of choices that does not change when somebody only scrolls over it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def choose(self, data: object) -> None:
        """Show the entry with this data, without telling anybody."""
        self.blockSignals(True)
        self.setCurrentIndex(max(self.findData(data), 0))
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ColumnsCard(Card):
    """The columns of the file. ``changed`` is called when somebody chooses another meaning."""

    def __init__(self, changed: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(_("Match columns"), parent)
        self._changed = changed
        self._boxes: list[QuietCombo] = []
        self._badges: list[Badges] = []
        self._headings: list[str] = []
        self._reasons: list[str] = []
        self._fields: Sequence[Field] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(430)
        self._holder = QVBoxLayout()
        self.body.addLayout(self._holder, 1)

    def show_look(self, look: Look, fields: Sequence[Field]) -> None:
        """Show the columns of a table; ``fields`` are those that can be chosen."""
        self._fields = [one for one in fields if one.writable]
        self._boxes, self._badges = [], []
        self._headings = [one.heading for one in look.mapping]
        self._reasons = [one.reason for one in look.mapping]
        while (item := self._holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for place, text in enumerate((_("Column in the file"), _("First values"), _("Goes to"), _("Check"))):
            grid.addWidget(label(text, tone="muted", scale="small"), 0, place)
        for place, match in enumerate(look.mapping):
            samples = look.samples[place] if place < len(look.samples) else ()
            self._add(grid, 1 + 2 * place, match.heading, samples, match.field)
        for place, share in enumerate((3, 4, 4, 0)):
            grid.setColumnStretch(place, share)
        grid.setColumnMinimumWidth(3, 64)
        grid.setRowStretch(2 * len(self._boxes) + 2, 1)
        self._holder.addWidget(scrolled(body))
        self._tell()

    def _add(
        self, grid: QGridLayout, row: int, heading: str, samples: Sequence[str], field: Field | None
    ) -> None:
        grid.addWidget(line(), row, 0, 1, 4)
        grid.addWidget(ElidedLabel(heading, strong="true"), row + 1, 0)
        grid.addWidget(
            ElidedLabel(" · ".join(" ".join(one.split()) for one in samples), tone="muted"), row + 1, 1
        )
        box = QuietCombo(_("“%(column)s” goes to") % {"column": heading})
        box.addItem(_("Do not import"), "")
        for one in self._fields:
            box.addItem(_(one.label), one.key)
        box.choose(plain_key(field) if field else "")
        place = len(self._boxes)
        box.activated.connect(lambda _index, at=place: self._on_chosen(at))
        self._boxes.append(box)
        grid.addWidget(box, row + 1, 2)
        badge = Badges()
        self._badges.append(badge)
        grid.addWidget(badge, row + 1, 3)

    def _on_chosen(self, place: int) -> None:
        """Take the choice; another column that had this field loses it, unless a record may have several of them."""
        key = self._boxes[place].currentData()
        alone = not any(one.key == key and takes_several(one) for one in self._fields)
        self._reasons[place] = "chosen" if key else ""
        for at, box in enumerate(self._boxes):
            if key and alone and at != place and box.currentData() == key:
                box.choose("")
                self._reasons[at] = ""
        self._tell()
        self._changed()

    def _tell(self) -> None:
        for badge, reason in zip(self._badges, self._reasons, strict=True):
            text, colour = _SURE[reason]
            badge.set_words([(_(text), colour)])
        count = len([box for box in self._boxes if box.currentData()])
        self.set_title(
            _("Match columns"), _("%(count)d of %(all)d go in") % {"count": count, "all": len(self._boxes)}
        )

    def mapping(self) -> dict[str, str]:
        """Return what each heading means; '' for a column that is left out."""
        return {
            heading: str(box.currentData()) for heading, box in zip(self._headings, self._boxes, strict=True)
        }

    def chosen(self) -> list[Field]:
        """Return the fields that columns go to, in the order of the columns."""
        by_key = {one.key: one for one in self._fields}
        keys = dict.fromkeys(box.currentData() for box in self._boxes)
        return [by_key[key] for key in keys if key]

    def box(self, heading: str) -> QuietCombo:
        """Return the box of choices of one column."""
        return self._boxes[self._headings.index(heading)]


__all__ = ["ColumnsCard", "QuietCombo"]
