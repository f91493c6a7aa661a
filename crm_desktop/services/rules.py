"""What the program does around a record that is written: numbers, states, logs of stages and states.

Called inside the unit of work: :func:`complete` before a record is made, :func:`check` before it is written,
:func:`follow` after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock, name_parts
from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import RecordProblem, ValuesMissing
from crm_desktop.core.i18n import _, labelled, language, listed
from crm_desktop.core.kinds import Locale, Status
from crm_desktop.models import registry
from crm_desktop.services import circles
from crm_desktop.services.paper_totals import PAPERS, add_up, follow_lines
from crm_desktop.services.request_rules import follow_status
from crm_desktop.store import names

if TYPE_CHECKING:
    from crm_desktop.store.unit_of_work import UnitOfWork

NUMBERS = {
    "service_request": "SR-{number:04}",
    "quote": "Q-{year}-{number:04}",
    "sales_order": "O-{year}-{number:04}",
}


def complete(
    work: UnitOfWork,
    entity: Entity,
    values: dict[str, Any],
    locale: Locale = Locale(),  # noqa: B008 - frozen
) -> dict[str, Any]:
    """Return the values of a new record with what the program gives by itself."""
    values |= name_parts.brought(entity, {}, {key: value for key, value in values.items() if value})
    if entity.name in NUMBERS and not values.get("number"):
        values["number"] = next_number(work, entity.name)
    if entity.name == "service_request":
        values.setdefault("received_at", clock.now())
    if entity.name == "opportunity":
        _complete_opportunity(work, values)
    if "owner" in entity.by_key:
        values.setdefault("owner", work.writer.user)
    if entity.currency_column:
        values["currency"] = values.get("currency") or locale.currency
    # A state that is left empty is the first one.
    return {
        key: value for key, value in values.items() if value not in (None, "") or not is_ruled(entity, key)
    }


def is_ruled(entity: Entity, key: str) -> bool:
    """Return whether a value changes along rules, so that each record is looked at on its own."""
    one = entity.by_key.get(key)
    return one is not None and (
        isinstance(one.kind, Status)
        or entity.name == "line"
        or circles.is_above(entity, one)
        or (entity.name == "opportunity" and key == "stage")
    )


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
    """Give an opportunity its first stage, its pipeline, its probability, its first day and a name."""
    values["started_on"] = values.get("started_on") or clock.today()
    values["stage"] = values.get("stage") or first_stage(work)
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
    """Refuse a value that nobody can mean, a state that may not follow or lacks what it needs. Raises RecordProblem."""
    from crm_desktop.models.opportunity import OPPORTUNITY_MACHINE
    from crm_desktop.models.request_states import request_machine

    if reason := objection(entity, values):
        raise RecordProblem(reason)
    if record_id is not None:
        _check_above(work, entity, record_id, values)
    for one in entity.fields:
        if not isinstance(one.kind, Status) or one.key not in values:
            continue
        present = present_values(work, entity, record_id)
        after = {**present, **values}
        machine = request_machine(after) if entity.name == "service_request" else one.kind.machine
        old, new = present.get(one.key), str(values[one.key] or "")
        if not machine.allows(old, new) or (new in machine.by_service and new != old):
            shown = one.kind.show(str(old or ""), Locale()), one.kind.show(new, Locale())
            raise RecordProblem(_("“%(new)s” cannot follow “%(old)s”.") % {"old": shown[0], "new": shown[1]})
        _demand(entity, machine.missing(new, after), new, one.kind.show(new, Locale()))
    if entity.name == "opportunity" and values.get("stage"):
        stage = stage_of(work, values["stage"])
        after = {**present_values(work, entity, record_id), **values}
        if stage and stage["kind"] != "open":
            _demand(entity, OPPORTUNITY_MACHINE.missing(stage["kind"], after), stage["kind"])


def _check_above(work: UnitOfWork, entity: Entity, record_id: int, values: Mapping[str, Any]) -> None:
    """Refuse a parent that belongs, over any number of steps, to the record itself. Raises RecordProblem."""
    for one in entity.fields:
        if not circles.is_above(entity, one) or not isinstance(values.get(one.key), int):
            continue
        sql = f'SELECT "{one.column}" FROM "{entity.name}" WHERE id = ?'

        def above(at: int, sql: str = sql) -> int | None:
            row = work.execute(sql, (at,)).fetchone()
            return row[0] if row is not None else None

        if circles.leads_to(values[one.key], record_id, above):
            is_own = values[one.key] == record_id
            name = "" if is_own else names.of_row(work.connection, entity.name, values[one.key])
            raise RecordProblem(circles.objection(name))


def objection(entity: Entity, values: Mapping[str, Any]) -> str:
    """Return why one of the values that a person gives a record cannot be meant (a day to come on which something was
    done, say), or an empty text."""
    locale = Locale(language=language())
    for one in entity.fields:
        value = values.get(one.key)
        if value is not None and (reason := one.kind.objection(value, locale)):
            return labelled(_(one.label), reason)
    return ""


def _demand(entity: Entity, missing: list[str], state: str, shown: str = "") -> None:
    if missing:
        labels = listed(_(entity.field(key).label) if key in entity.by_key else key for key in missing)
        text = _("“%(state)s” needs: %(fields)s.") if shown else _("This stage needs: %(fields)s.")
        raise ValuesMissing(text % {"state": shown, "fields": labels}, state, missing)


def present_values(work: UnitOfWork, entity: Entity, record_id: int | None) -> dict[str, Any]:
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
    if entity.name == "activity":
        _note_contact(work, record_id)
    if entity.name == "line":
        follow_lines(work, [record_id])
    if entity.name in PAPERS and "discount" in new:
        work.flush()
        add_up(work, entity.name, record_id)
    if entity.name == "service_request" and "status" in new and old.get("status") != new["status"]:
        follow_status(work, record_id, old.get("status"), new)


TOUCHES = ("call", "meeting", "message", "visit", "return_visit")
"""Kinds of activities in which somebody of the customer was reached."""

CONTACTED = ("company", "contact", "lead", "opportunity")
"""What keeps when somebody was in touch last, and will be next; see ``next_contacts.py``."""


def _note_contact(work: UnitOfWork, activity: int) -> None:
    """Let the customer's last contact be that of an activity that took place."""
    row = work.execute(
        "SELECT kind, CASE WHEN started_at IS NOT NULL OR done_at IS NOT NULL "  # else it is the end of a plan
        "THEN coalesce(ended_at, started_at, done_at) END, company_id, contact_id, lead_id, opportunity_id "
        "FROM activity WHERE id = ?",
        (activity,),
    ).fetchone()
    if row is None or row[0] not in TOUCHES or row[1] is None or row[1] > clock.stamp():
        return
    for table, target in zip(CONTACTED, row[2:], strict=True):
        if target is not None:
            work.execute(
                f"UPDATE \"{table}\" SET last_contact = ? WHERE id = ? AND coalesce(last_contact, '') < ?",
                (row[1], target, row[1]),
            )


