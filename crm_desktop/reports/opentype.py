"""The little of a font file that ReportLab does not read: which glyphs a feature puts in place of others."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

Tables = dict[bytes, int]
Numbers = Callable[[int, int], tuple[int, ...]]
"""Reads so many 16-bit numbers at a place of a table."""


def tables(data: bytes) -> Tables:
    """Return where each table of a font file begins."""
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(count))
    return {tag: offset for tag, _checksum, offset, _length in records}


def advance(data: bytes, places: Tables, glyph: int) -> float:
    """Return the width of a glyph in thousandths of the size."""
    (units,) = struct.unpack_from(">H", data, places[b"head"] + 18)
    (count,) = struct.unpack_from(">H", data, places[b"hhea"] + 34)
    (width,) = struct.unpack_from(">H", data, places[b"hmtx"] + 4 * min(glyph, count - 1))
    return float(width * 1000 / units)


def single_substitutes(data: bytes, places: Tables, feature: bytes) -> dict[int, int]:
    """Return glyph → glyph of a feature, of its single substitutions only; empty if the font has none."""
    start = places.get(b"GSUB")
    if start is None:
        return {}

    def numbers(place: int, count: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}H", data, start + place)

    (lookups,) = numbers(8, 1)
    found: dict[int, int] = {}
    for index in _lookups_of(numbers, feature):
        lookup = lookups + numbers(lookups + 2 + 2 * index, 1)[0]
        kind, _flags, count = numbers(lookup, 3)
        for offset in numbers(lookup + 6, count):
            found.update(_substitutes(numbers, kind, lookup + offset))
    return found


def _lookups_of(numbers: Numbers, feature: bytes) -> Iterator[int]:
    (features,) = numbers(6, 1)
    for n in range(numbers(features, 1)[0]):
        high, low, offset = numbers(features + 2 + 6 * n, 3)
        if struct.pack(">HH", high, low) == feature:
            place = features + offset
            yield from numbers(place + 4, numbers(place + 2, 1)[0])


def _substitutes(numbers: Numbers, kind: int, table: int) -> dict[int, int]:
    if kind == 7:  # an extension: the table proper lies elsewhere, at a 32-bit distance
        _form, kind, high, low = numbers(table, 4)
        table += (high << 16) + low
    if kind != 1:
        return {}
    form, coverage, third = numbers(table, 3)
    glyphs = _covered(numbers, table + coverage)
    if form == 1:
        return {glyph: (glyph + third) & 0xFFFF for glyph in glyphs}
    return dict(zip(glyphs, numbers(table + 6, third), strict=False))


def _covered(numbers: Numbers, place: int) -> list[int]:
    form, count = numbers(place, 2)
    if form == 1:
        return list(numbers(place + 4, count))
    ranges = (numbers(place + 4 + 6 * n, 2) for n in range(count))
    return [glyph for first, last in ranges for glyph in range(first, last + 1)]
