"""Long numbers that a spreadsheet damaged before they became text. Runs in the reading process.

Saved as CSV, 13857123345 becomes 1.38571E+10, and of more than fifteen digits the last ones become zeros. What is lost
cannot be read back, but it can be counted and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHORTENED = re.compile(r"(?m)^[+-]?\d(?:[.,]\d+)?E\+\d{2,3}$", re.IGNORECASE)
# A pattern that begins with a sign of its own is looked for much more quickly than one that begins with a line.
_LONG = re.compile(r"\n\d{16,20}(?=\n|$)")
_ZEROED = re.compile(r"\n\d{15}0{1,5}(?=\n|$)")


def damaged_texts(cells: Sequence[object]) -> tuple[int, int]:
    """Return how many texts of a column are shortened to an exponent, and how many have zeros for their last digits.

    A card number may end in zero by itself: zeros count where at least half of the long numbers end so.
    """
    text = _together(cells)
    shortened = len(_SHORTENED.findall(text)) if _has_exponent(text) else 0
    zeroed = len(_ZEROED.findall(text)) if "0" in text else 0
    if zeroed and 2 * zeroed < len(_LONG.findall(text)):
        zeroed = 0
    return shortened, zeroed


def may_be_damaged(cells: Sequence[object]) -> bool:
    """Tell whether any text is one that may be damaged, however often it stands in the column."""
    text = _together(cells)
    return _has_exponent(text) or _ZEROED.search(text) is not None


def _together(cells: Sequence[object]) -> str:
    """Return the texts of a column, each behind the end of a line."""
    try:
        return "\n".join(["", *filter(None, cells)])  # type: ignore[list-item]
    except TypeError:  # numbers among them
        return "\n".join(["", *(cell for cell in cells if type(cell) is str)])


def _has_exponent(text: str) -> bool:
    return "E+" in text or "e+" in text
