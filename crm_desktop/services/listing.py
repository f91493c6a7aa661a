"""Lists of an opened customer file as people read them: ids, pages of rows, sums, what references may be set to."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.core.query import ListQuery
from crm_desktop.core.reading import fold
from crm_desktop.models import registry
from crm_desktop.store import custom_fields, lists, names, nearness, pages
from crm_desktop.store.pages import Named, Row
from crm_desktop.store.patience import Asked, given_up

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.sums import Sum

SMALL_LIST = 2_000  # records of an entity without search that a picker looks through


class Lists:
    """Reading lists and pages. Safe from several threads: each reads on its own connection."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def _reader(self) -> Any:
        return self._workspace.file.reader()

    def first_ids(
        self, query: ListQuery, limit: int = lists.FIRST, cancelled: Asked | None = None
    ) -> array[int]:
        """Return the first ids of a list; of a search the nearest among the first hundred. Raises Cancelled.

        This is quick at any size, unless few of many records hold the conditions of a filter.
        """
        reader = self._reader
        with given_up(reader, cancelled):
            if not nearness.is_ranked(query):
                return lists.first_ids(reader, query, limit)
            found = lists.first_ids(reader, query, max(limit, lists.FIRST))
            return nearness.nearest_first(reader, query, found)[:limit]

    def ids(self, query: ListQuery, cancelled: Asked | None = None) -> array[int]:
        """Return all ids of a list; takes long at a million. Raises Cancelled."""
        reader = self._reader
        with given_up(reader, cancelled):
            found = lists.ids(reader, query)
            return nearness.nearest_first(reader, query, found) if nearness.is_ranked(query) else found

    def page(
        self, entity: str, keys: Sequence[str], ids: Sequence[int], cancelled: Asked | None = None
    ) -> list[Row]:
        """Return the rows of the ids, formatted and as values, in the order of ``keys``. Raises Cancelled."""
        reader = self._reader
        with given_up(reader, cancelled):
            by_key = {one.key: one for one in self.fields(entity)}
            fields = [by_key[key] for key in keys if key in by_key]
            locale = self._workspace.locale
            return pages.page(reader, registry.entity(entity), fields, ids, locale, in_columns=True)

    def count(self, entity: str) -> int:
        """Return how many live records an entity has."""
        return lists.count(self._reader, ListQuery(entity))

    def count_of(self, query: ListQuery) -> int:
        """Return how many records a list has."""
        return lists.count(self._reader, query)

    def sums(
        self,
        entity: str,
        keys: Sequence[str],
        ids: Sequence[int],
        cancelled: Asked | None = None,
    ) -> list[Sum]:
        """Return the exact sums of the fields that add up, amounts by currency. Raises Cancelled."""
        from crm_desktop.store import sums

        fields = [one for one in self.fields(entity) if one.key in keys]
        return sums.sums(
            self._reader, registry.entity(entity), fields, ids, self._workspace.locale, cancelled
        )

    def fields(self, entity: str) -> tuple[Field, ...]:
        """Return the fields of an entity, with the user's own fields behind them."""
        return registry.entity(entity).fields + custom_fields.of(self._reader, entity)

    def entity(self, entity: str) -> Entity:
        """Return the description of an entity."""
        return registry.entity(entity)

    def options(self, set_name: str) -> list[Named]:
        """Return the entries of an option list that can still be chosen, in their order."""
        return custom_fields.options(self._reader, set_name)

    def named(self, entity: str, text: str, limit: int = 20) -> list[Named]:
        """Return records of an entity whose name fits ``text``, for pickers."""
        description = registry.entity(entity)
        search = text if registry.is_searchable(entity) else ""
        found = self.first_ids(ListQuery(entity, search=search), limit if search else max(limit, SMALL_LIST))
        titles = self.page(entity, [description.title_key], found)
        named = names.of_rows(self._reader, entity, [row.id for row in titles])
        listed = [Named(row.id, named.get(row.id, row.texts[0])) for row in titles]
        folded = fold(text)
        return (listed if search else [one for one in listed if folded in fold(one.name)])[:limit]

    def choices(self, field: Field, text: str = "", limit: int = 50) -> list[Named]:
        """Return what a reference or option field may be set to, as far as it fits ``text``."""
        if isinstance(field.kind, Option):
            folded = fold(text)
            return [one for one in self.options(field.kind.options) if folded in fold(one.name)][:limit]
        if isinstance(field.kind, Reference):
            return self.named(field.kind.entity, text, limit)
        return []
