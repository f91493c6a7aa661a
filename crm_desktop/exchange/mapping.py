"""Which column of a foreign table means which field of an entity, and why we think so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from crm_desktop.core.entity import Child, Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, LongText, PersonName, Reference, Text
from crm_desktop.exchange.confidence import PRIORS, Certainty, certainty
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.exchange.headings import heading_forms

Reason = Literal[
    "key", "label", "alias", "form", "similar", "values", "export", "saved", "none", "chosen", ""
]
_CERTAIN = 92.0
_UNSURE = ("form", "similar", "values")
PRIMARY = "is_primary"
_BETWEEN = " "  # a key and the number of a further channel
_NUMBERED = re.compile(r"(\d{1,3})\s*(?:[(（].*)?$")
_SHORTEST = 5  # letters; shorter words are too like one another
_BESIDE = re.compile(
    r"(?:work|business|工作)(.+)"
    r"|(?:other|alternat(?:iv)?e|secondary|second|additional|another|其[他它]|备[用选]|另一?|第二)(.+)"
    r"|(?:home|private|personal|家庭|住宅|私人|个人)(.+)"
)


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column of the table: its place, its heading, the field that it means, and what tells us.

    ``reason``: the heading is the field's 'key', its 'label', an 'alias', one of these in another 'form'
    ('Phone (work)', 'Price (EUR)'), 'similar' by its letters (to be confirmed), known by its 'values', by the
    'export' that the table is, by a mapping that was 'saved', or 'chosen' by the user; 'none' where it is known to
    mean no field. ``confidence`` is how sure that
    is, 0 to 1 (see ``exchange.confidence``).
    """

    place: int
    heading: str
    field: Field | None = None
    reason: Reason = ""
    confidence: float = 0.0

    @property
    def certainty(self) -> Certainty:
        """The word for the confidence: sure, check or guess; '' for a column that is left out."""
        return certainty(self.confidence) if self.field is not None else ""


