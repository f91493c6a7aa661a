"""The values of properties of address cards as plain texts."""

from __future__ import annotations

import re
from typing import Any

_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")


def label(text: str) -> str:
    """Return a label of one's own in small letters, those of Apple without their frame: ``_$!<HomePage>!$_``."""
    found = _APPLE_LABEL.fullmatch(text)
    return (found[1] if found else text).strip().casefold()


def plain(value: Any) -> str:
    """Return a value as text; parts of it that commas divide are put together again."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(one) for one in value)
    return str(value).replace("\r\n", "\n").strip()


def joined(value: Any, between: str = " ") -> str:
    """Return a part of a name or address, which is a text or a list of texts."""
    if isinstance(value, (list, tuple)):
        return between.join(filter(None, (plain(one) for one in value)))
    return plain(value)


__all__ = ["joined", "label", "plain"]
