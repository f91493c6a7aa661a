"""How wide the columns of a list are: what their words need, shared out over the room that there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.kinds import Email, LongText, Reference, Tags, Text, Web

NARROWEST, WIDEST = 84, 280
_WORDS = (Text, LongText, Email, Web, Reference, Tags)


def may_be_cut(entity: Entity, field: Field) -> bool:
    """Tell whether a column still says enough when its texts end in …: words do, names, numbers and states do not."""
    return field.key != entity.title_key and type(field.kind) in _WORDS


def shared_widths(needs: Sequence[int], room: int, kept: Collection[int] = ()) -> list[int]:
    """Return widths that fill ``room``: what each column needs, with the widest cut first where it is too little.

    The columns in ``kept`` are never cut, the others not below what can be read; the list then scrolls sideways.
    """
    total = sum(needs)
    if total <= room:
        spare = room - total
        return [need + spare * need // max(1, total) for need in needs]
    low, high = NARROWEST, max(needs)
    while low < high:  # the widest that any column may be
        middle = (low + high + 1) // 2
        if sum(_capped(needs, middle, kept)) <= room:
            low = middle
        else:
            high = middle - 1
    return _capped(needs, low, kept)


def _capped(needs: Sequence[int], cap: int, kept: Collection[int]) -> list[int]:
    return [need if place in kept else min(need, cap) for place, need in enumerate(needs)]
