"""How wide the columns of a list are: what their words need, shared out over the room that there is."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import Email, LongText, Option, Reference, Tags, Text, Web

NARROWEST, WIDEST = 84, 280
_STATE = 130  # an option that is no longer than that says how a record stands
_TITLE = 160
_WORDS = (Text, LongText, Email, Web, Reference, Tags)


def is_words(field: Field) -> bool:
    """Tell whether a column holds words, of which a long one may end in …."""
    return type(field.kind) in _WORDS


def least_width(entity: Entity, field: Field, need: int) -> int:
    """Return how narrow a column may become: words still say enough when they end in …, numbers and states do not."""
    if field.key == entity.title_key:
        return min(need, _TITLE)
    may_be_cut = is_words(field) or (type(field.kind) is Option and need > _STATE)
    return min(need, NARROWEST) if may_be_cut else need


def shared_widths(needs: Sequence[int], room: int, least: Sequence[int] = ()) -> list[int]:
    """Return widths that fill ``room``: what each column needs, with the widest cut first where it is too little.

    No column becomes narrower than its ``least``; the list then scrolls sideways.
    """
    floors = least or [min(need, NARROWEST) for need in needs]
    total = sum(needs)
    if total <= room:
        spare = room - total
        return [need + spare * need // max(1, total) for need in needs]
    low, high = NARROWEST, max(needs)
    while low < high:  # the widest that any column may be
        middle = (low + high + 1) // 2
        if sum(_capped(needs, middle, floors)) <= room:
            low = middle
        else:
            high = middle - 1
    return _capped(needs, low, floors)


def _capped(needs: Sequence[int], cap: int, floors: Sequence[int]) -> list[int]:
    return [max(floor, min(need, cap)) for need, floor in zip(needs, floors, strict=True)]
