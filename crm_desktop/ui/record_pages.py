"""The pages of records, of the history and of the settings, as the window knows pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_
from crm_desktop.ui import merge_pages
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import PageSpec

if TYPE_CHECKING:
    from crm_desktop.core.settings import Settings
    from crm_desktop.ui.record_action import RecordAction


def record_spec(actions: Sequence[RecordAction] = ()) -> PageSpec:
    """Return the pages of records; ``actions`` are buttons that the application adds to some of them."""

    def make(context: Context, place: Place) -> Page:
        context.expect_writing()
        entity = context.entities[place.entity]
        if not place.record:
            from crm_desktop.ui.record_new_page import NewRecordPage

            return NewRecordPage(context, entity)
        from crm_desktop.ui.own_pages import page_of

        return page_of(entity)(context, entity, place.record, actions)

    return PageSpec("record", N_("Record"), make)


def _history_page(context: Context, _place: Place) -> Page:
    from crm_desktop.ui.history_page import HistoryPage

    return HistoryPage(context)


def settings_spec(options: Settings | None = None) -> PageSpec:
    """Return the page of settings; ``options`` are those of this person."""

    def make(context: Context, _place: Place) -> Page:
        from crm_desktop.ui.settings_page import SettingsPage

        context.expect_writing()
        return SettingsPage(context, options)

    return PageSpec("settings", N_("Settings"), make, icon="settings", section="insight")


HISTORY = PageSpec("history", N_("History"), _history_page, icon="history", section="insight")


def pages(actions: Sequence[RecordAction] = (), options: Settings | None = None) -> tuple[PageSpec, ...]:
    """Return all pages of this part of the program."""
    return (record_spec(actions), HISTORY, *merge_pages.SPECS, settings_spec(options))
