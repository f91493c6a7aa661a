"""Reminders in the window, on a real file: when they come, what can be done with them, what was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from crm_desktop.core import clock
from crm_desktop.ui import language
from crm_desktop.ui.desktop_notice import DesktopNotice, words_of
from crm_desktop.ui.reminders import Reminders
from crm_desktop.ui.toast import Toast
from tests.ui import record_kit

HOUR = timedelta(hours=1)


@dataclass
class Options:
    reminders: bool = True
    desktop_notices: bool = False


@pytest.fixture
def real(workspace, state, fixed_clock):
    return record_kit.make_context(workspace, state)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def record(workspace, fixed_clock):
    def make(subject: str, hours: float, **values) -> int:
        at = clock.now() + hours * HOUR
        return workspace.records.create("activity", {"subject": subject, "reminder_at": at, **values})

    return make


@pytest.fixture
def begin(real, window):
    """Return the function that begins to remind, as after a start of the program."""

    def make(options: Options | None = None) -> Reminders:
        made = Reminders(real, window, options or Options())
        real.workspace.subscribe(made.on_changes)
        made.look()
        return made

    return make


def _shown(reminders: Reminders) -> list[str]:
    panel = reminders.panel
    return [one.entry.subject for one in panel.reminders] if panel is not None and panel.isVisible() else []


def _click(reminders: Reminders, name: str) -> None:
    button = next(one for one in reminders.panel.findChildren(QPushButton) if one.accessibleName() == name)
    button.click()


def test_one_comes_at_its_time(begin, record, fixed_clock):
    reminders = begin()
    record("Call back", 1)
    assert reminders._timer.isActive()
    reminders.on_time()
    assert _shown(reminders) == []
    fixed_clock.advance(3600)
    reminders.on_time()
    assert _shown(reminders) == ["Call back"]
    assert reminders.panel.heading.text() == "1 reminder"


def test_between_two_reminders_the_file_is_not_asked(begin, record, real, fixed_clock):
    reminders = begin()
    record("Call back", 10)
    asked = []
    read = real.tasks.read
    real.tasks.read = lambda *work, **more: asked.append(work) or read(*work, **more)
    for _minute in range(30):
        fixed_clock.advance(60)
        reminders.on_time()
    assert asked == []


def test_what_was_missed_is_shown_once_as_one_list(begin, record, fixed_clock):
    begin().stop()
    for one in range(6):
        record(f"Task {one}", (one + 1) / 10)
    fixed_clock.advance(7200)
    missed = begin()
    assert _shown(missed) == [f"Task {one}" for one in range(6)]
    assert missed.panel.heading.text() == "6 reminders while you were away"
    missed.panel.leave()
    missed.stop()
    assert _shown(begin()) == []


def test_it_does_not_take_the_focus(begin, record, window, fixed_clock):
    field = QLineEdit(window)
    field.show()
    window.activateWindow()
    field.setFocus()
    reminders = begin()
    record("Call back", 0.5)
    fixed_clock.advance(3600)
    reminders.on_time()
    assert reminders.panel.isVisible()
    assert window.focusWidget() is field


@pytest.mark.parametrize(("width", "count", "folded"), [(1000, 1, True), (1400, 1, False), (1400, 2, True)])
def test_what_comes_by_itself_covers_little(qtbot, begin, record, window, width, count, folded):
    window.resize(width, 700)
    for one in range(count):
        record(f"Call {one}", -1 / 60)
    panel = begin().panel
    done = next(one for one in panel.findChildren(QPushButton) if one.text() == "Mark as done")
    assert done.isVisible() != folded
    qtbot.waitUntil(lambda: (panel.height() < 70) == folded)
    if folded:
        panel.unfold.click()
        assert done.isVisible()
        assert panel.focusWidget() is not None


def test_a_toast_stands_beside_the_reminders(qtbot, begin, record, window):
    toast = Toast(window)
    toast.say("Saved", "Undo", lambda: None)
    record("Call back", -1 / 60)
    panel = begin().panel
    assert not toast.geometry().intersects(panel.geometry())
    toast.say("Saved " * 80, "Undo", lambda: None)
    assert not toast.geometry().intersects(panel.geometry())
    panel.unfold.click()
    qtbot.waitUntil(lambda: panel.height() > 80)
    qtbot.waitUntil(lambda: not toast.geometry().intersects(panel.geometry()))
    assert window.rect().contains(toast.geometry())


def test_done_takes_it_away_and_undo_brings_it_back(begin, record, workspace, real):
    one = record("Call back", -1 / 60)
    reminders = begin()
    _click(reminders, "Mark as done: Call back")
    assert workspace.agenda.one(one).done
    assert _shown(reminders) == []
    real.window.acts[0]()
    workspace.history.undo(real.window.undone[0])
    assert _shown(reminders) == ["Call back"]


def test_put_off_it_comes_again_and_undo_brings_it_back(begin, record, workspace, real, fixed_clock):
    record("Call back", -1 / 60)
    reminders = begin()
    menu = reminders.panel.snooze_menu([reminders.panel.reminders[0].entry])
    assert [one.text() for one in menu.actions()] == ["In 10 minutes", "In an hour", "Tomorrow morning"]
    menu.actions()[0].trigger()
    assert _shown(reminders) == []
    assert real.window.toasts == ["Remind again of Call back"]
    real.window.acts[0]()
    workspace.history.undo(real.window.undone[0])
    assert _shown(reminders) == ["Call back"]
    reminders.panel.snooze([reminders.panel.reminders[0].entry], timedelta(minutes=10))
    fixed_clock.advance(601)
    reminders.on_time()
    assert _shown(reminders) == ["Call back"]


def test_tomorrow_is_at_nine(begin, record, workspace):
    one = record("Call back", -1 / 60)
    reminders = begin()
    reminders.panel.snooze([reminders.panel.reminders[0].entry], None)
    at = workspace.records.get("activity", one).values["reminder_at"].astimezone()
    assert (at.date() - clock.today()).days == 1
    assert (at.hour, at.minute) == (9, 0)


def test_what_is_dismissed_stays_away(begin, record, fixed_clock, workspace):
    record("Call back", -1 / 60)
    reminders = begin()
    reminders.panel.leave()
    workspace.records.create("activity", {"subject": "Other"})
    assert _shown(reminders) == []


def test_all_are_put_off_together(begin, record, real):
    record("One", -2 / 60)
    record("Two", -1 / 60)
    reminders = begin()
    reminders.panel.snooze([one.entry for one in reminders.panel.reminders], HOUR)
    assert real.window.toasts == ["Remind again of 2 activities"]
    assert _shown(reminders) == []


def test_who_does_not_want_any_has_none(begin, record, real):
    record("Call back", -1 / 60)
    assert _shown(begin(Options(reminders=False))) == []


def test_a_locked_window_shows_none_until_it_is_open_again(begin, record, window, fixed_clock):
    reminders = begin()
    record("Call back", 0.5)
    window.hide()
    fixed_clock.advance(3600)
    reminders.on_time()
    assert reminders.panel is None
    window.show()
    reminders.on_time()
    assert _shown(reminders) == ["Call back"]


def test_it_opens_the_record(begin, record, real):
    one = record("Call back", -1 / 60)
    _click(begin(), "Open: Call back")
    assert real.window.opened == [("activity", one)]


def test_the_desktop_is_told_only_where_that_is_wished(begin, record, fixed_clock, monkeypatch):
    told = []
    monkeypatch.setattr(DesktopNotice, "tell", lambda _self, fresh: told.append(words_of(fresh)))
    record("Call back", -2 / 60)
    begin().stop()
    assert told == []
    fixed_clock.advance(60)
    record("Send it", -1 / 120)
    begin(Options(desktop_notices=True))
    assert told == [("1 reminder", "Send it")]


def test_a_notice_names_the_first_ones(record, workspace):
    for one in range(5):
        record(f"Task {one}", -1)
    fresh = workspace.reminders.due(clock.now() - 2 * HOUR, clock.now())
    assert words_of(fresh) == ("5 reminders", "Task 0\nTask 1\nTask 2\n+2 more")


def test_it_speaks_chinese(begin, record):
    record("回电", -1 / 60)
    language.switch("zh_CN")
    reminders = begin()
    assert reminders.panel.heading.text() == "您不在时有 1 条提醒"
    assert {one.text() for one in reminders.panel.findChildren(QPushButton)} >= {
        "打开",
        "标记为完成",
        "稍后提醒",
    }


def test_the_panel_speaks_another_language_at_once(begin, record, window):
    record("Call back", -1 / 60)
    reminders = begin()
    language.switch("zh_CN")
    QApplication.processEvents()
    assert reminders.panel.heading.text() == "您不在时有 1 条提醒"
    assert {"打开: Call back", "关闭"} <= {
        one.accessibleName() for one in reminders.panel.findChildren(QPushButton)
    }
    assert reminders.panel.isVisible()
