"""Full, family and given name of people stay in step through every door by which they are changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.query import ListQuery
from crm_desktop.services import bulk_edit, merging
from crm_desktop.services.card_export import export_cards
from crm_desktop.services.cleaning import tools
from crm_desktop.services.cleaning.tools import Cleaning
from crm_desktop.services.lead_conversion import Conversion, LeadConversion
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound
from tests.integration.services.import_help import bring, counts, plain_csv

NAMES = ("full_name", "family_name", "given_name")
ABIGAIL = ("Abigail Ford", "Ford", "Abigail")


def names(workspace: Workspace, contact: int) -> tuple[Any, ...]:
    """Return full, family and given name of a contact."""
    found = workspace.records.get("contact", contact).values
    return tuple(found[key] for key in NAMES)


@pytest.fixture
def abigail(make: Maker) -> int:
    """A contact who was made with nothing but her full name."""
    return make.contact("Abigail Ford", email="abigail@ford.example")


def test_a_new_person_gets_what_was_left_out(workspace: Workspace, make: Maker, abigail: int) -> None:
    assert names(workspace, abigail) == ABIGAIL
    by_parts = workspace.records.create(
        "contact", {"full_name": None, "family_name": "王", "given_name": "小明"}
    )
    assert names(workspace, by_parts) == ("王小明", "王", "小明")
    assert names(workspace, make.contact("Bob F.", family_name="Ford")) == ("Bob F.", "Ford", None)
    assert names(workspace, make.contact("Cher")) == ("Cher", None, None)
    lead = workspace.records.create("lead", {"name": "Dr. Ana Beltrán"})
    assert workspace.records.get("lead", lead).values["family_name"] == "Beltrán"


def test_a_save_is_one_step_and_found_by_the_new_name(workspace: Workspace, abigail: int) -> None:
    txn = workspace.records.save("contact", abigail, {"given_name": "Gail"})
    assert names(workspace, abigail) == ("Gail Ford", "Ford", "Gail")
    assert workspace.records.get("contact", abigail).title == "Gail Ford"
    assert list(workspace.lists.ids(ListQuery("contact", search="gail"))) == [abigail]
    (entry,) = [one for one in workspace.history.of_record("contact", abigail) if one.transaction == txn]
    assert {(one.label, one.new) for one in entry.fields} == {
        ("Full name", "Gail Ford"),
        ("Given name", "Gail"),
    }
    workspace.history.undo(txn)
    assert names(workspace, abigail) == ABIGAIL
    workspace.records.save("contact", abigail, {"full_name": "Gail Newname"})
    assert names(workspace, abigail) == ("Gail Newname", "Newname", "Gail")
    workspace.records.save("contact", abigail, {"full_name": "G. N.", "family_name": "Ford"})
    assert names(workspace, abigail) == ("G. N.", "Ford", "Gail")
    check_sound(workspace)


def test_a_lead_is_a_person_too(workspace: Workspace) -> None:
    lead = workspace.records.create("lead", {"name": "Abigail Ford"})
    workspace.records.save("lead", lead, {"family_name": "Stone"})
    assert workspace.records.get("lead", lead).values["name"] == "Abigail Stone"


@pytest.mark.parametrize("count", [2, bulk_edit.MANY + 1])
def test_many_at_once(workspace: Workspace, make: Maker, count: int) -> None:
    people = [make.contact(f"Ana Lim{'x' * at}", tags=["family"]) for at in range(1, count)]
    people.append(make.contact("陈晓梅"))
    txn = bulk_edit.apply(
        workspace, bulk_edit.plan_value(workspace, "contact", people, "family_name", "Ford")
    )
    assert [names(workspace, one)[0] for one in (people[0], people[-1])] == ["Ana Ford", "Ford晓梅"]
    assert len(workspace.lists.ids(ListQuery("contact", search="ana ford"))) == count - 1
    workspace.history.undo(txn)
    assert names(workspace, people[0]) == ("Ana Limx", "Limx", "Ana")
    workspace.records.set_many("contact", people[:2], {"given_name": "Eva"})
    assert names(workspace, people[0]) == ("Eva Limx", "Limx", "Eva")
    check_sound(workspace)


def test_cells_that_are_pasted_and_cleaned(workspace: Workspace, make: Maker, abigail: int) -> None:
    plan = bulk_edit.plan_cells(workspace, "contact", {abigail: {"full_name": "gail ford"}})
    assert plan.samples == [("Abigail Ford", "Abigail Ford", "gail ford")], "as it was pasted"
    bulk_edit.apply(workspace, plan)
    assert names(workspace, abigail) == ("gail ford", "ford", "gail")
    cleaning = Cleaning("case", ("family_name",), way="title")
    bulk_edit.apply(workspace, tools.plan(workspace, "contact", [abigail], cleaning))
    assert names(workspace, abigail) == ("gail Ford", "Ford", "gail")
    bulk_edit.apply(
        workspace, tools.plan(workspace, "contact", [abigail], Cleaning("case", ("full_name",), way="title"))
    )
    assert names(workspace, abigail) == ("Gail Ford", "Ford", "Gail")


def by_mail(tmp_path: Path, **cells: str) -> Path:
    """Write a table of one row about Abigail."""
    return plain_csv(tmp_path / "people.csv", [["E-mail", *cells], ["abigail@ford.example", *cells.values()]])


def test_an_import_of_the_full_name_or_of_a_part(workspace: Workspace, tmp_path: Path, abigail: int) -> None:
    key = {"keys": ("email",)}
    whole = by_mail(tmp_path, **{"Full name": "Gail Newname"})
    assert counts(bring(workspace, whole, "contact", **key)) == (0, 1, 0, 0)
    assert names(workspace, abigail) == ("Gail Newname", "Newname", "Gail")
    assert counts(bring(workspace, whole, "contact", **key)) == (0, 0, 1, 0)
    part = by_mail(tmp_path, **{"Family name": "Stone"})
    assert counts(bring(workspace, part, "contact", **key)) == (0, 1, 0, 0)
    assert names(workspace, abigail) == ("Gail Stone", "Stone", "Gail")
    bring(workspace, by_mail(tmp_path, **{"Full name": "Dr. Ana María Beltrán Ruiz"}), "contact", **key)
    assert names(workspace, abigail) == ("Dr. Ana María Beltrán Ruiz", None, None)
    workspace.history.undo_last()
    assert names(workspace, abigail) == ("Gail Stone", "Stone", "Gail")
    check_sound(workspace)


def test_an_import_of_both_parts_keeps_titles_and_middle_names(
    workspace: Workspace, make: Maker, tmp_path: Path, abigail: int
) -> None:
    table = by_mail(tmp_path, **{"Family name": "Ford", "Given name": "Gail"})
    workspace.records.save("contact", abigail, {"full_name": "Dr. Abigail Ford"})
    assert counts(bring(workspace, table, "contact", keys=("email",))) == (0, 1, 0, 0)
    assert names(workspace, abigail) == ("Dr. Gail Ford", "Ford", "Gail")
    assert counts(bring(workspace, table, "contact", keys=("email",))) == (0, 0, 1, 0)
    workspace.records.save("contact", abigail, {"full_name": "Cher"})
    assert counts(bring(workspace, table, "contact", keys=("email",))) == (0, 1, 0, 0)
    assert names(workspace, abigail) == ("Gail Ford", "Ford", "Gail")


def test_an_import_of_a_person_leaves_the_title_of_a_lead(workspace: Workspace, tmp_path: Path) -> None:
    lead = workspace.records.create(
        "lead", {"title": "Three machines", "name": "Abigail Ford", "email": "abigail@ford.example"}
    )
    table = by_mail(tmp_path, **{"Family name": "Stone", "Given name": "Abigail"})
    assert counts(bring(workspace, table, "lead", keys=("email",))) == (0, 1, 0, 0)
    found = workspace.records.get("lead", lead).values
    assert (found["title"], found["name"]) == ("Three machines", "Abigail Stone")


def test_an_import_is_taken_at_its_word(workspace: Workspace, tmp_path: Path, abigail: int) -> None:
    table = by_mail(tmp_path, **{"Full name": "Abigail Ford", "Family name": "Stone", "Given name": ""})
    assert counts(bring(workspace, table, "contact")) == (0, 1, 0, 0)
    assert names(workspace, abigail) == ("Abigail Ford", "Stone", "Abigail")
    assert counts(bring(workspace, table, "contact")) == (0, 0, 1, 0)


def test_a_merged_person_has_the_parts_of_the_name_that_stays(workspace: Workspace, make: Maker) -> None:
    kept, other = make.contact("Abigail Ford"), make.contact("Gail Stone")
    merging.merge(workspace, "contact", kept, [other], {"full_name": other})
    assert names(workspace, kept) == ("Gail Stone", "Stone", "Gail")
    bare, whole = make.contact("Dr. Eva Lim Toh Chua"), make.contact("Eva Chua")
    merging.merge(workspace, "contact", bare, [whole])
    assert names(workspace, bare) == ("Dr. Eva Lim Toh Chua", "Chua", "Eva")
    bare, whole = make.contact("Ana Lim Toh Chua Ng"), make.contact("Bo Berg")
    merging.merge(workspace, "contact", bare, [whole])
    assert names(workspace, bare) == ("Ana Lim Toh Chua Ng", None, None)


def test_a_lead_does_not_give_a_customer_the_parts_of_another_name(workspace: Workspace, make: Maker) -> None:
    known = make.contact("A. Ford (Sales)")
    lead = workspace.records.create("lead", {"name": "Abigail Ford"})
    LeadConversion(workspace).convert(lead, Conversion(contact=known))
    assert names(workspace, known) == ("A. Ford (Sales)", None, None)


def test_an_address_card_never_holds_two_names(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    nickname = make.contact("Bob Hale", family_name="Ford", given_name="Robert", email="bob@ford.example")
    bare = make.contact("Eva Lim")
    workspace.records.save("contact", bare, {"family_name": None, "given_name": None})
    out = tmp_path / "people.vcf"
    export_cards(workspace, ListQuery("contact"), out)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [one for one in lines if one.startswith(("N:", "FN:"))] == [
        "N:Hale;Bob;;;", "FN:Bob Hale", "N:Lim;Eva;;;", "FN:Eva Lim",
    ]  # fmt: skip
    assert counts(bring(workspace, out, "contact")) == (0, 0, 2, 0)
    assert names(workspace, bare) == ("Eva Lim", None, None)
    assert names(workspace, nickname) == ("Bob Hale", "Ford", "Robert")
