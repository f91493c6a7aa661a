"""Settings as a file: what goes out comes back, and nonsense changes nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import settings_file
from crm_desktop.core.errors import DataProblem
from crm_desktop.core.settings import Settings

FIRM = {"firm_name": "O'Brien & 张三", "currency": "EUR", "region": "DE", "date_order": "dmy", "demo": True}


@pytest.fixture
def options(tmp_path):
    return Settings(tmp_path / "options.json")


def written(options=(), firm=(), version=1):
    return json.dumps({settings_file.MARK: version, "options": dict(options), "firm": dict(firm)})


def test_what_was_exported_changes_nothing_here(options):
    text = settings_file.text_of(options, FIRM)
    found = settings_file.difference(text, options, FIRM)
    assert (found.options, found.firm, found.refused) == ({}, {}, [])
    assert "last_file" not in text
    assert "demo" not in text


def test_what_differs_is_told_and_nonsense_is_refused(options):
    text = written(
        [("theme", "dark"), ("paper_size", "A3"), ("last_file", "/etc/passwd"), ("open_last", "yes")],
        [
            ("currency", "CHF"),
            ("region", "Germany"),
            ("demo", False),
            ("firm_name", 5),
            ("date_order", "ymd"),
        ],
    )
    found = settings_file.difference(text, options, FIRM)
    assert found.options == {"theme": "dark"}
    assert found.firm == {"currency": "CHF", "date_order": "ymd"}
    assert found.refused == ["paper_size", "last_file", "open_last", "region", "demo", "firm_name"]


def test_a_newer_file_is_refused_with_a_word(options):
    with pytest.raises(DataProblem, match="newer version"):
        settings_file.difference(written(version=2), options, FIRM)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_anything_at_all_is_refused_or_understood(text):
    options = Settings.__new__(Settings)
    options.values = {}
    with pytest.raises(DataProblem):
        settings_file.difference(text, options, FIRM)
