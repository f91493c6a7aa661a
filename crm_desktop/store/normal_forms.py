"""The normal forms of channels, kept true in whatever way a row was written: by a record, a whole column, an undo, a
restored export or another program."""

from __future__ import annotations

from collections.abc import Iterable

from crm_desktop.models.channel_forms import normal_form
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

TABLE = "channel"
NEEDED = frozenset({"kind", "value"})
"""The columns of a channel that its normal form follows from."""


def renew(connection: Connection, ids: Iterable[int]) -> None:
    """Work out the normal forms of these channels again, where they differ. Must run inside a transaction."""
    for some in chunks(sorted(ids)):
        rows = connection.execute(
            f"SELECT id, kind, value, normal FROM {TABLE} WHERE id IN ({marks(some)})", some
        ).fetchall()
        forms = ((row, normal, normal_form(kind, value)) for row, kind, value, normal in rows)
        connection.executemany(
            f"UPDATE {TABLE} SET normal = ? WHERE id = ?",
            [(form, row) for row, normal, form in forms if form != normal],
        )


__all__ = ["NEEDED", "TABLE", "renew"]
