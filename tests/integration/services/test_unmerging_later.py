"""Merges, and what was done before and after them: tags taken away, parts deleted, older entries undone."""

from __future__ import annotations

from crm_desktop.services import merging
from crm_desktop.services.workspace import Workspace
from tests.integration.services.merge_help import create, rows, state


def text(workspace: Workspace, entity: str, record: int, key: str) -> str:
    """Return one field of a record as it is read."""
    return workspace.records.get(entity, record).texts[key]


def newest(workspace: Workspace) -> int:
    """Return the newest entry of the history."""
    return workspace.history.recent(1)[0].id


def test_tags_come_back_to_the_merged_one_whatever_became_of_them(workspace: Workspace) -> None:
    ann = create(workspace, "contact", full_name="Ann", tags=["VIP"])
    anne = create(workspace, "contact", full_name="Anne", tags=["VIP", "z"])
    merge = merging.merge(workspace, "contact", ann, [anne])
    workspace.records.save("contact", ann, {"tags": ["late"]})
    report = workspace.history.undo(merge)
    assert report.kept == []
    assert text(workspace, "contact", anne, "tags") == "VIP, z"
    assert text(workspace, "contact", ann, "tags") == "late"


def test_numbers_changed_and_deleted_since_are_named(workspace: Workspace) -> None:
    ann = create(workspace, "contact", full_name="Ann")
    anne = create(
        workspace, "contact", full_name="Anne", email="anne@x.example", phone="+49 30 234567", city="Bonn"
    )
    merge = merging.merge(workspace, "contact", ann, [anne])
    workspace.records.save("contact", ann, {"email": "new@x.example", "phone": None})
    report = workspace.history.undo(merge)
    assert sorted(one.text for one in report.kept) == [
        "Anne – +49 30 234567: Moved to the trash",
        "Anne – new@x.example: Value",
    ]
    assert text(workspace, "contact", anne, "city") == "Bonn"


def test_what_lay_in_the_trash_comes_back_to_the_one_that_stays(workspace: Workspace) -> None:
    stays, gone = create(workspace, "company", name="Acme"), create(workspace, "company", name="Acme Ltd")
    ann = create(workspace, "contact", full_name="Ann", company=gone)
    workspace.records.delete("contact", [ann])
    before = state(workspace)
    merge = merging.merge(workspace, "company", stays, [gone])
    workspace.history.undo(merge)
    assert state(workspace) == before
    merging.merge(workspace, "company", stays, [gone])
    workspace.records.restore("contact", [ann])
    assert text(workspace, "contact", ann, "company") == "Acme"
    assert workspace.problems() == []


def test_firms_above_each_other_do_not_become_a_circle(workspace: Workspace) -> None:
    below = create(workspace, "company", name="Below")
    twin = create(workspace, "company", name="Twin")
    between = create(workspace, "company", name="Between", parent=twin)
    workspace.records.save("company", below, {"parent": between})
    before = state(workspace)
    merge = merging.merge(workspace, "company", below, [twin])
    found = rows(workspace, "SELECT id, parent_id FROM company WHERE deleted_at IS NULL ORDER BY id")
    assert found == [(below, None), (between, below)]
    workspace.history.undo(merge)
    assert state(workspace) == before


def test_the_entry_that_made_a_merged_record_says_what_became_of_it(workspace: Workspace) -> None:
    ann = create(workspace, "contact", full_name="Ann")
    create(workspace, "contact", full_name="Anne", email="anne@x.example", tags=["z"], city="Bonn")
    made = newest(workspace)
    merging.merge(workspace, "contact", ann, rows(workspace, "SELECT max(id) FROM contact")[0])
    report = workspace.history.undo(made)
    assert [one.text for one in report.kept] == ["Anne: merged into “Ann”"]
    assert report.transaction == 0


def test_the_record_that_a_merged_one_became_is_needed_by_it(workspace: Workspace) -> None:
    anne = create(workspace, "contact", full_name="Anne")
    ann = create(workspace, "contact", full_name="Ann")
    made = newest(workspace)
    merging.merge(workspace, "contact", ann, [anne])
    assert [one.text for one in workspace.history.undo(made).kept] == ["Ann (needed by Anne)"]
    assert not workspace.records.get("contact", ann).deleted


def test_an_older_change_is_undone_to_what_its_record_became(workspace: Workspace) -> None:
    first, other, stays = (create(workspace, "company", name=name) for name in ("First", "Other", "Stays"))
    deal = create(workspace, "opportunity", name="Deal", company=first)
    change = workspace.records.save("opportunity", deal, {"company": other})
    merging.merge(workspace, "company", stays, [first])
    assert workspace.history.undo(change).kept == []
    assert text(workspace, "opportunity", deal, "company") == "Stays"
