"""Names and words that an import could not take, kept as lines at the end of the note: so none is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.services.import_references import Resolved


def key_of_note(entity: Entity) -> str:
    """Return the field that keeps such lines, or an empty text."""
    return next((key for key in ("note", "body") if key in entity.by_key), "")


def line_of(resolved: Resolved, text: str) -> str:
    """Return the line that keeps a name of one column."""
    return f"{_(resolved.field.label)}: {text}"


def without(notes: Sequence[Any], columns: Iterable[Resolved]) -> list[Any]:
    """Return notes without the lines at their end that keep names of these columns."""
    kept = {line_of(one, text) for one in columns for text in one.left}
    return [_cut(note, kept) if kept and isinstance(note, str) else note for note in notes]


def _cut(note: str, kept: Set[str]) -> str | None:
    lines = note.split("\n")
    while lines and lines[-1] in kept:
        lines.pop()
    return "\n".join(lines) or None


__all__ = ["key_of_note", "line_of", "without"]
