"""The commands about records: list, show, undo."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.services.workspace import open_workspace
from tests.conftest import check_sound
from tests.integration.cli_help import ACME, BLUE, STAR, Cli
from tests.integration.services.import_help import plain_csv

ENTITIES = (
    "companies", "contacts", "leads", "opportunities", "products", "quotes", "orders", "activities",
    "service-requests", "campaigns", "articles",
)  # fmt: skip


# ---------------------------------------------------------------- list and show


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_entity_is_listed_and_shown(cli: Cli, demo: Path, entity: str) -> None:
    found = cli.json("list", entity)
    assert list(found) == ["total", "rows"]
    assert found["total"] == len(found["rows"]) > 0
    keys = list(found["rows"][0])
    assert keys[0] == "id"
    assert all(list(row) == keys for row in found["rows"])
    said = cli("list", entity, "--limit", 2)
    assert len(said.lines) == 4
    assert "the first 2 shown" in said.err
    one = cli.json("show", entity, found["rows"][0]["id"])
    clocks = ["clocks"] if entity == "service-requests" else []
    assert list(one) == [*keys, *clocks, "related", "history"]
    assert {key: one[key] for key in keys} == found["rows"][0]
    assert cli("show", entity, found["rows"][0]["id"]).lines
    assert cli.json("list", entity, "--limit", 0) == {"total": found["total"], "rows": []}


def names(cli: Cli, entity: str, *words: object) -> list[str]:
    key = "full_name" if entity == "contacts" else "name"
    return [row[key] for row in cli.json("list", entity, *words)["rows"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana", ["Ana Beltrán"]),
        ("beltran", ["Ana Beltrán"]),
        ("qin lan", ["秦岚"]),
        ("qinlan", ["秦岚"]),
        ("ql", ["秦岚"]),
        ("秦", ["秦岚"]),
        ("2345678", ["Ana Beltrán"]),
        ("nobody", []),
    ],
)
def test_search(cli: Cli, filled: Path, text: str, found: list[str]) -> None:
    assert names(cli, "contacts", "--search", text) == found


@pytest.mark.parametrize(
    ("entity", "conditions", "found"),
    [
        # text
        ("companies", ["city=Köln"], {ACME}),
        ("companies", ["City=Köln"], {ACME}),
        ("companies", ["city!=Köln"], {BLUE, STAR}),
        ("companies", ["name~sky"], {BLUE}),
        ("companies", ["name~星辰"], {STAR}),
        ("companies", [f"name={BLUE}"], {BLUE}),
        ("companies", ["city="], {BLUE}),
        ("companies", ["city!="], {ACME, STAR}),
        # option, in any language, and its absence
        ("companies", ["industry=Manufacturing"], {ACME}),
        ("companies", ["industry=制造业"], {ACME}),
        ("companies", ["level=a"], {ACME}),
        ("companies", ["level="], {BLUE, STAR}),
        # reference
        ("contacts", ["company=acme tools"], {"Ana Beltrán"}),
        ("contacts", [f"company={STAR}"], {"秦岚"}),
        ("contacts", ["company="], {"Bob Stone"}),
        ("opportunities", ["stage=Prospecting"], {"Pumps", "Valves", "Gaskets"}),
        # choice
        ("contacts", ["gender=Female"], {"Ana Beltrán"}),
        ("contacts", ["gender=女"], {"Ana Beltrán"}),
        # date: the day itself belongs to <= and >=
        ("contacts", ["birthday=1988-03-07"], {"Ana Beltrán"}),
        ("contacts", ["birthday<=1988-03-07"], {"Ana Beltrán"}),
        ("contacts", ["birthday<1988-03-07"], set()),
        ("contacts", ["birthday>=1990-01-01"], {"Bob Stone"}),
        ("contacts", ["birthday>1990-01-01"], set()),
        ("contacts", ["last_contact=2026-03-07"], {"Ana Beltrán"}),
        ("contacts", ["last_contact<=2026-03-07"], {"Ana Beltrán"}),
        ("contacts", ["last_contact<2026-03-07"], set()),
        # number
        ("companies", ["employees=45"], {STAR}),
        ("companies", ["employees>=45"], {ACME, STAR}),
        ("companies", ["employees>45"], {ACME}),
        ("companies", ["employees<=8", "employees>=8"], {BLUE}),
        ("companies", ["employees<8"], set()),
        ("companies", ["annual_revenue="], {ACME, STAR}),
        # money, in whole units
        ("companies", ["annual_revenue=12345.67"], {BLUE}),
        ("opportunities", ["amount>=1000"], {"Pumps", "Valves"}),
        ("opportunities", ["amount>1,000"], {"Valves"}),
        ("opportunities", ["amount<2500.50"], {"Pumps"}),
        # flag
        ("products", ["active=yes"], {"Pump 7"}),
        ("products", ["active!=yes"], {"Pump 6"}),
        ("products", ["active=否"], {"Pump 6"}),
        # tags
        ("companies", ["tags=vip"], {ACME}),
        ("companies", ["tags=fair 2026"], {ACME}),
        ("companies", ["tags!=vip"], {BLUE, STAR}),
        ("companies", ["tags="], {BLUE, STAR}),
    ],
)
def test_conditions(cli: Cli, filled: Path, entity: str, conditions: list[str], found: set[str]) -> None:
    words = [word for one in conditions for word in ("--where", one)]
    assert set(names(cli, entity, *words)) == found


def test_a_reference_that_is_not_unique_needs_an_id(cli: Cli, filled: Path) -> None:
    rows = cli.json("list", "contacts", "--where", "full_name=Bob Stone")["rows"]
    said = cli("list", "opportunities", "--where", "contact=Bob Stone", expect=2).err
    assert all(str(row["id"]) in said for row in rows)
    ana = cli.json("show", "contacts", "Ana Beltrán")["id"]
    assert len(names(cli, "opportunities", "--where", f"contact={ana}")) == 3


def test_sort(cli: Cli, filled: Path) -> None:
    assert names(cli, "companies", "--sort", "employees") == [BLUE, STAR, ACME]
    assert names(cli, "companies", "--sort", "-employees") == [ACME, STAR, BLUE]
    assert names(cli, "companies", "--sort=-name")[-1] == ACME
    assert names(cli, "opportunities", "--sort", "-amount", "--limit", 1) == ["Valves"]


def test_plain_values(cli: Cli, filled: Path) -> None:
    company = cli.json("show", "companies", ACME)
    assert company["industry"] == "Manufacturing"
    assert company["tags"] == ["fair 2026", "vip"]
    assert (company["employees"], company["note"]) == (120, None)
    assert cli.json("show", "companies", "Blue")["annual_revenue"] == 12345.67
    sale = cli.json("show", "opportunities", "Valves")
    assert (sale["amount"], sale["currency"], sale["expected_close"]) == (2500.5, "USD", "2026-06-01")
    ana = cli.json("show", "contacts", "ana")
    assert (ana["birthday"], ana["last_contact"]) == ("1988-03-07", "2026-03-07T12:00:00Z")
    assert ana["company"] == ACME
    assert {"entity": "opportunity", "field": "contact", "count": 3} in ana["related"]
    assert list(ana["history"][0]) == ["transaction", "at", "title", "user", "changes"]


def test_show_as_text(cli: Cli, filled: Path) -> None:
    said = cli("show", "contacts", "Ana Beltrán").out
    assert said.startswith("Ana Beltrán\n")
    for word in ("Acme Tools", "7 Mar 1988", "Pumps", "Ann Example"):
        assert word in said


@pytest.mark.parametrize("name", ["Bob Stone", "bob"])
def test_a_name_that_several_have(cli: Cli, filled: Path, name: str) -> None:
    ids = [row["id"] for row in cli.json("list", "contacts", "--where", "full_name=Bob Stone")["rows"]]
    said = cli("show", "contacts", name, expect=1)
    assert all(str(one) in said.err for one in ids)
    assert "秦岚" not in said.err
    assert cli("show", "contacts", ids[0]).out.startswith("Bob Stone")


@pytest.mark.parametrize("name", ["1", "912", "²", "99999999999999999999", "nobody", ""])
def test_a_record_that_is_not_there(cli: Cli, filled: Path, name: str) -> None:
    assert "no record" in cli("show", "contacts", name, expect=1).err


# ---------------------------------------------------------------- undo


def test_undo_and_redo(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "people.csv", [["Full name"], ["Eva Neu"], ["Udo Alt"]])
    number = cli.json("import", source, "--as", "contacts")["undo"]
    listed = cli.json("undo", "--list")["transactions"]
    assert list(listed[0]) == ["id", "title", "kind", "at", "undone"]
    assert (listed[0]["id"], listed[0]["undone"]) == (number, False)
    assert listed[0]["title"] == "Import people.csv"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", listed[0]["at"])
    assert abs(datetime.fromisoformat(listed[0]["at"]) - datetime.now(UTC)) < timedelta(hours=1)
    report = cli.json("undo", number)
    assert list(report) == ["undone", "transaction", "restored", "kept"]
    assert report["undone"] == "Import people.csv"
    assert cli.json("list", "contacts")["total"] == 4
    assert "undone" in cli("undo", "--list").out
    cli("undo", report["transaction"])  # undoing an undo
    assert cli.json("list", "contacts")["total"] == 6
    workspace = open_workspace(filled)
    check_sound(workspace)
    workspace.close()


def test_undo_last_goes_on_backwards(cli: Cli, filled: Path, tmp_path: Path) -> None:
    for name in ("One Man", "Two Men"):
        cli("import", plain_csv(tmp_path / f"{name}.csv", [["Full name"], [name]]), "--as", "contacts")
    assert cli("undo", "--last").out.splitlines() == [
        "Undone: Import Two Men.csv",
        "1 record moved to the trash",
    ]
    assert "Undone: Import One Man.csv" in cli("undo", "--last").out
    assert cli.json("list", "contacts")["total"] == 4


def test_undo_keeps_later_edits(cli: Cli, filled: Path, tmp_path: Path) -> None:
    source = plain_csv(tmp_path / "firms.csv", [["Name", "City"], [ACME, "Bonn"], [STAR, "上海"]])
    number = cli.json("import", source, "--as", "companies")["undo"]
    cli("import", plain_csv(tmp_path / "more.csv", [["Name", "City"], [ACME, "Mainz"]]), "--as", "companies")
    said = cli("undo", number).out
    assert ACME in said
    assert "later edit" in said
    assert cli.json("show", "companies", ACME)["city"] == "Mainz"
    assert cli.json("show", "companies", STAR)["city"] == "杭州"


@pytest.mark.parametrize("words", [["0"], ["1"], ["99999999999999999999"], ["-5"]])
def test_undo_of_nothing(cli: Cli, filled: Path, words: list[str]) -> None:
    before = filled.read_bytes()
    assert cli("undo", *words, expect=2 if words[0][0] == "-" else 1).err
    assert filled.read_bytes() == before
    cli("undo", "--last", "1", expect=2)
