"""Groups of records that are likely one: pairs that hang together, never two that somebody said to be two."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from crm_desktop.services.duplicates.pairs import Pair

LARGEST = 20  # records: as many as are merged into one at a time


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are likely one, the oldest first; ``pairs`` are what was found among them, the likeliest first.

    ``score`` is that of the weakest link by which they hang together.
    """

    ids: tuple[int, ...]
    score: float
    pairs: tuple[Pair, ...]

    @property
    def is_complete(self) -> bool:
        """Whether each of them is likely each other one, so that no record is here by way of another alone."""
        return len(self.pairs) == len(self.ids) * (len(self.ids) - 1) // 2

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for it: the reasons of the likeliest pair, then those of the others."""
        return tuple(dict.fromkeys(reason for pair in self.pairs for reason in pair.reasons))


def groups_of(pairs: Iterable[Pair], distinct: Set[tuple[int, int]] = frozenset()) -> list[Group]:
    """Return the groups of pairs (the likeliest pair first), the likeliest group first.

    Two records of a ``distinct`` pair never come into one group, and no group is larger than can be merged.
    """
    members: dict[int, set[int]] = {}  # the group in which a record is
    apart: dict[int, set[int]] = {}
    for first, second in distinct:
        apart.setdefault(first, set()).add(second)
        apart.setdefault(second, set()).add(first)
    within: dict[int, list[Pair]] = {}  # by the id of the set of the group
    weakest: dict[int, float] = {}
    for pair in pairs:
        one = members.setdefault(pair.a, {pair.a})
        other = members.setdefault(pair.b, {pair.b})
        if one is not other:
            if len(one) + len(other) > LARGEST or any(apart.get(each, _NONE) & other for each in one):
                continue
            one, other = (one, other) if len(one) >= len(other) else (other, one)
            weakest[id(one)] = pair.score
            within.setdefault(id(one), []).extend(within.pop(id(other), ()))
            weakest.pop(id(other), None)
            one |= other
            members.update(dict.fromkeys(other, one))
        within[id(one)].append(pair)
    found = [_group(one, within[id(one)], weakest[id(one)]) for one in _different(members.values())]
    return sorted(found, key=lambda group: (-group.score, group.ids))


def _different(sets: Iterable[set[int]]) -> Iterable[set[int]]:
    """Return the groups, each once, without those of one record alone."""
    return {id(one): one for one in sets if len(one) > 1}.values()


def _group(ids: set[int], pairs: list[Pair], score: float) -> Group:
    return Group(
        tuple(sorted(ids)), score, tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)))
    )


_NONE: frozenset[int] = frozenset()

__all__ = ["LARGEST", "Group", "groups_of"]
