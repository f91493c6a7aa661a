"""Contacts and companies as address cards: all their channels, nothing of other records, and back as they were."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.services.card_export import export_cards
from crm_desktop.services.exports import export_list
from crm_desktop.services.workspace import Workspace, open_workspace
from tests.integration.services.import_help import bring, counts, texts


def add_mobile(workspace: Workspace, contact: int, value: str) -> None:
    """Give a contact one more mobile."""
    workspace.records.create("channel", {"contact": contact, "kind": "mobile", "value": value})


@pytest.fixture
def ann(workspace: Workspace) -> int:
    """A contact of whom a card knows everything."""
    company = workspace.records.create("company", {"name": "Weber; Söhne, GmbH"})
    contact = workspace.records.create(
        "contact",
        {
            "full_name": "王小明", "company": company, "title": "Leiter, Einkauf", "department": "Einkauf",
            "email": "ann@weber.example", "mobile": "+49 170 1", "phone": "+49 30 1", "wechat": "ann_wx", "qq": "12345",
            "birthday": date(1980, 2, 29), "gender": "female", "tags": ["VIP", "Messe 2025"],
            "note": "two\nlines; one, comma", "country": "中国", "province": "北京", "city": "北京",
            "district": "海淀区", "street": "中关村大街1号", "postcode": "100080",
        },
    )  # fmt: skip
    add_mobile(workspace, contact, "+49 170 2")
    return contact


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_card_comes_back_into_an_empty_file_with_everything(
    workspace: Workspace, ann: int, plain_template: Path, tmp_path: Path, version: str
) -> None:
    out = tmp_path / "people.vcf"
    assert export_cards(workspace, ListQuery("contact"), out, version=version).rows == 1  # type: ignore[arg-type]
    keys = [one.key for one in workspace.lists.fields("contact") if one.writable and one.key != "created_at"]
    other = open_workspace(Path(shutil.copyfile(plain_template, tmp_path / "other.crm")))
    try:
        assert counts(bring(other, out, "contact")) == (1, 0, 0, 0)
        assert texts(other, "contact", *keys) == texts(workspace, "contact", *keys)
        assert sorted(texts(other, "channel", "kind", "value")) == sorted(
            texts(workspace, "channel", "kind", "value")
        )
    finally:
        other.close()
    assert counts(bring(workspace, out, "contact")) == (0, 0, 1, 0)


def test_only_the_list_goes_out_in_its_order(workspace: Workspace, ann: int, tmp_path: Path) -> None:
    for name in ("Bo", "Cy", "Al"):
        workspace.records.create("contact", {"full_name": name})
    out = tmp_path / "people.vcf"
    query = ListQuery("contact", sort="full_name", descending=True)
    export_list(workspace, query, out)
    names = [line[3:] for line in out.read_text(encoding="utf-8").splitlines() if line.startswith("FN:")]
    assert names == ["王小明", "Cy", "Bo", "Al"]


def test_other_records_are_no_cards(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="Only contacts and companies"):
        export_list(workspace, ListQuery("order"), tmp_path / "orders.vcf")
    assert not (tmp_path / "orders.vcf").exists()


def test_a_cancelled_export_leaves_no_file(workspace: Workspace, ann: int, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        export_cards(workspace, ListQuery("contact"), tmp_path / "people.vcf", cancelled=lambda: True)
    assert list(tmp_path.glob("*.vcf")) == []
