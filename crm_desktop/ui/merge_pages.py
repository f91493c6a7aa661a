"""The page that merges and the page of likely duplicates, as the window knows pages, and the ways to them."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.i18n import N_
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import PageSpec
from crm_desktop.ui.record_action import RecordAction

MERGEABLE = frozenset({"company", "contact", "lead", "product"})
SEARCHED = frozenset({"company", "contact"})
TAB = "duplicates/tab"  # which sort of records the page of duplicates is asked for
FIRST = "company"  # for who names no sort of records


def _merge_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.merge_page import MergePage

    context.expect_writing()
    return MergePage(context, place)


def _duplicates_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.duplicates_page import DuplicatesPage

    context.expect_writing()
    return DuplicatesPage(context, place)


SPECS = (
    PageSpec("merge", N_("Merge"), _merge_page),
    PageSpec("duplicates", N_("Duplicates"), _duplicates_page),
)


def open_merge(context: Context, entity: str, ids: Sequence[int]) -> None:
    """Show records side by side, to be merged; one alone is asked for others."""
    if entity in MERGEABLE and ids and not context.workspace.read_only:
        context.window.open_about(Place("merge", entity), ids)


def merge_action(context: Context) -> RecordAction:
    """Return the button on the page of a record that looks for the one that is the same."""
    return RecordAction(
        N_("Merge with…"), "merge", lambda entity, record: open_merge(context, entity, [record]), MERGEABLE
    )


def open_duplicates(context: Context, entity: str) -> None:
    """Show the likely duplicates of an entity; of one that is not searched, those of the first that is."""
    context.remembered[TAB] = entity if entity in SEARCHED else FIRST
    context.window.open_place(Place("duplicates"))
