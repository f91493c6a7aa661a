"""What changes of the log did to one record, field by field, as a person reads it.

What belongs to the record (its channels, tags, lines) is told by ``part_words``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _, labelled
from crm_desktop.core.kinds import Locale, Reference
from crm_desktop.models import registry
from crm_desktop.store import names, pages
from crm_desktop.store.change_log import Change

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

HIDDEN = frozenset({"created_at", "created_by", "name_key", "place", "sha256", "seal"})
_LONGEST = 90  # characters of a value in a line


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry: its label, what it was and what it became, as a person reads them. That the record
    went to the trash or came back is a label alone."""

    label: str
    old: str
    new: str

    @property
    def line(self) -> str:
        """The change in one line that is not too long: what it was and what it became."""
        old, new = _cut(self.old), _cut(self.new)
        if not old and not new:
            return self.label
        if not old:
            return labelled(self.label, new)
        return labelled(self.label, f"{old} → {new or _('empty')}")


class ChangeWords:
    """Tells the changes of one record and its parts."""

    def __init__(self, workspace: Workspace, entity: str, record_id: int) -> None:
        self.workspace = workspace
        self.entity = entity
        self.record_id = record_id
        self.reader = workspace.file.reader()

    @cached_property
    def fields(self) -> Sequence[Field]:
        """The fields of the record, the user's own among them."""
        return self.workspace.lists.fields(self.entity)

    def told(self, changes: Sequence[Change]) -> list[FieldChange]:
        """Return what changes of the record itself did, field by field."""
        return [field for change in changes for field in self._own(change)]

    def _own(self, change: Change) -> list[FieldChange]:
        """Return what one change did to the record itself; of one that somebody made nothing, of one that was brought
        in by the thousand all that was brought."""
        if change.op == "I":
            return []
        if change.op == "B":
            # What a record is by default says nothing.
            pairs = {name: (value, None) for name, value in change.data.items() if value not in (None, 0, "")}
        else:
            pairs = {name: (new, old) for name, (new, old) in change.data.items() if new != old}
        found = []
        for name, (new, old) in pairs.items():
            one = names.field_of_column(change.table, name)
            if name == "deleted_at":
                found.append(FieldChange(_("Restored") if new is None else _("Moved to the trash"), "", ""))
            elif one is not None and name not in HIDDEN | registry.owner_links(change.table):
                found.append(FieldChange(_(one.label), *self.texts(one, change, old, new)))
        return found

    def texts(self, one: Field, change: Change, *stored: Any) -> list[str]:
        """Return stored values of a field of the row that a change wrote, as a person reads them."""
        locale = self.workspace.locale.of_currency(self._currency(change))
        return [self._text(one, value, locale) for value in stored]

    def _currency(self, change: Change) -> str | None:
        """Return the currency of a row's amounts."""
        column = registry.entity(change.table).currency_column
        if column is None:
            return None
        sql = f'SELECT "{column}" FROM "{change.table}" WHERE id = ?'
        found = self.reader.execute(sql, (change.row,)).fetchone()
        return found[0] if found else None

    def _text(self, one: Field, stored: Any, locale: Locale) -> str:
        if stored is None:
            return ""
        if isinstance(one.kind, Reference):
            found = pages.named_records(self.reader, one.kind, [stored])
            return found[stored].name if stored in found else "?"
        return one.kind.show(one.kind.from_stored(stored), locale)


def _cut(text: str) -> str:
    """Return a text in one line, no longer than fits."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


__all__ = ["HIDDEN", "ChangeWords", "FieldChange"]
