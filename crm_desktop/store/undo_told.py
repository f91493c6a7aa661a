"""What an undo tells in the end: how many records it touched, what it kept and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from crm_desktop.core.i18n import _, listed
from crm_desktop.models import registry
from crm_desktop.store import merge_order, names
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.undo_report import NAMED, NAMED_AT_MOST, Kept, RowKey, Spared, Touched, UndoReport


def count_records(connection: Connection, touched: Touched, report: UndoReport) -> None:
    """Count the records that were touched, each once; with a part its record was changed, and what was only made
    on the way (a tag, an option) does not count beside them."""
    own: tuple[set[int], ...] = (set(), set(), set())  # ids are unique in the whole file
    others: tuple[set[int], ...] = (set(), set(), set())
    for place, tables in enumerate((touched.trashed, touched.revived, touched.changed)):
        for table, ids in tables.items():
            links = [column for child, column in registry.loose_links() if child == table]
            links += [column for _parent, column in registry.owners_of(table)]
            if links:
                own[2].update(_owners(connection, table, links, sorted(ids)))
            else:
                (own if registry.entity(table).section else others)[place].update(ids)
    trashed, revived, changed = own if any(own) else others
    report.trashed, report.revived = len(trashed), len(revived - trashed)
    report.changed = len(changed - trashed - revived)
    if not report.restored:
        report.changed = int(bool(touched))


def _owners(connection: Connection, table: str, links: Sequence[str], ids: Sequence[int]) -> set[int]:
    """Return the records that parts belong to, by the columns that may name them."""
    columns = ", ".join(f'"{column}"' for column in links)
    found: set[int] = set()
    for part in chunks(ids, 5_000):
        rows = connection.execute(
            f'SELECT DISTINCT coalesce({columns}, NULL) FROM "{table}" WHERE id IN ({marks(part)})', part
        )
        found.update(chain.from_iterable(rows.fetchall()))
    return found - {None}


def tell_kept(connection: Connection, spared: Spared, report: UndoReport) -> None:
    """Name what was kept, and why; a record only for the sake of a kept part of it is told with that part, and a part
    that only went with a merged record with that record."""
    any_merged = any(merge_order.LINK in columns for columns in spared.columns.values())
    told = {
        key: columns
        for key, columns in spared.columns.items()
        if (columns and not (any_merged and columns <= registry.owner_links(key[0])))
        or (not columns and spared.needed.get(key) not in spared.columns)
        or (not columns and not _is_part(spared.needed[key][0], key[0]))
    }
    report.kept_count = len(told)
    for (table, row), columns in list(told.items())[:NAMED_AT_MOST]:
        name = names.of_row(connection, table, row)
        labels = _labels(connection, (table, row), columns)
        needing, part = _needing(connection, spared, (table, row))
        lost = spared.lost.get((table, row))
        trashed = names.of_row(connection, *lost) if lost is not None else ""
        report.kept.append(Kept(table, row, name, labels or part, needing, trashed))


def _labels(connection: Connection, key: RowKey, columns: set[str]) -> tuple[str, ...]:
    """Return which fields of a row were changed since; of one that was merged what it became."""
    if merge_order.LINK in columns and (other := merge_order.current(connection, *key)) != key[1]:
        return (_("merged into “%(name)s”") % {"name": names.of_row(connection, key[0], other)},)
    return names.labels(key[0], sorted(columns))


def _is_part(table: str, of: str) -> bool:
    """Tell whether rows of a table are parts of those of another."""
    return any(parent == of for parent, _column in registry.owners_of(table))


def _needing(connection: Connection, spared: Spared, key: RowKey) -> tuple[str, tuple[str, ...]]:
    """Return the name of the record that needs a row, or else what newer part of its own it has."""
    if key not in spared.needed:
        return "", ()
    child, by = spared.needed[key]
    owners = registry.owners_of(child)
    if any(child == table for table, _column in registry.loose_links()):
        if any(child == table for table, _column in registry.foreign_keys_to(key[0])):
            return _holders(connection, child, key), ()
        return "", (_(registry.entity(child).title),)
    for parent, column in owners:
        sql = f'SELECT "{column}" FROM "{child}" WHERE id = ?'
        found = connection.execute(sql, (by,)).fetchone()
        if found and found[0] not in (None, key[1]):
            return names.of_row(connection, parent, found[0]), ()
    if owners:
        return "", (_(registry.entity(child).title),)
    return names.of_row(connection, child, by), ()


def _holders(connection: Connection, child: str, key: RowKey) -> str:
    """Return the names of the first records of any sort that hold a field or a tag, and how many more do."""
    link = next(column for table, column in registry.foreign_keys_to(key[0]) if table == child)
    place = next(column for table, column in registry.loose_links() if table == child)
    rows = connection.execute(
        f'SELECT DISTINCT "{place}" FROM "{child}" WHERE "{link}" = ? AND deleted_at IS NULL ORDER BY 1',
        (key[1],),
    ).fetchall()
    first = [row[0] for row in rows[:NAMED]]
    found: dict[int, str] = {}
    for entity in registry.MAIN:  # ids are unique in the whole file
        if len(found) < len(first):
            found.update(names.of_rows(connection, entity.name, first))
    told = listed([found[one] for one in first if one in found])
    more = len(rows) - len(first)
    return _("%(names)s and %(count)d more") % {"names": told, "count": more} if more else told


__all__ = ["count_records", "tell_kept"]
