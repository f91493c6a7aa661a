"""Single records: made, changed, put into the trash and taken out again, and what hangs together with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.models import registry
from crm_desktop.services import merging, ruled_writing, rules
from crm_desktop.services.new_records import make_record, with_new
from crm_desktop.services.paper_totals import follow_lines
from crm_desktop.store import names, owners, pages
from crm_desktop.store.pages import Row, plain
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork


# Titles of transactions: about one record, a part of one, several.
_NEW = N_("New: %(name)s"), N_("New in %(name)s: %(part)s")  # several are called by the first
_CHANGE = (
    N_("Change %(fields)s of %(name)s"),
    N_("Change %(fields)s in %(name)s: %(part)s"),
    N_("Change %(count)d records"),
)
_DELETE = N_("Delete %(name)s"), N_("Delete in %(name)s: %(part)s"), N_("Delete %(count)d records")
_RESTORE = N_("Restore %(name)s"), N_("Restore in %(name)s: %(part)s"), N_("Restore %(count)d records")


@dataclass(frozen=True, slots=True)
class Record:
    """One record as a form shows it: values and texts by field key."""

    entity: str
    id: int
    title: str
    values: Mapping[str, Any]
    texts: Mapping[str, str]
    deleted: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Records of another entity that point to a record through one of their fields."""

    entity: str
    field: str
    label: str
    count: int


