"""The files of a record: attached, opened as copies, saved elsewhere, put into the trash."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel

from crm_desktop.ui.record_files import RecordFiles
from crm_desktop.ui.record_page import RecordPage
from tests.ui.record_kit import make_context, nameless


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def acme(make):
    return make.company("Acme")


@pytest.fixture
def shown(qtbot, context, acme):
    made = RecordFiles(context, ("company", acme), may_write=True)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def contract(tmp_path):
    path = tmp_path / "Contract 合同.pdf"
    path.write_bytes(b"%PDF-1.7 " + b"x" * 12_000)
    return path


def words(shown):
    return [one.text() for one in shown.findChildren(QLabel) if one.isVisible()]


def link(shown, name):
    return next(
        one
        for one in shown.findChildren(type(shown.add_button))
        if one.accessibleName() == name and one.isVisible()
    )


def test_without_files_it_says_what_goes_here(shown):
    assert "No files yet" in words(shown)
    assert nameless(shown) == []


def test_a_file_that_is_dropped_is_kept_and_listed(shown, workspace, acme, contract, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(contract)), QUrl.fromLocalFile(str(tmp_path / "nowhere.txt"))])
    nothing = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    shown.dropEvent(QDropEvent(QPointF(QPoint(9, 9)), Qt.DropAction.CopyAction, data, *nothing))
    assert [one.name for one in shown.files] == ["Contract 合同.pdf"]
    assert any(text.startswith("12 KB · ") for text in words(shown))
    assert [error.title for error in shown.context.messages.errors] == ["There is no file “nowhere.txt”."]
    assert nameless(shown) == []


def test_a_copy_is_opened_and_a_program_is_not(shown, contract, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    told = []
    monkeypatch.setattr(
        shown.context.messages, "inform", lambda title, _text: told.append(title), raising=False
    )
    program = tmp_path / "setup.exe"
    program.write_bytes(b"MZ")
    shown.add([contract, program])
    link(shown, "Open: Contract 合同.pdf").click()
    assert opened[0].read_bytes() == contract.read_bytes()
    assert opened[0] != contract
    link(shown, "Open: setup.exe").click()
    assert len(opened) == 1
    assert told == ["“setup.exe” is not opened from here."]


def test_a_file_is_saved_elsewhere_and_nothing_is_overwritten(shown, contract, tmp_path, monkeypatch):
    shown.add([contract])
    target = tmp_path / "out" / "copy.pdf"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words, **_more: (str(target), ""))
    link(shown, "Save as…: Contract 合同.pdf").click()
    assert target.read_bytes() == contract.read_bytes()
    target.write_text("mine")
    link(shown, "Save as…: Contract 合同.pdf").click()
    assert target.read_text() == "mine"
    assert [error.title for error in shown.context.tasks.failures] == [
        "“copy.pdf” already exists and is not overwritten."
    ]


def test_a_deleted_file_comes_back(shown, workspace, contract):
    shown.add([contract])
    link(shown, "Delete: Contract 合同.pdf").click()
    assert shown.files == ()
    assert "No files yet" in words(shown)
    workspace.history.undo_last()
    shown.read_again()
    assert len(shown.files) == 1


def test_a_missing_content_is_said(shown, workspace, contract):
    shown.add([contract])
    for one in workspace.attachments.folder.rglob("*"):
        if one.is_file():
            one.unlink()
    shown.read_again()
    assert "The file is missing from its folder." in words(shown)


def test_the_page_of_a_record_has_a_tab_with_their_number(qtbot, context, workspace, acme, contract):
    workspace.attachments.add("company", acme, contract)
    page = RecordPage(context, context.entities["company"], acme)
    qtbot.addWidget(page)
    page.show()
    tabs = {one.key: one for one in page.tabs.specs()}
    assert (tabs["files"].text, tabs["files"].count) == ("Files", "1")
    page.show_tab("files")
    found = page.findChildren(RecordFiles)
    assert [one.name for one in found[0].files] == ["Contract 合同.pdf"]
    workspace.records.delete("company", [acme])
    page.refresh()
    assert not page.findChildren(RecordFiles)[0].add_button.isVisible()
