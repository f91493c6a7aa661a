"""The sums under the lines of quotes, orders and opportunities."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm_desktop.core.reading import Unreadable
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker


@pytest.fixture
def order(workspace: Workspace, make: Maker) -> int:
    """An order with two lines: 40 × 79.80 at 7 %, 1 × 10.05 at 19 %."""
    made = workspace.records.create("sales_order", {"company": make.company("Acme")})
    line = {
        "sales_order": made,
        "text": "Linen",
        "quantity": Decimal(40),
        "unit_price": 7980,
        "tax": Decimal(7),
    }
    workspace.records.create("line", line)
    workspace.records.create(
        "line",
        {"sales_order": made, "text": "Card", "quantity": Decimal(1), "unit_price": 1005, "tax": Decimal(19)},
    )
    return made


def sums(workspace: Workspace, order: int, entity: str = "sales_order") -> tuple[int, ...]:
    values = workspace.records.get(entity, order).values
    return tuple(values[key] for key in ("subtotal", "tax", "total"))


def lines(workspace: Workspace, order: int) -> list[int]:
    return sorted(workspace.records.related_ids("line", "sales_order", order))


def test_lines_are_added_up(workspace: Workspace, order: int) -> None:
    assert sums(workspace, order) == (319_200 + 1_005, 22_344 + 191, 320_205 + 22_535)


def test_a_changed_line_changes_the_sums_and_undo_brings_them_back(workspace: Workspace, order: int) -> None:
    before = sums(workspace, order)
    changed = workspace.records.save("line", lines(workspace, order)[0], {"quantity": Decimal(10)})
    assert sums(workspace, order) == (80_805, 5_586 + 191, 80_805 + 5_777)
    workspace.history.undo(changed)
    assert sums(workspace, order) == before


def test_deleted_lines_no_longer_count(workspace: Workspace, order: int) -> None:
    before = sums(workspace, order)
    second = lines(workspace, order)[1]
    workspace.records.delete("line", [second])
    assert sums(workspace, order) == (319_200, 22_344, 341_544)
    workspace.records.restore("line", [second])
    assert sums(workspace, order) == before


def test_a_discount_of_the_whole_lowers_the_tax(workspace: Workspace, order: int) -> None:
    workspace.records.delete("line", lines(workspace, order)[1:])
    workspace.records.save("sales_order", order, {"discount": 31_920})
    assert sums(workspace, order) == (319_200, 20_110, 319_200 - 31_920 + 20_110)


def test_many_lines_changed_at_once_are_added_up(workspace: Workspace, order: int) -> None:
    workspace.records.set_many("line", lines(workspace, order), {"quantity": Decimal(2)})
    assert sums(workspace, order)[0] == 2 * 7_980 + 2 * 1_005


def test_a_paper_without_lines_keeps_what_was_typed(workspace: Workspace, make: Maker) -> None:
    typed = {"company": make.company("Acme"), "subtotal": 5_000, "total": 5_950}
    order = workspace.records.create("sales_order", typed)
    workspace.records.save("sales_order", order, {"discount": 100})
    assert sums(workspace, order)[::2] == (5_000, 5_950)


def test_the_amount_of_an_opportunity_comes_from_its_lines_only_where_it_should(
    workspace: Workspace, make: Maker
) -> None:
    for from_lines, amount in ((True, 3_000), (False, 70)):
        made = workspace.records.create(
            "opportunity", {"name": "Deal", "amount": 70, "amount_from_lines": from_lines}
        )
        workspace.records.create(
            "line", {"opportunity": made, "text": "One", "quantity": Decimal(3), "unit_price": 1_000}
        )
        assert workspace.records.get("opportunity", made).values["amount"] == amount


def test_a_quantity_that_cannot_be_kept_is_refused(workspace: Workspace, order: int) -> None:
    field = next(one for one in workspace.lists.fields("line") if one.key == "quantity")
    with pytest.raises(Unreadable, match="too large"):
        field.kind.read("99999999999999999999", workspace.locale)
