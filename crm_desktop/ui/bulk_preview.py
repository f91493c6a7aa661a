"""What a change of many records would do, in words: how many change, how many stay, which cannot, and examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFormLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import ElidedLabel, label, line, one_line
from crm_desktop.ui.main_button import press_with_keys

if TYPE_CHECKING:
    from crm_desktop.services.bulk_edit import BulkPlan

_REASONS = 4
_EMPTY = "—"


class BulkPreview(QWidget):
    """Shows a plan, or a sentence while there is none. ``same`` says that so many records stay as they are."""

    def __init__(self, parent: QWidget | None = None, same: Callable[[int], str] | None = None) -> None:
        super().__init__(parent)
        self._same = same or _same_words
        self._shown: list[QLabel] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._samples = QWidget()
        self._grid = QGridLayout(self._samples)
        self._grid.setContentsMargins(0, 6, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        for place, stretch in enumerate((3, 2, 0, 2)):
            self._grid.setColumnStretch(place, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._lines)
        column.addWidget(self._samples)
        column.addStretch(1)

    def say(self, text: str) -> None:
        """Show a sentence instead of a plan."""
        self._clear()
        self._add(text, "muted")

    def show_plan(self, plan: BulkPlan) -> None:
        """Show what would happen."""
        self._clear()
        self._add(_counted(_changed_words(plan.count()), plan.count()), "")
        if plan.same:
            self._add(_counted(self._same(plan.same), plan.same), "muted")
        reasons = plan.reasons()
        for reason, count in reasons[:_REASONS]:
            self._add(f"{_counted(_refused_words(count), count)} {reason}", "warning")
        rest = sum(count for _reason, count in reasons[_REASONS:])
        if rest:
            self._add(_counted(_refused_words(rest), rest), "warning")
        for row, (name, old, new) in enumerate(plan.samples):
            for place, (text, tone) in enumerate(
                ((name, ""), (old or _EMPTY, "muted"), ("→", "muted"), (new or _EMPTY, ""))
            ):
                self._grid.addWidget(ElidedLabel(one_line(text), tone=tone), row, place)

        more = plan.more_samples() if plan.samples else 0
        if more > 0:
            words = _counted(_("and %(count)s more"), more)
            self._grid.addWidget(label(words, tone="muted"), len(plan.samples), 0)

    def texts(self) -> list[str]:
        """Return the lines that are shown, without the examples."""
        return [one.text() for one in self._shown]

    def _add(self, text: str, tone: str) -> None:
        made = label(text, tone=tone)
        made.setWordWrap(True)
        self._lines.addWidget(made)
        self._shown.append(made)

    def _clear(self) -> None:
        self._shown.clear()
        for layout in (self._lines, self._grid):
            while (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()


def _counted(text: str, count: int) -> str:
    return text % {"count": format_number(count, language())}


def _changed_words(count: int) -> str:
    if not count:
        return _("Nothing would change.")
    return ngettext("%(count)s record will change.", "%(count)s records will change.", count)


def _same_words(count: int) -> str:
    return ngettext("%(count)s record has it already.", "%(count)s records have it already.", count)


def _refused_words(count: int) -> str:
    return ngettext("%(count)s record cannot:", "%(count)s records cannot:", count)


def lay_out(
    dialog: QDialog, preview: BulkPreview, change_button: Button, form: QFormLayout | None = None
) -> None:
    """Lay out a dialog that changes many records: its title, what is asked, the preview, and the buttons."""
    foot = QHBoxLayout()
    foot.addStretch(1)
    foot.addWidget(Button(_("Cancel"), clicked=dialog.reject))
    foot.addWidget(change_button)
    press_with_keys(dialog, change_button)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 16, 20, 14)
    column.setSpacing(12)
    column.addWidget(label(dialog.windowTitle(), scale="heading"))
    if form is not None:
        column.addLayout(form)
    column.addWidget(line())
    column.addWidget(preview, 1)
    column.addLayout(foot)
