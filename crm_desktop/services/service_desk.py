"""The service desk: how many requests are open, late, nobody's, how quick we are, and what helps with one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models import request_clocks
from crm_desktop.models.request_clocks import Standing
from crm_desktop.models.request_states import OPEN, OUTSIDE_ATTAINMENT
from crm_desktop.store.pages import Named

if TYPE_CHECKING:
    from crm_desktop.services.service_steps import Steps
    from crm_desktop.services.workspace import Workspace

ENTITY = "service_request"
DAYS = 30  # of which is told how quick we were
OPEN_ONES = Condition("status", "any_of", list(OPEN))
LATE_ONES = Condition("due", "late")
DUE_TODAY_ONES = Condition("due", "due_today")
_MOST_ARTICLES = 3
_WORDS = 12  # of a title that articles are looked for by
_WORD = re.compile(r"[^\W\d_]{4,}|[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Counts:
    """Open requests: all, the overdue, those that run out today, those that nobody has taken on."""

    open: int
    late: int
    due_today: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class Replies:
    """First replies to the requests of the last days: how many were due, how many came in time, half of them within.

    What is not answered and overdue counts as late; what is not answered and still in time does not count yet.
    """

    counted: int
    in_time: int
    median: timedelta | None
    day: timedelta

    @property
    def share(self) -> int | None:
        """The percentage that came in time; None where there were none."""
        return round(100 * self.in_time / self.counted) if self.counted else None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the talk about a request: 'incoming', 'outgoing' or 'internal'."""

    id: int
    direction: str
    author: str
    at: datetime
    body: str


class ServiceDesk:
    """Reads what the desk needs. Safe from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def steps(self) -> Steps:
        """What is done with requests."""
        from crm_desktop.services.service_steps import Steps

        return Steps(self._workspace)

    @property
    def _reader(self) -> Any:
        return self._workspace.file.reader()

    def counts(self) -> Counts:
        """Return the counts of open requests; those of the day pages and lists agree on."""
        reader = self._reader
        found = request_clocks.open_standings(reader)
        today = request_clocks.due_today(reader, found)
        unassigned = self._workspace.lists.count_of(
            ListQuery(ENTITY, conditions=(OPEN_ONES, Condition("owner", "empty")))
        )
        return Counts(len(found), sum(one.is_late for one in found.values()), len(today), unassigned)

    def replies(self, days: int = DAYS) -> Replies:
        """Return how quick the first replies to the requests of the last days were."""
        reader = self._reader
        since = clock.stamp(clock.now() - timedelta(days=days))
        rows = reader.execute(
            "SELECT id FROM service_request WHERE deleted_at IS NULL AND received_at >= ? AND received_at <= ?",
            (since, clock.stamp()),
        )
        found = request_clocks.standings(reader, [row[0] for row in rows])
        decided = [
            (one.reply, one.day) for one in found.values() if one.reply is not None and one.reply.counts
        ]
        took = [
            one.reply.used.total_seconds()
            for one in found.values()
            if one.reply is not None and one.reply.ended is not None and one.status not in OUTSIDE_ATTAINMENT
        ]
        in_time = sum(reply.state == "met" for reply, _day in decided)
        day = decided[0][1] if decided else timedelta()
        return Replies(len(decided), in_time, timedelta(seconds=_median(took)) if took else None, day)

    def standing(self, request: int) -> Standing | None:
        """Return the clocks of one request; None when there is no such request."""
        return request_clocks.standings(self._reader, [request]).get(request)

    def messages(self, request: int) -> list[Message]:
        """Return the talk about a request, the oldest first; it begins with the request's own text."""
        rows = self._reader.execute(
            "SELECT m.id, m.direction, coalesce(u.name, c.full_name, m.author, ''), m.at, m.body "
            "FROM request_message AS m LEFT JOIN user AS u ON u.id = m.user_id "
            "LEFT JOIN contact AS c ON c.id = m.contact_id "
            "WHERE m.service_request_id = ? AND m.deleted_at IS NULL ORDER BY m.at, m.id",
            (request,),
        )
        found = [Message(one, way, author, clock.moment(at), body) for one, way, author, at, body in rows]
        first = self._first(request)
        if first is None or any(one.body.strip() == first.body.strip() for one in found):
            return found
        return [first, *found]

    def _first(self, request: int) -> Message | None:
        """Return the text of a request as its first message."""
        row = self._reader.execute(
            "SELECT coalesce(c.full_name, k.name, ''), coalesce(r.received_at, r.created_at), r.body "
            "FROM service_request AS r LEFT JOIN contact AS c ON c.id = r.contact_id "
            "LEFT JOIN company AS k ON k.id = r.company_id WHERE r.id = ?",
            (request,),
        ).fetchone()
        if row is None or not (row[2] or "").strip():
            return None
        return Message(0, "incoming", row[0], clock.moment(row[1]), row[2])

    def articles(self, request: int, limit: int = _MOST_ARTICLES) -> list[Named]:
        """Return the articles that fit a request by its product, its tags and the words of its title, best first."""
        reader, weights = self._reader, defaultdict[int, float](float)
        row = reader.execute(
            "SELECT title, product_id FROM service_request WHERE id = ?", (request,)
        ).fetchone()
        if row is None:
            return []
        title, product = row
        same_product = "SELECT id FROM article WHERE product_id = ? AND deleted_at IS NULL LIMIT 200"
        for (article,) in reader.execute(same_product, (product,)):
            weights[article] += 1
        for (article,) in reader.execute(_SAME_TAGS, (request,)):
            weights[article] += 0.5
        for word in _telling_words(title):
            found = self._workspace.lists.first_ids(ListQuery("article", search=word))
            for article in found:
                weights[article] += 1 / (1 + len(found))  # what many articles speak of tells little
        best = sorted(weights, key=lambda article: (-weights[article], article))[:limit]
        rows = self._workspace.lists.page("article", ["title"], best)
        return [Named(one.id, one.texts[0]) for one in rows]


_SAME_TAGS = """
SELECT a.row_id FROM tag_link AS a JOIN tag_link AS r ON r.tag_id = a.tag_id AND r.deleted_at IS NULL
JOIN article AS t ON t.id = a.row_id AND t.deleted_at IS NULL
WHERE a.entity = 'article' AND a.deleted_at IS NULL AND r.entity = 'service_request' AND r.row_id = ? LIMIT 500
"""


def _telling_words(title: str) -> list[str]:
    """Return the words of a title that may say what it is about: longer ones, and pairs of Chinese characters."""

    def words() -> Iterator[str]:
        for word in _WORD.findall(title.casefold()):
            if word.isascii() or not "\u4e00" <= word[0] <= "\u9fff":
                yield word
            else:
                yield from map("".join, pairwise(word))

    return list(dict.fromkeys(words()))[:_WORDS]


def _median(numbers: list[float]) -> float:
    """Return the middle one (the module of statistics is 20 times as large as all of this)."""
    ordered = sorted(numbers)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
