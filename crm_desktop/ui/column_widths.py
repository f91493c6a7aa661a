"""How wide the columns of a list are: what their words need, shared out over the room that there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import Choice, Email, LongText, Option, PersonName, Reference, Tags, Text, Web

NARROWEST, WIDEST = 84, 280
_STATE = 130  # an option that is no longer than that says how a record stands
_WORDS = (Text, PersonName, LongText, Email, Web, Reference, Tags)


@dataclass(frozen=True)
class Floors:
    """How narrow columns may become: the title of a record, names of people, other words, long options, states."""

    title: int
    people: int
    words: int
    options: int
    states: int


STEPS = (
    Floors(260, 110, 96, 84, _STATE),
    Floors(220, 96, 90, 84, _STATE),
    Floors(190, 84, 84, 84, _STATE),
    Floors(160, 84, 84, 84, _STATE),
    Floors(140, 66, 66, 84, _STATE),
)
"""Taken in this order until the columns fit: a title is cut last, how a record stands never."""


def is_words(field: Field) -> bool:
    """Tell whether a column holds words, of which a long one may end in …."""
    return type(field.kind) in _WORDS


def least_width(entity: Entity, field: Field, need: int, floors: Floors = STEPS[0]) -> int:
    """Return how narrow a column may become: words still say enough when they end in …, numbers and days do not."""
    if field.key == entity.title_key:
        return min(need, floors.title)
    if is_words(field):
        return min(need, floors.people if isinstance(field.kind, PersonName) else floors.words)
    if isinstance(field.kind, Option | Choice):
        return min(need, floors.options if need > _STATE else floors.states)
    return need


def shared_widths(needs: Sequence[int], room: int, *least: Sequence[int]) -> list[int]:
    """Return widths that fill ``room``: what each column needs, with the widest cut first where it is too little.

    No column becomes narrower than its ``least``: the first of these that has room is taken. Where none has, the
    list scrolls sideways.
    """
    total = sum(needs)
    if total <= room:
        spare = room - total
        return [need + spare * need // max(1, total) for need in needs]
    choices = least or ([min(need, NARROWEST) for need in needs],)
    floors = next((one for one in choices if sum(one) <= room), choices[0])
    low, high = min(floors), max(needs)
    while low < high:  # the widest that any column may be
        middle = (low + high + 1) // 2
        if sum(_capped(needs, middle, floors)) <= room:
            low = middle
        else:
            high = middle - 1
    return _capped(needs, low, floors)


def _capped(needs: Sequence[int], cap: int, floors: Sequence[int]) -> list[int]:
    return [max(floor, min(need, cap)) for need, floor in zip(needs, floors, strict=True)]
