"""The values of filter conditions: days told from today on, and choices as saved views bring them back."""

from __future__ import annotations

import pytest

from crm_desktop.core.kinds import Locale
from crm_desktop.models import registry
from crm_desktop.ui import language
from crm_desktop.ui.filter_values import value_editor

LAST_CONTACT = registry.entity("company").field("last_contact")


@pytest.fixture
def make_editor(qtbot):
    def make(field, operator):
        made = value_editor(field, operator, Locale(), lambda _field: ())
        qtbot.addWidget(made.widget)
        return made

    return make


@pytest.mark.parametrize(
    ("code", "shown", "typed"), [("en", "90 days ago", "30 days ago"), ("zh_CN", "90 天前", "30 天前")]
)
def test_a_relative_day_is_shown_and_typed(make_editor, code, shown, typed):
    language.switch(code)
    editor = make_editor(LAST_CONTACT, "before")
    editor.load({"days_ago": 90})
    assert editor.widget.text() == shown
    assert editor.value() == {"days_ago": 90}
    editor.widget.setText(typed)
    assert editor.value() == {"days_ago": 30}
    editor.widget.setText("2026-11-22")
    assert editor.value() not in (None, {"days_ago": 30})


def test_a_day_is_not_taken_for_a_number_of_days(make_editor):
    editor = make_editor(LAST_CONTACT, "within_days")
    editor.load({"days_ago": 90})
    assert editor.widget.text() == ""
    editor.load(7)
    assert editor.value() == 7


def test_choices_come_back_from_a_saved_view(make_editor):
    editor = make_editor(registry.entity("service_request").field("priority"), "any_of")
    editor.load(["high", "urgent"])
    assert editor.value() == ("high", "urgent")
