"""The sheet of a day, to take along: appointments by the hour, birthdays, what is to be done, and room to write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from crm_desktop.core import formatting
from crm_desktop.core.calendar_days import day_of_year, day_title
from crm_desktop.core.document import Block, Column, Document, Row, Ruled, Table
from crm_desktop.core.formatting import NO_BREAK_SPACE
from crm_desktop.core.i18n import N_
from crm_desktop.models.activity_words import ACTIVITY_KINDS
from crm_desktop.reports import parameters as asked
from crm_desktop.reports.parameters import Parameters
from crm_desktop.reports.reading import Reading
from crm_desktop.store import agenda
from crm_desktop.store.agenda import Birthday, Planned
from crm_desktop.store.sql import marks

PARAMETERS = (asked.DAY, asked.OWN, asked.LANGUAGE, asked.PAPER, asked.PORTRAIT)

_FIRST_HOUR, _LAST_HOUR = 8, 18  # that have a line even when nothing is planned
_SIZE = 9.0  # points: of all its tables the same
_ROOM = 36  # blanks in a column of notes
_DOT = " · "


def day_sheet(reading: Reading, parameters: Parameters) -> Document:
    """Return the sheet of a day (of today, where none is asked for), of one person or of everybody."""
    day, owner = parameters.get("day") or reading.today, parameters.get("owner")
    planned = agenda.planned(reading.connection, day, reading.zone, owner=owner)
    born = agenda.birthdays(reading.connection, day, reading.zone, owner=owner)
    phones = _phones(reading, [one.contact_id for one in planned] + [one.id for one in born])
    appointments = [one for one in planned if one.day == day and one.at is not None]
    others = [one for one in planned if one not in appointments]
    blocks: list[Block] = [_appointments(reading, appointments, phones)]
    if born:
        blocks.append(_birthdays(reading, born, day, phones))
    blocks.append(_to_do(reading, others, day, phones))
    blocks.append(Ruled(reading.text(N_("Notes"))))
    return Document(
        reading.text(N_("Day sheet")),
        _subtitle(reading, day, owner),
        reading.firm,
        reading.today,
        reading.language,
        blocks,
        landscape=bool(parameters.get("landscape")),
        paper=asked.paper(parameters),
        zone=reading.zone,
    )


def _subtitle(reading: Reading, day: date, owner: int | None) -> str:
    parts = [day_title(day, reading.language)]
    if owner is None:
        parts.append(reading.text(N_("All owners")))
    else:
        parts.append(reading.row("SELECT name FROM user WHERE id = ?", owner)[0])
    return _DOT.join(parts)


def _appointments(reading: Reading, found: Sequence[Planned], phones: dict[int, str]) -> Table:
    """Return a line for each appointment, and for each hour of the day that has none."""
    text = reading.text
    rows: list[tuple[str, Row]] = []
    for one in found:
        assert one.at is not None
        time = f"{one.at:%H:%M}"
        rows.append((time, (time, _what(reading, one), _whom(one), phones.get(one.contact_id or 0), "")))
    taken = {time[:2] for time, _row in rows}
    for hour in range(_FIRST_HOUR, _LAST_HOUR + 1):
        if f"{hour:02d}" not in taken:
            time = f"{hour:02d}:00"
            rows.append((time, (time, "", "", "", "")))
    columns = [
        Column(text(N_("Time")), weight=0.5),
        *_columns(reading),
    ]
    in_order = [row for _time, row in sorted(rows, key=lambda one: one[0])]
    return Table(columns, in_order, title=text(N_("Appointments")), size=_SIZE)


def _to_do(reading: Reading, found: Sequence[Planned], day: date, phones: dict[int, str]) -> Table:
    """Return what has no time today, and what is left of earlier days."""
    rows: list[Row] = [
        (one.day, _what(reading, one), _whom(one), phones.get(one.contact_id or 0), "") for one in found
    ]
    due = Column(reading.text(N_("Due")), "left", weight=0.5, format=partial(_short_day, of=day))
    return Table([due, *_columns(reading)], rows, title=reading.text(N_("To do")), size=_SIZE)


def _short_day(value: date, language: str, *, of: date) -> str:
    """Return a day without its year where it is that of the sheet."""
    return day_of_year(value, language) if value.year == of.year else formatting.format_day(value, language)


def _birthdays(reading: Reading, found: Sequence[Birthday], day: date, phones: dict[int, str]) -> Table:
    text = reading.text
    columns = [
        Column(text(N_("Contact"))),
        Column(text(N_("Company"))),
        Column(text(N_("Turns")), "right", weight=0.5),
        Column(text(N_("Phone"))),
        _notes(reading),
    ]
    rows = [(one.name, one.company, day.year - one.born.year, phones.get(one.id), "") for one in found]
    return Table(columns, rows, title=text(N_("Birthdays")), size=_SIZE)


def _columns(reading: Reading) -> list[Column]:
    text = reading.text
    return [
        Column(text(N_("What")), weight=1.4, wrap=True),
        Column(text(N_("With")), weight=1.7, wrap=True),
        Column(text(N_("Phone")), weight=1.3),  # a number is never cut
        _notes(reading),
    ]


def _notes(reading: Reading) -> Column:
    """Return a column that keeps its width on paper although nothing stands in it."""
    return Column(reading.text(N_("Notes")), format=lambda _value, _language: NO_BREAK_SPACE * _ROOM)


def _what(reading: Reading, one: Planned) -> str:
    term = ACTIVITY_KINDS.term(one.kind)
    kind = reading.text(term.label) if term else one.kind
    return f"{kind}: {one.subject}" if reading.language != "zh_CN" else f"{kind}：{one.subject}"


def _whom(one: Planned) -> str:
    return _DOT.join(part for part in (one.contact, one.company) if part)


def _phones(reading: Reading, ids: Sequence[int | None]) -> dict[int, str]:
    """Return the number of contacts by which they are called: the primary mobile, else another one."""
    wanted = [one for one in dict.fromkeys(ids) if one is not None]
    rows = reading.rows(
        f"SELECT contact_id, value FROM channel WHERE contact_id IN ({marks(wanted)}) AND deleted_at IS NULL "
        "AND kind IN ('mobile', 'phone') AND is_invalid = 0 ORDER BY kind = 'mobile', is_primary, id DESC",
        *wanted,
    )
    return dict(rows)  # the last one counts
