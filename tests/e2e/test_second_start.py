"""A second start on a file that is already open: the first window comes to the front, the second program ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.app import Program
from crm_desktop.core.settings import Settings
from crm_desktop.ui.start_dialog import StartDialog

# The offscreen platform tells of a hint that it cannot pass on; that is no fault of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def came(qtbot: QtBot, program: Program, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Open the first window; returns what it is asked to do."""
    asked: list[str] = []
    assert program.start(path)
    session = program.session
    assert session is not None
    monkeypatch.setattr(session.window, "raise_", lambda: asked.append("raise"))
    qtbot.waitUntil(lambda: session.doorbell is not None)
    return asked


@pytest.mark.parametrize("named", [True, False])
def test_the_second_process_ends_and_the_first_window_comes(
    qtbot: QtBot, came: list[str], program: Program, path: Path, named: bool
) -> None:
    Settings().remember_file(path)  # without a name the last file is opened
    command = [sys.executable, "-m", "crm_desktop", *([str(path)] if named else [])]
    said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    qtbot.waitUntil(lambda: came == ["raise"])
    assert program.session is not None


def test_a_file_chosen_in_the_welcome_may_be_open_elsewhere(
    qtbot: QtBot, came: list[str], path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Program(Settings(tmp_path / "second.json"))
    welcomed: list[str] = []

    def choose(dialog: StartDialog) -> int:
        welcomed.append(dialog.windowTitle())
        dialog.choice = "open"
        return 1

    monkeypatch.setattr(StartDialog, "exec", choose)
    monkeypatch.setattr(second, "ask_and_open", lambda: second.open(path))
    assert not second.start(None)
    assert welcomed == ["Welcome to CRM Desktop"], "asked once"
    qtbot.waitUntil(lambda: came == ["raise"])


def test_a_file_that_cannot_be_opened_is_no_reason_to_end(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    welcomed: list[str] = []
    monkeypatch.setattr(program.boxes, "error", lambda error: told.append(error.title))
    monkeypatch.setattr(StartDialog, "exec", lambda dialog: welcomed.append(dialog.windowTitle()) or 0)
    assert not program.start(tmp_path / "nowhere.crm")
    assert told
    assert welcomed
