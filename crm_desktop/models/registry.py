"""All entities by name, and what follows from their keys; knows them without SQLAlchemy (see ``snapshot.py``).

:func:`model` and :func:`table` give the mapped classes and tables themselves and import SQLAlchemy when first asked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.models import snapshot

if TYPE_CHECKING:
    from sqlalchemy import Table

    from crm_desktop.models.base import Record

_KNOWN = snapshot.load()

ENTITIES: tuple[Entity, ...] = _KNOWN.entities
"""Every entity, in the order of the navigation."""

_BY_NAME = {one.name: one for one in ENTITIES}
_BY_SLUG = {one.slug: one for one in ENTITIES}

MAIN: tuple[Entity, ...] = tuple(_BY_NAME[name] for name in _KNOWN.main)
"""The entities that the navigation and the command line offer."""


def entity(name: str) -> Entity:
    """Return the entity with this name; raises KeyError."""
    return _BY_NAME[name]


def by_slug(slug: str) -> Entity:
    """Return the entity with this name on the command line; raises KeyError."""
    return _BY_SLUG[slug]


def table(name: str) -> Table:
    """Return the table of an entity; raises KeyError."""
    from crm_desktop.models import mapped

    return mapped.tables()[name]


def model(name: str) -> type[Record]:
    """Return the mapped class of an entity; raises KeyError."""
    from crm_desktop.models.mapped import MODELS

    return MODELS[name]


@cache
def column_names(name: str) -> frozenset[str]:
    """Return the columns of an entity's table; raises KeyError."""
    return frozenset(_KNOWN.tables[name].columns)


@cache
def is_searchable(name: str) -> bool:
    """Return whether records of an entity stand in a search index."""
    return "place" in column_names(name)


@cache
def searchable_entities() -> tuple[str, ...]:
    """Return the entities whose records stand in a search index."""
    return tuple(one.name for one in ENTITIES if is_searchable(one.name))


def is_nullable(name: str, column: str) -> bool:
    """Return whether a column may be empty."""
    return column in _KNOWN.tables[name].nullable


@cache
def foreign_keys_to(name: str) -> tuple[tuple[str, str], ...]:
    """Return each (table, column) that points to the records of an entity."""
    return tuple(
        (one, column)
        for one, facts in _KNOWN.tables.items()
        for column, target, _part in facts.foreign_keys
        if target == name
    )


@cache
def parts_of(name: str) -> tuple[tuple[str, str], ...]:
    """Return each (table, column) whose rows belong to a record of an entity and share its fate."""
    return tuple(
        (one, column)
        for one, facts in _KNOWN.tables.items()
        for column, target, part in facts.foreign_keys
        if target == name and part
    )


@cache
def owners_of(name: str) -> tuple[tuple[str, str], ...]:
    """Return each (entity, column) to whose records the rows of a table belong as parts."""
    return tuple((target, column) for column, target, part in _KNOWN.tables[name].foreign_keys if part)


@cache
def targets_of(name: str) -> dict[str, str]:
    """Return the columns of a table that point to records, each with the entity of those."""
    return {column: target for column, target, _part in _KNOWN.tables[name].foreign_keys}


@cache
def loose_links() -> tuple[tuple[str, str], ...]:
    """Return each (table, column) that may hold the id of a record of any entity: tags, files, custom values."""
    return tuple((one, column) for one, facts in _KNOWN.tables.items() for column in facts.loose)


@cache
def owner_links(name: str) -> frozenset[str]:
    """Return the columns of a table by which its rows belong to records, those of any entity among them."""
    own = [column for _target, column in owners_of(name)]
    return frozenset([*own, *(column for one, column in loose_links() if one == name)])


@cache
def references_to(name: str) -> tuple[tuple[Entity, Field], ...]:
    """Return each field that points to the records of an entity, with its own entity: the related lists."""
    return tuple(
        (one, field)
        for one in ENTITIES
        for field in one.fields
        if isinstance(field.kind, Reference)
        and not isinstance(field.kind, Option)
        and field.kind.entity == name
    )


def logged_columns(name: str) -> tuple[str, ...]:
    """Return the columns whose values the change log keeps: all but caches and what the log itself says."""
    return _KNOWN.tables[name].logged
