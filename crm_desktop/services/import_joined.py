"""Records of another entity in the rows of a table: the company of a contact, the people of a company, dated notes.

Their columns are parted from the table and make a plan of their own, which is compared and written as any other: what
the rows' records point to before them, what points to these after them. Between a row and its joined record stands a
*token* in the column of the reference: the name of the record it points to, told apart from namesakes by signs that
nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.exchange.joined_fields import BETWEEN, Join, joins_key, own_key
from crm_desktop.exchange.mapping import ColumnMatch, described
from crm_desktop.exchange.mapping import Mapping as Columns
from crm_desktop.models import registry
from crm_desktop.services import import_domains, import_modes
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_references import Resolved
from crm_desktop.services.import_table import ImportTable
from crm_desktop.services.import_targets import joins_of
from crm_desktop.store.driver import Connection

if TYPE_CHECKING:
    from crm_desktop.services.import_outcome import Outcome
    from crm_desktop.services.import_plan import ImportPlan

UNSEEN = "\u2063"  # an invisible separator
NOTE = "note"


@dataclass
class Joined:
    """The joined records of one entity: the values of their columns row by row, and the plan made of them.

    ``names`` is the column of the reference as it was read. ``rows`` are the rows of the table in which the rows of
    the plan stand first, ``row_of`` the rows of the plan for those of the table. ``fresh`` are the tokens that stand
    for records still to be made, each with a row that makes it; ``owners`` are those of the table's rows that the
    plan was made for. In ``unnamed`` rows something is said of a record that they do not name.
    """

    join: Join
    plan: ImportPlan
    columns: dict[str, list[Any]]
    names: list[Any]
    rows: list[int] = field(default_factory=list)
    row_of: list[int | None] = field(default_factory=list)
    fresh: dict[str, int] = field(default_factory=dict)
    owners: list[int | None] | None = None
    unnamed: int = 0

    def key(self, own: str) -> str:
        """Return the key under which the table knows a field of the joined records."""
        return f"{self.join.entity}{BETWEEN}{own}"

    def touched(self, known: Set[int]) -> set[int]:
        """Return the rows of the table, of those that are ``known``, in which joined records stand first that would be
        made or changed."""
        would = self.plan.would
        first = [*would.new_rows, *(would.matches[record][0] for record in would.changes)]
        found = {self.rows[row] for row in first} & known
        if len(found) < len(first):
            lost = {self._record_of(row) for row in first if self.rows[row] not in known}
            for place in sorted(known):
                row = self.row_of[place]
                if row is not None and (record := self._record_of(row)) in lost:
                    found.add(place)
                    lost.discard(record)
        return found

    def _record_of(self, row: int) -> int:
        """Return the id of the record of a row, or minus the row that makes it minus one."""
        owner = self.plan.owners[row]
        return -row - 1 if owner is None else owner

    def lead(self, plan: ImportPlan, ids: Mapping[int, int]) -> None:
        """Tell a plan the ids of the records that its own point to, of these by their rows."""
        if self.join.link in plan.resolved:
            plan.resolved[self.join.link].ids.update(_by_token(self.fresh, self.plan.owners, ids))

    def follow(self, plan: ImportPlan, ids: Mapping[int, int]) -> None:
        """Tell the joined records the ids of those which they point to, of these by their rows."""
        self.plan.resolved[self.join.link].ids.update(_by_token(self.fresh, plan.owners, ids))


def link_of(plan: ImportPlan) -> str:
    """Return the field by which the records of a plan point to joined ones; raises StopIteration when they do not."""
    return next(one.join.link for one in plan.joined if one.join.leads)


def _by_token(
    fresh: Mapping[str, int], owners: Sequence[int | None], ids: Mapping[int, int]
) -> dict[str, int]:
    """Return the ids of new records by their tokens; any of the rows that are one record may have made it."""
    made: dict[int, int] = {}
    for row, record in ids.items():
        owner = owners[row]
        if owner is None or owner < 0:
            made.setdefault(row if owner is None else -owner - 1, record)
    return {token: made[row] for token, row in fresh.items() if row in made}


def part(
    table: ImportTable, choices: Choices, make: Callable[[ImportTable, Choices], ImportPlan]
) -> list[Joined]:
    """Take the columns of joined records out of a table; ``make`` makes an empty plan."""
    found = []
    for join, entity in joins_of(table.entity.name):
        keys = [key for key in table.columns if joins_key(join, key)]
        if keys or (join.leads and table.nameless):
            columns = {own_key(key): table.columns.pop(key) for key in keys}
            names = table.columns.get(join.link, [None] * len(table)) if join.leads else []
            empty = ImportTable(table.source, table.sheet, entity, Columns(entity, ()), table.headings)
            found.append(Joined(join, make(empty, _choices(join, choices)), columns, list(names)))
    return found


def _choices(join: Join, choices: Choices) -> Choices:
    """Return what was chosen about joined records."""
    options = choices.new_options
    return Choices(
        mode="create" if choices.mode == "create" else "both",
        policies=_own(join, choices.policies),
        new_options=None if options is None else [own_key(one) for one in options if joins_key(join, one)],
    )


def _own(join: Join, by_key: Mapping[str, Any]) -> dict[str, Any]:
    return {own_key(key): value for key, value in by_key.items() if joins_key(join, key)}


def restore(plan: ImportPlan) -> None:
    """Put the names as they were read in the place of tokens, before a plan is compared anew."""
    for one in plan.joined:
        one.plan.decided = _own(one.join, plan.decided)
        if one.join.leads and one.join.link in plan.table.columns:
            plan.table.columns[one.join.link] = list(one.names)


def compare_leading(connection: Connection, plan: ImportPlan, compare: Callable[[ImportPlan], None]) -> None:
    """Compare the records that those of the table point to, and let their rows point to these by tokens."""
    for one in plan.joined:
        link = one.join.link
        if one.join.leads and link not in plan.resolved:
            one.unnamed = _unnamed(one, range(len(plan.table)))
        elif one.join.leads:
            names = plan.resolved[link]
            if "website" in one.columns:
                decided = plan.decided.get(link, {})
                import_domains.doubt(connection, names, one.names, one.columns["website"], decided)
            if "tax_number" in one.columns:
                import_domains.trust_numbers(connection, names, one.names, one.columns["tax_number"])
            _lead(plan, one, names)
            compare(one.plan)
            tokens = _Tokens(one.names)
            for place, row in enumerate(one.row_of):
                if row is not None:
                    tokens.point(place, one.names[place], *_owned(one.plan.matched.rows[row], row))
            plan.table.columns[link] = tokens.column
            one.fresh = tokens.fresh
            plan.resolved[link] = Resolved(
                names.field, tokens.ids, own=list(tokens.fresh), likely=names.likely, words=names.words
            )


def _lead(plan: ImportPlan, one: Joined, names: Resolved) -> None:
    """Make the table of the records that rows point to, each once."""
    left = set(names.left)
    decided = plan.decided.get(one.join.link, {})
    rows: dict[tuple[Any, ...], int] = {}
    row_of: list[int | None] = []
    one.rows = []
    for place, (name, *cells) in enumerate(zip(one.names, *one.columns.values(), strict=True)):
        if not name or name in left:
            row_of.append(None)
            continue
        title = decided.get(name) or names.spellings.get(name, name)
        row = rows.setdefault((title, *cells), len(rows))
        if row == len(one.rows):
            one.rows.append(place)
        row_of.append(row)
    one.unnamed = _unnamed(one, [place for place, row in enumerate(row_of) if row is None])
    keys = [one.plan.table.entity.title_key, *one.columns]
    columns = zip(*rows, strict=True) if rows else ([] for _key in keys)
    _fill_table(plan, one, dict(zip(keys, map(list, columns), strict=True)))
    one.row_of = row_of


def _unnamed(one: Joined, places: Sequence[int]) -> int:
    """Return in how many rows something is said of a joined record that nobody names."""
    return sum(any(column[place] not in (None, "") for column in one.columns.values()) for place in places)


def _owned(owner: int | None, row: int) -> tuple[int | None, int]:
    """Return the id of the record of a row, or None with the row that makes it."""
    if owner is None:
        return None, row
    return (owner, row) if owner >= 0 else (None, -owner - 1)


class _Tokens:
    """Tokens for the records of rows: ``ids`` of those that are there, the rows of ``fresh`` ones."""

    def __init__(self, column: Sequence[Any]) -> None:
        self.column = list(column)
        self.ids: dict[str, int] = {}
        self.fresh: dict[str, int] = {}
        self._of_record: dict[tuple[int | None, int], str] = {}
        self._taken: dict[str, int] = {}

    def point(self, place: int, name: Any, record: int | None, row: int) -> None:
        """Let a row point to a present ``record``, or to that which another ``row`` makes."""
        key = (record, 0 if record is not None else row)
        token = self._of_record.get(key)
        if token is None:
            text = str(name)
            count = self._taken[text] = self._taken.get(text, -1) + 1
            token = self._of_record[key] = text + UNSEEN * count
            if record is not None:
                self.ids[token] = record
            else:
                self.fresh[token] = row
        self.column[place] = token


def _fill_table(plan: ImportPlan, one: Joined, columns: dict[str, list[Any]]) -> None:
    """Make the table of joined records of their columns."""
    table = one.plan.table
    fields = [described(table.entity, key) for key in columns]
    matches = (ColumnMatch(place, _(each.label), each, "chosen") for place, each in enumerate(fields))
    numbers = [plan.table.numbers[place] for place in one.rows]
    one.plan.table = replace(
        table, mapping=Columns(table.entity, tuple(matches)), numbers=numbers, columns=columns
    )


def settle(
    plan: ImportPlan, compare: Callable[[ImportPlan], None], settle_one: Callable[[ImportPlan], None]
) -> None:
    """Work out what becomes of joined records, with all that was chosen about the rows in which they stand."""
    if not plan.joined:
        plan.also = set()
        return
    known, would = _known(plan, plan.written, plan.left), _known(plan, plan.would, ())
    touched: set[int] = set()
    for one in plan.joined:
        anew = not one.join.leads and one.owners != plan.owners
        if anew:
            _gather(plan, one)
        needed = {row for place, row in enumerate(one.row_of) if row is not None and place in known}
        numbers = one.plan.table.numbers
        left = [numbers[row] for row in range(len(numbers)) if row not in needed]
        one.plan.choices = replace(one.plan.choices, left_out=left)
        (compare if anew else settle_one)(one.plan)
        touched |= one.touched(would)
    done = {*plan.would.new_rows, *(place for places in plan.would.repeats.values() for place in places)}
    done.update(place for record in plan.would.changes for place in plan.would.matches[record])
    plan.also = touched - done
    import_modes.bar_nameless(plan)


def _known(plan: ImportPlan, outcome: Outcome, left: Collection[int]) -> set[int]:
    """Return the rows that have a record, a new one or a present one, whether they change it or not, and those that are
    about joined ones alone."""
    found = {*outcome.new_rows, *(place for rows in outcome.matches.values() for place in rows)}
    found.update(plan.table.nameless.difference(left))
    if plan.choices.mode != "update":
        found.update(
            at for at, one in enumerate(plan.owners) if one is not None and one < 0 and at not in left
        )
    return found


def _gather(plan: ImportPlan, one: Joined) -> None:
    """Make the plan of the records that point to those of the rows, as these are owned now."""
    table = plan.table
    named = [own_key(key) for key in one.join.named_by if own_key(key) in one.columns]
    cells = zip(*(one.columns[key] for key in named), strict=True) if named else ()
    filled = {place for place, several in enumerate(cells) if any(several)}
    one.unnamed = _unnamed(one, [place for place in range(len(table)) if place not in filled])
    titles = table.columns.get(table.entity.title_key) or [""] * len(table)
    tokens = _Tokens([None] * len(table))
    one.rows, one.row_of = [], [None] * len(table)
    for place in sorted(filled):
        owner = plan.owners[place]
        tokens.point(place, titles[place], *_owned(owner, place))
        one.row_of[place] = len(one.rows)
        one.rows.append(place)
    one.fresh, one.owners = tokens.fresh, list(plan.owners)
    _follow(plan, one, tokens)


def _follow(plan: ImportPlan, one: Joined, tokens: _Tokens) -> None:
    """Make the table of records that point to those of rows."""
    entity = one.plan.table.entity
    columns = {key: [column[place] for place in one.rows] for key, column in one.columns.items()}
    columns[one.join.link] = [tokens.column[place] for place in one.rows]
    link = entity.field(one.join.link)
    given = {one.join.link: Resolved(link, dict(tokens.ids), own=list(tokens.fresh))}
    for key, resolved in plan.resolved.items():
        # A note about a contact is about the company too which the row names.
        target = entity.by_key.get(key)
        if entity.name == "activity" and key == "company" and target is not None and key not in columns:
            columns[key] = [plan.table.columns[key][place] for place in one.rows]
            given[key] = resolved
    if entity.name == "activity":
        columns.setdefault("kind", [NOTE] * len(one.rows))
    _complete_titles(entity, columns, len(one.rows))
    one.plan.given = given
    _fill_table(plan, one, columns)


def _complete_titles(entity: Entity, columns: dict[str, list[Any]], count: int) -> None:
    """Name the records that have no name by what else is said of them."""
    titles = columns.setdefault(entity.title_key, [None] * count)
    fill = registry.model(entity.name).fill
    for at in [at for at, title in enumerate(titles) if not title]:
        row = {key: column[at] for key, column in columns.items()}
        fill(row)
        titles[at] = row[entity.title_key]


__all__ = ["Joined", "compare_leading", "link_of", "part", "restore", "settle"]
