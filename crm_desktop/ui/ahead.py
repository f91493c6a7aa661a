"""What the first page does without, imported on a thread once the window is there, so that no first click waits for it.

The order is that of likely use. A test opens every page afterwards and finds nothing of ours imported any more.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from crm_desktop.ui.tasks import Runner

LATER = (
    "crm_desktop.ui.ways",
    "crm_desktop.ui.list_ways",
    "crm_desktop.ui.record_list_page",
    "crm_desktop.services.views",
    "crm_desktop.ui.previews",
    "crm_desktop.services.timeline",
    "crm_desktop.ui.record_peek",
    "crm_desktop.ui.search_palette",
    "crm_desktop.ui.cell_editing",
    "crm_desktop.ui.record_page",
    "crm_desktop.ui.record_new_page",
    "crm_desktop.ui.own_pages",
    "crm_desktop.ui.service_desk_page",
    "crm_desktop.ui.request_peek",
    "crm_desktop.services.service_desk",
    "crm_desktop.services.service_steps",
    "crm_desktop.ui.board_page",
    "crm_desktop.ui.board_moves",
    "crm_desktop.ui.board_menu",
    "crm_desktop.ui.forecast_page",
    "crm_desktop.ui.columns_popup",
    "crm_desktop.ui.list_menus",
    "crm_desktop.ui.list_paste",
    "crm_desktop.ui.agenda_way",
    "crm_desktop.ui.calendar_way",
    "crm_desktop.ui.finishing",
    "crm_desktop.ui.after_done",
    "crm_desktop.ui.reminder_panel",
    "crm_desktop.services.agenda",
    "crm_desktop.services.reminders",
    "crm_desktop.services.activities",
    "crm_desktop.ui.history_page",
    "crm_desktop.ui.merge_page",
    "crm_desktop.ui.duplicates_page",
    "crm_desktop.ui.settings_page",
    "crm_desktop.ui.about",
    "crm_desktop.ui.shortcuts_page",
    "crm_desktop.ui.manual_page",
    "crm_desktop.ui.report_page",
    "crm_desktop.ui.printing",
)


IMPORT_PAGE = "crm_desktop.ui.import_page"
"""Needed seldom and large (11 MB): imported on a thread when it is asked for."""


def when_imported(tasks: Runner, name: str, then: Callable[[], object]) -> None:
    """Go on when a module is there: at once if it is, else after the reading thread has imported it."""
    if name in sys.modules:
        then()
    else:
        tasks.read(lambda _task: import_module(name), done=lambda _module: then())


def import_ahead(tasks: Runner, names: Sequence[str] = LATER) -> None:
    """Import modules one after the other on the reading thread; what people ask for comes in between."""
    if names:
        first, *rest = names
        tasks.read(lambda _task: import_module(first), done=lambda _module: import_ahead(tasks, rest))
