"""Settings: found by their words, applied at once, of the person and of the firm apart."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from crm_desktop.core.formatting import format_size
from crm_desktop.core.settings import Settings
from crm_desktop.ui import language
from crm_desktop.ui.settings_page import SettingsPage
from crm_desktop.ui.settings_rows import SettingRow
from crm_desktop.ui.settings_sections import LISTS
from crm_desktop.ui.settings_words import WORDS
from crm_desktop.ui.turns import turns
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

    def open_place(self, place):
        self.lists.append(place.page)

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
    settle()
    return made


def settle():
    """Let the page make what is left of its cards."""
    while turns().is_busy():
        QApplication.processEvents()


def row(page, key):
    settle()
    found = [one for one in page.findChildren(SettingRow) if one.key == key and one.isVisibleTo(page)]
    assert len(found) == 1, [one.key for one in found]
    return found[0]


def search(page, text):
    """Search and return the keys of the settings that are then shown."""
    page.search.setText(text)
    page.search.search_now()
    return [one.key for one in page.findChildren(SettingRow) if one.isVisibleTo(page)]


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
    pick(row(page, "theme").control, "dark")
    pick(row(page, "language").control, "zh_CN")
    assert context.navigator.themes == ["dark"]
    assert context.navigator.languages == ["zh_CN"]
    assert (options.theme, options.language) == ("dark", "zh_CN")
    assert Settings(options.path).theme == "dark"


def test_switches_and_numbers(page, context, options):
    row(page, "open_last").control.click()
    assert options.open_last is False
    page.change_number("lock_minutes", "15")
    assert options.lock_minutes == 15
    page.change_number("lock_minutes", "soon")
    page.change_number("lock_minutes", "-1")
    assert options.lock_minutes == 15
    assert len(context.messages.said) == 2


def test_the_firm_is_kept_in_the_file(page, workspace):
    name = row(page, "firm_name").control
    name.setText("Nordwind GmbH")
    name.editingFinished.emit()
    name.editingFinished.emit()
    pick(row(page, "currency").control, "CHF")
    pick(row(page, "date_order").control, "ymd")
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
    options_row = row(page, "option")
    assert str(workspace.lists.count("option")) in options_row.words
    options_row.control.click()
    assert context.navigator.lists == ["option"]
    assert {name for name, _hint in LISTS} <= set(context.entities)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("currency", "currency"),
        ("dark", "theme"),
        ("深色", "theme"),
        ("货币", "currency"),
        ("idle", "lock_minutes"),
        ("my name", "user_name"),
        ("amounts converted", "currency"),
        ("节假日", "work_calendar"),
        ("letter paper", "paper_size"),
    ],
)
def test_a_setting_is_found_by_its_words_and_others_in_both_languages(page, code, words, key):
    language.switch(code)
    page.retranslate()
    assert key in search(page, words)
    assert len(search(page, words)) < 6


def test_the_words_searched_for_are_marked(page, workspace):
    workspace.change_settings(firm_name="<b>O'Brien & Sons</b>")
    page.retranslate()
    search(page, "curren")
    name = row(page, "currency").name
    assert ">Curren</span>cy" in name.text()
    search(page, "")
    assert name.text() == "Currency"
    assert all(not card.isHidden() for card in page.cards.values())


def test_a_title_shows_its_whole_section(page):
    search(page, "backups")
    assert not page.cards["backups"].isHidden()
    assert page.cards["general"].isHidden()
    assert search(page, "no such thing at all") == []
    assert page._found.text() == "No setting is called that. Try another word for it."


def test_a_search_does_not_wait_for_the_cards_that_are_still_to_come(qtbot, context, options):
    page = SettingsPage(context, options)
    qtbot.addWidget(page)
    assert "lists" not in page.cards
    assert search(page, "pipeline")
    assert not page.cards["lists"].isHidden()


def test_every_setting_has_other_words_too(page):
    rows = page.findChildren(SettingRow)
    assert {one.key for one in rows} == set(WORDS)


def test_the_name_of_the_person_is_changed(page, workspace):
    line = row(page, "user_name").control
    line.setText("Łukasz")
    line.editingFinished.emit()
    assert workspace.records.get("user", workspace.user).title == "Łukasz"
    line.setText("")
    line.editingFinished.emit()
    assert workspace.records.get("user", workspace.user).title == "Łukasz"
    assert row(page, "user_name").control.text() == "Łukasz"


# ---------------------------------------------------------------- taken elsewhere


def test_settings_go_to_another_computer(page, context, workspace, options, tmp_path, monkeypatch):
    target = tmp_path / "设置.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(target), ""))
    pick(row(page, "paper_size").control, "Letter")
    pick(row(page, "currency").control, "CHF")
    row(page, "export").control.click()
    assert context.navigator.toasts == ["Exported to 设置.json"]
    pick(row(page, "paper_size").control, "A4")
    pick(row(page, "currency").control, "USD")
    row(page, "import").control.click()
    assert context.messages.asked == ["Change 2 settings?"]
    assert options.paper_size == "Letter"
    assert workspace.locale.currency == "CHF"
    assert row(page, "paper_size").control.currentData() == "Letter"
    row(page, "import").control.click()
    assert context.messages.said == [("These settings are as they are here.", "")]


def test_a_file_that_is_none_of_settings_changes_nothing(page, context, options, tmp_path, monkeypatch):
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({"theme": "dark"}), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(wrong), ""))
    row(page, "import").control.click()
    assert context.messages.errors[0].title == "This is no file of settings."
    assert options.theme == "system"


# ---------------------------------------------------------------- safety


def test_a_backup_is_made_and_named(page, context, workspace):
    assert row(page, "backup_now")
    row(page, "backup_now").control.click()
    assert len(workspace.backups()) == 1
    assert context.navigator.toasts
    assert row(page, "backup_now")


def test_the_newest_backup_is_read_again(page, context, workspace):
    page.back_up()
    row(page, "verify").control.click()
    assert context.navigator.toasts[-1].endswith("is sound.")
    backup = workspace.backups()[0].path
    content = bytearray(backup.read_bytes())
    content[5_000] ^= 1
    backup.chmod(0o600)
    backup.write_bytes(content)
    row(page, "verify").control.click()
    assert "was changed or damaged" in str(context.tasks.failures[0])


def test_the_file_is_checked(page, context, workspace, monkeypatch):
    row(page, "check").control.click()
    assert context.navigator.toasts == ["The file is sound."]
    monkeypatch.setattr(workspace, "problems", lambda **_options: ["row 7 missing from index"])
    row(page, "check").control.click()
    title, text = context.messages.said[0]
    assert title == "1 thing is wrong with the file."
    assert "row 7 missing from index" in text


def test_help_and_licences_are_a_click_away(page, context):
    row(page, "shortcuts").control.click()
    row(page, "about").control.click()
    assert context.navigator.lists == ["shortcuts", "about"]


def test_sizes():
    assert format_size(12_345) == "12 KB"
    assert format_size(12_345_678) == "12.3 MB"
