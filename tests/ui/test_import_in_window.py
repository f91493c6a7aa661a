"""The import in the real window: how people come to it, leave it, come back, and close the window in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from crm_desktop.services import imports
from crm_desktop.ui.context import Place
from crm_desktop.ui.file_drop import zones
from crm_desktop.ui.import_page import ImportPage
from crm_desktop.ui.list_paste import paste
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.session import Session
from tests.ui.import_kit import choose, columns, press
from tests.ui.looking import walk
from tests.ui.looking.real_window import SORTS

on_an_empty_file = pytest.mark.parametrize("session", [SORTS["empty-en"]], indirect=True, ids=["empty-en"])


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list of two people."""
    path = tmp_path / "people.csv"
    path.write_text("Name,Nick\nAna,A\nBob,B\n", "utf-8")
    return path


def imported(session: Session) -> ImportPage:
    """Return the page in front, which is the import."""
    page = session.window.page
    assert isinstance(page, ImportPage)
    return page


@on_an_empty_file
def test_it_opens_for_the_list_in_front(session: Session) -> None:
    walk.open_place(session, Place("list", "lead"))
    session.window.menus.actions["file.import"].trigger()
    walk.settle(session)
    assert session.window.place == Place("import", "lead")
    assert session.window.page.title() == "Import leads"
    session.window.go(-1)
    assert session.window.place == Place("list", "lead")


@on_an_empty_file
def test_a_file_dropped_anywhere_is_read(session: Session, people: Path) -> None:
    walk.open_place(session, Place("list", "contact"))
    (zone,) = zones(session.window, [people])
    assert zone.act is not None
    zone.act()
    walk.settle(session)
    page = imported(session)
    assert (page.subtitle(), page.tabs.current) == ("people.csv · 2 rows", "columns")
    other = people.with_name("other.csv")
    other.write_text("Name\nCid\n", "utf-8")
    (again,) = zones(session.window, [other])
    assert again.act is not None
    again.act()
    walk.settle(session)
    assert page.subtitle() == "other.csv · 1 row"


@on_an_empty_file
def test_who_looks_something_up_comes_back_to_what_was_chosen(session: Session, people: Path) -> None:
    session.import_into("contact", people)
    walk.settle(session)
    page = imported(session)
    choose(columns(page).box("Nick"), "title")
    page.show_step("duplicates")
    walk.open_place(session, Place("list", "company"))
    session.window.go(-1)
    walk.settle(session)
    assert imported(session) is page
    assert (page.tabs.current, page.draft.choices.mapping["Nick"]) == ("duplicates", "title")
    page.write()
    walk.settle(session)
    press(page, "Show contacts")
    walk.settle(session)
    assert session.window.place == Place("list", "contact")
    assert session.workspace.lists.count("contact") == 2


@on_an_empty_file
def test_another_sort_of_records_takes_the_file_along(session: Session, people: Path) -> None:
    walk.open_place(session, Place("list", "contact"))
    session.import_into("contact", people)
    walk.settle(session)
    step = imported(session).steps["file"]
    choose(step.entity, "lead")  # type: ignore[attr-defined]
    walk.settle(session)
    assert session.window.place == Place("import", "lead")
    assert imported(session).subtitle() == "people.csv · 2 rows"
    session.window.go(-1)
    assert session.window.place == Place("list", "contact")


@on_an_empty_file
def test_pasted_rows_come_with_their_page(session: Session) -> None:
    walk.open_place(session, Place("list", "company"))
    page = session.window.page
    assert isinstance(page, RecordListPage)
    QGuiApplication.clipboard().setText("Name\tCity\nAcme\tUlm\nBeta\tBonn\n")
    paste(page)
    walk.settle(session)
    path = imported(session).draft.path
    assert path is not None
    assert path.exists()
    press(imported(session), "Cancel")
    assert not path.exists()
    assert session.window.place == Place("list", "company")


@on_an_empty_file
def test_undo_and_redo_of_the_window_are_told(session: Session, people: Path) -> None:
    session.import_into("contact", people)
    walk.settle(session)
    page = imported(session)
    page.write()
    walk.settle(session)
    outcome = page.steps["write"].outcome  # type: ignore[attr-defined]
    session.window.menus.actions["edit.undo"].trigger()
    walk.settle(session)
    assert outcome.heading.text() == "The import was undone."
    assert page.page_actions()[-1].text == "Begin again"
    session.window.menus.actions["edit.redo"].trigger()
    walk.settle(session)
    assert outcome.heading.text() == "Imported into Contacts: 2 rows."
    assert page.page_actions()[-1].text == "Show contacts"
    outcome.undo.click()
    walk.settle(session)
    told = outcome.text.text().splitlines()
    assert told == ["2 records moved to the trash", "Everything else is as it was before."]
    assert session.workspace.lists.count("contact") == 0


@on_an_empty_file
def test_closing_the_window_takes_back_what_was_written_first(
    qtbot: QtBot, session: Session, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = imports.run_import

    def held(workspace, plan, *, progress, cancelled):  # type: ignore[no-untyped-def]
        while not cancelled():
            progress("Writing", 1)
        return run(workspace, plan, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(imports, "run_import", held)
    session.import_into("contact", people)
    walk.settle(session)
    imported(session).write()
    session.window.close()
    assert session.window.isVisible()
    qtbot.waitUntil(session.window.isHidden, timeout=20_000)
    assert session.workspace.lists.count("contact") == 0
