"""The first step of an import: which file, what its rows are, and how it is read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.formats import readable_endings
from crm_desktop.ui.card import Card, Ground, scrolled
from crm_desktop.ui.import_drop_zone import DropZone
from crm_desktop.ui.import_formats_card import FormatsCard
from crm_desktop.ui.import_other_records import change_entity
from crm_desktop.ui.import_reading_card import ReadingCard
from crm_desktop.ui.import_recent import RecentCard
from crm_desktop.ui.import_step import ImportStep
from crm_desktop.ui.import_template_card import TemplateCard
from crm_desktop.ui.import_top_card import TopCard
from crm_desktop.ui.labels import label
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_draft import ImportDraft

ENTITIES = (
    "company", "contact", "lead", "opportunity", "quote", "sales_order", "service_request", "campaign", "activity",
    "product", "article", "user",
)  # fmt: skip


class FileStep(ImportStep):
    """A zone for the file at the left, how it is read at the right."""

    key: ClassVar[str] = "file"
    word: ClassVar[str] = N_("File")

    def __init__(self, draft: ImportDraft, context: Context) -> None:
        super().__init__(draft, context)
        self.entity = self._make_entities()
        self.zone = DropZone()
        self.reading = ReadingCard(draft)
        self.recent = RecentCard(draft)
        self.template = TemplateCard(draft)
        self.formats = FormatsCard()
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
        self.top = TopCard(draft)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(card, 1)
        left.addWidget(self.top, 2)
        row.addLayout(left, 3)
        row.addWidget(scrolled(self._make_side()), 2)
        draft.looked.connect(self._refresh)
        self._refresh()

    def _make_side(self) -> QWidget:
        ground = Ground()
        side = QVBoxLayout(ground)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(16)
        for one in (self.reading, self.recent, self.template, self.formats):
            side.addWidget(one)
        side.addStretch(1)
        return ground

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
        if name != self.draft.entity.name:
            self.entity.choose(self.draft.entity.name)
            change_entity(self.draft, name)

    def choose_file(self) -> None:
        """Let the user choose a file and read it."""
        path = self.ask_for_file()
        if path is not None:
            self.draft.read(path)

    def ask_for_file(self) -> Path | None:
        """Let the user choose a file; tests put their own answer here."""
        patterns = " ".join(f"*{one}" for one in readable_endings())
        title, kinds = _("Choose a file to import"), _("Files that can be imported (%(patterns)s)")
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
            said = _("Or choose one. It is only read; nothing is written yet.")
            self.zone.say("file-spreadsheet", _("Drop a file here"), said, _("Choose a file…"), choose)
        self.reading.show_look()
        self.top.show_look()
        for one in (self.template, self.formats):
            one.setVisible(draft.look is None)
        self.recent.refresh()
        for one in (self.template, self.formats):  # help for those who have no file yet
            one.setVisible(draft.look is None)

    def on_shown(self) -> None:
        self.zone.focus_button()
