"""The clocks of service requests: first reply and solution, read for many requests in a few statements.

Nothing of this is stored. How long a request was worked on and waited for follows from the log of its states, its
targets from its priority and the level of its customer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.due import Due, Task
from crm_desktop.core.entity import Reader
from crm_desktop.core.service_clock import Clock, Run, Span, read_clock
from crm_desktop.models.request_states import FINISHED, OPEN, OUTSIDE_ATTAINMENT, WAITING
from crm_desktop.models.work_hours import Target, Targets

FOREVER = datetime.max.replace(tzinfo=UTC)
LONGEST = timedelta(days=20 * 366)  # further from now a moment is a slip of the pen, and has no clock

_DONE = ("solved", "closed")
_ROWS = """
SELECT r.id, r.status, r.priority, r.received_at, r.first_response_at, coalesce(r.resolved_at, r.closed_at),
       coalesce(c.level_id, p.level_id)
FROM service_request AS r LEFT JOIN company AS c ON c.id = r.company_id LEFT JOIN contact AS p ON p.id = r.contact_id
WHERE r.id IN (SELECT value FROM json_each(?))
"""
_LOG = """
SELECT service_request_id, to_status, at FROM status_change
WHERE service_request_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL ORDER BY at, id
"""
_STARS = """
SELECT service_request_id, overall FROM survey_answer
WHERE service_request_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND overall IS NOT NULL
ORDER BY answered_at, id
"""

Log = Sequence[tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands against its targets; a clock is None where there is no target or no beginning."""

    status: str
    reply: Clock | None
    solution: Clock | None
    stars: int | None = None
    day: timedelta = timedelta()

    @property
    def running(self) -> list[Clock]:
        """The clocks that have not ended, the most urgent first."""
        if self.status in FINISHED:
            return []
        found = [one for one in (self.reply, self.solution) if one is not None and one.ended is None]
        return sorted(found, key=lambda one: (one.state == "paused", one.left))

    @property
    def is_late(self) -> bool:
        """Whether something is overdue now."""
        return any(one.state == "late" for one in self.running)

    def due(self) -> Due | None:
        """Return what is due next, or how it was rated."""
        if self.status in FINISHED:
            return Due("rated", stars=self.stars) if self.stars is not None else None
        first = next(iter(self.running), None)
        if first is None:
            return None
        if first.state == "late":
            return Due("late", -first.left, self.day, first.due)
        if first.state == "paused":
            return Due("paused", first.left, self.day)
        task: Task = "reply" if first is self.reply else "solve"
        return Due(task, first.left, self.day, first.due, first.is_soon)


def standings(reader: Reader, ids: Iterable[int]) -> dict[int, Standing]:
    """Return how requests stand now. Ids that do not exist are left out."""
    wanted = (json.dumps(list(ids)),)
    now, targets = clock.now(), Targets(reader)
    logs: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for request, status, at in reader.execute(_LOG, wanted):
        logs[request].append((status, clock.moment(at)))
    stars = dict(reader.execute(_STARS, wanted).fetchall())
    found = {}
    for request, status, priority, *moments, level in reader.execute(_ROWS, wanted):
        target = targets.of(priority, level)
        received, replied, solved = (None if at is None else clock.moment(at) for at in moments)
        if target is None or received is None or abs(received - now) > LONGEST:
            found[request] = Standing(status, None, None, stars.get(request))
            continue
        history = _History(status, received, replied, solved, logs[request])
        reply, solution = history.clocks(target, now)
        found[request] = Standing(status, reply, solution, stars.get(request), target.work.day)
    return found


@dataclass(frozen=True, slots=True)
class _History:
    """What is known of the times of one request."""

    status: str
    received: datetime
    replied: datetime | None
    solved: datetime | None
    log: Log

    def clocks(self, target: Target, now: datetime) -> tuple[Clock | None, Clock | None]:
        """Return the clock of the first reply and that of the solution."""
        ended = self._ended()
        if ended is None and self.status in FINISHED:  # when, nobody knows
            return None, None
        outside = self.status in OUTSIDE_ATTAINMENT
        replied = self.replied if ended is None or self.replied is not None else ended
        reply = solution = None
        if target.reply is not None:
            reply = read_clock(
                target.work, target.reply, Run(self.received, replied, is_outside=outside), now
            )
        if target.solution is not None:
            pausing = WAITING if target.pauses_for_others else WAITING - {"waiting_third_party"}
            pauses = self._pauses(pausing)
            run = Run(self.received, ended, pauses, self.status in pausing, outside)
            solution = read_clock(target.work, target.solution, run, now)
        return reply, solution

    def _ended(self) -> datetime | None:
        """Return when the work on the request ended; None while it goes on."""
        if self.status not in FINISHED:
            return None
        if self.solved is not None and self.status in _DONE:
            return self.solved
        states = ("solved",) if any(state == "solved" for state, _at in self.log) else (self.status,)
        logged = [at for state, at in self.log if state in states]
        return logged[-1] if logged else self.solved

    def _pauses(self, pausing: frozenset[str]) -> list[Span]:
        """Return when nobody had to work on it: while it waited, and between being finished and reopened.

        One that waits without a log (another program's, imported) is taken to have waited from the beginning.
        """
        still = pausing | FINISHED
        found: list[Span] = []
        since = None
        for state, at in self.log:
            if state in still:
                since = since or max(at, self.received)
            elif since is not None:
                found.append((since, at))
                since = None
        if self.status in pausing:
            found.append((since or self.received, FOREVER))
        return found


# ------------------------------------------------------------------ all that is open


def open_standings(reader: Reader) -> dict[int, Standing]:
    """Return how the live requests stand that are not finished."""
    rows = reader.execute(
        "SELECT id FROM service_request WHERE deleted_at IS NULL AND status IN (SELECT value FROM json_each(?))",
        (json.dumps(OPEN),),
    )
    return standings(reader, [row[0] for row in rows])


def due(reader: Reader, ids: Sequence[int]) -> Mapping[int, Any]:
    """Return what is due with each of the requests."""
    return {request: one.due() for request, one in standings(reader, ids).items()}


def by_due(reader: Reader) -> list[int]:
    """Return the open requests with what is most urgent first: late ones, those that run out, those that wait."""

    def urgency(standing: Standing) -> tuple[bool, bool, timedelta]:
        first = next(iter(standing.running), None)
        return (
            first is None,
            first is not None and first.state == "paused",
            first.left if first else timedelta(),
        )

    found = open_standings(reader)
    return sorted(found, key=lambda request: (*urgency(found[request]), request))


def late(reader: Reader) -> list[int]:
    """Return the open requests that are overdue."""
    return [request for request, one in open_standings(reader).items() if one.is_late]


def due_today(reader: Reader, known: Mapping[int, Standing] | None = None) -> list[int]:
    """Return the open requests that are in time and of which a clock runs out today, by the clock of this computer.

    ``known`` are the open ones, where they have been read already.
    """
    today = clock.today()
    return [
        request
        for request, one in (open_standings(reader) if known is None else known).items()
        if not one.is_late
        and any(each.state == "running" and each.due.astimezone().date() == today for each in one.running)
    ]
