"""The values of filter conditions: days told from today on, and choices as saved views bring them back."""

from __future__ import annotations

import pytest

from crm_desktop.core.kinds import Locale
from crm_desktop.core.query import Condition
from crm_desktop.models import registry
from crm_desktop.ui import language
from crm_desktop.ui.filter_values import References, condition_words, value_editor

NOTHING = References(lambda _field: (), lambda _field, record: f"#{record}")
LAST_CONTACT = registry.entity("company").field("last_contact")


@pytest.fixture
def make_editor(qtbot):
    def make(field, operator):
        made = value_editor(field, operator, Locale(), NOTHING)
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
    assert editor.value() == "2026-11-22"
    editor.load("2026-01-05")
    assert editor.value() == "2026-01-05"


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


@pytest.mark.parametrize("operator", ["contains", "starts"])
@pytest.mark.parametrize("key", ["email", "phone", "website"])
def test_a_part_of_an_address_may_be_looked_for(make_editor, key, operator):
    editor = make_editor(registry.entity("company").field(key), operator)
    editor.widget.setText("gmail.")
    assert editor.value() == "gmail."


def test_conditions_are_said_in_words():
    company = registry.entity("company")

    def said(key, operator, value=None):
        return condition_words(company.field(key), Condition(key, operator, value), Locale(), NOTHING)

    assert said("name", "contains", "a") == "Name contains a"
    assert said("level", "any_of", (1, 2)) == "Level is one of #1, #2"
    assert said("phone", "filled") == "Phone is filled"
    assert said("last_contact", "before", {"days_ago": 90}) == "Last contact is before 90 days ago"
    assert said("last_contact", "within_days", 7) == "Last contact is within days 7"
    assert said("created_at", "on", "2026-01-05") == "Created is on 5 Jan 2026"
    assert said("employees", "at_least", 1200) == "Employees is at least 1,200"
    language.switch("zh_CN")
    assert said("phone", "filled") == "电话 已填写"


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_hint_is_read_whole(make_editor, code):
    language.switch(code)
    field = make_editor(LAST_CONTACT, "before").widget
    assert field.width() > field.fontMetrics().horizontalAdvance(field.placeholderText()) + 20
