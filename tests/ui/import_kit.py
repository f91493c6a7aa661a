"""What the tests of the import share: a page on a real file, workbooks, and the hands of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from xlsxwriter import Workbook

from crm_desktop.models import registry
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.import_columns import ColumnsCard
from crm_desktop.ui.import_page import ImportPage
from crm_desktop.ui.import_preview import PreviewCard
from crm_desktop.ui.import_result import ResultPage
from crm_desktop.ui.tasks import TaskRunner
from tests.ui import fake_window

DATA = Path(__file__).parents[1] / "data"
MESSY = DATA / "exchange" / "messy-customers.xlsx"
Opened = Callable[..., Any]


def workbook(path: Path, *sheets: list[list[Any]]) -> Path:
    """Write a workbook with these sheets; returns its path."""
    book = Workbook(str(path))
    for at, rows in enumerate(sheets):
        page = book.add_worksheet(f"Sheet{at + 1}")
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    book.close()
    return path


@pytest.fixture
def import_context(qtbot: QtBot, workspace: Any, state: Any) -> Iterator[Context]:
    """What a page is given, with a real file and real threads."""
    messages = fake_window.FakeMessages()
    tasks = TaskRunner(messages.error)
    entities = {one.name: one for one in registry.ENTITIES}
    made = Context(workspace, entities, tasks, messages, state, Handlers())
    made.navigator = fake_window.FakeWindow()
    yield made
    assert tasks.close(20)
    assert not messages.errors, [str(one) for one in messages.errors]


@pytest.fixture
def import_page(qtbot: QtBot, import_context: Context) -> Iterator[Opened]:
    """Open the page of the import of an entity, with a file once that is planned."""
    pages: list[ImportPage] = []

    def make(entity: str = "contact", path: Path | None = None) -> ImportPage:
        page = ImportPage(import_context, Place("import", entity))
        qtbot.addWidget(page)
        pages.append(page)
        page.resize(968, 620)
        page.show()
        qtbot.waitExposed(page)
        if path is not None:
            page.read(path)
            ready(qtbot, page)
        return page

    yield make
    for page in pages:
        page.draft.clear()


def ready(qtbot: QtBot, page: ImportPage) -> None:
    """Wait until it is known what would be written."""
    qtbot.waitUntil(lambda: page.draft.plan is not None and not page.draft.work.is_busy, timeout=20_000)


def buttons(page: ImportPage) -> list[str]:
    """Return what stands in the top bar and can be pressed."""
    return [one.text for one in page.page_actions() if one.enabled]


def press(page: ImportPage, text: str) -> None:
    """Press a button of the top bar."""
    next(one for one in page.page_actions() if one.enabled and one.text == text).run()


def written(qtbot: QtBot, page: ImportPage) -> ResultPage:
    """Press Import and wait until all is written; returns what is told then."""
    press(page, buttons(page)[-1])
    step: Any = page.steps["write"]
    qtbot.waitUntil(step.outcome.isVisible, timeout=30_000)
    outcome: ResultPage = step.outcome
    return outcome


def choose(box: QComboBox, data: Any) -> None:
    """Choose an entry as a person does."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def columns(page: ImportPage) -> ColumnsCard:
    """Return the card with the columns."""
    step: Any = page.steps["columns"]
    card: ColumnsCard = step.columns
    return card


def preview(page: ImportPage) -> PreviewCard:
    """Return the preview beside the columns."""
    step: Any = page.steps["columns"]
    card: PreviewCard = step.preview
    return card


def rows(page: ImportPage) -> list[tuple[Any, ...]]:
    """Return the first rows as the preview shows them."""
    model = preview(page).model
    return [tuple(model.index(row, column).data() for column in range(4)) for row in range(model.rowCount())]
