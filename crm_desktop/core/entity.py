"""How an entity is described: its fields, where their values lie, and what lists, forms and imports make of them.

A description is data. It does not create the table, holds no rules and no layout (see ``docs/contributing.md``).
Its parts have no slots: so the kept ones (``models/snapshot.py``) are read three times as quickly at each start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

from crm_desktop.core.kinds import Kind, Money, Option, Reference
from crm_desktop.core.query import Condition, ListQuery, ReadyView
from crm_desktop.core.reading import fold

Listed = Literal["shown", "offered", "hidden"]


@dataclass(frozen=True)
class Column:
    """A value in the entity's own table."""

    name: str


@dataclass(frozen=True)
class Child:
    """A value in the record's first matching row of a child table: its primary mobile, its main address.

    ``link`` is the child's column that holds the record's id; ``where`` fixes other columns of the child (the
    kind of a channel, say) and is written when the row is made; ``flag`` is the column that marks the primary
    row (empty: none). ``further`` means none of the rows that are there, but one more beside the primary one.
    """

    table: str
    link: str
    column: str
    where: tuple[tuple[str, Any], ...] = ()
    flag: str = ""
    further: bool = False


@dataclass(frozen=True)
class Computed:
    """A value worked out from columns of the same row; never written.

    ``compared`` is the column that SQLite works out likewise, by which lists can be filtered (empty: they cannot).
    """

    function: Callable[[Mapping[str, Any]], Any]
    columns: tuple[str, ...]
    compared: str = ""


class Reader(Protocol):
    """Something that answers SQL: a connection to the customer file."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...


@dataclass(frozen=True)
class Reckoned:
    """A value worked out from several tables and from the present time, for many records at once; never written.

    ``values`` returns those of the records asked for, where there is one. ``ranked`` returns the ids of the live
    records that have a place in the order of the value, the first first; ``fulfilling`` those that fulfil one of the
    operators of the kind. ``tables`` are those whose changes change the values, beside the entity's own.
    """

    values: Callable[[Reader, Sequence[int]], Mapping[int, Any]]
    ranked: Callable[[Reader], Sequence[int]]
    fulfilling: Callable[[Reader, str], Sequence[int]]
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class TagLinks:
    """The tags of the record, in ``tag_link``."""


Source = Column | Child | Computed | Reckoned | TagLinks


@dataclass(frozen=True)
class Field:
    """One field of an entity.

    ``listed``: a column of a new list ('shown'), one that the column chooser offers, or neither. ``aliases``:
    other headings of this field in files from elsewhere, in any language. ``sort_on``: the indexed column of
    the entity's own table (for a child's reference: of the child's) that puts lists in order; empty means the
    header cannot be clicked. ``group`` is what a record calls the one value that neighbouring fields of the same
    group make together: its address. ``pointing`` is what those are called together that point to a record by this
    field, where the plural title of their entity does not say it: subsidiaries.
    """

    key: str
    label: str
    kind: Kind[Any]
    source: Source
    required: bool = False
    listed: Listed = "offered"
    searched: bool = False
    aliases: tuple[str, ...] = ()
    sort_on: str = ""
    group: str = ""
    pointing: str = ""

    @property
    def stored(self) -> bool:
        """Whether the value is a column of the entity's own table."""
        return isinstance(self.source, Column)

    @property
    def writable(self) -> bool:
        """Whether a form or an import may set the value."""
        return not isinstance(self.source, Computed | Reckoned)

    @property
    def filterable(self) -> bool:
        """Whether lists can be filtered by the value."""
        return bool(self.kind.operators) and not (
            isinstance(self.source, Computed) and not self.source.compared
        )

    @property
    def column(self) -> str:
        """The column of the entity's own table; raises TypeError for values that lie elsewhere."""
        if not isinstance(self.source, Column):
            raise TypeError(f"{self.key} is not a column of its own table")
        return self.source.name


