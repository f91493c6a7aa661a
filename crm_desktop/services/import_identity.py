"""Records that a file of ours knows by their number: what went out and comes in again is the same record.

A number is worth more than any likeness of names. Records that are not here any more, or never were, are found like
those of any other file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from crm_desktop.core.entity import Column, Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Number
from crm_desktop.exchange.calendar_lines import ENTRY
from crm_desktop.exchange.json_rows import RECORD_ID
from crm_desktop.models import registry
from crm_desktop.services import import_calendar_ids, import_pictures
from crm_desktop.store import merge_order
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.import_matching import Matched
    from crm_desktop.services.import_table import ImportTable

IDENTITY = Field(RECORD_ID, N_("Number of the record"), Number(), Column("id"), listed="hidden")
"""Stands for the number while columns are matched; it is never written."""


def unseen(format_: str) -> frozenset[str]:
    """Return the columns that our reader of a format makes by which records are known: nobody chooses about them."""
    return frozenset({RECORD_ID, ENTRY}) if format_ in ("json", "ics") else frozenset()


def described(custom: Sequence[Field], format_: str) -> tuple[Field, ...]:
    """Return the fields beyond those of an entity, with what only some formats bring: numbers, pictures."""
    brought = {
        "json": (IDENTITY,),
        "ics": (IDENTITY, import_calendar_ids.FIELD),
        "vcf": (import_pictures.FIELD,),
    }
    return (*custom, *brought.get(format_, ()))


def take_numbers(table: ImportTable) -> None:
    """Take the numbers out of the columns that are compared and written."""
    table.record_ids = table.columns.pop(RECORD_ID, [])


def match_numbers(connection: Connection, table: ImportTable, matched: Matched) -> None:
    """Let rows mean the records of their numbers, and keep other rows from meaning these."""
    given = {number for number in table.record_ids if number is not None}
    present: set[int] = set()
    for part in chunks(sorted(given)):
        sql = f'SELECT id FROM "{table.entity.name}" WHERE id IN ({marks(part)}) AND deleted_at IS NULL'
        present.update(row[0] for row in connection.execute(sql, part))
    merged = _merged(connection, table.entity.name, given - present)
    present.update(merged.values())
    for place, number in enumerate(table.record_ids):
        owner = matched.rows[place]
        if number in merged:
            matched.rows[place] = merged[number]
            matched.led.add(place)
        elif number in present:
            matched.rows[place] = number
        elif owner is not None and owner in present:
            matched.rows[place] = None
        elif owner is not None and owner < 0 and number not in (None, table.record_ids[-owner - 1]):
            matched.rows[place] = None  # two records, however alike
    matched.doubtful = [place for place in matched.doubtful if matched.rows[place] not in present]


def _merged(connection: Connection, entity: str, numbers: Collection[int]) -> dict[int, int]:
    """Return the live records that those of some numbers became which were merged."""
    if merge_order.LINK not in registry.column_names(entity):
        return {}
    led: dict[int, int] = {}
    for part in chunks(sorted(numbers)):
        sql = f'SELECT id FROM "{entity}" WHERE id IN ({marks(part)}) AND {merge_order.LINK} IS NOT NULL'
        rows = connection.execute(sql, part).fetchall()
        led.update((row[0], merge_order.current(connection, entity, row[0])) for row in rows)
    found: set[int] = set()
    for part in chunks(sorted(set(led.values()))):
        sql = f'SELECT id FROM "{entity}" WHERE id IN ({marks(part)}) AND deleted_at IS NULL'
        found.update(row[0] for row in connection.execute(sql, part))
    return {number: record for number, record in led.items() if record in found}


__all__ = ["IDENTITY", "described", "match_numbers", "take_numbers"]
