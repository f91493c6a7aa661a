"""Amounts that name their currency keep it: nothing becomes euros because the file is in euros."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.services.imports import plan_import, run_import
from crm_desktop.services.workspace import ListQuery, Workspace


def bring(workspace: Workspace, folder: Path, text: str, entity: str = "opportunity") -> list[str]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    plan = plan_import(workspace, path, entity)
    run_import(workspace, plan)
    return [problem.reason for problem in plan.rejected]


def amounts(workspace: Workspace, entity: str = "opportunity") -> dict[str, tuple[int, str]]:
    rows = workspace.file.reader().execute(f'SELECT name, amount, currency FROM "{entity}"')
    return {name: (amount, currency) for name, amount, currency in rows}


def test_signs_become_the_currency_of_their_row(workspace: Workspace, tmp_path: Path) -> None:
    text = 'Opportunity,Amount\nA,500\nB,$99\nC,"¥ 8,356.00"\nD,"JPY 1,200"\nE,"€ 1.000,50"\n'
    assert bring(workspace, tmp_path, text) == []
    assert amounts(workspace) == {
        "A": (50_000, "EUR"), "B": (9_900, "USD"), "C": (835_600, "CNY"), "D": (1_200, "JPY"), "E": (100_050, "EUR"),
    }  # fmt: skip
    before = amounts(workspace)
    assert bring(workspace, tmp_path, text) == []
    assert amounts(workspace) == before
    assert workspace.lists.count("opportunity") == 5
    assert len(workspace.lists.ids(ListQuery("opportunity"))) == 5


def test_signs_late_in_a_long_table(workspace: Workspace, tmp_path: Path) -> None:
    plain = "".join(f"Deal {n},{n}\n" for n in range(5_000))
    assert bring(workspace, tmp_path, f"Opportunity,Amount\n{plain}Last,$ 7\n") == []
    found = amounts(workspace)
    assert len(found) == 5_001
    assert found["Last"] == (700, "USD")
    assert found["Deal 3"] == (300, "EUR")


def test_a_sign_that_contradicts_the_column_of_currencies(workspace: Workspace, tmp_path: Path) -> None:
    text = "Opportunity,Amount,Currency\nA,$5,USD\nB,$5,EUR\nC,$5,\nD,5,GBP\n"
    (reason,) = bring(workspace, tmp_path, text)
    assert "USD" in reason
    assert "EUR" in reason
    assert amounts(workspace) == {"A": (500, "USD"), "C": (500, "USD"), "D": (500, "GBP")}


def test_an_amount_without_a_sign_is_in_the_currency_of_its_record(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(workspace, tmp_path, "Opportunity,Company,Amount,Currency\nA,Acme,1000,JPY\n")
    assert amounts(workspace)["A"] == (1_000, "JPY")
    bring(workspace, tmp_path, "Opportunity,Company,Amount\nA,Acme,2000\nB,Acme,$ 5\n")
    assert amounts(workspace) == {"A": (2_000, "JPY"), "B": (500, "USD")}
    bring(workspace, tmp_path, "Opportunity,Company,Amount,Currency\nA,Acme,3000,\nB,Acme,6,USD\n")
    assert amounts(workspace) == {"A": (3_000, "JPY"), "B": (600, "USD")}
