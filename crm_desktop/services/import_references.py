"""Names in a foreign table that stand for other records: found, to be made, or too near to an existing one to guess."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import language
from crm_desktop.core.kinds import Locale, Option, Reference
from crm_desktop.core.reading import fold
from crm_desktop.models import registry
from crm_desktop.services import import_authors, import_merged, import_named, rules
from crm_desktop.services.import_company_names import Firms
from crm_desktop.services.import_named import Present, is_larger, records_named
from crm_desktop.services.import_table import ImportTable, same_name
from crm_desktop.services.import_words import UnknownWord, name_form, nearest
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import chunks, marks
from crm_desktop.store.unit_of_work import UnitOfWork

NEAR = 92.0  # of 100
TAKEN_AS_IT_IS = frozenset({"user", "stage", "pipeline"})
SHORTEST = 5  # letters; shorter names are too like one another
OFFERED = 9  # further records that a doubtful name may be


@dataclass(frozen=True, slots=True)
class Likely:
    """A name that is nearly that of a record: for the user to decide. The relation stays empty until then.

    ``candidate`` is 0 for another name of the same table, whose record is still to be made. ``others`` are the names of
    further records that it may be, the nearest first.
    """

    field: str
    label: str
    text: str
    rows: int
    candidate: int
    name: str
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Resolved:
    """What the names of one column mean: ids, the names to be made, other spellings of these, the doubtful ones.

    ``words`` are those that the list of an option does not have: to be made too, or else ``left`` out. ``shorter`` are
    names of companies that the table also has with their legal form, as which they are taken.
    """

    field: Field
    ids: dict[str, int] = dataclasses.field(default_factory=dict)
    fresh: list[str] = dataclasses.field(default_factory=list)
    own: list[str] = dataclasses.field(default_factory=list)
    spellings: dict[str, str] = dataclasses.field(default_factory=dict)
    likely: list[Likely] = dataclasses.field(default_factory=list)
    words: list[UnknownWord] = dataclasses.field(default_factory=list)
    shorter: dict[str, str] = dataclasses.field(default_factory=dict)
    forms: dict[str, str] = dataclasses.field(default_factory=dict, repr=False)

    def form(self, text: str) -> str:
        """Return the form of a name, see ``name_form``; worked out once."""
        found = self.forms.get(text)
        if found is None:
            found = self.forms[text] = name_form(self.field.kind, text)
        return found

    @property
    def left(self) -> list[str]:
        """The texts that stand for nothing: they wait for a decision, or their list does not take them."""
        return [one.text for one in self.likely] + [one.text for one in self.words if not one.added]


def resolve(
    connection: Connection,
    one: Field,
    names: Sequence[str | None],
    decided: Mapping[str, str | None],
    *,
    adds: bool = True,
) -> Resolved:
    """Look up the names of a column.

    ``decided`` holds the user's answers: the name of a record, or None for 'make it'. ``adds``: words that the list
    of an option does not have become entries of it, and authors that are no users become users.
    """
    assert isinstance(one.kind, Reference)
    counted = {name: rows for name, rows in Counter(names).items() if name}
    found = Resolved(one)
    said = [*counted, *(name for name in decided.values() if name)]
    present = records_named(connection, one.kind, said, found.form)
    present = import_merged.by_name(connection, one.kind.entity) | present
    firms = _firms(connection, found, [text for text in counted if text not in decided], present)
    by_first: dict[str, str] = {}
    for text, rows in counted.items():
        wanted = decided[text] or text if text in decided else firms.fullest(text)
        if text not in decided and wanted != text:
            found.shorter[text] = wanted
        key = found.form(wanted)
        if key in present:
            found.ids[text] = present[key][0]
            continue
        if isinstance(one.kind, Option) or one.key == import_authors.KEY:
            added = adds or text in decided
            near = nearest(wanted, (name for _id, name in present.values()))
            found.words.append(UnknownWord(one.key, one.label, text, rows, near, added))
            if not added:
                continue
        if key in by_first:
            _spell(found, text, by_first[key])
        elif text not in decided and (like := firms.like(text) or _near(one.kind, wanted, present)):
            nearest_one, *further = like
            others = dict.fromkeys(name for _id, name in further[:OFFERED] if name != nearest_one[1])
            found.likely.append(Likely(one.key, one.label, text, rows, *nearest_one, tuple(others)))
        else:
            by_first[key] = wanted
            found.fresh.append(wanted)
            _spell(found, text, wanted)
    return found


def _spell(found: Resolved, text: str, name: str) -> None:
    """Note that a text of the table means the record that will be made by this name."""
    if text != name:
        found.spellings[text] = name


def meanings(names: Resolved) -> dict[str, Any]:
    """Return what each name stands for: an id, or the text under which its record is still to be made.

    Names that wait for the user's decision stand for nothing.
    """
    found: dict[str, Any] = {text: text for text in (*names.fresh, *names.own)}
    found.update({text: first for text, first in names.spellings.items() if first in found})
    found.update(names.ids)
    return found


def meant(names: Resolved, texts: Sequence[Any]) -> list[Any]:
    """Return what each of many names stands for: see :func:`meanings`; None for nothing."""
    meaning = meanings(names)
    return list(map(meaning.get, texts))


_EMPLOYER = (
    "(SELECT a.company_id FROM affiliation AS a WHERE a.contact_id = t.id AND a.deleted_at IS NULL "
    "ORDER BY a.is_primary DESC, a.id LIMIT 1)"
)


def namesakes(connection: Connection, kind: Reference, ids: Mapping[str, int]) -> dict[tuple[str, int], int]:
    """Return, for names that several records bear, which of them belongs to which company: {(name, company): id}.

    A row that names a company means the record of that company, not just any of that name.
    """
    columns = registry.column_names(kind.entity)
    if isinstance(kind, Option) or not ids or "name_key" not in columns:
        return {}
    if not ({"company_id", "full_name"} & columns):
        return {}
    title = registry.entity(kind.entity).title_field.column
    company = "t.company_id" if "company_id" in columns else _EMPLOYER
    texts = {record: text for text, record in ids.items()}
    found: dict[tuple[str, int], int] = {}
    for part in chunks(sorted(texts)):
        rows = connection.execute(
            f'SELECT o.id, t.id, {company} FROM "{kind.entity}" AS o JOIN "{kind.entity}" AS t '
            f'ON t.name_key = o.name_key AND t."{title}" = o."{title}" AND t.deleted_at IS NULL '
            f"WHERE o.id IN ({marks(part)}) ORDER BY t.id",
            part,
        )
        for known, record, firm in rows:
            if firm is not None:
                found.setdefault((texts[known], firm), record)
    return found


def leave_own(table: ImportTable, resolved: Mapping[str, Resolved]) -> None:
    """Keep names of the table's own rows (a parent company further down) from being made a second time."""
    own = [one for one in resolved.values() if _target(one) == table.entity.name]
    titles = {same_name(text) for text in table.columns.get(table.entity.title_key, ()) if text and own}
    for one in own:
        near = (near.text for near in one.likely)  # a row of the table is nearer than what it may be
        one.own = [text for text in (*one.fresh, *near) if same_name(text) in titles]
        one.fresh = [text for text in one.fresh if same_name(text) not in titles]
        one.likely = [near for near in one.likely if same_name(near.text) not in titles]


