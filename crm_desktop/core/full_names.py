"""Whole names of people, made of their parts."""

from __future__ import annotations

from crm_desktop.core.pinyin import is_chinese


def full_name(family: str | None, given: str | None) -> str:
    """Return a person's whole name: the family name comes first in Chinese, last elsewhere."""
    if any(map(is_chinese, (family or "") + (given or ""))):
        return (family or "") + (given or "")
    return " ".join(part for part in (given, family) if part)
