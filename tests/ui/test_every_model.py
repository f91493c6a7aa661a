"""Every item model of the window under Qt's own tester, while rows come, change, go and come back."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QWidget

from crm_desktop import ui
from crm_desktop.ui.context import Place
from crm_desktop.ui.import_file_step import FileStep
from crm_desktop.ui.import_page import open_import
from crm_desktop.ui.list_ways import ManyWaysPage
from crm_desktop.ui.session import Session
from crm_desktop.ui.ways import WAYS
from tests.ui.looking import walk
from tests.ui.looking.real_window import on_english_data
from tests.ui.looking.walk import FOREIGN

CHANGED = ("company", "contact", "opportunity", "activity")


class Watch:
    """The tester on every model of ours that a view shows; what it finds is a warning, which fails the test."""

    def __init__(self) -> None:
        self.testers: dict[QAbstractItemModel, QAbstractItemModelTester] = {}
        self.seen: set[type] = set()
        self.moved: set[type] = set()  # whose rows changed while they were looked at

    def look(self, window: QWidget) -> None:
        for view in window.findChildren(QAbstractItemView):
            model = view.model()
            if type(model).__module__.startswith(ui.__name__) and model not in self.testers:
                mode = QAbstractItemModelTester.FailureReportingMode.Warning
                self.testers[model] = QAbstractItemModelTester(model, mode, model)
                self.seen.add(type(model))
                self._follow(model)

    def _follow(self, model: QAbstractItemModel) -> None:
        def moved(*_what: object, kind: type = QAbstractItemModel) -> None:
            self.moved.add(kind)

        for signal in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
            signal.connect(partial(moved, kind=type(model)))


def models_of_the_window() -> set[type]:
    """Return every class of ours that is an item model, also of modules that nothing has imported yet."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    return {one for one in _below(QAbstractItemModel) if one.__module__.startswith(f"{ui.__name__}.")}


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


@on_english_data
@pytest.mark.slow
def test_every_model_keeps_its_promises_while_rows_come_and_go(session: Session, tmp_path: Path) -> None:
    watch, records = Watch(), session.workspace.records
    for name, window in (*walk.lists(session), *walk.pages(session)):
        assert name
        watch.look(window)
    _see_the_import(session, watch, tmp_path)
    for entity in CHANGED:
        walk.open_place(session, Place("list", entity))
        page = session.window.page
        title = session.context.entities[entity].title_key
        for way in WAYS.get(entity, ()):
            assert isinstance(page, ManyWaysPage)
            page.show_way(way.key)
            walk.settle(session)
            watch.look(session.window)
            _come_and_go(session, entity, title)
        for key, down in ((title, False), (title, True)):
            getattr(page, "sort", lambda *_order: None)(key, down)
            walk.settle(session)
        made = _come_and_go(session, entity, title)
        assert records.get(entity, made)
    for place in (Place("history"), Place("merge"), Place("duplicates"), Place("today")):
        walk.open_place(session, place)
        session.window.page.refresh()
        walk.settle(session)
        watch.look(session.window)
        _come_and_go(session, "activity", "subject")
    assert watch.seen == models_of_the_window()
    assert watch.moved == watch.seen


def _come_and_go(session: Session, entity: str, title: str) -> int:
    """Make a record, change it, move it to the trash and take that back; return it."""
    records = session.workspace.records
    made = records.create(entity, {title: "张三 O'Brien"})
    walk.settle(session)
    records.save(entity, made, {title: "Ana"})
    walk.settle(session)
    records.delete(entity, [made])
    walk.settle(session)
    session.workspace.history.undo_last()
    walk.settle(session)
    return made


def _see_the_import(session: Session, watch: Watch, folder: Path) -> None:
    """Look at the import of a file while another entity is chosen for it."""
    path = folder / "list.csv"
    path.write_text(FOREIGN, "utf-8")
    page = open_import(session.context, "contact", path)
    assert page is not None
    walk.settle(session)
    watch.look(session.window)
    step = page.steps["file"]
    assert isinstance(step, FileStep)
    step.entity.setCurrentIndex(step.entity.findData("company"))
    step.entity.activated.emit(step.entity.currentIndex())
    walk.settle(session)
    assert session.window.place == Place("import", "company")
    watch.look(session.window)
