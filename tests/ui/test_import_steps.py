"""Single parts of the import's page: what a column does, files of lately, the template, the rate."""

from __future__ import annotations

from threading import Event

import pytest
from python_calamine import CalamineWorkbook

from crm_desktop.services import imports
from crm_desktop.ui.import_recent import MOST, recent, remember
from crm_desktop.ui.import_write_step import told_rows
from tests.ui.import_kit import choose, columns, press, preview, ready, rows, workbook, written


def policy(page, heading, choice):
    """Choose what a column does, as in its menu."""
    menu = columns(page).lines[heading].policy.menu_of_choices()
    next(one for one in menu.actions() if one.data() == choice).trigger()


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("overwrite", "Note: old → new; City: Bonn → Ulm"),
        ("fill", "City: Bonn → Ulm"),
        ("append", "Note: old → old new; City: Bonn → Ulm"),
    ],
)
def test_a_column_overwrites_fills_or_adds(qtbot, make, import_page, tmp_path, choice, told):
    make.company("Acme", note="old", city="Bonn")
    table = [["Company", "Note", "City"], ["Acme", "new", "Ulm"]]
    page = import_page("company", workbook(tmp_path / "a.xlsx", table))
    policy(page, "Note", choice)
    ready(qtbot, page)
    assert rows(page)[0][3] == told


def test_an_empty_cell_erases_only_where_that_was_chosen(qtbot, workspace, make, import_page, tmp_path):
    acme = make.company("Acme", note="old", city="Bonn")
    table = [["Company", "Note", "City"], ["Acme", "", "Ulm"]]
    page = import_page("company", workbook(tmp_path / "a.xlsx", table))
    policy(page, "Note", "erase")
    ready(qtbot, page)
    assert columns(page).lines["Note"].check.accessibleName() == "sure, erases"
    written(qtbot, page)
    assert workspace.records.get("company", acme).values["note"] is None


def test_a_column_that_goes_nowhere_has_no_policy(qtbot, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company", "Note"], ["Acme", "new"]]))
    policy(page, "Note", "fill")
    ready(qtbot, page)
    choose(columns(page).box("Note"), "")
    ready(qtbot, page)
    assert columns(page).lines["Note"].policy.isHidden()
    assert page.draft.choices.policies == {}
    choose(columns(page).box("Note"), "note")
    ready(qtbot, page)
    assert columns(page).lines["Note"].policy.policy == "overwrite"


def test_files_of_lately_are_opened_again(qtbot, import_page, tmp_path):
    first = workbook(tmp_path / "first.xlsx", [["Company"], ["Acme"]])
    page = import_page("company", first)
    page.read(workbook(tmp_path / "second.xlsx", [["Company"], ["Beta"]]))
    ready(qtbot, page)
    press(page, "Cancel")
    recently = page.steps["file"].recent
    qtbot.waitUntil(lambda: [one.title for one in recently.list.lines()] == ["second.xlsx", "first.xlsx"])
    recently.list.opened.emit(recently.list.line(1))
    ready(qtbot, page)
    assert page.draft.path == first
    qtbot.waitUntil(lambda: [one.title for one in recently.list.lines()] == ["second.xlsx"])
    (tmp_path / "second.xlsx").unlink()
    recently.refresh()
    qtbot.waitUntil(recently.isHidden)


def test_only_the_latest_files_are_remembered_each_once(state, tmp_path):
    for number in (*range(MOST + 3), 5):
        remember(state, tmp_path / f"{number}.xlsx")
    assert [one.stem for one in recent(state)] == ["5", "7", "6", "4", "3"]
    state.set_text("imported", "junk {")
    assert recent(state) == []
    state.set_text("imported", "7")
    assert recent(state) == []


def test_pasted_rows_are_no_file_of_lately(qtbot, import_page, state, tmp_path):
    page = import_page("company")
    page.read(workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"]]), lambda: None)
    ready(qtbot, page)
    assert recent(state) == []


def test_an_empty_template_is_saved_and_can_be_imported(qtbot, import_page, tmp_path):
    page = import_page("company")
    target = tmp_path / "template.xlsx"
    card = page.steps["file"].template
    card.ask_where_to_save = lambda suggested: target if suggested == "Companies.xlsx" else None
    card.button.click()
    qtbot.waitUntil(target.exists)
    (headings,) = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert {"Name", "City", "Note"} <= set(headings)
    page.read(
        workbook(tmp_path / "filled.xlsx", [headings, ["Acme" if one == "Name" else "" for one in headings]])
    )
    ready(qtbot, page)
    assert all(columns(page).box(one).currentData() for one in headings)
    assert page.draft.rows == 1


def test_the_rate_is_told_when_it_can_be():
    assert told_rows(0, 3) == ""
    assert told_rows(12_408, 0.1) == "12,408 rows"
    assert told_rows(12_408, 2) == "12,408 rows · 6,204 rows/s"


def test_a_file_without_rows_says_so(qtbot, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company", "Note"]]))
    assert preview(page).notes() == "The file has headings, but no rows below them."
    assert page.page_actions()[-1].text == "Import"
    assert not page.page_actions()[-1].enabled


def test_of_many_unknown_columns_a_few_are_named(qtbot, import_page, tmp_path):
    headings = ["Company", *(f"Thing {number}" for number in range(60))]
    page = import_page("company", workbook(tmp_path / "a.xlsx", [headings, ["Acme"] * len(headings)]))
    assert preview(page).notes().endswith("Thing 6, Thing 7…")


def test_a_file_that_goes_away_meanwhile_is_told(qtbot, import_page, tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["Company", "Note"], ["Acme", "x"]])
    page = import_page("company", path)
    path.unlink()
    choose(columns(page).box("Note"), "city")
    qtbot.waitUntil(lambda: "There is no file “a.xlsx”" in preview(page).notes(), timeout=20_000)
    assert [one.text for one in page.page_actions() if one.enabled] == ["Cancel", "Back"]


def test_a_wide_table_shows_each_column_in_its_order(qtbot, import_page, tmp_path):
    headings = ["Company", *(f"Thing {number}" for number in range(60))]
    page = import_page("company", workbook(tmp_path / "a.xlsx", [headings, ["Acme"] * len(headings)]))
    assert columns(page).box("Thing 40").currentData() == ""
    qtbot.waitUntil(lambda: list(columns(page).lines) == headings)


def test_it_tells_how_far_the_reading_is(qtbot, import_page, tmp_path, monkeypatch):
    plan, go_on = imports.plan_import, Event()

    def slow(*asked, progress, cancelled, **more):
        progress("Reading", 1_200)
        go_on.wait(20)
        return plan(*asked, progress=progress, cancelled=cancelled, **more)

    monkeypatch.setattr(imports, "plan_import", slow)
    page = import_page("company")
    page.read(workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"]]))
    assert preview(page).notes() == "Reading…"
    qtbot.waitUntil(lambda: preview(page).notes() == "Reading: 1,200 rows so far…", timeout=20_000)
    assert page.steps["write"].review.notes() == preview(page).notes()
    go_on.set()
    ready(qtbot, page)
    assert preview(page).notes() == ""
