"""Long numbers that a spreadsheet damaged before they became text. Runs in the reading process.

Saved as CSV, 13857123345 becomes 1.38571E+10, and of more than fifteen digits the last ones become zeros. What is lost
cannot be read back, but it can be counted and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHORTENED = re.compile(r"(?m)^[+-]?\d(?:[.,]\d+)?E\+\d{2,3}$", re.IGNORECASE)
_LONG = re.compile(r"(?m)^\d{16,20}$")
_ZEROED = re.compile(r"(?m)^\d{15}0{1,5}$")


def damaged_texts(cells: Sequence[object]) -> tuple[int, int]:
    """Return how many texts of a column are shortened to an exponent, and how many have zeros for their last digits.

    A card number may end in zero by itself: zeros count where at least half of the long numbers end so.
    """
    try:
        text = "\n".join(filter(None, cells))  # type: ignore[arg-type]
    except TypeError:  # numbers among them
        text = "\n".join([cell for cell in cells if type(cell) is str])
    shortened = len(_SHORTENED.findall(text)) if "E+" in text or "e+" in text else 0
    zeroed = len(_ZEROED.findall(text)) if "0" in text else 0
    if zeroed and 2 * zeroed < len(_LONG.findall(text)):
        zeroed = 0
    return shortened, zeroed
