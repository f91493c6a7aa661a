"""Conditions of a list as SQL. Columns come from the descriptions, values are always bound."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock, relative_days
from crm_desktop.core.entity import Child, Computed, Entity, Field, Reckoned, TagLinks
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day, Moment, day_bounds
from crm_desktop.models import registry
from crm_desktop.store import custom_fields
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.core.query import Condition, ListQuery

_YEAR = 366  # days
LIVE = "t.deleted_at IS NULL"
Clause = tuple[str, tuple[Any, ...]]


def where(connection: Connection, entity: Entity, query: ListQuery, *, by_index: bool = False) -> Clause:
    """Return the WHERE clause (over the alias ``t``) of a list, without its search.

    ``by_index``: for those who only count; SQLite may then look the values up, where a list is read in its own order.
    """
    live = _trashed(entity) if query.trash else LIVE
    clauses = [condition(entity, one, connection, by_index=by_index) for one in query.conditions]
    if query.trash and query.search.strip():
        clauses.append(_casefold_title(connection, entity, query.search))
    if query.among is not None:  # whatever joins the conditions
        live = f"{live} AND t.id IN ({', '.join(str(int(one)) for one in query.among)})"
    if not clauses:
        return live, ()
    joined = (" AND " if query.match_all else " OR ").join(f"({sql})" for sql, _values in clauses)
    return f"{live} AND ({joined})", tuple(value for _sql, values in clauses for value in values)


def _trashed(entity: Entity) -> str:
    """Return the condition of what is in the trash; a record that was merged into another is not."""
    is_mergeable = "merged_into_id" in registry.column_names(entity.name)
    return "t.deleted_at IS NOT NULL" + (" AND t.merged_into_id IS NULL" if is_mergeable else "")


def _casefold_title(connection: Connection, entity: Entity, text: str) -> Clause:
    """Search the trash, which has no index, by the folded title."""
    connection.create_function("casefold", 1, lambda value: str(value or "").casefold(), deterministic=True)
    return f'instr(casefold(t."{entity.title_field.column}"), ?) > 0', (text.strip().casefold(),)


def condition(
    entity: Entity, one: Condition, connection: Connection | None = None, *, by_index: bool = False
) -> Clause:
    """Return one condition as SQL; with a connection, also on the user's own fields.

    Raises UsageProblem for an unknown field or operator.
    """
    field = entity.by_key.get(one.field)
    if field is None and connection is not None:
        field = next((own for own in custom_fields.of(connection, entity.name) if own.key == one.field), None)
    if field is None:
        raise UsageProblem(_("“%(name)s” is not a field of this list.") % {"name": one.field})
    if one.operator not in field.kind.operators:
        raise UsageProblem(_("“%(name)s” cannot be filtered like this.") % {"name": _(field.label)})
    if isinstance(field.source, Reckoned) and connection is not None:
        ids = json.dumps(list(field.source.fulfilling(connection, one.operator)))
        return "t.id IN (SELECT value FROM json_each(?))", (ids,)
    negated, operator = _NEGATED.get(one.operator, (False, one.operator))
    try:
        sql, values = _positive(entity, field, operator, one.value, by_index=by_index and not negated)
    except (ValueError, TypeError) as error:  # a value that is no day, no number of days, no list
        raise UsageProblem(
            _("“%(name)s” cannot be filtered like this.") % {"name": _(field.label)}
        ) from error
    return (f"NOT ({sql})" if negated else sql), values


_NEGATED = {"is_not": (True, "is"), "empty": (True, "filled"), "has_not": (True, "has")}


def _positive(entity: Entity, field: Field, operator: str, value: Any, *, by_index: bool = False) -> Clause:
    """Return a condition that is true or false, never unknown (``by_index``: unknown for false)."""
    source = field.source
    if isinstance(source, TagLinks):
        links = (
            f"SELECT 1 FROM tag_link AS l JOIN tag AS g ON g.id = l.tag_id WHERE l.entity = '{entity.name}' "
        )
        links += "AND l.row_id = t.id AND l.deleted_at IS NULL"
        if operator == "filled":
            return f"EXISTS ({links})", ()
        return f"EXISTS ({links} AND g.name = ?)", (value,)
    if isinstance(source, Child):
        fixed = "".join(f' AND c."{name}" = ?' for name, _value in source.where)
        sql, values = comparison(f'c."{source.column}"', field, operator, value)
        inner = f'SELECT 1 FROM "{source.table}" AS c WHERE c."{source.link}" = t.id AND c.deleted_at IS NULL'
        return f"EXISTS ({inner}{fixed} AND {sql})", (*(value for _name, value in source.where), *values)
    if isinstance(source, Computed):
        if not source.compared:
            raise UsageProblem(_("“%(name)s” cannot be filtered like this.") % {"name": _(field.label)})
        return comparison(f't."{source.compared}"', field, operator, value, by_index=by_index)
    return comparison(f't."{field.column}"', field, operator, value, by_index=by_index)


def comparison(column: str, field: Field, operator: str, value: Any, *, by_index: bool = False) -> Clause:
    """Return one comparison of a column; ``by_index`` as SQLite finds it in an index, unknown for empty cells."""
    if by_index and operator == "is" and value is not None:
        return f"{column} = ?", (value,)
    make = _COMPARISONS.get(operator)
    if make is None:
        raise UsageProblem(_("“%(name)s” cannot be filtered like this.") % {"name": _(field.label)})
    sql, values = make(column, field, value)
    return sql if by_index or operator in ("filled", "is") else f"coalesce({sql}, 0)", values


def _contains(column: str, _field: Field, value: Any) -> Clause:
    # lower() folds ASCII only, so both spellings of the first letter are tried as well.
    text = str(value)
    spellings = list(dict.fromkeys((text, text.casefold(), text.upper(), text.title())))
    tests = " OR ".join(f"instr({column}, ?) > 0" for _one in spellings)
    return f"({tests} OR instr(lower({column}), ?) > 0)", (*spellings, text.lower())


def _starts(column: str, _field: Field, value: Any) -> Clause:
    return f"substr({column}, 1, ?) = ? COLLATE NOCASE", (len(str(value)), str(value))


def _any_of(column: str, _field: Field, value: Any) -> Clause:
    values = tuple(value or ())
    return f"{column} IN ({','.join('?' * len(values))})", values


def _on(column: str, field: Field, value: Any) -> Clause:
    first, after = _bounds(field, value)
    return f"({column} >= ? AND {column} < ?)", (first, after)


def _before(column: str, field: Field, value: Any) -> Clause:
    return f"{column} < ?", (_bounds(field, value)[0],)


def _after(column: str, field: Field, value: Any) -> Clause:
    return f"{column} >= ?", (_bounds(field, value)[1],)


def _within_days(column: str, field: Field, value: Any) -> Clause:
    """Between today and ``value`` days from now (negative: in the last days)."""
    today, other = clock.today(), clock.today() + timedelta(days=int(value))
    first, last = min(today, other), max(today, other)
    low, high = _bounds(field, first.isoformat())[0], _bounds(field, last.isoformat())[1]
    return f"({column} >= ? AND {column} < ?)", (low, high)


def _comes_within(column: str, _field: Field, value: Any) -> Clause:
    """Of days that come each year: today or one of the next ``value`` days; 29 February comes on the 28th too."""
    today = clock.today()
    days = [today + timedelta(days=number) for number in range(min(max(int(value), 0), _YEAR) + 1)]
    wanted = {f"{one:%m-%d}" for one in days}
    if any(one.month == 2 and (one + timedelta(days=1)).day == 1 for one in days):
        wanted.add("02-29")
    days_of_year = f"substr({column}, 6) IN ({','.join('?' * len(wanted))})"
    return f"({column} > '' AND {days_of_year})", tuple(sorted(wanted))  # by the index alone, where it may


def _this_month(column: str, field: Field, _value: Any) -> Clause:
    first = clock.today().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return f"({column} >= ? AND {column} < ?)", (
        _bounds(field, first.isoformat())[0],
        _bounds(field, following.isoformat())[0],
    )


def _bounds(field: Field, value: Any) -> tuple[str, str]:
    """Return the stored forms of the beginning of a day and of the next day, for dates and for moments."""
    day = relative_days.day_of(value)
    if isinstance(field.kind, Moment):
        first, after = day_bounds(day, None)
        return clock.stamp(first), clock.stamp(after)
    assert isinstance(field.kind, Day)
    return day.isoformat(), (day + timedelta(days=1)).isoformat()


_COMPARISONS: dict[str, Callable[[str, Field, Any], Clause]] = {
    "is": lambda column, _field, value: (f"{column} IS ?", (value,)),
    "filled": lambda column, _field, _value: (f"({column} IS NOT NULL AND {column} <> '')", ()),
    "contains": _contains,
    "starts": _starts,
    "any_of": _any_of,
    "at_least": lambda column, _field, value: (f"{column} >= ?", (value,)),
    "at_most": lambda column, _field, value: (f"{column} <= ?", (value,)),
    "on": _on,
    "before": _before,
    "after": _after,
    "within_days": _within_days,
    "this_month": _this_month,
    "comes_within": _comes_within,
}
