"""What changes did to what belongs to a record, told by what it is: “Tags: + VIP”, “Phone: +49 30 1 → empty”.

A part that came or went is told by its values, whether its row is new, was moved here, or lies in the trash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import _, listed
from crm_desktop.core.kinds import Flag
from crm_desktop.models import registry
from crm_desktop.services.change_words import HIDDEN, ChangeWords, FieldChange
from crm_desktop.store import names
from crm_desktop.store.change_log import Change, decoded

_TAGS, _PAIRS = "tag_link", "distinct_pair"
_LOGS = frozenset({"stage_change", "status_change"})  # of what the record's own field tells
_NEVER = HIDDEN | {"deleted_at", "updated_at", "updated_by", "is_primary", "entity", "position"}
_MAIN = "main"  # kind of the address that needs no name

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Part:
    """One row that a transaction wrote: its columns before and after, None where it did not belong to the record."""

    change: Change
    before: Row | None
    after: Row | None


def parts_told(words: ChangeWords, changes: Sequence[Change]) -> list[FieldChange]:
    """Return what a transaction did to the parts of a record, in the order in which it was done, its tags last."""
    by_row: dict[tuple[str, int], list[Change]] = {}
    for one in (one for one in changes if one.table not in _LOGS):
        by_row.setdefault((one.table, one.row or 0), []).append(one)
    parts = [_part(words, several) for several in by_row.values()]
    found: list[FieldChange] = []
    for part in parts:
        if part.change.table == _PAIRS:
            found += _pair(words, part)
        elif part.change.table != _TAGS:
            found += _told(words, part)
    return [*dict.fromkeys(found), *_tags(words, [one for one in parts if one.change.table == _TAGS])]


# ---------------------------------------------------------------- rows


def _part(words: ChangeWords, changes: Sequence[Change]) -> _Part:
    """Return what one row was before a transaction and after it."""
    last = changes[-1]
    if changes[0].op in "IB":
        after: dict[str, Any] = dict(changes[0].data)
        before: dict[str, Any] | None = None
        for one in changes[1:]:
            after |= {name: new for name, (new, _old) in one.data.items()}
    else:
        after = {**_as_of(words, last), "deleted_at": None}
        for one in changes:
            after |= {name: new for name, (new, _old) in one.data.items()}
        before = dict(after)
        for one in reversed(changes):
            before |= {name: old for name, (_new, old) in one.data.items()}
        if "deleted_at" not in {name for one in changes for name in one.data}:
            before["deleted_at"] = after["deleted_at"] = None
    belongs = [
        one if one is not None and _belongs(words, last.table, one) else None for one in (before, after)
    ]
    return _Part(last, *belongs)


def _belongs(words: ChangeWords, table: str, row: Row) -> bool:
    """Tell whether a row, as it was, is a live part of the record."""
    links = [column for parent, column in registry.owners_of(table) if parent == words.entity]
    links += [column for one, column in registry.loose_links() if one == table]
    is_its = not links or any(column not in row or row[column] == words.record_id for column in links)
    return is_its and row.get("deleted_at") is None


def _as_of(words: ChangeWords, change: Change) -> dict[str, Any]:
    """Return a row as it was when a transaction ended: as it is, without what was changed later."""
    cursor = words.reader.execute(f'SELECT * FROM "{change.table}" WHERE id = ?', (change.row,))
    found = cursor.fetchone()
    row = dict(zip((one[0] for one in cursor.description), found, strict=True)) if found else {}
    later = words.reader.execute(
        "SELECT op, data FROM change WHERE tbl = ? AND row = ? AND txn > ? ORDER BY seq DESC",
        (change.table, change.row, change.txn),
    )
    for op, data in later.fetchall():
        if op == "U":
            row |= {name: old for name, (_new, old) in decoded(op, data).items()}
    return row


# ---------------------------------------------------------------- words


def _told(words: ChangeWords, part: _Part) -> Iterator[FieldChange]:
    """Yield what became of a part: field by field where they are fields of the record, else in one line."""
    table = part.change.table
    if any(isinstance(one.source, Child) and one.source.table == table for one in words.fields):
        yield from _spelt_out(words, part)
        return
    row = part.after or part.before
    if row is None:
        return
    title, line = _(registry.entity(table).title), _in_a_line(words, part.change, row)
    if part.before is None or part.after is None:
        yield FieldChange(title, *((line, "") if part.after is None else ("", line)))
        return
    for one, old, new in _differences(part):
        told = {"part": title, "name": _in_a_line(words, part.change, row, brief=True) or line}
        label = _("%(part)s “%(name)s” · %(field)s") % {**told, "field": _(one.label)}
        yield FieldChange(label, *words.texts(one, part.change, old, new))


def _spelt_out(words: ChangeWords, part: _Part) -> Iterator[FieldChange]:
    """Yield the fields of a part that came, went, or changed."""
    row = part.after or part.before or {}
    stays = part.before is not None and part.after is not None
    for one, old, new in _differences(part):
        is_flag = isinstance(one.kind, Flag)
        if one.key == "kind" or (is_flag and not stays and not (old or new)):
            continue
        shown = _field_of_record(words, part.change.table, one, row) or one
        label = _label(words, part.change, one, row, shown, by_value=is_flag)
        yield FieldChange(label, *words.texts(shown, part.change, old, new))
    if (
        stays
        and part.after
        and part.before
        and part.after.get("is_primary")
        and not part.before.get("is_primary")
    ):
        title = registry.entity(part.change.table).title_field
        label = _label(
            words, part.change, title, row, _field_of_record(words, part.change.table, title, row) or title
        )
        yield FieldChange(label, "", " · ".join((_in_a_line(words, part.change, row), _("Primary"))))


def _differences(part: _Part) -> Iterator[tuple[Field, Any, Any]]:
    """Yield the described columns that differ, with what they were and what they became."""
    before, after = part.before or {}, part.after or {}
    never = _NEVER | registry.owner_links(part.change.table)
    for name in dict.fromkeys((*after, *before)):
        old, new = (None if value == "" else value for value in (before.get(name), after.get(name)))
        one = names.field_of_column(part.change.table, name)
        if old != new and name not in never and one is not None:
            yield one, old, new


def _field_of_record(words: ChangeWords, table: str, one: Field, row: Row) -> Field | None:
    """Return the field of the record that shows a column of a part of this kind: its mobile, one of the user's own."""
    for field in words.fields:
        source = field.source
        if (
            isinstance(source, Child)
            and (source.table, source.column) == (table, one.column)
            and all(row.get(name) == value for name, value in source.where)
        ):
            return field
    return None


