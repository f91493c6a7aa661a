"""Search finds what is written in a record, its parts, tags and references, and follows changes."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.services.workspace import ListQuery, Workspace
from tests.conftest import Maker, check_sound
from tests.integration.store.store_help import found, ids


def test_search_reads_names_channels_tags_and_companies(workspace: Workspace, make: Maker) -> None:
    company = make.company("杭州青禾纺织有限公司", phone="+86 571 8888 1234", city="杭州", tags=["重点客户"])
    contact = make.contact(
        "曾晓梅", company=company, title="采购经理", email="xm.zeng@qinghe.cn", mobile="138 5712 3345"
    )
    for search in ("qhfz", "青禾", "纺织有限", "hangzhou", "8881234", "重点", "zdkh"):
        assert found(workspace, search) == [company], search
    for search in (
        "zxm",
        "zengxiaomei",
        "晓梅",
        "5712",
        "138 5712",
        "青禾",
        "qhfz",
        "采购",
        "cgjl",
        "xm.zeng",
        "zeng qinghe",
        "qinghe.cn",
    ):
        assert found(workspace, search, "contact") == [contact], search
    for search in ("cengxiaomei", "9999", "禾青", "nobody"):
        assert found(workspace, search, "contact") == [], search


def test_search_follows_a_renamed_company(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    contact = make.contact("Ann", company=company)
    opportunity = workspace.records.create("opportunity", {"name": "Big", "company": company})
    workspace.records.save("company", company, {"name": "Zebra"})
    assert found(workspace, "zebra", "contact") == [contact]
    assert found(workspace, "zebra", "opportunity") == [opportunity]
    assert found(workspace, "acme", "contact") == found(workspace, "acme", "opportunity") == []
    workspace.records.set_many("company", [company], {"name": "Yak"})
    assert found(workspace, "yak", "contact") == [contact]
    workspace.history.undo_last()
    assert found(workspace, "zebra", "contact") == [contact]
    assert found(workspace, "yak", "contact") == []


def test_search_follows_tags(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", tags=["Gold"])
    assert found(workspace, "gold") == [company]
    tag = ids(workspace, "tag")[0]
    workspace.records.save("tag", tag, {"name": "Silver"})
    assert (found(workspace, "gold"), found(workspace, "silver")) == ([], [company])
    workspace.records.save("company", company, {"tags": []})
    assert found(workspace, "silver") == []
    with workspace.work("Tag many", "bulk") as work:
        columns = ["id", "tag_id", "entity", "row_id"]
        work.insert_many("tag_link", columns, [(work.writer.ids.next(), tag, "company", company)])
    assert found(workspace, "silver") == [company]


def test_search_follows_a_part_that_moves_to_another_record(workspace: Workspace, make: Maker) -> None:
    one, other = make.contact("Ann", mobile="0171 5556677"), make.contact("Bob")
    with workspace.work("Merge", "merge") as work:
        work.execute("UPDATE channel SET contact_id = ? WHERE contact_id = ?", (other, one))
    assert found(workspace, "5556677", "contact") == [other]


def test_deleted_records_are_not_found_and_come_back(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 5556677")
    make.company("Zebra")
    workspace.records.delete("company", [company])
    assert found(workspace, "acme") == found(workspace, "5556677") == []
    assert company not in ids(workspace, "company")
    assert ids(workspace, "company", trash=True) == [company]
    assert ids(workspace, "company", trash=True, search="ACM") == [company]
    assert ids(workspace, "company", trash=True, search="zeb") == []
    workspace.records.restore("company", [company])
    assert found(workspace, "acme") == found(workspace, "5556677") == [company]
    assert ids(workspace, "company", trash=True) == []
    check_sound(workspace)


def test_a_name_changed_while_in_the_trash(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    for name in ("Bbb", "Zebra"):
        make.company(name)
    workspace.records.delete("company", [company])
    workspace.records.save("company", company, {"name": "Mmm"})
    make.company("Abc")
    workspace.records.restore("company", [company])
    assert [workspace.records.get("company", one).title for one in ids(workspace, "company")] == [
        "Abc",
        "Bbb",
        "Mmm",
        "Zebra",
    ]
    assert found(workspace, "mmm") == [company]
    assert found(workspace, "acme") == []
    check_sound(workspace)


def test_searching_a_list_without_an_index(workspace: Workspace) -> None:
    with pytest.raises(UsageProblem, match="cannot be searched"):
        found(workspace, "x", "channel")


def test_a_list_can_be_cancelled(workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    make.many(20_000)
    with pytest.raises(Cancelled):
        workspace.lists.ids(ListQuery("company"), lambda: True)
    assert len(workspace.lists.ids(ListQuery("company"), lambda: False)) == 20_000
    assert workspace.lists.count("company") == 20_000
