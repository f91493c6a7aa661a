"""To which records the rows point that a redo brings back: none of them may lie in the trash meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import _
from crm_desktop.models import registry
from crm_desktop.store import names
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks


class Pointed:
    """Collects records by what points to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ids: dict[str, set[int]] = defaultdict(set)

    def add(self, table: str, column: str, value: object) -> None:
        """Note that a column got a value, if it is a reference."""
        target = registry.targets_of(table).get(column)
        if target is not None and isinstance(value, int):
            self.ids[target].add(value)

    def add_rows(self, rows: Mapping[str, Iterable[int]]) -> None:
        """Note all references of rows that are live, by table."""
        for table, ids in rows.items():
            for column, target in registry.targets_of(table).items():
                for part in chunks(sorted(ids)):
                    found = self._connection.execute(
                        f'SELECT DISTINCT "{column}" FROM "{table}" WHERE id IN ({marks(part)}) '
                        f'AND "{column}" IS NOT NULL AND deleted_at IS NULL',
                        part,
                    )
                    self.ids[target].update(row[0] for row in found)

    def check(self, since: str) -> None:
        """Refuse when one of the records was put into the trash at that moment or later. Raises RecordProblem."""
        for table, ids in self.ids.items():
            for part in chunks(sorted(ids)):
                row = self._connection.execute(
                    f'SELECT id FROM "{table}" WHERE id IN ({marks(part)}) AND deleted_at >= ? LIMIT 1',
                    (*part, since),
                ).fetchone()
                if row is not None:
                    raise RecordProblem(
                        _("“%(name)s” is needed for this and lies in the trash.")
                        % {"name": names.of_row(self._connection, table, row[0])},
                        _("Restore it from the trash, then redo. Nothing was changed."),
                    )
