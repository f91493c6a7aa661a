"""What fits on one page: how much room blocks take as they are drawn, and how sections share what is left.

Texts are measured roughly, and rather too wide than too narrow: a report is made without the fonts it will be
drawn with. A test draws the fullest pages and counts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

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
_WORD = re.compile(r"[^\s\u2e80-\uffef]+")  # what a line should not break; Chinese breaks anywhere
_MOST_OF_ROOM = 0.62  # what one of several columns takes for a long word
_RAGGED = 1.12  # what lines lose at their ends
_SPARE = 12.0  # a heading moves to the next page unless some rows would fit below it

CHART_AROUND = 36.0  # what a chart takes besides its drawing
FACT, FACT_LINE, FACT_SIZE = 17.0, 13.0, 9.5
FACT_GAP = 20.0  # between two columns of facts
FACTS = 10.0
SECTION = 22.0


@dataclass(slots=True)
class Section:
    """A part of the page with rows: the height around them, and that of each row it would like to show."""

    around: float
    rows: Sequence[float]
    slots: int = 0

    @property
    def next_height(self) -> float:
        """What one more row takes; the first one brings the heading."""
        return self.rows[self.slots] if self.slots else self.around + self.rows[0]


def room(paper: Paper, title: str) -> float:
    """Return the height that a page has left below its title."""
    title_lines = min(3, 1 + int(ems(title) * _TITLE_SIZE / (width(paper) * 0.66 - 12)))
    return _HEIGHTS[paper] - _MARGINS - _HEAD - (title_lines - 1) * _TITLE_LINE - _SPARE


def width(paper: Paper) -> float:
    """Return the width between the margins of a page, in points."""
    return _WIDTHS[paper] - _SIDES


def line_ems(paper: Paper, indent: float = 0.0) -> float:
    """Return how many ems of a line of facts or events are left behind an indent in points."""
    return (width(paper) - indent) / FACT_SIZE


def lines(text: str, most: float) -> int:
    """Return how many lines of ``most`` ems a text takes at most; words may break badly."""
    wide = ems(text)
    return 1 if wide <= most + 0.01 else ceil(wide * _RAGGED / most)


def fitted(text: str, most: float, count: int) -> str:
    """Return a text on one line, cut where it would take more than ``count`` lines of ``most`` ems."""
    return clipped(text, most if count == 1 else max(most, count * most / _RAGGED))


@dataclass(frozen=True, slots=True)
class Wish:
    """How wide the texts of one column of facts are, in points: widest label, widest value, widest single word."""

    label: float = 0.0
    value: float = 0.0
    word: float = 0.0

    @classmethod
    def of(cls, texts: Sequence[tuple[str, str]], wide: Callable[[str], float]) -> Wish:
        """Measure labels and values with ``wide``."""
        words = [word for _label, value in texts for word in _WORD.findall(value)]
        return cls(
            max((wide(label) for label, _value in texts), default=0.0),
            max((wide(value) for _label, value in texts), default=0.0),
            max((wide(word) for word in words), default=0.0),
        )


def fact_columns(wishes: Sequence[Wish], room: float) -> list[tuple[float, float]]:
    """Return the indent of the values and the width of each column of facts, in points.

    A column takes what its texts need. Where that is too much for all, the widest give way first, but none becomes
    narrower than its widest word while the others can give way.
    """
    left = room - FACT_GAP * (len(wishes) - 1)
    indents = [min(wish.label + 12, left / len(wishes) * 0.42) for wish in wishes]
    naturals = [indent + wish.value for indent, wish in zip(indents, wishes, strict=True)]
    spare = (left - sum(naturals)) / len(wishes)
    if spare >= 0:
        return [(indent, natural + spare) for indent, natural in zip(indents, naturals, strict=True)]
    most = left if len(wishes) == 1 else left * _MOST_OF_ROOM
    least = [min(indent + wish.word, most) for indent, wish in zip(indents, wishes, strict=True)]
    if sum(least) > left:
        least = indents

    def widths(level: float) -> list[float]:
        return [min(natural, max(low, level)) for natural, low in zip(naturals, least, strict=True)]

    low, high = 0.0, left
    for _step in range(40):
        level = (low + high) / 2
        low, high = (level, high) if sum(widths(level)) <= left else (low, level)
    return list(zip(indents, widths(low), strict=True))


def share(height: float, sections: Sequence[Section]) -> float:
    """Give each section one row after the other, in turn, until all have theirs or the page is full.

    Returns the height that is left.
    """
    left = height
    for count in range(max((len(one.rows) for one in sections), default=0)):
        for one in sections:
            if one.slots == count < len(one.rows) and left >= one.next_height:
                left -= one.next_height
                one.slots += 1
    return left


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
    wide = _wide("…")
    for at, char in enumerate(line):
        wide += _wide(char)
        if wide > most:
            return line[:at].rstrip() + "…"
    return line
