"""Saved views and live segments follow when records are merged or entries of lists retire."""

from __future__ import annotations

import json

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.services import merging
from crm_desktop.services.cleaning import retiring
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound


def conditions(workspace: Workspace, segment: int) -> list[dict[str, object]]:
    (text,) = (
        workspace.file.reader().execute("SELECT conditions FROM segment WHERE id = ?", (segment,)).fetchone()
    )
    return list(json.loads(text)["conditions"])


def segment(workspace: Workspace, subject: str, *kept: dict[str, object]) -> int:
    content = {"search": "", "match_all": True, "conditions": kept}
    return workspace.records.create(
        "segment", {"name": "Some", "kind": "live", "subject": subject, "conditions": json.dumps(content)}
    )


def test_a_merge_is_followed_and_taken_back(workspace: Workspace, make: Maker) -> None:
    stays, goes, other = (make.company(name) for name in ("Laguna", "Laguna Ltd", "Stone"))
    person = make.contact("Ana Beltrán", company=goes)
    make.contact("Boris Novák", company=other)
    query = ListQuery("contact", conditions=(Condition("company", "is", goes),))
    view = workspace.views.save("contact", "People of Laguna", query, ())
    not_that_one = {"field": "company", "operator": "is_not", "value": goes}
    live = segment(workspace, "contact", not_that_one, {"field": "level", "operator": "empty", "value": None})
    txn = merging.merge(workspace, "company", stays, [goes])
    saved = next(one for one in workspace.views.of("contact") if one.id == view)
    assert list(workspace.lists.ids(saved.query)) == [person]
    assert [one["value"] for one in conditions(workspace, live)] == [stays, None]
    workspace.history.undo(txn)
    assert next(one for one in workspace.views.of("contact") if one.id == view).query == query
    assert conditions(workspace, live)[0] == not_that_one
    check_sound(workspace)


def test_only_the_fields_of_that_sort_follow(workspace: Workspace, make: Maker) -> None:
    stays, goes = make.contact("Ana Beltrán"), make.contact("Ana Beltran")
    same_number = {"field": "company", "operator": "is", "value": goes}
    live = segment(workspace, "contact", same_number)
    merging.merge(workspace, "contact", stays, [goes])
    assert conditions(workspace, live) == [same_number]


def test_a_retired_entry_is_followed(workspace: Workspace) -> None:
    old, new, third = (
        workspace.records.create("option", {"set_name": "industry", "label_en": one})
        for one in ("Textil", "Textiles", "Optics")
    )
    live = segment(
        workspace, "company", {"field": "industry", "operator": "any_of", "value": [old, third, new]}
    )
    gone = segment(workspace, "company", {"field": "industry", "operator": "is", "value": old})
    workspace.records.delete("segment", [gone])
    retiring.retire(workspace, old, new)
    assert conditions(workspace, live)[0]["value"] == [new, third]
    assert conditions(workspace, gone)[0]["value"] == new
