"""Several columns of one kind of channels (Mobile, Mobile 2): which value is the primary one, and which are more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.exchange.mapping import number_of, plain_key, takes_several
from crm_desktop.models.channel_forms import normal_forms


def groups(fields: Sequence[Field]) -> list[list[Field]]:
    """Return the fields of each kind of channels that several columns fill, the primary one first, wherever its
    column stands."""
    found: dict[str, list[Field]] = defaultdict(list)
    for one in fields:
        if takes_several(one):
            found[plain_key(one)].append(one)
    return [sorted(several, key=number_of) for several in found.values() if len(several) > 1]


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
