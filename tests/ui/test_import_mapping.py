"""How sure columns are, saved mappings, the row of headings, and files of other records, on the page of the import."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crm_desktop.services.import_choices import Choices
from crm_desktop.ui.quiet_combo import QuietCombo
from tests.integration.exchange.test_calendar_files import calendar, event
from tests.ui.import_kit import choose, columns, ready, workbook

HEADINGS = ["Wer", "Firma", "Elektropost", "Nr"]
ROWS = [
    ["Eva Neu", "Neu GmbH", "eva@neu.example", "K-1"],
    ["张三", "杭州星辰科技有限公司", "zhang@san.example", "K-2"],
    ["Pat O'Brien", "O'Brien Ltd", "pat@obrien.example", "K-3"],
]
MEANT = {"Wer": "full_name", "Firma": "company", "Elektropost": "email", "Nr": ""}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return workbook(tmp_path / "people.xlsx", [["Liste"], HEADINGS, *ROWS])


def checks(page):
    """Return how sure each column is, without what a plan counts in it."""
    said = {heading: line.check.accessibleName() for heading, line in columns(page).lines.items()}
    return {heading: re.sub(r",? ?\d+ (new|odd)$", "", text) for heading, text in said.items()}


def actions(page):
    """Return the entries of the menu of mappings by their texts."""
    button = columns(page).saved
    button.fill()
    return {one.text(): one for one in button.menu().actions() if one.text()}


def test_each_column_tells_how_sure_it_is(qtbot, import_page, people):
    page = import_page("contact", people)
    assert checks(page) == {"Wer": "guess", "Firma": "check", "Elektropost": "check", "Nr": "left out"}
    choose(columns(page).box("Wer"), "note")
    ready(qtbot, page)
    assert checks(page)["Wer"] == "chosen"


def test_a_guess_is_offered_but_not_taken_unless_it_names_the_record(qtbot, import_page, tmp_path):
    rows = [
        ["Full name", "Geboren"],
        ["Eva Neu", "1985-04-03"],
        ["Bo Li", "1990-05-06"],
        ["Cem", "1979-01-02"],
    ]
    page = import_page("contact", workbook(tmp_path / "days.xlsx", rows))
    assert checks(page) == {"Full name": "sure", "Geboren": "Birthday?"}
    assert columns(page).box("Geboren").currentData() == ""
    choose(columns(page).box("Geboren"), "birthday")
    assert checks(page)["Geboren"] == "chosen"


def test_values_that_a_field_cannot_read_make_its_heading_a_guess(qtbot, import_page, tmp_path):
    rows = [["Full name", "Phone"], ["Eva Neu", "ask Ann"], ["Bo Li", "none yet"], ["Cem Ay", "see note"]]
    page = import_page("contact", workbook(tmp_path / "odd.xlsx", rows))
    assert checks(page) == {"Full name": "sure", "Phone": "guess"}


def test_columns_say_how_many_records_they_make_and_how_many_values_are_odd(import_page, tmp_path):
    rows = [
        ["Full name", "Company", "E-mail"],
        ["Eva Neu", "Neu GmbH", "nobody"],
        ["Bo Li", "Li AG", "bo@li.example"],
    ]
    page = import_page("contact", workbook(tmp_path / "odd.xlsx", rows))
    said = {heading: line.check.accessibleName() for heading, line in columns(page).lines.items()}
    assert said == {"Full name": "sure", "Company": "sure, 1 new", "E-mail": "sure, 1 odd"}


def test_columns_of_one_kind_say_which_is_the_main_one(qtbot, import_page, tmp_path):
    rows = [["Name", "Mobile 2", "Mobile", "Phone"], ["Ana", "13800002222", "13800001111", "0571-88001122"]]
    page = import_page("contact", workbook(tmp_path / "two.xlsx", rows))
    said = {heading: one.check.accessibleName() for heading, one in columns(page).lines.items()}
    assert said == {"Name": "sure", "Mobile 2": "sure, further", "Mobile": "sure, main", "Phone": "sure"}
    choose(columns(page).box("Mobile 2"), "")
    ready(qtbot, page)
    assert columns(page).lines["Mobile"].check.accessibleName() == "sure"


def test_a_narrow_box_shows_the_end_of_a_long_choice(qtbot):
    box = QuietCombo("Goes to")
    qtbot.addWidget(box)

    def width(words):
        return box.fontMetrics().horizontalAdvance(words) + 2

    text = "Company · Parent company"
    assert box._fitting(text, width(text)) == text
    assert box._fitting(text, width("… · Parent company")) == "… · Parent company"
    assert box._fitting(text, width("…Parent company")) == "…Parent company"
    assert box._fitting(text, width("… · Parent c…")).startswith("Parent c")


def test_a_mapping_is_saved_used_renamed_and_forgotten(qtbot, workspace, import_context, import_page, people):
    page = import_page("contact", people)
    button = columns(page).saved
    assert button.text() == "Saved mappings"
    choose(columns(page).box("Nr"), "note")
    import_context.messages.text = "Kartei"
    actions(page)["Save this mapping as…"].trigger()
    qtbot.waitUntil(lambda: button.text() == "Saved mapping: Kartei")
    (saved,) = workspace.import_mappings.all()
    assert saved.columns == MEANT | {"Nr": "note"}
    import_context.messages.text = "Karteikasten"
    actions(page)["Rename “Kartei”…"].trigger()
    qtbot.waitUntil(lambda: button.text() == "Saved mapping: Karteikasten")
    actions(page)["Forget “Karteikasten”"].trigger()
    qtbot.waitUntil(lambda: button.text() == "Saved mappings")
    assert workspace.import_mappings.all() == []
    assert columns(page).box("Nr").currentData() == "note"


def test_a_file_is_recognised_with_all_that_goes_with_it(qtbot, workspace, import_page, people):
    choices = Choices(mapping=MEANT | {"Nr": "note"}, keys=("email",), mode="create")
    workspace.import_mappings.save("contact", "Kartei", HEADINGS, choices)
    workspace.import_mappings.save("contact", "Other", ["x", "y"], Choices())
    page = import_page("contact", people)
    assert columns(page).saved.text() == "Saved mapping: Kartei"
    assert set(checks(page).values()) == {"sure"}
    assert (list(page.draft.choices.keys), page.draft.choices.mode) == (["email"], "create")
    assert [text for text, one in actions(page).items() if one.isChecked()] == ["Kartei"]
    actions(page)["Match by headings and values only"].trigger()
    qtbot.waitUntil(lambda: columns(page).saved.text() == "Saved mappings", timeout=20_000)
    ready(qtbot, page)
    assert columns(page).box("Nr").currentData() == ""


def test_the_row_of_headings_is_shown_and_chosen(qtbot, import_page, people):
    page = import_page("contact", people)
    step = page.steps["file"]
    assert step.reading.heading_row.currentData() == 2
    model = step.top.model
    assert [model.index(row, 0).data() for row in range(3)] == ["Liste", "Wer", "Eva Neu"]
    assert model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.headerData(1, Qt.Orientation.Vertical) == "2"
    assert step.top.accessibleName() == "First rows of the file headings in row 2"
    choose(step.reading.heading_row, 0)
    qtbot.waitUntil(lambda: "A" in columns(page).lines, timeout=20_000)
    ready(qtbot, page)
    assert page.draft.plan.rows == 5
    assert step.top.accessibleName() == "First rows of the file no headings"


def export(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


ACCOUNTS = [
    ["Account Name", "Account Owner", "Billing State/Province", "Billing Zip/Postal Code", "Rating"],
    ["Neu GmbH", "Ann Lee", "BW", "89073", "A"],
]


def test_a_known_export_says_what_it_is(qtbot, import_page, tmp_path):
    page = import_page("company", export(tmp_path / "accounts.csv", ACCOUNTS))
    assert columns(page).saved.text() == "Known file: Companies from Salesforce"
    assert columns(page).other.isHidden()


def test_a_file_of_other_records_is_offered_to_their_import(qtbot, import_context, import_page, tmp_path):
    page = import_page("contact", export(tmp_path / "accounts.csv", ACCOUNTS))
    assert not columns(page).other.isHidden()
    assert columns(page).other.button.text() == "Import companies"
    columns(page).other.button.click()
    assert import_context.window.opened == [("contact", 0), ("company", 0)]
    assert page.draft.path is None


def test_nobody_chooses_by_what_entries_of_a_calendar_are_known(import_page, tmp_path):
    talk = event("UID:1", "SUMMARY:Talk", "DTSTART:20310102T090000Z")
    page = import_page("activity", calendar(tmp_path, *talk))
    card = columns(page)
    assert list(card.lines) == ["subject", "kind", "planned_at"]
    assert card.accessibleName() == "Match columns 3 of 3 go in"
    assert page.draft.plan.table.columns["calendar_entry"]
