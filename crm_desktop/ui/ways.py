"""Which lists can be seen in more ways than as a table. Each way is imported when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_
from crm_desktop.ui.list_ways import AS_TABLE, Way, WayPage

if TYPE_CHECKING:
    from crm_desktop.core.entity import Entity
    from crm_desktop.ui.context import Context


def _board(context: Context, entity: Entity) -> WayPage:
    from crm_desktop.ui.board_page import BoardPage

    return BoardPage(context, entity)


def _forecast(context: Context, entity: Entity) -> WayPage:
    from crm_desktop.ui.forecast_page import ForecastPage

    return ForecastPage(context, entity)


def _agenda(context: Context, entity: Entity) -> WayPage:
    from crm_desktop.ui.agenda_way import AgendaWay

    return AgendaWay(context, entity)


def _calendar(context: Context, entity: Entity) -> WayPage:
    from crm_desktop.ui.calendar_way import CalendarWay

    return CalendarWay(context, entity)


WAYS: dict[str, tuple[Way, ...]] = {
    "opportunity": (
        Way("board", N_("Board"), "square-kanban", _board),
        AS_TABLE,
        Way("forecast", N_("Forecast"), "chart-line", _forecast),
    ),
    "activity": (
        AS_TABLE,
        Way("agenda", N_("Agenda"), "list", _agenda),
        Way("calendar", N_("Calendar"), "calendar-days", _calendar),
    ),
}
"""The ways of each list, the first as it begins."""
