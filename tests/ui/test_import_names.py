"""Doubtful names of an import: all candidates, any other record, one answer for all, and how many wait."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.import_name_answers import LEAVE, MAKE, TAKE
from crm_desktop.ui.import_name_choice import OTHER
from tests.ui.import_kit import choose, columns, preview, ready, workbook, written

FIRMS = ("Acme Trading Ltd", "Acme Trading GmbH", "Stone GmbH", "Otter AG")
TABLE = [
    ["Full name", "E-mail", "Company"],
    ["Ann", "ann@x.example", "Acme Trading"],
    ["Bob", "bob@x.example", "Stone"],
    ["Cy", "cy@x.example", "Stone"],
]


@pytest.fixture
def page(make, import_page, tmp_path):
    for name in FIRMS:
        make.company(name)
    return import_page("contact", workbook(tmp_path / "a.xlsx", TABLE))


def companies(workspace):
    """Return the companies of the contacts by their names."""
    ids = [one.id for one in workspace.lists.named("contact", "")]
    return dict(row.texts for row in workspace.lists.page("contact", ["full_name", "company"], ids))


def entries(box):
    """Return what can be chosen in a box."""
    return [box.itemText(at) for at in range(box.count())]


def badge(page):
    """Return what stands in the badges of the column with the doubtful names."""
    return columns(page).lines["Company"].check.accessibleName()


def test_every_company_that_it_may_be_is_offered_and_any_other_one(qtbot, workspace, page):
    names = page.steps["duplicates"].names
    acme = names.choice("company", "Acme Trading")
    assert entries(acme.box) == [
        "Leave it empty",
        "Take “Acme Trading Ltd”",
        "Take “Acme Trading GmbH”",
        "Take another one…",
        "Make a new one",
    ]
    assert [text for _field, text in names._choices] == ["Stone", "Acme Trading"], "that of most rows first"
    assert badge(page) == "2 to decide"
    page.tabs.choose("duplicates")
    assert not page.steps["duplicates"].twins.isVisible(), "there are none, and names need the room"
    choose(acme.box, TAKE + "Acme Trading GmbH")
    ready(qtbot, page)
    assert badge(page) == "1 to decide"
    stone = names.choice("company", "Stone")
    choose(stone.box, OTHER)
    assert stone.picker is not None
    QTest.keyClick(stone.picker.line, Qt.Key.Key_Escape)
    assert (stone.picker, stone.box.currentData()) == (None, LEAVE)
    choose(stone.box, OTHER)
    QTest.keyClicks(stone.picker.line, "Nobody")
    QTest.keyClick(stone.picker.line, Qt.Key.Key_Return)
    assert "not in the list" in stone.picker.problem()
    stone.picker.line.clear()
    QTest.keyClicks(stone.picker.line, "Otter")
    qtbot.waitUntil(
        lambda: stone.picker.shown_text() == "Otter" and stone.picker._names.rowCount() == 1, timeout=20_000
    )
    stone.picker._on_activated(stone.picker.completer.completionModel().index(0, 0))
    assert stone.box.currentText() == "Take “Otter AG”"
    ready(qtbot, page)
    assert badge(page) == "sure"
    written(qtbot, page)
    assert companies(workspace) == {"Ann": "Acme Trading GmbH", "Bob": "Otter AG", "Cy": "Otter AG"}
    assert workspace.lists.count("company") == len(FIRMS)


@pytest.mark.parametrize(
    ("way", "firms"),
    [
        (TAKE, ["Acme Trading Ltd", "Stone GmbH"]),
        (MAKE, ["Acme Trading", "Stone"]),
        (LEAVE, ["", ""]),
    ],
)
def test_one_answer_for_all_names(qtbot, workspace, page, way, firms):
    names = page.steps["duplicates"].names
    page.tabs.choose("duplicates")
    choose(names.all, way)
    ready(qtbot, page)
    assert page.steps["duplicates"].told() == "", "left empty is an answer too"
    assert names.all.currentData() == way
    choices = {
        names.choice("company", text).box.currentData().split(":")[0] for text in ("Stone", "Acme Trading")
    }
    assert choices == {way.rstrip(":")}
    assert ("is left out in 3 rows" in preview(page).notes()) == (way == LEAVE)
    outcome = written(qtbot, page)
    assert companies(workspace) == {"Ann": firms[0], "Bob": firms[1], "Cy": firms[1]}
    told = {
        TAKE: "",
        MAKE: "Company: 2 new (Acme Trading, Stone)",
        LEAVE: "3 new records came in without “Company”, as nobody has decided what is meant: Acme Trading, Stone. "
        "The names stand in the notes.",
    }
    assert outcome.text.text() == told[way]


def test_all_names_of_a_column_are_answered_in_its_menu(qtbot, page):
    menu = columns(page).lines["Company"].policy.menu_of_choices()
    next(one for one in menu.actions() if one.text() == "Make all new").trigger()
    ready(qtbot, page)
    assert page.draft.choices.decided == {"company": {"Acme Trading": None, "Stone": None}}
    names = page.steps["duplicates"].names
    choose(names.choice("company", "Stone").box, LEAVE)
    assert names.all.currentData() == MAKE
    ready(qtbot, page)
    assert names.all.currentText() == "Each by itself"


def test_the_result_tells_of_records_made_beside_the_rows(qtbot, make, import_page, tmp_path):
    make.company("Stone GmbH")
    table = [
        ["Full name", "E-mail", "Company", "Company phone"],
        ["Ann", "ann@x.example", "Neu", "0711 1"],
        ["Bob", "bob@x.example", "Stone", "0711 2"],
    ]
    page = import_page("contact", workbook(tmp_path / "a.xlsx", table))
    page.draft.rows_chosen.tick([3], on=False)
    ready(qtbot, page)
    assert written(qtbot, page).text.text() == "Companies: 1 new, 0 changed"
