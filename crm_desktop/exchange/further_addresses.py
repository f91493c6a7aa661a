"""Further addresses of a record, of which a table has columns beside those of the main one: home, delivery …

Their fields have keys like ``home_address.city`` and labels like “City (home)”; files of other programs have
headings like “Home City”, “Shipping Zip/Postal Code”, “其他地址 街道”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from crm_desktop.core.i18n import N_

KINDS: dict[str, str] = {
    "home": N_("%(part)s (home)"),
    "billing": N_("%(part)s (billing)"),
    "delivery": N_("%(part)s (delivery)"),
    "other": N_("%(part)s (other)"),
}
PARTS: dict[str, str] = {
    "country": N_("Country"), "province": N_("Province"), "city": N_("City"), "district": N_("District"),
    "street": N_("Street"), "postcode": N_("Postcode"),
}  # fmt: skip

_BEFORE = {
    "home": ("home", "home address", "private", "private address", "住宅", "住宅地址", "家庭", "家庭地址"),
    "billing": ("billing", "billing address", "invoice", "invoice address", "账单", "账单地址", "开票地址"),
    "delivery": ("shipping", "shipping address", "delivery", "delivery address", "收货", "收货地址", "送货地址"),
    "other": ("other", "other address", "alternate address", "alt address", "其他", "其他地址"),
}  # fmt: skip
_BEHIND = {
    "country": ("country", "country/region", "国家", "国家/地区"),
    "province": ("state", "state/province", "province", "region", "省", "省份", "省/市/自治区"),
    "city": ("city", "town", "市", "市/县", "城市"),
    "district": ("district", "区", "区县"),
    "street": ("street", "address", "街道"),
    "postcode": ("postal code", "postcode", "zip", "zip code", "zip/postal code", "code", "邮政编码", "邮编"),
}  # fmt: skip

Parts = dict[str, str]
"""The texts of an address by the keys of PARTS, empty ones left away."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a card or row: its kind ('main' is that of work, else one of KINDS) and its parts.

    ``preferred`` says that it goes before others, ``exact`` that it is of this kind and never stands in for the main
    one.
    """

    kind: str
    parts: Parts
    preferred: bool = False
    exact: bool = False


def key(kind: str, part: str) -> str:
    """Return the key of the field for one part of an address."""
    return f"{kind}_address.{part}"


def heading(kind: str, part: str, words: Callable[[str], str]) -> str:
    """Return the label of that field; ``words`` translates."""
    return words(KINDS[kind]) % {"part": words(PARTS[part])}


def aliases(kind: str, part: str) -> tuple[str, ...]:
    """Return other headings of that field."""
    found = [f"{before} {behind}" for before in _BEFORE[kind] for behind in _BEHIND[part]]
    if part == "street":
        found += [one for one in _BEFORE[kind] if one.endswith(("address", "地址"))]
    return tuple(found)


def arranged(addresses: Iterable[Address]) -> tuple[dict[str, Parts], int]:
    """Return the addresses of one record by their kinds, and how many there was no place for.

    The main one is the preferred, else that of work, else the first; the second of a kind is an other one.
    """
    found: dict[str, Parts] = {}
    left = 0
    filled = [one for one in addresses if one.parts]
    for one in sorted(filled, key=lambda one: (one.exact, not one.preferred, one.kind != "main")):
        free = next((place for place in _places(one, is_first=not found) if place not in found), "")
        if one.parts in found.values() and not one.exact:
            continue
        if free:
            found[free] = one.parts
        else:
            left += 1
    return found, left


def _places(one: Address, *, is_first: bool) -> Iterator[str]:
    """Yield the kinds that an address may have, the best first."""
    if is_first and not one.exact:
        yield "main"
    if one.kind != "main":
        yield one.kind
    yield "other"


def cells(addresses: Iterable[Address]) -> tuple[dict[str, str], int]:
    """Return the arranged addresses as cells by the keys of their fields; of the main one these are the parts'."""
    found, left = arranged(addresses)
    return {
        part if kind == "main" else key(kind, part): text
        for kind, parts in found.items()
        for part, text in parts.items()
    }, left


__all__ = ["KINDS", "PARTS", "Address", "Parts", "aliases", "arranged", "cells", "heading", "key"]
