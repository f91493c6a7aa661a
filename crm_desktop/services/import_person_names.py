"""The names of people that an import changes in records: what the file does not say is kept in step with what it does.

What stands in a row is taken at the word, so that the same file changes nothing the second time. A full name that the
table has no column for was made of its parts (``Record.fill``): it takes the place of one that it has nothing in common
with, and else only the parts change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core import name_parts
from crm_desktop.core.entity import Entity
from crm_desktop.services.import_policies import EMPTY
from crm_desktop.services.import_present import stored_columns
from crm_desktop.services.import_table import ImportTable
from crm_desktop.store.driver import Connection

Changed = dict[int, dict[str, tuple[Any, Any]]]


def keep_in_step(
    connection: Connection,
    table: ImportTable,
    records: Sequence[int],
    given: Mapping[str, Sequence[Any]],
    found: Changed,
) -> None:
    """Add to the changed cells ``found`` what they bring along; ``given`` is what the rows of the records say."""
    entity = table.entity
    if not entity.person:
        return
    mapped = {one.key for one in table.mapping.fields}
    if entity.title_key not in (*mapped, *entity.person):  # the title of a lead, made of who it is
        for cells in found.values():
            cells.pop(entity.title_key, None)
    touched = {record for record, cells in found.items() if name_parts.concerns(entity, cells)}
    places = [at for at, record in enumerate(records) if record in touched]
    fields = [entity.field(key) for key in entity.person]
    present = stored_columns(connection, entity, fields, [records[at] for at in places]) if places else {}
    for row, at in enumerate(places):
        said = {key: given[key][at] for key in entity.person if key in given}
        old = {key: present[key][row] for key in entity.person}
        _change(entity, found[records[at]], old, said, is_made=entity.person[0] not in mapped)
    for record in [record for record, cells in found.items() if not cells]:
        del found[record]


def _change(
    entity: Entity,
    cells: dict[str, tuple[Any, Any]],
    old: Mapping[str, Any],
    said: Mapping[str, Any],
    *,
    is_made: bool,
) -> None:
    """Put the names of one record in step in its changed cells. ``is_made``: its full name was made of the parts."""
    whole = entity.person[0]
    made = cells.pop(whole, None) if is_made else None
    new = {
        key: None if cell is EMPTY else cell for key, (_old, cell) in cells.items() if key in entity.person
    }
    brought = name_parts.brought(entity, old, new)
    for key, text in brought.items():
        if is_made or said.get(key) in (None, ""):
            cells[key] = (old[key], EMPTY if text is None else text)
    says_all = all(said.get(key) for key in entity.person[1:])
    is_other = bool(new) and not brought and not name_parts.of(entity, {**old, **new}).agree
    if made is not None and says_all and is_other:
        cells[whole] = made


__all__ = ["keep_in_step"]
