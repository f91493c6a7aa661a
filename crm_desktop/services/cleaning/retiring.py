"""Retiring an entry of an option list into another one: what has the one gets the other, in one undoable step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Option
from crm_desktop.models import registry
from crm_desktop.services import kept_conditions
from crm_desktop.store import custom_fields, names

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.driver import Connection
    from crm_desktop.store.pages import Named
    from crm_desktop.store.unit_of_work import UnitOfWork

_CUSTOM = "custom_value"


@dataclass(frozen=True, slots=True)
class Use:
    """How many live records of an entity hold an entry in a field: its marked names, and the count."""

    entity: str
    field: str
    count: int


def others(workspace: Workspace, option_id: int) -> list[Named]:
    """Return the entries of the same list that can take the place of one."""
    reader = workspace.file.reader()
    set_name = _facts(reader, option_id)[0]
    return [one for one in custom_fields.options(reader, set_name) if one.id != option_id]


def uses(workspace: Workspace, option_id: int) -> list[Use]:
    """Return where an entry is used, in the order of the entities."""
    reader = workspace.file.reader()
    set_name = _facts(reader, option_id)[0]
    found = []
    for entity in registry.ENTITIES:
        for one in (*entity.fields, *custom_fields.of(reader, entity.name)):
            if not isinstance(one.kind, Option) or one.kind.options != set_name:
                continue
            if one.stored:
                sql = f'SELECT count(*) FROM "{entity.name}" WHERE "{one.column}" = ? AND deleted_at IS NULL'
                count = reader.execute(sql, (option_id,)).fetchone()[0]
            else:
                sql = f"SELECT count(*) FROM {_CUSTOM} WHERE field_id = ? AND whole_value = ? AND deleted_at IS NULL"
                count = reader.execute(sql, (dict(one.source.where)["field_id"], option_id)).fetchone()[0]  # type: ignore[union-attr]
            if count:
                found.append(Use(entity.title_plural, one.label, count))
    return found


def retire(workspace: Workspace, option_id: int, into: int) -> int:
    """Give all records that hold ``option_id`` the entry ``into``, also those in the trash, and retire the first.

    Conditions of saved views and live segments follow. Returns the transaction. Raises RecordProblem where the
    program's rules need the entry, or when the two are of different lists.
    """
    reader = workspace.file.reader()
    set_name, kind = _facts(reader, option_id)
    if option_id == into or _facts(reader, into)[0] != set_name:
        raise RecordProblem(_("Choose another entry of the same list."))
    old, new = (names.of_row(reader, "option", one) for one in (option_id, into))
    if kind and not any(one.kind == kind for one in others(workspace, option_id)):
        raise RecordProblem(
            _("“%(name)s” cannot be retired: rules of the program need an entry of its kind.")
            % {"name": old},
            _("Give it another name instead."),
        )
    with workspace.work(N_("Retire “%(old)s” into “%(new)s”"), "bulk", old=old, new=new) as work:
        for table, column in registry.foreign_keys_to("option"):
            _assign(work, table, column, option_id, into, "")
        for field_id in _custom_fields(work, set_name):
            _assign(work, _CUSTOM, "whole_value", option_id, into, f" AND field_id = {field_id:d}")
        kept_conditions.follow(
            workspace,
            work,
            lambda kind: isinstance(kind, Option) and kind.options == set_name,
            {option_id: into},
        )
        work.session.get_one(registry.model("option"), option_id).retired_at = clock.now()  # type: ignore[attr-defined]
    return work.id


def _facts(reader: Connection, option_id: int) -> tuple[str, str]:
    """Return the list of an entry and its kind. Raises RecordProblem for one that is gone."""
    row = reader.execute(
        "SELECT set_name, kind FROM option WHERE id = ? AND deleted_at IS NULL AND retired_at IS NULL",
        (option_id,),
    ).fetchone()
    if row is None:
        raise RecordProblem(_("This entry can no longer be chosen."))
    return row[0], row[1] or ""


def _assign(work: UnitOfWork, table: str, column: str, old: int, new: int, more: str) -> None:
    rows = work.execute(f'SELECT id FROM "{table}" WHERE "{column}" = ?{more}', (old,)).fetchall()
    if rows:
        work.assign_many(table, [row[0] for row in rows], {column: new})


def _custom_fields(work: UnitOfWork, set_name: str) -> Iterator[int]:
    rows = work.execute(
        "SELECT id FROM custom_field WHERE kind = 'option' AND option_set = ? AND deleted_at IS NULL",
        (set_name,),
    ).fetchall()
    return (row[0] for row in rows)


__all__ = ["Use", "others", "retire", "uses"]
