"""The data that people really have, through the command line alone: import, look, report, undo."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from crm_desktop.services.workspace import new_workspace, open_workspace
from tests.conftest import check_sound
from tests.integration.cli_help import Cli
from tests.integration.services.import_help import MESSY, SALES

SOURCES = (
    ("accounts.csv", "companies", 85),
    ("products.csv", "products", 7),
    ("sales_pipeline.csv", "opportunities", 8_800),
)


@pytest.fixture(scope="session")
def sales_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, object]]]:
    """A file into which the command line has imported the sales data, and what each import said."""
    import contextlib
    import io

    from crm_desktop import cli

    path = tmp_path_factory.mktemp("sales") / "销售 2026.crm"
    new_workspace(path, firm_name="Seller", currency="USD").close()
    said = {}
    for name, entity, _rows in SOURCES:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            assert (
                cli.main(
                    [
                        "--file",
                        str(path),
                        "--lang",
                        "en",
                        "import",
                        str(SALES / name),
                        "--as",
                        entity,
                        "--json",
                    ]
                )
                == 0
            )
        said[entity] = json.loads(out.getvalue())
    return path, said


@pytest.fixture
def sales(tmp_path: Path, sales_template: tuple[Path, object], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sales data in a file of this test's own."""
    path = Path(shutil.copyfile(sales_template[0], tmp_path / "销售 2026.crm"))
    monkeypatch.setenv("CRM_FILE", str(path))
    return path


def test_what_the_imports_say(sales_template: tuple[Path, dict[str, dict[str, object]]]) -> None:
    for _name, entity, rows in SOURCES:
        made = sales_template[1][entity]
        assert (made["rows"], made["created"], made["updated"], made["rejected"]) == (rows, rows, 0, [])
        assert made["undo"]
    assert sales_template[1]["opportunities"]["likely"] == [
        {"field": "product", "text": "GTXPro", "rows": 1_480, "candidate": "GTX Pro", "others": []}
    ]


def numbers(text: str) -> set[str]:
    """Return the numbers that a text prints."""
    return set(re.findall(r"\d[\d,.]*\d", text))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_pipeline_report(cli: Cli, sales: Path, tmp_path: Path, language: str) -> None:
    out = tmp_path / "pipeline.pdf"
    cli("report", "pipeline", out, "--language", language)
    text = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    assert {"4,238", "2,473", "10,005,534", "63.15"} <= numbers(text)
    assert re.search(r"63\.15\s*%", text)


def test_the_pipeline_report_as_a_workbook(cli: Cli, sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "pipeline.xlsx"
    cli("report", "pipeline", out)
    book = CalamineWorkbook.from_path(out)
    cells = {
        cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    }
    assert {4_238, 2_473, 10_005_534} <= cells
    assert any(isinstance(cell, float) and round(cell, 4) in (0.6315, 63.15) for cell in cells)


def test_what_went_in(cli: Cli, sales: Path) -> None:
    rows = cli.json("list", "opportunities")["rows"]
    assert len(rows) == 8_800
    assert cli.json("list", "opportunities", "--where", "company=", "--limit", 0)["total"] == 1_425
    won = cli.json("list", "opportunities", "--where", "stage=Won", "--sort", "-amount")
    assert won["total"] == 4_238
    assert sum(row["amount"] for row in won["rows"]) == 10_005_534
    assert [row["amount"] for row in won["rows"]] == sorted(
        (row["amount"] for row in won["rows"]), reverse=True
    )
    assert cli.json("list", "opportunities", "--where", "stage=Lost", "--limit", 0)["total"] == 2_473
    dear = cli.json("list", "opportunities", "--where", "amount>=20,000", "--where", "stage=Won")["rows"]
    assert all(row["amount"] >= 20_000 for row in dear)
    assert dear
    companies = cli.json("list", "companies")["rows"]
    assert Counter(row["industry"] for row in companies)["technolgy"] == 12
    assert cli.json("list", "companies", "--where", "industry=technolgy", "--limit", 0)["total"] == 12


def test_a_likely_product_is_offered(cli: Cli, sales: Path) -> None:
    """GTXPro is neither made a second product nor merged with GTX Pro before somebody says so."""
    products = {row["name"] for row in cli.json("list", "products")["rows"]}
    assert len(products) == 7
    assert "GTXPro" not in products
    assert cli.json("list", "opportunities", "--where", "product=", "--limit", 0)["total"] == 1_480
    source = SALES / "sales_pipeline.csv"
    said = cli("import", source, "--as", "opportunities")
    assert '--match "GTXPro=GTX Pro"' in said.err
    made = cli.json("import", source, "--as", "opportunities", "--match", "GTXPro=GTX Pro")
    assert (made["created"], made["updated"], made["unchanged"]) == (0, 1_480, 7_320)
    assert cli.json("list", "opportunities", "--where", "product=", "--limit", 0)["total"] == 0
    assert len(cli.json("list", "products")["rows"]) == 7
    cli("undo", made["undo"])
    assert cli.json("list", "opportunities", "--where", "product=", "--limit", 0)["total"] == 1_480


def test_undo_takes_all_of_it_back(cli: Cli, sales: Path) -> None:
    for one in cli.json("undo", "--list")["transactions"]:
        if one["kind"] == "import":
            assert cli.json("undo", one["id"])["kept"] == []
    counts = cli.json("check")["records"]
    assert {counts[entity] for _name, entity, _rows in SOURCES} == {0}
    workspace = open_workspace(sales)
    check_sound(workspace)
    workspace.close()


def test_the_messy_list(cli: Cli, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_FILE", str(path))
    facts = json.loads(MESSY.with_suffix(".json").read_text(encoding="utf-8"))
    bad = facts["no_name"] + facts["bad_email"] + facts["bad_birthday"]
    rejects = tmp_path / "rejects.xlsx"
    made = cli.json("import", MESSY, "--as", "contacts", "--rejects", rejects, expect=1)
    assert (made["rows"], made["created"]) == (600, len(facts["people"]))
    assert made["unchanged"] == facts["exact_duplicates"]
    assert len({one["row"] for one in made["rejected"]}) == bad
    sheet = CalamineWorkbook.from_path(MESSY).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for one in made["rejected"]:
        assert one["value"] in [str(cell).strip() for cell in sheet[one["row"] - 1]]
        assert one["column"]
        assert one["reason"]
    assert len(CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()) == bad + 1
    keys = ("name", "company", "mobile", "postcode", "birthday", "email")
    wanted = {tuple(one[key] or None for key in keys) for one in facts["people"]}
    rows = cli.json("list", "contacts")["rows"]
    assert {tuple(row[key] for key in ("full_name", *keys[1:])) for row in rows} == wanted
    assert len(rows) == len(wanted)
    undone = cli.json("undo", made["undo"])
    assert undone["kept"] == []
    counts = cli.json("check")["records"]
    assert (counts["contacts"], counts["companies"]) == (0, 0)
