"""One field saved, unless somebody else changed it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.ui.field_row import same
from crm_desktop.ui.record_contract import CustomerFile


@dataclass(frozen=True)
class Clash:
    """The value was changed by somebody else since it was read."""

    value: Any
    text: str


def save_field(
    file: CustomerFile, record: tuple[str, int], key: str, value: Any, base: Any, **more: Any
) -> Clash | int:
    """Save one field unless it is no longer what it was when its editing began; returns the transaction.

    ``more`` are values of other fields, which this one needs.
    """
    now = file.records.get(*record)
    if not same(now.values.get(key), base) and not same(now.values.get(key), value):
        return Clash(now.values.get(key), now.texts.get(key, ""))
    return file.records.save(*record, {key: value, **more})
