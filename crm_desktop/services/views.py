"""Saved views: a filter, an order and columns under a name, kept in the customer file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_
from crm_desktop.core.query import Condition, ListQuery, ReadyView
from crm_desktop.models import registry
from crm_desktop.services.saved_names import SavedNames, Words

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_WORDS = Words(
    N_("Save view %(name)s"),
    N_("Rename view to %(name)s"),
    N_("Delete view"),
    N_("A view needs a name."),
    N_("There is a view “%(name)s” already."),
)


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
        self._names = SavedNames(workspace, "saved_view", _WORDS)

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
        content = {
            "search": query.search,
            "match_all": query.match_all,
            "conditions": [
                {"field": one.field, "operator": one.operator, "value": one.value} for one in query.conditions
            ],
        }
        values = {
            "conditions": json.dumps(content, ensure_ascii=False),
            "columns": json.dumps(list(columns)),
            "sort": query.sort,
            "descending": query.descending,
        }
        return self._names.save(entity, name, values)

    def rename(self, view_id: int, name: str) -> None:
        """Give a view another name. Raises RecordProblem for none, or for one that another view of the list has."""
        self._names.rename(view_id, name)

    def delete(self, view_id: int) -> None:
        """Remove a view; undo brings it back."""
        self._names.delete(view_id)
