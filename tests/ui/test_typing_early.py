"""Who begins to write at once loses no key: while the page of a record is still being built, and while it is saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.errors import StorageFull
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.composer import Composer
from crm_desktop.ui.session import Session
from tests.ui import fake_window
from tests.ui.record_kit import make_context

CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = "Asked for samples, 2 000 m"

# ---------------------------------------------------------------- while the page is being built


@pytest.fixture
def session(qtbot, workspace, make, tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_DESKTOP_HOME", str(tmp_path / "home"))
    company = make.company("杭州青禾纺织", industry=1003, phone="+86 571 8720 3345", city="杭州", level=1150)
    made = Session(fake_window.fake_host(), workspace, idle=False)
    made.company = company
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    made.window.activateWindow()
    yield made
    made.window.close()
    assert made.tasks.close(10)


def log_from_the_list(session):
    session.window.log_activity("company", session.company)


def log_a_call(session):
    session.window.log_activity("company", session.company, "call")


def click_the_button(session):
    session.window.open_record("company", session.company)
    buttons = session.window.top_bar.findChildren(Button)
    next(one for one in buttons if one.accessibleName() == "Log activity").click()


@pytest.mark.parametrize("turns", [0, 1, 4])
@pytest.mark.parametrize("begin", [log_from_the_list, log_a_call, click_the_button])
def test_nothing_typed_is_lost_while_the_page_is_built(session, qtbot, workspace, begin, turns):
    begin(session)
    overview = session.window.page.overview
    assert not overview.form._portions.is_done(), "the fields are still to come"
    area = overview.composer.text.area
    workspace.records.save(
        "company", session.company, {"short_name": "QH"}
    )  # and somebody changes the record
    for letter in TEXT:
        assert QApplication.focusWidget() is area
        qtbot.keyClicks(QApplication.focusWidget(), letter)
        for _turn in range(turns):
            QApplication.processEvents()
    qtbot.waitUntil(lambda: overview.form._portions.is_done() and not session.tasks.is_busy())
    assert area.toPlainText() == TEXT
    assert QApplication.focusWidget() is area
    overview.composer.clear()


# ---------------------------------------------------------------- while an activity is being saved


@pytest.fixture
def holder(qtbot, workspace, state, make):
    """A composer beside another line, and work that is kept back."""
    made = QWidget()
    made.context = make_context(workspace, state)
    made.context.tasks.hold = True
    made.composer, made.other = Composer(made.context), QLineEdit()
    column = QVBoxLayout(made)
    column.addWidget(made.composer)
    column.addWidget(made.other)
    made.composer.set_record(workspace.records.get("company", make.company("Acme")))
    qtbot.addWidget(made)
    made.resize(440, 400)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def release(holder):
    holder.context.tasks.hold = False
    for go in holder.context.tasks.held:
        go()


def subjects(workspace):
    return sorted(one.name for one in workspace.lists.named("activity", ""))


@pytest.mark.parametrize("by_key", [True, False])
def test_what_is_typed_while_it_is_saved_begins_the_next_one(holder, qtbot, workspace, by_key):
    composer = holder.composer
    composer.begin("note")
    qtbot.keyClicks(composer.text.area, "First")
    if by_key:
        qtbot.keyClick(composer.text.area, Qt.Key.Key_Return, CONTROL)
    else:
        composer.details.save.setFocus()
        composer.details.save.click()
    qtbot.keyClicks(QApplication.focusWidget(), " and second")
    assert not composer.details.save.isEnabled(), "nothing is saved twice"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    release(holder)
    assert subjects(workspace) == ["First"]
    assert composer.text.area.toPlainText() == "and second"
    qtbot.keyClicks(QApplication.focusWidget(), "!")
    assert composer.text.area.toPlainText() == "and second!"
    composer.write()
    assert subjects(workspace) == ["First", "and second!"]
    assert composer.is_empty()


def test_a_next_step_that_comes_late_is_kept(holder, qtbot, workspace):
    composer = holder.composer
    composer.begin("call")
    qtbot.keyClicks(composer.text.area, "Wants samples")
    composer.write()
    qtbot.keyClicks(composer.next.line, "Send samples")
    release(holder)
    assert subjects(workspace) == ["Wants samples"]
    assert composer.text.area.toPlainText() == ""
    assert composer.next.text() == "Send samples"
    assert composer.next.isVisible()
    assert composer.next.day() is not None


def test_who_went_on_elsewhere_is_left_there(holder, qtbot, workspace):
    qtbot.keyClicks(holder.composer.text.area, "First")
    holder.composer.write()
    holder.other.setFocus()
    release(holder)
    qtbot.keyClicks(QApplication.focusWidget(), "abc")
    assert holder.other.text() == "abc"
    assert holder.composer.is_empty()


def test_what_could_not_be_saved_stays_with_what_came_after(holder, qtbot, workspace, monkeypatch):
    def full(*_arguments):
        raise StorageFull("The disk is full.")

    monkeypatch.setattr(workspace.records, "create_together", full)
    qtbot.keyClicks(holder.composer.text.area, "First")
    holder.composer.write()
    qtbot.keyClicks(holder.composer.text.area, " and more")
    release(holder)
    assert holder.composer.text.area.toPlainText() == "First and more"
    assert holder.composer.details.save.isEnabled()
