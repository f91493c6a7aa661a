"""“Look around” asks nothing: the sample data lies among the files of the program, and is opened again next time."""

from __future__ import annotations

import pytest

from crm_desktop import app
from crm_desktop.core import paths
from crm_desktop.services.workspace import new_workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_sample_data_is_made_once_and_opened_again(program, tmp_path, monkeypatch):
    made = []

    def make(path):
        made.append(path)
        new_workspace(path, firm_name="Northwind", demo=True).close()

    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setattr(app, "_make_demo", make)
    for _time in range(2):
        program.choose("demo")
        assert program.session.workspace.path == paths.data_folder() / "Sample customers.crm"
        program.close()
    assert made == [paths.data_folder() / "Sample customers.crm"]


def test_what_cannot_be_made_is_told(program, tmp_path, monkeypatch):
    told = []
    (tmp_path / "home").write_text("a file where the folder is to be")
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setattr(program.boxes, "error", told.append)
    program.choose("demo")
    assert program.session is None
    assert told[0].title == "The file could not be made."
