"""Entries that overlap stand side by side: in which lane each stands, and of how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_CROWD = 40


@dataclass(frozen=True, slots=True)
class Lane:
    """A place beside others: its number from the left, how many there are, and how many of them it may take."""

    number: int
    count: int
    width: int = 1


def lanes(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """Return the lane of each span (beginning and end, in the order of their beginnings).

    Spans that hang together share the width; one that has room at its right takes it.
    """
    found: list[Lane] = []
    group: list[int] = []
    ends: list[int] = []
    latest = 0
    numbers: dict[int, int] = {}
    for at, (begin, end) in enumerate(spans):
        if group and begin >= latest:
            found += _settled(spans, group, numbers, len(ends))
            group, ends = [], []
        number = next((one for one, taken in enumerate(ends) if taken <= begin), len(ends))
        if number == len(ends):
            ends.append(end)
        else:
            ends[number] = end
        numbers[at] = number
        latest = max(latest, end)
        group.append(at)
    return found + _settled(spans, group, numbers, len(ends))


def _settled(
    spans: Sequence[tuple[int, int]], group: Sequence[int], numbers: dict[int, int], count: int
) -> list[Lane]:
    if len(group) > _CROWD:  # nothing would be left to take, and it takes long to see
        return [Lane(numbers[at], count) for at in group]
    made = []
    for at in group:
        begin, end = spans[at]
        right = [
            numbers[other]
            for other in group
            if numbers[other] > numbers[at] and spans[other][0] < end and spans[other][1] > begin
        ]
        made.append(Lane(numbers[at], count, min(right, default=count) - numbers[at]))
    return made
