"""How services read figures: a :class:`Reading` of an opened file, as the reports have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock
from crm_desktop.reports.reading import Reading

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace


def reading_of(workspace: Workspace, language: str) -> Reading:
    """Return a reading of the file on the connection of this thread, which speaks ``language``."""
    locale = workspace.locale
    return Reading(
        connection=workspace.file.reader(),
        firm=workspace.name,
        currency=locale.currency,
        language=language,
        today=clock.today(),
        zone=locale.zone or clock.zone(),
    )
