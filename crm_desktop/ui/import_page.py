"""The import as a page of the window: a file, its columns, duplicates, and the import itself, one tab for each.

The page is a frame: tabs, titles, buttons and leaving. What is shown in it are steps (``import_step.py``), and what
they are about is the draft (``import_draft.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.card import Ground
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.import_columns_step import ColumnsStep
from crm_desktop.ui.import_draft import ImportDraft
from crm_desktop.ui.import_duplicates_step import DuplicatesStep
from crm_desktop.ui.import_file_step import FileStep
from crm_desktop.ui.import_step import ImportStep
from crm_desktop.ui.import_write_step import WriteStep
from crm_desktop.ui.main_button import KEYS
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.tab_strip import TabSpec, TabStrip

STEPS: tuple[type[ImportStep], ...] = (FileStep, ColumnsStep, DuplicatesStep, WriteStep)
FILE, COLUMNS, DUPLICATES, WRITE = (one.key for one in STEPS)


class ImportPage(Page):
    """The import of records of one entity. What was chosen stays when the page is left, and is there again later."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__()
        self.context = context
        self.entity = context.entities[place.entity]
        self.draft = ImportDraft(context, self.entity, self)
        self.tabs = TabStrip()
        self.steps: dict[str, ImportStep] = {}
        self._stack = QStackedWidget()
        self._closing: Callable[[], object] | None = None
        ground = Ground()
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(ground, 1)
        self._make_steps()
        self.tabs.chosen.connect(self.show_step)
        self.draft.opened.connect(partial(self.show_step, COLUMNS))
        self.draft.looked.connect(self._on_looked)
        self.draft.ended.connect(self._on_ended)
        self.draft.changed.connect(self._refresh)
        for keys in KEYS:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._press_primary)
        self.show_step(FILE)

    # ------------------------------------------------------------------ steps

    @property
    def step(self) -> ImportStep:
        """The step in front."""
        return self.steps[self.tabs.current]

    def _make_steps(self) -> None:
        """Make all steps anew, in the language now in use."""
        for old in self.steps.values():
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.steps = {one.key: one(self.draft, self.context) for one in STEPS}
        for step in self.steps.values():
            self._stack.addWidget(step)

    def show_step(self, key: str) -> None:
        """Bring a step to the front."""
        self.tabs.set_current(key)
        self._stack.setCurrentWidget(self.steps[key])
        self._refresh()
        if self.isVisible():
            self.step.on_shown()

    def _go(self, steps: int) -> None:
        keys = list(self.steps)
        self.show_step(keys[keys.index(self.tabs.current) + steps])

    def _is_open(self, key: str) -> bool:
        """Tell whether a step can be looked at now."""
        if self.draft.work.is_writing or self.draft.done.result is not None:
            return key == WRITE
        return key == FILE or self.draft.look is not None

    def read(self, path: Path, forget: Callable[[], object] | None = None) -> None:
        """Begin with a file; ``forget`` is called when it is not needed any more."""
        if forget is not None:
            self.destroyed.connect(lambda _page: forget())
        self.draft.read(path, forget)

    def write(self) -> None:
        """Write what was planned. Rows that would be doubled are asked about first, or looked at."""
        if self.draft.rows_chosen.may_double():
            self.draft.write()
        else:
            self.show_step(DUPLICATES)
            cast(DuplicatesStep, self.step).look_at_doubled()
        if self.draft.work.is_writing:
            self.show_step(WRITE)

    def begin_again(self) -> None:
        """Go back to the columns of the same file, after its import was taken back."""
        self.draft.begin_again()
        self.show_step(COLUMNS)

    def begin_anew(self) -> None:
        """Give up the file and what was chosen."""
        self.draft.clear()
        self.show_step(FILE)

    def _on_looked(self) -> None:
        if self.draft.look is None:
            self.show_step(FILE)
        self._refresh()

    def _on_ended(self) -> None:
        """Writing has ended; the window is closed now where somebody waits for that."""
        closing, self._closing = self._closing, None
        if closing is not None and not self.draft.done.stands:
            closing()

    def _refresh(self) -> None:
        """Show tabs, titles and buttons as they are now."""
        specs = [
            TabSpec(
                one.key,
                f"{number} {_(one.word)}",
                one.told(),
                enabled=self._is_open(one.key),
            )
            for number, one in enumerate(self.steps.values(), 1)
        ]
        self.tabs.set_tabs(specs, self.tabs.current)
        self.title_changed.emit()

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return _("Import %(records)s") % {"records": _(self.entity.title_plural).lower()}

    def subtitle(self) -> str:
        draft = self.draft
        if draft.path is None:
            return ""
        parts = [draft.path.name]
        if draft.look is not None and len(draft.look.sheets) > 1:
            parts.append(_("sheet “%(name)s”") % {"name": draft.look.sheet})
        if draft.plan is not None:
            count = draft.plan.rows
            words = ngettext("%(count)s row", "%(count)s rows", count)
            parts.append(words % {"count": f"{count:,}"})
        return " · ".join(parts)

    def page_actions(self) -> Sequence[PageAction]:
        draft = self.draft
        if draft.work.is_writing:
            return ()
        if draft.done.result is not None:
            return self._actions_afterwards()
        cancel = PageAction(_("Cancel"), "", self.cancel)
        if draft.look is None:
            return (cancel,)
        if self.tabs.current == FILE:
            return cancel, PageAction(_("Next"), "", partial(self._go, 1), True)
        back = PageAction(_("Back"), "", partial(self._go, -1))
        return cancel, back, PageAction(self._import_words(), "", self.write, True, self._may_write())

    def _actions_afterwards(self) -> Sequence[PageAction]:
        """Return the buttons once the import is written, or taken back."""
        other = PageAction(_("Import another file"), "", self.begin_anew)
        if self.draft.done.stands:
            show = partial(self.context.window.open_list, self.entity.name)
            words = _("Show %(records)s") % {"records": _(self.entity.title_plural).lower()}
            return other, PageAction(words, "", show, True)
        close = PageAction(_("Close"), "", self.cancel)
        return close, other, PageAction(_("Begin again"), "", self.begin_again, True)

    def _import_words(self) -> str:
        count = self.draft.rows
        words = ngettext("Import %(count)s row", "Import %(count)s rows", count)
        return words % {"count": f"{count:,}"} if count else _("Import")

    def _may_write(self) -> bool:
        draft = self.draft
        return bool(draft.rows) and not draft.work.is_busy and not draft.workspace.read_only

    def _press_primary(self) -> None:
        for one in self.page_actions():
            if one.primary and one.enabled:
                one.run()

    def cancel(self) -> None:
        """Give everything up and go where the user came from."""
        self.begin_anew()
        self.context.window.leave(Place("list", self.entity.name))

    def retranslate(self) -> None:
        self.draft.columns.name_fields()
        self._make_steps()
        self.show_step(self.tabs.current)
        self.refresh()  # the reasons that it tells are words, too

    def on_changes(self, _changes: Changes) -> None:
        self.draft.done.look_at_history()
        self.refresh()

    def on_shown(self) -> None:
        self.step.on_shown()

    def refresh(self) -> None:
        if self.draft.done.result is None:
            self.draft.plan_later()

    def may_leave(self) -> bool:
        if not self.draft.work.is_writing:
            return True
        question = _("The import is still under way.")
        hint = _("Stop it, and nothing will have been changed.")
        if self.context.messages.ask(question, hint, _("Stop the import")):
            self.draft.stop()
        return False

    def may_close(self, close: Callable[[], object]) -> bool:
        if not self.draft.work.is_writing:
            return True
        self._closing = close  # the transaction is taken back first
        self.draft.stop()
        return False


def open_import(
    context: Context, entity: str, path: Path | None = None, forget: Callable[[], object] | None = None
) -> ImportPage | None:
    """Go to the import of an entity, with ``path`` to that of this file; None where the user stays elsewhere."""
    context.window.open_place(Place("import", entity))
    page = context.window.page
    if not isinstance(page, ImportPage) or page.entity.name != entity:
        if forget is not None:
            forget()
        return None
    if path is not None:
        page.read(path, forget)
    return page


__all__ = ["STEPS", "ImportPage", "open_import"]
