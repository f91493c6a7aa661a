"""Telephone numbers of the demo data: ranges that are reserved for films and books first, believable ones after.

Germany, the United Kingdom, France and Sweden keep numbers that ring nowhere; where these are used up, and in
countries without any, a number may be somebody's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import gcd
from typing import Any
from zlib import crc32

_GOLDEN = 0.6180339887  # steps of this part of a range lie as far apart as they can


class Range:
    """All numbers that patterns allow, each once and in a scattered order.

    In a pattern ``#`` is a digit; all patterns of a range have the same number of them. ``name`` decides where
    the range begins, so that two do not go through the same digits.
    """

    def __init__(self, patterns: Sequence[str], name: str) -> None:
        self._templates = [one.replace("#", "%s") for one in patterns]
        self._digits = patterns[0].count("#")
        self._size: int = len(patterns) * 10**self._digits
        step = max(1, int(self._size * _GOLDEN))
        while gcd(step, self._size) != 1:
            step += 1
        self._step = step
        self._at = crc32(name.encode()) % self._size
        self._left = self._size

    def next(self) -> str | None:
        """Return a number that was not given yet, or nothing when all are given."""
        if not self._left:
            return None
        self._left -= 1
        number, place = divmod(self._at, len(self._templates))
        self._at = (self._at + self._step) % self._size
        found: str = self._templates[place] % tuple(f"{number:0{self._digits}d}")
        return found


class Numbers:
    """The mobile and telephone numbers of one country. ``taken`` are numbers that are written down elsewhere."""

    def __init__(self, country: str, words: dict[str, Any], taken: Collection[str]) -> None:
        mobile, phone = words["mobile"], words["phone"]
        self._code = str(words["code"])
        self._taken = taken
        self._mobiles = [
            Range(patterns, f"{country} mobile {kind}") for kind, patterns in mobile.items() if patterns
        ]
        self._phones = Range(phone["usual"], f"{country} phone")
        self._areas = {
            area: Range([pattern], f"{country} {area}") for area, pattern in phone["reserved"].items()
        }

    def mobile(self) -> str:
        """Return a mobile number that nobody else has."""
        return self._next("", self._mobiles)

    def phone(self, area: str) -> str:
        """Return a telephone number with a dialling code that nobody else has."""
        reserved = [self._areas[area]] if area in self._areas else []
        return self._next(f"{area} ", [*reserved, self._phones])

    def _next(self, area: str, ranges: Sequence[Range]) -> str:
        for one in ranges:
            while (found := one.next()) is not None:
                number = f"{self._code} {area}{found}"
                if number not in self._taken:
                    return number
        raise ValueError(f"no numbers are left for {self._code}")
