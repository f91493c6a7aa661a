"""What was exported and is imported again changes nothing: not a record, not the log."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core import i18n
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services import card_export
from crm_desktop.services.demo import demo_firm, make_demo
from crm_desktop.services.exports import export_list
from crm_desktop.services.workspace import Workspace, new_workspace, open_workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, counts, everything, texts

ENDINGS = ["xlsx", "csv", "json"]
MAIN = [one.name for one in registry.MAIN]
BESIDE = [
    "segment", "template", "survey", "target", "user", "tag", "pipeline", "stage", "option", "work_calendar",
    "sla_policy", "saved_view", "setting", "address", "affiliation", "consent", "campaign_cost", "campaign_step",
    "campaign_member", "work_interval", "tag_link", "channel", "line", "stage_change",
    "request_message", "status_change", "survey_answer", "opportunity_contact", "participant", "segment_member",
]  # fmt: skip


def check_neutral(workspace: Workspace, entity: str, ending: str, folder: Path) -> None:
    """Export all records of an entity, import the table, and assert that nothing at all changed."""
    out = folder / f"{entity}.{ending}"
    export_list(workspace, ListQuery(entity), out)
    before = everything(workspace)
    number = workspace.lists.count(entity)
    assert number
    result = bring(workspace, out, entity)
    assert counts(result) == (0, 0, number, 0)
    assert result.undo == 0
    assert everything(workspace) == before


# ---------------------------------------------------------------- the made-up firms


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def firm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A made-up firm, shared by all tests of this file, as none of them changes it."""
    i18n.install(request.param)
    firm = demo_firm(request.param)
    path = tmp_path_factory.mktemp("firm") / f"{request.param}.crm"
    opened = new_workspace(
        path, firm_name=firm.name, currency=firm.currency, region=firm.region, user_name="Ann", demo=True
    )
    make_demo(opened, language=request.param, size=30)
    yield opened
    opened.close()


@pytest.fixture
def its_language(firm: Workspace) -> None:
    i18n.install(firm.path.stem)


@pytest.mark.usefixtures("its_language")
@pytest.mark.parametrize(
    ("entity", "ending"),
    [
        *((one, ending) for one in MAIN for ending in ENDINGS),
        *((one, ending) for one in BESIDE for ending in ("xlsx", "json")),
        *((one, "vcf") for one in card_export.ENTITIES),
    ],
)
def test_every_kind_of_record(firm: Workspace, tmp_path: Path, entity: str, ending: str) -> None:
    check_neutral(firm, entity, ending, tmp_path)


# ---------------------------------------------------------------- records of one name


