"""Fields of a record that make one value together (its address), read as one and edited one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal

from crm_desktop.core.entity import Computed, Field
from crm_desktop.core.kinds import LongText
from crm_desktop.core.postal import address_lines
from crm_desktop.ui.field_row import FieldRow, MakeContext

_PREFIX = "group:"


def grouped(fields: Iterable[Field], opened: frozenset[str] = frozenset()) -> list[Field]:
    """Return the fields with one in the place of each group; those of an ``opened`` group stay as they are."""
    found: list[Field] = []
    for one in fields:
        key = _PREFIX + one.group
        if not one.group or one.group in opened:
            found.append(one)
        elif all(other.key != key for other in found):
            found.append(Field(key, one.group, LongText(), Computed(_nothing, ())))
    return found


def _nothing(_row: Mapping[str, Any]) -> None:
    """Stand for the value of a group, which is put together from the texts of its parts."""


def is_group(field: Field) -> bool:
    """Tell whether a field stands for a group."""
    return field.key.startswith(_PREFIX)


def parts_of(group: Field, fields: Sequence[Field]) -> list[Field]:
    """Return the fields of a group."""
    return [one for one in fields if is_group(group) and one.group == group.label]


def group_text(group: Field, fields: Sequence[Field], texts: Mapping[str, str]) -> str:
    """Return what the parts of a group say together, on several lines."""
    return "\n".join(address_lines({one.key: texts.get(one.key, "") for one in parts_of(group, fields)}))


class GroupRow(FieldRow):
    """A label and the value of a whole group. ``opened``: its parts are to be edited."""

    opened = Signal()

    def __init__(self, group: Field, make_context: MakeContext, width: int, *, editable: bool) -> None:
        super().__init__(group, make_context, width, editable=editable)

    def start(self, *, focus: bool = True) -> None:
        """Ask for the parts."""
        if self.editable:
            self.opened.emit()

    def empty(self) -> None:
        """Ask which of the parts is to be emptied."""
        self.start()
