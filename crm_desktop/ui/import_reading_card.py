"""How a file is read: its sheet, its letters, what stands between its columns, where its headings stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.source import HEADED
from crm_desktop.ui.card import Card
from crm_desktop.ui.labels import label
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

_ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "utf-16")
_SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("bar")}


class ReadingCard(Card):
    """How the file is read: its sheet, or its letters and what stands between its columns, and the row of headings."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("How it is read"), parent)
        self._draft = draft
        self._words: dict[QuietCombo, QWidget] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.sheet = self._add("sheet", _("Sheet"))
        self.encoding = self._add("encoding", _("Character set"))
        self.separator = self._add("separator", _("Separator"))
        self.heading_row = self._add("heading_row", _("Headings"))
        self.body.addLayout(self._grid)

    def _add(self, key: str, words: str) -> QuietCombo:
        box = QuietCombo(words)
        self._words[box] = label(words, tone="muted")
        row = len(self._words)
        self._grid.addWidget(self._words[box], row, 0)
        self._grid.addWidget(box, row, 1)
        box.activated.connect(lambda _index: self._draft.choose(**{key: box.currentData()}))
        return box

    def show_look(self) -> None:
        """Show how the file was read; nothing while there is none."""
        look = self._draft.look
        self.setVisible(look is not None)
        if look is None:
            return
        _fill(self.sheet, {one: one for one in look.sheets}, look.sheet)
        encoding, separator = look.encoding or "utf-8", look.separator or ","
        _fill(self.encoding, {one: one.upper() for one in dict.fromkeys((encoding, *_ENCODINGS))}, encoding)
        separators = {separator: separator, **{one: _(text) for one, text in _SEPARATORS.items()}}
        _fill(self.separator, separators, separator)
        rows = {number: _("in row %(row)d") % {"row": number} for number, _cells in look.top}
        rows.setdefault(look.heading_row, _("in row %(row)d") % {"row": look.heading_row})
        _fill(self.heading_row, rows | {0: _("There are none")}, look.heading_row)
        is_text = look.format == "csv"
        shown_boxes = (
            (self.sheet, not is_text), (self.encoding, is_text), (self.separator, is_text),
            (self.heading_row, look.format not in HEADED),
        )  # fmt: skip
        for box, shown in shown_boxes:
            box.setVisible(shown)
            self._words[box].setVisible(shown)


def _fill(box: QuietCombo, entries: Mapping[Any, str], present: object) -> None:
    """Offer these (data → text) and show one of them."""
    box.clear()
    for data, text in entries.items():
        box.addItem(text, data)
    box.choose(present)
