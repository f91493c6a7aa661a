"""Search everything: what is found, in which order, what was used lately, and what can be done from there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.core.errors import StorageFull
from crm_desktop.core.i18n import _
from crm_desktop.models import registry
from crm_desktop.ui import language, record_pages
from crm_desktop.ui.context import Place
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.palette_finding import Finding
from crm_desktop.ui.palette_hits import HIT
from crm_desktop.ui.record_new_page import NewRecordPage
from crm_desktop.ui.search_palette import SearchPalette
from tests.ui.record_kit import make_context


@pytest.fixture
def open_window(qtbot, workspace, state):
    """Open the window on the same file, as after a restart."""

    def opened():
        context = make_context(workspace, state)
        context.handlers.new_record = lambda entity: context.window.open_place(Place("record", entity))
        made = MainWindow(context, record_pages.pages(), Place("list", "contact"))
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        return made

    yield opened
    # Closed windows go before the file does: else what they do a little later finds it closed.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window, make, workspace):
    make.company("杭州青禾纺织")
    make.contact("陈晓梅", mobile="+86 138 5712 3345", email="mei@qinghe.example")
    make.contact("Settimio Conti")
    workspace.records.create("lead", {"title": "Conti wants looms", "name": "O'Brien & Sons"})
    return open_window()


@pytest.fixture
def palette(window):
    return SearchPalette(window)  # the window is its parent


def groups(palette):
    """Return what is shown: the headings with their hits."""
    found, rows = {}, palette._items
    for row in range(rows.rowCount()):
        hit = rows.item(row).data(HIT)
        if hit.run is None:
            found[hit.text] = []
        else:
            found[list(found)[-1]].append(hit.text)
    return found


def id_of(workspace, name, entity="contact"):
    return workspace.lists.named(entity, name)[0].id


@pytest.mark.parametrize("words", ["晓梅", "chenxiaomei", "cxm", "5712", "mei@qing", "MEI"])
def test_a_record_is_found_by_any_part_of_it_and_shows_that_part(palette, words):
    palette.search(words)
    hit = next(one for one in palette.hits() if one.record)
    assert hit.text == "陈晓梅"
    shown = f"{hit.text} · {hit.detail}"
    parts = {"5712": "+86 138 5712 3345", "mei@qing": "mei@qinghe.example", "MEI": "陈晓梅"}
    assert parts.get(words, "陈晓梅") in shown


@pytest.mark.parametrize(
    ("code", "said"), [("en", "last contact 15 Sep 2025"), ("zh_CN", "最近联系 2025-09-15")]
)
def test_a_day_says_what_was_on_it(palette, workspace, code, said):
    language.switch(code)
    firm = id_of(workspace, "杭州青禾纺织", "company")
    workspace.records.save("company", firm, {"last_contact": datetime(2025, 9, 15, 13, 20, tzinfo=UTC)})
    palette.search("青禾")
    hit = next(one for one in palette.hits() if one.record == ("company", firm))
    assert hit.detail.split(" · ")[-1] == said


def test_the_group_that_holds_the_nearest_match_leads(palette):
    palette.search("settings")
    assert palette.hits()[0].text == "Settings"
    palette.search("conti")
    assert list(groups(palette))[:2] == ["Leads", "Contacts"]
    palette.search("new")
    assert palette.hits()[0].text.startswith("New ")
    palette.search("sett")
    assert [*groups(palette)][:2] == ["Contacts", "Pages"]  # as near: records first


def test_commands_are_found_with_their_shortcut(palette):
    palette.search("new comp")
    hit = palette.hits()[0]
    assert (hit.text, hit.keys) == ("New company", "Ctrl+Shift+O")
    palette.search("compan")
    assert groups(palette)["Pages"] == ["Companies"]


def test_pages_and_commands_are_found_by_pinyin_too(window):
    language.switch("zh_CN")
    palette = SearchPalette(window)
    palette.search("shezhi")
    assert palette.hits()[0].text == "设置"


def test_keys_choose_and_open(window, palette, qtbot):
    palette.open_below(window.top_bar.search)
    qtbot.keyClicks(palette.field, "companies")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.place == Place("list", "company")


def test_enter_before_the_records_are_read_opens_the_record(window, palette, qtbot, workspace):
    tasks = window.context.tasks
    tasks.hold = True
    palette.field.setText("陈晓梅")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.place == Place("list", "contact")
    tasks.release()
    assert window.place == Place("record", "contact", id_of(workspace, "陈晓梅"))


def test_what_is_still_being_composed_is_not_searched(window, palette, qtbot):
    palette.open_below(window.top_bar.search)
    before = groups(palette)
    QApplication.sendEvent(palette.field, QInputMethodEvent("chen", []))
    palette.field.search_now()
    assert groups(palette) == before
    committed = QInputMethodEvent()
    committed.setCommitString("陈")
    QApplication.sendEvent(palette.field, committed)
    palette.field.search_now()
    assert groups(palette)["Contacts"] == ["陈晓梅"]


def test_a_reading_that_fails_is_told(window, palette, monkeypatch):
    def refuse(*_arguments):
        raise StorageFull("The disk is full.")

    monkeypatch.setattr(window.context.workspace.lists, "first_ids", refuse)
    palette.search("conti")
    assert [str(one) for one in window.context.messages.errors] == ["The disk is full."]


class Slow:
    """A runner whose work is done when somebody says so."""

    def __init__(self, tasks):
        self.tasks, self.waiting = tasks, []

    def read(self, work, done=None, failed=None):
        self.waiting.append(lambda: self.tasks.read(work, done=done, failed=failed))
        return self.tasks.read(lambda _task: None)


def test_enter_waits_for_the_records_however_long_they_take(window, palette, monkeypatch):
    slow = Slow(window.context.tasks)
    monkeypatch.setattr(window.context, "tasks", slow)
    before = window.place
    palette.search("settimio")
    palette._on_waited()
    palette.run_current()
    assert window.place == before, "what stands first meanwhile was not meant"
    slow.waiting.pop()()
    assert window.page.title() == "Settimio Conti"


def test_what_is_picked_meanwhile_is_done_at_once(qtbot, window, palette, monkeypatch):
    monkeypatch.setattr(window.context, "tasks", Slow(window.context.tasks))
    palette.search("settings")
    palette._on_waited()
    assert palette.current() is not None
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    palette.run_current()
    assert window.place == Place("settings")


# ---------------------------------------------------------------- nothing found


def test_nothing_found_offers_to_make_it(window, palette):
    palette.search("Łukasz Nowak")
    assert groups(palette) == {"Nothing found": ["New contact “Łukasz Nowak”", "New company “Łukasz Nowak”"]}
    palette.run_current()
    page = window.page
    assert isinstance(page, NewRecordPage)
    assert page.form.values()["full_name"] == "Łukasz Nowak"


def test_a_file_that_is_only_read_offers_nothing_new(window, palette, workspace):
    workspace.read_only = True
    palette.search("Łukasz Nowak")
    assert groups(palette) == {"Nothing found": []}


def test_an_empty_file_is_searched(open_window):
    palette = SearchPalette(open_window())
    assert "Opened last" not in groups(palette)
    palette.search("x")
    assert not any(one.record for one in palette.hits())


# ---------------------------------------------------------------- used lately


def test_records_opened_last_stand_first_also_after_a_restart(window, workspace, open_window):
    for name in ("陈晓梅", "Settimio Conti"):
        window.open_record("contact", id_of(workspace, name))
    window.open_record("lead", id_of(workspace, "Conti wants looms", "lead"))
    palette = SearchPalette(window)
    assert groups(palette)["Opened last"] == ["Settimio Conti", "陈晓梅"]  # the one in front is left out
    again = SearchPalette(open_window())
    assert groups(again)["Opened last"] == ["Conti wants looms", "Settimio Conti", "陈晓梅"]
    again.run_current()
    workspace.records.delete("contact", [id_of(workspace, "陈晓梅")])
    window.open_list("company")
    last = SearchPalette(window)
    assert groups(last)["Opened last"] == ["Conti wants looms", "Settimio Conti"]


def test_commands_that_are_used_most_are_offered(window, open_window):
    for name in ("view.refresh", "view.navigation", "view.refresh", "edit.search"):
        window.menus.actions[name].trigger()
    for popup in window.findChildren(SearchPalette):
        popup.close()
    palette = SearchPalette(open_window())
    assert groups(palette)["Used most"] == ["Refresh", "Narrow navigation"]


# ---------------------------------------------------------------- what can be done with a record


def test_a_record_offers_what_can_be_done_with_it(window, palette, qtbot):
    palette.open_below(window.top_bar.search)
    palette.field.setText("陈晓梅")
    palette.field.search_now()
    qtbot.keyClick(palette.field, Qt.Key.Key_Right)
    assert groups(palette) == {
        "陈晓梅": [
            "Open",
            "Log a call",
            "Write a note",
            "New task",
            "Copy “mei@qinghe.example”",
            "Copy “+86 138 5712 3345”",
        ]
    }
    qtbot.keyClick(palette.field, Qt.Key.Key_Left)
    assert groups(palette)["Contacts"] == ["陈晓梅"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    next(one for one in palette.hits() if "mei@" in one.text).run()
    assert QGuiApplication.clipboard().text() == "mei@qinghe.example"
    assert window.toast.text() == "Copied"
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_a_call_is_logged_from_the_search(window, palette, qtbot, workspace):
    palette.search("陈晓梅")
    palette.show_acts()
    next(one for one in palette.hits() if one.text == "Log a call").run()
    assert window.place == Place("record", "contact", id_of(workspace, "陈晓梅"))
    composer = window.page.overview.composer
    composer.text.area.setPlainText("Asked for a sample")
    composer.write()
    [made] = workspace.lists.named("activity", "Asked for a sample")
    assert workspace.records.get("activity", made.id).values["kind"] == "call"


@pytest.mark.parametrize("entity", registry.MAIN, ids=lambda one: one.name)
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_something_new_of_every_kind_is_a_command(window, entity, code):
    language.switch(code)
    window.retranslate()
    words = _("New %(record)s") % {"record": _(entity.title).lower()}
    (commands,) = [group for group in Finding(window).near(words) if group.title == _("Commands")]
    assert commands.hits[0].text == words
    commands.hits[0].run()
    assert isinstance(window.page, NewRecordPage)
    assert window.page.entity.name == entity.name


def test_deleting_is_never_what_comes_first_for_the_trash(palette):
    palette.search("trash")
    commands = groups(palette)["Commands"]
    assert commands.index("Show trash") < commands.index("Move to the trash")
