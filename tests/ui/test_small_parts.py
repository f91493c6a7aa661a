"""Messages, labels, links, crash box, clipboard, window state."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from crm_desktop.core.entity import Column, Field
from crm_desktop.core.kinds import Email, Text, Web
from crm_desktop.ui import clipboard, crash, labels, links
from crm_desktop.ui.messages import Boxes
from crm_desktop.ui.toast import Toast
from crm_desktop.ui.window_state import ColumnLayout, WindowState

HTML = "<b>Ana</b> <img src='file:///etc/passwd'> & Co"


def test_messages_show_plain_text(qtbot):
    box = Boxes()._box(QMessageBox.Icon.Warning, HTML, HTML)
    qtbot.addWidget(box)
    shown = [one for one in box.findChildren(QLabel) if one.text() == HTML]
    assert len(shown) == 2
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in shown)


def test_labels_and_tooltips_show_data_as_it_is(qtbot):
    made = labels.label(HTML)
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;img" in labels.tooltip(HTML)
    assert labels.menu_text("Doyle & Sons") == "Doyle && Sons"


def test_a_label_is_as_high_as_its_words_also_after_they_or_the_font_changed(qtbot):
    made = labels.label("short")
    qtbot.addWidget(made)
    made.setWordWrap(True)
    low = made.heightForWidth(120)
    made.setText("many more words than one line of this width can hold " * 2)
    high = made.heightForWidth(120)
    assert high > low
    font = made.font()
    font.setPixelSize(30)
    made.setFont(font)
    assert made.heightForWidth(120) > high
    made.setText("short")
    assert low < made.heightForWidth(120) < high


def test_only_known_addresses_are_opened():
    web = Field("w", "Web", Web(), Column("w"))
    assert links.link_of(web, "qinghe-textile.cn").scheme() == "http"
    assert links.link_of(web, "javascript:alert(1)") is None
    assert links.link_of(web, "file:///etc/passwd") is None
    assert links.link_of(Field("e", "E", Email(), Column("e")), "a@b.c").scheme() == "mailto"
    assert links.link_of(Field("t", "T", Text(), Column("t")), "a@b.c") is None


def test_a_fault_is_shown_once_and_without_data(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    reporter = crash.CrashReporter(parent)
    secret = "13857123345"
    for _time in range(2):
        try:
            raise ValueError(secret)
        except ValueError as error:
            reporter.handle(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(reporter.boxes) == 1)
    box = reporter.boxes[0]
    assert secret not in box.details()
    assert "ValueError" in box.details()
    assert not box.isModal()
    box.accept()
    assert reporter.boxes == []


def test_a_table_for_spreadsheets():
    rows = [["Ana", "two\nlines"], ['say "hi"', "tab\there"]]
    assert clipboard.tab_separated(rows) == 'Ana\t"two\nlines"\n"say ""hi"""\t"tab\there"\n'
    assert "&lt;b&gt;" in clipboard.html_table(["A"], [["<b>"]])


def test_a_toast_says_and_acts(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 400)
    parent.show()
    toast = Toast(parent)
    done = []
    toast.say("Deleted", "Undo", lambda: done.append(1))
    assert toast.isVisible()
    assert parent.rect().contains(toast.geometry())
    toast.act()
    toast.act()
    assert done == [1]
    assert not toast.isVisible()


def test_layouts_are_kept_and_junk_is_nothing(tmp_path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    state = WindowState(settings)
    layout = ColumnLayout((("name", 200), ("email", 0)), "name", True)
    state.set_columns("company", "all", layout)
    assert state.columns("company", "all") == layout
    settings.setValue("lists/company/all", '{"columns": 7}')
    assert state.columns("company", "all") is None
    assert state.columns("lead", "all") is None
