"""What happened: the newest transactions, the history of one record, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Moment
from crm_desktop.services.change_words import ChangeWords, FieldChange
from crm_desktop.services.part_words import parts_told
from crm_desktop.store import change_log, names, owners, record_log
from crm_desktop.store.change_log import Change, Transaction

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.undo_report import UndoReport

LISTED = 50  # records that are told of one transaction
_MOST_CHANGES = 1_000  # rows that are looked at for that: a list may have got a hundred thousand members
_TOLD_BY = {"stage_change": ("stage_id", "probability", "forecast_category"), "status_change": ("status",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction's part in the history of a record."""

    transaction: int
    title: str
    kind: str
    at: datetime
    user: str
    undone: bool
    created: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What one transaction did to one record and its parts. ``title`` is what the record is called now."""

    entity: str
    id: int
    title: str
    created: bool
    fields: tuple[FieldChange, ...]


class History:
    """Reads the change log and takes transactions back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def recent(self, limit: int = 100, before: int | None = None) -> list[Transaction]:
        """Return the newest transactions, older than ``before`` when given."""
        return change_log.transactions(self._workspace.file.reader(), limit, before)

    def transaction(self, txn: int) -> Transaction | None:
        """Return one transaction."""
        return change_log.transaction(self._workspace.file.reader(), txn)

    def last_undoable(self) -> Transaction | None:
        """Return what Ctrl+Z would take back."""
        return change_log.last_undoable(self._workspace.file.reader())

    def last_redoable(self) -> Transaction | None:
        """Return what redo would take back."""
        return change_log.last_redoable(self._workspace.file.reader())

    def undo(self, txn: int, cancelled: Callable[[], bool] | None = None) -> UndoReport:
        """Take a transaction back; of an undo: redo it. Raises RecordProblem when there is nothing to take back."""
        from crm_desktop.store import undo

        return undo.undo(self._workspace.file.writer, txn, cancelled)

    def undo_last(self) -> UndoReport:
        """Take the newest transaction back. Raises RecordProblem when there is none."""
        found = self.last_undoable()
        if found is None:
            raise RecordProblem(_("There is nothing to undo."))
        return self.undo(found.id)

    def redo_last(self) -> UndoReport:
        """Redo the newest undo. Raises RecordProblem when there is none."""
        found = self.last_redoable()
        if found is None:
            raise RecordProblem(_("There is nothing to redo."))
        return self.undo(found.id)

    def of_record(
        self,
        entity: str,
        record_id: int,
        *,
        before: int = record_log.NEWEST,
        limit: int = record_log.NEWEST,
        brief: bool = False,
    ) -> list[Entry]:
        """Return what happened to a record and its parts (channels, addresses …), newest first.

        ``before`` is a transaction, ``limit`` a number of entries. ``brief`` is for a timeline that tells activities
        and moves too: it leaves out the changes that follow from those.
        """
        reader = self._workspace.file.reader()
        found: list[Entry] = []
        while len(found) < limit:
            wanted = limit - len(found)
            txns = record_log.transactions(reader, entity, record_id, before, wanted, brief=brief)
            if not txns:
                break
            for txn, changes in record_log.changes(reader, entity, record_id, txns).items():
                told = self._without_told(txn, changes) if brief else changes
                entry = self._entry(txn, (entity, record_id), told) if told else None
                found += [entry] if entry is not None else []
            before = txns[-1]
        return found

    def _without_told(self, txn: int, changes: list[Change]) -> list[Change]:
        """Return changes without the columns of which a log tells that the same transaction wrote."""
        rows = self._workspace.file.reader().execute(
            "SELECT DISTINCT tbl FROM change WHERE txn = ? AND op = 'I' AND tbl IN ('stage_change', 'status_change')",
            (txn,),
        )
        told = {column for (table,) in rows for column in _TOLD_BY[table]}
        found = []
        for one in changes:
            data = (
                {name: pair for name, pair in one.data.items() if name not in told}
                if one.op == "U"
                else one.data
            )
            if data:
                found.append(replace(one, data=data))
        return found

    def of_transaction(self, txn: int, limit: int = LISTED) -> tuple[list[RecordChange], bool]:
        """Return the first records that a transaction touched with what it did to them, and whether it did more."""
        connection = self._workspace.file.reader()
        found: dict[tuple[str, int], list[Change]] = {}
        more = False
        for number, change in enumerate(change_log.rows_of(connection, txn)):
            record = owners.of_row(connection, change.table, change.row or 0)
            if number == _MOST_CHANGES or (record not in found and len(found) == limit):
                more = True
                break
            found.setdefault(record, []).append(change)
        told = [self._record_change(*record, changes) for record, changes in found.items()]
        return [one for one in told if one.fields or one.created] or told, more

    def _record_change(self, entity: str, record_id: int, changes: list[Change]) -> RecordChange:
        title = names.of_row(self._workspace.file.reader(), entity, record_id)
        created = any(change.op in "IB" and change.table == entity for change in changes)
        return RecordChange(entity, record_id, title, created, self._told(entity, record_id, changes))

    def _entry(self, txn: int, record: tuple[str, int], changes: list[Change]) -> Entry | None:
        entity, record_id = record
        connection = self._workspace.file.reader()
        found = change_log.transaction(connection, txn)
        if found is None:
            return None
        user = names.of_rows(connection, "user", [found.user]).get(found.user, "") if found.user else ""
        fields = self._told(entity, record_id, changes)
        if not fields and not any(change.table == entity for change in changes):
            return None  # its parts belonged to another one then, with which it was merged
        created = any(change.op in "IB" and change.table == entity for change in changes)
        at = datetime.fromtimestamp(found.at_ms / 1000, UTC)
        if created and found.kind != "import":
            at = min(at, self._created_at(entity, record_id) or at)
        if created and found.kind == "import":
            fields = (*self._origin(entity, record_id, found), *fields)
        return Entry(found.id, found.text, found.kind, at, user, found.undone, created, fields)

    def _told(self, entity: str, record_id: int, changes: list[Change]) -> tuple[FieldChange, ...]:
        """Return what a transaction did to a record and its parts; that these went to the trash and back with it is not
        told."""
        words = ChangeWords(self._workspace, entity, record_id)
        own = [one for one in changes if one.table == entity]
        moved = any(one.op == "U" and "deleted_at" in one.data for one in own)
        parts = [
            one
            for one in changes
            if one.table != entity and not (moved and one.op == "U" and list(one.data) == ["deleted_at"])
        ]
        return (*words.told(own), *parts_told(words, parts))

    def _origin(self, entity: str, record_id: int, found: Transaction) -> tuple[FieldChange, ...]:
        """Return who made an imported record and when, where that was not the import."""
        reader = self._workspace.file.reader()
        row = reader.execute(
            f'SELECT created_at, created_by FROM "{entity}" WHERE id = ?', (record_id,)
        ).fetchone()
        if row is None or row[0] is None:
            return ()
        at, told = clock.moment(row[0]), []
        if at < datetime.fromtimestamp(found.at_ms / 1000, UTC) - timedelta(minutes=1):
            told.append(FieldChange(_("Created"), "", Moment().show(at, self._workspace.locale)))
        if row[1] not in (None, found.user):
            told.append(FieldChange(_("Created by"), "", names.of_row(reader, "user", row[1])))
        return tuple(told)

    def _created_at(self, entity: str, record_id: int) -> datetime | None:
        """Return when a record was made by what it says itself: it may be older than this file's log."""
        sql = f'SELECT created_at FROM "{entity}" WHERE id = ?'
        row = self._workspace.file.reader().execute(sql, (record_id,)).fetchone()
        return clock.moment(row[0]) if row and row[0] else None
