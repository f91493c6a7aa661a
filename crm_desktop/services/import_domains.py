"""Companies of another name with the website of one that is there: nobody but the user knows whether they are one.

With its registration number they are one, and nobody is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.services.import_references import Likely, Resolved
from crm_desktop.store.driver import Connection


def host(address: str) -> str:
    """Return the host of a web address: 'https://www.Acme.example/shop' → 'acme.example'."""
    bare = address.strip().casefold().rpartition("://")[2]
    return bare.partition("/")[0].partition("?")[0].removeprefix("www.").rstrip(".")


def doubt(
    connection: Connection,
    names: Resolved,
    column: Sequence[str | None],
    websites: Sequence[str | None],
    decided: Mapping[str, Any],
) -> None:
    """Let names that are still to be made wait for the user when a company has their website.

    ``column`` holds the names row by row, ``websites`` what stands beside them.
    """
    fresh = set(names.fresh) - decided.keys()
    wanted = {
        host(website): name
        for name, website in zip(column, websites, strict=True)
        if name in fresh and website
    }
    if not wanted:
        return
    rows = connection.execute(
        "SELECT id, name, website FROM company WHERE deleted_at IS NULL AND website IS NOT NULL ORDER BY id"
    )
    for record, name, website in rows:
        text = wanted.pop(host(website), None)
        if text is not None and text in fresh:
            fresh.discard(text)
            names.fresh.remove(text)
            count = sum(each == text for each in column)
            names.likely.append(Likely(names.field.key, names.field.label, text, count, record, name))


def trust_numbers(
    connection: Connection, names: Resolved, column: Sequence[str | None], numbers: Sequence[str | None]
) -> None:
    """Ask nothing about names beside which the registration number of the likely company stands: the rows of these
    companies are found by it. ``column`` holds the names row by row."""
    said: dict[str, set[str]] = {}
    for name, number in zip(column, numbers, strict=True):
        if name and names.likely:
            said.setdefault(name, set()).add(_bare(number))
    sql = "SELECT tax_number FROM company WHERE id = ?"
    for one in list(names.likely):
        row = connection.execute(sql, (one.candidate,)).fetchone()
        if row is not None and row[0] and said[one.text] == {_bare(row[0])}:
            names.likely.remove(one)
            names.fresh.append(one.text)


def _bare(number: str | None) -> str:
    return "".join((number or "").casefold().split())


__all__ = ["doubt", "host", "trust_numbers"]
