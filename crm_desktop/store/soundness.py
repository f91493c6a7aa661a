"""What is wrong with the content of a customer file that SQLite takes for sound: see also ``backups.problems_of``."""

from __future__ import annotations

from collections import defaultdict

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_forms
from crm_desktop.store import names
from crm_desktop.store.driver import Connection
from crm_desktop.store.merge_order import LINK

_AT_MOST = 100  # rows of one sort that are told
_BATCH = 10_000


def problems_of(connection: Connection) -> list[str]:
    """Return a sentence for each contradiction in the records; empty is sound."""
    found: list[str] = []
    for entity in registry.ENTITIES:
        if LINK in registry.column_names(entity.name):
            found += _half_merged(connection, entity.name) + _left_behind(connection, entity.name)
    return found + _wrong_forms(connection)


def _half_merged(connection: Connection, entity: str) -> list[str]:
    """Tell of records that were merged into others and are there all the same."""
    rows = connection.execute(
        f'SELECT id FROM "{entity}" WHERE {LINK} IS NOT NULL AND deleted_at IS NULL LIMIT {_AT_MOST}'
    )
    text = _("“%(name)s” was merged into another record and still stands in the list.")
    return [text % {"name": names.of_row(connection, entity, row)} for (row,) in rows.fetchall()]


def _left_behind(connection: Connection, entity: str) -> list[str]:
    """Tell of rows that name a record which was merged into another."""
    merged = f'SELECT id FROM "{entity}" WHERE {LINK} IS NOT NULL AND deleted_at IS NOT NULL'
    text, found = _("%(record)s %(id)s names “%(other)s”, which was merged into another record."), []
    for table, column in (*registry.foreign_keys_to(entity), *registry.loose_links()):
        rows = connection.execute(
            f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" IN ({merged}) AND deleted_at IS NULL '
            f"LIMIT {_AT_MOST}"
        )
        for row, other in rows.fetchall():
            title = _(registry.entity(table).title)
            found.append(
                text % {"record": title, "id": row, "other": names.of_row(connection, entity, other)}
            )
    return found


def _wrong_forms(connection: Connection) -> list[str]:
    """Tell of how many numbers and addresses the form is wrong by which equal ones are found."""
    count = 0
    rows = connection.execute("SELECT kind, value, normal FROM channel")
    while some := rows.fetchmany(_BATCH):
        by_kind: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for kind, value, normal in some:
            by_kind[kind].append((value, normal))
        for kind, pairs in by_kind.items():
            forms = normal_forms(kind, [value for value, _normal in pairs])
            count += sum(form != normal for form, (_value, normal) in zip(forms, pairs, strict=True))
    text = ngettext(
        "%(count)d number or address cannot be found by its value.",
        "%(count)d numbers and addresses cannot be found by their value.",
        count,
    )
    return [text % {"count": count}] if count else []


__all__ = ["problems_of"]
