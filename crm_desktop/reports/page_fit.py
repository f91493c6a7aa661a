"""What fits on one page: how much room blocks take as they are drawn, and how sections share what is left.

Texts are measured roughly, and rather too wide than too narrow: a report is made without the fonts it will be
drawn with. A test draws the fullest pages and counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core.document import Paper

_HEIGHTS: dict[str, float] = {"A4": 841.89, "Letter": 792.0}
_WIDTHS: dict[str, float] = {"A4": 595.276, "Letter": 612.0}
_MARGINS = 104.0  # head and foot of a page
_SIDES = 96.0
_HEAD, _TITLE_LINE, _TITLE_SIZE = 59.0, 23.0, 19.0
# Widths of Inter's bold letters in units of the type size, rounded up; other scripts count as wide.
_LETTERS = {
    0.39: "iIjlt.,:;|!'()[] ·/\\`f",
    0.49: "r-{}_^",
    0.60: 'ackesvxyzJLF?*"',
    0.68: "hnoubdpqgEPRSZBT$#&+<=>~0123456789",
    0.93: "wmM",
    1.05: "%@W…—",
}
_WIDTHS_OF = {letter: wide for wide, letters in _LETTERS.items() for letter in letters}
_USUAL = 0.79
_LATIN = 0x24F
_SPARE = 20.0  # a heading moves to the next page unless some rows would fit below it

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

    @property
    def next_height(self) -> float:
        """What one more row takes; the first one brings the heading."""
        return self.row if self.slots else self.around + self.row


def room(paper: Paper, title: str) -> float:
    """Return the height that a page has left below its title."""
    width = (_WIDTHS[paper] - _SIDES) * 0.66 - 12
    lines = min(3, 1 + int(ems(title) * _TITLE_SIZE / width))
    return _HEIGHTS[paper] - _MARGINS - _HEAD - (lines - 1) * _TITLE_LINE - _SPARE


def line_ems(paper: Paper, indent: float = 0.0) -> float:
    """Return how many ems of a line of facts or events are left behind an indent in points."""
    return (_WIDTHS[paper] - _SIDES - indent) / FACT_SIZE


def share(height: float, sections: Sequence[Section]) -> None:
    """Give each section one row after the other, in turn, until all have theirs or the page is full."""
    left = height
    for count in range(max((one.wanted for one in sections), default=0)):
        for one in sections:
            if one.slots == count < one.wanted and left >= one.next_height:
                left -= one.next_height
                one.slots += 1


def ems(text: str) -> float:
    """Return about how wide a text is, in units of its type size."""
    return sum(_wide(char) for char in text)


def _wide(char: str) -> float:
    if char in _WIDTHS_OF:
        return _WIDTHS_OF[char]
    return 1.0 if ord(char) > _LATIN else _USUAL


def clipped(text: str, most: float) -> str:
    """Return the first line of a text, cut with a mark where it is wider than ``most`` ems."""
    line = " ".join(text.split())
    if ems(line) <= most:
        return line
    wide = 1.0
    for at, char in enumerate(line):
        wide += _wide(char)
        if wide > most:
            return line[:at].rstrip() + "…"
    return line
