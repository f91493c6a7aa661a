"""Cards moved to another stage: along the rules, with what follows from it, all of them in one undoable step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.models import registry
from crm_desktop.services import ruled_writing, rules
from crm_desktop.store import names

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

_ENTITY = "opportunity"
_NEEDS = {"won": ("amount", "closed_on"), "lost": ("reason",), "void": ("reason",)}


def asked_for(kind: str, amounts: Sequence[int | None]) -> tuple[str, ...]:
    """Return the fields that are asked for before cards with these amounts go to a stage of a kind."""
    is_whole = all(one is not None for one in amounts)
    return tuple(key for key in _NEEDS.get(kind, ()) if key != "amount" or not is_whole)


def move(
    workspace: Workspace, seen: Mapping[int, int], stage: int, given: Mapping[str, Any] | None = None
) -> int:
    """Move opportunities to a stage and return the transaction (0: they are there).

    ``seen`` says in which stage each was seen; ``given`` are values that the new stage asks for (an amount only goes
    to those that have none). What is won is closed on the day given, else today; what opens again loses its end.
    Raises RecordProblem when a rule forbids it, or when somebody moved one of them meanwhile: then none is moved.
    """
    ids = list(seen)
    reader = workspace.file.reader()
    title = (
        N_("Move %(name)s to %(stage)s") if len(ids) == 1 else N_("Move %(count)d opportunities to %(stage)s")
    )
    name = names.of_row(reader, _ENTITY, ids[0]) if len(ids) == 1 else ""
    label = names.of_rows(reader, "stage", [stage]).get(stage, "")
    with workspace.work(title, name=name, count=len(ids), stage=label) as work:
        for record_id in ids:
            _move_one(work, record_id, seen[record_id], stage, given or {})
    return work.id if work.changes else 0


def _move_one(work: UnitOfWork, record_id: int, seen: int, stage: int, given: Mapping[str, Any]) -> None:
    entity = registry.entity(_ENTITY)
    row = work.execute(
        "SELECT 1 FROM opportunity WHERE id = ? AND deleted_at IS NULL", (record_id,)
    ).fetchone()
    if row is None:
        raise RecordProblem(_("This record no longer exists."))
    old = rules.present_values(work, entity, record_id)
    present = old.get("stage")
    if present == stage:
        return
    if present not in (None, seen):
        words = {
            "name": names.of_row(work.connection, _ENTITY, record_id),
            "stage": names.of_rows(work.connection, "stage", [present]).get(present, ""),
        }
        raise RecordProblem(
            _("“%(name)s” was moved to “%(stage)s” meanwhile.") % words,
            _("Nothing was moved. Look at it again."),
        )
    after = rules.stage_of(work, stage)
    if after is None:
        raise RecordProblem(_("This record no longer exists."))
    values = {"stage": stage, **{key: value for key, value in given.items() if key != "amount"}}
    if after["kind"] == "won":
        values.setdefault("closed_on", clock.today())
    if old.get("amount") is None and given.get("amount") is not None:
        values["amount"] = given["amount"]
    ruled_writing.write(work, entity, record_id, old, values)
