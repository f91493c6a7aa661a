"""The pages that the window knows: a table to which the application adds its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm_desktop.core.i18n import N_
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.navigation import Entry
from crm_desktop.ui.page import Page

MakePage = Callable[[Context, Place], Page]


@dataclass(frozen=True)
class PageSpec:
    """A page by its name. With an ``icon`` it stands in the navigation, at the head of its section or at its end."""

    name: str
    text: str
    make: MakePage
    icon: str = ""
    section: str = ""
    leads: bool = False


def _list_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.record_list_page import RecordListPage

    return RecordListPage(context, context.entities[place.entity])


def _shortcuts_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.shortcuts_page import ShortcutsPage

    return ShortcutsPage(context, place)


def _manual_page(context: Context, _place: Place) -> Page:
    from crm_desktop.ui.manual_page import ManualPage

    return ManualPage(context)


def _about_page(context: Context, place: Place) -> Page:
    from crm_desktop.ui.about import AboutPage

    return AboutPage(context, place)


OWN_PAGES: tuple[PageSpec, ...] = (
    PageSpec("list", N_("List"), _list_page),
    PageSpec("shortcuts", N_("Help and shortcuts"), _shortcuts_page),
    PageSpec("manual", N_("Manual"), _manual_page),
    PageSpec("about", N_("About CRM Desktop"), _about_page),
)


def navigation_entries(context: Context, specs: Sequence[PageSpec]) -> list[Entry]:
    """Return the lines of the navigation: sections in the order of their entities, pages at their edges."""
    sections = dict.fromkeys(
        ["", *(one.section for one in context.sections), *(one.section for one in specs)]
    )
    found: list[Entry] = []
    for section in sections:
        pages = [one for one in specs if one.icon and one.section == section]
        found += [_page_entry(one) for one in pages if one.leads]
        found += [
            Entry(Place("list", one.name), one.title_plural, one.icon, section)
            for one in context.sections
            if one.section == section
        ]
        found += [_page_entry(one) for one in pages if not one.leads]
    return found


def _page_entry(spec: PageSpec) -> Entry:
    return Entry(Place(spec.name), spec.text, spec.icon, spec.section)
