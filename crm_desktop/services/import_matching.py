"""Which rows of a foreign table are records that are already there, and which repeat an earlier row.

Everything goes by column: rows and records get keys from groups of fields, in the form in which equal values are the
same, and meet in dictionaries. A hundred thousand rows against a hundred thousand records take about a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from crm_desktop.core.entity import Child, Entity, Field
from crm_desktop.core.kinds import Reference, Text
from crm_desktop.services import import_twins, import_unkeyed
from crm_desktop.services.import_forms import Forms, form, reference_form
from crm_desktop.services.import_present import Pairs, holders, stored_columns
from crm_desktop.services.import_references import Resolved, meanings
from crm_desktop.services.import_table import ImportTable
from crm_desktop.store.driver import Connection

Key = tuple[Any, ...]


@dataclass(slots=True)
class Matched:
    """For each row of the table: the id of its record, or minus the place of an earlier row minus one, or None.

    ``doubtful`` are the rows that fit several records equally well, of which the most alike was taken.
    """

    rows: list[int | None] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)


def match_rows(
    connection: Connection,
    table: ImportTable,
    groups: Sequence[Sequence[str]],
    resolved: dict[str, Resolved],
    region: str = "",
) -> Matched:
    """Find the record of each row by groups of key fields, the surest group first.

    A group counts for a row when all its fields are filled. A record found by a later group is not taken when an
    earlier group of fields contradicts it (the same name in the same company, but another e-mail address). A row
    without any filled group is a record of its name that holds everything the row says, or a repeated row.
    """
    usable = [group for group in groups if all(key in table.columns for key in group)]
    keys = _Keys(connection, table, resolved, region)
    rows = [keys.of_rows(group) for group in usable]
    records = keys.of_records(usable)
    found = Matched([None] * len(table))
    fitting = _match_keys(table, rows, records, found)
    if fitting:
        chosen, found.doubtful = import_twins.tell_apart(connection, table, resolved, fitting)
        for place, record in chosen.items():
            found.rows[place] = record
    without = [place for place in range(len(table)) if all(one[place] is None for one in rows)]
    if without:
        import_unkeyed.match_whole(connection, table, resolved, without, found.rows)
    return found


def _match_keys(
    table: ImportTable,
    rows: Sequence[Sequence[Key | None]],
    records: Sequence[dict[Key, list[int]]],
    found: Matched,
) -> dict[int, list[int]]:
    """Match rows to records, and to earlier rows, by their keys; adds the rows to ``records``.

    Returns the rows that fit several records, with these.
    """
    several: dict[int, list[int]] = {}
    owners = [{owner: key for key, group in one.items() for owner in group} for one in records]
    for place in _sharing(rows, records):
        fitting = _fitting(place, rows, records, owners)
        owner = fitting[0] if fitting else None
        found.rows[place] = owner
        if len(fitting) > 1 and min(fitting) >= 0:
            several[place] = fitting
        if owner is None and place in table.incomplete:
            continue
        mine = owner if owner is not None else -place - 1
        for row_keys, group, owned in zip(rows, records, owners, strict=True):
            key = row_keys[place]
            if key is not None:
                group.setdefault(key, [mine])
                owned.setdefault(mine, key)
    return several


def _sharing(rows: Sequence[Sequence[Key | None]], records: Sequence[dict[Key, list[int]]]) -> list[int]:
    """Return the rows that have a key in common with a record or with another row."""
    found: set[int] = set()
    for row_keys, group in zip(rows, records, strict=True):
        different = set(row_keys)
        different.discard(None)
        shared = different & group.keys()
        if len(different) < len(row_keys) - row_keys.count(None):
            shared |= {key for key, count in Counter(row_keys).items() if key is not None and count > 1}
        if shared:
            found.update(place for place, key in enumerate(row_keys) if key in shared)
    return sorted(found)


def _fitting(
    place: int,
    rows: Sequence[Sequence[Key | None]],
    records: Sequence[dict[Key, list[int]]],
    owners: Sequence[dict[int, Key]],
) -> list[int]:
    """Return the records that a row may mean: by the surest group that finds any, narrowed down by the later ones."""
    fitting: list[int] = []
    for at, (row_keys, group) in enumerate(zip(rows, records, strict=True)):
        key = row_keys[place]
        candidates = group.get(key) if key is not None else None
        if not candidates:
            continue
        if fitting:
            fitting = [one for one in fitting if one in candidates] or fitting
        else:
            fitting = [one for one in candidates if not _contradicted(one, place, rows[:at], owners[:at])]
        if len(fitting) == 1:
            break
    return fitting


def _contradicted(
    owner: int, place: int, rows: Sequence[Sequence[Key | None]], owners: Sequence[dict[int, Key]]
) -> bool:
    """Tell whether a surer group says that a row is another record than ``owner``."""
    for row_keys, owned in zip(rows, owners, strict=True):
        if row_keys[place] is not None and owned.get(owner) not in (None, row_keys[place]):
            return True
    return False


class _Keys:
    """The keys of rows and of records, in the same forms."""

    def __init__(
        self, connection: Connection, table: ImportTable, resolved: dict[str, Resolved], region: str
    ) -> None:
        self._connection = connection
        self._table = table
        self._entity = table.entity
        self._resolved = resolved
        self._region = region
        self._fields = {one.key: one for one in table.fields}
        self._forms: dict[str, Forms] = {}

    def _form(self, key: str) -> Forms:
        if key not in self._forms:
            one = self._fields[key]
            if isinstance(one.kind, Reference):
                self._forms[key] = reference_form(self._connection, one.kind)
            else:
                self._forms[key] = form(one, self._region)
        return self._forms[key]

    def _cells(self, key: str) -> list[Any]:
        column = self._table.columns[key]
        if key not in self._resolved:
            return column
        meaning = meanings(self._resolved[key])
        return [meaning.get(text, text) for text in column]

    def of_rows(self, group: Sequence[str]) -> list[Key | None]:
        """Return the key of each row in one group of fields, None where a field is empty."""
        columns = [self._form(key).column(self._cells(key)) for key in group]
        keys = list(zip(*columns, strict=True))
        if not any(None in column for column in columns):
            return keys  # type: ignore[return-value]
        return [None if None in key else key for key in keys]

    def of_records(self, groups: Sequence[Sequence[str]]) -> list[dict[Key, list[int]]]:
        """Return for each group which live records have which key, the oldest record first."""
        sql = f'SELECT 1 FROM "{self._entity.name}" LIMIT 1'
        if not groups or self._connection.execute(sql).fetchone() is None:
            return [{} for _group in groups]
        held: dict[str, dict[int, list[Any]]] = {}
        for group in groups:
            lead = min((self._fields[key] for key in group), key=lambda one: _rank(self._entity, one))
            if lead.key not in held:
                held[lead.key] = self._held(lead)
        ids = sorted(set().union(*held.values()))
        wanted = {key: self._fields[key] for group in groups for key in group if key not in held}
        rest = stored_columns(self._connection, self._entity, list(wanted.values()), ids)
        for key, values in rest.items():
            shaped = self._form(key).column(values)
            held[key] = {record: [v] for record, v in zip(ids, shaped, strict=True) if v is not None}
            self._add_others(self._fields[key], held[key])
        return [_by_key([held[key] for key in group]) for group in groups]

    def _held(self, one: Field) -> dict[int, list[Any]]:
        """Return the records that hold a value of the table in a field, with all their values there."""
        column = [value for value in self._cells(one.key) if value not in (None, "")]
        wanted = set(column)
        shape = self._form(one.key)
        shapes = set(shape.column(list(wanted)))
        return _gathered(holders(self._connection, self._entity, one, wanted), shape, shapes)

    def _add_others(self, one: Field, held: dict[int, list[Any]]) -> None:
        """Add further channels of records: a second e-mail address finds them too."""
        if not isinstance(one.source, Child) or one.source.table != "channel" or not held:
            return
        shape = self._form(one.key)
        column = {value for value in self._table.columns[one.key] if value}
        more = _gathered(
            holders(self._connection, self._entity, one, column), shape, {shape[v] for v in column}
        )
        for record, values in more.items():
            if record in held and values != held[record]:
                held[record] += [value for value in values if value not in held[record]]


def _rank(entity: Entity, one: Field) -> int:
    """Return how quickly a field leads to records: a name, a channel, a text, anything else."""
    if one is entity.title_field:
        return 0
    if isinstance(one.source, Child):
        return 1 if one.source.table == "channel" else 3
    return 2 if isinstance(one.kind, Text) else 4


def _gathered(pairs: Pairs, shape: Forms, shapes: set[Any]) -> dict[int, list[Any]]:
    """Return the shaped values of each record, as far as they are among ``shapes``."""
    found: dict[int, list[Any]] = {}
    records, values = zip(*pairs, strict=True) if (pairs := list(pairs)) else ((), ())
    for record, shaped in zip(records, shape.column(values), strict=True):
        if shaped in shapes:
            found.setdefault(record, []).append(shaped)
    return found


def _by_key(held: Sequence[dict[int, list[Any]]]) -> dict[Key, list[int]]:
    """Return which records have which key; a record with several values of a field has several keys."""
    found: dict[Key, list[int]] = {}
    records = sorted(set(held[0]).intersection(*held[1:]))
    columns = [[one[record] for record in records] for one in held]
    if all(max(map(len, column), default=1) == 1 for column in columns):
        for record, key in zip(records, zip(*([v[0] for v in c] for c in columns), strict=True), strict=True):
            found.setdefault(key, []).append(record)
    else:
        for record, values in zip(records, zip(*columns, strict=True), strict=True):
            for key in product(*values):
                found.setdefault(key, []).append(record)
    return found


__all__ = ["Matched", "match_rows"]
