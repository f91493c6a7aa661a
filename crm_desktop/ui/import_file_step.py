"""The first step of an import: which file, what its rows are, and how it is read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.exchange.formats import FORMATS, readable_endings
from crm_desktop.ui import theme
from crm_desktop.ui.card import Card
from crm_desktop.ui.context import Place
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.import_step import ImportStep
from crm_desktop.ui.labels import label
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_draft import ImportDraft

ENTITIES = (
    "company", "contact", "lead", "opportunity", "quote", "sales_order", "service_request", "campaign", "activity",
    "product", "article", "user",
)  # fmt: skip
_ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "utf-16")
_SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("bar")}
_ZONE = QSize(360, 220)


class FileStep(ImportStep):
    """A zone for the file at the left, how it is read at the right."""

    key: ClassVar[str] = "file"
    word: ClassVar[str] = N_("File")

    def __init__(self, draft: ImportDraft, context: Context) -> None:
        super().__init__(draft, context)
        self.entity = self._make_entities()
        self.zone = DropZone()
        self.reading = ReadingCard(draft)
        card = Card(_("File"))
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        what = QHBoxLayout()
        what.setSpacing(8)
        what.addWidget(label(_("What is imported"), tone="muted"))
        what.addWidget(self.entity)
        what.addStretch(1)
        card.body.setSpacing(12)
        card.body.addLayout(what)
        card.body.addWidget(self.zone, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(card, 3)
        row.addWidget(self.reading, 2, Qt.AlignmentFlag.AlignTop)
        draft.looked.connect(self._refresh)
        self._refresh()

    def _make_entities(self) -> QuietCombo:
        made = QuietCombo(_("What is imported"))
        made.setMinimumContentsLength(16)
        for name in ENTITIES:
            if name in self.context.entities:
                made.addItem(_(self.context.entities[name].title_plural), name)
        made.choose(self.draft.entity.name)
        made.activated.connect(lambda _index: self._on_entity(str(made.currentData())))
        return made

    def _on_entity(self, name: str) -> None:
        """Bring the file to the page of another entity."""
        from crm_desktop.ui.import_page import open_import

        draft, window = self.draft, self.context.window
        if name == draft.entity.name:
            return
        self.entity.choose(draft.entity.name)
        path, forget = draft.path, draft.give_away()
        window.leave(Place("list", draft.entity.name))
        open_import(self.context, name, path, forget)

    def choose_file(self) -> None:
        """Let the user choose a file and read it."""
        path = self.ask_for_file()
        if path is not None:
            self.draft.read(path)

    def ask_for_file(self) -> Path | None:
        """Let the user choose a file; tests put their own answer here."""
        patterns = " ".join(f"*{one}" for one in readable_endings())
        title, kinds = _("Choose a file to import"), _("Workbooks and CSV files (%(patterns)s)")
        name, _kind = QFileDialog.getOpenFileName(self, title, "", kinds % {"patterns": patterns})
        return Path(name) if name else None

    def _refresh(self) -> None:
        draft = self.draft
        choose = partial(FileStep.choose_file, self)
        if draft.look is None and draft.problem is not None:
            error = draft.problem
            self.zone.say("circle-alert", error.title, error.hint, _("Choose another file…"), choose)
        elif draft.path is not None:
            said = _("Drop another file here to begin anew with it.")
            self.zone.say("file-spreadsheet", draft.path.name, said, _("Choose another file…"), choose)
        else:
            endings = listed(one.endings[0].removeprefix(".") for one in FORMATS)
            said = _("A workbook or CSV file: %(endings)s") % {"endings": endings}
            self.zone.say("file-spreadsheet", _("Drop a file here"), said, _("Choose a file…"), choose)
        self.reading.show_look()

    def on_shown(self) -> None:
        self.zone.focus_button()


class DropZone(EmptyState):
    """The dashed field that a file falls into; the window takes it wherever it falls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(_ZONE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.edge), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 10, 10)
        painter.end()


class ReadingCard(Card):
    """How the file is read: its sheet, of a text file its letters and what stands between the columns."""

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
        self.encoding = self._add("encoding", _("Letters"))
        self.separator = self._add("separator", _("Separator"))
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
        is_text = look.format == "csv"
        for box, shown in ((self.sheet, not is_text), (self.encoding, is_text), (self.separator, is_text)):
            box.setVisible(shown)
            self._words[box].setVisible(shown)


def _fill(box: QuietCombo, entries: dict[str, str], present: str) -> None:
    """Offer these (data → text) and show one of them."""
    box.clear()
    for data, text in entries.items():
        box.addItem(text, data)
    box.choose(present)
