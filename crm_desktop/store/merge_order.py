"""In which order merges are undone and done again: the last one first, where they stand on each other.

Two merges do so when they share a record, wrote the same field of a row, or when one wrote or put into the trash what
names a record of the other. Undone in another order they would leave redirects on live records and numbers with the
wrong person; so the undo of the earlier one is refused with the name of the later one, and likewise its redo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import _
from crm_desktop.models import registry
from crm_desktop.store import change_log, names
from crm_desktop.store.change_log import Change, Transaction
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

LINK = "merged_into_id"
_OF_EVERY_WRITE = frozenset({"updated_at", "updated_by", "next_contact"})
_NEWEST = (1 << 63) - 1


@dataclass(slots=True)
class Footprint:
    """What a merge wrote: its records with their table, what it made them and others point to or no longer point to,
    the fields of rows, and by table the parts of records that it wrote, and those that it put into the trash."""

    records: dict[int, str] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    fields: set[tuple[str, int, str]] = field(default_factory=set)
    parts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    trashed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, change: Change) -> None:
        """Take in what a merge did to one row."""
        row = change.row or 0
        for column, (new, old) in change.data.items() if change.op == "U" else ():
            if new == old or column in _OF_EVERY_WRITE:
                continue
            self.fields.add((change.table, row, column))
            if registry.owner_links(change.table):
                self.parts[change.table].add(row)
            if column == LINK and new is not None:
                self.records |= {row: change.table, new: change.table}
            elif column in registry.targets_of(change.table):
                self.named |= {new, old} - {None}
            elif column == "deleted_at" and LINK not in change.data:
                self.trashed[change.table].add(row)


def check(connection: Connection, original: Transaction) -> None:
    """Raise RecordProblem where a merge, or the undo of one, cannot be taken back now; for all else there is nothing
    to check."""
    merge = original
    if original.kind == "undo" and original.undoes is not None:
        merge = change_log.transaction(connection, original.undoes) or original
    if merge.kind != "merge":
        return
    mine = footprint(connection, merge.id)
    standing = _Standing(connection)
    then = original.id if original is not merge else standing.since(merge.id)
    for one in _merges(connection):
        stood, stands = standing.at(one, then), standing.at(one, _NEWEST)
        if one == merge.id or stood == stands or (stood and original is merge):
            continue
        other = change_log.transaction(connection, one)
        if other is not None and _are_tied(
            connection, mine, footprint(connection, one), is_redo=original is not merge
        ):
            raise _refusal(merge, other, stands=stands)
    _check_live(connection, mine)


def check_redone(connection: Connection, merge: Transaction) -> None:
    """Raise RecordProblem where a merge that was redone leaves something behind that came to its records meanwhile."""
    if merge.kind != "merge":
        return
    for record, table in footprint(connection, merge.id).records.items():
        if current(connection, table, record) == record:
            continue
        for other, column in (*registry.foreign_keys_to(table), *registry.loose_links()):
            sql = f'SELECT 1 FROM "{other}" WHERE "{column}" = ? AND deleted_at IS NULL LIMIT 1'
            if connection.execute(sql, (record,)).fetchone() is not None:
                raise RecordProblem(
                    _("“%(name)s” has got something new since “%(title)s” was undone.")
                    % {"name": names.of_row(connection, table, record), "title": merge.text},
                    _("Merge the records anew. Nothing was changed."),
                )


def current(connection: Connection, table: str, record: int) -> int:
    """Return the record that one became that was merged; any other is itself."""
    seen = {record}
    while LINK in registry.column_names(table):
        row = connection.execute(
            f'SELECT {LINK} FROM "{table}" WHERE id = ? AND deleted_at IS NOT NULL', (record,)
        ).fetchone()
        if row is None or row[0] is None or row[0] in seen:
            break
        record = row[0]
        seen.add(record)
    return record


def footprint(connection: Connection, merge: int) -> Footprint:
    """Return what a merge wrote."""
    found = Footprint()
    for change in change_log.rows_of(connection, merge):
        found.add(change)
    return found


class _Standing:
    """Which merges were done and which undone, at any moment; moments are the ids of transactions."""

    def __init__(self, connection: Connection) -> None:
        self._events: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        undone: dict[int, int] = {}
        for txn, kind, undoes in connection.execute(
            "SELECT id, kind, undoes FROM txn WHERE kind IN ('undo', 'redo') ORDER BY id"
        ):
            merge = undone.get(undoes) if kind == "redo" else undoes
            if merge is not None:
                undone[txn] = merge
                self._events[merge].append((txn, kind == "redo"))

    def at(self, merge: int, moment: int) -> bool:
        """Tell whether a merge stood after the transaction of a moment."""
        stands = merge <= moment
        for txn, is_redo in self._events[merge]:
            if txn <= moment:
                stands = is_redo
        return stands

    def since(self, merge: int) -> int:
        """Return the transaction by which a merge that stands was done, or done again, last."""
        return max([merge, *(txn for txn, is_redo in self._events[merge] if is_redo)])


def _merges(connection: Connection) -> list[int]:
    """Return all merges, the newest first."""
    return [row[0] for row in connection.execute("SELECT id FROM txn WHERE kind = 'merge' ORDER BY id DESC")]


def _are_tied(connection: Connection, one: Footprint, other: Footprint, *, is_redo: bool) -> bool:
    """Tell whether two merges stand on each other.

    A redo unites nothing anew: two places of work that the other merge made equal would stand side by side.
    """
    if one.records.keys() & other.records.keys() or one.fields & other.fields:
        return True
    if one.named & other.records.keys() or other.named & one.records.keys():
        return True
    rows = [(each.parts if is_redo else each.trashed) for each in (one, other)]
    return _names_one(connection, rows[0], other) or _names_one(connection, rows[1], one)


def _names_one(connection: Connection, written: dict[str, set[int]], other: Footprint) -> bool:
    """Tell whether one of these rows, by table, names a record of a merge."""
    for table, rows in written.items():
        columns = (
            *registry.targets_of(table),
            *(name for one, name in registry.loose_links() if one == table),
        )
        quoted = ", ".join(f'"{name}"' for name in columns)
        for part in chunks(sorted(rows)):
            sql = f'SELECT {quoted} FROM "{table}" WHERE id IN ({marks(part)})'
            if any(other.records.keys() & set(row) for row in connection.execute(sql, part)):
                return True
    return False


def _refusal(merge: Transaction, other: Transaction, *, stands: bool) -> RecordProblem:
    told = {"title": merge.text, "other": other.text}
    if not stands:
        return RecordProblem(
            _("“%(title)s” stands on “%(other)s”, which was undone since.") % told,
            _("Redo “%(other)s” first. Nothing was changed.") % told,
        )
    return RecordProblem(
        _("“%(title)s” has to wait: “%(other)s” was done later with the same records.") % told,
        _("Undo “%(other)s” first. Nothing was changed.") % told,
    )


def _check_live(connection: Connection, mine: Footprint) -> None:
    """Refuse where a record of a merge was put into the trash since: its parts went there with it."""
    tables: dict[str, list[int]] = defaultdict(list)
    for record, table in mine.records.items():
        tables[table].append(record)
    for table, records in tables.items():
        trashed = _in_trash(connection, table, records)
        if trashed is not None:
            raise RecordProblem(
                _("“%(name)s” is needed for this and lies in the trash.")
                % {"name": names.of_row(connection, table, trashed)},
                _("Restore it from the trash, then try again. Nothing was changed."),
            )


def _in_trash(connection: Connection, table: str, records: Sequence[int]) -> int | None:
    for part in chunks(sorted(records)):
        sql = f'SELECT id FROM "{table}" WHERE id IN ({marks(part)}) AND deleted_at IS NOT NULL AND {LINK} IS NULL'
        if (row := connection.execute(sql, part).fetchone()) is not None:
            return int(row[0])
    return None


__all__ = ["LINK", "check", "check_redone", "current"]
