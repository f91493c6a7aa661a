"""Rows of a foreign table that no key finds, but that are likely records which are already there, or earlier rows.

Rows and records meet by the keys of ``services.duplicates`` and are scored as there. Records are read in portions, so
that a large file costs time but no memory.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.core.likeness import PRIOR
from crm_desktop.core.memory import give_back
from crm_desktop.services.duplicates import ENTITIES
from crm_desktop.services.duplicates.blocks import LARGEST_GROUP
from crm_desktop.services.duplicates.bounds import may_reach, points_of
from crm_desktop.services.duplicates.facts import Facts, keys_of, read_facts
from crm_desktop.services.duplicates.pairs import THRESHOLD, reason_words
from crm_desktop.services.duplicates.scoring import NAME, compare
from crm_desktop.services.import_namesakes import Namesakes
from crm_desktop.services.import_row_facts import facts_of_rows
from crm_desktop.services.import_table import ImportTable, Progress, stop_if
from crm_desktop.store import names
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

CHECKED_EACH = 5_000  # rows or pairs
PORTION = 2_000  # records whose facts are in memory at a time
MOST = 3  # candidates of one row
NAMESAKE = 1 / (1 + math.exp(-PRIOR - NAME.same))
"""How likely two people are one of whom only the name is known, and is the same."""
WEAK = frozenset({"name", "spoken", "house", "born"})
COMMON = 10  # rows that share one of these: where more do, something else must be the same too

_HASH = (1 << 60) - 1  # larger numbers take half as much memory again
Key = int
"""The hash of what rows and records share, odd where it is a weak one. Two that have the same one by chance are told
apart when they are compared; texts would take three times the memory."""

Candidate = tuple[float, tuple[str, ...], int]
"""How likely a row is another one, why, and which: the id of a record, or minus the place of a row minus one."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Who a row likely is: a record by its id, or an earlier row of the table by minus its number.

    ``score`` is from 0 to 1; ``reasons`` are codes, see ``reason_words`` of the duplicates.
    """

    record: int
    name: str
    score: float
    reasons: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether it is likely enough for a choice about all likely duplicates; of others only the name is the same."""
        return self.score >= THRESHOLD

    @property
    def percent(self) -> str:
        """How likely it is, in words; never quite certain."""
        return f"{min(99, round(self.score * 100))} %"

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in the language of the program."""
        return tuple(map(reason_words, self.reasons))


Twins = dict[int, tuple[Twin, ...]]
"""Rows, by their place, with those who they likely are, the likeliest first."""


def find_twins(
    workspace: Workspace,
    table: ImportTable,
    places: Sequence[int],
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Twins:
    """Return which of the rows (by their ``places``) are likely records, or earlier ones of these rows.

    Only companies and contacts are compared. Raises Cancelled.
    """
    if table.entity.name not in ENTITIES or not places:
        return {}
    connection = workspace.file.reader()
    give_back()  # what the plan of the table took before
    search = _Search(table, places, cancelled)
    for done, facts in _portions(connection, table.entity.name):
        search.meet(facts)
        if progress is not None:
            progress(_("Looking for likely duplicates"), done)
    search.add_namesakes()
    search.meet_rows()
    found = search.found
    del search
    return _named(connection, table, found.best())


def _portions(connection: Connection, entity: str) -> Iterator[tuple[int, dict[int, Facts]]]:
    """Yield the facts of all live records, some thousands at a time, and how many were read."""
    ids = [row[0] for row in connection.execute(f'SELECT id FROM "{entity}" WHERE deleted_at IS NULL')]
    done = 0
    for part in chunks(sorted(ids), PORTION):
        done += len(part)
        yield done, read_facts(connection, entity, part)
        connection.execute("PRAGMA shrink_memory")  # no page of these is asked for again


class _Found:
    """Who the rows likely are, as it is found: millions of small objects would take up the memory of others."""

    def __init__(self) -> None:
        self._places = array("q")
        self._others = array("q")
        self._scores = array("d")
        self._reasons = array("l")
        self._known: dict[tuple[str, ...], int] = {}

    def add(self, place: int, other: int, score: float, reasons: tuple[str, ...]) -> None:
        """Note that the row at a place is likely another one: a record, or the row at minus its place minus one."""
        self._places.append(place)
        self._others.append(other)
        self._scores.append(score)
        self._reasons.append(self._known.setdefault(reasons, len(self._known)))

    def add_namesake(self, place: int, other: int) -> None:
        """Note that the row at a place has the name of another one, where nothing more is known."""
        self.add(place, other, NAMESAKE, ("same name",))

    def best(self) -> dict[int, list[Candidate]]:
        """Return the likeliest few of each row; records come before rows that are as likely."""
        places, others, scores = self._places, self._others, self._scores
        reasons = list(self._known)
        found: dict[int, list[Candidate]] = {}
        for at in sorted(
            range(len(places)),
            key=lambda at: (places[at], -scores[at], others[at] < 0, abs(others[at])),
        ):
            several = found.setdefault(places[at], [])
            if len(several) < MOST and all(others[at] != other for _score, _why, other in several):
                several.append((scores[at], reasons[self._reasons[at]], others[at]))
        return found


class _Search:
    """Finds who the rows likely are."""

    def __init__(
        self, table: ImportTable, places: Sequence[int], cancelled: Callable[[], bool] | None
    ) -> None:
        self._entity = table.entity.name
        self._cancelled = cancelled
        self._points = points_of(THRESHOLD)
        self._rows = facts_of_rows(table, places, cancelled)
        self._keys: dict[Key, tuple[int, ...]] = {}
        self._add_keys()
        self.found = _Found()
        self._namesakes = Namesakes() if self._entity == "contact" else None

    def _add_keys(self) -> None:
        for at, (place, facts) in enumerate(self._rows.items()):
            if at % CHECKED_EACH == 0:
                stop_if(self._cancelled)
            alone = (place,)  # one for all keys that nobody else has
            for key in _keys(self._entity, facts):
                known = self._keys.get(key)
                if known is None:
                    self._keys[key] = alone
                elif len(known) <= LARGEST_GROUP:  # of more it does not matter which they are
                    self._keys[key] = (*known, place)

    def meet(self, records: Mapping[int, Facts]) -> None:
        """Compare records with the rows that share a key with them."""
        stop_if(self._cancelled)
        keys, most = self._keys, _most
        for record, facts in records.items():
            meant: set[int] = set()
            for key in _keys(self._entity, facts):
                if (places := keys.get(key)) is not None and len(places) <= most(key):
                    meant.update(places)
            for place in meant:
                self._judge(place, record, facts)
                if self._namesakes is not None:
                    self._namesakes.met(place, self._rows[place], facts)

    def add_namesakes(self) -> None:
        """Find the rows that have nothing but the name of a record, the only one of that name."""
        if self._namesakes is not None:
            for place, record in self._namesakes.only_ones():
                self.found.add_namesake(place, record)

    def meet_rows(self) -> None:
        """Compare the rows with one another."""
        stop_if(self._cancelled)
        pairs: set[tuple[int, int]] = set()
        for key, places in self._keys.items():
            if 1 < len(places) <= _most(key):
                pairs.update(combinations(places, 2))
        for at, (earlier, later) in enumerate(pairs):
            if at % CHECKED_EACH == 0:
                stop_if(self._cancelled)
            self._judge(later, -earlier - 1, self._rows[earlier])

    def _judge(self, place: int, other: int, facts: Facts) -> None:
        mine = self._rows[place]
        if may_reach(self._entity, mine, facts, self._points):
            judged = compare(self._entity, mine, facts)
            if judged.score >= THRESHOLD:
                self.found.add(place, other, judged.score, judged.reasons)


def _keys(entity: str, facts: Facts) -> Iterable[Key]:
    """Return the keys under which rows and records meet."""
    for kind, value in keys_of(entity, facts):
        key = hash((kind, value)) & _HASH
        yield key | 1 if kind in WEAK else key & ~1


def _most(key: Key) -> int:
    """Return how many rows may share a key that tells anything by itself."""
    return COMMON if key & 1 else LARGEST_GROUP


def _named(connection: Connection, table: ImportTable, best: Mapping[int, Sequence[Candidate]]) -> Twins:
    """Return the likeliest few of each row with their names."""
    ids = sorted({other for candidates in best.values() for _score, _why, other in candidates if other > 0})
    titles = names.of_rows(connection, table.entity.name, ids)
    own = table.columns.get(table.entity.title_key) or [""] * len(table)

    def twin(score: float, reasons: tuple[str, ...], other: int) -> Twin:
        if other > 0:
            return Twin(other, titles.get(other, ""), score, reasons)
        return Twin(-table.numbers[-other - 1], str(own[-other - 1] or ""), score, reasons)

    return {place: tuple(twin(*one) for one in candidates) for place, candidates in best.items()}


__all__ = ["Twin", "Twins", "find_twins"]