class Twins:
    """Two companies with a contact Anna Fischer and an opportunity “Pumps” each."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        make = Maker(workspace)
        self.companies = [make.company("Acme"), make.company("Blue")]
        self.contacts = [make.contact("Anna Fischer", company=one) for one in self.companies]
        make.contact("Anna Fischer")
        self.opportunities = [
            workspace.records.create("opportunity", {"name": "Pumps", "company": company, "contact": contact})
            for company, contact in zip(self.companies, self.contacts, strict=True)
        ]

    def each(self, entity: str, *keys: str, **values: Any) -> None:
        """Make a record for each company, with references to its twins."""
        for number, references in enumerate(
            zip(self.companies, self.contacts, self.opportunities, strict=True)
        ):
            own = dict(zip(("company", "contact", "opportunity"), references, strict=True))
            named = {key: f"{value} {number}" if key == "subject" else value for key, value in values.items()}
            self.workspace.records.create(entity, named | {key: own[key] for key in keys})


@pytest.fixture
def twins(workspace: Workspace) -> Twins:
    return Twins(workspace)


ALIKE: list[Any] = [
    ("quote", ("company", "contact", "opportunity"), {}),
    ("sales_order", ("company", "contact", "opportunity"), {}),
    ("sales_order", ("contact",), {}),
    ("sales_order", ("opportunity",), {}),
    ("service_request", ("company", "contact"), {"title": "Leak"}),
    ("service_request", ("contact",), {"title": "Leak"}),
    ("activity", ("company",), {"kind": "call", "subject": "Call"}),
    ("activity", ("company", "contact"), {"kind": "call", "subject": "Call"}),
    ("activity", ("contact",), {"kind": "call", "subject": "Call"}),
    ("activity", ("opportunity",), {"kind": "call", "subject": "Call"}),
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("entity", "keys", "values"), ALIKE)
def test_references_to_records_of_one_name(
    twins: Twins, tmp_path: Path, entity: str, keys: tuple[str, ...], values: dict[str, Any], ending: str
) -> None:
    twins.each(entity, *keys, **values)
    check_neutral(twins.workspace, entity, ending, tmp_path)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("entity", ["contact", "opportunity"])
def test_records_of_one_name_in_several_companies(
    twins: Twins, tmp_path: Path, entity: str, ending: str
) -> None:
    check_neutral(twins.workspace, entity, ending, tmp_path)


TWO: list[Any] = [
    ("service_request", {"title": "Leak"}, {}),
    ("lead", {"name": "Anna Fischer"}, {}),
    ("product", {"name": "Pump"}, {"sku": "P-2"}),
    ("opportunity", {"name": "Valves", "amount": 100}, {"amount": 200}),
    ("company", {"name": "Twin", "city": "Köln"}, {"city": "Bonn"}),
    ("campaign", {"name": "Fair", "budget": 100}, {"budget": 200}),
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("entity", "values", "other"), TWO)
def test_two_of_one_name(
    workspace: Workspace,
    tmp_path: Path,
    entity: str,
    values: dict[str, Any],
    other: dict[str, Any],
    ending: str,
) -> None:
    """Rows that fit several records must leave them as they are, or say so; never write one over the other."""
    workspace.records.create(entity, values)
    workspace.records.create(entity, values | other)
    check_neutral(workspace, entity, ending, tmp_path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_two_opportunities_of_one_name_and_company(twins: Twins, tmp_path: Path, ending: str) -> None:
    twins.each("opportunity", "company", "contact", name="Pumps", amount=300)
    check_neutral(twins.workspace, "opportunity", ending, tmp_path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_activities_that_differ_in_little(twins: Twins, tmp_path: Path, ending: str) -> None:
    create = twins.workspace.records.create
    acme, anna = twins.companies[0], twins.contacts[0]
    for values in (
        {"kind": "call", "subject": "Call", "company": acme, "contact": anna},
        {"kind": "call", "subject": "Call", "company": acme, "contact": anna, "due_on": date(2026, 5, 1)},
        {"kind": "task", "subject": "Call", "company": acme, "contact": anna},
        {"kind": "note", "body": "no subject"},
        {"kind": "note", "body": 'several\nlines; "quoted", and a comma'},
    ):
        create("activity", values)
    check_neutral(twins.workspace, "activity", ending, tmp_path)


# ---------------------------------------------------------------- whatever was typed

WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t,;\"'=+-@|\\"),
    min_size=1,
    max_size=40,
).map(str.strip).filter(bool)  # fmt: skip


@settings(max_examples=10)
@given(st.lists(WORDS, min_size=1, max_size=5, unique=True), st.sampled_from(ENDINGS))
def test_any_text_comes_back(
    plain_template: Path, tmp_path_factory: pytest.TempPathFactory, texts: list[str], ending: str
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    workspace = open_workspace(Path(shutil.copyfile(plain_template, folder / "a.crm")))
    for number, text in enumerate(texts):
        workspace.records.create("activity", {"kind": "note", "subject": f"Note {number}", "body": text})
        workspace.records.create("campaign", {"name": f"Campaign {number}", "note": text})
    check_neutral(workspace, "activity", ending, folder)
    check_neutral(workspace, "campaign", ending, folder)
    workspace.close()


# ---------------------------------------------------------------- records known by their number


def test_a_record_of_our_json_is_known_whatever_it_is_called_now(
    workspace: Workspace, tmp_path: Path
) -> None:
    acme = workspace.records.create("company", {"name": "Acme", "city": "Bonn"})
    out = tmp_path / "companies.json"
    export_list(workspace, ListQuery("company"), out)
    workspace.records.save("company", acme, {"name": "Acme Pumps", "city": "Köln"})
    blue = workspace.records.create("company", {"name": "Acme"})
    assert counts(bring(workspace, out, "company")) == (0, 1, 0, 0)
    assert texts(workspace, "company", "name", "city") == [("Acme", "Bonn"), ("Acme", "")]
    workspace.records.delete("company", [acme, blue])
    assert counts(bring(workspace, out, "company")) == (1, 0, 0, 0)


def test_two_numbers_are_two_records_in_an_empty_file_too(
    twins: Twins, plain_template: Path, tmp_path: Path
) -> None:
    out = tmp_path / "opportunities.json"
    for company in twins.companies:
        twins.workspace.records.create("opportunity", {"name": "Pumps", "company": company, "amount": 7})
    export_list(twins.workspace, ListQuery("opportunity"), out)
    other = open_workspace(Path(shutil.copyfile(plain_template, tmp_path / "other.crm")))
    assert counts(bring(other, out, "opportunity")) == (4, 0, 0, 0)
    other.close()


def test_times_that_a_spreadsheet_program_wrote_without_their_seconds(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.records.create(
        "activity", {"subject": "Call", "started_at": datetime(2026, 1, 2, 3, 4, 5).astimezone(UTC)}
    )
    path = tmp_path / "calls.csv"
    path.write_text("Subject,Started\nCall,2026-01-02 03:04\n", encoding="utf-8")
    assert counts(bring(workspace, path, "activity", keys=["subject"])) == (0, 0, 1, 0)
    path.write_text("Subject,Started\nCall,2026-01-02 03:05\n", encoding="utf-8")
    assert counts(bring(workspace, path, "activity", keys=["subject"])) == (0, 1, 0, 0)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_number_of_a_record_goes_out_and_comes_in(
    workspace: Workspace, make: Maker, tmp_path: Path, ending: str, language: str
) -> None:
    i18n.install(language)
    ann, bo = (
        make.contact("Ann", mobile="13800000001", email="ann@x.example"),
        make.contact("Bo", mobile="13800000004"),
    )
    with workspace.work("More numbers") as work:
        for contact, kind, value in (
            (ann, "mobile", "13800000002"), (ann, "mobile", "13800000003"), (bo, "email", "bo@x.example"),
            (ann, "email", "a@home.example"),
        ):  # fmt: skip
            work.add(registry.model("channel"), contact_id=contact, kind=kind, value=value)
    check_neutral(workspace, "contact", ending, tmp_path)
    empty = new_workspace(tmp_path / "empty.crm")
    bring(empty, tmp_path / f"contact.{ending}", "contact")
    held = "SELECT kind, value FROM channel WHERE deleted_at IS NULL ORDER BY kind, value"
    assert empty.file.reader().execute(held).fetchall() == workspace.file.reader().execute(held).fetchall()
    empty.close()
