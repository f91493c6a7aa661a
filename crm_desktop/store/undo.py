"""Undo and redo of any transaction, from the change log.

A field is put back if it still holds the transaction's value; an inserted row goes to the trash if it is still as it
was inserted and nothing newer points to it. What was edited since is kept and named. The undo is a transaction of its
own, so it can be undone, shows in the history, and will synchronise. What its values point to comes back from the
trash if an undo had put it there; else the field stays and is named. Redo is the undo of an undo; it refuses to point
to what was put into the trash meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled, RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.models import registry
from crm_desktop.store import change_log, names
from crm_desktop.store.change_log import Change
from crm_desktop.store.driver import Connection
from crm_desktop.store.index import links
from crm_desktop.store.pointed import Pointed
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.undo_report import Kept, Touched, UndoReport
from crm_desktop.store.undo_targets import UndoTargets
from crm_desktop.store.unit_of_work import UnitOfWork
from crm_desktop.store.writer import Writer

NAMED_AT_MOST = 100  # kept records whose names are told
FOLLOWING = {"next_contact": "activity"}
"""Columns that are worked out again with the undo of what they follow from: whatever they hold, nothing is lost."""


def undo(writer: Writer, txn_id: int, cancelled: Callable[[], bool] | None = None) -> UndoReport:
    """Take a transaction back (for an undo: redo it). Raises RecordProblem when that is not possible."""
    original = change_log.transaction(writer.connection, txn_id)
    if original is None:
        raise RecordProblem(_("There is no such entry in the history."))
    if original.kind == "setup":
        raise RecordProblem(_("“%(title)s” cannot be undone.") % {"title": original.text})
    if original.undone:
        raise RecordProblem(_("“%(title)s” has already been undone.") % {"title": original.text})
    if original.kind == "redo":
        return _undo_redo(writer, original, cancelled)
    redo = original.kind == "undo"
    title = N_("Redo: %(title)s") if redo else N_("Undo: %(title)s")
    subject = original
    if redo and original.undoes is not None:
        subject = change_log.transaction(writer.connection, original.undoes) or original
    kind = "redo" if redo else "undo"
    args = {"title": subject.title, "of": subject.args}
    with UnitOfWork(writer, title, kind, args=args, undoes=txn_id) as work:
        since = clock.stamp(datetime.fromtimestamp(original.at_ms / 1000, UTC))
        inverse = _Inverse(work, txn_id, cancelled, None if redo else UndoTargets(work, since))
        report = inverse.run()
        if redo:
            inverse.check_targets(since)
        if report.restored:
            work.execute("UPDATE txn SET undone_by = ? WHERE id = ?", (work.id, txn_id))
            if redo:
                work.execute("UPDATE txn SET undone_by = NULL WHERE id = ?", (original.undoes,))
    report.title = subject.text
    report.redone = redo
    report.transaction = work.id if report.restored else 0
    return report


def _undo_redo(
    writer: Writer, redo: change_log.Transaction, cancelled: Callable[[], bool] | None
) -> UndoReport:
    """Undo a redo: that is, undo again what it had brought back."""
    undone = change_log.transaction(writer.connection, redo.undoes or 0)
    if undone is None or undone.undoes is None:
        raise RecordProblem(_("There is no such entry in the history."))
    report = undo(writer, undone.undoes, cancelled)
    if report.transaction:
        with writer.lock:
            writer.connection.execute(
                "UPDATE txn SET undone_by = ? WHERE id = ?", (report.transaction, redo.id)
            )
    return report


class _Inverse:
    """Writes the inverse of one transaction inside a unit of work; ``targets`` are what its references need."""

    def __init__(
        self,
        work: UnitOfWork,
        txn_id: int,
        cancelled: Callable[[], bool] | None,
        targets: UndoTargets | None,
    ) -> None:
        self._work = work
        self._connection = work.connection
        self._txn = txn_id
        self._cancelled = cancelled
        self._report = UndoReport()
        self._kept: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._needed: dict[tuple[str, int], tuple[str, int]] = {}
        self._deletions: dict[str, set[int]] = defaultdict(set)
        self._touched = Touched()
        self._pointed = Pointed(work.connection)
        self._targets = targets
        self._lost: dict[tuple[str, int], tuple[str, int]] = {}

    def run(self) -> UndoReport:
        for change in change_log.changes_of(self._connection, self._txn, newest_first=True):
            if self._cancelled is not None and self._cancelled():
                raise Cancelled(_("The work was cancelled. Nothing was changed."))
            if change.op == "U":
                self._put_back(change)
            elif change.op == "S":
                self._put_back_many(change)
            elif change.op == "I":
                self._take_out(
                    change.table, [change.row or 0], list(change.data), [[v] for v in change.data.values()]
                )
            elif change.op == "B":
                self._take_out(change.table, change.data["ids"], change.data["cols"], change.data["data"])
        self._bring_back()
        self._trash()
        self._count_records()
        self._tell()
        return self._report

    def check_targets(self, since: str) -> None:
        """Refuse what would point to a record that was put into the trash since then. Raises RecordProblem."""
        self._pointed.add_rows(self._touched.revived)
        self._pointed.check(since)

    def _put_back(self, change: Change) -> None:
        """Put the fields of one row back that still hold what the transaction wrote."""
        fields = {name: pair for name, pair in change.data.items() if pair[0] != pair[1]}
        if not fields:
            return
        quoted = ", ".join(f'"{name}"' for name in fields)
        row = self._connection.execute(
            f'SELECT {quoted} FROM "{change.table}" WHERE id = ?', (change.row,)
        ).fetchone()
        if row is None:
            return
        back = {}
        for (name, (new, old)), now in zip(fields.items(), row, strict=True):
            if now == new:
                if not self._waits(change.table, name, old, [change.row or 0]):
                    back[name] = old
            elif now != old and not self._follows(name):
                self._kept[change.table, change.row or 0].add(name)
        if back:
            sets = ", ".join(f'"{name}" = ?' for name in back)
            self._connection.execute(
                f'UPDATE "{change.table}" SET {sets}, updated_at = ?, updated_by = ? WHERE id = ?',
                (*back.values(), clock.stamp(), self._work.writer.user, change.row),
            )
            for name, value in back.items():
                self._pointed.add(change.table, name, value)
                self._touched.of(name, value)[change.table].add(change.row or 0)

    def _follows(self, column: str) -> bool:
        """Tell whether a column followed from something else that this transaction wrote."""
        sql = "SELECT 1 FROM change WHERE txn = ? AND tbl = ? LIMIT 1"
        return self._connection.execute(sql, (self._txn, FOLLOWING.get(column))).fetchone() is not None

    def _put_back_many(self, change: Change) -> None:
        """Put one column set of many rows back, grouped by the old value."""
        content = change.data
        for name, new in content["set"].items():
            groups: dict[Any, list[int]] = defaultdict(list)
            for row, old in zip(content["ids"], content["old"][name], strict=True):
                groups[old].append(row)
            for old, ids in groups.items():
                same = self._still(change.table, name, new, ids)
                others = sorted(set(ids) - set(same))
                for row in set(others) - set(self._still(change.table, name, old, others)):
                    self._kept[change.table, row].add(name)
                if not self._waits(change.table, name, old, same):
                    self._assign(change.table, same, name, old)

    def _assign(self, table: str, ids: Sequence[int], column: str, old: Any) -> None:
        done = self._work.assign_many(table, ids, {column: old})
        self._pointed.add(table, column, old)
        self._touched.of(column, old)[table].update(done)

    def _waits(self, table: str, column: str, old: Any, ids: Sequence[int]) -> bool:
        """Tell whether rows get a reference back only when it is clear whether its record leaves the trash."""
        return self._targets is not None and self._targets.wait(table, column, old, ids)

    def _bring_back(self) -> None:
        """Give rows back what lay in the trash, where that comes back; else keep their fields."""
        if self._targets is None:
            return
        for table, ids in self._targets.bring_back(self._touched.revived).items():
            self._touched.revived[table].update(ids)
            if registry.entity(table).section:
                named = sorted(ids)[: NAMED_AT_MOST - len(self._report.returned)]
                self._report.returned += [names.of_row(self._connection, table, one) for one in named]
        for one in self._targets.waiting:
            if not self._targets.is_trashed(one):
                self._assign(one.table, one.rows, one.column, one.target)
                continue
            for row in one.rows:
                self._kept[one.table, row].add(one.column)
                self._lost[one.table, row] = registry.targets_of(one.table)[one.column], one.target

    def _still(self, table: str, column: str, value: Any, ids: Sequence[int]) -> list[int]:
        found: list[int] = []
        for part in chunks(ids, 5_000):
            rows = self._connection.execute(
                f'SELECT id FROM "{table}" WHERE id IN ({marks(part)}) AND "{column}" IS ?', (*part, value)
            )
            found.extend(row[0] for row in rows)
        return found

    def _take_out(
        self, table: str, ids: Sequence[int], cols: Sequence[str], data: Sequence[Sequence[Any]]
    ) -> None:
        """Choose which inserted rows go to the trash: live, as inserted, and not pointed to by newer rows."""
        suspects = self._changed_since(table, ids)
        for row in suspects & set(ids):
            place = ids.index(row)
            differing = self._differences(table, row, cols, [column[place] for column in data])
            if differing:
                self._kept[table, row] |= differing
        live: list[int] = []
        for part in chunks(ids, 5_000):
            found = self._connection.execute(
                f'SELECT id FROM "{table}" WHERE id IN ({marks(part)}) AND deleted_at IS NULL', part
            )
            live.extend(row[0] for row in found)
        self._deletions[table].update(row for row in live if (table, row) not in self._kept)

    def _changed_since(self, table: str, ids: Sequence[int]) -> set[int]:
        """Return the rows with log records of other transactions."""
        rows = self._connection.execute(
            "SELECT row FROM change WHERE tbl = ? AND row BETWEEN ? AND ? AND txn <> ?",
            (table, min(ids), max(ids), self._txn),
        )
        found = {row[0] for row in rows}
        batches = self._connection.execute(
            "SELECT op, data FROM change WHERE tbl = ? AND op = 'S' AND low <= ? AND high >= ? AND txn <> ?",
            (table, max(ids), min(ids), self._txn),
        ).fetchall()
        for op, data in batches:
            found.update(change_log.decoded(op, data)["ids"])
        return found

    def _differences(self, table: str, row: int, cols: Sequence[str], values: Sequence[Any]) -> set[str]:
        """Return the columns of an inserted row that no longer hold what was inserted."""
        inserted = dict(zip(cols, values, strict=True))
        every = registry.logged_columns(table)
        quoted = ", ".join(f'"{name}"' for name in every)
        now = self._connection.execute(f'SELECT {quoted} FROM "{table}" WHERE id = ?', (row,)).fetchone()
        if now is None:
            return set()
        defaults = _defaults(self._connection, table)
        pairs = zip(every, now, strict=True)
        ignored = ("deleted_at", "created_at", "created_by")
        return {n for n, v in pairs if n not in ignored and v != inserted.get(n, defaults.get(n))}

    def _trash(self) -> None:
        """Put the chosen rows into the trash, children and parents together, except what others need."""
        self._spare_needed()
        for table, ids in self._deletions.items():
            if ids:
                gone = sorted(ids)
                self._work.trash_many(table, gone)
                self._touched.trashed[table].update(gone)
                self._refresh_parents(table, gone)

    def _refresh_parents(self, table: str, gone: Sequence[int]) -> None:
        """Have the search texts of records that stay be worked out again when a part of them went."""
        for entity, link in links(table):
            going = self._deletions.get(entity, set())
            for part in chunks(gone, 5_000):
                rows = self._connection.execute(
                    f'SELECT DISTINCT "{link}" FROM "{table}" WHERE id IN ({marks(part)}) AND "{link}" IS NOT NULL',
                    part,
                )
                self._work.refresh_later(entity, [row[0] for row in rows if row[0] not in going])

    def _spare_needed(self) -> None:
        """Keep rows that live rows of other transactions, or kept rows, point to, and the parts of kept rows."""
        while any([self._spare_referenced(table) for table in list(self._deletions)] + [self._spare_parts()]):
            pass

    def _spare_referenced(self, table: str) -> bool:
        """Keep rows of one table that live rows point to; returns whether there were any."""
        ids = self._deletions[table]
        spared = False
        links = (*registry.foreign_keys_to(table), *registry.loose_links()) if ids else ()
        for child, column in links:
            used = self._connection.execute(
                f'SELECT 1 FROM "{child}" WHERE "{column}" IS NOT NULL AND deleted_at IS NULL LIMIT 1'
            ).fetchone()
            going = self._deletions.get(child, set())
            for part in chunks(sorted(ids), 5_000) if used else ():
                rows = self._connection.execute(
                    f'SELECT id, "{column}" FROM "{child}" WHERE "{column}" IN ({marks(part)}) AND deleted_at IS NULL',
                    part,
                )
                needed = {target: row for row, target in rows if row not in going}
                for target, row in needed.items():
                    self._kept.setdefault((table, target), set())
                    self._needed.setdefault((table, target), (child, row))
                ids.difference_update(needed)
                spared = spared or bool(needed)
        return spared

    def _spare_parts(self) -> bool:
        """Keep the parts (channels, addresses …) of records that stay; returns whether there were any.

        The value of a custom field is a part of its record; that the field stays keeps no other record.
        """
        spared = False
        for table, ids in self._deletions.items():
            loose = [(None, column) for child, column in registry.loose_links() if child == table]
            for parent, column in loose or registry.owners_of(table):
                kept = sorted(row for name, row in self._kept if parent in (None, name))
                for part in chunks(kept):
                    rows = self._connection.execute(
                        f'SELECT id FROM "{table}" WHERE "{column}" IN ({marks(part)})', part
                    )
                    found = {row[0] for row in rows} & ids
                    ids.difference_update(found)
                    spared = spared or bool(found)
        return spared

    def _count_records(self) -> None:
        """Count the records that were touched, each once; with a part its record was changed, and what was only made
        on the way (a tag, an option) does not count beside them."""
        touched = self._touched
        own: tuple[set[int], ...] = (set(), set(), set())  # ids are unique in the whole file
        others: tuple[set[int], ...] = (set(), set(), set())
        for place, tables in enumerate((touched.trashed, touched.revived, touched.changed)):
            for table, ids in tables.items():
                links = [column for child, column in registry.loose_links() if child == table]
                links += [column for _parent, column in registry.owners_of(table)]
                if links:
                    own[2].update(self._owners(table, links, sorted(ids)))
                else:
                    (own if registry.entity(table).section else others)[place].update(ids)
        trashed, revived, changed = own if any(own) else others
        report = self._report
        report.trashed, report.revived = len(trashed), len(revived - trashed)
        report.changed = len(changed - trashed - revived)
        if not report.restored:
            report.changed = int(bool(touched))

    def _owners(self, table: str, links: Sequence[str], ids: Sequence[int]) -> set[int]:
        """Return the records that parts belong to, by the columns that may name them."""
        columns = ", ".join(f'"{column}"' for column in links)
        found: set[int] = set()
        for part in chunks(ids, 5_000):
            rows = self._connection.execute(
                f'SELECT DISTINCT coalesce({columns}, NULL) FROM "{table}" WHERE id IN ({marks(part)})', part
            )
            found.update(row[0] for row in rows if row[0] is not None)
        return found

    def _tell(self) -> None:
        """Name what was kept, and why; a record only for the sake of a kept part of it is told with that part."""
        told = {
            key: columns
            for key, columns in self._kept.items()
            if columns or self._needed.get(key) not in self._kept or not self._is_part(key)
        }
        self._report.kept_count = len(told)
        for (table, row), columns in list(told.items())[:NAMED_AT_MOST]:
            name = names.of_row(self._connection, table, row)
            labels = names.labels(table, sorted(columns))
            needing, part = self._needing(table, row)
            lost = (
                names.of_row(self._connection, *self._lost[table, row]) if (table, row) in self._lost else ""
            )
            self._report.kept.append(Kept(table, row, name, labels or part, needing, lost))

    def _is_part(self, key: tuple[str, int]) -> bool:
        """Tell whether what needs a record is a part of it."""
        return any(parent == key[0] for parent, _column in registry.owners_of(self._needed[key][0]))

    def _needing(self, table: str, row: int) -> tuple[str, tuple[str, ...]]:
        """Return the name of the record that needs a row, or else what newer part of its own it has."""
        if (table, row) not in self._needed:
            return "", ()
        child, by = self._needed[table, row]
        owners = registry.owners_of(child)
        for parent, column in owners:
            sql = f'SELECT "{column}" FROM "{child}" WHERE id = ?'
            found = self._connection.execute(sql, (by,)).fetchone()
            if found and found[0] not in (None, row):
                return names.of_row(self._connection, parent, found[0]), ()
        if owners:
            return "", (_(registry.entity(child).title),)
        return names.of_row(self._connection, child, by), ()


def _defaults(connection: Connection, table: str) -> dict[str, Any]:
    """Return the columns of a table whose default is not NULL, with that default as SQLite stores it."""
    found: dict[str, Any] = {}
    for _place, name, kind, _filled, default, *_rest in connection.execute(f'PRAGMA table_info("{table}")'):
        if default is not None:
            value = connection.execute(f"SELECT {default}").fetchone()[0]
            found[name] = int(value) if kind.upper() in ("INTEGER", "BOOLEAN") else value
    return found
