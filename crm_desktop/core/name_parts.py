"""The full name of a person and its parts, kept in step: what a change of the one means for the others.

Who changes a part changes the full name, where that was what the parts make; who changes the full name has it taken
apart anew, where the parts were those of the old one. Titles and middle names, which are no part, stay where they
are. Who says both at once is taken at the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from crm_desktop.core.entity import Entity
from crm_desktop.core.full_names import full_name
from crm_desktop.core.person_names import parted_name, without_titles
from crm_desktop.core.pinyin import is_chinese


class Names(NamedTuple):
    """A person's names; what is not known is empty."""

    whole: str
    family: str
    given: str

    @property
    def made(self) -> str:
        """The full name that the parts make."""
        return full_name(self.family, self.given)

    @property
    def agree(self) -> bool:
        """Whether each part stands in the full name."""
        return all(_found(part, self.whole) for part in (self.family, self.given) if part)

    @property
    def is_family_first(self) -> bool:
        """Whether Latin letters say the family name first: Nagy Ana, Wang Xiaoming."""
        first = f"{self.family} {self.given}"
        return bool(self.family and self.given) and without_titles(self.whole) == first != self.made


def of(entity: Entity, values: Mapping[str, Any]) -> Names:
    """Return the names among the values of a person, by field key; of what is no person none."""
    return Names(*(" ".join(str(values.get(key) or "").split()) for key in entity.person or ("", "", "")))


def concerns(entity: Entity, keys: Any) -> bool:
    """Tell whether one of the fields holds a name that others are kept in step with."""
    return any(key in keys for key in entity.person)


def brought(entity: Entity, present: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what changed values bring along among the names of a person: nothing, the full name, or its parts.

    ``present`` are the values before (of a new record: none); ``changed`` those that become different.
    """
    if not concerns(entity, changed):
        return {}
    whole_key, family_key, given_key = entity.person
    says_whole, says_parts = whole_key in changed, family_key in changed or given_key in changed
    if says_whole and says_parts:
        return {}
    old, new = of(entity, present), of(entity, {**present, **changed})
    if says_parts:
        whole = _whole_after(old, new)
        return {whole_key: whole} if whole and whole != old.whole else {}
    if not old.agree or not new.whole:
        return {}
    told = _family_first(old, new.whole) if old.is_family_first else parted_name(new.whole, old.family)
    parts = dict(zip((family_key, given_key), told, strict=True))
    before = {family_key: old.family, given_key: old.given}
    return {key: text or None for key, text in parts.items() if text != before[key]}


def parts_of(names: Names) -> tuple[str, str]:
    """Return family and given name that fit the full name: the parts where they stand in it, else what it says."""
    if names.made and names.agree:
        return names.family, names.given
    return parted_name(names.whole)


def _whole_after(old: Names, new: Names) -> str:
    """Return the full name after its parts changed."""
    if not old.whole or old.whole == old.made:
        return new.made
    bare = without_titles(old.whole)
    if old.made and bare == old.made:  # all that is no part are titles
        return _put(old.whole, bare, new.made)
    whole = old.whole
    changed = [pair for pair in ((old.family, new.family), (old.given, new.given)) if pair[0] != pair[1]]
    if all(after and _found(after, whole) for _before, after in changed):
        return whole  # a middle name became one of the given names: it says so already
    for before, after in changed:
        if not before or not _found(before, whole):
            return old.whole  # nobody knows what of the full name it is
        is_last = before == old.family and not old.is_family_first and not is_chinese(before[:1])
        whole = _put(whole, before, after, last=is_last)
    return whole


def _family_first(old: Names, whole: str) -> tuple[str, str]:
    """Return family and given name of a full name that begins with the family name, as the one before did."""
    bare = without_titles(whole)
    if bare.startswith(f"{old.family} "):
        return old.family, bare.removeprefix(old.family).strip()
    if bare.endswith(f" {old.given}"):
        return bare.removesuffix(old.given).strip(), old.given
    family, _space, given = bare.partition(" ")
    return (family, given) if given and " " not in given else ("", "")


def _found(part: str, whole: str) -> re.Match[str] | None:
    """Return where a part stands in a full name, as words of their own; in Chinese as characters."""
    return next(_all_found(part, whole), None)


def _all_found(part: str, whole: str) -> Iterator[re.Match[str]]:
    start = "" if is_chinese(part[:1]) else r"(?<!\w)"
    end = "" if is_chinese(part[-1:]) else r"(?!\w)"
    return re.finditer(f"{start}{re.escape(part)}{end}", whole, re.IGNORECASE)


def _put(whole: str, before: str, after: str, *, last: bool = False) -> str:
    """Return a full name with a part in the place of another one: of the first that is found, or the ``last``."""
    found = list(_all_found(before, whole))[-1 if last else 0]
    return " ".join(f"{whole[: found.start()]}{after}{whole[found.end() :]}".split())


__all__ = ["Names", "brought", "concerns", "of", "parts_of"]
