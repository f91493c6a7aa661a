"""What the tests of the whole program share: a customer file, and the program with options of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program
from crm_desktop.core.settings import Settings
from crm_desktop.services.workspace import new_workspace
from crm_desktop.ui import theme
from crm_desktop.ui.crash import CrashReporter
from crm_desktop.ui.language import switch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "第一天 first day.crm"
    new_workspace(made, firm_name="Northwind").close()
    return made


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr(CrashReporter, "install", lambda _self: None)  # exceptions are pytest's here
    made = Program(Settings(tmp_path / "options.json"))
    yield made
    made.close()
    switch("en")
    theme.apply(qapp, "light")
