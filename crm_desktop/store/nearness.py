"""The results of a search, the nearest first: the search index gives them in the order of their names."""

from __future__ import annotations

from array import array

from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.store.driver import Connection
from crm_desktop.store.lists import FIRST
from crm_desktop.store.sql import marks


def is_ranked(query: ListQuery) -> bool:
    """Tell whether a list is a search whose order nobody chose."""
    return bool(query.search.strip()) and not (query.sort or query.descending or query.trash)


def nearest_first(connection: Connection, query: ListQuery, found: array[int]) -> array[int]:
    """Return the ids found with the first hundred put in order by how near their titles are to the search."""
    from crm_desktop.core.matches import nearness
    from crm_desktop.store import index

    entity = registry.entity(query.entity)
    head, title = found[:FIRST], entity.title_field
    titles = connection.execute(
        f'SELECT id, "{title.column}" FROM "{entity.name}" WHERE id IN ({marks(head)})', head
    )
    person = index.person(entity)
    near = {row[0]: nearness(str(row[1] or ""), query.search, person=person) for row in titles}
    return array("q", sorted(head, key=near.__getitem__)) + found[FIRST:]
