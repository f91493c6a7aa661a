"""Further addresses of contacts and companies: of tables of other programs, of address cards, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.query import ListQuery
from crm_desktop.services import imports
from crm_desktop.services.card_export import export_cards
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker
from tests.integration.exchange.test_vcard_files import card, notes, written
from tests.integration.services.import_help import bring, counts

PARTS = "kind, is_primary, street, city, postcode"


def addresses(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Return all live addresses, the primary ones first."""
    sql = f"SELECT {PARTS} FROM address WHERE deleted_at IS NULL ORDER BY is_primary DESC, kind, id"
    return workspace.file.reader().execute(sql).fetchall()


@pytest.mark.parametrize(
    ("entity", "before", "kind"),
    [
        ("contact", "Home ", "home"), ("contact", "Home Address ", "home"), ("contact", "Other ", "other"),
        ("contact", "住宅地址 ", "home"), ("company", "Shipping ", "delivery"), ("company", "收货", "delivery"),
        ("company", "shipping_address_", "delivery"), ("contact", "alt_address_", "other"),
        ("contact", "Alternate Address ", "other"), ("company", "Delivery ", "delivery"),
    ],
)  # fmt: skip
def test_a_further_address_comes_in_and_moves(
    workspace: Workspace, sheet: Any, entity: str, before: str, kind: str
) -> None:
    parts = ["Street", "City", "Postal Code"] if before.isascii() else ["街道", "市/县", "邮政编码"]
    head = ["Name", "E-mail", "Street", "City", *(f"{before}{part}" for part in parts)]
    row = ["Neu", "neu@x.example", "Ring 1", "Ulm", "Am Wald 1", "Bonn", "53111"]
    source = sheet(head, row, ["Alt", "", "Tor 2", "Ulm", "", "", ""])
    assert counts(bring(workspace, source, entity)) == (2, 0, 0, 0)
    assert addresses(workspace) == [
        ("main", 1, "Ring 1", "Ulm", None), ("main", 1, "Tor 2", "Ulm", None),
        (kind, 0, "Am Wald 1", "Bonn", "53111"),
    ]  # fmt: skip
    assert counts(imports.plan_import(workspace, source, entity)) == (0, 0, 2, 0)
    moved = sheet(head, [*row[:4], "Am See 2", "Kiel", "24103"])
    result = bring(workspace, moved, entity)
    assert counts(result) == (0, 1, 0, 0)
    assert addresses(workspace)[-1] == (kind, 0, "Am See 2", "Kiel", "24103")
    workspace.history.undo(result.undo)
    assert addresses(workspace)[-1] == (kind, 0, "Am Wald 1", "Bonn", "53111")
    assert workspace.problems() == []


def test_the_address_of_the_bill_is_the_main_one_where_there_is_no_other(
    workspace: Workspace, sheet: Any
) -> None:
    head = ["Name", "Billing Address", "Billing City", "Billing Zip", "Shipping Address", "Shipping City"]
    bring(workspace, sheet(head, ["Neu", "Ring 1", "Ulm", "89073", "Tor 2", "Bonn"]), "company")
    assert addresses(workspace) == [
        ("main", 1, "Ring 1", "Ulm", "89073"),
        ("delivery", 0, "Tor 2", "Bonn", None),
    ]


def test_the_only_address_of_a_record_is_not_taken_for_the_main_one(workspace: Workspace, sheet: Any) -> None:
    head = ["Name", "E-mail", "Street", "Home Street", "Home City"]
    eva, home = ["Eva", "eva@x.example"], ["Am Wald 1", "Bonn"]
    bring(workspace, sheet(head, [*eva, "", *home]), "contact")
    assert addresses(workspace) == [("home", 0, "Am Wald 1", "Bonn", None)]
    plan = imports.plan_import(workspace, sheet(head, [*eva, "Ring 1", *home]), "contact")
    assert plan.preview()[0][3] == "Street: Ring 1"
    imports.run_import(workspace, plan)
    assert addresses(workspace) == [
        ("main", 1, "Ring 1", None, None),
        ("home", 0, "Am Wald 1", "Bonn", None),
    ]


ADR = {
    "work": "ADR;TYPE=WORK:;;Ring 1;Ulm;BW;89073;Germany",
    "home": "ADR;TYPE=HOME,PREF:;;Am Wald 1;Bonn;;53111;Germany",
    "own": "item1.ADR:;;Hafen 3;Kiel;;24103;Germany",
}


def test_all_addresses_of_a_card_come_in(workspace: Workspace, tmp_path: Path) -> None:
    source = written(tmp_path, card("N:Neu;Eva;;;", "FN:Eva Neu", *ADR.values(), "item1.X-ABLabel:Ferien"))
    bring(workspace, source, "contact")
    assert addresses(workspace) == [
        ("main", 1, "Am Wald 1", "Bonn", "53111"),  # the preferred one
        ("other", 0, "Ring 1", "Ulm", "89073"),
    ]
    (note,) = notes(source)
    assert note.endswith("there is no place for it: ADR (1).")
    assert counts(imports.plan_import(workspace, source, "contact")) == (0, 0, 1, 0)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_cards_take_all_addresses_out_and_change_nothing_when_they_come_back(
    workspace: Workspace, make: Maker, tmp_path: Path, version: Any
) -> None:
    ann = make.contact("Ann", street="Ring 1; Hof, 2", city="Ulm")
    bob = make.contact("Bob")
    for contact, kind, city in ((ann, "home", "Bonn"), (ann, "other", "Kiel"), (bob, "delivery", "Jena")):
        values = {"contact": contact, "kind": kind, "city": city, "street": f"{kind} 7"}
        workspace.records.create("address", values)
    before = addresses(workspace)
    out = tmp_path / "people.vcf"
    export_cards(workspace, ListQuery("contact"), out, version=version)
    assert out.read_text("utf-8").count("ADR;") == len(before) == 4
    assert counts(bring(workspace, out, "contact")) == (0, 0, 2, 0)
    for contact in (ann, bob):
        workspace.records.delete("contact", [contact])
    assert counts(bring(workspace, out, "contact")) == (2, 0, 0, 0)
    assert addresses(workspace) == before
