"""Which records are to be compared: those that share a key.

Keys and pairs are numbers in arrays, parted by their value, so that of those of a million records only one part is
looked at as objects at a time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from crm_desktop.services.duplicates.outlines import Outlines

LARGEST_GROUP = 60  # a key that more records share (a switchboard, "Li Wei") tells nothing by itself
NAMESAKES = 12  # records of one name, from which on it tells nothing by itself
_PARTS = 64
_BITS = 32  # of a pair, for the place of the second record
_SECOND = (1 << _BITS) - 1


class Keys:
    """The keys that records have: numbers made of them and the places of the records, in ``parts`` by that number."""

    def __init__(self) -> None:
        self.parts = [(array("q"), array("I")) for _part in range(_PARTS)]

    def groups(self) -> Iterator[list[int]]:
        """Yield the records that share a key, in the order in which they were added. The keys are gone afterwards."""
        while self.parts:
            first: dict[int, int] = {}
            found: dict[int, list[int]] = {}
            for code, place in zip(*self.parts.pop(), strict=True):
                earlier = first.setdefault(code, place)
                if earlier != place:
                    found.setdefault(code, [earlier]).append(place)
            yield from found.values()


class Blocks:
    """The keys of all records of an entity, and the groups of records that they make.

    Where ``with_namesakes``, as among persons, many records of one name are no group by that alone.
    """

    def __init__(self, *, with_namesakes: bool) -> None:
        self._keys = Keys()
        self._names = Keys() if with_namesakes else self._keys

    def add(self, place: int, keys: Iterable[tuple[str, str]]) -> None:
        """Add the keys of a record."""
        parts, names = self._keys.parts, self._names.parts
        for key in keys:
            code = hash(key)
            codes, places = (names if key[0] == "spoken" else parts)[code % _PARTS]
            codes.append(code)
            places.append(place)

    def groups(self, outlines: Outlines) -> Iterator[Sequence[int]]:
        """Yield the groups. The keys are gone afterwards."""
        yield from self._keys.groups()
        for group in self._names.groups():
            if len(group) > NAMESAKES:
                yield from _by_city(outlines, group)
            else:
                yield group


def _by_city(outlines: Outlines, group: Iterable[int]) -> Iterable[Sequence[int]]:
    """Return a large group of one name by city: that alone makes nobody the same, and other keys pair the rest.

    Of those without a city only those stay together of whom nothing else is known, either.
    """
    parts: dict[str, list[int]] = defaultdict(list)
    for place in group:
        city = outlines.cities[place]
        if city or not (outlines.phones.has(place) or outlines.mailboxes.has(place)):
            parts[city].append(place)
    return [part for part in parts.values() if part[1:]]


class PairSet:
    """Pairs of places below ``count``, each once, the smaller place first; in their order."""

    def __init__(self, groups: Iterable[Sequence[int]], count: int) -> None:
        parts = [array("Q") for _part in range(_PARTS)]
        for group in groups:
            for a, b in paired(group):
                parts[a * _PARTS // count].append(a << _BITS | b)
        self._parts = parts
        for at, part in enumerate(parts):
            parts[at] = array("Q", sorted(set(part)))

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for part in self._parts:
            for pair in part:
                yield pair >> _BITS, pair & _SECOND


def paired(group: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return the pairs within a group, the smaller number first; in a large group only neighbours are paired."""
    members = sorted(set(group))
    return combinations(members, 2) if len(members) <= LARGEST_GROUP else pairwise(members)


__all__ = ["LARGEST_GROUP", "Blocks", "Keys", "PairSet", "paired"]
