"""Saved views: a filter, an order and columns under a name, kept in the customer file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.query import Condition, ListQuery, ReadyView
from crm_desktop.models import registry

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list under a name."""

    id: int
    name: str
    query: ListQuery
    columns: tuple[str, ...]


class Views:
    """Reads and writes the saved views of a file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of(self, entity: str) -> list[SavedView]:
        """Return the views of an entity in their order; conditions on fields that are gone are left out."""
        known = {one.key for one in self._workspace.lists.fields(entity)}
        rows = self._workspace.file.reader().execute(
            "SELECT id, name, conditions, columns, sort, descending FROM saved_view "
            "WHERE entity = ? AND deleted_at IS NULL ORDER BY position, id",
            (entity,),
        )
        found = []
        for view_id, name, conditions, columns, sort, descending in rows:
            content = json.loads(conditions or "{}")
            kept = tuple(
                Condition(one["field"], one["operator"], one.get("value"))
                for one in content.get("conditions", ())
                if one["field"] in known
            )
            query = ListQuery(
                entity,
                search=content.get("search", ""),
                sort=sort if sort in known else "",
                descending=bool(descending),
                conditions=kept,
                match_all=content.get("match_all", True),
            )
            shown = tuple(key for key in json.loads(columns or "[]") if key in known)
            found.append(SavedView(view_id, name, query, shown))
        return found

    def named(self, entity: str, name: str) -> SavedView | ReadyView | None:
        """Return the view of this name, a saved one before one that the list brings along; None when there is none."""
        found: list[SavedView | ReadyView] = [*self.of(entity), *registry.entity(entity).views]
        return next((one for one in found if one.name == name), None)

    def save(self, entity: str, name: str, query: ListQuery, columns: Sequence[str]) -> int:
        """Keep a list under a name (an existing view of that name is replaced); returns its id."""
        if not name.strip():
            raise RecordProblem(_("A view needs a name."))
        content = {
            "search": query.search,
            "match_all": query.match_all,
            "conditions": [
                {"field": one.field, "operator": one.operator, "value": one.value} for one in query.conditions
            ],
        }
        values = {
            "entity": entity,
            "name": name.strip(),
            "conditions": json.dumps(content, ensure_ascii=False),
            "columns": json.dumps(list(columns)),
            "sort": query.sort,
            "descending": query.descending,
        }
        model = registry.model("saved_view")
        with self._workspace.work(N_("Save view %(name)s"), name=name.strip()) as work:
            row = work.execute(
                "SELECT id FROM saved_view WHERE entity = ? AND name = ? AND deleted_at IS NULL",
                (entity, name.strip()),
            ).fetchone()
            if row is None:
                return int(work.add(model, **values).id)
            record = work.session.get_one(model, row[0])
            for key, value in values.items():
                setattr(record, key, value)
            return int(row[0])

    def rename(self, view_id: int, name: str) -> None:
        """Give a view another name. Raises RecordProblem for none, or for one that another view of the list has."""
        name = name.strip()
        if not name:
            raise RecordProblem(_("A view needs a name."))
        model = registry.model("saved_view")
        with self._workspace.work(N_("Rename view to %(name)s"), name=name) as work:
            record: Any = work.session.get_one(model, view_id)
            taken = work.execute(
                "SELECT 1 FROM saved_view WHERE entity = ? AND name = ? AND id <> ? AND deleted_at IS NULL",
                (record.entity, name, view_id),
            ).fetchone()
            if taken:
                raise RecordProblem(
                    _("There is a view “%(name)s” already.") % {"name": name}, _("Choose another name.")
                )
            record.name = name

    def delete(self, view_id: int) -> None:
        """Remove a view; undo brings it back."""
        with self._workspace.work(N_("Delete view"), "delete") as work:
            work.assign_many("saved_view", [view_id], {"deleted_at": clock.stamp()})
