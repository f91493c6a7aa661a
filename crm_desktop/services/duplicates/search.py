"""Pairs of records that are likely one.

All records are read once, some thousands at a time; what is kept of them rules out nearly all pairs that share a key.
Only the records of the others are read again, and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from crm_desktop.services.duplicates.blocks import Blocks, PairSet
from crm_desktop.services.duplicates.bounds import points_of
from crm_desktop.services.duplicates.facts import Facts, keys_of
from crm_desktop.services.duplicates.outlines import Outlines
from crm_desktop.services.duplicates.pairs import THRESHOLD, Pair
from crm_desktop.services.duplicates.ruling_out import reaching
from crm_desktop.services.duplicates.scoring import compare
from crm_desktop.services.duplicates.watching import UNWATCHED, Watch
from crm_desktop.store.sql import chunks

PORTION = 10_000  # records read at a time
COMPARED = 2_000  # pairs compared at a time

Read = Callable[[Sequence[int]], Mapping[int, Facts]]
"""Returns the facts of the records with some ids; of those that are gone there are none."""


def likely_pairs(
    entity: str,
    ids: Sequence[int],
    read: Read,
    threshold: float = THRESHOLD,
    distinct: Set[tuple[int, int]] = frozenset(),
    watch: Watch = UNWATCHED,
) -> list[Pair]:
    """Return the likely pairs among records (``ids`` are rising), the likeliest first; ``distinct`` ones are left out.

    Raises Cancelled.
    """
    outlines, candidates = _candidates(entity, ids, read, watch.half(0))
    compared = watch.half(1).counted(candidates, len(candidates))
    near = reaching(entity, outlines, compared, points_of(threshold))
    pairs = ((outlines.ids[a], outlines.ids[b]) for a, b in near)
    found = [
        one
        for some in _portions(pair for pair in pairs if pair not in distinct)
        for one in _compared(entity, some, read)
        if one.score >= threshold
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))


def _candidates(entity: str, ids: Sequence[int], read: Read, watch: Watch) -> tuple[Outlines, PairSet]:
    """Read all records; returns what is kept of them, and the pairs that share a key."""
    outlines, blocks = Outlines(), Blocks(with_namesakes=entity == "contact")
    for part in chunks(ids, PORTION):
        watch.progress(len(outlines), len(ids))
        found = read(part)
        facts = [found[record] for record in part if record in found]
        for place, one in watch.each(enumerate(facts, len(outlines))):
            blocks.add(place, keys_of(entity, one))
        outlines.extend(facts)
    return outlines, PairSet(watch.each(blocks.groups(outlines)), len(outlines))


def _portions(pairs: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield pairs, some at a time."""
    some: list[tuple[int, int]] = []
    for pair in pairs:
        some.append(pair)
        if len(some) == COMPARED:
            yield some
            some = []
    yield some


def _compared(entity: str, pairs: Sequence[tuple[int, int]], read: Read) -> Iterator[Pair]:
    """Yield what comparing pairs tells."""
    facts = read(sorted({record for pair in pairs for record in pair}))
    for a, b in pairs:
        if a in facts and b in facts:  # else it is gone meanwhile
            one = compare(entity, facts[a], facts[b])
            yield Pair(a, b, one.score, one.reasons)


__all__ = ["Read", "likely_pairs"]
