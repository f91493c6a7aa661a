"""Exporting a list, everything, and a customer file made of that: what is asked, and what comes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.models import registry
from crm_desktop.services import archive_reading
from crm_desktop.services.workspace import Workspace
from crm_desktop.ui import exporting
from crm_desktop.ui.context import Selection
from crm_desktop.ui.export_dialog import ExportDialog
from crm_desktop.ui.new_file_dialog import NewFileDialog
from tests.ui.fake_window import FakeMessages
from tests.ui.record_kit import make_context

QUERY = ListQuery("contact", conditions=(Condition("full_name", "contains", "a"),))


def dialog_of(qtbot: QtBot, entity: str, selected: tuple[int, ...] = ()) -> ExportDialog:
    query = QUERY if entity == "contact" else ListQuery(entity)
    made = ExportDialog(registry.entity(entity), Selection(query, ("full_name",), selected), 1234)
    qtbot.addWidget(made)
    return made


def texts(box: Any) -> list[str]:
    return [box.itemText(place) for place in range(box.count())]


def test_each_kind_of_record_is_offered_what_it_can_be(qtbot: QtBot) -> None:
    always = ["Excel workbook", "CSV for Excel", "CSV for other programs", "JSON"]
    cards = ["Address cards (vCard 3.0)", "Address cards (vCard 4.0)"]
    assert texts(dialog_of(qtbot, "contact").way_box) == [*always, *cards]
    assert texts(dialog_of(qtbot, "activity").way_box) == [*always, "Calendar (iCalendar)"]
    assert texts(dialog_of(qtbot, "product").way_box) == always


def test_what_is_seen_or_everything(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, "contact", (3, 4))
    assert texts(dialog.what_box) == [
        "What you see: 1,234 records, these columns",
        "What you see: 1,234 records, all fields",
        "The selected records: 2, these columns",
        "Everything: all records, all fields",
    ]
    found = []
    for place in range(4):
        dialog.what_box.setCurrentIndex(place)
        found.append((dialog.wanted.query.conditions, dialog.wanted.query.among, dialog.wanted.columns))
    own = QUERY.conditions
    assert found == [
        (own, None, ("full_name",)),
        (own, None, ()),
        (own, (3, 4), ("full_name",)),
        ((), None, ()),
    ]
    dialog.way_box.setCurrentIndex(2)
    assert (dialog.wanted.way.ending, dialog.wanted.way.style) == (".csv", "plain")


@pytest.mark.parametrize(
    ("selected", "is_ticked", "begins"),
    [((), False, "seen"), ((3,), False, "seen"), ((3,), True, "selected"), ((3, 4), False, "selected")],
)
def test_it_begins_with_what_was_chosen(
    qtbot: QtBot, selected: tuple[int, ...], is_ticked: bool, begins: str
) -> None:
    selection = Selection(QUERY, ("full_name",), selected, is_ticked)
    dialog = ExportDialog(registry.entity("contact"), selection, 1234)
    qtbot.addWidget(dialog)
    assert dialog.what_box.currentData() == begins
    assert dialog.wanted.query.among == (selected if begins == "selected" else None)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_list_becomes_a_file(
    workspace: Workspace, state: Any, parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("Ana", "Bob"):
        workspace.records.create("contact", {"full_name": name})
    context = make_context(workspace, state)
    monkeypatch.setattr(ExportDialog, "exec", lambda self: self.way_box.setCurrentIndex(3) or 1)
    target = tmp_path / "people"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words, **_more: (str(target), ""))
    exporting.export_list(context, Selection(QUERY, ("full_name",)), parent)
    (record,) = json.loads((tmp_path / "people.json").read_text(encoding="utf-8"))["records"]
    assert set(record) == {"id", "full_name"}
    assert context.window.toasts == ["Exported to people.json"]  # type: ignore[attr-defined]


def test_everything_goes_into_a_folder_of_its_own_and_comes_back(
    workspace: Workspace, state: Any, parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Nordwind export").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_words: str(tmp_path))
    exporting.export_everything(make_context(workspace, state), parent)
    folder = tmp_path / "Nordwind export 2"
    assert archive_reading.is_archive(folder)
    program = FakeProgram()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_words: str(folder))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words, **_more: (str(tmp_path / "new"), ""))
    monkeypatch.setattr(NewFileDialog, "exec", lambda _self: 1)
    exporting.make_from_export(program, parent)
    exporting.make_from_export(program, parent)
    assert program.opened == [tmp_path / "new.crm"]
    assert [error.title for error in program.boxes.errors] == [
        "“new.crm” already exists and is not overwritten."
    ]


class FakeProgram:
    """The program around the window, as far as a new file is concerned."""

    def __init__(self) -> None:
        self.boxes: Any = FakeMessages()
        self.opened: list[Path] = []

    def open(self, path: Path, passphrase: str | None = None) -> bool:
        assert passphrase is None
        self.opened.append(path)
        return True
