"""Writing an import plan: new records by the thousand, changed ones cell by cell, all inside one unit of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field, TagLinks
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale, Reference
from crm_desktop.core.reading import words
from crm_desktop.models.channel import normal_form
from crm_desktop.services import import_references, rules
from crm_desktop.services.import_table import ImportTable, Progress
from crm_desktop.store import record_rows
from crm_desktop.store.index import chunks, marks
from crm_desktop.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from crm_desktop.services.import_matching import Cell, Matched
    from crm_desktop.services.import_references import Resolved
    from crm_desktop.services.imports import ImportPlan

BLOCK = 20_000  # rows between two looks at "cancelled"


def write(
    work: UnitOfWork,
    locale: Locale,
    plan: ImportPlan,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Write everything of a plan."""
    for resolved in plan.resolved.values():
        import_references.make(work, resolved)
    writer = _Writer(work, plan.table, plan.resolved, locale, progress, cancelled)
    writer.merge_repeats(plan.repeats)
    writer.insert(plan.new_rows)
    writer.change(plan.changes)


def adds(table: ImportTable, first: int, place: int) -> bool:
    """Return whether a repeated row says something that the earlier one does not."""
    return any(
        column[place] not in (None, "") and column[place] != column[first]
        for column in table.columns.values()
    )


