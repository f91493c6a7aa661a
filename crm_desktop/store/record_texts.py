"""The search texts of new records, worked out from the rows that are inserted without reading them back.

Pure: values in, tokens out. Small loads do this where they are, large ones in a process of its own
(``text_process.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any

from crm_desktop.core.entity import Child, Column, Field
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.core.search_text import digit_tokens, tokens
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import NUMBERED
from crm_desktop.store import index

Columns = Mapping[str, Any]
Texts = tuple[list[str], list[str]]
"""The tokens of names, and the other tokens of the same records."""
_LATER = tuple[str, int]  # a record whose name belongs into the text: its table and id


class RecordTexts:
    """What is searched of new records, gathered table by table."""

    def __init__(self) -> None:
        self._titles: dict[str, dict[int, str]] = defaultdict(dict)
        self._others: dict[int, str] = defaultdict(str)  # parts begin with a space
        self._later: dict[int, list[_LATER]] = defaultdict(list)
        self._name_tokens: dict[str, _NameTokens] = {}

    def take(self, table: str, columns: Columns) -> None:
        """Take rows: a list with a value for each row, or one value that stands in every row, by column."""
        if registry.is_searchable(table):
            self._take_own(table, columns)
        if table == "custom_value" and "text_value" in columns:
            self._add_texts(columns["row_id"], columns["text_value"])
        for name in registry.searchable_entities():
            self._take_children(table, name, columns)

    def _take_own(self, table: str, columns: Columns) -> None:
        title = registry.entity(table).title_field.column
        ids = columns["id"]
        self._titles[table].update(zip(ids, each(columns.get(title)), strict=False))
        for one in _own_fields(table):
            if one.column not in columns:
                continue
            if isinstance(one.kind, Reference):
                self._add_names(ids, one.kind.entity, columns[one.column])
            else:
                self._add_texts(ids, columns[one.column])

    def _take_children(self, table: str, entity: str, columns: Columns) -> None:
        parts = _parts(entity, table)
        if not parts or parts[0][0].link not in columns:
            return
        parents = columns[parts[0][0].link]
        if table == "channel":
            self._add_channels(parents, columns)
            return
        for column in dict.fromkeys(source.column for source, _kind in parts):
            if column not in columns:
                continue
            target = next(kind for source, kind in parts if source.column == column)
            if isinstance(target, Reference):
                self._add_names(parents, target.entity, columns[column])
            else:
                self._add_texts(parents, columns[column])

    def _add_channels(self, parents: Any, columns: Columns) -> None:
        values, others = columns["value"], self._others
        rows = zip(each(parents), each(columns["kind"]), values, each(columns.get("normal")), strict=False)
        for parent, kind, value, normal in rows:
            if parent is not None:
                others[parent] += " " + (digit_tokens(normal or value) if kind in NUMBERED else tokens(value))

    def _add_texts(self, owners: Any, values: Any) -> None:
        others = self._others
        for owner, value in zip(each(owners), each(values), strict=False):
            if value is not None and owner is not None:
                others[owner] += " " + tokens(str(value)[: index.LONGEST])

    def _add_names(self, owners: Any, target: str, values: Any) -> None:
        """Add the names of other records as far as they are known; the rest is put in when the texts are asked for."""
        others, known = self._others, self._names_of(target)
        for owner, value in zip(each(owners), each(values), strict=False):
            if value is None or owner is None:
                continue
            if value in known.titles:
                others[owner] += known[value]
            else:
                self._later[owner].append((target, value))

    def add_titles(self, table: str, titles: Mapping[int, str]) -> None:
        """Take the names of records that were there before."""
        self._titles[table].update(titles)

    def texts(self, table: str, ids: Sequence[int]) -> Texts:
        """Return the tokens of the names and the other tokens of records of one table, and forget the latter."""
        titles, person = self._titles[table], index.person(registry.entity(table))
        names = [tokens(str(titles.get(one) or ""), person=person) for one in ids]
        others = [self._others.pop(one, "") for one in ids]
        if self._later:
            others = [text + self._named(one) for one, text in zip(ids, others, strict=True)]
        return names, others

    def _named(self, record: int) -> str:
        """Return the names of records that were there before and belong into a record's text."""
        return "".join([self._names_of(target)[one] for target, one in self._later.pop(record, ())])

    def _names_of(self, table: str) -> _NameTokens:
        if table not in self._name_tokens:
            self._name_tokens[table] = _NameTokens(table, self._titles[table])
        return self._name_tokens[table]


class _NameTokens(dict[int, str]):
    """The tokens of the names of records of one table with a space before them, worked out when first asked for."""

    def __init__(self, table: str, titles: dict[int, str]) -> None:
        super().__init__()
        self.titles = titles
        self._person = index.person(registry.entity(table))

    def __missing__(self, record: int) -> str:
        self[record] = text = " " + tokens(str(self.titles.get(record) or ""), person=self._person)
        return text


@cache
def searched_columns(table: str) -> frozenset[str]:
    """Return the columns of a table that :meth:`RecordTexts.take` looks at."""
    found: set[str] = set()
    if registry.is_searchable(table):
        found |= {
            "id",
            registry.entity(table).title_field.column,
            *(one.column for one in _own_fields(table)),
        }
    for entity in registry.searchable_entities():
        for source, _kind in _parts(entity, table):
            found |= {source.link, source.column}
    if table == "channel":
        found |= {"kind", "value", "normal"}
    if table == "custom_value":
        found |= {"row_id", "text_value"}
    return frozenset(found)


@cache
def searched_names(table: str) -> tuple[tuple[str, str], ...]:
    """Return the columns of a table whose targets' names are searched, each with its target."""
    found = [(one.column, one.kind) for one in _own_fields(table)] if registry.is_searchable(table) else []
    for entity in registry.searchable_entities():
        found += [(source.column, kind) for source, kind in _parts(entity, table)]
    return tuple(dict.fromkeys((name, kind.entity) for name, kind in found if isinstance(kind, Reference)))


@cache
def _own_fields(table: str) -> tuple[Field, ...]:
    """Return the searched fields in a record's own row, apart from its title."""
    entity = registry.entity(table)
    return tuple(
        one
        for one in entity.fields
        if one.searched
        and isinstance(one.source, Column)
        and one is not entity.title_field
        and not isinstance(one.kind, Option)
    )


@cache
def _parts(entity: str, table: str) -> tuple[tuple[Child, Any], ...]:
    """Return the searched values of an entity that lie in a child table, with their kinds."""
    return tuple((s, one.kind) for s, one in index.searched_parts(entity) if s.table == table)


def each(column: Any) -> Iterable[Any] | Iterator[Any]:
    """Return the values of a column row by row."""
    return column if isinstance(column, (list, tuple)) else repeat(column)
