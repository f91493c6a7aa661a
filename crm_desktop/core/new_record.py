"""A record that is still to be made: what a reference holds until the record with the reference is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record of ``entity`` with the first values of its fields, by key; ``name`` is what it will be called."""

    entity: str
    name: str
    values: tuple[tuple[str, Any], ...]