class Records:
    """Reads and writes single records; every write is one transaction with a title."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def get(self, entity: str, record_id: int) -> Record:
        """Return a record, also one in the trash. Raises RecordProblem when there is none."""
        fields = self._workspace.lists.fields(entity)
        description = registry.entity(entity)
        rows = pages.page(
            self._workspace.file.reader(), description, fields, [record_id], self._workspace.locale
        )
        if not rows:
            raise RecordProblem(_("This record no longer exists."))
        row: Row = rows[0]
        keys = [one.key for one in fields]
        title = names.of_row(self._workspace.file.reader(), entity, record_id)
        return Record(
            entity,
            record_id,
            title,
            dict(zip(keys, row.values, strict=True)),
            dict(zip(keys, row.texts, strict=True)),
            row.deleted,
        )

    def current(self, entity: str, record_id: int) -> int:
        """Return the record that one became that was merged; any other is itself."""
        return merging.current(self._workspace.file.reader(), entity, record_id)

    def led_on(self, entity: str, words: Sequence[str], limit: int) -> dict[int, str]:
        """Return what merged records became in whose names all words stand, with what they were called."""
        return merging.led_on(self._workspace.file.reader(), entity, words, limit)

    def create(self, entity: str, values: Mapping[str, Any]) -> int:
        """Make a record from values by field key (references as ids, tags as names) and return its id."""
        return self.create_together(entity, [values])[0]

    def create_together(self, entity: str, listed: Sequence[Mapping[str, Any]]) -> list[int]:
        """Make records in one transaction that is called by the first of them; returns their ids."""
        locale = self._workspace.locale
        text = _NEW[_is_part(entity, listed[0])]
        with self._workspace.work(text) as work:
            found = [make_record(work, entity, with_new(work, values, locale), locale) for values in listed]
            work.flush()
            record = owners.of_row(work.connection, entity, found[0])
            work.args["name"] = names.of_row(work.connection, *record)
            work.args["part"] = [registry.entity(entity).title]
        return found

    def _titled(
        self, titles: tuple[str, str, str], entity: str, ids: Sequence[int]
    ) -> tuple[str, dict[str, Any]]:
        """Return the title of a transaction for one record, for a part of one, or for several, with its arguments."""
        one, part, several = titles
        if len(ids) != 1:
            return several, {"count": len(ids)}
        reader = self._workspace.file.reader()
        record = owners.of_row(reader, entity, ids[0])
        told = {"name": names.of_row(reader, *record), "part": [registry.entity(entity).title]}
        return (one if record == (entity, ids[0]) else part), told

    def save(self, entity: str, record_id: int, values: Mapping[str, Any]) -> int:
        """Change values of a record; returns the transaction (0 when nothing differed)."""
        description = registry.entity(entity)
        reader = self._workspace.file.reader()
        fields = self._fields(entity, values)
        present = pages.read(reader, description, fields, [record_id]).get(record_id)
        if present is None:
            raise RecordProblem(_("This record no longer exists."))
        before = {one.key: plain(value) for one, value in zip(fields, present[0], strict=True)}
        old = {key: before.get(key) for key in values}
        fresh = {key: value for key, value in values.items() if value != old[key]}
        if not fresh:
            return 0
        labels = [one.label for one in fields if one.key in fresh]
        text, told = self._titled(_CHANGE, entity, [record_id])
        with self._workspace.work(text, **told, fields=labels) as work:
            fresh = with_new(work, fresh, self._workspace.locale)
            ruled_writing.write(work, description, record_id, old, fresh)
        return work.id if work.changes else 0

    def _fields(self, entity: str, keys: Mapping[str, Any]) -> list[Field]:
        return [one for one in self._workspace.lists.fields(entity) if one.key in keys]

    def set_many(self, entity: str, ids: Sequence[int], values: Mapping[str, Any]) -> int:
        """Set the same values on many records in one transaction; returns it (0 when nothing differed).

        Raises RecordProblem when a required value would be emptied or one of the records may not go to a state.
        """
        description = registry.entity(entity)
        for one in description.fields:
            if one.key in values and one.required and values[one.key] in (None, ""):
                raise RecordProblem(_("“%(field)s” cannot be empty.") % {"field": _(one.label)})
        if reason := rules.objection(description, values):
            raise RecordProblem(reason)
        bulk = {
            one.key
            for one in description.fields
            if one.stored
            and not rules.is_ruled(description, one.key)
            and one.key not in description.person  # where more follows, for each record something else
        }
        text, told = self._titled(_CHANGE, entity, ids)
        labels = [one.label for one in self._fields(entity, values)]
        with self._workspace.work(text, "bulk", **told, fields=labels) as work:
            values = with_new(work, values, self._workspace.locale)
            work.flush()
            together = {
                one.column: one.kind.to_stored(values[one.key])
                for one in description.fields
                if one.key in values and one.key in bulk
            }
            single = {key: value for key, value in values.items() if key not in bulk}
            if together and ids:
                work.assign_many(entity, ids, together)
            for record_id in ids if single else ():
                old = rules.present_values(work, description, record_id)
                ruled_writing.write(work, description, record_id, old, single)
        return work.id if work.changes else 0

    def delete(self, entity: str, ids: Sequence[int]) -> int:
        """Put records into the trash, with the parts that belong to them; returns the transaction, or 0."""
        text, told = self._titled(_DELETE, entity, ids)
        with self._workspace.work(text, "delete", **told) as work:
            at = clock.stamp()
            # What is in the trash already keeps its time, by which its parts come back with it.
            live = [one for one, deleted in _deleted(work, entity, ids) if deleted is None]
            if live:
                work.assign_many(entity, live, {"deleted_at": at})
            for table, column in registry.parts_of(entity) if live else ():
                if parts := _parts(work, table, column, live, None):
                    work.assign_many(table, parts, {"deleted_at": at})
            if entity == "line":
                follow_lines(work, live)
        return work.id if work.changes else 0

    def restore(self, entity: str, ids: Sequence[int]) -> int:
        """Take records out of the trash, with the parts that were deleted together with them.

        Raises RecordProblem for one that was merged into another: the undo of the merge brings it back.
        """
        reader = self._workspace.file.reader()
        for one in ids:
            if (other := merging.current(reader, entity, one)) != one:
                told = {
                    "name": names.of_row(reader, entity, one),
                    "other": names.of_row(reader, entity, other),
                }
                raise RecordProblem(
                    _("“%(name)s” was merged into “%(other)s”.") % told,
                    _("Undo the merge in the history: both records are then as they were."),
                )
        text, told = self._titled(_RESTORE, entity, ids)
        with self._workspace.work(text, "restore", **told) as work:
            times: dict[str, list[int]] = defaultdict(list)
            for one, deleted in _deleted(work, entity, ids):
                if deleted is not None:
                    times[deleted].append(one)
            for at, together in times.items():
                work.assign_many(entity, together, {"deleted_at": None})
                for table, column in registry.parts_of(entity):
                    if parts := _parts(work, table, column, together, at):
                        work.assign_many(table, parts, {"deleted_at": None})
            if entity == "line":
                follow_lines(work, ids)
        return work.id if work.changes else 0

    def related(self, entity: str, record_id: int) -> list[Related]:
        """Return which other records point to this one, with their number; kinds without any are included."""
        connection = self._workspace.file.reader()
        found = []
        for other, one in registry.references_to(entity):
            sql, parameters = related_sql(other, one, record_id)
            count = connection.execute(f"SELECT count(*) FROM ({sql})", parameters).fetchone()[0]
            found.append(Related(other.name, one.key, _(one.pointing or other.title_plural), count))
        return found

    def related_ids(self, entity: str, field: str, record_id: int, limit: int = 200) -> list[int]:
        """Return the ids of one related list, newest first."""
        other = registry.entity(entity)
        link = other.field(field)
        sql, parameters = related_sql(other, link, record_id)
        newest = f'"{other.field(other.newest_by).sort_on}" DESC, ' if other.newest_by and link.stored else ""
        sql = f"{sql} ORDER BY {newest}id DESC LIMIT ?"
        rows = self._workspace.file.reader().execute(sql, (*parameters, limit))
        return [row[0] for row in rows]


def _is_part(entity: str, values: Mapping[str, Any]) -> bool:
    """Tell whether what is made of these values belongs to another record."""
    links = (names.field_of_column(entity, column) for _parent, column in registry.owners_of(entity))
    return any(one is not None and values.get(one.key) for one in links)


def related_sql(other: Entity, one: Field, record_id: int) -> tuple[str, tuple[Any, ...]]:
    """Return the query for the live records whose field points to a record."""
    if one.stored:
        return f'SELECT id FROM "{other.name}" WHERE "{one.column}" = ? AND deleted_at IS NULL', (record_id,)
    source: Any = one.source
    sql = (
        f'SELECT t.id AS id FROM "{source.table}" AS c JOIN "{other.name}" AS t ON t.id = c."{source.link}" '
        f'WHERE c."{source.column}" = ? AND c.deleted_at IS NULL AND t.deleted_at IS NULL'
    )
    return sql, (record_id,)


def _deleted(work: UnitOfWork, entity: str, ids: Sequence[int]) -> list[tuple[int, str | None]]:
    """Return which of the records exist, each with the moment of its deletion."""
    found: list[tuple[int, str | None]] = []
    for part in chunks(ids):
        sql = f'SELECT id, deleted_at FROM "{entity}" WHERE id IN ({marks(part)})'
        found.extend(work.execute(sql, part).fetchall())
    return found


def _parts(
    work: UnitOfWork, table: str, column: str, ids: Sequence[int], deleted_at: str | None
) -> list[int]:
    """Return the parts of records that are live, or that were deleted at a moment."""
    found: list[int] = []
    for part in chunks(ids):
        rows = work.execute(
            f'SELECT id FROM "{table}" WHERE "{column}" IN ({marks(part)}) AND deleted_at IS ?',
            (*part, deleted_at),
        )
        found.extend(row[0] for row in rows)
    return found


__all__ = ["Record", "Records", "Related", "related_sql"]
