"""Rows that fit several records of one name: which row is which record, by everything else that they say.

A row that says exactly what a record holds is that record; the others get the record that contradicts them least. No
record is given to two rows while another one that fits is free.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.kinds import Reference, Tags, Text
from crm_desktop.core.reading import words
from crm_desktop.services.import_forms import reference_form
from crm_desktop.services.import_present import stored_columns
from crm_desktop.services.import_references import Resolved, meant
from crm_desktop.services.import_table import ImportTable
from crm_desktop.store.driver import Connection

COMPARED = 50  # records with which a row is compared that says exactly what none of them holds

Facts = tuple[Any, ...]


def tell_apart(
    connection: Connection,
    table: ImportTable,
    resolved: Mapping[str, Resolved],
    fitting: Mapping[int, Sequence[int]],
) -> tuple[dict[int, int], list[int]]:
    """Choose among the records (ids, the oldest first) that rows (by their place) fit equally well.

    Returns the record of each row, and the rows for which it is only the most alike.
    """
    ids = sorted({record for records in fitting.values() for record in records})
    fields = [one for one in table.fields if one.writable]
    present = stored_columns(connection, table.entity, fields, ids)
    said: list[list[Any]] = []
    held: list[list[Any]] = []
    for one in fields:
        cells = [table.columns[one.key][place] for place in fitting]
        cells = meant(resolved[one.key], cells) if one.key in resolved else cells
        said.append(_forms(connection, one, cells))
        held.append(_forms(connection, one, present[one.key]))
    rows = dict(zip(fitting, zip(*said, strict=True), strict=True))
    records = dict(zip(ids, zip(*held, strict=True), strict=True))
    chosen = _exact(rows, records, fitting)
    doubtful = [place for place in fitting if place not in chosen]
    chosen.update(_most_alike(doubtful, rows, records, fitting, set(chosen.values())))
    return chosen, doubtful


def _forms(connection: Connection, one: Field, values: list[Any]) -> list[Any]:
    """Return values in a form in which those of rows and of records can be compared; nothing is None."""
    if isinstance(one.kind, Reference):
        return reference_form(connection, one.kind).column(values)
    if isinstance(one.kind, Tags):
        return [
            frozenset(words(value) if isinstance(value, str) else value or ()) or None for value in values
        ]
    if isinstance(one.kind, Text):
        return [str(value).strip() or None if value is not None else None for value in values]
    return values


def _exact(
    rows: Mapping[int, Facts], records: Mapping[int, Facts], fitting: Mapping[int, Sequence[int]]
) -> dict[int, int]:
    """Give each row a record that holds just what it says; the last of these may be given to several rows."""
    alike: dict[Facts, list[int]] = defaultdict(list)
    for record, facts in records.items():
        alike[facts].append(record)
    chosen: dict[int, int] = {}
    given: set[int] = set()
    for place, facts in rows.items():
        among = set(fitting[place])
        same = [record for record in alike.get(facts, ()) if record in among]
        if same:
            chosen[place] = next((record for record in same if record not in given), same[-1])
            given.add(chosen[place])
    return chosen


def _most_alike(
    places: Sequence[int],
    rows: Mapping[int, Facts],
    records: Mapping[int, Facts],
    fitting: Mapping[int, Sequence[int]],
    given: set[int],
) -> dict[int, int]:
    """Give each row the free record that contradicts it least, the best pairs first."""
    pairs = sorted(
        (*_differences(rows[place], records[record]), order, place, record)
        for place in places
        for order, record in enumerate(fitting[place][:COMPARED])
    )
    chosen: dict[int, int] = {}
    for _against, _more, _order, place, record in pairs:
        if place not in chosen and record not in given:
            chosen[place] = record
            given.add(record)
    for _against, _more, _order, place, record in pairs:
        chosen.setdefault(place, record)
    return chosen


def _differences(row: Facts, record: Facts) -> tuple[int, int]:
    """Return how many fields contradict one another, and how many only one of the two fills."""
    unlike = [(a, b) for a, b in zip(row, record, strict=True) if a != b]
    against = sum(1 for a, b in unlike if a is not None and b is not None)
    return against, len(unlike) - against