def _target(one: Resolved) -> str:
    return one.field.kind.entity if isinstance(one.field.kind, Reference) else ""


def name_own(table: ImportTable, resolved: Mapping[str, Resolved], ids: Mapping[int, int]) -> None:
    """Give the names of the table's own rows their ids; ``ids`` are those of rows by their place."""
    titles = table.columns.get(table.entity.title_key, [])
    by_name: dict[str, int] = {}
    for place, record_id in ids.items() if titles and any(one.own for one in resolved.values()) else ():
        if titles[place]:
            by_name.setdefault(same_name(titles[place]), record_id)
    for one in resolved.values():
        one.ids.update({text: by_name[same_name(text)] for text in one.own if same_name(text) in by_name})
        one.ids.update({text: one.ids[first] for text, first in one.spellings.items() if first in one.ids})


def _firms(connection: Connection, resolved: Resolved, texts: Sequence[str], present: Present) -> Firms:
    """Return what names of companies that are not there mean by their stems; of other records there is nothing to
    tell."""
    target = _target(resolved)
    forms = {text: resolved.form(text) for text in texts} if target == "company" else {}
    unknown = {text: form for text, form in forms.items() if form not in present}
    all_known = bool(unknown) and not is_larger(connection, target, import_named.SMALL)
    there = forms.keys() - unknown.keys()
    return Firms(connection, unknown, there, present.values() if all_known else None)


