"""One record's values written where they lie: own columns, the primary child row, tags.

Everything happens inside the unit of work that is handed in; keys and values are those of the entity's description,
values in their Python form (references as ids, tags as names).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Column, Entity, Field, TagLinks
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Exact
from crm_desktop.core.reading import fold
from crm_desktop.models import registry
from crm_desktop.store import custom_fields, main_channels
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

Group = tuple[str, str, tuple[tuple[str, Any], ...], str]


def create(work: UnitOfWork, entity: Entity, values: Mapping[str, Any]) -> int:
    """Add a record and return its id. Raises RecordProblem when a required value is missing."""
    fields = _described(work, entity, values)
    own = {one.column: values[key] for key, one in fields.items() if isinstance(one.source, Column)}
    record = work.add(registry.model(entity.name), **own)
    work.complete(record)
    columns = registry.table(entity.name).columns
    missing = [
        _(one.label)
        for one in entity.fields
        if one.required
        and one.stored
        and getattr(record, one.column) in (None, "")
        and (getattr(record, one.column) == "" or columns[one.column].default is None)
    ]
    if missing:
        raise RecordProblem(_("Please fill in: %(fields)s.") % {"fields": ", ".join(missing)})
    work.flush()
    _write_elsewhere(work, entity, fields, record.id, values)
    return int(record.id)


def _described(work: UnitOfWork, entity: Entity, keys: Iterable[str]) -> dict[str, Field]:
    """Return the fields of these keys, the user's own ones among them; raises KeyError for an unknown one."""
    found = {key: entity.by_key[key] for key in keys if key in entity.by_key}
    wanted = [key for key in keys if key not in found]
    if wanted:
        own = {one.key: one for one in custom_fields.of(work.connection, entity.name)}
        found.update({key: own[key] for key in wanted})
    return found


def save(work: UnitOfWork, entity: Entity, record_id: int, values: Mapping[str, Any]) -> None:
    """Change values of a record. Raises RecordProblem when it is gone or a required value would be emptied."""
    record = work.session.get(registry.model(entity.name), record_id)
    if record is None:
        raise RecordProblem(_("This record no longer exists."))
    fields = _described(work, entity, values)
    for key, one in fields.items():
        if isinstance(one.source, Column):
            if one.required and values[key] in (None, ""):
                raise RecordProblem(_("“%(field)s” cannot be empty.") % {"field": _(one.label)})
            setattr(record, one.column, values[key])
    work.flush()
    _write_elsewhere(work, entity, fields, record_id, values)


def _write_elsewhere(
    work: UnitOfWork, entity: Entity, fields: Mapping[str, Field], record_id: int, values: Mapping[str, Any]
) -> None:
    """Write the values that lie in child rows and tags."""
    groups: dict[Group, dict[str, Any]] = defaultdict(dict)
    for key, value in values.items():
        source, kind = fields[key].source, fields[key].kind
        if isinstance(source, Child):
            if isinstance(kind, Exact) and source.table == "custom_value":
                value = kind.to_stored(value)  # noqa: PLW2901 - whose column is shared by all whole numbers
            groups[source.table, source.link, source.where, source.flag][source.column] = value
        elif isinstance(source, TagLinks):
            set_tags(work, entity.name, record_id, value or ())
    for group, columns in groups.items():
        write_child(work, record_id, group, columns)


def write_child(work: UnitOfWork, record_id: int, group: Group, columns: Mapping[str, Any]) -> None:
    """Set columns of a record's primary child row; make the row when there is none, drop it when it is left empty.

    Of several numbers or addresses another one is the main one then: the one that is given, if the record has it, or
    the oldest one after the main one was dropped.
    """
    table, link, where, flag = group
    model = registry.model(table)
    row = _primary(work, record_id, group)
    if row is None:
        if table == "channel" and not columns.get("value"):
            return  # nobody opts out where there is no address
        if any(value not in (None, "") for value in columns.values()):
            given = {**dict(where), link: record_id, **columns}
            work.add(model, **given, **({flag: True} if flag else {}))
            work.flush()
        return
    if table == "channel" and columns.get("value"):
        row = main_channels.put_first(work, link, record_id, row, columns["value"])
    for name, value in columns.items():
        if value is None and name == "opted_out":
            row.opted_out = False
        elif value in (None, "") and not _nullable(table, name):
            row.deleted_at = clock.now()
        else:
            setattr(row, name, value)
    if flag and row.deleted_at is None:
        setattr(row, flag, True)
    work.flush()
    if flag and row.deleted_at is not None and (heir := _primary(work, record_id, group)) is not None:
        setattr(heir, flag, True)
        work.flush()


def _nullable(table: str, column: str) -> bool:
    return registry.is_nullable(table, column)


def _primary(work: UnitOfWork, record_id: int, group: Group) -> Any:
    """Return a record's primary child row as an ORM record, or None."""
    found = primary_id(work.connection, record_id, group)
    return work.session.get(registry.model(group[0]), found) if found is not None else None


def primary_id(connection: Connection, record_id: int, group: Group) -> int | None:
    """Return the id of a record's primary child row (without one: of the oldest), or None."""
    table, link, where, flag = group
    fixed = "".join(f' AND "{name}" = ?' for name, _value in where)
    order = f'"{flag}" DESC, ' if flag else ""
    found = connection.execute(
        f'SELECT id FROM "{table}" WHERE "{link}" = ?{fixed} AND deleted_at IS NULL ORDER BY {order}id LIMIT 1',
        (record_id, *(value for _name, value in where)),
    ).fetchone()
    return found[0] if found else None


def set_tags(work: UnitOfWork, entity: str, record_id: int, names: Sequence[str]) -> None:
    """Make a record have exactly these tags; tags that do not exist yet are made."""
    wanted = {tag_id(work, name) for name in names if name.strip()}
    rows = work.execute(
        "SELECT id, tag_id FROM tag_link WHERE entity = ? AND row_id = ? AND deleted_at IS NULL",
        (entity, record_id),
    ).fetchall()
    for link_id, tag in rows:
        if tag not in wanted:
            work.execute("UPDATE tag_link SET deleted_at = ? WHERE id = ?", (clock.stamp(), link_id))
    present = {tag for _link, tag in rows}
    for tag in sorted(wanted - present):
        work.add(registry.model("tag_link"), entity=entity, row_id=record_id, tag_id=tag)
    work.flush()


def tag_id(work: UnitOfWork, name: str) -> int:
    """Return the id of the tag with this name, compared without case and accents; made if it does not exist."""
    folded = fold(name)
    for row_id, present in work.execute("SELECT id, name FROM tag WHERE deleted_at IS NULL"):
        if fold(present) == folded:
            return int(row_id)
    tag = work.add(registry.model("tag"), name=name.strip())
    work.flush()
    return int(tag.id)
