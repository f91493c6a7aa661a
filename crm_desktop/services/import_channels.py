"""Several columns of one kind of channels (Mobile, Mobile 2): which value is the primary one, and which are more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.exchange.mapping import further, number_of, plain_key, takes_several
from crm_desktop.models.channel_forms import normal_forms


def groups(fields: Sequence[Field]) -> list[list[Field]]:
    """Return the fields of each kind of channels that several columns fill, the primary one first, wherever its
    column stands."""
    found: dict[str, list[Field]] = defaultdict(list)
    for one in fields:
        if takes_several(one):
            found[plain_key(one)].append(one)
    return [sorted(several, key=number_of) for several in found.values() if len(several) > 1]


def gathered(
    fields: Sequence[Field],
    places: Sequence[Sequence[int]],
    columns: Mapping[str, Sequence[Any]],
    given: dict[str, list[Any]],
) -> list[Field]:
    """Let records that several rows speak of get the channels of all of them, the primary one from the last row.

    ``columns`` are those of the table, ``given`` the cells of the records, whose rows are at ``places``. Returns the
    fields of further channels that this needs beyond those of the table; their cells are given, too.
    """
    crowded = [at for at, rows in enumerate(places) if len(rows) > 1]
    kinds: dict[str, list[Field]] = defaultdict(list)
    for one in fields if crowded else ():
        if takes_several(one):
            kinds[plain_key(one)].append(one)
    fresh: list[Field] = []
    for unsorted in kinds.values():
        several = sorted(unsorted, key=number_of)
        held = [columns[one.key] for one in several]
        forms = _forms(several[0], held)
        for at in crowded:
            different: dict[str, Any] = {}
            for column in held:
                for place in reversed(places[at]):
                    if column[place] is not None:
                        different.setdefault(forms[column[place]], column[place])
            while len(several) < len(different):
                several.append(further(several[0], number_of(several[-1]) + 1))
                fresh.append(several[-1])
                given[several[-1].key] = [None] * len(places)
            kept = [*different.values(), *[None] * (len(several) - len(different))]
            for one, cell in zip(several, kept, strict=True):
                given[one.key][at] = cell
    return fresh


def close_ranks(fields: Sequence[Field], columns: Mapping[str, list[Any]]) -> dict[str, set[int]]:
    """Move channels to the first free column of their kind, row by row, and drop what a row says twice.

    Returns the rows, by the key of the primary channel, that have further ones only: the first of these stands in its
    place.
    """
    moved: dict[str, set[int]] = defaultdict(set)
    for several in groups(fields):
        held = [columns[one.key] for one in several]
        forms = _forms(several[0], held)
        for place, row in enumerate(zip(*held, strict=True)):
            if not any(row[1:]):
                continue
            if row[0] is None:
                moved[several[0].key].add(place)
            different: dict[str, Any] = {}
            for cell in row:
                if cell is not None:
                    different.setdefault(forms[cell], cell)
            kept = [*different.values(), *[None] * (len(row) - len(different))]
            for column, cell in zip(held, kept, strict=True):
                column[place] = cell
    return moved


def keep_primaries(
    fields: Sequence[Field],
    present: Callable[[Field], Sequence[Any]],
    given: Mapping[str, list[Any]],
    moved: Mapping[str, Collection[int]],
    places: Sequence[Sequence[int]],
) -> None:
    """Leave the primary channel of a record where it is if its row has it too, or only further ones: the others are
    further ones.

    ``present`` returns what stands in a field of the records, ``given`` are the columns of their rows at ``places``,
    of which ``moved`` ones (by key) have only further channels.
    """
    for several in groups(fields):
        held = [given[one.key] for one in several]
        old = present(several[0])
        forms = _forms(several[0], [*held, old])
        further_only = moved.get(several[0].key, ())
        for place, was in enumerate(old):
            row = [column[place] for column in held]
            if was is None or row[0] is None or forms[row[0]] == forms[was]:
                continue
            at = next(
                (at for at, cell in enumerate(row) if cell is not None and forms[cell] == forms[was]), None
            )
            if at is not None:
                held[0][place], held[at][place] = row[at], row[0]
            elif row[-1] is None and all(one in further_only for one in places[place]):
                for column, cell in zip(held, [None, *row], strict=False):
                    column[place] = cell


def _forms(field: Field, columns: Sequence[Sequence[Any]]) -> dict[Any, str]:
    """Return the normal form of each value of some columns."""
    assert isinstance(field.source, Child)
    values = list(dict.fromkeys(cell for column in columns for cell in column if cell is not None))
    kind = str(dict(field.source.where)["kind"])
    return dict(zip(values, normal_forms(kind, values), strict=True))
