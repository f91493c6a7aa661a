"""Keeping the search index with the records: what a save works out again, and what it leaves alone."""

from __future__ import annotations

import random
from array import array
from datetime import date
from typing import Any

import pytest

from crm_desktop.core.search_text import sort_key
from crm_desktop.services.workspace import ListQuery, Workspace
from crm_desktop.store import places
from tests.conftest import Maker


def found(workspace: Workspace, entity: str, text: str) -> array[int]:
    """Return the ids that a search finds."""
    return workspace.lists.ids(ListQuery(entity, search=text))


def index_of(workspace: Workspace, entity: str) -> list[Any]:
    """Return the search index as it lies in the file."""
    return workspace.file.reader().execute(f"SELECT id, block FROM search_{entity}_data").fetchall()


@pytest.mark.parametrize(
    ("values", "rewritten"),
    [
        ({"birthday": date(1990, 2, 1)}, set()),
        ({"gender": "female"}, set()),
        ({"note": "fond of tulips"}, {"contact"}),
        ({"full_name": "Tulip Lover"}, {"contact", "activity"}),
    ],
)
def test_only_texts_that_changed_are_indexed_again(
    workspace: Workspace, make: Maker, values: dict[str, Any], rewritten: set[str]
) -> None:
    contact = make.contact(full_name="Ana Reis")
    call = workspace.records.create("activity", {"subject": "Call", "contact": contact})
    before = {name: index_of(workspace, name) for name in ("contact", "activity")}
    assert workspace.records.save("contact", contact, values)
    assert {name for name, rows in before.items() if index_of(workspace, name) != rows} == rewritten
    if "contact" in rewritten:
        assert list(found(workspace, "contact", "tulip")) == [contact]
    assert list(found(workspace, "activity", "tulip" if "activity" in rewritten else "reis")) == [call]


def test_many_renamed_at_once_where_there_is_no_room(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making room for one record moves others, also those that the same transaction has renamed."""
    for name, value in (("STEP", 2), ("GAP", 3), ("WINDOW", 4)):
        monkeypatch.setattr(places, name, value)
    with workspace.work("Many", "import") as work:
        block = list(work.writer.ids.block(80))
        work.insert_many("tag", ["id", "name"], [(one, f"T {at:03}") for at, one in enumerate(block)])
    fresh = {one: f"T {at:03} new" for at, one in enumerate(random.Random(2).sample(block, 40))}
    with workspace.work("Rename") as work:
        for one, name in fresh.items():
            work.execute("UPDATE tag SET name = ? WHERE id = ?", (name, one))
    rows = workspace.file.reader().execute("SELECT id, name FROM tag ORDER BY place").fetchall()
    assert [sort_key(name) for _one, name in rows] == sorted(sort_key(name) for _one, name in rows)
    assert list(found(workspace, "tag", "T")) == [one for one, _name in rows]
    for one, name in fresh.items():
        assert list(found(workspace, "tag", name)) == [one]
    documents = workspace.file.reader().execute("SELECT count(*) FROM search_tag_docsize").fetchone()
    assert documents == (80,), "no text is left at a place where nobody stands"
