"""What belongs to a record is told by what it is, in its history and its timeline, whichever way it came or went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.services import bulk_edit, merging
from crm_desktop.services.workspace import Workspace
from crm_desktop.store.change_log import title_text
from tests.conftest import Maker


@pytest.fixture
def ana(make: Maker) -> int:
    """A contact with nothing but her name."""
    return make.contact("Ana Berg")


@pytest.fixture
def chinese() -> Iterator[None]:
    """Let the program speak Chinese."""
    before = i18n.language()
    i18n.install("zh_CN")
    yield
    i18n.install(before)


def newest(workspace: Workspace, entity: str, record: int) -> tuple[str, ...]:
    """Return the lines of the newest entry in the history of a record."""
    return tuple(one.line for one in workspace.history.of_record(entity, record, limit=1)[0].fields)


def told(workspace: Workspace, record: int, write: Callable[[], Any], entity: str = "contact") -> list[str]:
    """Return what is told of a change, of its undo, and of the redo."""
    write()
    found = []
    for again in (None, workspace.history.undo_last, workspace.history.redo_last):
        if again is not None:
            again()
        found.append("; ".join(newest(workspace, entity, record)))
    return found


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"phone": "+49 30 123"}, "Phone: +49 30 123"),
        ({"department": "Sales"}, "Department: Sales"),
        ({"city": "Ulm"}, "City: Ulm"),
    ],
)
def test_first_values_and_their_undo(
    workspace: Workspace, ana: int, values: dict[str, str], line: str
) -> None:
    assert told(workspace, ana, lambda: workspace.records.save("contact", ana, values)) == [
        line, f"{line} → empty", line,
    ]  # fmt: skip
    assert told(workspace, ana, lambda: workspace.records.save("contact", ana, dict.fromkeys(values))) == [
        f"{line} → empty", line, f"{line} → empty",
    ]  # fmt: skip


def test_tags_are_told_by_their_names(workspace: Workspace, ana: int) -> None:
    def tag(*tags: str) -> list[str]:
        return told(workspace, ana, lambda: workspace.records.save("contact", ana, {"tags": tags}))

    assert tag("VIP", "new tag") == ["Tags: + VIP, new tag", "Tags: − VIP, new tag", "Tags: + VIP, new tag"]
    assert tag("VIP", "old") == [
        "Tags: + old · − new tag",
        "Tags: + new tag · − old",
        "Tags: + old · − new tag",
    ]
    event = workspace.timeline.page("contact", ana).events[0]
    assert (event.title, event.body) == ("Redo: Change Tags of Ana Berg", "Tags: + old · − new tag")


def test_parts_of_another_kind_say_which_they_are(workspace: Workspace, ana: int, make: Maker) -> None:
    create = workspace.records.create
    fax = create("channel", {"contact": ana, "kind": "fax", "value": "+49 30 9"})
    assert newest(workspace, "contact", ana) == ("Fax: +49 30 9",)
    assert workspace.history.recent(1)[0].text == "New in Ana Berg: Channel"
    workspace.records.save("channel", fax, {"opted_out": True})
    assert newest(workspace, "contact", ana) == ("+49 30 9 · Opted out: No → Yes",)
    workspace.records.save("channel", fax, {"is_primary": True})
    assert newest(workspace, "contact", ana) == ("Fax: +49 30 9 · Primary",)
    create("address", {"contact": ana, "kind": "home", "city": "Trier"})
    assert newest(workspace, "contact", ana) == ("Home address · City: Trier",)
    bob = make.contact("Bob Stone")
    workspace.duplicates.set_distinct("contact", ana, bob)
    assert newest(workspace, "contact", ana) == ("Not the same as: Bob Stone",)


def test_a_custom_value_is_told_by_its_field(workspace: Workspace, ana: int) -> None:
    described = {
        "entity": "contact",
        "key": "shoe",
        "label_en": "Shoe size",
        "label_zh": "鞋码",
        "kind": "number",
    }
    workspace.records.create("custom_field", described)
    line = "Shoe size: 1,042"
    lines = told(workspace, ana, lambda: workspace.records.save("contact", ana, {"custom_shoe": 1042}))
    assert lines == [line, f"{line} → empty", line]


def test_lines_are_told_in_one_line(workspace: Workspace) -> None:
    deal = workspace.records.create("opportunity", {"name": "Deal"})
    pump = workspace.records.create("product", {"name": "Pump 7"})
    values = {"opportunity": deal, "product": pump, "quantity": Decimal(2)}
    line = workspace.records.create("line", values)
    assert newest(workspace, "opportunity", deal) == ("Line: Pump 7 · 2",)
    workspace.records.save("line", line, {"quantity": Decimal(3)})
    assert workspace.history.recent(1)[0].text == "Change Quantity in Deal: Line"
    assert newest(workspace, "opportunity", deal) == ("Line “Pump 7” · Quantity: 2 → 3",)
    assert told(workspace, deal, lambda: workspace.records.delete("line", [line]), "opportunity") == [
        "Line: Pump 7 · 3 → empty", "Line: Pump 7 · 3", "Line: Pump 7 · 3 → empty",
    ]  # fmt: skip
    titles = [one.subject for one in workspace.history.recent(2)]
    assert titles[1] == "Delete in Deal: Line"
    event = workspace.timeline.page("opportunity", deal, "changes").events[-3]
    assert event.title == "Line “Pump 7” · Quantity: 2 → 3"


def test_what_comes_with_a_merge_and_goes_with_its_undo(workspace: Workspace, make: Maker, ana: int) -> None:
    twin = make.contact("Ana Bergg", mobile="+49 171 2", tags=["dup"])
    lines = told(workspace, ana, lambda: merging.merge(workspace, "contact", ana, [twin]))
    came = "Mobile: +49 171 2; Tags: + dup"
    assert lines == [came, "", came], "what belongs to the other again stands in the history of that"
    entries = workspace.history.of_record("contact", ana)
    assert [one.title for one in entries if not one.fields] == ["New: Ana Berg"], (
        "not what the other went through"
    )


def test_the_history_names_a_value_as_it_was_then(workspace: Workspace, ana: int) -> None:
    workspace.records.save("contact", ana, {"phone": "+49 30 1"})
    workspace.records.save("contact", ana, {"phone": None})
    undone = workspace.history.undo_last().transaction
    workspace.records.save("contact", ana, {"phone": "+49 30 2"})
    ((one,), more) = workspace.history.of_transaction(undone)
    assert ([field.line for field in one.fields], more) == (["Phone: +49 30 1"], False)


def test_a_bulk_change_of_tags_is_told_of_each(workspace: Workspace, make: Maker, ana: int) -> None:
    other = make.contact("Bob Stone")
    txn = bulk_edit.apply(
        workspace, bulk_edit.plan_value(workspace, "contact", [ana, other], "tags", ["Fair"], "add")
    )
    records, _more = workspace.history.of_transaction(txn)
    assert {(one.title, *(field.line for field in one.fields)) for one in records} == {
        ("Fair",), ("Ana Berg", "Tags: + Fair"), ("Bob Stone", "Tags: + Fair"),
    }  # fmt: skip


def test_attached_files_are_told_by_their_name(workspace: Workspace, ana: int, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Hello")
    lines = told(workspace, ana, lambda: workspace.attachments.add("contact", ana, letter))
    assert lines == ["File: letter.txt", "File: letter.txt → empty", "File: letter.txt"]


def test_titles_part_thousands_and_list_in_each_language(chinese: None) -> None:
    assert title_text("Change %(count)d records", {"count": 10_290}) == "修改 10,290 条记录"
    fields = {"fields": ["City", "Street"], "name": "Ana"}
    assert title_text("Change %(fields)s of %(name)s", fields) == "修改 Ana 的城市、详细地址"
