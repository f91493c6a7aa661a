"""Places: the sparse numbers that put the records of an entity in name order.

A record's place is its rowid in the search index, so that the first matches by rowid are the first by name
(see the measurements behind this in ``docs/design/data.md``). A new record gets a place between its neighbours; where
no number is left between them, the nearest records are spread anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from crm_desktop.store.driver import Connection

GAP = 1 << 24  # between the places of a bulk load; every bit more makes the search index larger
STEP = 1 << 16  # from a neighbour to a single new record
WINDOW = 64  # records that are spread anew at a time, doubled while they do not fit


class NoRoom(Exception):
    """There is no number left between two neighbours; carries the place after which room is needed, and for how
    many records."""

    def __init__(self, after: int, count: int) -> None:
        super().__init__(after, count)
        self.after = after
        self.count = count


def between(before: int | None, after: int | None, count: int) -> list[int]:
    """Return ``count`` rising places strictly between two places (None: open end). Raises NoRoom."""
    if before is None and after is None:
        return [GAP * (place + 1) for place in range(count)]
    if before is None:
        assert after is not None
        return [after - GAP * (count - place) for place in range(count)]
    if after is None:
        return [before + GAP * (place + 1) for place in range(count)]
    step = min((after - before) // (count + 1), STEP if count == 1 else GAP)
    if step < 1:
        raise NoRoom(before, count)
    return [before + step * (place + 1) for place in range(count)]


def neighbours(connection: Connection, table: str, key: str) -> tuple[int | None, int | None]:
    """Return the places of the records before and after a new one with this sort key."""
    before = connection.execute(
        f'SELECT place FROM "{table}" WHERE name_key <= ? AND deleted_at IS NULL AND place IS NOT NULL '
        "ORDER BY name_key DESC, place DESC LIMIT 1",
        (key,),
    ).fetchone()
    # Records of one name share its key and stand in the order in which they came.
    last = before[0] if before else None
    after = connection.execute(
        f'SELECT min(place) FROM "{table}" WHERE place > ?', (last if last is not None else -(1 << 62),)
    ).fetchone()
    return last, after[0]


def in_order(connection: Connection, table: str, key: str, place: int) -> bool:
    """Return whether a record with this key still stands between its live neighbours at ``place``."""
    before = connection.execute(
        f'SELECT name_key FROM "{table}" WHERE place < ? AND deleted_at IS NULL ORDER BY place DESC LIMIT 1',
        (place,),
    ).fetchone()
    after = connection.execute(
        f'SELECT name_key FROM "{table}" WHERE place > ? AND deleted_at IS NULL ORDER BY place LIMIT 1',
        (place,),
    ).fetchone()
    return (before is None or before[0] <= key) and (after is None or after[0] >= key)


def assign(connection: Connection, table: str, keys: Sequence[str]) -> list[int]:
    """Return a place for each of many new sort keys, in their order. Raises NoRoom."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    present = _present(connection, table, len(keys))
    found = [0] * len(keys)
    if present is None:
        groups = _grouped_by_lookup(connection, table, [keys[place] for place in order])
    else:
        taken = array("q", (row[0] for row in connection.execute(_TAKEN.format(table=table))))
        groups = _grouped_by_merge(present, taken, [keys[place] for place in order])
    position = 0
    for before, after, count in groups:
        for place in between(before, after, count):
            found[order[position]] = place
            position += 1
    return found


def _present(connection: Connection, table: str, new: int) -> list[tuple[str, int]] | None:
    """Return all present keys and places when reading them costs less than looking up each new key."""
    (last,) = connection.execute(
        f'SELECT count(*) FROM (SELECT 1 FROM "{table}" WHERE place IS NOT NULL LIMIT ?)', (new * 20 + 1,)
    ).fetchone()
    if last > new * 20:
        return None
    return list(
        connection.execute(
            f'SELECT name_key, place FROM "{table}" WHERE deleted_at IS NULL AND place IS NOT NULL ORDER BY place'
        )
    )


_TAKEN = 'SELECT place FROM "{table}" WHERE place IS NOT NULL ORDER BY place'

Group = tuple[int | None, int | None, int]


def _grouped_by_lookup(connection: Connection, table: str, keys: list[str]) -> list[Group]:
    """Return (before, after, how many) for sorted new keys, each looked up by index."""
    looked_up = (neighbours(connection, table, key) for key in keys)
    return [(pair[0], pair[1], sum(1 for _ in group)) for pair, group in groupby(looked_up)]


def _grouped_by_merge(present: list[tuple[str, int]], taken: array[int], keys: list[str]) -> list[Group]:
    """Return (before, after, how many) for sorted new keys, merged with the sorted present ones.

    ``taken`` are all places in order: records in the trash keep theirs, and stand in nobody's way.
    """
    groups: list[Group] = []
    at = start = 0
    while start < len(keys):
        while at < len(present) and present[at][0] <= keys[start]:
            at += 1
        end = start + 1
        while end < len(keys) and (at == len(present) or keys[end] < present[at][0]):
            end += 1
        before = present[at - 1][1] if at else None
        following = bisect_right(taken, before) if before is not None else 0
        after = taken[following] if following < len(taken) else None
        groups.append((before, after, end - start))
        start = end
    return groups


def spread(connection: Connection, table: str, full: NoRoom) -> list[tuple[int, int, int]]:
    """Choose new places for the records around a full spot so that there is room again for what is to stand there.

    Returns (id, old place, new place) of each record to move; the caller moves them in table and search index.
    """
    window, after, room = WINDOW, full.after, max(STEP, 2 * full.count)
    while True:
        low = connection.execute(
            f'SELECT place FROM "{table}" WHERE place <= ? ORDER BY place DESC LIMIT 1 OFFSET ?',
            (after, window),
        ).fetchone()
        high = connection.execute(
            f'SELECT place FROM "{table}" WHERE place > ? ORDER BY place LIMIT 1 OFFSET ?', (after, window)
        ).fetchone()
        rows = connection.execute(
            f'SELECT id, place FROM "{table}" WHERE place > ? AND place < ? ORDER BY place',
            (low[0] if low else -(1 << 62), high[0] if high else 1 << 62),
        ).fetchall()
        try:
            places = between(low[0] if low else None, high[0] if high else None, len(rows))
        except NoRoom:
            places = []
        roomy = len(places) > 1 and places[1] - places[0] >= room
        if places and (roomy or (low is None and high is None)):
            return [(row[0], row[1], place) for row, place in zip(rows, places, strict=True)]
        window *= 2