def complete_columns(
    work: UnitOfWork, entity: Entity, columns: dict[str, list[Any]], count: int, locale: Locale
) -> None:
    """Complete the columns of many new records as :func:`complete` does for one; ``columns`` maps names to values.

    Imported records need not have what a state demands when somebody enters it by hand.
    """
    if entity.name in NUMBERS:
        _number_columns(work, entity, columns, count)
    if entity.currency_column:
        given = columns.get("currency", [None] * count)
        columns["currency"] = [value or locale.currency for value in given]
    if entity.name == "service_request":
        at = clock.stamp()
        columns["received_at"] = [value or at for value in columns.get("received_at", [None] * count)]
    if entity.name == "opportunity":
        _complete_opportunity_columns(work, columns, count)
    if entity.name == "activity":
        _complete_activity_columns(columns, count)


def _complete_activity_columns(columns: dict[str, list[Any]], count: int) -> None:
    """Let what has an author belong to that user, and notes that name no time be done: nothing is left to do there."""
    if "created_by" in columns and "owner_id" not in columns:
        columns["owner_id"] = list(columns["created_by"])
    nothing = [None] * count
    kinds, done = columns.get("kind", nothing), columns.get("done_at", nothing)
    times = [columns.get(name, nothing) for name in ("planned_at", "started_at", "due_on", "done_at")]
    undated = [not any(row) for row in zip(*times, strict=True)]
    if "note" in kinds and any(undated):
        at, made = clock.stamp(), columns.get("created_at", nothing)
        columns["done_at"] = [
            (then or at) if kind == "note" and open_ else was
            for kind, open_, was, then in zip(kinds, undated, done, made, strict=True)
        ]


