"""When somebody will be in touch with a customer next: the earliest open activity of a company, contact, lead …

Follows at the end of every transaction that wrote activities, whoever wrote them: a form, a list, an import, an undo. A
day that was typed stays until an activity sets it, and goes with the activity only when it is that activity's day.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.services.rules import CONTACTED
from crm_desktop.store import change_log
from crm_desktop.store.sql import chunks

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

_TIMES = ("planned_at", "due_on", "started_at", "done_at", "deleted_at")
_LINKS = tuple(f"{table}_id" for table in CONTACTED)
_RELEVANT = frozenset((*_TIMES, *_LINKS))
_DAY = "coalesce(date(a.planned_at, 'localtime'), a.due_on)"
_IS_OPEN = "a.deleted_at IS NULL AND a.done_at IS NULL AND a.started_at IS NULL"
_PART = 5_000
MANY = 1_000  # records that are written together


def follow(work: UnitOfWork) -> None:
    """Bring the next contact of those up to date whose activities were written in this transaction."""
    activities, left = _written(work)
    if not activities:
        return
    subjects = {table: left[f"{table}_id"] for table in CONTACTED}
    days = left["days"]
    for part in chunks(sorted(activities), _PART):
        rows = work.execute(
            f"SELECT {_DAY}, {', '.join(f'a.{link}' for link in _LINKS)} FROM json_each(?) AS j "
            "CROSS JOIN activity AS a ON a.id = j.value",
            (json.dumps(part),),
        )
        for day, *links in rows:
            days.add(day)
            for table, subject in zip(CONTACTED, links, strict=True):
                subjects[table].add(subject)
    for table, ids in subjects.items():
        for part in chunks(sorted(ids - {None}), _PART):
            _set(work, table, part, days)


def _written(work: UnitOfWork) -> tuple[set[int], dict[str, set[Any]]]:
    """Return the activities that became others in what matters here; the links and days that they had before."""
    rows = work.execute("SELECT op, row, data FROM change WHERE txn = ? AND tbl = 'activity'", (work.id,))
    found: set[int] = set()
    left: dict[str, set[Any]] = {name: set() for name in (*_LINKS, "days")}
    for op, row, data in rows.fetchall():
        content = change_log.decoded(op, data)
        ids = [row] if row is not None else content["ids"]
        if op == "U":
            before = {name: [old] for name, (new, old) in content.items() if new != old}
        else:
            before = content["old"] if op == "S" else {}
        if op in "US" and not _RELEVANT & before.keys():
            continue
        found.update(ids)
        for name, values in before.items():
            if name in _LINKS:
                left[name].update(values)
        left["days"].update(before.get("due_on", ()))
        left["days"].update(map(_local_day, filter(None, before.get("planned_at", ()))))
    return found, left


def _local_day(moment: str) -> str:
    return clock.moment(moment).astimezone(clock.zone()).date().isoformat()


def _set(work: UnitOfWork, table: str, ids: Sequence[int], days: set[str | None]) -> None:
    """Write the next contact of records of one table; ``days`` are those on which an activity no longer waits."""
    own = f"FROM activity AS a WHERE a.{table}_id = s.id"
    rows = work.execute(
        f"SELECT s.id, s.next_contact, (SELECT min({_DAY}) {own} AND {_IS_OPEN}) AS first, "
        f"s.next_contact IS NOT NULL AND EXISTS (SELECT 1 {own} AND {_DAY} = s.next_contact) "
        f'FROM json_each(?) AS j CROSS JOIN "{table}" AS s ON s.id = j.value WHERE s.deleted_at IS NULL',
        (json.dumps(ids),),
    ).fetchall()
    changed: dict[str | None, dict[int, str | None]] = defaultdict(dict)
    for subject, present, first, is_an_activitys in rows:
        if first != present and (first is not None or is_an_activitys or present in days):
            changed[first][subject] = present
    for day, subjects in changed.items():
        if len(rows) > MANY:
            work.keep_many(table, "next_contact", day, subjects)
        else:
            for subject in subjects:
                work.execute(f'UPDATE "{table}" SET next_contact = ? WHERE id = ?', (day, subject))
