"""The normal forms of channels, by which equal ones are found; apart from their table, because lists need them too."""

from __future__ import annotations

from crm_desktop.core.reading import fold, phone_key, phone_keys

NUMBERED = frozenset({"mobile", "phone", "fax", "whatsapp"})


def normal_form(kind: str, value: str) -> str:
    """Return the form of a channel's value by which equal ones are found."""
    if kind in NUMBERED:
        return phone_key(value)
    return value.strip().casefold() if kind == "email" else fold(value)


def normal_forms(kind: str, values: list[str]) -> list[str]:
    """Return the normal forms of many values of one kind."""
    if kind in NUMBERED:
        return phone_keys(values)
    if kind == "email":
        return [value.strip().casefold() for value in values]
    return list(map(fold, values))
