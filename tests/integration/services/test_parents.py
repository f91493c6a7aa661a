"""Companies above each other: no circle arises, whichever way a parent is given."""

from __future__ import annotations

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import RecordProblem
from crm_desktop.models import registry
from crm_desktop.services import bulk_edit
from crm_desktop.services.workspace import Workspace
from crm_desktop.ui.record_reading import RelatedList
from tests.conftest import Maker, check_sound


@pytest.fixture
def chain(make: Maker) -> tuple[int, int, int]:
    """Return a holding, its branch, and the shop of that."""
    holding = make.company("Holding")
    branch = make.company("Branch", parent=holding)
    return holding, branch, make.company("Shop", parent=branch)


def test_a_company_cannot_stand_above_what_it_belongs_to(
    workspace: Workspace, chain: tuple[int, int, int]
) -> None:
    holding, branch, shop = chain
    with pytest.raises(RecordProblem, match="“Shop” belongs to this record already"):
        workspace.records.save("company", holding, {"parent": shop})
    with pytest.raises(RecordProblem, match="above itself"):
        workspace.records.save("company", branch, {"parent": branch})
    workspace.records.save("company", shop, {"parent": holding})
    workspace.records.save("company", branch, {"parent": shop})
    check_sound(workspace)


def test_the_list_of_those_below_is_called_by_what_it_lists(
    workspace: Workspace, chain: tuple[int, int, int]
) -> None:
    for language, word in (("en", "Subsidiaries"), ("zh_CN", "子公司")):
        i18n.install(language)
        related = workspace.records.related("company", chain[0])
        assert next((one.label, one.count) for one in related if one.field == "parent") == (word, 1)
        assert RelatedList(registry.entity("company"), "parent", 1, is_one_of_several=True).label == word
    requests = RelatedList(registry.entity("service_request"), "duplicate_of", 0, is_one_of_several=True)
    assert requests.label == "重复请求"


def test_a_change_of_many_leaves_out_who_would_stand_above_itself(
    workspace: Workspace, make: Maker, chain: tuple[int, int, int]
) -> None:
    holding, branch, shop = chain
    other = make.company("Other")
    plan = bulk_edit.plan_value(workspace, "company", [holding, branch, other], "parent", shop)
    assert set(plan.changes) == {other}
    assert plan.refused_count == 2
    bulk_edit.apply(workspace, plan)
    with pytest.raises(RecordProblem):
        workspace.records.set_many("company", [other, holding], {"parent": shop})
    assert workspace.records.get("company", holding).values["parent"] is None
    check_sound(workspace)
