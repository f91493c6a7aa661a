"""What columns mean by their headings *and* their values, each with a confidence.

A heading that its values contradict (addresses under "Phone") gives way to what they clearly are; a column whose
heading says nothing means what its values show. What was chosen, saved or named by the table itself is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Locale, OneOfFew, Option, Reference
from crm_desktop.exchange.column_values import ColumnValues, Known, evidence, nothing_known
from crm_desktop.exchange.confidence import CHECK, Rates, confidence
from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.exchange.headings import column_letters
from crm_desktop.exchange.mapping import (
    ColumnMatch,
    Mapping,
    Words,
    counted,
    heading_words,
    match_headings,
    takes_several,
)
from crm_desktop.exchange.value_sorts import SORTS

_NAMELESS = re.compile(
    r"(?:column|col|field|spalte|feld|colonne|campo|unnamed|列|字段|栏)?[\s_:#.-]*\d*", re.IGNORECASE
)
_OF_SOMETHING_ELSE = re.compile(
    r"fax|传真|assistant|asst|助理|spouse|配偶|emergency|紧急|manager|上级|经理|\bids?\b|编号|编码|证件|code|"
    r"account|账号|帐号|password|密码|created|modified|changed|修改|创建|更新|supplier|供应商|competitor|竞争|home|家庭|住宅|"
    r"other|其他|pager|telex|referr|介绍人|推荐人|secondary",
    re.IGNORECASE,
)
_LIST_RATES = Rates(0.80, 0.04)
_LIST_BARE, _LIST_HEADED = 0.80, 0.60
_LEAST = 0.3  # below it nothing is said
_MOST_WORDS = 12  # different values of a column that is a choice from a list


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What a column may mean by its values."""

    confidence: float
    place: int
    field: Field


def match_columns(
    headings: Sequence[str],
    values: Sequence[ColumnValues],
    entity: Entity,
    translate: Callable[[str], str] = _,
    custom: Iterable[Field] = (),
    locale: Locale | None = None,
    known: Known = nothing_known,
    start: Mapping | None = None,
) -> Mapping:
    """Return what the columns of a table mean. ``start`` is what is known of them already.

    ``values`` are those of each column, ``custom`` further fields, ``known`` tells names that are in the file.
    """
    fields = [one for one in (*entity.fields, *custom) if one.writable]
    found = start or match_headings(headings, entity, translate, custom)
    weighed = [_weighed(one, values[one.place], locale or Locale(), known) for one in found]
    given = {one.field.key for one in weighed if one.field is not None and not _is_doubtful(one)}
    open_ones = [one for one in weighed if _is_doubtful(one) or (one.field is None and not one.reason)]
    words = heading_words(fields, translate)
    candidates = [
        candidate
        for one in open_ones
        for candidate in _candidates(one, values[one.place], fields, words, known)
    ]
    for best in sorted(candidates, key=lambda one: (-one.confidence, one.place)):
        match = weighed[best.place]
        is_free = best.field.key not in given or takes_several(best.field)
        if match.reason != "values" and is_free and best.confidence > max(match.confidence, _LEAST):
            weighed[best.place] = replace(
                match, field=best.field, reason="values", confidence=best.confidence
            )
            given.add(best.field.key)
    return Mapping(entity, counted(entity, weighed))


def _weighed(match: ColumnMatch, values: ColumnValues, locale: Locale, known: Known) -> ColumnMatch:
    """Return a match with its confidence."""
    if match.field is None:
        return match
    share, rates = evidence(match.field, values, locale, known)
    return replace(match, confidence=confidence(match.reason, share, len(values.texts), rates))


def _is_doubtful(match: ColumnMatch) -> bool:
    return match.field is not None and match.confidence < CHECK


def _candidates(
    match: ColumnMatch, values: ColumnValues, fields: Sequence[Field], words: Words, known: Known
) -> Iterable[_Candidate]:
    """Yield what a column may mean by its values, each with its confidence."""
    is_bare = says_nothing(match.heading, match.place)
    if not values.texts or (not is_bare and match.field is None and _OF_SOMETHING_ELSE.search(match.heading)):
        return
    for sort in SORTS:
        field = _meant(sort.headings, words)
        if field is not None and sort.fits(values):
            found = confidence("values", values.share(sort.is_one), len(values.texts), sort.rates)
            yield _Candidate(min(found, sort.bare if is_bare else sort.headed), match.place, field)
    if len(values.texts) <= _MOST_WORDS:
        most = _LIST_BARE if is_bare else _LIST_HEADED
        for field in fields:
            share = _known_share(field, values.texts, known, is_bare=is_bare)
            if share:
                found = confidence("values", share, len(values.texts), _LIST_RATES)
                yield _Candidate(min(found, most), match.place, field)


def _meant(headings: Sequence[str], words: Words) -> Field | None:
    """Return the field that one of some headings means."""
    return next((words[one][0][0] for one in map(fold_heading, headings) if one in words), None)


def _known_share(field: Field, texts: Collection[str], known: Known, *, is_bare: bool) -> float:
    """Return how many of some texts are entries of the list that a field chooses from."""
    kind = field.kind
    if isinstance(kind, (Option, OneOfFew)) or (is_bare and isinstance(kind, Reference)):
        return len(known(kind, texts)) / len(texts)
    if isinstance(kind, Choice):
        return sum(kind.vocabulary.find(text) is not None for text in texts) / len(texts)
    return 0.0


def says_nothing(heading: str, place: int) -> bool:
    """Tell whether a heading is only the name of a column: 'B', 'Column 2', '列3', 'Unnamed: 4', '5'."""
    bare = heading.partition(" (")[0]
    letters = {column_letters(at) for at in range(place, place + 6)}
    return bare in letters or bool(_NAMELESS.fullmatch(heading))


__all__ = ["match_columns", "says_nothing"]
