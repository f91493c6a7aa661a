"""What is known of companies and contacts that tells whether two of them are one, in comparable forms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from crm_desktop.core.likeness import company_stem, mailbox, own_domain, person_key, spoken_name
from crm_desktop.core.reading import fold
from crm_desktop.models.channel_forms import NUMBERED
from crm_desktop.store.driver import Connection

DIGITS = 9  # of a phone number, from its end: with and without country and area code it is the same one
SHORTEST_NUMBER = 7
SHORTEST_STREET = 8  # characters, so that it is more than a number and a word
SHORTEST_START = 4  # characters of a firm's name, so that its beginning is a key
ACCOUNTS = frozenset({"wechat", "qq", "linkedin"})


Forms = tuple[str, ...]
Address = tuple[str, str, str]
"""Postcode, city and street."""


@dataclass(slots=True)
class Facts:
    """One record. ``name`` is the stem of a firm or the words of a person's name.

    Equal forms of channels stand in tuples, each once: of a million records most have none or one, and an empty set
    takes as much memory as the rest of the record.
    """

    id: int
    name: str = ""
    spoken: str = ""
    other_names: Forms = ()
    phones: Forms = ()
    mailboxes: Forms = ()
    accounts: Forms = ()
    domains: Forms = ()
    tax_number: str = ""
    birthday: str = ""
    firms: Forms = ()
    city: str = ""
    postcode: str = ""
    street: str = ""

    @property
    def names(self) -> set[str]:
        """All names by which the record goes."""
        return {self.name, *self.other_names} - {""}

    @property
    def address(self) -> Address:
        """The address that says most."""
        return self.postcode, self.city, self.street

    def add_channel(self, kind: str, value: str, normal: str, *, with_domain: bool = True) -> None:
        """Add a channel in its equal form; ``normal`` is that of the customer file. Only of firms the domain tells."""
        if kind in NUMBERED:
            digits = (normal or value).removeprefix("+")
            if not digits.isdigit():
                digits = "".join(ch for ch in digits if ch.isdigit())
            if len(digits) >= SHORTEST_NUMBER:
                self.phones = _with(self.phones, digits[-DIGITS:])
        elif kind == "email":
            self.mailboxes = _with(self.mailboxes, mailbox(value))
            if with_domain:
                self.add_domain(value)
        elif kind == "web":
            self.add_domain(value)
        elif kind in ACCOUNTS:
            self.accounts = _with(self.accounts, f"{kind}:{fold(value)}")

    def add_domain(self, address: str) -> None:
        """Add the domain of an address where it is the firm's own."""
        if domain := own_domain(address):
            self.domains = _with(self.domains, intern(domain))

    def add_firm(self, name: str) -> None:
        """Add a firm at which somebody works."""
        self.firms = _with(self.firms, company_stem(name))

    def add_name(self, name: str) -> None:
        """Add another name by which a firm goes."""
        self.other_names = _with(self.other_names, company_stem(name))

    def set_address(self, city: str | None, postcode: str | None, street: str | None) -> None:
        """Take the address that says most."""
        told = bool(city) + bool(postcode) + bool(street)
        if told > bool(self.city) + bool(self.postcode) + bool(self.street):
            self.city = intern(fold(city)) if city else ""
            self.postcode = fold(postcode) if postcode else ""
            self.street = fold(street) if street else ""

    def set_name(self, entity: str, name: str) -> None:
        """Take a name in the forms in which it is compared."""
        is_person = entity == "contact"
        self.name = person_key(name) if is_person else company_stem(name)
        self.spoken = spoken_name(name) if is_person and not name.isascii() else self.name


def meet(first: Forms, second: Forms) -> bool:
    """Tell whether two records share a form."""
    return first[0] in second if len(first) == 1 else not set(first).isdisjoint(second)


def _with(forms: Forms, form: str) -> Forms:
    return forms if form in forms else (*forms, form)


_OWN = {
    "company": "SELECT t.id, t.name, t.short_name, t.tax_number, t.website FROM company AS t",
    "contact": "SELECT t.id, t.full_name, NULL, t.birthday, NULL FROM contact AS t",
}