class _Writer:
    """Writes the rows of one table."""

    def __init__(
        self,
        work: UnitOfWork,
        table: ImportTable,
        resolved: dict[str, Resolved],
        locale: Locale,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._work = work
        self._table = table
        self._entity = table.entity
        self._resolved = resolved
        self._locale = locale
        self._progress = progress
        self._cancelled = cancelled
        self._columns = dict(table.columns)

    def merge_repeats(self, repeats: dict[int, list[int]]) -> None:
        """Let repeated rows complete the first of their kind."""
        for key, column in self._columns.items():
            changed = None
            for first, places in repeats.items():
                for place in places:
                    if column[place] not in (None, ""):
                        changed = changed if changed is not None else list(column)
                        changed[first] = column[place]
            if changed is not None:
                self._columns[key] = changed

    def _look(self, done: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(_("The import was cancelled. Nothing was changed."))
        if self._progress is not None:
            self._progress(_("Writing"), done)

    def insert(self, places: Sequence[int]) -> None:
        """Insert new records with their child rows and tags."""
        if not places:
            return
        ids = self._work.writer.ids.block(len(places))
        import_references.name_own(self._table, self._resolved, dict(zip(places, ids, strict=True)))
        own = self._own_columns(places)
        rules.complete_columns(self._work, self._entity, own, len(places), self._locale)
        names = ["id", *own]
        rows = list(zip(ids, *own.values(), strict=True))
        self._work.insert_many(self._entity.name, names, rows, progress=None, cancelled=self._cancelled)
        self._look(len(places))
        for group, fields in self._child_groups().items():
            self._insert_children(group, fields, places, ids)
            self._look(len(places))
        for one in self._table.fields:
            if isinstance(one.source, TagLinks):
                self._insert_tags(one, places, ids)

    def _own_columns(self, places: Sequence[int]) -> dict[str, list[Any]]:
        """Return the columns of the entity's own table for new rows, with what a doubtful name leaves behind."""
        own: dict[str, list[Any]] = {}
        for one in self._table.fields:
            if one.stored:
                values = self._cells(one, places)
                if not all(value is None for value in values):
                    own[one.column] = values
        self._keep_doubtful(own, places)
        return own

    def _cells(self, one: Field, places: Sequence[int]) -> list[Any]:
        column = self._columns[one.key]
        values = column if len(places) == len(column) else [column[place] for place in places]
        if isinstance(one.kind, Reference):
            ids = self._resolved[one.key].ids
            return [ids.get(value) for value in values]
        return values

    def _keep_doubtful(self, own: dict[str, list[Any]], places: Sequence[int]) -> None:
        """Write a name that was neither taken nor made into the note, so that it is not lost."""
        if "note" not in self._entity.by_key:
            return
        for key, resolved in self._resolved.items():
            doubtful = {one.text for one in resolved.likely}
            if not doubtful:
                continue
            column = self._columns[key]
            notes = own.setdefault("note", [None] * len(places))
            label = _(resolved.field.label)
            for at, place in enumerate(places):
                if column[place] in doubtful:
                    line = f"{label}: {column[place]}"
                    notes[at] = f"{notes[at]}\n{line}" if notes[at] else line

    def _child_groups(self) -> dict[record_rows.Group, list[Field]]:
        groups: dict[record_rows.Group, list[Field]] = defaultdict(list)
        for one in self._table.fields:
            if isinstance(one.source, Child):
                source = one.source
                groups[source.table, source.link, source.where, source.flag].append(one)
        return groups

    def _insert_children(
        self, group: record_rows.Group, fields: Sequence[Field], places: Sequence[int], owners: Sequence[int]
    ) -> None:
        """Insert the child rows of new records: those in which any value is filled."""
        table, link, where, flag = group
        columns = [self._cells(one, places) for one in fields]
        rows_of_cells = enumerate(zip(*columns, strict=True))
        filled = [at for at, row in rows_of_cells if any(cell not in (None, "") for cell in row)]
        if not filled:
            return
        ids = self._work.writer.ids.block(len(filled))
        fixed = tuple(value for _name, value in where)
        names = ["id", link, *(name for name, _value in where), *(one.source.column for one in fields)]  # type: ignore[union-attr]
        rows: Iterable[tuple[Any, ...]] = (
            (new, owners[at], *fixed, *(column[at] for column in columns))
            for new, at in zip(ids, filled, strict=True)
        )
        if flag:
            names.append(flag)
            rows = ((*row, 1) for row in rows)
        if table == "channel":
            names.append("normal")
            kind, place = fixed[0], 2 + len(fixed)
            rows = ((*row, normal_form(kind, row[place])) for row in rows)
        self._work.insert_many(table, names, list(rows), cancelled=self._cancelled)

    def _insert_tags(self, one: Field, places: Sequence[int], owners: Sequence[int]) -> None:
        column, tag_ids = self._columns[one.key], {}
        rows = []
        for place, owner in zip(places, owners, strict=True):
            for name in words(column[place] or ""):
                if name not in tag_ids:
                    tag_ids[name] = record_rows.tag_id(self._work, name)
                rows.append((self._entity.name, owner, tag_ids[name]))
        if rows:
            ids = self._work.writer.ids.block(len(rows))
            full = [(new, *row) for new, row in zip(ids, rows, strict=True)]
            self._work.insert_many("tag_link", ["id", "entity", "row_id", "tag_id"], full)

    # Changed records

    def change(self, changes: dict[int, dict[str, Cell]]) -> None:
        """Write the changed cells of present records, set-wise by column."""
        by_field: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for record_id, cells in changes.items():
            for key, (_old, new) in cells.items():
                by_field[key].append((record_id, self._final(key, new)))
        fields = {one.key: one for one in self._table.fields}
        for key, pairs in by_field.items():
            one = fields[key]
            if one.stored:
                self._change_own(one, pairs)
            elif isinstance(one.source, Child):
                self._change_children(one, one.source, pairs)
            else:
                for record_id, names in pairs:
                    record_rows.set_tags(self._work, self._entity.name, record_id, names)
            self._look(len(pairs))

    def _final(self, key: str, new: Any) -> Any:
        """Return the id of a name that was made meanwhile."""
        resolved = self._resolved.get(key)
        return resolved.ids[new] if resolved is not None and isinstance(new, str) else new

    def _change_own(self, one: Field, pairs: Sequence[tuple[int, Any]]) -> None:
        at, user = clock.stamp(), self._work.writer.user
        self._work.connection.executemany(
            f'UPDATE "{self._entity.name}" SET "{one.column}" = ?, updated_at = ?, updated_by = ? WHERE id = ?',
            [(value, at, user, record_id) for record_id, value in pairs],
        )

    def _change_children(self, one: Field, source: Child, pairs: Sequence[tuple[int, Any]]) -> None:
        """Change the primary child row of records, or make it."""
        present = self._primary_rows(source, [record_id for record_id, _value in pairs])
        at, user = clock.stamp(), self._work.writer.user
        kind = dict(source.where).get("kind")
        normal = ', "normal" = ?' if source.table == "channel" else ""
        updates = []
        for record_id, value in pairs:
            if record_id in present:
                extra = (normal_form(str(kind), value),) if normal else ()
                updates.append((value, *extra, at, user, present[record_id]))
        self._work.connection.executemany(
            f'UPDATE "{source.table}" SET "{source.column}" = ?{normal}, updated_at = ?, updated_by = ? WHERE id = ?',
            updates,
        )
        fresh = [(record_id, value) for record_id, value in pairs if record_id not in present]
        if fresh:
            self._add_children(source, fresh)

    def _add_children(self, source: Child, pairs: Sequence[tuple[int, Any]]) -> None:
        group = (source.table, source.link, source.where, source.flag)
        for record_id, value in pairs:
            record_rows.write_child(self._work, record_id, group, {source.column: value})

    def _primary_rows(self, source: Child, ids: Sequence[int]) -> dict[int, int]:
        fixed = "".join(f' AND "{name}" = ?' for name, _value in source.where)
        order = f'"{source.flag}", ' if source.flag else ""
        found: dict[int, int] = {}
        for part in chunks(ids):
            rows = self._work.execute(
                f'SELECT "{source.link}", id FROM "{source.table}" WHERE "{source.link}" IN ({marks(part)}){fixed} '
                f"AND deleted_at IS NULL ORDER BY {order}id DESC",
                (*part, *(value for _name, value in source.where)),
            )
            found.update((row[0], row[1]) for row in rows)
        return found


def preview(
    table: ImportTable,
    matched: Matched,
    changes: dict[int, dict[str, Cell]],
    repeats: dict[int, list[int]],
    limit: int,
) -> list[tuple[int, str, str, str]]:
    """Return rows as (number, state, name, what changes), rejected ones among them in their order."""
    fields = {one.key: one for one in table.fields}
    titles = table.columns.get(table.entity.title_key) or next(iter(table.columns.values()), [])
    repeated = {place for places in repeats.values() for place in places}
    found = []
    for place in range(min(len(table), limit)):
        owner = matched.rows[place]
        cells = changes.get(owner, {}) if owner is not None else {}
        state = "new" if owner is None else "changed" if cells or place in repeated else "unchanged"
        text = "; ".join(f"{_(fields[key].label)} → {new}" for key, (_old, new) in cells.items())
        found.append((table.numbers[place], state, str(titles[place] or ""), text))
    for row in table.rejected[:limit]:
        problem = row.problems[0]
        found.append((row.number, "rejected", problem.value, f"{problem.column}: {problem.reason}"))
    return sorted(found)[:limit]


__all__ = ["adds", "preview", "write"]