@dataclass(frozen=True)
class Mapping:
    """The columns of a table and what they mean. No field is meant twice; of channels a second column
    means one more of its kind."""

    entity: Entity
    columns: tuple[ColumnMatch, ...]

    def __iter__(self) -> Iterator[ColumnMatch]:
        return iter(self.columns)

    @property
    def matched(self) -> tuple[ColumnMatch, ...]:
        """The columns that mean a field."""
        return tuple(one for one in self.columns if one.field is not None)

    @property
    def unmatched(self) -> tuple[ColumnMatch, ...]:
        """The columns that will be left out."""
        return tuple(one for one in self.columns if one.field is None)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that the table fills, in the order of its columns."""
        return tuple(one.field for one in self.columns if one.field is not None)

    @property
    def missing(self) -> tuple[Field, ...]:
        """The required fields that no column fills."""
        present = {one.key for one in self.fields}
        return tuple(one for one in self.entity.fields if one.required and one.key not in present)

    @property
    def by_heading(self) -> dict[str, str]:
        """The key of the field that each heading means; '' for a column that is left out."""
        return {one.heading: plain_key(one.field) if one.field is not None else "" for one in self.columns}

    def column_of(self, key: str) -> ColumnMatch | None:
        """Return the column that fills a field."""
        return next((one for one in self.columns if one.field is not None and one.field.key == key), None)

    def choose(self, place: int, field: Field | None, reason: Reason = "chosen") -> Mapping:
        """Return the mapping with another meaning for one column; a column that had this field loses it.

        Several columns may mean channels of one kind.
        """

        def changed(one: ColumnMatch) -> ColumnMatch:
            if one.place == place:
                sure = (1.0 if reason == "chosen" else PRIORS[reason]) if field else 0.0
                return replace(one, field=field, reason=reason if field else "", confidence=sure)
            if field is None or takes_several(field):
                return one
            if one.field is not None and one.field.key == field.key:
                return replace(one, field=None, reason="", confidence=0.0)
            return one

        return Mapping(self.entity, counted(self.entity, map(changed, self.columns)))


def takes_several(field: Field) -> bool:
    """Tell whether several columns may mean this field: channels, of which a record has any number."""
    source = field.source
    return isinstance(source, Child) and (source.table, source.column) == ("channel", "value")


def described(entity: Entity, key: str) -> Field:
    """Return the field of a key, also of a further channel; raises KeyError."""
    plain, _between, count = key.partition(_BETWEEN)
    return further(entity.field(plain), int(count)) if count else entity.field(plain)


def plain_key(field: Field) -> str:
    """Return the key under which the description knows a field, also of a second or third channel."""
    return field.key.partition(_BETWEEN)[0]


def number_of(field: Field) -> int:
    """Return which channel of its kind a field means: 1 is the primary one."""
    return int(field.key.partition(_BETWEEN)[2] or 1)


def numbers_of_channels(columns: Iterable[ColumnMatch]) -> dict[str, int]:
    """Return which channel of its kind each heading means, of the kinds that several columns mean."""
    found = {one.heading: one.field for one in columns if one.field is not None and takes_several(one.field)}
    kinds = Counter(map(plain_key, found.values()))
    return {heading: number_of(one) for heading, one in found.items() if kinds[plain_key(one)] > 1}


def counted(entity: Entity, columns: Iterable[ColumnMatch]) -> tuple[ColumnMatch, ...]:
    """Let the surest column of a kind of channels mean the primary one, and the others further ones.

    Of equally sure ones that without a number goes first (“Mobile” before “Mobile 2” and “Other mobile”), wherever
    they stand.
    """
    found = list(columns)
    counts: Counter[str] = Counter()
    for one in sorted(found, key=lambda one: (one.reason in _UNSURE, _told_number(one.heading), one.place)):
        if one.field is not None and takes_several(one.field):
            key = plain_key(one.field)
            counts[key] += 1
            field = _primary(entity, one.field)
            found[one.place] = replace(one, field=further(field, counts[key]) if counts[key] > 1 else field)
    return tuple(found)


def _told_number(heading: str) -> int:
    """Return the number at the end of a heading; without one 1 for other and private ones, 0 for the usual one."""
    if found := _NUMBERED.search(heading):
        return int(found[1])
    beside = _BESIDE.fullmatch(fold_heading(heading))
    return int(beside is not None and not beside[1])


def _primary(entity: Entity, field: Field) -> Field:
    """Return the field of the primary channel of the kind that a field means, of joined records too."""
    key = plain_key(field)
    if key in entity.by_key or not isinstance(field.source, Child):
        return entity.field(key)
    return replace(field, key=key, source=replace(field.source, flag=PRIMARY, further=False))


def further(field: Field, count: int) -> Field:
    """Return the field that stands for the second, third … channel of a kind; raises TypeError for no channel."""
    if not isinstance(field.source, Child):
        raise TypeError(f"{field.key} is no channel")
    source = replace(field.source, flag="", further=True)
    return replace(field, key=f"{field.key}{_BETWEEN}{count}", source=source)


def one_more(entity: Entity, field: Field, count: int) -> Field:
    """Return the second, third … channel of the kind that a field means."""
    return further(_primary(entity, field), count)


def match_headings(
    headings: Sequence[str],
    entity: Entity,
    translate: Callable[[str], str] = _,
    custom: Iterable[Field] = (),
) -> Mapping:
    """Return what the columns of a table mean. ``custom`` are further fields, described by the user.

    The surest reason wins: first exact headings of all columns, then other forms, then near misses. What is left
    and means a kind of channels is one more of these.
    """
    fields = [one for one in (*entity.fields, *custom) if one.writable]
    words = heading_words(fields, translate)
    found: dict[int, tuple[Field, Reason]] = {}
    for attempt in (_exact, _other_form, _similar):
        for place, heading in enumerate(headings):
            taken = {one.key for one, _reason in found.values()}
            if place not in found and (match := attempt(heading, words, taken)) is not None:
                found[place] = match
    for place, heading in enumerate(headings):
        if place not in found and (match := _one_more(heading, words)) is not None:
            found[place] = match
    columns = [ColumnMatch(place, heading) for place, heading in enumerate(headings)]
    for place, (field, reason) in found.items():
        columns[place] = replace(columns[place], field=field, reason=reason, confidence=PRIORS[reason])
    return Mapping(entity, counted(entity, columns))


Words = dict[str, list[tuple[Field, Reason]]]


def heading_words(fields: Sequence[Field], translate: Callable[[str], str]) -> Words:
    """Return each folded word that means fields, the surest meaning first."""
    words: Words = {}

    def add(word: str, field: Field, reason: Reason) -> None:
        meanings = words.setdefault(fold_heading(word), [])
        if all(known is not field for known, _reason in meanings):
            meanings.append((field, reason))

    for field in fields:
        add(field.key, field, "key")
    for field in fields:
        add(field.label, field, "label")
        add(translate(field.label), field, "label")
    for field in fields:
        for word in field.aliases:
            add(word, field, "alias")
    words.pop("", None)
    return words


def _free(words: Words, form: str, taken: set[str]) -> tuple[Field, Reason] | None:
    """Return the surest field that a word means and that is free; what means a channel means one more of its kind
    rather than another field."""
    for one, why in words.get(form, ()):
        if one.key not in taken:
            return one, why
        if takes_several(one):
            return None
    return None


def _exact(heading: str, words: Words, taken: set[str]) -> tuple[Field, Reason] | None:
    return _free(words, fold_heading(heading), taken)


def _other_form(heading: str, words: Words, taken: set[str]) -> tuple[Field, Reason] | None:
    """Return what a heading means without its unit, its number, its remark in brackets."""
    matches = [match for form in heading_forms(heading) if (match := _free(words, form, taken)) is not None]
    if not matches:
        return None
    # A remark in brackets counts when it names something particular: 'Phone (mobile)', 'Contact (e-mail)', but not
    # 'Company (name)'.
    particular = [match for match in matches if not isinstance(match[0].kind, (Reference, LongText, Choice))]
    particular = [match for match in particular if type(match[0].kind) not in (Text, PersonName)]
    return (particular or matches[-1:])[0][0], "form"


def _one_more(heading: str, words: Words) -> tuple[Field, Reason] | None:
    """Return the kind of channels that a heading means, though another column means it already."""
    match = _exact(heading, words, set()) or _other_form(heading, words, set()) or _beside(heading, words)
    return match if match is not None and takes_several(match[0]) else None


def _beside(heading: str, words: Words) -> tuple[Field, Reason] | None:
    """Return what a heading means without the word that tells it from the usual one: 'Other phone', '备用手机'.

    Companies have no home: theirs would be a number of somebody else.
    """
    found = _BESIDE.fullmatch(fold_heading(heading))
    match = _free(words, found[found.lastindex or 0], set()) if found else None
    if found is None or match is None:
        return None
    source = match[0].source
    of_company = isinstance(source, Child) and source.link == "company_id"
    return None if found[3] and of_company else (match[0], "form")


def _similar(heading: str, words: Words, taken: set[str]) -> tuple[Field, Reason] | None:
    """Return the field whose name is almost the heading: 'Adress', 'Telephon'."""
    from rapidfuzz import fuzz, process

    folded = fold_heading(heading)
    if len(folded) < _SHORTEST:
        return None
    near = process.extractOne(folded, list(words), scorer=fuzz.ratio, score_cutoff=_CERTAIN)
    match = _free(words, near[0], taken) if near else None
    return (match[0], "similar") if match else None
