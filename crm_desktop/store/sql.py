"""Small parts of statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

CHUNK = 500  # ids in one query


def chunks(ids: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield ``ids`` in pieces that fit one query."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def marks(ids: Sequence[Any]) -> str:
    """Return the placeholders for ``ids`` in an IN (…)."""
    return ",".join("?" * len(ids))
