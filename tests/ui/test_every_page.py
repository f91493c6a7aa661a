"""Every screen of the program, looked at as a person would who wants to read, reach and understand all of it."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, qVersion
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QMainWindow, QWidget

from crm_desktop.core import i18n
from crm_desktop.services.parts import parts
from crm_desktop.ui.context import Place
from crm_desktop.ui.session import Session
from tests.ui.looking import walk
from tests.ui.looking.contrast import faint_texts
from tests.ui.looking.cut_texts import cut_texts
from tests.ui.looking.names import nameless, wrong_actions
from tests.ui.looking.places import misplaced
from tests.ui.looking.popups import FOREIGN, LOST, popups
from tests.ui.looking.real_window import each_sort, on_english_data
from tests.ui.looking.screen import look_at
from tests.ui.looking.tab_order import unreachable
from tests.ui.looking.words import Data, foreign_words, program_words


class Watch:
    """Qt's own tester on every model of ours that a view shows; what it finds is a warning, which fails the test."""

    def __init__(self) -> None:
        self.models: dict[QAbstractItemModel, QAbstractItemModelTester] = {}

    def look(self, window: QWidget) -> None:
        for view in window.findChildren(QAbstractItemView):
            model = view.model()
            if type(model).__module__.startswith("crm_desktop") and model not in self.models:
                mode = QAbstractItemModelTester.FailureReportingMode.Warning
                self.models[model] = QAbstractItemModelTester(model, mode, model)

    def names(self) -> set[str]:
        return {type(one).__name__ for one in self.models}


class Looker:
    """Looks at one screen after the other and keeps what is wrong, each thing once."""

    def __init__(self, session: Session, language: str) -> None:
        self._language = language
        self._data = Data(session.workspace)
        shipped = [f"{one.name} {one.version} {one.licence}" for one in parts(qVersion())]
        places = (str(session.workspace.path), str(LOST))
        for text in (*places, FOREIGN, "list.csv", getpass.getuser(), *shipped):
            self._data.learn(text)
        self._messages = program_words(language)
        self.found: dict[str, str] = {}
        self.seen = 0

    def look(self, name: str, root: QWidget) -> None:
        self.seen += 1
        screen = look_at(root)
        complaints = [
            *nameless(screen),
            *cut_texts(screen, self._messages),
            *misplaced(screen),
            *foreign_words(screen, self._language, self._data),
            *faint_texts(screen),
        ]
        if root.size().toTuple() != walk.LARGE:
            complaints += unreachable(screen)
        if isinstance(root, QMainWindow):
            complaints += wrong_actions(root)
        for one in complaints:
            self.found.setdefault(one, name)

    def report(self) -> list[str]:
        return [f"{name}: {one}" for one, name in self.found.items()]


@pytest.fixture
def looker(session: Session) -> Iterator[Looker]:
    """Somebody who looks, in the language of the window; what was found is told at the end."""
    made = Looker(session, i18n.language())
    yield made
    report = "\n".join(made.report())
    assert not report, report


@each_sort
@pytest.mark.slow
def test_every_list(session: Session, looker: Looker) -> None:
    for size in (walk.LARGE, walk.SMALL):
        session.window.resize(*size)
        walk.settle(session)
        for screen in walk.lists(session):
            looker.look(*screen)
    assert looker.seen > 20


@each_sort
@pytest.mark.slow
def test_every_page(session: Session, looker: Looker) -> None:
    for screen in walk.pages(session):
        looker.look(*screen)
    assert looker.seen > 8


@each_sort
@pytest.mark.slow
def test_every_record(session: Session, looker: Looker) -> None:
    for screen in walk.records(session):
        looker.look(*screen)
    assert looker.seen > 10


@each_sort
@pytest.mark.slow
def test_every_popup_and_dialog(session: Session, looker: Looker, tmp_path: Path) -> None:
    for screen in popups(session, tmp_path):
        looker.look(*screen)
    assert looker.seen > 15


@pytest.mark.slow
@on_english_data
def test_every_model_keeps_its_promises_while_rows_come_and_go(session: Session) -> None:
    watch, records = Watch(), session.workspace.records
    for name, window in (*walk.lists(session), *walk.pages(session)):
        assert name
        watch.look(window)
    for entity in ("company", "contact", "opportunity", "activity"):
        walk.open_place(session, Place("list", entity))
        title = session.context.entities[entity].title_key
        for key, down in ((title, False), (title, True)):
            getattr(session.window.page, "sort", lambda *_order: None)(key, down)
            walk.settle(session)
        made = records.create(entity, {title: "张三 O'Brien"})
        walk.settle(session)
        records.delete(entity, [made])
        walk.settle(session)
        session.workspace.history.undo_last()
        session.window.page.refresh()
        walk.settle(session)
    assert watch.names() >= {"RecordTableModel", "HistoryModel"}
