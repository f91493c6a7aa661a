"""The data that people really have: a teaching data set of a seller, and a small firm's messy customer list."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from crm_desktop.core import i18n
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import MESSY, SALES, bring, counts, plain_csv, values, xlsx

FILES = (
    ("accounts.csv", "company", 85),
    ("products.csv", "product", 7),
    ("sales_teams.csv", "user", 35),
    ("sales_pipeline.csv", "opportunity", 8_800),
)
PEOPLE = json.loads(MESSY.with_suffix(".json").read_text(encoding="utf-8"))
KEYS = ("full_name", "company", "mobile", "postcode", "birthday", "email")


def stages(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """Return number and value of the opportunities in each stage."""
    rows = workspace.file.reader().execute(
        "SELECT s.label_en, count(*), coalesce(sum(o.amount), 0) FROM opportunity AS o JOIN stage AS s "
        "ON s.id = o.stage_id WHERE o.deleted_at IS NULL GROUP BY 1"
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def expect_sales(workspace: Workspace) -> None:
    found = stages(workspace)
    assert found["Won"] == (4_238, 10_005_534_00)
    assert found["Lost"][0] == 2_473
    assert (found["Engaging"][0], found["Prospecting"][0]) == (1_589, 500)
    reader = workspace.file.reader()
    assert reader.execute("SELECT count(*) FROM opportunity WHERE company_id IS NULL").fetchone() == (1_425,)
    assert workspace.lists.count("opportunity") == 8_800
    assert workspace.lists.count("company") == 85
    assert workspace.problems() == []


@pytest.fixture
def dollars(workspace: Workspace) -> Workspace:
    """A new customer file of a firm that counts in dollars."""
    workspace.change_settings(currency="USD")
    return workspace


def test_the_sales_data(dollars: Workspace) -> None:
    for name, entity, rows in FILES:
        plan = imports.plan_import(dollars, SALES / name, entity)
        assert counts(plan) == (rows, 0, 0, 0)
        if entity == "opportunity":
            (likely,) = plan.likely
            assert (likely.field, likely.text, likely.name, likely.rows) == (
                "product",
                "GTXPro",
                "GTX Pro",
                1_480,
            )
            assert plan.made == {"stage": ["Engaging"]}
        else:
            assert plan.likely == []
        result = imports.run_import(dollars, plan)
        assert counts(result) == (rows, 0, 0, 0)
        assert result.undo
    expect_sales(dollars)
    # Not silently made a second product, not silently merged; what stood there is not lost.
    assert dollars.lists.count("product") == 7
    notes = Counter((row[0], row[1] or "") for row in values(dollars, "opportunity", "product", "note"))
    assert notes[None, "Product: GTXPro"] == 1_480
    assert sum(count for (product, note), count in notes.items() if product and not note) == 7_320
    assert ("technolgy",) in values(dollars, "company", "industry")
    assert Counter(row[0] for row in values(dollars, "company", "industry"))["technolgy"] == 12
    parents = {row for row in values(dollars, "company", "name", "parent") if row[1]}
    assert len(parents) == 15
    assert {parent for _name, parent in parents} <= {row[0] for row in values(dollars, "company", "name")}
    # A second time changes nothing.
    for name, entity, rows in FILES:
        again = bring(dollars, SALES / name, entity)
        assert counts(again) == (0, 0, rows, 0)
        assert again.undo == 0
    expect_sales(dollars)


def test_the_sales_data_in_the_other_order(dollars: Workspace) -> None:
    """The pipeline first: it makes companies, products and agents, which the other files then complete."""
    made = bring(
        dollars, SALES / "sales_pipeline.csv", "opportunity", decided={"product": {"GTXPro": "GTX Pro"}}
    )
    assert counts(made) == (8_800, 0, 0, 0)
    assert counts(bring(dollars, SALES / "sales_teams.csv", "user")) == (5, 30, 0, 0)
    assert counts(bring(dollars, SALES / "products.csv", "product")) == (0, 7, 0, 0)
    assert counts(bring(dollars, SALES / "accounts.csv", "company")) == (0, 85, 0, 0)
    expect_sales(dollars)
    assert dollars.lists.count("product") == 7
    for name, entity, rows in FILES:
        decided = {"product": {"GTXPro": "GTX Pro"}}
        assert counts(bring(dollars, SALES / name, entity, decided=decided)) == (0, 0, rows, 0)


@pytest.mark.parametrize(("answer", "products"), [("GTX Pro", 7), (None, 8)])
def test_a_likely_name_is_decided(dollars: Workspace, answer: str | None, products: int) -> None:
    bring(dollars, SALES / "products.csv", "product")
    decided = {"product": {"GTXPro": answer}}
    plan = imports.plan_import(dollars, SALES / "sales_pipeline.csv", "opportunity", Choices(decided=decided))
    assert plan.likely == []
    imports.run_import(dollars, plan)
    assert dollars.lists.count("product") == products
    named = Counter(row[0] for row in values(dollars, "opportunity", "product"))
    assert named[answer or "GTXPro"] == 1_480
    assert None not in named
    assert not any(note for (note,) in values(dollars, "opportunity", "note"))


def test_a_likely_name_is_decided_later(dollars: Workspace) -> None:
    """What was left empty at first is filled when the same file comes again with an answer."""
    bring(dollars, SALES / "products.csv", "product")
    bring(dollars, SALES / "sales_pipeline.csv", "opportunity")
    decided = {"product": {"GTXPro": "GTX Pro"}}
    again = bring(dollars, SALES / "sales_pipeline.csv", "opportunity", decided=decided)
    assert counts(again) == (0, 1_480, 7_320, 0)
    assert Counter(row[0] for row in values(dollars, "opportunity", "product"))["GTX Pro"] == 1_480


# ---------------------------------------------------------------- the messy customer list


def cells() -> list[list[Any]]:
    """Return the cells of the messy list, from its headings on."""
    rows = CalamineWorkbook.from_path(MESSY).get_sheet_by_index(0).to_python(skip_empty_area=False)
    head = next(at for at, row in enumerate(rows) if "姓名" in row)
    return [[None if cell == "" else cell for cell in row] for row in rows[head:]]


def expect_people(workspace: Workspace, wanted: list[dict[str, str]] | None = None) -> None:
    names = ("name", "company", "mobile", "postcode", "birthday", "email")
    expected = {tuple(person[one] or None for one in names) for person in wanted or PEOPLE["people"]}
    found = values(workspace, "contact", *KEYS)
    assert len(found) == len(expected)
    assert set(found) == expected


def test_the_messy_list(workspace: Workspace, tmp_path: Path) -> None:
    plan = imports.plan_import(workspace, MESSY, "contact")
    bad = PEOPLE["no_name"] + PEOPLE["bad_email"] + PEOPLE["bad_birthday"]
    assert plan.rows == 600
    assert counts(plan) == (len(PEOPLE["people"]), 0, PEOPLE["exact_duplicates"], bad)
    assert workspace.lists.count("contact") == 0
    result = imports.run_import(workspace, plan)
    assert counts(result) == counts(plan)
    expect_people(workspace)
    sheet = CalamineWorkbook.from_path(MESSY).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for problem in plan.rejected:
        row = [str(cell).strip() for cell in sheet[problem.row - 1]]
        assert problem.value in row
        assert problem.column
        assert problem.reason
    reasons = Counter(problem.column for problem in plan.rejected)
    assert sorted(reasons.values()) == sorted(
        [PEOPLE["no_name"], PEOPLE["bad_email"], PEOPLE["bad_birthday"]]
    )
    assert counts(bring(workspace, MESSY, "contact")) == (0, 0, 600 - bad, bad)
    # The rejected rows come back as a workbook that can be corrected and imported.
    rejects = tmp_path / "rejects.xlsx"
    plan.write_rejects(rejects)
    rows = CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()
    assert len(rows) == bad + 1
    assert counts(imports.plan_import(workspace, rejects, "contact")) == (0, 0, 0, bad)
    corrected = xlsx(
        tmp_path / "corrected.xlsx",
        [rows[0], *(correct(rows[0], row, at) for at, row in enumerate(rows[1:]))],
    )
    assert counts(bring(workspace, corrected, "contact")) == (bad, 0, 0, 0)
    assert workspace.lists.count("contact") == len(PEOPLE["people"]) + bad


def correct(headings: list[str], row: list[Any], at: int) -> list[Any]:
    """Return a rejected row as somebody would repair it."""
    fixed = dict(zip(headings, row, strict=True))
    fixed["姓名"] = fixed["姓名"] or f"Somebody {at}"
    for heading, cell in fixed.items():
        if "@" not in str(cell) and heading in ("邮箱", "E-mail", "Email", "电子邮箱", "电子邮件"):
            fixed[heading] = f"repaired{at}@example.cn"
        if heading in ("生日", "出生日期"):
            fixed[heading] = "1988-12-24"
    return list(fixed.values())


def test_undo_takes_the_messy_list_back_and_redo_brings_it(workspace: Workspace) -> None:
    result = bring(workspace, MESSY, "contact")
    companies = workspace.lists.count("company")
    assert companies > 100
    report = workspace.history.undo(result.undo)
    assert report.kept_count == 0
    assert [workspace.lists.count(one) for one in ("contact", "company", "channel", "address")] == [
        0,
        0,
        0,
        0,
    ]
    redone = workspace.history.undo(report.transaction)
    assert redone.kept_count == 0
    assert workspace.lists.count("company") == companies
    expect_people(workspace)
    assert workspace.problems() == []


ENGLISH = {
    "姓名": "Full name", "公司": "Company", "公司名称": "Company", "手机": "Mobile", "手机号": "Mobile",
    "邮箱": "E-mail", "电子邮箱": "E-mail", "邮编": "Postcode", "生日": "Birthday", "出生日期": "Birthday",
    "备注": "Notes", "职位": "Job title", "地址": "Street", "城市": "City", "省份": "Province", "客户等级": "Level",
    "标签": "Tags", "E-mail": "Email address",
}  # fmt: skip


def as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat()[:10] if isinstance(cell, date) else "" if cell is None else str(cell)


def shuffled(rows: list[list[Any]]) -> list[list[Any]]:
    order = list(range(len(rows[0])))
    random.Random(5).shuffle(order)
    return [[row[place] for place in order] for row in rows]


def english(rows: list[list[Any]]) -> list[list[Any]]:
    return [[ENGLISH.get(cell, cell) for cell in rows[0]], *rows[1:]]


def titled(rows: list[list[Any]]) -> list[list[Any]]:
    return [["Our customers, as of autumn"], [], ["for the office only", None, "page 1"], *rows]


def other_dates(rows: list[list[Any]]) -> list[list[Any]]:
    """Write every real date in one of the ways in which people write them."""
    styles: tuple[Callable[[date], str], ...] = (
        lambda day: f"{day.year}年{day.month}月{day.day}日",
        lambda day: day.strftime("%Y/%m/%d"),
        lambda day: day.strftime("%Y.%m.%d"),
        lambda day: day.strftime("%d %B %Y"),
        lambda day: day.strftime("%Y%m%d"),
    )
    return [
        [styles[at % len(styles)](cell) if isinstance(cell, date) else cell for cell in row]
        for at, row in enumerate(rows)
    ]


@pytest.mark.parametrize("change", [shuffled, english, titled, other_dates])
def test_the_messy_list_in_other_shapes(
    workspace: Workspace, tmp_path: Path, change: Callable[[list[list[Any]]], list[list[Any]]]
) -> None:
    bring(workspace, xlsx(tmp_path / "list.xlsx", change(cells()), "客户"), "contact")
    expect_people(workspace)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("gb18030", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8", ",")]
)
def test_the_messy_list_as_csv(workspace: Workspace, tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [[as_text(cell) for cell in row] for row in cells()]
    i18n.install("zh_CN")
    bring(workspace, plain_csv(tmp_path / "list.csv", rows, encoding, separator), "contact")
    expect_people(workspace)


def test_the_messy_list_as_an_old_workbook(workspace: Workspace, tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("客户")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for line, row in enumerate(cells()):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(line, place, cell, style)
            elif cell is not None:
                sheet.write(line, place, cell)
    book.save(str(tmp_path / "list.xls"))
    bring(workspace, tmp_path / "list.xls", "contact")
    expect_people(workspace)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["ods", "xls", "csv"])
def test_the_messy_list_through_libreoffice(workspace: Workspace, tmp_path: Path, ending: str) -> None:
    import shutil

    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false" if ending == "csv" else ending
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(MESSY)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    bring(workspace, tmp_path / f"{MESSY.stem}.{ending}", "contact")
    expect_people(workspace)
