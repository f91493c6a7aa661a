"""The customer list: companies or contacts by name, with the columns of a new list."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from crm_desktop.core.document import Cell, Column, Document, Table
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import LongText, Text
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models import registry
from crm_desktop.reports import parameters as asked
from crm_desktop.reports.parameters import Parameters
from crm_desktop.reports.reading import Reading
from crm_desktop.store import lists

PARAMETERS = (
    asked.LISTED,
    asked.OWNER,
    asked.LEVEL,
    asked.LIFECYCLE,
    asked.LANGUAGE,
    asked.PAPER,
    asked.LANDSCAPE,
)

_FILTERS = ("owner", "level", "lifecycle")
_WIDE = 180  # pixels: a column as wide on screen as a name takes more room on paper too


def customer_list(reading: Reading, parameters: Parameters) -> Document:
    """Return the list; its rows are read while it is drawn."""
    entity = registry.entity(parameters.get("customers") or "company")
    fields = [one for one in reading.fields(entity) if one.listed == "shown"]
    conditions = tuple(
        Condition(key, "is", parameters[key]) for key in _FILTERS if parameters.get(key) is not None
    )
    ids = lists.ids(reading.connection, ListQuery(entity.name, conditions=conditions))
    columns = [Column(reading.label(one), weight=_weight(one)) for one in fields]
    return Document(
        _title(reading, entity),
        _subtitle(reading, entity, parameters, len(ids)),
        reading.firm,
        reading.today,
        reading.language,
        [Table(columns, _Rows(reading, entity, fields, ids))],
        landscape=bool(parameters.get("landscape", True)),
        paper=asked.paper(parameters),
        zone=reading.zone,
    )


class _Rows:
    """The rows of the list, read anew, and a part at a time, for each drawing."""

    def __init__(self, reading: Reading, entity: Entity, fields: list[Field], ids: array[int]) -> None:
        self._reading = reading
        self._entity = entity
        self._fields = fields
        self._ids = ids

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self._reading.records(self._entity, self._fields, self._ids)


def _title(reading: Reading, entity: Entity) -> str:
    return reading.text(entity.title_plural)


def _subtitle(reading: Reading, entity: Entity, parameters: Parameters, count: int) -> str:
    """Return how many there are, and by what they were chosen."""
    parts = [reading.ngettext("%(count)s record", "%(count)s records", count)]
    for key in _FILTERS:
        value = parameters.get(key)
        if value is not None:
            label = reading.label(entity.field(key))
            parts.append(f"{label}: {_name(reading, key, value)}")
    return " · ".join(parts)


def _name(reading: Reading, key: str, value: int) -> str:
    if key != "owner":
        return reading.labels("option").get(value, "")
    return next((str(row[0]) for row in reading.rows("SELECT name FROM user WHERE id = ?", value)), "")


def _weight(field: Field) -> float:
    wide = isinstance(field.kind, (Text, LongText)) and field.kind.width > _WIDE
    return 1.6 if wide else 1.0
