"""One record written along the rules: what its new stage brings with it, what forbids it, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock, name_parts
from crm_desktop.core.entity import Entity
from crm_desktop.services import rules
from crm_desktop.store import record_rows

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

_CATEGORY = {"won": "closed", "lost": "omitted", "void": "omitted"}


def write(
    work: UnitOfWork, entity: Entity, record_id: int, old: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Write values of a record; ``old`` are those that it had, of the same fields at least. Raises RecordProblem."""
    fresh = with_names(work, entity, record_id, with_stage(work, entity, old, values))
    rules.check(work, entity, record_id, fresh)
    record_rows.save(work, entity, record_id, fresh)
    rules.follow(work, entity, record_id, old, fresh)


def with_names(work: UnitOfWork, entity: Entity, record_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a person with what follows for the full name and its parts."""
    if not name_parts.concerns(entity, values):
        return dict(values)
    present = rules.present_values(work, entity, record_id)
    changed = {key: value for key, value in values.items() if (value or None) != (present.get(key) or None)}
    return {**values, **name_parts.brought(entity, present, changed)}


def with_stage(
    work: UnitOfWork, entity: Entity, old: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return values with what another stage of an opportunity brings, unless something else is given for that.

    What ends counts accordingly in the forecast and is closed today (of what is won the day must be said); what
    opens again loses its end.
    """
    stage = values.get("stage")
    if entity.name != "opportunity" or stage is None or stage == old.get("stage"):
        return dict(values)
    after, before = rules.stage_of(work, stage), rules.stage_of(work, old.get("stage"))
    if after is None:
        return dict(values)
    kind = str(after["kind"])
    brought: dict[str, Any] = {"pipeline": after["pipeline_id"]}
    if kind != "open":
        brought |= {"forecast_category": _CATEGORY[kind], "snoozed_until": None}
    elif before is not None and before["kind"] != "open":
        brought |= {"closed_on": None, "reason": None, "forecast_category": "pipeline"}
    if kind == "won":
        brought["reason"] = None
    elif kind != "open":
        brought["closed_on"] = clock.today()
    return {
        **brought,
        **{key: value for key, value in values.items() if value is not None or key not in brought},
    }
