"""How wide the columns of a list are: what their words need, shared out over the room that there is."""

from __future__ import annotations

from collections.abc import Sequence

NARROWEST, WIDEST = 110, 280


def shared_widths(needs: Sequence[int], room: int, kept: int = -1) -> list[int]:
    """Return widths that fill ``room``: what each column needs, with the widest cut first where it is too little.

    The column ``kept``, which names the records, is not cut.
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


def _capped(needs: Sequence[int], cap: int, kept: int) -> list[int]:
    return [need if place == kept else min(need, cap) for place, need in enumerate(needs)]
