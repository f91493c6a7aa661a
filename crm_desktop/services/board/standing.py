"""Which opportunities count: those at an open stage, those won in some days. Each sort is found by its own index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crm_desktop.store.sql import marks


def open_or_won(
    still_open: Sequence[int], won: Sequence[int], first: date, after: date, *, stageless: bool
) -> tuple[str, tuple[Any, ...]]:
    """Return the query for their ids: at one of the open stages, or won from a day on and before another.

    With ``stageless`` also those that have no stage: they have not begun. What was closed at other times, which is most
    of a file, is not read.
    """
    live = "SELECT id FROM opportunity WHERE deleted_at IS NULL AND"
    parts = [
        f"{live} stage_id IN ({marks(still_open)})",
        f"{live} +stage_id IN ({marks(won)}) AND closed_on >= ? AND closed_on < ?",
    ]
    if stageless:
        parts.append(f"{live} +stage_id IS NULL AND closed_on IS NULL")
    return " UNION ALL ".join(parts), (*still_open, *won, first.isoformat(), after.isoformat())
