"""What a search over all records keeps of each: enough to rule out most pairs, a fifth of the memory of its facts.

Records go by their place, the order in which they were added. What can only be the same or not (a phone number) is kept
as a number made of it; two forms that give the same number by chance make a pair more to look at, and no pair less.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from crm_desktop.services.duplicates.facts import Address, Facts, Forms

_SEVERAL = -1  # no hash is this number


class Codes:
    """The forms of one kind that records have, as numbers."""

    def __init__(self) -> None:
        self._count = 0
        self._single = array("q")  # 0 for none; empty as long as no record has any
        self._several: dict[int, frozenset[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._single)

    def extend(self, forms: Sequence[Forms]) -> None:
        """Add the forms of the next records."""
        before, self._count = self._count, self._count + len(forms)
        if not self._single and not any(forms):
            return
        self._single.frombytes(bytes(self._single.itemsize * (before - len(self._single))))
        for place, one in enumerate(forms, before):
            if len(one) > 1:
                self._several[place] = frozenset(map(_code, one))
        self._single.extend([_code(one[0]) if len(one) == 1 else _SEVERAL if one else 0 for one in forms])

    def has(self, place: int) -> bool:
        """Tell whether a record has any."""
        return bool(self._single) and self._single[place] != 0

    def meet(self, a: int, b: int) -> bool | None:
        """Tell whether two records share a form; None where one of them has none."""
        if not self._single:
            return None
        first, second = self._single[a], self._single[b]
        if not first or not second:
            return None
        if first != _SEVERAL and second != _SEVERAL:
            return first == second
        return not self._all(a).isdisjoint(self._all(b))

    def _all(self, place: int) -> frozenset[int]:
        return self._several.get(place) or frozenset((self._single[place],))


class Outlines:
    """The outlines of all records of one entity; texts by place."""

    def __init__(self) -> None:
        self.ids = array("q")
        self.names: list[str] = []
        self.other_names: dict[int, Forms] = {}
        self.birthdays: list[str] = []
        self.postcodes: list[str] = []
        self.cities: list[str] = []
        self.streets: list[str] = []
        self.phones, self.mailboxes, self.accounts = Codes(), Codes(), Codes()
        self.domains, self.firms, self.tax_numbers = Codes(), Codes(), Codes()
        self._known: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def extend(self, facts: Sequence[Facts]) -> None:
        """Add the next records."""
        self.other_names.update(
            {place: one.other_names for place, one in enumerate(facts, len(self.ids)) if one.other_names}
        )
        self.ids.extend([one.id for one in facts])
        self.names += [one.name for one in facts]
        once = self._known.setdefault  # the same day, place or postcode is that of many
        self.birthdays += [once(one.birthday, one.birthday) for one in facts]
        self.postcodes += [once(one.postcode, one.postcode) for one in facts]
        self.cities += [once(one.city, one.city) for one in facts]
        self.streets += [one.street for one in facts]
        self.phones.extend([one.phones for one in facts])
        self.mailboxes.extend([one.mailboxes for one in facts])
        self.accounts.extend([one.accounts for one in facts])
        self.domains.extend([one.domains for one in facts])
        self.firms.extend([one.firms for one in facts])
        self.tax_numbers.extend([(one.tax_number,) if one.tax_number else () for one in facts])

    def address(self, place: int) -> Address:
        """Return the address of a record."""
        return self.postcodes[place], self.cities[place], self.streets[place]

    def named(self, place: int) -> Facts:
        """Return the facts of a record as far as they are its names."""
        return Facts(self.ids[place], self.names[place], other_names=self.other_names.get(place, ()))


def _code(form: str) -> int:
    """Return a number for a form that is neither 0 nor that of several forms."""
    return hash(form) or 1


__all__ = ["Codes", "Outlines"]