@dataclass(frozen=True)
class Entity:
    """One kind of record: names, fields, and how its records are told apart.

    ``name`` is the table and the name in code; ``slug`` the name on the command line. ``title_key`` is the field
    whose value names a record. ``match_on`` are the groups of fields by which an import finds a record that is
    already there, the surest first. ``section`` is the group of the navigation, '' for entities that are
    only reached through others. ``newest_by`` is the field by which its lists begin, newest first; empty: by
    name. ``short`` are the fields that tell a record in one line, the most telling first; the title stands before
    them unless it is among them; ``short_of`` are those that do so among the records that a field of theirs leads to,
    by that field. ``main`` are the fields that the preview and the page of a record show first, where
    those of the list will not do. ``asked`` are the fields that the form of a new record begins with, where those of
    the list will not do, and ``begins_with`` are values that stand in it. ``about`` says on an empty list what goes
    there. ``open_ones`` are the conditions of those that wait for something to be done: the navigation counts them
    (without conditions: all). ``called_by`` is the choice whose word a new record is called by (a call, a task).
    ``views`` are the views that its list brings along. ``person`` are the fields that hold a person's full, family and
    given name, which are kept in step (``core/name_parts.py``); empty: it has no such. Which tables are parts of it,
    ``models/registry.py`` reads from their keys.
    """

    name: str
    slug: str
    title: str
    title_plural: str
    icon: str
    fields: tuple[Field, ...]
    title_key: str
    match_on: tuple[tuple[str, ...], ...] = ()
    section: str = ""
    aliases: tuple[str, ...] = ()
    newest_by: str = ""
    short: tuple[str, ...] = ()
    short_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    main: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    begins_with: tuple[tuple[str, Any], ...] = ()
    about: str = ""
    open_ones: tuple[Condition, ...] = ()
    called_by: str = ""
    views: tuple[ReadyView, ...] = ()
    person: tuple[str, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by their key."""
        return {one.key: one for one in self.fields}

    def field(self, key: str) -> Field:
        """Return the field with this key; raises KeyError."""
        return self.by_key[key]

    @property
    def title_field(self) -> Field:
        """The field that names a record."""
        return self.by_key[self.title_key]

    def order(self, query: ListQuery) -> tuple[str, bool]:
        """Return the field by which a list of these records is in order, and whether from its end."""
        if query.sort:
            return query.sort, query.descending
        if self.newest_by and not query.search.strip():
            return self.newest_by, not query.descending
        return self.title_key, query.descending

    @property
    def listed(self) -> tuple[Field, ...]:
        """The columns of a new list."""
        return tuple(one for one in self.fields if one.listed == "shown")

    @property
    def in_a_line(self) -> tuple[Field, ...]:
        """The fields that tell a record in one line."""
        keys = self.short if self.title_key in self.short else (self.title_key, *self.short)
        return tuple(self.by_key[key] for key in keys)

    @property
    def leading(self) -> tuple[Field, ...]:
        """The fields that matter most, without the title: of the preview, and of the page of a record."""
        shown = tuple(self.by_key[key] for key in self.main) or self.listed
        return tuple(one for one in shown if one.key != self.title_key)

    @property
    def references(self) -> tuple[tuple[Field, str], ...]:
        """The stored fields that point to another entity, each with that entity's name."""
        return tuple(
            (one, one.kind.entity)
            for one in self.fields
            if one.stored and isinstance(one.kind, Reference) and not isinstance(one.kind, Option)
        )

    @property
    def currency_column(self) -> str | None:
        """The column that holds the currency of the entity's amounts, or None."""
        has_money = any(isinstance(one.kind, Money) for one in self.fields)
        return "currency" if has_money and "currency" in self.by_key else None

    def headings(self, translate: Callable[[str], str]) -> dict[str, Field]:
        """Return each folded heading that means a field: key, label, ``translate`` of the label, aliases.

        The first field to claim a heading keeps it, so the order of the fields decides.
        """
        found: dict[str, Field] = {}
        for one in self.fields:
            for word in (one.key, one.label, translate(one.label)):
                found.setdefault(fold(word), one)
        for one in self.fields:
            for word in one.aliases:
                found.setdefault(fold(word), one)
        return found
