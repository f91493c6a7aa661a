"""A list before it is printed: the pages themselves, made of the list as it stood when it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.services.list_printing import pdf_of_list
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context, Place, Selection
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.labels import line
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.paper import Paper
from crm_desktop.ui.pdf_pages import PdfPages
from crm_desktop.ui.pdf_preview import PdfPreview
from crm_desktop.ui.report_bars import BusyBar, PreviewBar
from crm_desktop.ui.tasks import Task


class ListPrintPage(Page):
    """The pages of one list. Of several selected records only these are printed."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__()
        self.context = context
        self.entity = context.entities[place.entity]
        # The pages are read from the customer file itself, which the contract of the lists does not show.
        self._workspace = cast("Any", context.workspace)
        self._selection: Selection | None = None
        self._task: Task | None = None
        self.preview = PdfPreview(context.tasks)
        self.bar = PreviewBar(self.preview)
        self.busy = BusyBar()
        self.empty = EmptyState()
        self.paper = Paper(self, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.busy)
        column.addWidget(self._stack, 1)
        column.addWidget(line())
        column.addWidget(self.bar)
        self.busy.cancelled.connect(self.cancel)
        self.bar.refresh_clicked.connect(self.make)
        self.retranslate()

    def show_list(self, selection: Selection) -> None:
        """Make the pages of a list."""
        self._selection = selection
        self.preview.show_pages(None)
        self.make()

    def make(self) -> None:
        """Make the pages anew."""
        self.cancel()
        asked, workspace = self._selection, self._workspace
        if asked is None:
            return
        selected = asked.selected if len(asked.selected) > 1 else ()

        def work(task: Task) -> PdfPages:
            data = pdf_of_list(
                workspace, asked.query, asked.columns, selected,
                progress=task.progress, cancelled=task.is_cancelled,
            )  # fmt: skip
            return PdfPages(data)

        self._task = self.context.tasks.read(
            work,
            done=while_alive(self, self._show),
            failed=while_alive(self, self._on_failed),
            title=_("Print"),
        )
        if not self._task.finished:
            self.busy.follow(self._task, _("Preparing the pages…"))

    def cancel(self) -> None:
        """Stop what is under way."""
        self.paper.cancel()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.busy.stop()

    def _show(self, pages: PdfPages) -> None:
        self._task = None
        self.busy.stop()
        self.preview.show_pages(pages)
        self._stack.setCurrentWidget(self.preview)
        self.bar.set_stale(False)
        self.title_changed.emit()

    def _on_failed(self, error: CrmError) -> None:
        self._task = None
        self.busy.stop()
        self.empty.say("circle-alert", error.title, error.hint, _("Try again"), self.make)
        self._stack.setCurrentWidget(self.empty)

    # ------------------------------------------------------------------ as a page

    def document_name(self) -> str:
        """Return what the list is called."""
        return _(self.entity.title_plural)

    def title(self) -> str:
        return _("Print: %(name)s") % {"name": self.document_name()}

    def page_actions(self) -> Sequence[PageAction]:
        there = self.preview.pages is not None
        back = partial(self.context.window.leave, Place("list", self.entity.name))
        return (
            PageAction(_("Back to the list"), "arrow-left", back),
            PageAction(_("Export PDF"), "file-text", self.paper.export_pages, enabled=there),
            PageAction(_("Print"), "printer", self.paper.print_pages, True, there, "file.print"),
        )

    def retranslate(self) -> None:
        self.preview.retranslate()
        self.bar.retranslate()
        self.busy.retranslate()
        self.make()

    def on_changes(self, _changes: Changes) -> None:
        self.bar.set_stale(self.preview.pages is not None)

    def on_shown(self) -> None:
        if self.preview.pages is None:
            self.make()
        self.preview.setFocus()

    def may_leave(self) -> bool:
        if (
            not self.paper.is_printing()
        ):  # the pages of a long list are large; they are made again for who comes back
            self.cancel()
            self.preview.show_pages(None)
        return True

    def refresh(self) -> None:
        self.make()
