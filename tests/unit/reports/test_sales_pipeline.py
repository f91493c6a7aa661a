"""The sales pipeline: the values of its Document, from a few opportunities whose sums can be done in the head."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.core.document import (
    Amount,
    Document,
    Figures,
    Funnel,
    Paragraph,
    Percent,
    Subtotal,
    Table,
)
from crm_desktop.core.errors import UsageProblem
from crm_desktop.reports.pipeline_figures import velocity
from crm_desktop.services.reporting import make_document

PROSPECTING, QUALIFICATION, PROPOSAL, NEGOTIATION, WON, LOST, VOID = range(2000, 2007)
PRICE, DUPLICATE = 1350, 1358  # reasons


def eur(whole: float) -> Amount:
    return Amount(round(whole * 100), "EUR")


@pytest.fixture
def deals(workspace, make, fixed_clock):
    """Two open, one overdue, two won, one lost, one void; two owners, two products."""
    bo = workspace.records.create("user", {"name": "Bo Berg"})
    loom = workspace.records.create("product", {"name": "Loom"})
    acme, zeta = make.company("Acme"), make.company("Zeta 青禾")

    def deal(name: str, stage: int, amount: float | None, **values: Any) -> int:
        minor = None if amount is None else round(amount * 100)
        return workspace.records.create(
            "opportunity", {"name": name, "stage": stage, "amount": minor, **values}
        )

    deal("A", PROSPECTING, 1000, company=acme, expected_close=date(2026, 12, 1), product=loom)
    deal("B", NEGOTIATION, 2000, company=zeta, expected_close=date(2026, 12, 5), owner=bo)
    deal("Late", PROPOSAL, 500, company=acme, expected_close=date(2026, 11, 1), owner=bo)
    deal("W1", WON, 300, closed_on=date(2026, 10, 1), started_on=date(2026, 9, 1), product=loom)
    deal("W2", WON, 100, closed_on=date(2026, 5, 11), started_on=date(2026, 5, 1), owner=bo)
    deal("L", LOST, 700, closed_on=date(2026, 10, 2), reason=PRICE)
    deal("V", VOID, None, closed_on=date(2026, 10, 3), reason=DUPLICATE)
    return deal


def figures(document: Document) -> dict[str, Any]:
    found = next(block for block in document.blocks if isinstance(block, Figures))
    return {one.label: one.value for one in found.items}


def notes(document: Document) -> dict[str, str]:
    found = next(block for block in document.blocks if isinstance(block, Figures))
    return {one.label: one.note for one in found.items}


def table(document: Document, title: str) -> Table:
    return next(
        block for block in document.blocks if isinstance(block, Table) and block.title.startswith(title)
    )


def rows(document: Document, title: str) -> list[Any]:
    return [one.cells if isinstance(one, Subtotal) else one for one in table(document, title).rows]


def paragraphs(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def test_key_figures(workspace, deals):
    said = figures(make_document(workspace, "pipeline", {}))
    assert said["Open opportunities"] == 3
    assert said["Amount"] == eur(3500)
    assert said["Weighted"] == eur(1000 * 0.10 + 2000 * 0.75 + 500 * 0.50)
    assert (said["Won"], said["Won value"], said["Lost"]) == (2, eur(400), 1)
    assert said["Average won"] == eur(200)
    assert said["Average days to win"] == Decimal("20.0")
    assert said["Velocity a day"] == eur(20)  # 3 × 200 × 2/3 ÷ 20


def test_void_is_outside_the_win_rate(workspace, deals):
    document = make_document(workspace, "pipeline", {})
    rate = figures(document)["Win rate"]
    assert isinstance(rate, Percent)
    assert rate.digits == 2
    assert round(rate.points, 2) == Decimal("66.67")
    assert notes(document)["Win rate"] == "of 3"
    assert ("Void", 1, None, None) in rows(document, "By stage")


def test_the_period_is_that_of_closing(workspace, deals):
    document = make_document(workspace, "pipeline", {"from": "2026-10-01", "to": "2026-10-31"})
    said = figures(document)
    assert (said["Won"], said["Won value"], said["Lost"]) == (1, eur(300), 1)
    assert said["Open opportunities"] == 3
    assert document.subtitle == "October 2026 · All owners"


def test_what_has_no_closing_date_is_in_no_period_and_that_is_said(workspace, deals):
    with workspace.work("x") as work:
        work.execute("UPDATE opportunity SET closed_on = NULL WHERE name = 'W2'")
    assert figures(make_document(workspace, "pipeline", {}))["Won"] == 2
    document = make_document(workspace, "pipeline", {"from": date(2020, 1, 1)})
    assert figures(document)["Won"] == 1
    assert "1 won or lost one has no closing date" in paragraphs(document)


def test_totals_by_stage_owner_and_product(workspace, deals):
    document = make_document(workspace, "pipeline", {})
    by_stage = rows(document, "By stage")
    assert by_stage[0] == ("Prospecting", 1, eur(1000), eur(100))
    assert by_stage[1] == ("Qualification", 0, None, None)
    assert by_stage[4] == ("Still open", 3, eur(3500), eur(1850))
    assert by_stage[5] == ("Won", 2, eur(400), None)
    owners = {row[0]: row[1:] for row in rows(document, "By owner")}
    assert owners["Bo Berg"] == (2, eur(2500), eur(1750), 1, eur(100), 0, Percent(Decimal(100), 2))
    assert owners["Ann Example"][:3] == (1, eur(1000), eur(100))
    assert owners["Ann Example"][6] == Percent(Decimal(50), 2)
    products = {row[0]: row[1:] for row in rows(document, "By product")}
    assert products["Loom"][:5] == (1, eur(1000), eur(100), 1, eur(300))
    assert products["Without a product"][0] == 2
    for title in ("By owner", "By product"):
        totals = table(document, title).totals
        assert totals[1:6] == (3, eur(3500), eur(1850), 2, eur(400))


def test_all_groupings_add_up_to_the_cent(workspace, make, fixed_clock):
    for at in range(30):
        values = {"amount": 333 + at, "currency": "USD", "rate": Decimal("0.87654321"), "probability": 33}
        workspace.records.create("opportunity", {"name": f"D{at}", **values})
    document = make_document(workspace, "pipeline", {})
    said = figures(document)
    for title in ("By owner", "By product"):
        for at, key in ((2, "Amount"), (3, "Weighted")):
            assert sum(row[at].minor for row in rows(document, title)) == said[key].minor


def test_the_funnel_has_the_open_stages_in_order_and_the_won(workspace, deals):
    funnel = next(
        block for block in make_document(workspace, "pipeline", {}).blocks if isinstance(block, Funnel)
    )
    assert [(one.label, one.count) for one in funnel.stages] == [
        ("Prospecting", 1),
        ("Qualification", 0),
        ("Proposal", 1),
        ("Negotiation", 1),
        ("Won", 2),
    ]
    assert funnel.stages[0].amount == eur(1000)
    sizes = [one.size for one in funnel.stages]
    assert sizes == sorted(sizes, reverse=True), "it narrows, however many were won"
    assert sizes[0] == 1


def test_overdue_ones_stand_apart(workspace, deals):
    document = make_document(workspace, "pipeline", {})
    assert [row[0] for row in rows(document, "1 overdue")] == ["Late"]
    listed = rows(document, "Open opportunities")
    assert [row[0] for row in listed] == ["B", "A"]
    assert listed[0] == ("B", "Zeta 青禾", eur(2000), Percent(75), date(2026, 12, 5), "Bo Berg")
    assert table(document, "Open opportunities").totals[2] == eur(3000)


def test_the_list_can_be_cut_and_says_so(workspace, deals):
    document = make_document(workspace, "pipeline", {"limit": 1})
    assert len(rows(document, "Open opportunities")) == 1
    assert "and 1 more" in table(document, "Open opportunities").note
    assert not table(make_document(workspace, "pipeline", {}), "Open opportunities").note
    assert table(document, "Open opportunities").totals[2] == eur(3000)
    assert len(rows(make_document(workspace, "pipeline", {"limit": 0}), "Open opportunities")) == 2


def test_one_owner(workspace, deals):
    document = make_document(workspace, "pipeline", {"owner": "bo berg"})
    assert figures(document)["Open opportunities"] == 2
    assert figures(document)["Won"] == 1
    assert document.subtitle == "All dates · Bo Berg"


def test_parts_can_be_left_out(workspace, deals):
    document = make_document(workspace, "pipeline", {"chart": "no", "details": False, "group": "owner"})
    assert not any(isinstance(block, Funnel) for block in document.blocks)
    assert [block.title for block in document.blocks if isinstance(block, Table)] == ["By owner"]


def test_a_rate_turns_amounts_into_the_base_currency(workspace, deals):
    deals("Yen", PROSPECTING, 100, currency="JPY", rate=Decimal("0.006"))  # 10,000 yen: JPY has no cents
    deals("Dollar", PROSPECTING, 50, currency="USD", rate=Decimal("0.9"))
    assert figures(make_document(workspace, "pipeline", {}))["Amount"] == eur(3500 + 60 + 45)


def test_other_currencies_without_a_rate_stand_apart(workspace, deals):
    deals("Dollar", PROSPECTING, 50, currency="USD")
    deals("More", WON, 70, currency="USD", closed_on=date(2026, 10, 5))
    document = make_document(workspace, "pipeline", {})
    said = figures(document)
    assert (said["Open opportunities"], said["Amount"]) == (4, eur(3500))
    assert notes(document)["Amount"] == "3 of 4 with an amount in EUR"
    assert said["Average won"] == eur(200)
    assert notes(document)["Average won"] == "of 2"
    assert rows(document, "Amounts without") == [("USD", 1, Amount(5000, "USD"), 1, Amount(7000, "USD"))]
    assert "no sum in EUR contains them" in paragraphs(document)


def test_missing_amounts_are_empty_not_zero(workspace, make, fixed_clock):
    workspace.records.create("opportunity", {"name": "No amount"})
    document = make_document(workspace, "pipeline", {})
    assert (figures(document)["Amount"], figures(document)["Weighted"]) == ("–", "–")
    assert notes(document)["Amount"] == notes(document)["Weighted"] == "0 of 1 with an amount in EUR"
    assert rows(document, "By stage")[0] == ("Prospecting", 1, None, None)


def test_what_is_omitted_is_not_weighted(workspace, deals):
    deals("Omitted", NEGOTIATION, 1000, forecast_category="omitted")
    said = figures(make_document(workspace, "pipeline", {}))
    assert (said["Amount"], said["Weighted"]) == (eur(4500), eur(1850))


def test_an_empty_file_divides_by_nothing(workspace, fixed_clock):
    document = make_document(workspace, "pipeline", {})
    said = figures(document)
    assert (said["Open opportunities"], said["Won"], said["Lost"]) == (0, 0, 0)
    assert said["Win rate"] is None
    assert said["Amount"] == eur(0)
    assert "Velocity a day" not in said
    assert rows(document, "Open opportunities") == []


def test_the_trash_does_not_count(workspace, deals):
    thrown = deals("Thrown away", PROSPECTING, 9000)
    workspace.records.delete("opportunity", [thrown])
    assert figures(make_document(workspace, "pipeline", {}))["Amount"] == eur(3500)


def test_stages_are_named_in_the_language_of_the_document(workspace, deals):
    document = make_document(workspace, "pipeline", {"language": "zh_CN"})
    funnel = next(block for block in document.blocks if isinstance(block, Funnel))
    assert [one.label for one in funnel.stages][:2] == ["初步接触", "需求确认"]
    assert document.language == "zh_CN"


def test_a_second_pipeline_can_be_chosen(workspace, deals):
    other = workspace.records.create("pipeline", {"label_en": "Repairs", "label_zh": "维修", "position": 2})
    stage = workspace.records.create(
        "stage", {"label_en": "Asked", "pipeline": other, "kind": "open", "probability": 40, "position": 1}
    )
    deals("Repair", stage, 10)
    document = make_document(workspace, "pipeline", {"pipeline": "维修"})
    assert figures(document)["Open opportunities"] == 1
    assert rows(document, "By stage")[0][0] == "Repairs · Asked"
    assert document.subtitle.endswith("Repairs")


def test_velocity_is_that_of_the_specification():
    assert velocity(40, Decimal(25_000), Decimal(25), 90) == 2_777
    assert velocity(40, Decimal(25_000), Decimal(25), 0) is None


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"ownr": "x"}, "has no parameter “ownr”"),
        ({"owner": "Nobody"}, "“Nobody” is not one of"),
        ({"from": "yesterdayish"}, "is not a date"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "ends before it begins"),
        ({"group": "colour"}, "is not one of"),
        ({"limit": "many"}, "is not a number"),
    ],
)
def test_wrong_parameters_get_a_sentence(workspace, parameters, said):
    with pytest.raises(UsageProblem, match=said):
        make_document(workspace, "pipeline", parameters)


def test_what_may_have_been_meant_is_said(workspace, deals):
    for name, parameters, meant in (
        ("pipelin", {}, "pipeline"),
        ("pipeline", {"ownr": 1}, "owner"),
        ("pipeline", {"owner": "Bo Burg"}, "Bo Berg"),
    ):
        with pytest.raises(UsageProblem) as caught:
            make_document(workspace, name, parameters)
        assert meant in caught.value.hint
