"""Settings: found by their words, applied at once, of the person and of the firm apart."""

from __future__ import annotations

import pytest

from crm_desktop.core.formatting import format_size
from crm_desktop.core.settings import Settings
from crm_desktop.ui.settings_page import SettingsPage
from crm_desktop.ui.settings_rows import SettingRow
from crm_desktop.ui.settings_sections import LISTS
from tests.ui.fakes import FakeChanges
from tests.ui.record_kit import make_context, nameless


class Window:
    """The window, as far as the settings ask it."""

    def __init__(self):
        self.themes, self.languages, self.lists, self.toasts = [], [], [], []

    def set_theme(self, mode):
        self.themes.append(mode)

    def set_language(self, code):
        self.languages.append(code)

    def open_list(self, entity):
        self.lists.append(entity)

    def show_toast(self, text, action="", act=None):
        self.toasts.append(text)


@pytest.fixture
def context(workspace, state):
    made = make_context(workspace, state)
    made.navigator = Window()
    return made


@pytest.fixture
def options(tmp_path):
    return Settings(tmp_path / "options.json")


@pytest.fixture
def page(qtbot, context, options):
    made = SettingsPage(context, options)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def row(page, words):
    found = [one for one in page.findChildren(SettingRow) if words in one.words and not one.isHidden()]
    assert len(found) == 1, [one.words for one in found]
    return found[0]


def pick(combo, value):
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_showing_changes_nothing(page, workspace, options):
    before = len(workspace.history.recent(1000))
    page.retranslate()
    page.refresh()
    assert len(workspace.history.recent(1000)) == before
    assert not options.path.exists()
    assert [one for one in nameless(page) if "SearchField" not in one] == []


def test_theme_and_language_apply_at_once(page, context, options):
    pick(row(page, "appearance").control, "dark")
    pick(row(page, "language").control, "zh_CN")
    assert context.navigator.themes == ["dark"]
    assert context.navigator.languages == ["zh_CN"]
    assert (options.theme, options.language) == ("dark", "zh_CN")
    assert Settings(options.path).theme == "dark"


def test_switches_and_numbers(page, context, options):
    row(page, "openthelast").control.click()
    assert options.open_last is False
    page.change_number("lock_minutes", "15")
    assert options.lock_minutes == 15
    page.change_number("lock_minutes", "soon")
    page.change_number("lock_minutes", "-1")
    assert options.lock_minutes == 15
    assert len(context.messages.said) == 2


def test_the_firm_is_kept_in_the_file(page, workspace):
    name = row(page, "nameofthefirm").control
    name.setText("Nordwind GmbH")
    name.editingFinished.emit()
    name.editingFinished.emit()
    pick(row(page, "currency").control, "CHF")
    pick(row(page, "orderofdates").control, "ymd")
    assert workspace.name == "Nordwind GmbH"
    assert workspace.locale.currency == "CHF"
    assert workspace.locale.date_order == "ymd"
    page.on_changes(FakeChanges({"setting": None}))
    assert row(page, "currency").control.currentData() == "CHF"


def test_a_region_has_two_letters(page, workspace, context):
    page.change_region("Germany")
    assert context.messages.said
    assert workspace.locale.region == ""
    page.change_region("de")
    assert workspace.locale.region == "DE"


def test_a_read_only_file_keeps_its_settings(qtbot, context, workspace, options):
    workspace.read_only = True
    page = SettingsPage(context, options)
    qtbot.addWidget(page)
    assert not row(page, "currency").control.isEnabled()


def test_lists_are_counted_and_opened(page, context, workspace):
    options_row = row(page, "industriessources")
    assert str(workspace.lists.count("option")) in options_row.words
    options_row.control.click()
    assert context.navigator.lists == ["option"]
    assert {name for name, _hint in LISTS} <= set(context.entities)


def test_search(page):
    page.search.setText("currency")
    page.search.search_now()
    assert not page.cards["business"].isHidden()
    assert page.cards["general"].isHidden()
    assert row(page, "currency")
    page.search.setText("backups")
    page.search.search_now()
    assert not page.cards["backups"].isHidden()
    page.search.clear()
    page.search.search_now()
    assert all(not card.isHidden() for card in page.cards.values())


def test_a_backup_is_made_and_named(page, context, workspace):
    assert row(page, "noverifiedbackup")
    row(page, "noverifiedbackup").control.click()
    assert len(workspace.backups()) == 1
    assert context.navigator.toasts
    assert row(page, "lastverifiedbackup")


def test_sizes():
    assert format_size(12_345) == "12 KB"
    assert format_size(12_345_678) == "12.3 MB"
