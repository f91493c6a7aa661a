"""A call or a meeting is written down with the time at which it was and how long it took."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core import clock
from tests.ui.test_composer import CONTROL, activities, composer  # noqa: F401 - a fixture

_ENTER = Qt.Key.Key_Return


def written(composer, qtbot, workspace, means="call", when="", length=""):  # noqa: F811
    composer.begin(means)
    qtbot.keyClicks(composer.text.area, "Talked")
    row = composer.details.when
    if when:
        qtbot.keyClicks(row.when.line, when)
    if length:
        qtbot.keyClicks(row.length.line, length)
    qtbot.keyClick(composer.text.area, _ENTER, CONTROL)
    return [one.values for one in activities(workspace)]


@pytest.mark.parametrize("means", ["call", "meeting"])
def test_an_hour_and_a_length_are_those_of_today(composer, qtbot, workspace, means):  # noqa: F811
    found = written(composer, qtbot, workspace, means, "8:15", "25")[0]
    begun = found["started_at"].astimezone(workspace.locale.zone or clock.zone())
    assert (begun.date(), begun.hour, begun.minute) == (clock.today(), 8, 15)
    assert found["ended_at"] - found["started_at"] == timedelta(minutes=25)
    assert found["done_at"] == found["ended_at"]
    assert composer.details.when.when.line.text() == ""


def test_a_length_alone_ends_now(composer, qtbot, workspace):  # noqa: F811
    found = written(composer, qtbot, workspace, length="10")[0]
    assert found["ended_at"] == clock.now().replace(microsecond=0)
    assert found["ended_at"] - found["started_at"] == timedelta(minutes=10)


def test_without_either_it_was_now(composer, qtbot, workspace):  # noqa: F811
    found = written(composer, qtbot, workspace)[0]
    assert found["started_at"] == found["done_at"] == clock.now().replace(microsecond=0)
    assert found["ended_at"] is None


@pytest.mark.parametrize(("when", "length"), [("tomorrow", ""), ("noon-ish", ""), ("", "long")])
def test_what_cannot_be_meant_is_said_where_it_stands(composer, qtbot, workspace, when, length):  # noqa: F811
    assert written(composer, qtbot, workspace, when=when, length=length) == []
    row = composer.details.when
    assert (row.when if when else row.length).problem()
    assert composer.text.area.toPlainText() == "Talked"


def test_a_note_has_no_length(composer, qtbot):  # noqa: F811
    composer.begin("note")
    qtbot.keyClicks(composer.text.area, "Wants samples")
    assert not composer.details.when.isVisible()
    composer.begin("call")
    assert composer.details.when.isVisible()
