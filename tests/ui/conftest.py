"""What the tests of the window share: a fake customer file, a window on it, and an offscreen screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.ui import language, served, theme
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import PageSpec
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.turns import turns
from crm_desktop.ui.window_state import WindowState
from tests.ui import fake_data, fake_window, fakes
from tests.ui.board_kit import board, board_context, deals  # noqa: F401 - fixtures of the tests of the board
from tests.ui.calendar_kit import real, record  # noqa: F401 - fixtures of the tests of agenda and calendar
from tests.ui.import_kit import import_context, import_page  # noqa: F401 - fixtures of the tests of the import
from tests.ui.looking.real_window import files, session  # noqa: F401 - fixtures of the tests of every page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform tells of a hint that it cannot pass on; that is no fault of ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Make no more of a page whose file is about to be closed."""
    turns().forget()
    return (yield)


@pytest.fixture(autouse=True)
def desktop_with_programs(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let this computer have a program for each sort of address, but where a test is about just that."""
    if "desktop" not in request.fixturenames:
        monkeypatch.setattr(served, "is_served", lambda _scheme: True)


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Collect garbage between tests: a thread of a test would destroy widgets of earlier ones without their timers."""
    gc.collect(
        2 if gc.get_count()[2] > 50 else 1
    )  # nothing grew old meanwhile: the young ones are all of them
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[None]:
    """Give each test our type and the light scheme, and put language and scheme back."""
    # Without a running event loop, what earlier tests gave up is deleted only when it is asked for.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not qapp.styleSheet() or theme.tokens() is not theme.LIGHT:
        qapp.setStyle("Fusion")
        theme.prepare(qapp)
        theme.apply(qapp, "light")
    yield
    language.switch("en")


@pytest.fixture
def fake() -> fakes.FakeWorkspace:
    """A customer file in memory with forty contacts."""
    return fakes.FakeWorkspace()


@pytest.fixture
def state(tmp_path: Path) -> WindowState:
    """Window state in a file of this test."""
    return WindowState(QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def context(fake: fakes.FakeWorkspace, state: WindowState) -> Context:
    """What a page is given, with fakes at the edges."""
    made = Context(
        fake, fake_data.ENTITIES, fake_window.InlineTasks(), fake_window.FakeMessages(), state, Handlers()
    )
    made.navigator = fake_window.FakeWindow()
    return made


MakePage = Callable[..., RecordListPage]


@pytest.fixture
def make_page(qtbot: QtBot, context: Context) -> MakePage:
    """Make the list page of an entity, shown."""

    def make(entity: str = "contact", width: int = 1228) -> RecordListPage:
        page = RecordListPage(context, fake_data.ENTITIES[entity])
        qtbot.addWidget(page)
        page.resize(width, 800)
        page.show()
        qtbot.waitExposed(page)
        return page

    return make


@pytest.fixture
def page(make_page: MakePage) -> RecordListPage:
    """The list of contacts."""
    return make_page()


def _blank(_context: Context, _place: Place) -> Page:
    return Page()


PAGES = (
    PageSpec("today", N_("Today"), _blank, "sun", "", leads=True),
    PageSpec("record", N_("Record"), _blank),
    PageSpec("settings", N_("Settings"), _blank, "settings", "insight"),
)


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> MainWindow:
    """The window on the list of contacts."""
    context.handlers = Handlers(
        import_into=lambda _entity: None,
        export=lambda _selection: None,
        new_record=lambda _entity: None,
        status_text=lambda: "northwind.crm",
    )
    made = MainWindow(context, PAGES, Place("list", "contact"))
    made.resize(1440, 900)  # larger than the offscreen screen, onto which a window puts itself
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made
