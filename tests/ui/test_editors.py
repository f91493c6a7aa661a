"""Editors: loading is silent, the user's edits are told, what is typed is understood or kept with a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from crm_desktop.core.kinds import (
    Choice,
    Day,
    Email,
    Exact,
    Flag,
    LongText,
    Minutes,
    Moment,
    Money,
    Number,
    Option,
    Percent,
    PersonName,
    Phone,
    Reference,
    Tags,
    Text,
    Web,
    Year,
)
from crm_desktop.core.new_record import NewRecord
from crm_desktop.core.reading import Unreadable
from crm_desktop.models.activity_words import ACTIVITY_KINDS
from crm_desktop.models.lead import LEAD
from crm_desktop.ui.editors import make_editor
from crm_desktop.ui.editors.days import day_of_words, shortcut_day
from crm_desktop.ui.editors.picker import PAUSE_MS, offered
from tests.ui.record_kit import editor_context, make_context

FRIDAY = date(2026, 11, 20)
KINDS = [
    (Text(), "Ana"),
    (PersonName(), "陈晓梅"),
    (LongText(), "two\nlines"),
    (Email(), "a@b.com"),
    (Phone(), "+49 30 123456"),
    (Web(), "example.com"),
    (Number(), 1284),
    (Percent(), 60),
    (Year(), 1999),
    (Exact(), Decimal("2.5")),
    (Minutes(), 90),
    (Money(), 1_234_550),
    (Day(), FRIDAY),
    (Moment(), datetime(2026, 11, 20, 9, 12, 30, tzinfo=UTC)),
    (Flag(), True),
    (Choice(ACTIVITY_KINDS), "call"),
    (LEAD.field("status").kind, "new"),
    (Tags(), ["VIP"]),
]


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def edit(qtbot, context):
    """Return a shown editor of a kind with a value in it."""

    def make(kind, value=None, **more):
        editor = make_editor(kind, editor_context(context, **more))
        qtbot.addWidget(editor)
        editor.load(value)
        editor.show()
        editor.activateWindow()
        qtbot.waitExposed(editor)
        editor.setFocus()
        qtbot.waitUntil(lambda: editor.focusProxy().hasFocus())
        return editor

    return make


@pytest.mark.parametrize(("kind", "value"), KINDS, ids=lambda one: type(one).__name__)
def test_loading_is_not_editing(kind, value, context, qtbot):
    editor = make_editor(kind, editor_context(context))
    qtbot.addWidget(editor)
    with qtbot.assertNotEmitted(editor.edited):
        editor.load(None)
        empty = editor.value()
        editor.load(value)
    assert empty in (None, [])
    assert editor.value() == value, "an untouched value comes back exactly as it was"
    assert editor.focusProxy().accessibleName() == "Field"


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Text(), " Acme  ", "Acme"),
        (Number(), "1,284", 1284),
        (Percent(), "63 %", 63),
        (Exact(2), "2,5", Decimal("2.5")),
        (Money(), "12.50", 1250),
        (Money(), "EUR 1,000", 100_000),
        (Day(), "24.12.2026", date(2026, 12, 24)),
        (Day(), "tomorrow", date(2026, 11, 21)),
        (Day(), "", None),
        (Email(), "mailto:a@b.com", "a@b.com"),
    ],
)
def test_typing_is_read_by_the_kind(edit, qtbot, fixed_clock, kind, typed, value):
    editor = edit(kind, None)
    with qtbot.waitSignal(editor.edited) if typed else qtbot.assertNotEmitted(editor.edited):
        qtbot.keyClicks(editor.focusProxy(), typed)
    assert editor.value() == value


@pytest.mark.parametrize(("kind", "typed"), [(Email(), "nobody"), (Day(), "sometime"), (Number(), "many")])
def test_what_cannot_be_read_is_kept(edit, qtbot, kind, typed):
    editor = edit(kind, None)
    qtbot.keyClicks(editor.line, typed)
    with pytest.raises(Unreadable) as told:
        editor.value()
    editor.set_problem(str(told.value))
    assert editor.line.text() == typed
    assert typed in editor.problem()
    assert editor.line.accessibleDescription() == editor.problem()
    qtbot.keyClicks(editor.line, "x")
    assert editor.problem() == "", "an edit takes the problem away"


def test_enter_and_escape(edit, qtbot):
    editor = edit(Text(), "Ana")
    with qtbot.waitSignal(editor.accepted):
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    with qtbot.waitSignal(editor.cancelled):
        qtbot.keyClick(editor.line, Qt.Key.Key_Escape)


def test_an_input_method_keeps_its_enter(edit, qtbot):
    editor = edit(Text(), None)
    QCoreApplication.sendEvent(editor.line, QInputMethodEvent("chenx", []))
    assert editor.value() is None
    with qtbot.assertNotEmitted(editor.accepted), qtbot.assertNotEmitted(editor.cancelled):
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
        qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    commit = QInputMethodEvent("", [])
    commit.setCommitString("陈晓梅")
    with qtbot.waitSignal(editor.edited):
        QCoreApplication.sendEvent(editor.line, commit)
    assert editor.value() == "陈晓梅"


def test_shortcuts_of_days():
    assert shortcut_day("Next Monday", FRIDAY) == date(2026, 11, 23)
    assert shortcut_day("Next Monday", date(2026, 11, 23)) == date(2026, 11, 30)
    assert shortcut_day("In a month", FRIDAY) == date(2026, 12, 20)
    assert shortcut_day("In a month", date(2026, 1, 31)) == date(2026, 2, 28)
    assert shortcut_day("In a month", date(2026, 12, 31)) == date(2027, 1, 31)
    assert day_of_words("next monday", FRIDAY) == date(2026, 11, 23)
    assert day_of_words("", FRIDAY) is None


def test_the_calendar_gives_a_day(edit, qtbot, fixed_clock):
    editor = edit(Day(), None)
    qtbot.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(editor.popup.isVisible)
    chips = [one for one in editor.popup.findChildren(type(editor.button)) if one.text() == "Tomorrow"]
    with qtbot.waitSignal(editor.edited):
        chips[0].click()
    assert editor.value() == date(2026, 11, 21)


def test_a_moment_keeps_its_time(edit, qtbot):
    at = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
    editor = edit(Moment(), at)
    editor._on_chosen(date(2026, 12, 1))
    assert editor.value() == datetime(2026, 12, 1, 9, 12, tzinfo=UTC).replace(
        hour=at.astimezone().replace(month=12, day=1).astimezone(UTC).hour
    )


def test_money_shows_its_currency(edit):
    editor = edit(Money(), 1_234_550)
    assert editor.line.text() == "12,345.50"
    assert editor.unit() == "EUR"


def test_only_states_that_may_follow_can_be_chosen(edit):
    status = LEAD.field("status").kind
    editor = edit(status, status.machine.initial)
    model = editor.combo.model()
    for place in range(editor.combo.count()):
        code = editor.combo.itemData(place)
        allowed = code == status.machine.initial or (
            code is not None
            and status.machine.allows(status.machine.initial, code)
            and code not in status.machine.by_service
        )
        assert model.item(place).isEnabled() == allowed, code


def test_a_choice_is_told_when_it_is_made(edit, qtbot):
    editor = edit(Choice(ACTIVITY_KINDS), "call")
    with qtbot.waitSignals([editor.edited, editor.accepted]):
        editor.combo.setCurrentIndex(editor.combo.findData("note"))
        editor.combo.activated.emit(editor.combo.currentIndex())
    assert editor.value() == "note"


def test_a_flag_is_turned_by_a_click(edit, qtbot):
    editor = edit(Flag(), None)
    assert editor.value() is None
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.box, Qt.Key.Key_Space)
    assert editor.value() is True


def test_an_option_can_be_added(edit, context, workspace):
    editor = edit(Option("industry"), workspace.lists.options("industry")[0])
    context.messages.text = "Beekeeping"
    editor.combo.activated.emit(editor.combo.count() - 1)
    chosen = editor.value()
    assert {one.id: one.name for one in workspace.lists.options("industry")}[chosen] == "Beekeeping"
    assert workspace.lists.options("industry")[-1].name == "Beekeeping"


def test_a_reference_is_found_by_its_name(edit, qtbot, make, workspace):
    acme, _other = make.company("Acme"), make.company("Zenith")
    editor = edit(Reference("company"), None)
    qtbot.keyClicks(editor.line, "acm")
    qtbot.waitUntil(lambda: acme in editor._ids)
    editor.popup.hide()
    editor._on_activated(editor._names.index(editor._ids.index(acme)))
    assert editor.line.text() == "Acme"
    assert editor.value() == acme
    editor.line.clear()
    assert editor.value() is None


def test_an_unknown_name_is_not_guessed(edit, qtbot, make):
    make.company("Acme")
    editor = edit(Reference("company"), None)
    editor.line.setText("Nobody Ltd")
    with pytest.raises(Unreadable, match="Nobody Ltd"):
        editor.value()


def test_a_new_record_waits_for_the_one_that_points_to_it(edit, qtbot, workspace):
    editor = edit(Reference("company"), None, makes_new="with_record")
    qtbot.keyClicks(editor.line, "Tradng")
    qtbot.waitUntil(editor.popup.isVisible)
    qtbot.keyClick(editor.popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(editor.accepted):
        qtbot.keyClick(editor.popup, Qt.Key.Key_Return)
    assert editor.value() == NewRecord("company", "Tradng", (("name", "Tradng"),))
    assert workspace.lists.count("company") == 0
    again = edit(Reference("company"), editor.value(), makes_new="with_record")
    assert (again.shown_text(), again.value()) == ("Tradng", editor.value())


def test_a_filter_makes_no_records(edit, qtbot):
    editor = edit(Reference("company"), None, makes_new="never")
    qtbot.keyClicks(editor.line, "Tradng")
    qtbot.wait(PAUSE_MS + 100)
    assert not editor.popup.isVisible()


def test_a_new_record_can_be_made_in_the_picker(edit, qtbot, workspace):
    editor = edit(Reference("company"), None)
    qtbot.keyClicks(editor.line, "Nobody Ltd")
    qtbot.waitUntil(lambda: -1 in editor._ids)
    editor.popup.hide()
    editor._on_activated(editor._names.index(editor._ids.index(-1)))
    assert workspace.records.get("company", editor.value()).title == "Nobody Ltd"


def marked(editor):
    return [editor._names.data(one) for one in editor.popup.selectedIndexes()]


def test_what_enter_takes_is_marked(edit, qtbot, make):
    acme = make.company("Acme")
    make.company("Acme Holding")
    editor = edit(Reference("company"), None)
    qtbot.keyClicks(editor.line, "acm")
    qtbot.waitUntil(editor.popup.isVisible)
    assert marked(editor) == ["Acme"]
    qtbot.keyClick(editor.popup, Qt.Key.Key_Return)
    assert editor.value() == acme


def test_opening_the_list_marks_what_is_chosen_and_nothing_else(edit, qtbot, make, workspace):
    make.company("Acme")
    zenith = workspace.records.get("company", make.company("Zenith"))
    editor = edit(Reference("company"), zenith.id)
    qtbot.waitUntil(lambda: editor.line.text() == "Zenith")
    editor.open_choices()
    qtbot.waitUntil(editor.popup.isVisible)
    assert marked(editor) == ["Zenith"]
    editor.popup.hide()
    empty = edit(Reference("company"), None)
    empty.open_choices()
    qtbot.waitUntil(empty.popup.isVisible)
    assert marked(empty) == []


@pytest.mark.parametrize("entity", ["user", "stage"])
def test_people_and_stages_are_not_made_by_a_slip(edit, qtbot, workspace, entity):
    editor = edit(Reference(entity), None, makes_new="with_record")
    qtbot.keyClicks(editor.line, "next friday")
    qtbot.wait(PAUSE_MS + 100)
    assert not editor.popup.isVisible()
    with pytest.raises(Unreadable, match="not in the list"):
        editor.value()


def test_records_near_are_offered_first(make, workspace):
    acme = make.company("Acme")
    make.contact("Aaron Other")
    zoe = make.contact("Zoe Near", company=acme)
    target = workspace.lists.entity("contact")
    assert offered(workspace, target, "", {"company": acme})[0].id == zoe
    assert [one.name for one in offered(workspace, target, "zoe", {"company": acme})] == ["Zoe Near"]


def test_a_reference_shows_the_name_of_an_id(edit, make):
    acme = make.company("Acme")
    editor = edit(Reference("company"), acme)
    assert editor.line.text() == "Acme"
    assert editor.value() == acme


def test_tags(edit, qtbot):
    editor = edit(Tags(), ["VIP"])
    with qtbot.waitSignal(editor.edited):
        QTest.keyClicks(editor.line, "Fair,")
    assert editor.value() == ["VIP", "Fair"]
    qtbot.keyClicks(editor.line, "vip")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == ["VIP", "Fair"], "the same tag is not added twice"
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert editor.value() == ["VIP"]
    editor.remove("VIP")
    assert editor.value() is None


def test_a_long_text_grows_and_ctrl_enter_accepts(edit, qtbot):
    editor = edit(LongText(), "one")
    before = editor.area.height()
    qtbot.keyClicks(editor.area, "x")
    editor.area.setPlainText("\n".join("abcdefgh"))
    assert editor.area.height() > before
    with qtbot.waitSignal(editor.accepted):
        qtbot.keyClick(editor.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