def _number_columns(work: UnitOfWork, entity: Entity, columns: dict[str, list[Any]], count: int) -> None:
    numbers = columns.get("number", [None] * count)
    if all(numbers):
        return
    first = next_number(work, entity.name)
    head, start = first.rsplit("-", 1)
    width = len(start)
    tails = [value.rsplit("-", 1)[1] for value in numbers if value and value.startswith(f"{head}-")]
    begin = max([int(start), *(int(tail) + 1 for tail in tails if tail.isdecimal())])
    counter = iter(range(begin, begin + count))
    columns["number"] = [value or f"{head}-{next(counter):0{width}}" for value in numbers]


def _complete_opportunity_columns(work: UnitOfWork, columns: dict[str, list[Any]], count: int) -> None:
    """Give imported opportunities stage, pipeline, probability, category, the right date and a name."""
    first = first_stage(work)
    stages = [value or first for value in columns.get("stage_id", [None] * count)]
    known = {one: stage_of(work, one) or {} for one in set(stages)}
    columns["stage_id"] = stages
    columns["pipeline_id"] = [known[one].get("pipeline_id") for one in stages]
    typed = columns.get("probability", [None] * count)
    pairs = list(zip(typed, stages, strict=True))
    columns["probability"] = [p if p is not None else known[one].get("probability") for p, one in pairs]
    columns["probability_is_typed"] = [int(p is not None) for p, _one in pairs]
    given = columns.get("forecast_category", [None] * count)
    kinds = [known[one].get("kind") for one in stages]
    columns["forecast_category"] = [
        value or ("closed" if kind == "won" else "pipeline") for value, kind in zip(given, kinds, strict=True)
    ]
    closed = columns.get("closed_on", [None] * count)
    expected = columns.get("expected_close", [None] * count)
    # "Close date" of an open opportunity is the day on which it is expected to close.
    columns["expected_close"] = [
        e or (c if kind == "open" else None) for e, c, kind in zip(expected, closed, kinds, strict=True)
    ]
    columns["closed_on"] = [None if kind == "open" else c for c, kind in zip(closed, kinds, strict=True)]
    _name_columns(work, columns, count)


def _name_columns(work: UnitOfWork, columns: dict[str, list[Any]], count: int) -> None:
    """Name opportunities by product and company, or by their number."""
    titles: dict[str, dict[int, str]] = {}
    for entity in ("product", "company"):
        ids = {value for value in columns.get(f"{entity}_id", ()) if value is not None}
        titles[entity] = names.of_rows(work.connection, entity, sorted(ids))
    nothing = [None] * count
    rows = zip(
        columns.get("name", nothing),
        columns.get("product_id", nothing),
        columns.get("company_id", nothing),
        columns.get("number", nothing),
        strict=True,
    )
    named = []
    for name, product, company, number in rows:
        parts = [titles["product"].get(product or 0, ""), titles["company"].get(company or 0, "")]
        named.append(name or " – ".join(part for part in parts if part) or number or _("Opportunity"))
    columns["name"] = named


def first_stage(work: UnitOfWork) -> int | None:
    """Return the first open stage of the first pipeline."""
    row = work.execute(
        "SELECT id FROM stage WHERE kind = 'open' AND retired_at IS NULL AND deleted_at IS NULL "
        "ORDER BY pipeline_id, position, id"
    ).fetchone()
    return row[0] if row else None
