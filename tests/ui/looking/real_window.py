"""Fixtures: the real window on a real customer file, in the language, on the data and in the scheme a test asks for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program
from crm_desktop.core import i18n
from crm_desktop.core.settings import Settings
from crm_desktop.services.demo import demo_firm, make_demo
from crm_desktop.services.workspace import new_workspace, open_workspace
from crm_desktop.ui import theme
from crm_desktop.ui.crash import CrashReporter
from crm_desktop.ui.session import Session
from tests.ui.looking import walk

SORTS = {
    "demo-en": ("en", True, "light"),
    "demo-zh": ("zh_CN", True, "dark"),
    "empty-en": ("en", False, "dark"),
    "empty-zh": ("zh_CN", False, "light"),
}
"""The language, whether there is data, the scheme."""

each_sort = pytest.mark.parametrize("session", SORTS.values(), indirect=True, ids=SORTS)
on_english_data = pytest.mark.parametrize("session", [SORTS["demo-en"]], indirect=True, ids=["demo-en"])


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Path]:
    """Return a customer file in a language, the made-up firm's or an empty one; made once, then only copied."""

    @cache
    def make(language: str, demo: bool) -> Path:
        i18n.install(language)
        path = tmp_path_factory.mktemp(language) / "示例.crm"
        firm = demo_firm(language)
        made = new_workspace(path, firm_name=firm.name, currency=firm.currency, region=firm.region, demo=demo)
        if demo:
            make_demo(made, language=language)
        made.close()
        return path

    return make


@pytest.fixture
def session(
    request: pytest.FixtureRequest,
    files: Callable[[str, bool], Path],
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Session]:
    """The window on a file in the language (and of the sort) that the test asks for."""
    language, demo, look = request.param
    path = Path(shutil.copyfile(files(language, demo), tmp_path / "示例.crm"))
    i18n.install(language)
    monkeypatch.setattr(CrashReporter, "install", lambda _self: None)  # exceptions are pytest's here
    program = Program(Settings(tmp_path / "options.json"))
    theme.apply(qapp, look)
    made = Session(program, open_workspace(path), idle=False)
    made.window.resize(*walk.SMALL)
    made.window.show()
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.apply(qapp, "light")
