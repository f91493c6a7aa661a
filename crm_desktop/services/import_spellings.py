"""One spelling for names that are the same but for capitals, width and blanks, so that each is asked about once."""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.services.import_references import Resolved


def differ(resolved: Resolved, decided: Mapping[str, str | None]) -> bool:
    """Tell whether a column has doubtful names that are the same in other letters, or the same as an answered one."""
    forms = {resolved.form(one.text) for one in resolved.likely}
    return len(forms) < len(resolved.likely) or any(resolved.form(text) in forms for text in decided)


def unify(
    resolved: Resolved, column: MutableSequence[Any], decided: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Write each of these names in one way, that of the answer; return the answers by these spellings."""
    first: dict[str, str] = {}
    known = [*decided, *(one.text for one in resolved.likely)]
    for text in known:
        first.setdefault(resolved.form(text), text)
    spelled = {text: first[resolved.form(text)] for text in known}
    column[:] = [spelled.get(text, text) if type(text) is str else text for text in column]
    return {text: decided[text] for text in first.values() if text in decided}


__all__ = ["differ", "unify"]
