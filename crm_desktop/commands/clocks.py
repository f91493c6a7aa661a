"""The clocks of a service request on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock as clocks
from crm_desktop.core.due import clock_words
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.core.service_clock import Clock
    from crm_desktop.services.workspace import Workspace

ENTITY = "service_request"


def clock_rows(workspace: Workspace, entity: str, record_id: int) -> list[tuple[str, str]]:
    """Return the clocks of a record as rows of name and state; none where the record has no clocks."""
    standing = workspace.service.standing(record_id) if entity == ENTITY else None
    if standing is None:
        return []
    clocks = ((_("First reply"), standing.reply), (_("Solution"), standing.solution))
    return [(name, clock_words(one, standing.day)) for name, one in clocks if one is not None]


def plain_clocks(workspace: Workspace, entity: str, record_id: int) -> dict[str, Any]:
    """Return the clocks of a record for JSON; nothing where the record has none."""
    standing = workspace.service.standing(record_id) if entity == ENTITY else None
    if standing is None:
        return {}
    return {"clocks": {"first_reply": _plain(standing.reply), "solution": _plain(standing.solution)}}


def _plain(clock: Clock | None) -> dict[str, Any] | None:
    if clock is None:
        return None
    return {
        "state": clock.state,
        "target_minutes": round(clock.target.total_seconds() / 60),
        "used_minutes": round(clock.used.total_seconds() / 60),
        "due": clocks.stamp(clock.due),
        "ended": clocks.stamp(clock.ended) if clock.ended is not None else None,
    }
