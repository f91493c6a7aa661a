"""Companies above each other: no circle arises, whichever way a parent is given."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import RecordProblem
from crm_desktop.services import bulk_edit
from crm_desktop.services.workspace import Workspace
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
