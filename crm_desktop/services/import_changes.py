"""What a foreign table would change in the records that are already there, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import compress, count
from operator import ne
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.formatting import minor_digits
from crm_desktop.core.kinds import Locale, Moment, Money, Reference, Tags, Text
from crm_desktop.core.reading import words
from crm_desktop.exchange.mapping import further, number_of, takes_several
from crm_desktop.services import (
    import_calendar_ids,
    import_channels,
    import_kept_names,
    import_merged,
    import_opt_out_lists,
    import_opt_outs,
    import_person_names,
    import_policies,
)
from crm_desktop.services.import_ahead import stored_of
from crm_desktop.services.import_forms import form
from crm_desktop.services.import_present import holders, stored_columns
from crm_desktop.services.import_references import Resolved, meant
from crm_desktop.services.import_table import ImportTable
from crm_desktop.services.import_words import name_form
from crm_desktop.store import names
from crm_desktop.store.driver import Connection

Cell = tuple[Any, Any]


def changed_cells(
    connection: Connection,
    table: ImportTable,
    matches: dict[int, list[int]],
    resolved: dict[str, Resolved],
    locale: Locale,
    keys: Collection[str] = (),
    policies: Mapping[str, str] | None = None,
    led: Collection[int] = (),
) -> dict[int, dict[str, Cell]]:
    """Compare matched rows with their records; returns {record: {field: (old, new)}} in stored form.

    Later rows of one record win. An empty cell changes nothing unless one of ``policies`` (by field) says so; a name
    whose record is still to be made stands as text; an opt-out is never cleared; tags are only added; a further
    channel that the record has already is no change; nor is the value of one of ``keys`` (and the name), by which the
    record was found, written in another way. Amounts in a table that names no currency are in that of ``locale``.
    Rows that are ``led`` to their record by one that was merged into it say nothing beside its own row, and else fill
    only what is empty.
    """
    records = sorted(matches)
    fields = [one for one in table.fields if one.writable]
    stored = stored_of(connection, table, fields, records)
    places, only_led = _places_of(records, matches, led)
    rows = RowsOfRecords(places, len(table))
    found: dict[int, dict[str, Cell]] = {}
    given = {one.key: rows.merged(one, table.columns[one.key]) for one in fields}
    fields += import_channels.gathered(fields, rows.places, table.columns, given)
    import_channels.keep_primaries(
        fields, lambda one: stored.of(connection, one), given, table.moved_up, rows.places
    )
    called = {key: given[key] for key in table.entity.person if key in given}
    for one in fields:
        old, new = stored.of(connection, one), given.pop(one.key)
        if one.key in resolved:
            new = _kept_by_name(connection, one, old, new, meant(resolved[one.key], new))
        elif isinstance(one.kind, Money):
            new = _rescaled(connection, table, records, rows, new, locale.currency)
        else:
            new = _added(connection, table, one, records, rows, old, new)
        policy = (policies or {}).get(one.key, import_policies.usual(one))
        new = import_policies.applied(one, policy, old, new)
        stays = import_merged.settled(one is table.entity.title_field, old, only_led)
        differing = [at for at in _unequal(old, new) if at not in stays and _differs(one, old[at], new[at])]
        if differing and one.key == import_kept_names.key_of_note(table.entity):
            bare = import_kept_names.without(old, resolved.values())
            differing = [at for at in differing if bare[at] != new[at]]
        differing = import_opt_outs.with_address(table, one, old, rows.places, differing)
        erased = [at for at in differing if new[at] is import_policies.EMPTY]
        erased = import_opt_outs.erasable(connection, one, records, erased)
        differing = [at for at in differing if new[at] is not import_policies.EMPTY]
        if one.key in keys or one is table.entity.title_field:
            shape = form(one, locale.region)
            differing = [at for at in differing if old[at] is None or shape[old[at]] != shape[new[at]]]
        joins = policy == import_policies.APPEND and takes_several(one)
        is_more = takes_several(one) and (joins or number_of(one) > 1)
        kept = _unknown(connection, table, one, records, new, differing) if is_more else differing
        for at in sorted([*erased, *kept]):
            if joins and old[at] is not None:
                found.setdefault(records[at], {})[further(one, 2).key] = (None, new[at])
            else:
                found.setdefault(records[at], {})[one.key] = (old[at], new[at])
    import_person_names.keep_in_step(connection, table, records, called, found)
    import_calendar_ids.forget_old_times(connection, table, rows.places, records, found)
    if table.entity.name == "opportunity" and "closed_on" in table.columns:
        _expect_close(connection, table, found)
    return found


def _places_of(
    records: Sequence[int], matches: dict[int, list[int]], led: Collection[int]
) -> tuple[list[list[int]], list[int]]:
    """Return the rows of each record, only its own ones where it has any, and which records have none of their own."""
    places = list(map(matches.__getitem__, records))
    if not led:
        return places, []
    own = [[place for place in rows if place not in led] for rows in places]
    both = [some or rows for some, rows in zip(own, places, strict=True)]
    return both, [at for at, some in enumerate(own) if not some]


def _kept_by_name(
    connection: Connection, one: Field, old: Sequence[Any], texts: Sequence[Any], meant: list[Any]
) -> list[Any]:
    """Return what names mean, but leave a reference alone whose record has just that name, or one that waits for an
    answer: such a cell is not empty.

    Several records may be called the same; the one that is there already is the one that is meant.
    """
    if None in meant:
        meant = [
            was if new is None and text else new for was, text, new in zip(old, texts, meant, strict=True)
        ]
    assert isinstance(one.kind, Reference)
    differing = [at for at in _unequal(old, meant) if texts[at]]
    held = sorted({old[at] for at in differing if isinstance(old[at], int)})
    named = names.of_rows(connection, one.kind.entity, held)
    for at in differing:
        if old[at] in named and name_form(one.kind, named[old[at]]) == name_form(one.kind, texts[at]):
            meant[at] = old[at]
    return meant


def _expect_close(connection: Connection, table: ImportTable, found: dict[int, dict[str, Cell]]) -> None:
    """Take the close date of an opportunity that stays open for the day on which it is expected to close.

    So does a new one, see ``rules.complete_columns``.
    """
    records = sorted(record for record, cells in found.items() if "closed_on" in cells)
    fields = [table.entity.field("stage"), table.entity.field("expected_close")]
    present = stored_columns(connection, table.entity, fields, records)
    open_stages = {row[0] for row in connection.execute("SELECT id FROM stage WHERE kind = 'open'")}
    for record, was, expected in zip(records, present["stage"], present["expected_close"], strict=True):
        cells = found[record]
        stage = cells["stage"][1] if "stage" in cells else was
        if stage in open_stages or isinstance(stage, str):
            _old, day = cells.pop("closed_on")
            if "expected_close" not in table.columns and day != expected:
                cells["expected_close"] = (expected, day)
            if not cells:
                del found[record]


class RowsOfRecords:
    """The rows of some records, by their ``places`` in a table of so many ``rows``; most records have one."""

    def __init__(self, places: Sequence[Sequence[int]], rows: int) -> None:
        self.places = places
        self._first = [several[0] for several in places]
        self._are_all = self._first == list(range(rows))
        self._several = [at for at, several in enumerate(places) if len(several) > 1]

    def merged(self, one: Field, column: Sequence[Any]) -> list[Any]:
        """Return one cell for each record: the last filled one; all tags; an opt-out of any row."""
        cells = list(column) if self._are_all else list(map(column.__getitem__, self._first))
        for at in self._several:
            filled = [column[place] for place in self.places[at] if column[place] not in (None, "")]
            if isinstance(one.kind, Tags):
                cells[at] = ", ".join(filled) or None
            elif import_opt_out_lists.is_list(one):
                cells[at] = import_opt_out_lists.BETWEEN.join(filled) or None
            elif import_opt_outs.is_kept(one):
                cells[at] = max(filled, default=None)
            else:
                cells[at] = filled[-1] if filled else None
        return cells


def _unequal(old: Sequence[Any], new: Sequence[Any]) -> list[int]:
    """Return the places at which two columns differ."""
    return list(compress(count(), map(ne, old, new))) if old != new else []


def _added(
    connection: Connection,
    table: ImportTable,
    one: Field,
    records: Sequence[int],
    rows: RowsOfRecords,
    old: Sequence[Any],
    new: list[Any],
) -> list[Any]:
    """Return what cells say together with what they are added to (tags, opt-outs); other ones as they are."""
    if isinstance(one.kind, Tags):
        return [_with_added(*pair) for pair in zip(old, new, strict=True)]
    if import_opt_out_lists.is_list(one):
        return list(import_opt_out_lists.fresh(connection, table, records, rows.places, new))
    return new


def _with_added(present: list[str] | None, cell: str | None) -> list[str] | None:
    """Return the tags with those of a cell added, or None when all of them are there."""
    known = {word.casefold() for word in present or ()}
    added = [word for word in words(cell or "") if word.casefold() not in known]
    return [*(present or ()), *added] if added else None


def _rescaled(
    connection: Connection,
    table: ImportTable,
    records: Sequence[int],
    rows: RowsOfRecords,
    amounts: list[Any],
    currency: str,
) -> list[Any]:
    """Return amounts in the minor unit of each record's own currency, where its row names none."""
    column = table.entity.currency_column
    if column is None:
        return amounts
    cells = table.columns.get(column)
    named = rows.merged(table.entity.field(column), cells) if cells else [None] * len(records)
    if None not in named:
        return amounts
    own = stored_columns(connection, table.entity, [table.entity.field(column)], records)[column]
    digits = minor_digits(currency)
    found = []
    for amount, code, said in zip(amounts, own, named, strict=True):
        more = minor_digits(code) - digits if code and amount is not None and not said else 0
        found.append(round(amount * 10**more) if more else amount)
    return found


def _differs(one: Field, old: Any, new: Any) -> bool:
    if new is import_policies.EMPTY:
        return True
    if new in (None, "", []):
        return False
    if import_opt_outs.is_kept(one) and old and not new:
        return False
    if isinstance(one.kind, Moment) and isinstance(old, str) and str(new)[16:] == ":00Z":
        return old[:16] != str(new)[:16]  # spreadsheet programs write times without their seconds
    if isinstance(one.kind, Text) and isinstance(old, str):
        return old.strip() != str(new).strip()
    return not isinstance(one.kind, Reference) or old != new


def _unknown(
    connection: Connection,
    table: ImportTable,
    one: Field,
    records: Sequence[int],
    new: Sequence[Any],
    differing: list[int],
) -> list[int]:
    """Leave out further channels that a record has already."""
    shape: Callable[[Any], Any] = form(one).__getitem__
    wanted = {records[at]: shape(new[at]) for at in differing}
    known = {
        (record, shape(value))
        for record, value in holders(connection, table.entity, one, {new[at] for at in differing})
        if record in wanted
    }
    return [at for at in differing if (records[at], wanted[records[at]]) not in known]
