"""Settings as a file: those of a person and those of a firm, to take them to another computer or customer file.

The file is JSON of our own: ``{"crm-desktop-settings": 1, "options": {…}, "firm": {…}}``. What makes no sense in it is
left out and named; what it does not speak of stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.core.errors import DataProblem
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.core.settings import Settings

MARK, VERSION = "crm-desktop-settings", 1
_STAYS = frozenset({"demo"})  # says what a customer file is, not how somebody wants it


def is_region(text: str) -> bool:
    """Tell whether a text is the code of a country, or empty."""
    return not text or (len(text) == 2 and text.isascii() and text.isalpha() and text.isupper())


def is_currency(text: str) -> bool:
    """Tell whether a text is the code of a currency."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


_SOUND: Mapping[str, Callable[[Any], bool]] = {
    "region": is_region,
    "currency": is_currency,
    "date_order": lambda value: value in {"dmy", "mdy", "ymd"},
}


@dataclass
class Difference:
    """What a file of settings would change, by key, and the keys whose values make no sense."""

    options: dict[str, Any] = field(default_factory=dict)
    firm: dict[str, Any] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def text_of(options: Settings, firm: Mapping[str, Any]) -> str:
    """Return the content of a file with these settings."""
    kept = {
        MARK: VERSION,
        "options": {one.key: getattr(options, one.key) for one in options.declared() if one.label},
        "firm": {key: value for key, value in firm.items() if key not in _STAYS},
    }
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"


def difference(text: str, options: Settings, firm: Mapping[str, Any]) -> Difference:
    """Return what the content of a file would change. Raises DataProblem when it is no file of settings."""
    raw = _read(text)
    found = Difference()
    known = {one.key: one for one in options.declared() if one.label}
    for key, value in raw["options"].items():
        try:
            accepted = known[key].accepted(value)
        except (KeyError, ValueError):
            found.refused.append(key)
            continue
        if accepted != getattr(options, key):
            found.options[key] = accepted
    for key, value in raw["firm"].items():
        if key not in firm or key in _STAYS or not _fits(key, value, firm[key]):
            found.refused.append(key)
        elif value != firm[key]:
            found.firm[key] = value
    return found


def _fits(key: str, value: Any, present: Any) -> bool:
    return type(value) is type(present) and _SOUND.get(key, lambda _value: True)(value)


def _read(text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
        version = raw.get(MARK)
        parts = {"options": raw.get("options", {}), "firm": raw.get("firm", {})}
    except (ValueError, RecursionError, AttributeError):
        raw, version, parts = None, None, {}
    if type(version) is int and version > VERSION:
        raise DataProblem(
            _("These settings were saved by a newer version of the program."), _("Nothing was changed.")
        )
    if version != VERSION or not all(isinstance(part, dict) for part in parts.values()):
        raise DataProblem(_("This is no file of settings."), _("Nothing was changed."))
    return parts