def _label(
    words: ChangeWords, change: Change, one: Field, row: Row, shown: Field, *, by_value: bool = False
) -> str:
    """Return what a field of a part is called: by its kind, where that says more, or by the value that it is about."""
    entity = registry.entity(change.table)
    kind = words.texts(entity.by_key["kind"], change, row.get("kind"))[0] if "kind" in entity.by_key else ""
    if by_value:
        return f"{_in_a_line(words, change, row)} · {_(one.label)}"
    if change.table == "channel" and one.key == "value":
        return kind
    is_other = kind and change.table != "channel" and row.get("kind") != _MAIN
    return f"{kind} · {_(shown.label)}" if is_other else _(shown.label)


def _in_a_line(words: ChangeWords, change: Change, row: Row, *, brief: bool = False) -> str:
    """Return what tells a part in one line, or with ``brief`` only what it is called or about."""
    entity = registry.entity(change.table)
    never = _NEVER | registry.owner_links(change.table)
    telling = (entity.title_field,) if brief else entity.in_a_line
    if row.get(entity.title_field.column) in (None, ""):  # it is about something else: a product, a person
        telling = (*(one for one, _entity in entity.references), *telling)
    fields = [one for one in telling if one.stored and one.column not in never]
    found = [words.texts(one, change, row.get(one.column))[0] for one in fields]
    return " · ".join(dict.fromkeys(text for text in found if text))


# ---------------------------------------------------------------- tags and pairs


def _tags(words: ChangeWords, parts: Sequence[_Part]) -> list[FieldChange]:
    """Return which tags the record got and which it lost, all in one line."""
    if words.entity == "tag":
        return []
    came = [one.after["tag_id"] for one in parts if one.before is None and one.after is not None]
    went = [one.before["tag_id"] for one in parts if one.after is None and one.before is not None]
    known = names.of_rows(words.reader, "tag", sorted({*came, *went}))
    signs = (("+", came), ("\u2212", went))
    told = [f"{sign} {listed(known.get(one, '?') for one in ids)}" for sign, ids in signs if ids]
    return [FieldChange(_("Tags"), "", " · ".join(told))] if told else []


def _pair(words: ChangeWords, part: _Part) -> list[FieldChange]:
    """Return of which other record somebody said, or no longer says, that it is another one."""
    row = part.after or part.before
    if row is None or part.before is part.after:
        return []
    other = next(row[name] for name in ("first_id", "second_id") if row[name] != words.record_id)
    name = names.of_row(words.reader, words.entity, other)
    return [FieldChange(_("Not the same as"), *((name, "") if part.after is None else ("", name)))]


__all__ = ["parts_told"]
