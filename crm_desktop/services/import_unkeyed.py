"""Rows of a foreign table that fill no key: they are known again only when a record holds all that they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from crm_desktop.core.entity import Entity
from crm_desktop.core.kinds import Reference
from crm_desktop.core.reading import words
from crm_desktop.exchange.mapping import number_of, takes_several
from crm_desktop.services import import_opt_out_lists
from crm_desktop.services.import_forms import Forms, form, reference_form
from crm_desktop.services.import_kept_names import key_of_note, without
from crm_desktop.services.import_present import holders, stored_columns
from crm_desktop.services.import_references import Resolved, meant
from crm_desktop.services.import_table import ImportTable, same_name
from crm_desktop.store.driver import Connection


def match_whole(
    connection: Connection,
    table: ImportTable,
    resolved: dict[str, Resolved],
    places: Sequence[int],
    found: list[int | None],
) -> None:
    """Match rows (by their ``places``) that have no key, and note what is ``found`` for each row.

    Such a row is the same row again, or a record of this name that says all of it already.
    """
    titles = table.columns.get(table.entity.title_key)
    if titles is None:
        return
    first: dict[Any, int] = {}
    repeats: list[tuple[int, int]] = []
    for place in places:
        if titles[place]:
            row = tuple(column[place] for column in table.columns.values())
            if first.setdefault(row, place) != place:
                repeats.append((place, first[row]))
    fresh = list(first.values())
    named = _named(connection, table.entity, {titles[place] for place in fresh})
    ids = sorted({record for records in named.values() for record in records})
    if ids:
        said = {key: [column[place] for place in fresh] for key, column in table.columns.items()}
        said |= {key: meant(one, said[key]) for key, one in resolved.items()}
        stored = stored_columns(connection, table.entity, table.fields, ids)
        _compare_channels(connection, table, said, stored, ids)
        says = _comparable(connection, table, said)
        note = key_of_note(table.entity)
        if note in stored:
            stored[note] = without(stored[note], resolved.values())
        present = _comparable(connection, table, stored)
        held = dict(zip(ids, present, strict=True))
        for place, row in zip(fresh, says, strict=True):
            candidates = named.get(same_name(titles[place]), ())
            found[place] = next((one for one in candidates if _holds(held[one], row)), None)
    for place, earlier in repeats:
        owner = found[earlier]
        found[place] = -earlier - 1 if owner is None else owner


def _compare_channels(
    connection: Connection,
    table: ImportTable,
    said: dict[str, list[Any]],
    stored: dict[str, list[Any]],
    ids: Sequence[int],
) -> None:
    """Compare further channels by their forms with all of a record's; lists of opt-outs say nothing of who it is."""
    for one in table.fields:
        if import_opt_out_lists.is_list(one):
            said[one.key] = [None] * len(said[one.key])
        elif takes_several(one) and number_of(one) > 1:
            wanted = {value for value in said[one.key] if value is not None}
            shape, held = form(one), defaultdict(set)
            for record, value in holders(connection, table.entity, one, wanted):
                held[record].add(shape[value])
            said[one.key] = [value and shape[value] for value in said[one.key]]
            stored[one.key] = [held[record] for record in ids]


def _named(connection: Connection, entity: Entity, titles: set[str]) -> dict[str, list[int]]:
    """Return the live records that have one of these names, by the form of the name."""
    kind = entity.title_field.kind
    shape = reference_form(connection, kind) if isinstance(kind, Reference) else Forms(same_name)
    shapes = {same_name(text) for text in titles}
    found: dict[str, list[int]] = {}
    for record, title in holders(connection, entity, entity.title_field, titles) if titles else ():
        if shape[title] in shapes:
            found.setdefault(shape[title], []).append(record)
    return found


def _comparable(
    connection: Connection, table: ImportTable, columns: dict[str, list[Any]]
) -> Iterable[tuple[Any, ...]]:
    """Return rows of all fields of a table, with the form of its name for each reference."""
    shaped = [
        reference_form(connection, one.kind).column(columns[one.key])
        if isinstance(one.kind, Reference)
        else columns[one.key]
        for one in table.fields
    ]
    return zip(*shaped, strict=True)


def _holds(present: tuple[Any, ...], says: tuple[Any, ...]) -> bool:
    return all(value in (None, "") or _alike(held, value) for held, value in zip(present, says, strict=True))


def _alike(old: Any, new: Any) -> bool:
    if isinstance(old, set):  # channels
        return new in old
    if isinstance(old, list):  # tags
        return set(words(str(new))) <= set(old)
    if isinstance(old, str) and isinstance(new, str):
        return old == new or same_name(old) == same_name(new)
    return bool(old == new)
