"""Rows that name no record of their own, only one beside it: the company of a contact whom nobody names.

What such a row says moves to the joined record. A row that says something else (a position, a birthday) is about a
person after all, and stays rejected, as nothing of it may be lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import ngettext
from crm_desktop.core.kinds import Option
from crm_desktop.exchange import joined_fields
from crm_desktop.exchange.joined_fields import BETWEEN, Join
from crm_desktop.exchange.mapping import plain_key
from crm_desktop.models import registry
from crm_desktop.services.import_authors import AUTHOR
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_table import ImportTable
from crm_desktop.services.import_targets import leading

_OF_BOTH = ("created_at", "updated_at", AUTHOR.key)
"""What a row says of all the records that it makes."""


def part(table: ImportTable, choices: Choices) -> None:
    """Find the rows that only name what stands beside their own record, and let that have what they say.

    Where only present records are changed, or other keys than the name find them, a row without a name may mean one
    of these; where no column names the records, that is missing in all rows.
    """
    if choices.mode == "update" or (choices.keys and table.entity.title_key not in choices.keys):
        return
    found = leading(table.entity.name, table.columns)
    if found is None or not _names_records(table):
        return
    join, entity = found
    takes = _takes(table, join, entity)
    for place in table.incomplete:
        if table.columns[join.link][place] and not (table.record_ids and table.record_ids[place]):
            moved = _moved(table, join, takes, place)
            if moved is not None:
                _move(table, moved, place)
                table.nameless.add(place)


def _names_records(table: ImportTable) -> bool:
    """Tell whether a column holds the names of the rows' own records, or parts of these."""
    values: dict[str, Any] = {one.key: one.label for one in table.mapping.fields}
    registry.model(table.entity.name).fill(values)
    return bool(values.get(table.entity.title_key))


def _takes(table: ImportTable, join: Join, entity: Entity) -> dict[str, str]:
    """Return the fields of the joined record by those of the row's own that mean the same."""
    beside = {joined_fields.own_key(one.key): one for one in joined_fields.fields_of(join, entity)}
    own = {one.key: one for one in table.fields if not joined_fields.is_joined(one.key)}
    return {
        key: f"{join.entity}{BETWEEN}{key}"
        for key, one in own.items()
        if (other := beside.get(plain_key(one))) is not None and _same_kind(one, other)
    }


def _same_kind(one: Field, other: Field) -> bool:
    if isinstance(one.kind, Option) and isinstance(other.kind, Option):
        return one.kind.options == other.kind.options
    return type(one.kind) is type(other.kind)


def _moved(
    table: ImportTable, join: Join, takes: Mapping[str, str], place: int
) -> dict[str, tuple[str, Any]] | None:
    """Return what a row says of the joined record: by the field of its own where it stands, the other one and the
    value; None when there is more in it."""
    silent = {join.link, table.entity.title_key, *_OF_BOTH}
    moved: dict[str, tuple[str, Any]] = {}
    for key, column in table.columns.items():
        value = column[place]
        if not value or key in silent or joined_fields.joins_key(join, key):
            continue
        target = takes.get(key)
        held = table.columns.get(target or "", [None] * len(table))[place]
        if target is None or held not in (None, "", value):
            return None
        moved[key] = (target, value)
    return moved


def _move(table: ImportTable, moved: Mapping[str, tuple[str, Any]], place: int) -> None:
    for key, (target, value) in moved.items():
        table.columns.setdefault(target, [None] * len(table))[place] = value
        table.columns[key][place] = None


def notes(table: ImportTable) -> list[str]:
    """Say how many rows are about what stands beside the records alone."""
    count = len(table.nameless)
    if not count:
        return []
    text = ngettext(
        "%(count)s row names a company and no person; only the company is made or changed.",
        "%(count)s rows name a company and no person; only the companies are made or changed.",
        count,
    )
    return [text % {"count": f"{count:,}"}]


__all__ = ["notes", "part"]
