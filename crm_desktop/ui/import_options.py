"""How a foreign table is read and how its records are found: sheet, encoding, separator, mode and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.services.import_look import Look
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.import_columns import QuietCombo
from crm_desktop.ui.labels import label, menu_text

_ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "utf-16")
_SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("bar")}
_MODES = {
    "both": N_("Add new and change present ones"),
    "create": N_("Only add new ones"),
    "update": N_("Only change present ones"),
}


class Reading(TypedDict):
    """How the file is read."""

    sheet: str | None
    encoding: str | None
    separator: str | None


class _Choice(QWidget):
    """A word and a box of choices behind it."""

    def __init__(self, text: str, changed: Callable[[], object]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(label(text, tone="muted"))
        self.box = QuietCombo(text)
        self.box.setMinimumContentsLength(12)
        self.box.activated.connect(lambda _index: changed())
        row.addWidget(self.box)

    def fill(self, entries: dict[str, str], present: str) -> None:
        """Offer these (data → text) and show one of them."""
        self.box.clear()
        for data, text in entries.items():
            self.box.addItem(text, data)
        self.box.choose(present)


class OptionsBar(QWidget):
    """The line above the columns. ``reread`` is called when the file must be read in another way, ``replan`` else."""

    def __init__(
        self, reread: Callable[[], object], replan: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._replan = replan
        self._keys: list[str] = []
        self.sheet = _Choice(_("Sheet"), reread)
        self.encoding = _Choice(_("Letters"), reread)
        self.separator = _Choice(_("Separator"), reread)
        self.mode = _Choice(_("Rows"), replan)
        self.mode.box.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.mode.fill({code: _(text) for code, text in _MODES.items()}, "both")
        self.key = Button(_("Found by: as usual"), "key-round")
        self._menu = QMenu(self.key)
        self.key.setMenu(self._menu)
        row = FlowLayout(self, gap=8)
        for place, one in enumerate((self.sheet, self.encoding, self.separator, self.mode, self.key)):
            row.insert_widget(place, one)

    def show_look(self, look: Look) -> None:
        """Show how a file was read."""
        self.sheet.fill({one: one for one in look.sheets}, look.sheet)
        self.sheet.setVisible(len(look.sheets) > 1)
        is_text = look.format == "csv"
        self.encoding.setVisible(is_text)
        self.separator.setVisible(is_text)
        if is_text:
            encoding, separator = look.encoding or "utf-8", look.separator or ","
            self.encoding.fill({one: one.upper() for one in dict.fromkeys((encoding, *_ENCODINGS))}, encoding)
            known = {separator: separator, **_SEPARATORS}
            self.separator.fill({one: _(text) for one, text in known.items()}, separator)

    def reading(self) -> Reading:
        """Return how the file is to be read; None where nothing was asked for."""

        def chosen(one: _Choice) -> str | None:
            return str(one.box.currentData()) if one.isVisibleTo(self) and one.box.count() else None

        return Reading(
            sheet=chosen(self.sheet), encoding=chosen(self.encoding), separator=chosen(self.separator)
        )

    def chosen_mode(self) -> str:
        """Return 'create', 'update' or 'both'."""
        return str(self.mode.box.currentData())

    def chosen_keys(self) -> list[str]:
        """Return the fields by which records are found; none means those of the description."""
        return list(self._keys)

    def offer_keys(self, fields: Sequence[Field]) -> None:
        """Offer the fields that columns go to as keys."""
        self._keys = [key for key in self._keys if any(one.key == key for one in fields)]
        self._menu.clear()
        for one in fields:
            action = QAction(menu_text(_(one.label)), self._menu)
            action.setCheckable(True)
            action.setChecked(one.key in self._keys)
            action.setData(one.key)
            action.triggered.connect(lambda on, key=one.key: self._on_key(key, on))
            self._menu.addAction(action)
        self._labels = {one.key: _(one.label) for one in fields}
        self._tell()

    def choose_key(self, key: str) -> None:
        """Check or uncheck a key, as a click in the menu does."""
        next(one for one in self._menu.actions() if one.data() == key).trigger()

    def _on_key(self, key: str, on: bool) -> None:
        self._keys = [*self._keys, key] if on else [one for one in self._keys if one != key]
        self._tell()
        self._replan()

    def _tell(self) -> None:
        names = listed(self._labels[key] for key in self._keys)
        self.key.set_text(_("Found by: %(fields)s") % {"fields": names} if names else _("Found by: as usual"))


__all__ = ["OptionsBar", "Reading"]
