"""Values of many records at once: first what would change and what cannot, then one transaction.

:func:`plan_value` gives all records one value (or adds or removes tags), :func:`plan_cells` each its own;
:func:`apply` writes a plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, cast

from crm_desktop.core import name_parts
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import Cancelled, RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Money, Reference, Tags
from crm_desktop.core.new_record import NewRecord
from crm_desktop.core.reading import fold
from crm_desktop.models import registry
from crm_desktop.services import ruled_writing, rules, set_wise
from crm_desktop.services.new_records import with_new
from crm_desktop.store import names, pages
from crm_desktop.store.pages import plain

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

How = Literal["set", "add", "remove"]
Values = Mapping[str, Any]
PIECE = 2_000  # records that are read at once
SAMPLES = 6
MANY = 100  # records that are written by column
_CHANGED = (N_("Change %(name)s"), N_("Change %(count)d records"))


@dataclass
class BulkPlan:
    """What would be written: ``changes`` by record. ``refused`` counts reasons; ``samples`` are name, old and new.

    ``titles`` are the marked names of the transaction in the history, for one record and for several. ``owners``: the
    records that parts belong to.
    """

    entity: str
    changes: dict[int, Values] = field(default_factory=dict)
    same: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[str, str, str]] = field(default_factory=list)
    titles: tuple[str, str] = _CHANGED
    owners: Mapping[int, int] = field(default_factory=dict)

    def belong_to(self, owners: Mapping[int, int]) -> None:
        """Let records be counted that these rows are parts of: each once, with several of its numbers."""
        self.owners = owners
        changed = {owners[row] for row in self.changes}
        self.same = len(set(owners.values()) - changed) - self.refused_count

    @property
    def refused_count(self) -> int:
        """How many records cannot be changed."""
        return self.refused.total()

    def reasons(self) -> list[tuple[str, int]]:
        """Return why records cannot be changed, the most frequent reason first."""
        return self.refused.most_common()

    def count(self) -> int:
        """Return how many records will change."""
        return len({self.owners[row] for row in self.changes}) if self.owners else len(self.changes)

    def more_samples(self) -> int:
        """Return how many changes there are beside the examples."""
        return len(self.changes) - len(self.samples)


def plan_value(
    workspace: Workspace,
    entity: str,
    ids: Sequence[int],
    key: str,
    value: Any,
    how: How = "set",
    cancelled: Callable[[], bool] | None = None,
) -> BulkPlan:
    """Say what giving ``value`` to all these records would do. Raises Cancelled."""
    change = {key: value}
    return plan_worked_out(workspace, entity, ids, (key,), lambda _record, _before: change, how, cancelled)


def plan_cells(
    workspace: Workspace,
    entity: str,
    cells: Mapping[int, Values],
    cancelled: Callable[[], bool] | None = None,
) -> BulkPlan:
    """Say what giving each record its own values would do. Raises Cancelled."""
    keys = tuple(dict.fromkeys(key for values in cells.values() for key in values))
    return plan_worked_out(
        workspace, entity, list(cells), keys, lambda record, _before: cells[record], cancelled=cancelled
    )


def plan_worked_out(
    workspace: Workspace,
    entity: str,
    ids: Sequence[int],
    keys: tuple[str, ...],
    wanted: Callable[[int, Values], Values],
    how: How = "set",
    cancelled: Callable[[], bool] | None = None,
) -> BulkPlan:
    """Say what giving each record the values would do that ``wanted`` returns for it; raises Cancelled.

    ``wanted`` is told the record and what it holds now in the fields of ``keys``.
    """
    description, reader = registry.entity(entity), workspace.file.reader()
    read = {*keys, *(description.person if name_parts.concerns(description, keys) else ())}
    fields = [one for one in workspace.lists.fields(entity) if one.key in read]
    ruled = any(rules.is_ruled(description, key) for key in keys)
    plan = BulkPlan(entity)
    for start in range(0, len(ids), PIECE):
        if cancelled is not None and cancelled():
            raise Cancelled(_("The work was cancelled. Nothing was changed."))
        piece = ids[start : start + PIECE]
        present = pages.read(reader, description, fields, piece)
        plan.refused.update(
            _("This record no longer exists.") for one in piece if one not in present or present[one][2]
        )
        for record, (values, currency, deleted) in present.items():
            if deleted:
                continue
            before = {one.key: value for one, value in zip(fields, values, strict=True)}
            after = {key: _after(before[key], value, how) for key, value in wanted(record, before).items()}
            fresh = {key: value for key, value in after.items() if not _same(before[key], value)}
            if not fresh:
                plan.same += 1
            elif reason := _reason(workspace, description, fields, record, fresh, currency, ruled=ruled):
                plan.refused[reason] += 1
            else:
                plan.changes[record] = {**fresh, **name_parts.brought(description, before, fresh)}
                if len(plan.samples) < SAMPLES:
                    plan.samples.append(_sample(workspace, entity, fields, record, before, fresh, currency))
    return plan


def _after(before: Any, value: Any, how: How) -> Any:
    """Return what a value becomes; tags are added to those that are there, or taken from them."""
    if how == "set":
        return value
    tags, words = list(before or ()), {fold(one) for one in value or ()}
    if how == "remove":
        return [one for one in tags if fold(one) not in words]
    present = {fold(one) for one in tags}
    return tags + [one for one in value or () if fold(one) not in present]


def _same(before: Any, after: Any) -> bool:
    old = plain(before)
    if isinstance(old, list) or isinstance(after, list):
        return sorted(map(fold, old or ())) == sorted(map(fold, after or ()))
    return (None if old == "" else old) == (None if after == "" else after)


def _reason(
    workspace: Workspace,
    entity: Entity,
    fields: Iterable[Field],
    record: int,
    fresh: Values,
    currency: str | None,
    *,
    ruled: bool,
) -> str:
    """Return why a record cannot have these values, or an empty text."""
    own = workspace.settings["currency"]
    for one in fields:
        if one.key not in fresh:
            continue
        if one.required and fresh[one.key] in (None, "", []):
            return _("“%(field)s” cannot be empty.") % {"field": _(one.label)}
        if isinstance(one.kind, Money) and fresh[one.key] is not None and currency not in (None, "", own):
            return _("Its amounts are in %(currency)s.") % {"currency": currency}
    if reason := rules.objection(entity, fresh):
        return reason
    if ruled:
        reader = workspace.file.reader()
        looking = cast("UnitOfWork", SimpleNamespace(execute=reader.execute, connection=reader))
        try:
            known = {key: value for key, value in fresh.items() if not isinstance(value, NewRecord)}
            old = rules.present_values(looking, entity, record)
            rules.check(looking, entity, record, ruled_writing.with_stage(looking, entity, old, known))
        except RecordProblem as problem:
            return problem.title
    return ""


def _sample(
    workspace: Workspace,
    entity: str,
    fields: Iterable[Field],
    record: int,
    before: Values,
    fresh: Values,
    currency: str | None,
) -> tuple[str, str, str]:
    """Return a change as people read it: whose, from what, to what."""
    reader, locale = workspace.file.reader(), workspace.locale.of_currency(currency)
    old, new = [], []
    for one in fields:
        if one.key in fresh:
            value: Any = fresh[one.key]
            old.append(pages.text(one, before[one.key], locale))
            if isinstance(value, NewRecord):
                new.append(value.name)
                continue
            if isinstance(one.kind, Reference) and value is not None:
                value = pages.named_records(reader, one.kind, [value]).get(value)
            new.append(pages.text(one, value, locale))
    return names.of_row(reader, entity, record), ", ".join(filter(None, old)), ", ".join(filter(None, new))


def apply(
    workspace: Workspace,
    plan: BulkPlan,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write a plan in one transaction, also the new records that it points to, and return it (0: nothing differed).

    Raises RecordProblem, Cancelled.
    """
    description = registry.entity(plan.entity)
    if plan.titles == _CHANGED:
        together, alike = _in_one(workspace, plan)
        if together is not None:
            return workspace.records.set_many(plan.entity, alike, together)
    count, name = len(plan.changes), plan.samples[0][0] if plan.samples else ""
    with workspace.work(plan.titles[plan.count() > 1], "bulk", count=plan.count(), name=name) as work:
        fields = workspace.lists.fields(plan.entity)
        if count >= MANY and set_wise.is_possible(description, fields, plan.changes):
            for done in range(0, count, PIECE):
                _look(done, count, progress, cancelled)
                piece = dict(islice(plan.changes.items(), done, done + PIECE))
                set_wise.write(work, description, fields, piece)
            return work.id
        made: dict[NewRecord, Any] = {}
        for done, (record, wanted) in enumerate(plan.changes.items()):
            _look(done, count, progress, cancelled)
            values = with_new(work, wanted, workspace.locale, made)
            old = rules.present_values(work, description, record)
            ruled_writing.write(work, description, record, old, values)
    return work.id if work.changes else 0


def _look(
    done: int,
    count: int,
    progress: Callable[[int, int], object] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Tell how far the writing is, and end it when it was asked to. Raises Cancelled."""
    if cancelled is not None and cancelled():
        raise Cancelled(_("The work was cancelled. Nothing was changed."))
    if progress is not None:
        progress(done, count)


def _in_one(workspace: Workspace, plan: BulkPlan) -> tuple[Values | None, list[int]]:
    """Return the values that all records get, where SQLite can write them together; else None."""
    first = next(iter(plan.changes.values()), None)
    if first is None or any(values != first for values in plan.changes.values()):
        return None, []
    if any(isinstance(value, NewRecord) for value in first.values()):
        return None, []
    description = registry.entity(plan.entity)
    fields = [one for one in workspace.lists.fields(plan.entity) if one.key in first]
    able = all(
        one.stored
        and not isinstance(one.kind, Tags)
        and not rules.is_ruled(description, one.key)
        and one.key not in description.person
        for one in fields
    )
    return (first, list(plan.changes)) if able else (None, [])


__all__ = ["BulkPlan", "How", "apply", "plan_cells", "plan_value", "plan_worked_out"]
