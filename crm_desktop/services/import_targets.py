"""What the columns of a foreign table may mean: fields of its records, and of records that are joined to these."""

from __future__ import annotations

from collections.abc import Container, Sequence

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.exchange import joined_fields
from crm_desktop.exchange.joined_fields import JOINS, Join
from crm_desktop.exchange.mapping import Mapping, match_headings
from crm_desktop.models import registry
from crm_desktop.services import import_addresses, import_opt_out_lists, import_opt_outs
from crm_desktop.services.import_authors import AUTHOR


def joins_of(entity: str) -> list[tuple[Join, Entity]]:
    """Return what can be joined to the records of an entity."""
    return [(join, registry.entity(join.entity)) for join in JOINS.get(entity, ())]


def leading(entity: str, filled: Container[str]) -> tuple[Join, Entity] | None:
    """Return what the records of an entity point to by one of the fields that are ``filled``, if it can be joined."""
    return next((one for one in joins_of(entity) if one[0].leads and one[0].link in filled), None)


def fields_of(entity: str) -> dict[str, Field]:
    """Return the fields that a column may mean beyond those of the description, by key: the author of the record,
    opt-outs, further addresses, and those of joined records."""
    joined = (one for join, other in joins_of(entity) for one in joined_fields.fields_of(join, other))
    return {one.key: one for one in (*_own(entity), *joined)}


def matched(headings: Sequence[str], entity: Entity, custom: Sequence[Field]) -> Mapping:
    """Return what the columns of a table mean by their headings; ``custom`` are fields beyond the description."""
    return joined(match_headings(headings, entity, _, beyond(entity.name, custom)))


def beyond(entity: str, custom: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields of the rows' own records beyond their description: the user's own ones, and those that only an
    import has."""
    return (*custom, *_own(entity))


def _own(entity: str) -> tuple[Field, ...]:
    opt_outs = (*import_opt_outs.fields_of(entity), *import_opt_out_lists.fields_of(entity))
    return (AUTHOR, *opt_outs, *import_addresses.fields_of(entity))


def joined(mapping: Mapping) -> Mapping:
    """Return a mapping in which columns that mean nothing yet mean fields of joined records, where these are named; and
    those that name the rows' own records before the field, that field of these."""
    return joined_fields.match_joined(joined_fields.match_own(mapping), joins_of(mapping.entity.name))
