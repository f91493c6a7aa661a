"""Who goes to a record that was merged is led to what it became, from wherever they come."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.services import merging
from crm_desktop.ui import record_pages
from crm_desktop.ui.context import Place
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.palette_finding import Finding
from crm_desktop.ui.tasks import Task
from tests.ui.record_kit import make_context


@pytest.fixture
def window(qtbot, workspace, state):
    made = MainWindow(make_context(workspace, state), record_pages.pages(), Place("list", "company"))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def firms(make):
    return make.company("Acme"), make.company("Acme Ltd")


def test_a_link_to_a_merged_record_leads_to_what_it_became(window, workspace, firms):
    winner, loser = firms
    merging.merge(workspace, "company", winner, [loser])
    window.open_record("company", loser)
    assert window.place == Place("record", "company", winner)
    assert window.page.title() == "Acme"
    assert window.toast.text() == "“Acme Ltd” was merged into “Acme”."
    assert window.usage.records() == [("company", winner)]


def test_the_open_page_of_a_merged_record_becomes_that_of_the_winner(window, workspace, firms, qtbot):
    winner, loser = firms
    window.open_record("company", loser)
    transaction = merging.merge(workspace, "company", winner, [loser])
    qtbot.waitUntil(lambda: window.place == Place("record", "company", winner))
    assert window.page.title() == "Acme"
    workspace.history.undo(transaction)
    window.open_record("company", loser)
    assert window.page.title() == "Acme Ltd"
    assert not window.page.record.deleted


def test_the_way_back_leads_to_the_winner(window, workspace, firms, qtbot):
    winner, loser = firms
    window.open_record("company", loser)
    window.open_record("company", winner)
    window.open_list("company")
    merging.merge(workspace, "company", winner, [loser])
    window.go(-1)
    assert window.place == Place("record", "company", winner)
    window.go(-1)
    assert window.place == Place("record", "company", winner)
    assert window.toast.text() == "“Acme Ltd” was merged into “Acme”."
    window.go(-1)
    assert window.place == Place("list", "company")


def test_what_happened_is_written_down_with_the_winner(window, workspace, firms):
    winner, loser = firms
    merging.merge(workspace, "company", winner, [loser])
    window.log_activity("company", loser, "call")
    assert window.place == Place("record", "company", winner)
    assert window.page.overview.composer._means.key == "call"


def test_records_opened_last_are_those_that_they_became(window, workspace, firms):
    winner, loser = firms
    window.open_record("company", winner)
    window.open_record("company", loser)
    merging.merge(workspace, "company", winner, [loser])
    (group,) = Finding(window).records_of(window.usage.records())
    assert [one.text for one in group.hits] == ["Acme"]


def test_a_merged_record_is_found_by_its_name(window, workspace, make):
    winner, loser = make.company("青禾纺织"), make.company("O'Brien Éditions")
    merging.merge(workspace, "company", winner, [loser])
    (group,) = Finding(window).records("obrien edit", Task())
    (hit,) = group.hits
    assert (hit.text, hit.detail) == ("青禾纺织", "merged: O'Brien Éditions")
    hit.run()
    assert window.place == Place("record", "company", winner)
    assert Finding(window).records("nobody", Task()) == []
