"""What the parts of the demo data share: the calendar around today, money, rows on their way into the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import repeat
from random import Random
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.formatting import minor_digits
from crm_desktop.core.ids import IdSource
from crm_desktop.models.base import Base
from crm_desktop.services.demo.words import Culture, load
from crm_desktop.store.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]

BLOCK = 100_000  # rows of one table that are held back before they are written
SMALL = 2_000  # contacts up to which a firm's whole life is made; beyond, the rest grows more slowly
HISTORY = 730  # days of orders


@dataclass(slots=True)
class Firm:
    """A company of the demo data, as far as later parts need to know it."""

    id: int
    name: str
    short: str
    industry: int
    level: int
    lifecycle: int
    owner: int
    chinese: bool
    since: int
    last: int
    next: int | None
    first_name: str
    minute: int  # of the last contact
    person: str = ""
    city: str = ""
    country: str = ""
    website: str = ""
    phone: str = ""
    mobile: str = ""  # of its first person, as the e-mail and the title
    email: str = ""
    title: str = ""
    contacts: list[int] = field(default_factory=list)
    products: tuple[int, ...] = ()
    joined: list[int] = field(default_factory=list)  # the day of each contact


class Table:
    """Rows of one table, written in blocks. Keys of :meth:`add` are columns; what is left out is empty."""

    def __init__(self, world: World, name: str, columns: str) -> None:
        self._world = world
        self._name = name
        self._columns = tuple(columns.split())
        self._rows: list[tuple[Any, ...]] = []
        self.rank = _ranks()[name]
        self._ids = _fresh(world.ids)

    def add(self, record_id: int | None = None, /, **values: Any) -> int:
        """Add a row and return its id; ids that are given must come before all others.

        What a row points to is added before it: SQLite counts keys that lead nowhere yet, and while there are
        any, it looks for children of every new row.
        """
        if record_id is None:
            record_id = next(self._ids)
        self._rows.append((record_id, *map(values.pop, self._columns, repeat(None))))
        if values:
            raise KeyError(f"{self._name} is written without {', '.join(values)}")
        if len(self._rows) >= BLOCK:
            self._world.write(self.rank)
        return record_id

    def write(self) -> None:
        """Write the rows that wait."""
        rows, self._rows = self._rows, []
        if rows:
            self._world.work.insert_many(
                self._name, ("id", *self._columns), rows, progress=self._world.advance
            )


@cache
def _ranks() -> dict[str, int]:
    """Return the place of each table in an order in which no table points to a later one."""
    return {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


def _fresh(ids: IdSource) -> Iterator[int]:
    while True:
        yield from ids.block(500)


class World:
    """The firm that is being made up. Days are counted from today: −1 is yesterday."""

    def __init__(
        self, work: UnitOfWork, language: str, size: int, seed: int, currency: str, progress: Progress | None
    ) -> None:
        self.work = work
        self.ids = work.writer.ids
        self.size = size
        self.words = load(language)
        self.currency = currency
        self.users: list[int] = []
        self._seed = f"{language}/{size}/{seed}"
        # Prices are written down for the usual currency of the language; another one keeps the numbers.
        self._unit: int = 10 ** minor_digits(currency)
        self._progress = progress
        self._done = 0
        self._tables: list[Table] = []
        self._cultures = self._load_cultures(language)
        self._today = clock.today().toordinal()
        offset = clock.now().astimezone().utcoffset()
        self._offset = int(offset.total_seconds()) // 60 if offset else 0
        self._days: dict[int, str] = {}

    def _load_cultures(self, language: str) -> list[Culture]:
        shared = load("cultures")
        taken = {one["phone"] for one in (*self.words["heroes"], *self.words["users"])}
        taken.update(one["person"][5] for one in self.words["heroes"])
        made = {
            code: Culture(code, words, shared, language, taken) for code, words in shared["cultures"].items()
        }
        return [made[code] for code, weight in self.words["cultures"].items() for _one in range(weight)]

    def random(self, part: str) -> Random:
        """Return the dice of one part; no part changes what another one makes."""
        return Random(f"{self._seed}/{part}")

    def culture(self, random: Random) -> Culture:
        """Return where somebody is from."""
        return self._cultures[int(random.random() * len(self._cultures))]

    def culture_of(self, country: str) -> Culture | None:
        """Return the culture of a country by its name, None when none is written down."""
        return next((one for one in self._cultures if one.country == country), None)

    def table(self, name: str, columns: str) -> Table:
        """Return the rows of a table to add to."""
        made = Table(self, name, columns)
        self._tables.append(made)
        return made

    def write(self, rank: int | None = None) -> None:
        """Write the rows that wait, what others point to first; up to a table's rank when given."""
        for one in sorted(self._tables, key=lambda table: table.rank):
            if rank is None or one.rank <= rank:
                one.write()

    def advance(self, rows: int) -> None:
        """Tell how many rows are written."""
        self._done += rows
        if self._progress is not None:
            self._progress(self._done, max(self._done, self.size * (30 if self.size <= SMALL else 14)))

    def money(self, amount: float) -> int:
        """Return whole units as minor ones."""
        return round(amount * self._unit)

    def day(self, offset: int) -> str:
        """Return a day as it is stored."""
        found = self._days.get(offset)
        if found is None:
            found = self._days[offset] = date.fromordinal(self._today + offset).isoformat()
        return found

    def date(self, offset: int) -> date:
        """Return a day as a date."""
        return date.fromordinal(self._today + offset)

    def stamp(self, offset: int, minute: int) -> str:
        """Return a moment of the user's day as it is stored, in UTC."""
        days, rest = divmod(minute - self._offset, 1_440)
        return f"{self.day(offset + days)}T{rest // 60:02d}:{rest % 60:02d}:00Z"

    def offset(self, stamp: str) -> int:
        """Return the day of a stored moment, as the user's clock has it."""
        at = datetime.fromisoformat(stamp) + timedelta(minutes=self._offset)
        return at.date().toordinal() - self._today

    def working(self, offset: int, *, back: bool = True) -> int:
        """Return a working day for a day: itself, or one of the week before its weekend (or the next Monday)."""
        week, weekday = divmod(self._today + offset + 6, 7)
        if weekday < 5:
            return offset
        return offset - weekday + week % 5 if back else offset + (7 - weekday)

    @property
    def small(self) -> bool:
        """Whether everything is made in full."""
        return self.size <= SMALL


def office_minute(random: Random) -> int:
    """Return a minute of the working day."""
    return 540 + 5 * int(random.random() * 105)
