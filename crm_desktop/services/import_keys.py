"""The keys of rows and of records, in the same forms: what they hold in groups of fields, by which they are matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from crm_desktop.core.entity import Child, Entity, Field
from crm_desktop.core.kinds import Reference, Text
from crm_desktop.services.import_ahead import stored_of
from crm_desktop.services.import_forms import Forms, form, reference_form
from crm_desktop.services.import_present import holders
from crm_desktop.services.import_references import Resolved, meanings
from crm_desktop.services.import_table import ImportTable
from crm_desktop.store.driver import Connection

Key = tuple[Any, ...]
Group = Sequence[str]


@dataclass(slots=True)
class _Held:
    """What records hold in one field, in forms: a value of each, and all of them where there are ``several``."""

    one: dict[int, Any] = field(default_factory=dict)
    several: dict[int, list[Any]] = field(default_factory=dict)

    def add(self, pairs: Sequence[tuple[int, Any]]) -> None:
        """Add what records hold; what they are known to hold already is not added again."""
        fresh = dict(pairs)
        if len(fresh) == len(pairs) and fresh.keys().isdisjoint(self.one):
            self.one.update(fresh)
            return
        for record, value in pairs:
            known = self.several.get(record) or [self.one.setdefault(record, value)]
            if value not in known:
                self.several[record] = [*known, value]

    def values(self, record: int) -> list[Any]:
        """Return all values of a record."""
        return self.several.get(record) or [self.one[record]]


class Keys:
    """The keys of the rows of a table, and of the records that they may mean, in some groups of fields.

    Of each group one field leads to the records: only those are looked at that hold a value of the table there.
    """

    def __init__(
        self,
        connection: Connection,
        table: ImportTable,
        resolved: dict[str, Resolved],
        region: str,
        groups: Sequence[Group],
    ) -> None:
        self._connection = connection
        self._table = table
        self._entity = table.entity
        self._resolved = resolved
        self._region = region
        self._fields = {one.key: one for one in table.fields}
        self._forms: dict[str, Forms] = {}
        self._leads = {self._lead(group) for group in groups}
        self._held: dict[str, _Held] = {}
        self._read: dict[str, set[int]] = {}
        self._shaped: dict[str, list[Any]] = {}
        sql = f'SELECT 1 FROM "{self._entity.name}" LIMIT 1'
        self.nobody = connection.execute(sql).fetchone() is None
        """Whether there are no records at all."""

    def of_rows(self, group: Group) -> list[Key | None]:
        """Return the key of each row in one group of fields, None where a field is empty."""
        return _keys(list(map(self._shaped_cells, group)))

    def led_to(self, group: Group, keys: Iterable[Key]) -> set[int]:
        """Return the records that hold what these keys hold in the field that leads to records."""
        lead = self._lead(group)
        at = list(group).index(lead)
        wanted = {key[at] for key in keys}
        held = self._of_lead(lead)
        found = {record for record, value in held.one.items() if value in wanted}
        return found | {record for record, values in held.several.items() if not wanted.isdisjoint(values)}

    def of_records(self, group: Group, among: Collection[int] | None = None) -> dict[Key, list[int]]:
        """Return which live records have which key, the oldest record first.

        Where only those ``among`` some records matter, keys of others may be missing.
        """
        held, records = self._holding(group, among)
        found: dict[Key, list[int]] = {}
        if not any(one.several for one in held):
            for record, key in zip(records, _plain_keys(held, records), strict=True):
                found.setdefault(key, []).append(record)
        else:
            for record in records:
                for key in product(*(one.values(record) for one in held)):
                    found.setdefault(key, []).append(record)
        return found

    def of_one(self, group: Group) -> dict[Key | None, int]:
        """Return the keys that just one live record has, with these records; of keys that no row has, any may be
        missing."""
        if (columns := self._ahead(group)) is not None:
            return _single(*columns)
        held, records = self._holding(group, None)
        if not any(one.several for one in held):
            found: dict[Key | None, int] = dict(zip(_plain_keys(held, records), records, strict=True))
            if len(found) == len(records):
                return found
        return {key: owners[0] for key, owners in self.of_records(group).items() if len(owners) == 1}

    def _ahead(self, group: Group) -> tuple[list[Key | None], Sequence[int]] | None:
        """Return the keys of all records that were read ahead, with these; None where some may have several keys."""
        ahead = self._table.ahead
        fields = [self._fields[key] for key in group]
        stored = ahead.all(fields) if ahead is not None else None
        if ahead is None or stored is None or any(map(stored.has_several, fields)):
            return None
        values = (stored.of(self._connection, one) for one in fields)
        columns = [self._form(key).column(column) for key, column in zip(group, values, strict=True)]
        return _keys(columns), ahead.ids

    def _holding(self, group: Group, among: Collection[int] | None) -> tuple[list[_Held], list[int]]:
        """Return what records hold in the fields of a group, and the records that hold something in all of them."""
        if self.nobody:
            return [], []
        led = self._of_lead(self._lead(group)).one.keys()
        ids = led if among is None else led & set(among)
        held = [self._of_lead(key) if key in self._leads else self._of(key, ids) for key in group]
        return held, sorted(set(ids).intersection(*(one.one.keys() for one in held)))

    def _lead(self, group: Group) -> str:
        """Return the field of a group that leads to records most quickly."""
        return min((self._fields[key] for key in group), key=lambda one: _rank(self._entity, one)).key

    def _form(self, key: str) -> Forms:
        if key not in self._forms:
            one = self._fields[key]
            if isinstance(one.kind, Reference):
                self._forms[key] = reference_form(self._connection, one.kind)
            else:
                self._forms[key] = form(one, self._region)
        return self._forms[key]

    def _shaped_cells(self, key: str) -> list[Any]:
        """Return the forms of the cells of a column."""
        if key not in self._shaped:
            self._shaped[key] = self._form(key).column(self._cells(key))
        return self._shaped[key]

    def _cells(self, key: str) -> list[Any]:
        column = self._table.columns[key]
        if key not in self._resolved:
            return column
        meaning = meanings(self._resolved[key])
        return [meaning.get(text, text) for text in column]

    def _of_lead(self, key: str) -> _Held:
        """Return what records hold in a field that leads to them, as far as the table holds it."""
        if key not in self._held:
            self._held[key] = _Held()
            self._held[key].add(self._holders(self._fields[key], self._cells(key)))
        return self._held[key]

    def _holders(self, one: Field, cells: Iterable[Any]) -> list[tuple[int, Any]]:
        """Return the records that hold one of some values in a field, and its form."""
        wanted = {value for value in cells if value not in (None, "")}
        shape = self._form(one.key)
        shapes = set(shape.column(list(wanted)))
        ahead = self._table.ahead.holders(one) if self._table.ahead is not None else None
        pairs = ahead or list(holders(self._connection, self._entity, one, wanted))
        shaped = shape.column([value for _record, value in pairs])
        records = (record for record, _value in pairs)
        return [pair for pair in zip(records, shaped, strict=True) if pair[1] in shapes]

    def _of(self, key: str, ids: Collection[int]) -> _Held:
        """Return what records hold in any other field, at least those with these ``ids``."""
        one, held = self._fields[key], self._held.setdefault(key, _Held())
        known = self._read.setdefault(key, set())
        fresh = sorted(set(ids) - known)
        known.update(fresh)
        stored = stored_of(self._connection, self._table, [one], fresh)
        shaped = self._form(key).column(stored.of(self._connection, one))
        held.add([pair for pair in zip(fresh, shaped, strict=True) if pair[1] is not None])
        if isinstance(one.source, Child) and one.source.table == "channel" and stored.has_several(one):
            # A second e-mail address finds them too.
            more = self._holders(one, self._table.columns[key])
            held.add([pair for pair in more if pair[0] in known and pair[0] in held.one])
        return held


def _keys(columns: Sequence[list[Any]]) -> list[Key | None]:
    """Return the keys that columns of forms make, None where one of these is empty."""
    keys: list[Key | None] = list(zip(*columns, strict=True))
    if not any(None in column for column in columns):
        return keys
    return [None if key is None or None in key else key for key in keys]


def _single(keys: Sequence[Key | None], records: Sequence[int]) -> dict[Key | None, int]:
    """Return the keys that stand but once, with their records."""
    found = dict(zip(keys, records, strict=True))
    if len(found) < len(keys):
        found = {key: found[key] for key, count in Counter(keys).items() if count == 1}
    found.pop(None, None)
    return found


def _plain_keys(held: Sequence[_Held], records: Sequence[int]) -> Iterable[Key]:
    """Return the keys of records that hold one value in each field."""
    return zip(*(map(one.one.__getitem__, records) for one in held), strict=True)


def _rank(entity: Entity, one: Field) -> int:
    """Return how quickly a field leads to records: a name, a channel, a text, anything else."""
    if one is entity.title_field:
        return 0
    if isinstance(one.source, Child):
        return 1 if one.source.table == "channel" else 3
    return 2 if isinstance(one.kind, Text) else 4


__all__ = ["Group", "Key", "Keys"]
