"""Names of companies that differ only by their legal form: Laguna, Laguna Ltd, Laguna Limited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from crm_desktop.core.likeness import company_stem, legal_forms
from crm_desktop.core.search_text import sort_key
from crm_desktop.store.driver import Connection

_BRACKETS = str.maketrans("()（）[]【】", " " * 8)
_NEXT = "!"  # the first sign behind a space: sort keys that begin with a word lie before it
_LOOKED_AT = 50  # companies whose names begin alike

Company = tuple[int, str]


def stem(name: str) -> str:
    """Return what names a firm without its legal form; what stands in brackets (a town) belongs to the name."""
    return company_stem(name.translate(_BRACKETS))


class Firms:
    """What the names of companies that are not there mean by their stems.

    ``unknown`` are these names of a table with the form in which two names are the same, ``present`` the table's
    others, of which an unknown one may be a shorter form: what was one company at the first import is that at the next,
    too. ``known`` are all companies of the file, or None where they are too many: then those are found whose names
    begin with a stem.
    """

    def __init__(
        self,
        connection: Connection,
        unknown: Mapping[str, str],
        present: Collection[str],
        known: Collection[Company] | None,
    ) -> None:
        self._forms = unknown
        first: dict[str, str] = {}
        for text, form in unknown.items():
            first.setdefault(form, text)
        same, doubtful = one_firm([*first.values(), *(present if unknown else ())])
        self._doubtful = {unknown[text]: name for text, name in doubtful.items() if text in unknown}
        nobody = not unknown or (known is not None and not known)
        self._present = {} if nobody else _by_stem(connection, first.values(), known)
        self._same = {
            unknown[text]: name
            for text, name in same.items()
            if text in unknown and (name in unknown or len(self._present.get(stem(text), ())) == 1)
        }

    def fullest(self, text: str) -> str:
        """Return the fullest form in which the table has a name."""
        return self._same.get(self._forms.get(text, ""), text)

    def like(self, text: str) -> list[Company]:
        """Return the companies that a name is but for its legal form, or else the name of the table that it may be.

        Those of the same legal form come first, then the oldest.
        """
        if self._present and (found := self._present.get(stem(text))):
            form = legal_forms(text)
            return sorted(found, key=lambda one: (legal_forms(one[1]) != form, one[0]))
        name = self._doubtful.get(self._forms.get(text, ""))
        return [(0, name)] if name is not None else []


def _by_stem(
    connection: Connection, names: Collection[str], known: Iterable[Company] | None
) -> dict[str, set[Company]]:
    """Return the companies that have the stem of one of the names."""
    wanted = {stem(name) for name in names}
    found: dict[str, set[Company]] = {}
    for record, name in known if known is not None else _beginning(connection, wanted):
        key = stem(name)
        if key in wanted:
            found.setdefault(key, set()).add((record, name))
    return found


def _beginning(connection: Connection, stems: Iterable[str]) -> Iterable[Company]:
    """Yield the companies whose names begin with the words of a stem."""
    sql = (
        "SELECT id, name FROM company WHERE deleted_at IS NULL AND name_key >= ? AND name_key < ? "
        f"ORDER BY name_key LIMIT {_LOOKED_AT}"
    )
    for key in {sort_key(one) for one in stems}:
        if key:
            yield from connection.execute(sql, (key, f"{key}{_NEXT}"))


def one_firm(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Bring the names of a table together that differ only by their legal form.

    Returns the names that are another one, the fullest, because all that have a form have the same; and the names
    that may be another one, because their forms differ (Stone GmbH, Stone AG) or say more than that (Stone Group).
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if key := stem(name):
            groups[key].append(name)
    same: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for group in groups.values():
        if len(group) > 1:
            fullest = max(group, key=len)
            others = [name for name in group if name != fullest]
            (same if _have_one_form(group) else doubtful).update(dict.fromkeys(others, fullest))
    return same, doubtful


def _have_one_form(names: Sequence[str]) -> bool:
    """Tell whether all names that have a legal form have the same, and none says what sort of firm it is besides."""
    forms = Counter(legal_forms(name) for name in names)
    del forms[frozenset()]
    return len(forms) <= 1 and all(form is not None for form in forms)


__all__ = ["Firms", "one_firm", "stem"]
