"""Fields of other records that stand in the same rows: the company of a contact, the people of a company, dated notes.

Such a field has the key ``company.phone`` and the label “Company · Phone”.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.exchange.mapping import ColumnMatch, Mapping, takes_several

BETWEEN = "."
_NOTE = N_("Note")


@dataclass(frozen=True, slots=True)
class Join:
    """Records of another entity in the rows of a table.

    ``link`` is the reference between them: of the rows' own records where it ``leads`` to the others, else of the
    others. ``before`` are words with which their headings begin; ``keys`` are the fields that can be filled (none:
    all), ``words`` further headings of these; ``alone``: headings that only the others have mean them without such a
    word. Nothing is joined unless a column fills one of ``named_by``.
    """

    entity: str
    link: str
    leads: bool = False
    before: tuple[str, ...] = ()
    alone: bool = False
    keys: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    named_by: tuple[str, ...] = ()


_COMPANY = Join(
    "company",
    "company",
    leads=True,
    before=("company", "account", "organisation", "organization", "employer", "公司", "企业", "单位"),
    alone=True,
    named_by=("company",),
)
_PERSON = Join(
    "contact",
    "company",
    before=("primary contact", "main contact", "contact person", "contact", "主要联系人", "联系人"),
    words=(
        (
            "full_name",
            ("contact person", "primary contact", "main contact", "contact", "联系人", "主要联系人"),
        ),
        ("title", ("position", "job title", "职务", "职位")),
    ),
    named_by=("contact.full_name", "contact.family_name", "contact.given_name"),
)


_HISTORY_ZH = ("跟进记录", "跟进内容", "沟通记录")


def _notes(link: str) -> Join:
    return Join(
        "activity",
        link,
        keys=("body", "subject", "kind", "started_at", "owner", "channel", "outcome"),
        words=(
            ("body", ("follow-up note", "contact history", "call notes", "meeting notes", *_HISTORY_ZH)),
            ("started_at", ("note date", "follow-up date", "跟进时间", "跟进日期", "沟通时间")),
            ("owner", ("note author", "note by", "记录人", "跟进人员")),
        ),
        named_by=("activity.body", "activity.subject"),
    )  # fmt: skip


JOINS: dict[str, tuple[Join, ...]] = {
    "contact": (_COMPANY, _notes("contact")),
    "company": (_PERSON, _notes("company")),
    "lead": (_notes("lead"),),
    "opportunity": (_notes("opportunity"),),
}


def title_of(entity: Entity) -> str:
    """Return what joined records of an entity are called."""
    return _(_NOTE) if entity.name == "activity" else _(entity.title)


def fields_of(join: Join, entity: Entity) -> tuple[Field, ...]:
    """Return the fields of joined records as fields that a column of the table may mean."""
    title = title_of(entity)
    left_out = {join.link, *([entity.title_key] if join.leads else [])}
    return tuple(
        replace(
            one, key=f"{join.entity}{BETWEEN}{one.key}", label=f"{title} · {_(one.label)}", required=False
        )
        for one in entity.fields
        if one.writable and one.key not in left_out and (not join.keys or one.key in join.keys)
    )


def joins_key(join: Join, key: str) -> bool:
    """Tell whether a key is that of a field of joined records."""
    return key.startswith(join.entity + BETWEEN)


def is_joined(key: str) -> bool:
    """Tell whether a key is that of a field of any joined records."""
    return BETWEEN in key


def own_key(key: str) -> str:
    """Return the key under which joined records know a field themselves."""
    return key.partition(BETWEEN)[2]


def match_own(mapping: Mapping) -> Mapping:
    """Let columns whose headings begin with the word for the rows' own records mean fields of these, as "Company phone"
    in a table of companies."""
    entity = mapping.entity
    before = [
        word for joins in JOINS.values() for one in joins if one.entity == entity.name for word in one.before
    ]
    words = entity.headings(_) if before else {}
    taken = {one.key for one in mapping.fields}
    for column in mapping.unmatched:
        forms = _behind(column, before)
        own = next((words[form] for form in forms if form in words), None)
        if own is not None and own.writable and (own.key not in taken or takes_several(own)):
            taken.add(own.key)
            mapping = mapping.choose(column.place, own, reason="alias")
    return mapping


def match_joined(mapping: Mapping, joins: Iterable[tuple[Join, Entity]]) -> Mapping:
    """Let columns that mean no field of the rows' own records mean fields of joined ones, where these are named."""
    for join, entity in joins:
        joined = _matched(mapping, join, entity)
        filled = {one.key for one in joined.fields}
        if filled & set(join.named_by):
            mapping = joined
    return mapping


def _matched(mapping: Mapping, join: Join, entity: Entity) -> Mapping:
    fields = fields_of(join, entity)
    known = {one.key: one for one in fields}
    keys = {word: f"{join.entity}{BETWEEN}{one.key}" for word, one in entity.headings(_).items()}
    words = {word: key for word, key in keys.items() if key in known}
    for key, more in join.words:
        words.update({fold_heading(word): f"{join.entity}{BETWEEN}{key}" for word in more})
    taken = {one.key for one in mapping.fields}
    for column in mapping.unmatched:
        key = next((words[form] for form in _forms(column, join) if form in words), "")
        if key and (key not in taken or takes_several(known[key])):
            taken.add(key)
            mapping = mapping.choose(column.place, known[key], reason="alias")
    return mapping


def _forms(column: ColumnMatch, join: Join) -> Sequence[str]:
    """Return what the heading of a column may mean among the fields of joined records, the surest first."""
    folded = fold_heading(column.heading)
    named = [fold_heading(word) for _key, more in join.words for word in more]
    return [
        *([folded] if join.alone or folded in named else []),
        *_behind(column, join.before),
    ]


def _behind(column: ColumnMatch, before: Iterable[str]) -> list[str]:
    """Return what stands behind a word with which the heading of a column begins, the longest such word first."""
    folded = fold_heading(column.heading)
    starts = sorted(map(fold_heading, before), key=len, reverse=True)
    behind = [folded.removeprefix(start) for start in starts if folded.startswith(start) and folded != start]
    return [form.removeprefix("的") for form in behind]