def _near(kind: Reference, text: str, present: Present) -> list[tuple[int, str]]:
    """Return the records that a name is nearly that of, the nearest first. The user's own lists take a new spelling as
    it is."""
    if (
        not present
        or isinstance(kind, Option)
        or len(present) > import_named.SMALL
        or kind.entity in TAKEN_AS_IT_IS
    ):
        return []
    folded = fold(text)
    for record_id, name in present.values():
        if fold(name) == folded:
            return [(record_id, name)]
    if len(folded) < SHORTEST:
        return []
    from rapidfuzz import fuzz, process

    digits = [ch for ch in folded if ch.isdigit()]
    choices = {key: fold(name) for key, (_id, name) in present.items()}
    found = process.extract(folded, choices, scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
    near = (key for _match, _score, key in found if [ch for ch in choices[key] if ch.isdigit()] == digits)
    return [present[key] for key in near]


Made = dict[tuple[str, str], dict[str, int]]
"""Records made so far by the form of their name, for each entity and list of options."""


def make(
    work: UnitOfWork,
    resolved: Resolved,
    locale: Locale,
    made: Made,
    begins: Mapping[str, Sequence[Any]] | None = None,
) -> int:
    """Make the records that were not there, and give their names ids; returns how many were made.

    ``begins`` are columns of when and by whom the fresh ones were created, where the table says so.
    """
    kind = resolved.field.kind
    assert isinstance(kind, Reference)
    known = made.setdefault((kind.entity, kind.options if isinstance(kind, Option) else ""), {})
    forms = {text: resolved.form(text) for text in resolved.fresh}
    wanted = [text for text, form in forms.items() if form not in known]
    ids = work.writer.ids.block(len(wanted)) if wanted else []
    known.update(zip((forms[text] for text in wanted), ids, strict=True))
    if wanted:
        entity = registry.entity(kind.entity)
        columns: dict[str, list[Any]] = {entity.title_field.column: wanted}
        if "label_zh" in registry.column_names(kind.entity) and language() == "zh_CN":
            columns["label_zh"] = wanted
        columns.update(_extra(work, kind, len(wanted)))
        fresh = set(wanted)
        for name, values in (begins or {}).items():
            told = zip(resolved.fresh, values, strict=True)
            columns[name] = [value for text, value in told if text in fresh]
        rules.complete_columns(work, entity, columns, len(wanted), locale)
        work.insert_columns(kind.entity, {"id": ids, **columns}, len(ids))
    resolved.ids.update({text: known[form] for text, form in forms.items()})
    resolved.ids.update(
        {text: resolved.ids[first] for text, first in resolved.spellings.items() if first in resolved.ids}
    )
    return len(ids)


def _extra(work: UnitOfWork, kind: Reference, count: int) -> dict[str, list[Any]]:
    """Return what made records need besides their names."""
    if isinstance(kind, Option):
        sql = "SELECT max(position) FROM option WHERE set_name = ?"
        last = work.execute(sql, (kind.options,)).fetchone()[0] or 0
        return {"set_name": [kind.options] * count, "position": list(range(last + 1, last + 1 + count))}
    if kind.entity == "stage":
        pipeline, last = work.execute(
            "SELECT pipeline_id, max(position) FROM stage WHERE kind = 'open' AND deleted_at IS NULL"
        ).fetchone()
        first = last or 0
        return {"pipeline_id": [pipeline] * count, "position": list(range(first, first + count))}
    return {}
