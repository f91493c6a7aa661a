"""What the program does around a record that is written: numbers, states, logs of stages and states.

Called inside the unit of work: :func:`complete` before a record is made, :func:`check` before it is written,
:func:`follow` after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import RecordProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Status
from crm_desktop.models import registry
from crm_desktop.models.opportunity import OPPORTUNITY_MACHINE
from crm_desktop.models.service_request import request_machine
from crm_desktop.store import names
from crm_desktop.store.unit_of_work import UnitOfWork

NUMBERS = {
    "service_request": "SR-{number:04}",
    "quote": "Q-{year}-{number:04}",
    "sales_order": "O-{year}-{number:04}",
}


def complete(work: UnitOfWork, entity: Entity, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a new record with what the program gives by itself."""
    if entity.name in NUMBERS and not values.get("number"):
        values["number"] = next_number(work, entity.name)
    if entity.name == "service_request":
        values.setdefault("received_at", clock.now())
    if entity.name == "opportunity":
        _complete_opportunity(work, values)
    if "owner" in entity.by_key:
        values.setdefault("owner", work.writer.user)
    return values


def next_number(work: UnitOfWork, entity: str) -> str:
    """Return the next number of an entity that is counted (SR-0412, Q-2026-0031)."""
    pattern = NUMBERS[entity]
    year = clock.today().year
    head = pattern.split("{number")[0].format(year=year)
    row = work.execute(
        f'SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM "{entity}" WHERE substr(number, 1, ?) = ?',
        (len(head) + 1, len(head), head),
    ).fetchone()
    return pattern.format(year=year, number=(row[0] or 0) + 1)


def _complete_opportunity(work: UnitOfWork, values: dict[str, Any]) -> None:
    """Give an opportunity its first stage, its pipeline, its probability and a name."""
    if not values.get("stage"):
        row = work.execute(
            "SELECT id FROM stage WHERE kind = 'open' AND retired_at IS NULL AND deleted_at IS NULL ORDER BY position, id"
        ).fetchone()
        values["stage"] = row[0] if row else None
    stage = stage_of(work, values.get("stage"))
    if stage:
        values.setdefault("pipeline", stage["pipeline_id"])
        if values.get("probability") is None:
            values["probability"] = stage["probability"]
        else:
            values.setdefault("probability_is_typed", True)
        if stage["kind"] == "won":
            values.setdefault("forecast_category", "closed")
    if not values.get("name"):
        values["name"] = opportunity_name(work, values)


def stage_of(work: UnitOfWork, stage_id: int | None) -> Mapping[str, Any] | None:
    """Return what rules need of a stage."""
    row = work.execute(
        "SELECT pipeline_id, kind, probability FROM stage WHERE id = ?", (stage_id,)
    ).fetchone()
    return dict(zip(("pipeline_id", "kind", "probability"), row, strict=True)) if row else None


def opportunity_name(work: UnitOfWork, values: Mapping[str, Any]) -> str:
    """Return a name for an opportunity that was given none: what it is about and for whom."""
    parts = []
    for key in ("product", "company"):
        if values.get(key):
            parts.append(names.of_rows(work.connection, key, [values[key]]).get(values[key], ""))
    return " – ".join(part for part in parts if part) or str(values.get("number") or _("Opportunity"))


def check(work: UnitOfWork, entity: Entity, record_id: int | None, values: Mapping[str, Any]) -> None:
    """Refuse a state that may not follow, or that lacks what it needs. Raises RecordProblem."""
    for one in entity.fields:
        if not isinstance(one.kind, Status) or one.key not in values:
            continue
        present = _present(work, entity, record_id)
        after = {**present, **values}
        machine = request_machine(after) if entity.name == "service_request" else one.kind.machine
        old, new = present.get(one.key), str(values[one.key])
        if not machine.allows(old, new):
            shown = one.kind.show(str(old or ""), _locale()), one.kind.show(new, _locale())
            raise RecordProblem(_("“%(new)s” cannot follow “%(old)s”.") % {"old": shown[0], "new": shown[1]})
        _demand(entity, machine.missing(new, after), one.kind.show(new, _locale()))
    if entity.name == "opportunity" and values.get("stage"):
        stage = stage_of(work, values["stage"])
        after = {**_present(work, entity, record_id), **values}
        if stage and stage["kind"] != "open":
            _demand(entity, OPPORTUNITY_MACHINE.missing(stage["kind"], after), "")


def _demand(entity: Entity, missing: list[str], state: str) -> None:
    if missing:
        labels = ", ".join(_(entity.field(key).label) if key in entity.by_key else key for key in missing)
        text = _("“%(state)s” needs: %(fields)s.") if state else _("This stage needs: %(fields)s.")
        raise RecordProblem(text % {"state": state, "fields": labels})


def _locale() -> Any:
    from crm_desktop.core.kinds import Locale

    return Locale()


def _present(work: UnitOfWork, entity: Entity, record_id: int | None) -> dict[str, Any]:
    """Return the stored values of a record by field key."""
    if record_id is None:
        return {}
    stored = [one for one in entity.fields if one.stored]
    quoted = ", ".join(f'"{one.column}"' for one in stored)
    row = work.execute(f'SELECT {quoted} FROM "{entity.name}" WHERE id = ?', (record_id,)).fetchone()
    return {one.key: value for one, value in zip(stored, row, strict=True)} if row else {}


def follow(
    work: UnitOfWork, entity: Entity, record_id: int, old: Mapping[str, Any], new: Mapping[str, Any]
) -> None:
    """Write the log of stages and states, and what follows from a new stage."""
    if entity.name == "opportunity" and "stage" in new and old.get("stage") != new["stage"]:
        amount = work.execute("SELECT amount FROM opportunity WHERE id = ?", (record_id,)).fetchone()[0]
        work.add(
            registry.model("stage_change"),
            opportunity_id=record_id,
            from_stage_id=old.get("stage"),
            to_stage_id=new["stage"],
            at=clock.now(),
            user_id=work.writer.user,
            amount=amount,
        )
        stage = stage_of(work, new["stage"])
        record = work.session.get_one(registry.model("opportunity"), record_id)
        if stage and old and not getattr(record, "probability_is_typed", False):
            record.probability = stage["probability"]  # type: ignore[attr-defined]
    if entity.name == "service_request" and "status" in new and old.get("status") != new["status"]:
        work.add(
            registry.model("status_change"),
            service_request_id=record_id,
            from_status=old.get("status"),
            to_status=new["status"],
            at=clock.now(),
            user_id=work.writer.user,
        )
