"""Which record a row belongs to: a channel to its contact, a tag link or a custom value to what it hangs on."""

from __future__ import annotations

from crm_desktop.models import registry
from crm_desktop.store.driver import Connection

_ENTITY_OF = {
    "custom_value": "(SELECT f.entity FROM custom_field AS f WHERE f.id = t.field_id)",
}


def of_row(connection: Connection, table: str, row: int) -> tuple[str, int]:
    """Return the entity and the id of the record that a row is a part of; itself when it stands alone."""
    links = [
        (_ENTITY_OF.get(table, "t.entity"), column) for one, column in registry.loose_links() if one == table
    ]
    links += [(f"'{parent}'", column) for parent, column in registry.owners_of(table)]
    for entity, column in links:
        found = connection.execute(
            f'SELECT {entity}, t."{column}" FROM "{table}" AS t WHERE t.id = ?', (row,)
        ).fetchone()
        if found and found[0] is not None and found[1] is not None:
            return str(found[0]), int(found[1])
    return table, row
