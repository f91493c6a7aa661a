"""The list of service requests as a desk: what is open, late, nobody's, what is due, and how quick we were."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from crm_desktop.core.entity import Entity
from crm_desktop.core.formatting import format_number, format_percent
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.core.query import ListQuery
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.page import PageAction
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.request_reading import desk_of

if TYPE_CHECKING:
    from crm_desktop.services.service_desk import Counts, Replies
    from crm_desktop.ui.preview_panel import PreviewPanel

ENTITY = "service_request"
MINUTE_MS = 60_000

_NOTHING = {
    "open": N_("Everything is solved."),
    "late": N_("Nothing is late."),
    "unassigned": N_("Somebody looks after every open request."),
    "complaints": N_("There are no complaints."),
    "solved": N_("Nothing was solved this week."),
}


def _request_panel(context: Context, entity: Entity) -> PreviewPanel:
    from crm_desktop.ui.request_peek import RequestPeek

    return RequestPeek(context, entity)


class ServiceDeskPage(RecordListPage):
    """Lists service requests by what is due. What is due is read again each minute while the page is seen."""

    first_view = "open"

    def __init__(self, context: Context, entity: Entity) -> None:
        self._figures: tuple[Counts, Replies] | None = None
        super().__init__(context, entity, _request_panel)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self._read_figures()

    def _read_figures(self) -> None:
        desk = desk_of(self.context)
        self.context.tasks.read(
            lambda _task: (desk.counts(), desk.replies()),
            done=while_alive(self, self._on_figures),
            failed=while_alive(self, lambda _error: None),  # the list itself says what is wrong
        )

    def _on_figures(self, figures: tuple[Counts, Replies]) -> None:
        self._figures = figures
        self._show_replies()
        self.title_changed.emit()

    def _on_minute(self) -> None:
        """A minute has gone: what is due has changed, and what is late may have. Who edits a cell is left in peace."""
        if self._has("editing") and self.editing.is_open():
            return
        self.refresh()
        self.preview.show_current()

    def _show_replies(self) -> None:
        share = self._figures[1].share if self._figures is not None else None
        if share is not None and not self.query.trash:
            text = _("%(share)s of first replies within target, last 30 days")
            self.status.show_note(text % {"share": format_percent(share, language())})

    def _on_ids(self, ids: array[int], complete: bool, again: bool) -> None:
        super()._on_ids(ids, complete, again)
        self._say_nothing()

    def _say_nothing(self) -> None:
        """Say what it means that a view is empty; it is no search that found nothing."""
        if not len(self.table.records.ids) and self.is_narrowed() and self.views.is_ready(self.query):
            view = self.views.view()
            self.empty.say(
                "circle-check", view.name if view is not None else "", _(_NOTHING[self.views.current])
            )

    # ------------------------------------------------------------------ as a page

    def subtitle(self) -> str:
        if self._figures is None or self.query.trash:
            return super().subtitle()
        counts = self._figures[0]
        said = [_("%(count)s open") % {"count": format_number(counts.open, language())}]
        if counts.late:
            said.append(_("%(count)s late") % {"count": format_number(counts.late, language())})
        return " · ".join(said)

    def page_actions(self) -> Sequence[PageAction]:
        if self.query.trash:
            return super().page_actions()
        writable = not self.context.workspace.read_only
        found = [
            PageAction(
                _("Satisfaction survey"),
                "clipboard-list",
                self.ask_survey,
                enabled=writable and self.table.current_id() is not None,
            )
        ]
        if self.context.handlers.new_record is not None:
            found.append(
                PageAction(_("New request"), "plus", self.new_record, primary=True, enabled=writable)
            )
        return found

    def ask_survey(self) -> None:
        """Let the answer of the customer of the current request be written down."""
        from crm_desktop.ui.survey_dialog import ask_survey

        request = self.table.current_id()
        if request is not None:
            ask_survey(self.context, request, self)

    def is_narrowed(self) -> bool:
        lists = self.context.workspace.lists
        is_first = self.views.is_ready(self.query) and not lists.first_ids(ListQuery(ENTITY), 1)
        return super().is_narrowed() and not is_first

    def retranslate(self) -> None:
        super().retranslate()
        self._show_replies()
        self._say_nothing()

    def on_changes(self, changes: Changes) -> None:
        super().on_changes(changes)
        if changes.touches(self.entity.name, *self._parts):
            self._read_figures()

    def refresh(self) -> None:
        super().refresh()
        self._read_figures()

    def clear_filter(self) -> None:
        super().clear_filter()
        self._show_replies()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()
