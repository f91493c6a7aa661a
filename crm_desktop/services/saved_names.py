"""Things that are kept under a name of their own for each sort of records: views of lists, mappings of imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import _
from crm_desktop.models import registry

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Words:
    """What is said of one sort of such things: what the history calls writing them, and what forbids it. All are to be
    translated; ``nameless`` and ``taken`` are sentences."""

    save: str
    rename: str
    delete: str
    nameless: str
    taken: str


class SavedNames:
    """Writes the rows of a table whose live rows have one name each among those of their entity."""

    def __init__(self, workspace: Workspace, table: str, words: Words) -> None:
        self._workspace = workspace
        self._table = table
        self._words = words

    def save(self, entity: str, name: str, values: Mapping[str, Any]) -> int:
        """Keep values under a name (what has that name is replaced); returns the id. Raises RecordProblem for no
        name."""
        name = self._checked(name)
        model = registry.model(self._table)
        values = {"entity": entity, "name": name, **values}
        with self._workspace.work(self._words.save, name=name) as work:
            present = self._named(work, entity, name)
            if present is None:
                return int(work.add(model, **values).id)
            record = work.session.get_one(model, present)
            for key, value in values.items():
                setattr(record, key, value)
            return present

    def rename(self, row: int, name: str) -> None:
        """Give a row another name. Raises RecordProblem for none, or for one that another row of its entity has."""
        name = self._checked(name)
        with self._workspace.work(self._words.rename, name=name) as work:
            record: Any = work.session.get_one(registry.model(self._table), row)
            if self._named(work, record.entity, name) not in (None, row):
                raise RecordProblem(_(self._words.taken) % {"name": name}, _("Choose another name."))
            record.name = name

    def delete(self, row: int) -> None:
        """Forget a row; undo brings it back."""
        with self._workspace.work(self._words.delete, "delete") as work:
            work.assign_many(self._table, [row], {"deleted_at": clock.stamp()})

    def _checked(self, name: str) -> str:
        if not name.strip():
            raise RecordProblem(_(self._words.nameless))
        return name.strip()

    def _named(self, work: UnitOfWork, entity: str, name: str) -> int | None:
        found = work.execute(
            f'SELECT id FROM "{self._table}" WHERE entity = ? AND name = ? AND deleted_at IS NULL',
            (entity, name),
        ).fetchone()
        return int(found[0]) if found else None


__all__ = ["SavedNames", "Words"]
