"""Which lists can be seen in more ways than as a table. Each way is imported when it is first shown."""

from __future__ import annotations

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.ui.context import Context
from crm_desktop.ui.list_ways import AS_TABLE, Way, WayPage


def _agenda(context: Context, entity: Entity) -> WayPage:
    from crm_desktop.ui.agenda_way import AgendaWay

    return AgendaWay(context, entity)


def _calendar(context: Context, entity: Entity) -> WayPage:
    from crm_desktop.ui.calendar_way import CalendarWay

    return CalendarWay(context, entity)


WAYS: dict[str, tuple[Way, ...]] = {
    "activity": (
        AS_TABLE,
        Way("agenda", N_("Agenda"), "list", _agenda),
        Way("calendar", N_("Calendar"), "calendar-days", _calendar),
    ),
}
