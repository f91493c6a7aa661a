"""A button that the application adds to the pages of some records; apart from the page, which is made later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class RecordAction:
    """A button that the application adds to the pages of some entities: print a profile, merge."""

    text: str
    icon: str
    run: Callable[[str, int], object]
    entities: frozenset[str]
