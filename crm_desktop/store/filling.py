"""What a record says of itself, filled in before it is written: a full name from its parts."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any


class _Attributes(MutableMapping[str, Any]):
    """The attributes of a record as the mapping that ``Record.fill`` completes."""

    def __init__(self, record: Any) -> None:
        self._record = record

    def __getitem__(self, name: str) -> Any:
        return getattr(self._record, name)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self._record, name, value)

    def __delitem__(self, name: str) -> None:
        setattr(self._record, name, None)

    def __iter__(self) -> Any:
        return iter(self._record.__mapper__.attrs.keys())

    def __len__(self) -> int:
        return len(self._record.__mapper__.attrs)


def fill(record: Any) -> None:
    """Complete a record, or a changed one, by what its class says."""
    type(record).fill(_Attributes(record))
