"""Every screen of the program, looked at as a person would who wants to read, reach and understand all of it."""

from __future__ import annotations

import getpass
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QMainWindow, QWidget

from crm_desktop.core import i18n
from crm_desktop.services.parts import parts
from crm_desktop.ui.session import Session
from tests.ui.looking import walk
from tests.ui.looking.contrast import faint_texts
from tests.ui.looking.cut_texts import cut_texts
from tests.ui.looking.names import nameless, wrong_actions
from tests.ui.looking.places import misplaced
from tests.ui.looking.popups import LOST, popups
from tests.ui.looking.real_window import each_sort
from tests.ui.looking.screen import look_at
from tests.ui.looking.tab_order import unreachable
from tests.ui.looking.words import Data, foreign_words, program_words


class Looker:
    """Looks at one screen after the other and keeps what is wrong, each thing once."""

    def __init__(self, session: Session, language: str) -> None:
        self._language = language
        self._data = Data(session.workspace)
        shipped = [f"{one.name} {one.version} {one.licence}" for one in parts(qVersion())]
        places = (str(session.workspace.path), str(LOST))
        for text in (*places, walk.FOREIGN, "list.csv", getpass.getuser(), *shipped):
            self._data.learn(text)
        self._messages = program_words(language)
        self.found: dict[str, str] = {}
        self.seen = 0

    def look(self, name: str, root: QWidget, *, tabs: bool = True) -> None:
        """Look at a screen; with ``tabs`` also whether Tab comes to everything, as far as it is not as large as it
        can be."""
        self.seen += 1
        screen = look_at(root)
        complaints = [
            *nameless(screen),
            *cut_texts(screen, self._messages),
            *misplaced(screen),
            *foreign_words(screen, self._language, self._data),
            *faint_texts(screen),
        ]
        if tabs and root.size().toTuple() != walk.LARGE:
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
def test_every_popup_and_dialog(session: Session, looker: Looker) -> None:
    for name, root in popups(session):
        looker.look(name, root, tabs=root is not session.window)
    assert looker.seen > 15
