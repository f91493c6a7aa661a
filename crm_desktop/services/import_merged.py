"""Rows and names of a foreign table that are those of records which were merged: they mean the ones that these became.

What such a row says fills what is empty there; a name and values that the merge has settled are not taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Child
from crm_desktop.core.kinds import Reference
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.import_table import ImportTable, same_name
from crm_desktop.store import merge_order, names
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.services.import_matching import Matched
    from crm_desktop.services.import_references import Resolved

_KNOWN_BY_NAME = frozenset({"company", "product"})  # of others a name alone says too little


def by_name(connection: Connection, entity: str) -> dict[str, tuple[int, str]]:
    """Return the live records that merged ones became, with their names, by the form of the name of the merged one.

    A name of several merged records that became different ones is left out.
    """
    if merge_order.LINK not in registry.column_names(entity):
        return {}
    title = registry.entity(entity).title_field.column
    rows = connection.execute(
        f'SELECT id, "{title}" FROM "{entity}" WHERE {merge_order.LINK} IS NOT NULL AND deleted_at IS NOT NULL'
    ).fetchall()
    stays: dict[str, set[int]] = {}
    for record, name in rows:
        stays.setdefault(same_name(name or ""), set()).add(merge_order.current(connection, entity, record))
    single = {form: next(iter(records)) for form, records in stays.items() if form and len(records) == 1}
    called = names.of_rows(connection, entity, sorted(set(single.values())))
    return {form: (record, called[record]) for form, record in single.items() if record in called}


def lead_on(
    connection: Connection, table: ImportTable, resolved: dict[str, Resolved], matched: Matched
) -> None:
    """Let rows that are a merged record mean the one that it became, and note them as ``led``."""
    titles = table.columns.get(table.entity.title_key)
    known = by_name(connection, table.entity.name) if titles else {}
    for place, title in enumerate(titles or ()) if known else ():
        record, name = known.get(same_name(title or ""), (0, ""))
        if not record or same_name(name) == same_name(title):
            continue
        if matched.rows[place] is None and _agrees(connection, table, resolved, place, record):
            matched.rows[place] = record
        if matched.rows[place] == record:
            matched.led.add(place)
    for place, owner in enumerate(matched.rows) if matched.led else ():
        if owner is not None and -owner - 1 in matched.led:  # an earlier row again
            matched.rows[place] = matched.rows[-owner - 1]
            matched.led.add(place)


def settled(is_title: bool, old: list[Any], only_led: Collection[int]) -> set[int]:
    """Return at which of some records, of which only merged ones speak, the present value of a field stays."""
    return {at for at in only_led if is_title or old[at] not in (None, "", [])}


def _agrees(
    connection: Connection, table: ImportTable, resolved: dict[str, Resolved], place: int, record: int
) -> bool:
    """Tell whether a row says of a record more than its name: a number or an address of it, or its company."""
    entity = table.entity.name
    if entity in _KNOWN_BY_NAME:
        return True
    for one in table.fields:
        cell = table.columns[one.key][place]
        if cell in (None, "") or not isinstance(one.source, Child):
            continue
        source, value, column = one.source, cell, one.source.column
        if source.table == "channel" and column == "value":
            value, column = normal_form(dict(source.where)["kind"], str(cell)), "normal"
        elif isinstance(one.kind, Reference) and one.key in resolved:
            value = resolved[one.key].ids.get(cell)
        else:
            continue
        sql = f'SELECT 1 FROM "{source.table}" WHERE "{source.link}" = ? AND "{column}" = ? AND deleted_at IS NULL'
        if connection.execute(sql, (record, value)).fetchone() is not None:
            return True
    return False


__all__ = ["by_name", "lead_on", "settled"]
