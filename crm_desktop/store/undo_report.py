"""What an undo did and what it kept, counted and in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, listed, ngettext

NAMED = 3  # records from the trash that one line names
NAMED_AT_MOST = 100  # kept records whose names are told

RowKey = tuple[str, int]
"""A row: its table and its id."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that undo left as it is because ``fields`` of it were changed since, or because something that stays
    needs it, or because ``trashed``, to which it pointed before, lies in the trash."""

    table: str
    row: int
    name: str
    fields: tuple[str, ...]
    needed_by: str = ""
    trashed: str = ""

    @property
    def text(self) -> str:
        """The record, and which of its fields were changed or what needs it, in one line."""
        if self.needed_by and not self.fields:
            return _("%(name)s (needed by %(other)s)") % {"name": self.name, "other": self.needed_by}
        text = f"{self.name}: {', '.join(self.fields)}" if self.fields else self.name
        if self.trashed:
            return _("%(what)s (“%(other)s” lies in the trash)") % {"what": text, "other": self.trashed}
        return text


@dataclass(slots=True)
class UndoReport:
    """What an undo did: the new transaction (0 when nothing could be taken back), how many records it moved to the
    trash, brought back from there and changed (their channels, addresses and the like are parts of them), what was
    kept. ``returned`` names what came back from the trash because something points to it again."""

    title: str = ""
    transaction: int = 0
    trashed: int = 0
    revived: int = 0
    changed: int = 0
    kept: list[Kept] = field(default_factory=list)
    kept_count: int = 0
    returned: list[str] = field(default_factory=list)
    redone: bool = False

    @property
    def restored(self) -> int:
        """How many records are as they were before."""
        return self.trashed + self.revived + self.changed

    @property
    def words(self) -> str:
        """What happened to how many records, in one line."""
        n = self.changed
        back = ngettext("%(count)s record changed back", "%(count)s records changed back", n)
        again = ngettext("%(count)s record changed again", "%(count)s records changed again", n)
        n = self.trashed
        gone = ngettext("%(count)s record moved to the trash", "%(count)s records moved to the trash", n)
        here = ngettext("%(count)s record restored", "%(count)s records restored", self.revived)
        if self.returned:
            more = " …" if len(self.returned) > NAMED else ""
            here += f" ({listed(self.returned[:NAMED])}{more})"
        told = ((self.trashed, gone), (self.revived, here), (self.changed, again if self.redone else back))
        return ", ".join(text % {"count": format_number(count, language())} for count, text in told if count)


class Touched:
    """The rows that an undo has touched, by table: moved to the trash, brought back from there, or changed."""

    def __init__(self) -> None:
        self.trashed: dict[str, set[int]] = defaultdict(set)
        self.revived: dict[str, set[int]] = defaultdict(set)
        self.changed: dict[str, set[int]] = defaultdict(set)

    def of(self, column: str, value: Any) -> dict[str, set[int]]:
        """Return where rows belong whose column has got a value."""
        if column != "deleted_at":
            return self.changed
        return self.revived if value is None else self.trashed

    def __bool__(self) -> bool:
        return any(ids for one in (self.trashed, self.revived, self.changed) for ids in one.values())


@dataclass(slots=True)
class Spared:
    """The rows that an undo leaves as they are: with the columns of them that were changed since (none where the row
    stays for another reason), the row that needs them, and what lies in the trash of that to which they pointed."""

    columns: dict[RowKey, set[str]] = field(default_factory=lambda: defaultdict(set))
    needed: dict[RowKey, RowKey] = field(default_factory=dict)
    lost: dict[RowKey, RowKey] = field(default_factory=dict)
