"""Pairs of records that are likely one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import combinations, pairwise

from crm_desktop.services.duplicates.bounds import may_reach, points_of
from crm_desktop.services.duplicates.facts import Facts, grouped
from crm_desktop.services.duplicates.pairs import THRESHOLD, Pair
from crm_desktop.services.duplicates.scoring import compare
from crm_desktop.services.duplicates.watching import UNWATCHED, Watch

LARGEST_GROUP = 60  # a key that more records share (a switchboard, "Li Wei") tells nothing by itself


def likely_pairs(
    entity: str,
    facts: Mapping[int, Facts],
    threshold: float = THRESHOLD,
    distinct: Set[tuple[int, int]] = frozenset(),
    watch: Watch = UNWATCHED,
) -> list[Pair]:
    """Return the likely pairs among records, the likeliest first; ``distinct`` ones are left out. Raises Cancelled."""
    found: list[Pair] = []
    points = points_of(threshold)
    compared = candidates(grouped(entity, facts, watch).values()) - distinct
    for a, b in watch.counted(compared, len(compared)):
        if not may_reach(entity, facts[a], facts[b], points):
            continue
        one = compare(entity, facts[a], facts[b])
        if one.score >= threshold:
            found.append(Pair(a, b, one.score, one.reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))


def candidates(groups: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    """Return the pairs within groups, each once, the smaller id first; in a large group only neighbours are paired."""
    found: set[tuple[int, int]] = set()
    for group in groups:
        members = sorted(set(group))
        if len(members) <= LARGEST_GROUP:
            found.update(combinations(members, 2))
        else:
            found.update(pairwise(members))
    return found
