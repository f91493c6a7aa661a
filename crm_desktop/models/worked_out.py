"""Values worked out from others of the same row; apart from their tables, because lists need them without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def weighted(row: Mapping[str, Any]) -> int | None:
    """Return amount × probability of an opportunity, rounded to the minor unit."""
    amount, probability = row["amount"], row["probability"]
    return None if amount is None or probability is None else (amount * probability + 50) // 100
