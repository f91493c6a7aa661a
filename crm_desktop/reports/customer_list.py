"""The customer list: companies or contacts by name, with the columns of a new list."""

from __future__ import annotations

from crm_desktop.core.document import Document
from crm_desktop.core.entity import Entity
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models import registry
from crm_desktop.reports import parameters as asked
from crm_desktop.reports.parameters import Parameters
from crm_desktop.reports.reading import Reading
from crm_desktop.reports.record_list import record_list
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


def customer_list(reading: Reading, parameters: Parameters) -> Document:
    """Return the list; its rows are read while it is drawn."""
    entity = registry.entity(parameters.get("customers") or "company")
    fields = [one for one in reading.fields(entity) if one.listed == "shown"]
    conditions = tuple(
        Condition(key, "is", parameters[key]) for key in _FILTERS if parameters.get(key) is not None
    )
    ids = lists.ids(reading.connection, ListQuery(entity.name, conditions=conditions))
    return record_list(
        reading,
        entity,
        fields,
        ids,
        asked.paper(parameters),
        landscape=bool(parameters.get("landscape", True)),
        about=_chosen_by(reading, entity, parameters),
    )


def _chosen_by(reading: Reading, entity: Entity, parameters: Parameters) -> str:
    """Return by what the records were chosen."""
    found = []
    for key in _FILTERS:
        value = parameters.get(key)
        if value is not None:
            found.append(f"{reading.label(entity.field(key))}: {_name(reading, key, value)}")
    return " · ".join(found)


def _name(reading: Reading, key: str, value: int) -> str:
    if key != "owner":
        return reading.labels("option").get(value, "")
    return next((str(row[0]) for row in reading.rows("SELECT name FROM user WHERE id = ?", value)), "")
