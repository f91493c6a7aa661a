"""Entries of foreign calendars, known again by their UID: what was moved to another day is the same activity.

What stands for the UID of an entry (``calendar_rows``) is kept as the value of a field that nobody is shown: a custom
field that is retired from its beginning, with an id that is the same in every file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Number
from crm_desktop.exchange.calendar_lines import ENTRY
from crm_desktop.models import registry
from crm_desktop.services.import_policies import EMPTY
from crm_desktop.services.import_present import stored_columns
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.import_changes import Cell
    from crm_desktop.services.import_matching import Matched
    from crm_desktop.services.import_table import ImportTable
    from crm_desktop.store.unit_of_work import UnitOfWork

FIELD_ID = 999_001
FIELD = Field(
    ENTRY,
    N_("Entry of a calendar"),
    Number(),
    Child("custom_value", "row_id", "whole_value", (("field_id", FIELD_ID),)),
    listed="hidden",
)
TIMES = ("started_at", "planned_at", "due_on")
"""When an activity takes place: a foreign entry says one of them."""
DONE = "done_at"


def groups(table: ImportTable, others: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of fields by which the rows of a table are found, the surest first."""
    own = [(ENTRY,)] if ENTRY in table.columns else []
    return (*own, *map(tuple, others))


def make_field(work: UnitOfWork, table: ImportTable) -> None:
    """Make the field in which the entries are kept, where a table brings any and there is none yet."""
    if ENTRY not in table.columns:
        return
    found = work.execute("SELECT deleted_at FROM custom_field WHERE id = ?", (FIELD_ID,)).fetchone()
    if found is None:
        record = work.add(
            registry.model("custom_field"),
            entity="activity",
            key=ENTRY,
            kind="number",
            label_en=FIELD.label,
            label_zh="日历条目",
            retired_at=clock.now(),
        )
        record.id = FIELD_ID
        work.flush()
    elif found[0] is not None:  # an import that was undone had made it
        work.execute("UPDATE custom_field SET deleted_at = NULL WHERE id = ?", (FIELD_ID,))


def leave_done(connection: Connection, table: ImportTable, matched: Matched) -> None:
    """Let the next day of a series be a new activity, or one that is open, where the one it means is done."""
    rules = table.columns.get("recurrence")
    if ENTRY not in table.columns or rules is None:
        return
    rows = [at for at, owner in enumerate(matched.rows) if rules[at] and owner is not None and owner >= 0]
    series = {table.columns[ENTRY][at] for at in rows} - {None}
    known: dict[int, list[tuple[int, Any, dict[str, Any]]]] = defaultdict(list)
    for part in chunks(sorted(series)):
        sql = (
            f"SELECT v.whole_value, a.id, a.done_at, {', '.join(f'a.{one}' for one in TIMES)} FROM custom_value AS v "
            f"JOIN activity AS a ON a.id = v.row_id WHERE v.field_id = {FIELD_ID} AND v.deleted_at IS NULL "
            f"AND a.deleted_at IS NULL AND v.whole_value IN ({marks(part)}) ORDER BY a.id DESC"
        )
        for entry, record, done, *times in connection.execute(sql, part):
            known[entry].append((record, done, dict(zip(TIMES, times, strict=True))))
    for at in rows:
        same = known.get(table.columns[ENTRY][at])
        if same:
            matched.rows[at] = _meant(table, at, same)


def _meant(table: ImportTable, at: int, same: Sequence[tuple[int, Any, Mapping[str, Any]]]) -> int | None:
    """Return the activity of a series that a row means: that of its time, else an open one, else none."""
    said = {key: table.columns[key][at] for key in TIMES if key in table.columns}
    for record, _done, times in same:
        if any(value is not None and times[key] == value for key, value in said.items()):
            return record
    return next((record for record, done, _times in same if done is None), None)


def forget_old_times(
    connection: Connection,
    table: ImportTable,
    rows: Sequence[Sequence[int]],
    records: Sequence[int],
    found: dict[int, dict[str, Cell]],
) -> None:
    """Empty the other times of entries that are still to come: they were moved, or are whole days now.

    ``rows`` are those of each of the ``records``; ``found`` are the changes so far.
    """
    if ENTRY not in table.columns:
        return
    fields = [FIELD, *map(table.entity.field, (*TIMES, DONE))]
    present = stored_columns(connection, table.entity, fields, records)
    for at, record in enumerate(records):
        row = rows[at][-1]
        said = {key for key in TIMES if key in table.columns and table.columns[key][row] is not None}
        if table.columns[ENTRY][row] is None or present[ENTRY][at] != table.columns[ENTRY][row]:
            continue
        if not said or "started_at" in said:
            continue
        for key in TIMES:
            old = present[key][at]
            if key not in said and old is not None:
                found.setdefault(record, {})[key] = (old, EMPTY)
        done, day = present[DONE][at], present["due_on"][at]
        if done is not None and _passed_by_itself(done, day) and not _is_done(table, row):
            found.setdefault(record, {})[DONE] = (done, EMPTY)


def _is_done(table: ImportTable, row: int) -> bool:
    return DONE in table.columns and table.columns[DONE][row] is not None


def _passed_by_itself(done: str, day: str | None) -> bool:
    """Tell whether nobody said that a whole day was done: it had passed when it came in (``calendar_entries``)."""
    at = clock.moment(done).astimezone()
    return day is not None and at.isoformat()[:16] == f"{day}T00:00"


__all__ = ["FIELD", "forget_old_times", "groups", "leave_done", "make_field"]
