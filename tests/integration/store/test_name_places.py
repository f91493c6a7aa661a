"""Places: sparse numbers in the order of names, kept by single and bulk writes."""

from __future__ import annotations

import random
from typing import Any

import pytest

from crm_desktop.core.search_text import sort_key
from crm_desktop.services.workspace import Workspace
from crm_desktop.store import index, places
from crm_desktop.store.driver import scalar
from tests.conftest import Maker, check_sound
from tests.integration.store.store_help import found, ids


def tight(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Leave so little room between places that records are spread anew all the time; returns how often."""
    monkeypatch.setattr(places, "STEP", 64)  # more than any test inserts at one place
    monkeypatch.setattr(places, "GAP", 96)
    monkeypatch.setattr(places, "WINDOW", 4)
    spreads: list[int] = []
    spread = places.spread

    def counted(*arguments: Any) -> Any:
        spreads.append(1)
        return spread(*arguments)

    monkeypatch.setattr(places, "spread", counted)
    return spreads


@pytest.mark.parametrize("order", ["up", "down", "shuffled", "equal", "inward"])
@pytest.mark.parametrize("narrow", [False, True], ids=["roomy", "tight"])
def test_single_inserts_keep_name_order(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, order: str, narrow: bool
) -> None:
    count = 300 if narrow else 1_200
    spreads = tight(monkeypatch) if narrow else []
    numbers = list(range(count))
    if order == "down":
        numbers.reverse()
    elif order == "shuffled":
        random.Random(1).shuffle(numbers)
    elif order == "equal":
        numbers = [1] * count
    elif order == "inward":
        numbers = [at // 2 if at % 2 else count * 2 - at // 2 for at in numbers]
    connection = workspace.file.writer.connection
    with workspace.work("Many") as work:
        for at, number in enumerate(numbers):
            one = work.writer.ids.next()
            work.execute(
                "INSERT INTO tag (id, name, created_at, updated_at) VALUES (?, ?, '', '')",
                (one, f"T {number}"),
            )
            if at % 97 == 0 or narrow:
                index.refresh_records(connection, {"tag": {one}})
    if narrow and order in ("inward", "shuffled"):
        assert spreads
    rows = workspace.file.reader().execute("SELECT name_key, place, id FROM tag ORDER BY place").fetchall()
    assert [key for key, _place, _id in rows] == sorted(sort_key(f"T {number}") for number in numbers)
    key_of = {one: key for key, _place, one in rows}
    assert [key_of[one] for one in ids(workspace, "tag")] == [key for key, _place, _one in rows]
    assert [key_of[one] for one in found(workspace, "T", "tag")] == [key for key, _place, _one in rows]
    assert len(found(workspace, "T", "tag")) == count
    assert found(workspace, f"{numbers[7]}", "tag") != []


def test_bulk_inserts_between_present_names(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    spreads = tight(monkeypatch)
    pick = random.Random(5)
    for _turn in range(8):
        with workspace.work("Import", "import") as work:
            block = work.writer.ids.block(60)
            work.insert_many("tag", ["id", "name"], [(one, f"T {pick.randrange(500)}") for one in block])
    rows = workspace.file.reader().execute("SELECT name_key FROM tag ORDER BY place").fetchall()
    assert rows == sorted(rows)
    assert len(found(workspace, "T", "tag")) == 480
    assert spreads
    places_of = {row[0] for row in workspace.file.reader().execute("SELECT place FROM tag")}
    assert places_of == {row[0] for row in workspace.file.reader().execute("SELECT rowid FROM search_tag")}


def test_bulk_inserts_at_one_place_in_one_transaction(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    spreads = tight(monkeypatch)
    names = [["T 1", "T 9"], *([f"T 5 {turn} {at}" for at in range(20)] for turn in range(6))]
    with workspace.work("Import", "import") as work:
        for batch in names:
            block = work.writer.ids.block(len(batch))
            work.insert_many("tag", ["id", "name"], list(zip(block, batch, strict=True)))
    assert spreads
    rows = workspace.file.reader().execute("SELECT name_key, name FROM tag ORDER BY place").fetchall()
    assert rows == sorted(rows)
    assert len(found(workspace, "T", "tag")) == 122
    for key, name in rows:
        (one,) = [
            tag for tag in found(workspace, name, "tag") if workspace.records.get("tag", tag).title == name
        ]
        assert key == scalar(workspace.file.reader(), "SELECT name_key FROM tag WHERE id = ?", (one,))
    check_sound(workspace)


def test_a_record_inserted_in_bulk_and_renamed_in_the_same_transaction(
    workspace: Workspace, make: Maker
) -> None:
    make.company("Mmm")
    with workspace.work("Import", "import") as work:
        block = work.writer.ids.block(2)
        work.insert_many("company", ["id", "name"], [(block[0], "Aaa"), (block[1], "Bbb")])
        work.execute("UPDATE company SET name = 'Zzz' WHERE id = ?", (block[0],))
    assert [row[0] for row in workspace.file.reader().execute("SELECT name FROM company ORDER BY place")] == [
        "Bbb",
        "Mmm",
        "Zzz",
    ]
    assert found(workspace, "zzz") == [block[0]]
    assert found(workspace, "aaa") == []
    check_sound(workspace)


def test_renaming_moves(workspace: Workspace, make: Maker) -> None:
    made = {name: make.company(name) for name in "DCBA"}
    assert ids(workspace, "company") == [made[name] for name in "ABCD"]
    workspace.records.save("company", made["A"], {"name": "Z"})
    workspace.records.save("company", made["D"], {"name": "阿里"})
    assert ids(workspace, "company") == [made[name] for name in "DBCA"]
    assert found(workspace, "a") == [made["D"]]  # pinyin of 阿
    assert found(workspace, "z") == [made["A"]]
    check_sound(workspace)
