"""Columns of a foreign table that become custom fields of their own: proposed, described before they are made, made.

A field that is still to be made has a passing id below zero, under which no value lies; :func:`make` gives it its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.core.kinds import Locale
from crm_desktop.core.pinyin import is_chinese, syllables
from crm_desktop.core.reading import fold
from crm_desktop.exchange import kind_guess
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.models import registry
from crm_desktop.models.custom_field import CUSTOM_KINDS
from crm_desktop.store import custom_fields
from crm_desktop.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from crm_desktop.exchange.mapping import Mapping as Columns
    from crm_desktop.exchange.reader_process import SourceTable
    from crm_desktop.services.import_table import ImportTable

LONGEST_KEY = 40
NEW = N_("New field “%(name)s”: %(kind)s.")


@dataclass(frozen=True, slots=True)
class NewField:
    """A custom field that an import makes of a column: ``kind`` is one of CUSTOM_KINDS."""

    passing: int
    key: str
    label: str
    kind: str
    option_set: str | None

    @property
    def field(self) -> Field:
        """The field as it is described before it is made."""
        return self.as_field(self.passing)

    def as_field(self, field_id: int) -> Field:
        """Return the field with its id."""
        return custom_fields.described(field_id, self.key, self.label, self.kind, self.option_set)


def check(headings: Collection[str], wanted: Mapping[str, str]) -> None:
    """Refuse fields of columns or of kinds that there are not. Raises UsageProblem."""
    for heading, kind in wanted.items():
        if heading not in headings:
            raise UsageProblem(_("There is no column or field “%(name)s”.") % {"name": heading})
        if kind and CUSTOM_KINDS.term(kind) is None:
            kinds = ", ".join(term.code for term in CUSTOM_KINDS.terms)
            raise UsageProblem(
                _("“%(kind)s” is no kind of field.") % {"kind": kind},
                _("Kinds are: %(kinds)s.") % {"kinds": kinds},
            )


def proposals(opened: SourceTable, places: Collection[int], locale: Locale) -> dict[str, str]:
    """Return the kinds that the columns at some places look like, by heading."""
    rows = opened.sample(kind_guess.SAMPLE) if places else []
    return {
        opened.headings[place]: kind_guess.proposed([row.cells[place] for row in rows], locale)
        for place in places
    }


def taken(
    mapping: Columns, wanted: Mapping[str, str], proposed: Mapping[str, str], custom: Sequence[Field]
) -> tuple[Columns, dict[str, str]]:
    """Let columns that shall become fields fill those of their name and kind that are there already.

    Returns the mapping, and the fields that are still to be made. A field that another column fills is not taken.
    """
    filled = {one.field.key for one in mapping.matched if one.field and one.heading not in wanted}
    present = {fold_heading(one.label): one for one in custom if one.key not in filled}
    missing: dict[str, str] = {}
    for heading, kind in wanted.items():
        field = present.get(fold_heading(heading))
        if field is None or type(field.kind) is not custom_fields.kind_class(kind or proposed[heading]):
            missing[heading] = kind
            continue
        del present[fold_heading(heading)]
        place = next(one.place for one in mapping if one.heading == heading)
        mapping = mapping.choose(place, field)
    return mapping, missing


def described(
    entity: Entity, wanted: Mapping[str, str], proposed: Mapping[str, str], custom: Sequence[Field]
) -> list[NewField]:
    """Return the fields to be made: ``wanted`` are kinds by heading, an empty one is that which is ``proposed``;
    ``custom`` are the fields that there are already."""
    taken = {one.key.removeprefix(custom_fields.PREFIX) for one in custom}
    found: list[NewField] = []
    for heading, kind in wanted.items():
        key = _free_key(heading, taken)
        taken.add(key)
        code = kind or proposed[heading]
        option_set = f"{entity.name}_{key}" if code == "option" else None
        found.append(NewField(-1 - len(found), key, heading, code, option_set))
    return found


def mapped(mapping: Columns, fields: Sequence[NewField]) -> Columns:
    """Return a mapping in which the columns of new fields fill these."""
    for new in fields:
        place = next(one.place for one in mapping if one.heading == new.label)
        mapping = mapping.choose(place, new.field)
    return mapping


def _free_key(heading: str, taken: Collection[str]) -> str:
    """Return a key for a field of this label: its letters, of Chinese the pinyin."""
    spoken = "".join(" ".join(syllables(ch)) if is_chinese(ch) else ch for ch in heading)
    plain = fold(spoken).encode("ascii", "ignore").decode("ascii")[:LONGEST_KEY] or "field"
    key, count = plain, 1
    while key in taken:
        count += 1
        key = f"{plain}_{count}"
    return key


def make(work: UnitOfWork, table: ImportTable) -> ImportTable:
    """Make the new fields of a table; returns the table with their own ids in the place of the passing ones."""
    if not table.new_fields:
        return table
    own: dict[int, Field] = {}
    (last,) = work.execute(
        "SELECT coalesce(max(position), 0) FROM custom_field WHERE entity = ?", (table.entity.name,)
    ).fetchone()
    for new in table.new_fields:
        record = work.add(
            registry.model("custom_field"),
            entity=table.entity.name,
            key=new.key,
            kind=new.kind,
            label_en=new.label,
            label_zh=new.label if language() == "zh_CN" else None,
            option_set=new.option_set,
            position=last - new.passing,
        )
        work.flush()
        own[new.passing] = new.as_field(int(record.id))
    keys = {one.key: one for one in own.values()}
    columns = (
        replace(one, field=keys[one.field.key]) if one.field is not None and one.field.key in keys else one
        for one in table.mapping
    )
    return replace(table, mapping=replace(table.mapping, columns=tuple(columns)))


def notes(fields: Sequence[NewField]) -> list[str]:
    """Say which fields will be made."""
    found = []
    for one in fields:
        term = CUSTOM_KINDS.term(one.kind)
        found.append(_(NEW) % {"name": one.label, "kind": _(term.label) if term else one.kind})
    return found


__all__ = ["NewField", "check", "described", "make", "mapped", "notes", "proposals", "taken"]
