"""The entries of a calendar file, one after the other, so that a bad one costs one entry (RFC 5545).

Folded lines are put together; what no entry needs (attached files, pages of HTML) is left out; an entry that has no end
ends where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ENTRY = "calendar_entry"
"""The column of what stands for the UID of an entry of another program."""
LONGEST_LINE = 1 << 16  # characters of one line that are kept
LONGEST_ENTRY = 1 << 18  # characters of one entry
DEEPEST = 8

_KINDS = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VTIMEZONE"})
_EDGE = re.compile(r"\s*(BEGIN|END)\s*:\s*([\w-]+)\s*", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"(?:ATTACH|IMAGE|X-ALT-DESC|X-APPLE-STRUCTURED-LOCATION|X-MS-OLK-[\w-]+)\s*[;:]", re.IGNORECASE
)


@dataclass(slots=True)
class RawEntry:
    """One entry: what it is, the line where it begins, and its unfolded lines, those of BEGIN and END included."""

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)
    _size: int = 0
    _within: list[str] = field(default_factory=list)

    @property
    def is_too_long(self) -> bool:
        """Whether some of its lines were lost."""
        return self._size > LONGEST_ENTRY

    @property
    def text(self) -> str:
        """The entry as a parser takes it."""
        return self._framed(self.lines)

    @property
    def bare_text(self) -> str:
        """The entry without what is within it, whose alarms may break the rules."""
        depth, lines = 0, []
        for line in self.lines:
            edge = _EDGE.fullmatch(line)
            depth += edge is not None and edge[1] == "BEGIN"
            if depth == 0:
                lines.append(line)
            depth -= edge is not None and edge[1] == "END"
        return self._framed(lines)

    def _framed(self, lines: list[str]) -> str:
        return "\r\n".join([f"BEGIN:{self.kind}", *lines, f"END:{self.kind}", ""])

    def add(self, line: str) -> None:
        """Take one more line, as long as there is room."""
        self._size += len(line)
        if (
            line.strip()
            and len(self._within) <= DEEPEST
            and not self.is_too_long
            and not _LEFT_OUT.match(line)
        ):
            self.lines.append(line)

    def begin(self, name: str) -> None:
        """Begin something within the entry: an alarm."""
        self._within.append(name)
        self.add(f"BEGIN:{name}")

    def end(self, name: str = "") -> None:
        """End what is within the entry, down to ``name`` or all of it; what was never begun cannot end."""
        while self._within and (not name or name in self._within):
            last = self._within[-1]
            self.add(f"END:{last}")
            self._within.pop()
            if last == name:
                return


def split(lines: Iterable[str]) -> Iterator[RawEntry]:
    """Yield the entries and the time zones of a file, in its order."""
    entry: RawEntry | None = None
    for number, line in _unfolded(lines):
        edge = _EDGE.fullmatch(line)
        word, name = (edge[1].upper(), edge[2].upper()) if edge else ("", "")
        begins, ends = (
            word == "BEGIN" and name in _KINDS,
            entry is not None and (word, name) == ("END", entry.kind),
        )
        if entry is not None and (begins or ends):
            entry.end()
            yield entry
            entry = None
        if begins:
            entry = RawEntry(name, number)
        elif entry is not None and not ends:
            _take(entry, word, name, line)
    if entry is not None:
        entry.end()
        yield entry


def _take(entry: RawEntry, word: str, name: str, line: str) -> None:
    """Give an entry its next line."""
    if word == "BEGIN":
        entry.begin(name)
    elif word == "END":
        entry.end(name)
    else:
        entry.add(line)


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines with what goes on in the next ones, each with the number of its first."""
    pieces: list[str] = []
    begin = size = 0
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")[:LONGEST_LINE]
        if text[:1] in (" ", "\t") and pieces:
            size += len(text)
            if size <= LONGEST_LINE:
                pieces.append(text[1:])
            continue
        if pieces:
            yield begin, "".join(pieces)
        pieces, begin, size = [text.lstrip("\ufeff")], number, len(text)
    if pieces:
        yield begin, "".join(pieces)


__all__ = ["RawEntry", "split"]
