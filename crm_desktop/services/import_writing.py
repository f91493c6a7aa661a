"""Writing an import plan: new records by the thousand, changed ones cell by cell, all inside one unit of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field, TagLinks
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale, Moment, Reference
from crm_desktop.core.reading import words
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.models import registry
from crm_desktop.models.channel_forms import normal_forms
from crm_desktop.services import (
    import_authors,
    import_beginnings,
    import_calendar_ids,
    import_channels,
    import_fields,
    import_kept_names,
    import_opt_out_lists,
    import_opt_outs,
    import_outcome,
    import_references,
    rules,
)
from crm_desktop.services.import_changes import RowsOfRecords
from crm_desktop.services.import_table import ImportTable, Progress, stop_if
from crm_desktop.services.import_updating import Updater
from crm_desktop.store import record_rows
from crm_desktop.store.bulk import Columns, Load, is_column
from crm_desktop.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from crm_desktop.services.import_plan import ImportPlan
    from crm_desktop.services.import_references import Resolved


def write(
    work: UnitOfWork,
    locale: Locale,
    plan: ImportPlan,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> dict[int, int]:
    """Write everything of a plan: the joined records that its own point to before these, the others after them.

    Returns the records of its rows, by their places.
    """
    made: import_references.Made = {}

    waiting = [*(one.plan for one in plan.joined), plan]
    searched = (one for one in waiting if registry.is_searchable(one.table.entity.name))
    work.expect(sum(len(one.written.new_rows) for one in searched))

    def write_one(one: ImportPlan) -> dict[int, int]:
        waiting[:] = [other for other in waiting if other is not one]
        more = any(other.written.new_rows for other in waiting)
        return _write_one(work, locale, one, made, progress, cancelled, more=more)

    for joined in plan.joined:
        if joined.join.leads:
            import_beginnings.let_begin(plan, joined)
            joined.lead(plan, write_one(joined.plan))
    own = write_one(plan)
    for joined in plan.joined:
        if not joined.join.leads:
            joined.follow(plan, own)
            write_one(joined.plan)
    if progress is not None:
        progress(_("Finishing"), plan.rows)
    return own


def _write_one(
    work: UnitOfWork,
    locale: Locale,
    plan: ImportPlan,
    made: import_references.Made,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    *,
    more: bool,
) -> dict[int, int]:
    """Write the records of one entity; returns the ids of the rows' records by their place. ``more`` new ones of other
    entities follow."""
    table = import_fields.make(work, plan.table)
    import_calendar_ids.make_field(work, table)
    named, written = import_outcome.named_by(plan), plan.written
    authors = named.get(import_authors.KEY)
    for resolved in sorted(named.values(), key=lambda one: one is not authors):
        stop_if(cancelled)
        known = authors.ids if authors is not None else {}
        begins = import_beginnings.of_named(table, resolved, known, written)
        import_references.make(work, resolved, locale, made, begins)
    writer = _Writer(work, table, named, locale, progress, cancelled)
    writer.merge_repeats(written.repeats)
    writer.leave_out(written.circles)
    ids = work.writer.ids.block(len(written.new_rows)) if written.new_rows else []
    own = {place: one for place, one in enumerate(plan.owners) if one is not None and one >= 0}
    own.update(zip(written.new_rows, ids, strict=True))
    import_references.name_own(table, named, own)
    writer.insert(written.new_rows, ids, more=more)
    Updater(work, table, named, writer.look).change(written.changes)
    return own


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
        self._tables = 1 + len({group[0] for group, _fields in self._child_groups()})
        self._written = 0

    def merge_repeats(self, repeats: dict[int, list[int]]) -> None:
        """Let repeated rows complete the first of their kind."""
        if not repeats:
            return
        rows = RowsOfRecords([(first, *places) for first, places in repeats.items()], len(self._table))
        for one in self._table.fields:
            if one.key == self._entity.title_key:
                continue
            column = list(self._columns[one.key])
            for first, cell in zip(repeats, rows.merged(one, column), strict=True):
                column[first] = cell
            self._columns[one.key] = column
        self._gather_channels([(first, *places) for first, places in repeats.items()])

    def _gather_channels(self, places: Sequence[Sequence[int]]) -> None:
        """Let the first of repeated rows have the numbers and addresses of all."""
        table = self._table
        named = [one for one in table.fields if takes_several(one)]
        given: dict[str, list[Any]] = {one.key: [None] * len(places) for one in named}
        fresh = import_channels.gathered(named, places, table.columns, given)
        self._table = replace(
            table,
            columns=table.columns | {one.key: [None] * len(table) for one in fresh},
            further=table.further | {one.key: one for one in fresh},
        )
        for key, cells in given.items():
            column = self._columns[key] = list(self._columns.get(key) or [None] * len(table))
            for (first, *_others), cell in zip(places, cells, strict=True):
                column[first] = cell

    def leave_out(self, circles: Mapping[str, Mapping[int, str]]) -> None:
        """Leave the cells of these rows empty, by field and place, whose record would stand above itself."""
        for key, places in circles.items():
            column = self._columns[key] = list(self._columns[key])
            for place in places:
                column[place] = None

    def look(self, rows: int) -> None:
        """Tell that so many rows more went into one table. Raises Cancelled."""
        stop_if(self._cancelled)
        self._written += rows
        if self._progress is not None:
            self._progress(_("Writing"), min(self._written // self._tables, self._table.rows))

    def insert(self, places: Sequence[int], ids: Sequence[int], *, more: bool) -> None:
        """Insert new records with their child rows and tags."""
        if places:
            loads = self._loads(places, ids)
            self._work.insert_tables(loads, progress=self.look, cancelled=self._cancelled, more=more)
            for one in self._table.fields:
                if import_opt_outs.is_opt_out(one):
                    pairs = zip(ids, self._cells(one, places), strict=True)
                    out = {record: cell for record, cell in pairs if cell}
                    if import_opt_out_lists.is_list(one):
                        import_opt_out_lists.opt_out(self._work, one, out)
                    else:
                        import_opt_outs.opt_out(self._work, one, list(out))

    def _loads(self, places: Sequence[int], ids: Sequence[int]) -> Iterator[Load]:
        """Yield what goes into each table, the records themselves first."""
        own = self._own_columns(places)
        rules.complete_columns(self._work, self._entity, own, len(places), self._locale)
        yield Load(self._entity.name, {"id": ids, **own}, len(ids))
        yield from self._child_loads(places, ids)
        for one in self._table.fields:
            if isinstance(one.source, TagLinks):
                yield from self._tag_loads(one, places, ids)

    def _own_columns(self, places: Sequence[int]) -> dict[str, list[Any]]:
        """Return the columns of the entity's own table for new rows, with what a doubtful name leaves behind."""
        own: dict[str, list[Any]] = {}
        for one in self._table.fields:
            if one.stored:
                values = self._cells(one, places)
                if values.count(None) < len(values) or one.key == import_authors.KEY:
                    own[one.column] = self._with_default(one, values)
        self._keep_doubtful(own, places)
        return own

    def _with_default(self, one: Field, values: list[Any]) -> list[Any]:
        """Put the column's own default (of a moment: now) where the table does not allow empty cells."""
        column = registry.table(self._entity.name).columns[one.column]
        if column.nullable:
            return values
        default: Any = clock.stamp() if isinstance(one.kind, Moment) else ""
        if column.default is not None:
            default = one.kind.to_stored(column.default.arg)  # type: ignore[attr-defined]
        return [default if value is None else value for value in values]

    def _cells(self, one: Field, places: Sequence[int]) -> list[Any]:
        column = self._columns[one.key]
        values = column if len(places) == len(column) else [column[place] for place in places]
        if isinstance(one.kind, Reference):
            ids = self._resolved[one.key].ids
            found = [ids.get(value) for value in values]
            return self._of_company(one, values, found, places)
        return values

    def _of_company(
        self, one: Field, names: Sequence[Any], found: list[Any], places: Sequence[int]
    ) -> list[Any]:
        """Among records of one name take that of the company which the row names."""
        companies = self._resolved.get("company")
        if companies is None or one.key == "company" or not isinstance(one.kind, Reference):
            return found
        known = {name: record for name, record in zip(names, found, strict=True) if record is not None}
        theirs = import_references.namesakes(self._work.connection, one.kind, known)
        if not theirs:
            return found
        firms = self._columns["company"]
        own = (companies.ids.get(firms[place]) for place in places)
        return [theirs.get((name, firm or 0), now) for name, firm, now in zip(names, own, found, strict=True)]

    def _keep_doubtful(self, own: dict[str, list[Any]], places: Sequence[int]) -> None:
        """Write a name that was neither taken nor made into the note, so that it is not lost."""
        key_of_note = import_kept_names.key_of_note(self._entity)
        if not key_of_note:
            return
        for key, resolved in self._resolved.items():
            doubtful = set(resolved.left)
            if not doubtful:
                continue
            column = self._columns[key]
            notes = own[key_of_note] = list(own.get(key_of_note) or [None] * len(places))
            for at, place in enumerate(places):
                if column[place] in doubtful:
                    line = import_kept_names.line_of(resolved, column[place])
                    notes[at] = f"{notes[at]}\n{line}" if notes[at] else line

    def _child_groups(self) -> list[tuple[record_rows.Group, list[Field]]]:
        """Return the child rows that a record may get, each with the fields that fill it."""
        groups: dict[tuple[record_rows.Group, str], list[Field]] = defaultdict(list)
        for one in self._table.fields:
            if isinstance(one.source, Child) and not import_opt_outs.is_opt_out(one):
                source = one.source
                group = (source.table, source.link, source.where, source.flag)
                groups[group, one.key if source.further else ""].append(one)
        return [(group, fields) for (group, _key), fields in groups.items()]

    def _child_loads(self, places: Sequence[int], owners: Sequence[int]) -> Iterator[Load]:
        """Yield the child rows of new records, all those of one shape at once (mobile, phone, e-mail: channels)."""
        shapes: dict[tuple[str, tuple[str, ...]], list[tuple[Columns, int]]] = defaultdict(list)
        for group, fields in self._child_groups():
            columns, count = self._children(group, fields, places, owners)
            if count:
                shapes[group[0], tuple(columns)].append((columns, count))
        for (table, names), parts in shapes.items():
            count = sum(size for _columns, size in parts)
            joined = {name: _joined([(part[name], size) for part, size in parts]) for name in names}
            yield Load(table, {"id": self._work.writer.ids.block(count), **joined}, count)

    def _children(
        self, group: record_rows.Group, fields: Sequence[Field], places: Sequence[int], owners: Sequence[int]
    ) -> tuple[Columns, int]:
        """Return the child rows of one kind, those in which any value is filled, and how many they are."""
        table, link, where, flag = group
        columns = [self._cells(one, places) for one in fields]
        nothing = (None,) * len(columns)
        filled = [at for at, row in enumerate(zip(*columns, strict=True)) if row != nothing]
        if len(filled) < len(places):
            columns = [[column[at] for at in filled] for column in columns]
            owners = [owners[at] for at in filled]
        by_name: dict[str, Any] = {link: owners, **dict(where)}
        by_name.update(zip((one.source.column for one in fields), columns, strict=True))  # type: ignore[union-attr]
        if flag:
            by_name[flag] = 1
        if table == "channel":
            kind = str(dict(where)["kind"])
            by_name["normal"] = normal_forms(kind, by_name["value"])
        return by_name, len(filled)

    def _tag_loads(self, one: Field, places: Sequence[int], owners: Sequence[int]) -> Iterator[Load]:
        column, tag_ids = self._columns[one.key], {}
        tagged: list[int] = []
        tags: list[int] = []
        for place, owner in zip(places, owners, strict=True):
            for name in words(column[place] or ""):
                if name not in tag_ids:
                    tag_ids[name] = record_rows.tag_id(self._work, name)
                tagged.append(owner)
                tags.append(tag_ids[name])
        if tagged:
            ids = self._work.writer.ids.block(len(tagged))
            columns = {"id": ids, "entity": self._entity.name, "row_id": tagged, "tag_id": tags}
            yield Load("tag_link", columns, len(ids))


def _joined(parts: Sequence[tuple[Any, int]]) -> Any:
    """Return one column of several, each with its number of rows; one value stays one where all have it."""
    first = parts[0][0]
    if not is_column(first) and all(not is_column(column) and column == first for column, _size in parts):
        return first
    if len(parts) == 1:
        return first
    found: list[Any] = []
    for column, size in parts:
        found += column if is_column(column) else [column] * size
    return found


__all__ = ["write"]
