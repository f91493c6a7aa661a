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
from crm_desktop.store import change_log, merge_order, names, unmerged_rows
from crm_desktop.store.change_log import Change
from crm_desktop.store.pointed import Pointed
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.undo_inserted import InsertedRows
from crm_desktop.store.undo_report import NAMED_AT_MOST, Spared, Touched, UndoReport
from crm_desktop.store.undo_targets import UndoTargets
from crm_desktop.store.undo_told import count_records, tell_kept
from crm_desktop.store.unit_of_work import UnitOfWork
from crm_desktop.store.writer import Writer

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
    merge_order.check(writer.connection, original)
    redo = original.kind == "undo"
    title = N_("Redo: %(title)s") if redo else N_("Undo: %(title)s")
    subject = original
    if redo and original.undoes is not None:
        subject = change_log.transaction(writer.connection, original.undoes) or original
    kind = "redo" if redo else "undo"
    args = {"title": subject.title, "of": subject.args}
    with UnitOfWork(writer, title, kind, args=args, undoes=txn_id) as work:
        since = clock.stamp(datetime.fromtimestamp(original.at_ms / 1000, UTC))
        inverse = _Inverse(work, original, cancelled, None if redo else UndoTargets(work, since))
        report = inverse.run()
        if redo:
            inverse.check_targets(since)
            merge_order.check_redone(work.connection, subject)
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
        original: change_log.Transaction,
        cancelled: Callable[[], bool] | None,
        targets: UndoTargets | None,
    ) -> None:
        self._work = work
        self._connection = work.connection
        self._txn = original.id
        self._is_merge = original.kind == "merge"
        self._cancelled = cancelled
        self._report = UndoReport()
        self._spared = Spared()
        self._touched = Touched()
        self._inserted = InsertedRows(work, original.id, self._spared, self._touched)
        self._pointed = Pointed(work.connection)
        self._targets = targets
        self._taken_back: list[tuple[str, Sequence[int], dict[str, Any]]] = []

    def run(self) -> UndoReport:
        for change in change_log.changes_of(self._connection, self._txn, newest_first=True):
            if self._cancelled is not None and self._cancelled():
                raise Cancelled(_("The work was cancelled. Nothing was changed."))
            if change.op == "U":
                self._put_back(change)
            elif change.op == "S":
                self._put_back_many(change)
            elif change.op == "I":
                self._inserted.take_out(
                    change.table, [change.row or 0], list(change.data), [[v] for v in change.data.values()]
                )
            elif change.op == "B":
                self._inserted.take_out(
                    change.table, change.data["ids"], change.data["cols"], change.data["data"]
                )
        self._bring_back()
        if self._is_merge:
            unmerged_rows.give_back(self._work, self._txn, self._spared, self._touched)
        self._inserted.trash()
        self._finish_kept()
        count_records(self._connection, self._touched, self._report)
        tell_kept(self._connection, self._spared, self._report)
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
                self._spared.columns[change.table, change.row or 0].add(name)
        if back:
            sets = ", ".join(f'"{name}" = ?' for name in back)
            self._connection.execute(
                f'UPDATE "{change.table}" SET {sets}, updated_at = ?, updated_by = ? WHERE id = ?',
                (*back.values(), clock.stamp(), self._work.writer.user, change.row),
            )
            self._taken_back.append(
                (change.table, [change.row or 0], {name: fields[name][0] for name in back})
            )
            for name, value in back.items():
                self._pointed.add(change.table, name, value)
                self._touched.of(name, value)[change.table].add(change.row or 0)

    def _finish_kept(self) -> None:
        """Leave what the transaction wrote in a second step into rows that it inserted and that stay: it belongs to the
        row (an opt-out on an address that came with it). What points to other records is not given again."""
        for table, ids, written in reversed(self._taken_back):
            pointing = {
                *registry.targets_of(table),
                *(name for one, name in registry.loose_links() if one == table),
            }
            values = {name: value for name, value in written.items() if name not in pointing}
            if values and (kept := self._inserted.kept_among(table, ids)):
                self._work.assign_many(table, kept, values)

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
                    self._spared.columns[change.table, row].add(name)
                if not self._waits(change.table, name, old, same):
                    self._assign(change.table, same, name, old)
                    self._taken_back.append((change.table, same, {name: new}))

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
            target = self._targets.present(one)
            if target is not None:
                self._assign(one.table, one.rows, one.column, target)
                continue
            for row in one.rows:
                self._spared.columns[one.table, row].add(one.column)
                self._spared.lost[one.table, row] = registry.targets_of(one.table)[one.column], one.target

    def _still(self, table: str, column: str, value: Any, ids: Sequence[int]) -> list[int]:
        found: list[int] = []
        for part in chunks(ids, 5_000):
            rows = self._connection.execute(
                f'SELECT id FROM "{table}" WHERE id IN ({marks(part)}) AND "{column}" IS ?', (*part, value)
            )
            found.extend(row[0] for row in rows)
        return found
