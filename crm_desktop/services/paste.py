"""What a table from the clipboard means for a list: records to import, or values for cells that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale, Reference
from crm_desktop.core.reading import Unreadable, fold
from crm_desktop.models import registry
from crm_desktop.services import bulk_edit
from crm_desktop.services.bulk_edit import BulkPlan
from crm_desktop.store import custom_fields

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_SEVERAL = 5  # records of one name that are looked at


@dataclass
class Pasted:
    """A table from the clipboard. As records it has ``headings`` of its own or those put before it."""

    rows: list[list[str]]
    as_records: bool = False
    headings: list[str] | None = None
    plan: BulkPlan | None = None


@dataclass(frozen=True)
class Place:
    """Where is pasted: the columns from the current one on, and the rows in their order, the current one first.

    ``is_cell`` tells that a cell is marked; ``chosen`` are the selected records.
    """

    columns: Sequence[Field]
    rows: Sequence[int]
    chosen: Sequence[int] = ()
    is_cell: bool = False


def understand(
    workspace: Workspace,
    entity: str,
    text: str,
    place: Place,
    cancelled: Callable[[], bool] | None = None,
) -> Pasted:
    """Say what a pasted table means. Records where headings or a name tell which; else values for cells."""
    description = registry.entity(entity)
    from crm_desktop.exchange import pasted_table

    found = Pasted(pasted_table.parse(text))
    if not found.rows:
        return found
    width = max(map(len, found.rows))
    custom = custom_fields.of(workspace.file.reader(), entity)
    named = len(found.rows) > 1 and pasted_table.has_headings(
        found.rows[0], description, custom, least=2 if place.is_cell else 1
    )
    if named:
        found.as_records = True
        return found
    keys = {one.key for one in place.columns[:width]}
    tells = [set(group) for group in description.match_on] or [{description.title_key}]
    if (width > 1 or not place.is_cell) and any(group <= keys for group in tells):
        found.as_records = True
        found.headings = [_(one.label) for one in place.columns]
    else:
        found.plan = _Cells(workspace, entity, place).plan(found.rows, cancelled)
    return found


@dataclass
class _Cells:
    """Reads texts as values of fields, each different text once."""

    workspace: Workspace
    entity: str
    place: Place
    refused: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def plan(self, rows: list[list[str]], cancelled: Callable[[], bool] | None) -> BulkPlan:
        cells: dict[int, dict[str, Any]] = {}
        targets = self._targets(len(rows))
        if len(targets) < len(rows):
            self.refused[_("The list has no row for it.")] = len(rows) - len(targets)
        for at, record in enumerate(targets):
            row = rows[at % len(rows)]
            try:
                cells[record] = {
                    one.key: self._value(one, text)
                    for one, text in zip(self.place.columns, row, strict=False)
                }
            except Unreadable as problem:
                self.refused[str(problem)] += 1
        plan = bulk_edit.plan_cells(self.workspace, self.entity, cells, cancelled)
        plan.refused.update(self.refused)
        return plan

    def _targets(self, count: int) -> Sequence[int]:
        """Return the records that are written to: the selected ones, or as many as there are rows from here on."""
        if len(self.place.chosen) > 1 and count <= len(self.place.chosen):
            return self.place.chosen if count == 1 else self.place.chosen[:count]
        return self.place.rows[:count]

    def _value(self, one: Field, text: str) -> Any:
        known = self.known.get((one.key, text))
        if known is None:
            try:
                known = (self._read(one, text.strip()),)
            except Unreadable as problem:
                known = problem
            self.known[one.key, text] = known
        if isinstance(known, Unreadable):
            raise known
        return known[0]

    def _read(self, one: Field, text: str) -> Any:
        if not text:
            return None
        if isinstance(one.kind, Reference):
            return self._named(one, text)
        locale: Locale = self.workspace.locale
        return one.kind.read(text, locale)

    def _named(self, one: Field, text: str) -> int:
        choices = self.workspace.lists.choices(one, text, _SEVERAL)
        found = [choice.id for choice in choices if fold(choice.name) == fold(text)]
        if len(found) == 1:
            return found[0]
        values = {"name": text, "field": _(one.label)}
        if found:
            raise Unreadable(_("“%(name)s” means several records.") % values)
        raise Unreadable(_("“%(name)s” is not known as %(field)s.") % values)


__all__ = ["Pasted", "Place", "understand"]
