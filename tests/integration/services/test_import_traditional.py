"""A table from Taiwan or Hong Kong: Big5, headings in traditional characters, values left as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.exchange.mapping import match_headings
from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, plain_csv, texts

ROWS = [
    ("姓名", "公司名稱", "職稱", "手機", "電話", "電子郵件", "郵遞區號", "地址", "備註"),
    ("張偉國", "臺北機械股份有限公司", "業務經理", "0912-345-678", "02-2345-6789", "chang@taipei.example", "110",
     "信義路五段7號", "老客戶，月結"),
    ("王麗華", "高雄貿易行", "採購", "0922-333-444", "07-222-3333", "wang@kao.example", "802", "中正路1號",
     "請在下午聯絡"),
]  # fmt: skip


def test_a_big5_file_comes_in_whole(workspace: Workspace, tmp_path: Path) -> None:
    title = [("客戶聯絡名單",), ("",)]
    source = plain_csv(tmp_path / "list.csv", [*title, *ROWS], encoding="big5")
    assert bring(workspace, source, "contact").created == 2
    keys = ("full_name", "company", "title", "email", "postcode", "street", "note")
    assert texts(workspace, "contact", *keys) == [
        tuple(row[place] for place in (0, 1, 2, 5, 6, 7, 8)) for row in ROWS[1:]
    ]
    assert all(mobile and phone for mobile, phone in texts(workspace, "contact", "mobile", "phone"))


@pytest.mark.parametrize(
    ("entity", "headings"),
    [
        (
            "contact",
            {"聯絡電話": "phone", "聯絡地址": "street", "縣市": "city", "最後聯絡日期": "last_contact"},
        ),
        ("contact", {"建立日期": "created_at"}),
        (
            "company",
            {"產業別": "industry", "業務負責人": "owner", "網站": "website", "建立時間": "created_at"},
        ),
    ],
)
def test_the_words_of_taiwan_are_known(entity: str, headings: dict[str, str]) -> None:
    found = match_headings(list(headings), registry.entity(entity)).columns
    assert {one.heading: one.field.key for one in found if one.field is not None} == headings


def test_what_the_program_works_out_itself_is_not_called_unknown(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [
        ("Subject", "Takes place", "日期/时间", "Changed", "Shoe size"),
        ("Call", "2026-11-20", "", "2026-11-20", "44"),
    ]
    plan = imports.plan_import(workspace, plain_csv(tmp_path / "a.csv", rows), "activity")
    assert [one for one in plan.notes if "not recognised" in one] == [
        "Left out, because not recognised: Shoe size."
    ]
