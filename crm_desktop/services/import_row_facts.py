"""What the rows of a foreign table tell about companies and contacts, in the forms in which duplicates are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.core.reading import fold
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.models.channel_forms import normal_forms
from crm_desktop.services.duplicates.facts import Facts
from crm_desktop.services.import_table import ImportTable, stop_if

ADDRESS = ("city", "postcode", "street")
Tell = Callable[[Facts, str], object]


def facts_of_rows(
    table: ImportTable, places: Sequence[int], cancelled: Callable[[], bool] | None = None
) -> dict[int, Facts]:
    """Return the facts of rows by their place; their ids are minus the place minus one. Raises Cancelled."""
    entity = table.entity.name
    found = {place: Facts(-place - 1) for place in places}
    for one in table.fields:
        stop_if(cancelled)
        cells = table.columns[one.key]
        filled = [(place, cells[place]) for place in places if cells[place] not in (None, "")]
        if not filled:
            continue
        if isinstance(one.source, Child) and takes_several(one):
            _add_channels(found, one.source, filled)
        elif (tell := _tells(entity, one, table.entity.title_key)) is not None:
            for place, cell in filled:
                tell(found[place], cell)
    _add_addresses(table, found)
    return found


def _tells(entity: str, one: Field, title: str) -> Tell | None:
    """Return how a cell of a field is noted among the facts; None for a field that tells nothing."""
    told: dict[str, Tell] = {title: lambda facts, cell: facts.set_name(entity, cell)}
    if entity == "company":
        told["short_name"] = lambda facts, cell: facts.add_name(cell)
        told["tax_number"] = _set_tax_number
        told["website"] = lambda facts, cell: facts.add_domain(cell)
    else:
        told["birthday"] = _set_birthday
        told["company"] = lambda facts, cell: facts.add_firm(cell)
    return told.get(one.key)


def _set_tax_number(facts: Facts, cell: str) -> None:
    facts.tax_number = fold(cell).upper()


def _set_birthday(facts: Facts, cell: str) -> None:
    facts.birthday = cell


def _add_channels(found: dict[int, Facts], source: Child, filled: Sequence[tuple[int, Any]]) -> None:
    kind = str(dict(source.where)["kind"])
    normals = normal_forms(kind, [cell for _place, cell in filled])
    for (place, cell), normal in zip(filled, normals, strict=True):
        found[place].add_channel(kind, cell, normal)


def _add_addresses(table: ImportTable, found: dict[int, Facts]) -> None:
    columns = [table.columns.get(key) for key in ADDRESS]
    if any(columns):
        for place, facts in found.items():
            facts.set_address(*(column[place] if column else None for column in columns))