def read_facts(connection: Connection, entity: str, ids: Sequence[int]) -> dict[int, Facts]:
    """Return the facts of the live companies or contacts with these ids, in a few statements."""
    rows = _Rows(connection, entity, json.dumps(list(ids)))
    found = _own_facts(entity, rows)
    is_firm = entity == "company"
    for record, kind, value, normal in rows.parts("t.kind, t.value, t.normal FROM channel AS t"):
        if record in found:
            found[record].add_channel(kind, value, normal, with_domain=is_firm)
    for record, *address in rows.parts("t.city, t.postcode, t.street FROM address AS t"):
        if record in found:
            found[record].set_address(*address)
    if not is_firm:
        for record, name in rows.parts(
            "c.name FROM affiliation AS t JOIN company AS c ON c.id = t.company_id"
        ):
            if record in found:
                found[record].add_firm(name)
    return found


@dataclass(frozen=True)
class _Rows:
    """Reads rows of certain records; their ``ids`` are a list in JSON."""

    connection: Connection
    entity: str
    ids: str

    def own(self, statement: str) -> Iterable[tuple[Any, ...]]:
        """Return live rows of the entity itself."""
        return self._read(f"{statement} WHERE t.deleted_at IS NULL", "t.id")

    def parts(self, columns: str) -> Iterable[tuple[Any, ...]]:
        """Return live rows that belong to the records, each after the record's id."""
        link = f"t.{self.entity}_id"
        return self._read(f"SELECT {link}, {columns} WHERE t.deleted_at IS NULL AND {link} IS NOT NULL", link)

    def _read(self, statement: str, column: str) -> Iterable[tuple[Any, ...]]:
        which = f"{statement} AND {column} IN (SELECT value FROM json_each(?))"
        rows: Iterable[tuple[Any, ...]] = self.connection.execute(which, (self.ids,))
        return rows


def _own_facts(entity: str, rows: _Rows) -> dict[int, Facts]:
    """Return what stands in the rows of the entity itself."""
    found: dict[int, Facts] = {}
    for record, name, other, number, website in rows.own(_OWN[entity]):
        one = found[record] = Facts(record)
        one.set_name(entity, name or "")
        if other:
            one.add_name(other)
        if entity == "company":
            one.tax_number = fold(number or "").upper()
            one.add_domain(website or "")
        else:
            one.birthday = number or ""
    return found


def keys_of(entity: str, one: Facts) -> Iterable[tuple[str, str]]:
    """Return the keys of which two likely records share at least one: kind and value."""
    for kind, values in (
        ("phone", one.phones),
        ("mailbox", one.mailboxes),
        ("account", one.accounts),
    ):
        for value in values:
            yield kind, value
    if one.spoken:
        yield "spoken", one.spoken.replace(" ", "")
    if entity == "company" or not one.spoken:  # equal names of persons sound alike, too
        for name in one.names:
            yield "name", name
    yield from _keys_of_company(one) if entity == "company" else _keys_of_person(one)


def _keys_of_company(one: Facts) -> Iterable[tuple[str, str]]:
    if one.tax_number:
        yield "tax", one.tax_number
    if len(one.name) >= SHORTEST_START:
        yield "start", one.name.replace(" ", "")[:7] if one.name.isascii() else one.name[:SHORTEST_START]
    for domain in one.domains:
        yield "domain", domain


def _keys_of_person(one: Facts) -> Iterable[tuple[str, str]]:
    if (
        one.birthday
    ):  # which alone is shared by far too many: with how a word of the name begins, or the place
        for beside in {*(word[:3] for word in one.spoken.split()), one.postcode or one.city} - {""}:
            yield "born", one.birthday + beside
    if len(one.street) >= SHORTEST_STREET:
        yield "house", one.street
    elif one.postcode and one.street:
        yield "house", f"{one.postcode}|{one.street}"
    if not (one.firms or one.postcode):
        return
    for start in {word[:3] for word in one.spoken.split()}:
        for firm in one.firms:
            yield "at", f"{firm}|{start}"
        if one.postcode:
            yield "place", f"{one.postcode}|{start}"
