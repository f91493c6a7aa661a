"""Files dragged onto the window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from crm_desktop.ui import file_drop
from crm_desktop.ui.editors.lines import _Area

ACTION, BUTTON, NO_KEYS = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def carried(*names):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in names])
    return data


def enter(window, data):
    """Let files come over the window. Qt keeps the target of an event that is sent to it, also when that is gone."""
    event = QDragEnterEvent(QPoint(500, 400), ACTION, data, BUTTON, NO_KEYS)
    window.file_drop.eventFilter(window, event)
    return event


def drop(veil, data, point):
    move = QDragMoveEvent(point.toPoint(), ACTION, data, BUTTON, NO_KEYS)
    veil.dragMoveEvent(move)
    veil.dropEvent(QDropEvent(point, ACTION, data, BUTTON, NO_KEYS))
    return move


@pytest.fixture
def imported(window):
    """What was asked to be imported."""
    found = []
    window.context.handlers = replace(
        window.context.handlers,
        import_file=lambda entity, path: found.append((entity, path.name)),
        open_file=lambda path: found.append(("open", path.name)),
    )
    return found


def test_a_workbook_dropped_on_a_list_is_imported_into_it(window, imported, qtbot):
    data = carried("people.xlsx")
    assert enter(window, data).isAccepted()
    veil = window.file_drop.veil
    assert veil.isVisible()
    assert [one.text for one in veil.zones] == ["Import into Contacts"]
    assert drop(veil, data, QPointF(700, 450)).isAccepted()
    qtbot.waitUntil(lambda: imported == [("contact", "people.xlsx")])
    assert not veil.isVisible()


def test_what_is_dropped_stays_where_it_was(window, imported, qtbot):
    data, move = carried("people.xlsx"), Qt.DropAction.MoveAction
    both = move | ACTION
    entered = QDragEnterEvent(QPoint(500, 400), both, data, BUTTON, NO_KEYS)
    entered.setDropAction(move)
    window.file_drop.eventFilter(window, entered)
    assert entered.dropAction() == ACTION
    dropped = QDropEvent(QPointF(700, 450), both, data, BUTTON, NO_KEYS)
    dropped.setDropAction(move)
    window.file_drop.veil.dropEvent(dropped)
    assert dropped.isAccepted()
    assert dropped.dropAction() == ACTION, "who is told of a move deletes the file"
    qtbot.waitUntil(lambda: imported == [("contact", "people.xlsx")])


def test_a_customer_file_is_opened(window, imported, qtbot):
    data = carried("other.crm")
    enter(window, data)
    drop(window.file_drop.veil, data, QPointF(700, 450))
    qtbot.waitUntil(lambda: imported == [("open", "other.crm")])


@pytest.mark.parametrize(
    ("names", "words"), [(["photo.png"], "xlsx"), (["a.xlsx", "b.xlsx"], "Drop one file at a time")]
)
def test_what_cannot_be_imported_is_said_and_refused(window, imported, names, words):
    data = carried(*names)
    enter(window, data)
    veil = window.file_drop.veil
    assert words in veil.zones[0].text
    assert not drop(veil, data, QPointF(700, 450)).isAccepted()
    assert imported == []


def test_on_a_record_a_file_may_be_attached(window, imported, qtbot, monkeypatch):
    attached = []
    monkeypatch.setattr(window.page, "takes_files", lambda: True)
    monkeypatch.setattr(window.page, "attach", attached.extend)
    data = carried("list.xlsx")
    enter(window, data)
    veil = window.file_drop.veil
    assert [one.text for one in veil.zones] == ["Import into Contacts", "Attach to “Contacts”"]
    drop(veil, data, veil.box(1).center())
    qtbot.waitUntil(lambda: [one.name for one in attached] == ["list.xlsx"])
    assert imported == []


def test_beside_the_fields_nothing_falls(window, imported):
    data = carried("people.xlsx")
    enter(window, data)
    veil = window.file_drop.veil
    assert not drop(veil, data, QPointF(2, 2)).isAccepted()
    enter(window, data)
    veil.dragLeaveEvent(QDragLeaveEvent())
    assert not veil.isVisible()
    assert imported == []


def test_a_file_that_is_only_read_takes_nothing(window, imported, monkeypatch):
    monkeypatch.setattr(window.context.workspace, "read_only", True)
    data = carried("people.xlsx")
    enter(window, data)
    assert [one.act for one in window.file_drop.veil.zones] == [None]


def test_words_that_are_dragged_are_not_files(window):
    data = QMimeData()
    data.setText("people")
    assert file_drop.local_files(QDropEvent(QPointF(5, 5), ACTION, data, BUTTON, NO_KEYS)) == []
    assert not enter(window, data).isAccepted()


def test_a_text_area_leaves_files_to_the_window(qtbot):
    area = _Area()
    qtbot.addWidget(area)
    assert not area.canInsertFromMimeData(carried("people.xlsx"))
    data = QMimeData()
    data.setText("people")
    assert area.canInsertFromMimeData(data)
