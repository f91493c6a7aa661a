"""People of whom nothing but the name is known again: a row and the only record of its name, where nothing that both
say speaks against it.

That is too little to take one for the other, and too much to make a second record without a word. A different e-mail
address or number does not speak against it, as people have several; another company, birthday or address does.
"""

from __future__ import annotations

from collections.abc import Iterator

from crm_desktop.services.duplicates.bounds import of_addresses
from crm_desktop.services.duplicates.facts import Facts, meet
from crm_desktop.services.duplicates.scoring import number_verdict


class Namesakes:
    """Counts the records that have the name of each row, and remembers those that nothing speaks against."""

    def __init__(self) -> None:
        self._count: dict[int, int] = {}
        self._record: dict[int, int] = {}

    def met(self, place: int, row: Facts, record: Facts) -> None:
        """Note a record that shares a key with the row at a place."""
        if not row.name or row.name != record.name:
            return
        self._count[place] = self._count.get(place, 0) + 1
        if not _speaks_against(row, record):
            self._record[place] = record.id

    def only_ones(self) -> Iterator[tuple[int, int]]:
        """Yield the rows, by their places, of whose name there is one record, with its id."""
        for place, record in self._record.items():
            if self._count[place] == 1:
                yield place, record


def _speaks_against(row: Facts, record: Facts) -> bool:
    if row.firms and record.firms and not meet(row.firms, record.firms):
        return True
    if number_verdict(row.birthday, record.birthday) == "different":
        return True
    return of_addresses(row.address, record.address) < 0


__all__ = ["Namesakes"]
