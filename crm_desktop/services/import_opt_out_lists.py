"""The column “Opted out of”: the addresses and numbers by which somebody wants to hear nothing, where a flag for all of
a kind says too much or too little. Our own exports have it where they need it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.core.kinds import Text
from crm_desktop.exchange.mapping import takes_several
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services import import_opt_outs
from crm_desktop.services.import_opt_outs import CHANNEL, ENTITIES, SHOWN
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks

if TYPE_CHECKING:
    from crm_desktop.services.import_table import ImportTable
    from crm_desktop.store.unit_of_work import UnitOfWork

KEY = "opted_out_of"
BETWEEN = "\n"
_PARTS = str.maketrans(dict.fromkeys(";,；，、", BETWEEN))


def fields_of(entity: str) -> tuple[Field, ...]:
    """Return the field of such a column; lists do not show it."""
    if entity not in ENTITIES:
        return ()
    source = Child(CHANNEL, f"{entity}_id", "opted_out", further=True)
    aliases = ("opted out addresses and numbers", "退订的地址和号码")
    return (Field(KEY, N_("Opted out of"), Text(220), source, listed="hidden", aliases=aliases),)


def is_list(one: Field) -> bool:
    """Tell whether a field lists what somebody opted out of."""
    return one.key == KEY


def go_first(table: ImportTable) -> None:
    """Let nothing else speak of opt-outs in rows that list the addresses and numbers."""
    listed = table.columns.get(KEY)
    if listed is None:
        return
    for one in table.fields:
        if import_opt_outs.is_kept(one) and not is_list(one):
            cells = table.columns[one.key]
            table.columns[one.key] = [
                None if said else cell for said, cell in zip(listed, cells, strict=True)
            ]


def fresh(
    connection: Connection,
    table: ImportTable,
    records: Sequence[int],
    places: Sequence[Sequence[int]],
    cells: Sequence[str | None],
) -> list[str | None]:
    """Return what is news in the cells of some records, of which the rows are at ``places``: what they have, or get
    with these rows, and have not opted out of yet."""
    said = {record: cell for record, cell in zip(records, cells, strict=True) if cell}
    found: dict[int, list[str]] = defaultdict(list)
    held: set[tuple[int, str]] = set()
    for record, _channel, kind, value, opted_out in _channels(connection, table.entity.name, list(said)):
        if _names(said[record], kind)(value):
            held.add((record, normal_form(kind, value)))
            found[record] += [] if opted_out else [value]
    for one in table.fields:
        if not takes_several(one) or not isinstance(one.source, Child):
            continue
        kind, column = str(dict(one.source.where)["kind"]), table.columns[one.key]
        for record, rows in zip(records, places, strict=True):
            given = (column[row] for row in rows if record in said and column[row])
            for value in given:
                if _names(said[record], kind)(value) and (record, normal_form(kind, value)) not in held:
                    found[record].append(value)
    return [
        BETWEEN.join(dict.fromkeys(found[record])) or None if record in found else None for record in records
    ]


def opt_out(work: UnitOfWork, one: Field, said: Mapping[int, str]) -> None:
    """Let records opt out of the addresses and numbers that are listed for each."""
    assert isinstance(one.source, Child)
    entity = one.source.link.removesuffix("_id")
    at, user = clock.stamp(), work.writer.user
    work.connection.executemany(
        f"UPDATE {CHANNEL} SET opted_out = 1, updated_at = ?, updated_by = ? WHERE id = ?",
        [
            (at, user, channel)
            for record, channel, kind, value, opted_out in _channels(work.connection, entity, list(said))
            if not opted_out and _names(said[record], kind)(value)
        ],
    )


def notes(connection: Connection, table: ImportTable, owners: Sequence[int | None]) -> list[str]:
    """Return a note on the rows that list what nobody in them has; ``owners`` are the records of the rows."""
    cells = table.columns.get(KEY, ())
    said = {place: cell for place, cell in enumerate(cells) if cell}
    owned = sorted({owner for place in said if (owner := owners[place]) is not None and owner >= 0})
    held: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    for record, _channel, kind, value, _out in _channels(connection, table.entity.name, owned):
        held[record].append((kind, value))
    columns = [
        (str(dict(one.source.where)["kind"]), table.columns[one.key])
        for one in table.fields
        if takes_several(one) and isinstance(one.source, Child)
    ]
    missing: dict[str, int] = {}
    for place, cell in said.items():
        own = [*held[owners[place]], *((kind, column[place]) for kind, column in columns if column[place])]
        for line in cell.split(BETWEEN):
            for text in [line] if _is_any(line, own) else line.translate(_PARTS).split(BETWEEN):
                if text.strip() and not _is_any(text, own):
                    missing.setdefault(text.strip(), table.numbers[place])
    if not missing:
        return []
    end = " …" if len(missing) > SHOWN else ""
    rows = listed(str(number) for number in dict.fromkeys(list(missing.values())[:SHOWN])) + end
    names = listed(list(missing)[:SHOWN]) + end
    text = _("Nobody in the row has what it says was opted out of: %(names)s (row %(rows)s).")
    return [text % {"names": names, "rows": rows}]


def _is_any(text: str, own: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a text is one of some channels, which are kinds and values."""
    return any(normal_form(kind, text.strip()) == normal_form(kind, value) for kind, value in own)


def _names(text: str, kind: str) -> Callable[[str], bool]:
    """Return what tells whether a cell names a value of a kind; one that holds a comma stands in a line of its own."""
    listed = {
        normal_form(kind, one.strip())
        for one in (*text.split(BETWEEN), *text.translate(_PARTS).split(BETWEEN))
    }
    return lambda value: normal_form(kind, value) in listed


def _channels(
    connection: Connection, entity: str, records: Sequence[int]
) -> list[tuple[int, int, str, str, Any]]:
    """Return the channels of records: record, id, kind, value, whether it is opted out of."""
    found: list[tuple[int, int, str, str, Any]] = []
    for part in chunks(records):
        sql = (
            f'SELECT "{entity}_id", id, kind, value, opted_out FROM {CHANNEL} '
            f'WHERE "{entity}_id" IN ({marks(part)}) AND deleted_at IS NULL ORDER BY is_primary DESC, id'
        )
        found += connection.execute(sql, part).fetchall()
    return found


__all__ = ["BETWEEN", "KEY", "fields_of", "fresh", "go_first", "is_list", "notes", "opt_out"]
