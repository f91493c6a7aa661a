"""Which rows of a foreign table are records that are already there, and which repeat an earlier row.

Everything goes by column: rows and records get keys from groups of fields, in the form in which equal values are the
same, and meet in dictionaries. A hundred thousand rows against a hundred thousand records take about a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence, Set
from dataclasses import dataclass, field

from crm_desktop.services import import_merged, import_twins, import_unkeyed
from crm_desktop.services.import_keys import Group, Key, Keys
from crm_desktop.services.import_references import Resolved
from crm_desktop.services.import_table import ImportTable
from crm_desktop.store.driver import Connection


@dataclass(slots=True)
class Matched:
    """For each row of the table: the id of its record, or minus the place of an earlier row minus one, or None.

    ``doubtful`` are the rows that fit several records equally well, of which the most alike was taken; ``led`` those of
    records that were merged into theirs.
    """

    rows: list[int | None] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    led: set[int] = field(default_factory=set)


def match_rows(
    connection: Connection,
    table: ImportTable,
    groups: Sequence[Sequence[str]],
    resolved: dict[str, Resolved],
    region: str = "",
) -> Matched:
    """Find the record of each row by groups of key fields, the surest group first.

    A group counts for a row when all its fields are filled. A record found by a later group is not taken when an
    earlier group of fields contradicts it (the same name in the same company, but another e-mail address). A row
    without any filled group is a record of its name that holds everything the row says, or a repeated row.
    """
    usable = [group for group in groups if all(key in table.columns for key in group)]
    keys = Keys(connection, table, resolved, region, usable)
    found = Matched([None] * len(table))
    without: Sequence[int] = ()
    if usable:
        surest = keys.of_rows(usable[0])
        if not keys.nobody:
            found.rows = list(map(keys.of_one(usable[0]).get, surest))
        if None in found.rows:
            rows = [surest, *map(keys.of_rows, usable[1:])]
            fitting = _match_open(table, keys, usable, rows, found)
            chosen, found.doubtful = import_twins.tell_apart(connection, table, resolved, fitting)
            for place, record in chosen.items():
                found.rows[place] = record
            nothing = (None,) * len(rows)
            without = [place for place, one in enumerate(zip(*rows, strict=True)) if one == nothing]
    else:
        without = range(len(table))
    if without:
        import_unkeyed.match_whole(connection, table, resolved, without, found.rows)
    import_merged.lead_on(connection, table, resolved, found)
    return found


def _match_open(
    table: ImportTable,
    keys: Keys,
    groups: Sequence[Group],
    rows: Sequence[Sequence[Key | None]],
    found: Matched,
) -> dict[int, list[int]]:
    """Match the rows that the surest group leaves open; returns those that fit several records, with these.

    The others matter as far as they share a key with open rows, or are a record that these may mean: what they say is
    known of it then.
    """
    if keys.nobody:
        return _match_keys(table, rows, [{} for _group in groups], range(len(found.rows)), found)
    open_rows = [place for place, record in enumerate(found.rows) if record is None]
    wanted = [{key for place in open_rows if (key := one[place]) is not None} for one in rows]
    places = set(open_rows)
    if len(open_rows) < len(found.rows):
        places.update(*(_with_keys(one, asked) for one, asked in zip(rows, wanted, strict=True)))
    owners = {owner for place in places if (owner := found.rows[place]) is not None}
    meant = owners.union(*(keys.led_to(group, asked) for group, asked in zip(groups, wanted, strict=True)))
    records = [keys.of_records(group, meant) for group in groups]
    if len(places) < len(found.rows):
        for one, asked in zip(records, wanted, strict=True):
            owners.update(*(one[key] for key in asked & one.keys()))
        places.update(place for place, owner in enumerate(found.rows) if owner in owners)
    return _match_keys(table, rows, records, places, found)


def _with_keys(keys: Sequence[Key | None], wanted: Set[Key]) -> list[int]:
    """Return the places of keys that are among those wanted."""
    return [place for place, key in enumerate(keys) if key in wanted] if wanted else []


def _match_keys(
    table: ImportTable,
    rows: Sequence[Sequence[Key | None]],
    records: Sequence[dict[Key, list[int]]],
    places: Container[int],
    found: Matched,
) -> dict[int, list[int]]:
    """Match the rows at some places to records, and to earlier rows, by their keys; adds the rows to ``records``.

    Returns the rows that fit several records, with these.
    """
    several: dict[int, list[int]] = {}
    owners = [{owner: key for key, group in one.items() for owner in group} for one in records]
    for place in _sharing(rows, records):
        if place not in places:
            continue
        owner = found.rows[place]
        if owner is None:
            fitting = _fitting(place, rows, records, owners)
            owner = found.rows[place] = fitting[0] if fitting else None
            if len(fitting) > 1 and min(fitting) >= 0:
                several[place] = fitting
        if owner is None and place in table.incomplete:
            continue
        mine = owner if owner is not None else -place - 1
        for row_keys, group, owned in zip(rows, records, owners, strict=True):
            key = row_keys[place]
            if key is not None:
                group.setdefault(key, [mine])
                owned.setdefault(mine, key)
    return several


def _sharing(rows: Sequence[Sequence[Key | None]], records: Sequence[dict[Key, list[int]]]) -> list[int]:
    """Return the rows that have a key in common with a record or with another row."""
    found: set[int] = set()
    for row_keys, group in zip(rows, records, strict=True):
        different = set(row_keys)
        shared = different & group.keys()
        if len(different) < len(row_keys):
            shared |= {key for key, count in Counter(row_keys).items() if count > 1}
        shared.discard(None)
        if shared:
            found.update(place for place, key in enumerate(row_keys) if key in shared)
    return sorted(found)


def _fitting(
    place: int,
    rows: Sequence[Sequence[Key | None]],
    records: Sequence[dict[Key, list[int]]],
    owners: Sequence[dict[int, Key]],
) -> list[int]:
    """Return the records that a row may mean: by the surest group that finds any, narrowed down by the later ones."""
    fitting: list[int] = []
    for at, (row_keys, group) in enumerate(zip(rows, records, strict=True)):
        key = row_keys[place]
        candidates = group.get(key) if key is not None else None
        if not candidates:
            continue
        if fitting:
            fitting = [one for one in fitting if one in candidates] or fitting
        else:
            fitting = [one for one in candidates if not _contradicted(one, place, rows[:at], owners[:at])]
        if len(fitting) == 1:
            break
    return fitting


def _contradicted(
    owner: int, place: int, rows: Sequence[Sequence[Key | None]], owners: Sequence[dict[int, Key]]
) -> bool:
    """Tell whether a surer group says that a row is another record than ``owner``."""
    for row_keys, owned in zip(rows, owners, strict=True):
        if row_keys[place] is not None and owned.get(owner) not in (None, row_keys[place]):
            return True
    return False


__all__ = ["Matched", "match_rows"]
