"""What fits on one page: how much room blocks take as they are drawn, and how sections share what is left.

Texts are measured roughly, and rather too wide than too narrow: a report is made without the fonts it will be
drawn with. A test draws the fullest pages and counts them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core.document import Paper

_HEIGHTS: dict[str, float] = {"A4": 841.89, "Letter": 792.0}
_WIDTHS: dict[str, float] = {"A4": 595.276, "Letter": 612.0}
_MARGINS = 104.0  # head and foot of a page
_SIDES = 96.0
_HEAD, _TITLE_LINE, _TITLE_SIZE = 59.0, 23.0, 19.0
_NARROW = 0.62  # of the size of the type: a Latin letter, generously
_SPARE = 8.0

CHART = 226.0
FACT, FACT_LINE, FACT_SIZE = 17.0, 13.0, 9.5
FACTS = 10.0
SECTION = 22.0


@dataclass(slots=True)
class Section:
    """A part of the page with rows: how many it would like, the height around them, and the height of one."""

    wanted: int
    around: float
    row: float
    slots: int = 0

    def shown(self) -> int:
        """Return how many rows stand on the page; the last slot says how many more there are."""
        return self.wanted if self.wanted <= self.slots else max(self.slots - 1, 0)


def room(paper: Paper, title: str) -> float:
    """Return the height that a page has left below its title."""
    width = (_WIDTHS[paper] - _SIDES) * 0.66 - 12
    lines = min(3, 1 + int(ems(title) * _TITLE_SIZE / width))
    return _HEIGHTS[paper] - _MARGINS - _HEAD - (lines - 1) * _TITLE_LINE - _SPARE


def line_ems(paper: Paper, indent: float = 0.0) -> float:
    """Return how many ems of a line of facts or events are left behind an indent in points."""
    return (_WIDTHS[paper] - _SIDES - indent) / FACT_SIZE


def share(height: float, sections: Sequence[Section]) -> None:
    """Give each section two rows first, then one to each in turn, until all have theirs or the page is full."""
    wanting = [one for one in sections if one.wanted]
    left = height - sum(one.around for one in wanting)
    for count in range(1, 1 + max((one.wanted for one in wanting), default=0)):
        for one in wanting:
            if one.slots < min(count, one.wanted) and left >= one.row:
                one.slots += 1
                left -= one.row


def ems(text: str) -> float:
    """Return about how wide a text is, in units of its type size."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else _NARROW for char in text)


def clipped(text: str, most: float) -> str:
    """Return the first line of a text, cut with a mark where it is wider than ``most`` ems."""
    line = " ".join(text.split())
    if ems(line) <= most:
        return line
    wide = 1.0
    for at, char in enumerate(line):
        wide += ems(char)
        if wide > most:
            return line[:at].rstrip() + "…"
    return line
