"""Searches give the nearest records first, in the first page as in the whole list."""

from __future__ import annotations

from crm_desktop.services.workspace import ListQuery, Workspace
from tests.conftest import Maker


def titles(workspace: Workspace, search: str, limit: int = 0, **query: object) -> list[str]:
    asked = ListQuery("contact", search=search, **query)  # type: ignore[arg-type]
    found = workspace.lists.first_ids(asked, limit) if limit else workspace.lists.ids(asked)
    return [row.texts[0] for row in workspace.lists.page("contact", ["full_name"], found)]


def test_whole_words_and_starts_come_first(workspace: Workspace, make: Maker) -> None:
    company = make.company("Weihai Steel")
    for name in ("Bo Weimer", "Cora Wei", "Weingart", "Wei Adams", "Anna Nobody", "张伟", "韦伟"):
        make.contact(name, company=company)
    nearest = ["Wei Adams", "韦伟", "Weingart", "Cora Wei", "Bo Weimer", "张伟", "Anna Nobody"]
    assert sorted(titles(workspace, "wei")) == sorted(nearest)
    assert titles(workspace, "wei") == nearest
    for limit in (1, 3, 7, 100):
        assert titles(workspace, "wei", limit) == nearest[:limit]


def test_a_chosen_order_stays(workspace: Workspace, make: Maker) -> None:
    for name in ("Zoe Ana", "Ana Zuse", "Bo Anand"):
        make.contact(name)
    assert titles(workspace, "ana") == ["Ana Zuse", "Zoe Ana", "Bo Anand"]
    assert titles(workspace, "ana", sort="full_name") == ["Ana Zuse", "Bo Anand", "Zoe Ana"]
    assert titles(workspace, "ana", sort="full_name", descending=True) == ["Zoe Ana", "Bo Anand", "Ana Zuse"]


def test_only_the_first_hundred_are_ranked(workspace: Workspace, make: Maker) -> None:
    make.many(150, "contact", name="Aaa %05d")
    make.contact("Zed Aaa")
    found = titles(workspace, "aaa")
    assert len(found) == 151
    assert found[:100] == titles(workspace, "aaa", 100)
    assert found[-1] == "Zed Aaa", "the last by name is not among the hundred"
