"""The addresses of a row in a contacts file of Google: "Address 1 - Label", "Address 1 - Street" …, by their kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm_desktop.exchange import further_addresses
from crm_desktop.exchange.further_addresses import Address, Parts

COLUMN = re.compile(r"Address (\d+) - (.+)")
BETWEEN = ":::"
_PARTS = {
    "Street": "street", "City": "city", "Region": "province", "Postal Code": "postcode", "Country": "country",
}  # fmt: skip
_HOME = ("home", "privat", "住宅", "家")
_WORK = ("work", "geschäftlich", "单位", "公司", "工作")
_MAIN = {part: f"Address 1 - {name}" for name, part in _PARTS.items()}


def headings(keys: Sequence[str]) -> list[str]:
    """Return the headings for the keys of the fields of addresses."""
    named = {
        further_addresses.key(kind, part): further_addresses.heading(kind, part, str)
        for kind in further_addresses.KINDS
        for part in further_addresses.PARTS
    }
    return [_MAIN.get(key) or named[key] for key in keys]


def cells(head: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Return the addresses of a row by the keys of their fields."""
    columns: dict[str, dict[str, str]] = {}
    for heading, cell in zip(head, row, strict=False):
        found = COLUMN.fullmatch(heading)
        if found is not None and cell.strip():
            columns.setdefault(found[1], {})[found[2]] = cell.strip()
    addresses = [one for held in columns.values() for one in _addresses(held)]
    return further_addresses.cells(addresses)[0]


def _addresses(held: dict[str, str]) -> list[Address]:
    """Return the addresses of one number: several of one label share their cells."""
    label = (held.get("Label") or held.get("Type") or "").casefold()
    kind = next(
        (name for name, words in (("home", _HOME), ("main", _WORK)) if any(one in label for one in words)),
        "other",
    )
    texts = {part: held[name].split(BETWEEN) for name, part in _PARTS.items() if name in held}
    counts = set(map(len, texts.values()))
    if len(counts) > 1:
        texts = {part: [", ".join(map(str.strip, pieces))] for part, pieces in texts.items()}
    count = max(map(len, texts.values()), default=0)
    found: list[Parts] = [
        {part: pieces[at].strip() for part, pieces in texts.items() if pieces[at].strip()}
        for at in range(count)
    ]
    return [Address(kind, parts, label.startswith("*")) for parts in found]


__all__ = ["COLUMN", "cells", "headings"]
