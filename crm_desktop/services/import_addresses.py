"""Further addresses of contacts and companies in the rows of a table: home, delivery, other.

Their fields are of an import alone: lists show the main address. Each means the first address of its kind that the
record has; it is made where there is none.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import _
from crm_desktop.exchange import further_addresses
from crm_desktop.exchange.mapping import Mapping
from crm_desktop.models import registry

KINDS: dict[str, tuple[str, ...]] = {
    "contact": ("home", "delivery", "other"),
    "company": ("billing", "delivery", "other"),
}
_TABLE = "address"
_PRIMARY = "is_primary"


def fields_of(entity: str) -> tuple[Field, ...]:
    """Return the fields of the further addresses that records of an entity may get."""
    return tuple(
        Field(
            further_addresses.key(kind, part),
            further_addresses.heading(kind, part, _),
            registry.entity(_TABLE).field(part).kind,
            Child(_TABLE, f"{entity}_id", part, (("kind", kind),)),
            listed="hidden",
            aliases=further_addresses.aliases(kind, part),
        )
        for kind in KINDS.get(entity, ())
        for part in further_addresses.PARTS
    )


def told_apart(mapping: Mapping) -> Mapping:
    """Return a mapping whose columns of the main address mean no other one, where there are columns of others.

    Elsewhere the only address of a record is its main one, whatever its kind.
    """
    if not any(_is_further(one) for one in mapping.fields):
        return mapping
    columns = (
        replace(one, field=replace(one.field, source=replace(one.field.source, where=((_PRIMARY, 1),))))
        if one.field is not None and isinstance(one.field.source, Child) and _is_main(one.field.source)
        else one
        for one in mapping.columns
    )
    return replace(mapping, columns=tuple(columns))


def _is_main(source: Child) -> bool:
    return source.table == _TABLE and source.flag == _PRIMARY


def _is_further(one: Field) -> bool:
    return isinstance(one.source, Child) and one.source.table == _TABLE and not one.source.flag


__all__ = ["fields_of", "told_apart"]
