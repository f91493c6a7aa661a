"""Words of a foreign table that are no entry of their option list: how often they stand there, what they may mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.core.entity import Field
from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.i18n import _, listed, ngettext
from crm_desktop.core.kinds import Kind, Option
from crm_desktop.core.reading import fold
from crm_desktop.services import import_authors
from crm_desktop.services.import_table import same_name

if TYPE_CHECKING:
    from crm_desktop.services.import_references import Likely

NEAR = 70.0  # of 100: lists are short, and the user decides
NAMED = 8  # words that a note names
TELLING = frozenset("+*#<>")


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that no entry of the list of a field has: in how many rows it stands, the entry that it is nearly
    ('' for none), and whether it becomes an entry."""

    field: str
    label: str
    text: str
    rows: int
    near: str
    added: bool


def name_form(kind: Kind[Any], text: str) -> str:
    """Return the form in which two names of records are the same, see ``same_name``. Signs tell entries of a list
    apart: 'A+' is not 'A', nor 'B-' 'B'."""
    form = same_name(text)
    if not isinstance(kind, Option) or form == text:
        return form
    plain = unicodedata.normalize("NFKC", text).strip()
    signs = "".join(ch for ch in plain if ch in TELLING) + ("-" if plain.endswith("-") else "")
    return f"{form} {signs}" if signs else form


def nearest(text: str, entries: Iterable[str]) -> str:
    """Return the entry of a list that a word is nearly, or an empty text."""
    from rapidfuzz import fuzz, process

    folded = fold(text)
    known = {entry: fold(entry) for entry in entries}
    alike = [entry for entry, other in known.items() if other and (other == folded or _within(folded, other))]
    if alike:
        return min(alike, key=lambda entry: abs(len(known[entry]) - len(folded)))
    found = process.extractOne(folded, known, scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[2] if found else ""


def _within(one: str, other: str) -> bool:
    """Tell whether one of two words begins the other and is most of it."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and 2 * len(short) > len(long) > 1


def check(fields: Mapping[str, Field], keys: Collection[str] | None) -> None:
    """Refuse to add words to what is no list of the user's own. Raises UsageProblem."""
    for key in keys or ():
        if key not in fields:
            raise UsageProblem(_("There is no column or field “%(name)s”.") % {"name": key})
        if not isinstance(fields[key].kind, Option) and key != import_authors.KEY:
            text = _("“%(name)s” has no list that words could be added to.")
            raise UsageProblem(text % {"name": _(fields[key].label)})


def notes(words: Iterable[UnknownWord]) -> list[str]:
    """Say which words become entries of their lists, and which are left out."""
    by_field: dict[tuple[str, bool], list[str]] = {}
    for one in words:
        if one.field == import_authors.KEY:
            continue
        by_field.setdefault((one.label, one.added), []).append(one.text)
    found = []
    for (label, added), texts in by_field.items():
        told = {"field": _(label), "words": listed(texts[:NAMED]) + (" …" if len(texts) > NAMED else "")}
        if added:
            found.append(_("New in the list of “%(field)s”: %(words)s.") % told)
        else:
            found.append(_("Left out, because not in the list of “%(field)s”: %(words)s.") % told)
    return found


def taken_for(names: Mapping[str, str]) -> list[str]:
    """Say which names of companies are taken for longer ones of the table, that have the legal form, too."""
    said = [_("“%(text)s” as “%(name)s”") % {"text": text, "name": name} for text, name in names.items()]
    more = " …" if len(said) > NAMED else ""
    text = _("Taken as one company, as only the legal form differs: %(names)s.")
    return [text % {"names": listed(said[:NAMED]) + more}] if said else []


def doubts(names: Iterable[Likely]) -> list[str]:
    """Say which names wait for an answer, and in how many rows their field is left out until then."""
    by_label: dict[str, list[Likely]] = {}
    for one in names:
        by_label.setdefault(one.label, []).append(one)
    found = []
    for label, several in by_label.items():
        rows = sum(one.rows for one in several)
        text = ngettext(
            "%(field)s is left out in %(rows)s row, as nobody has decided what is meant: %(names)s.",
            "%(field)s is left out in %(rows)s rows, as nobody has decided what is meant: %(names)s.",
            rows,
        )
        told = [f"{one.text} ({one.name}?)" for one in several[:NAMED]]
        said = listed(told) + (" …" if len(several) > NAMED else "")
        found.append(text % {"field": _(label), "rows": f"{rows:,}", "names": said})
    return found


__all__ = ["UnknownWord", "check", "doubts", "name_form", "nearest", "notes", "taken_for"]
