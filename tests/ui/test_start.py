"""What the first page does without is not imported for it, and is there before anybody asks for it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from crm_desktop.__main__ import asks_only_for_the_window
from crm_desktop.services.workspace import new_workspace
from crm_desktop.ui import icons
from crm_desktop.ui.ahead import LATER

HEAVY = (
    "asyncio",
    "babel",
    "click",
    "concurrent.futures",
    "hashlib",
    "html.entities",
    "openpyxl",
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "pypinyin",
    "reportlab",
    "secrets",
    "sqlalchemy",
)
UNUSED = (
    "crm_desktop.core.search_text",
    "crm_desktop.services.history",
    "crm_desktop.services.records",
    "crm_desktop.services.today",
    "crm_desktop.store.backups",
    "crm_desktop.store.change_log",
    "crm_desktop.store.undo",
    "crm_desktop.store.unit_of_work",
    "crm_desktop.ui.editors",
    "crm_desktop.ui.peek_panel",
    "crm_desktop.ui.start_dialog",
)

OPENED = """
import json, sys
from crm_desktop import __main__ as program

def opened(path):
    from crm_desktop.app import Program
    ours = Program()
    assert ours.start(path)
    shown(ours)
    ours.close()
    return 0

program.open_window = opened
"""

FIRST_PAGE = """
def shown(ours):
    from PySide6 import QtGui, QtWidgets
    ours.session.window.grab()
    # PySide makes a class with all its enumerations when it is first named.
    kinds = ("QFileDialog", "QMessageBox", "QStyle", "QTabWidget")
    made = [name for name in kinds if name in vars(QtWidgets)]
    print(json.dumps([*sys.modules, *made]))

program.main()
"""

HABITS = """
def shown(ours):
    import builtins, gc, linecache
    read = [name for name in linecache.cache if "crm_desktop" in name]
    print(json.dumps([builtins.__import__.__name__, gc.isenabled(), read]))

program.main()
"""

EVERY_PAGE = """
def shown(ours):
    from importlib import import_module
    from crm_desktop.ui.ahead import LATER
    from crm_desktop.ui.context import Place
    window = ours.session.window
    for name in LATER:
        import_module(name)
    before = set(sys.modules)
    window.grab()
    for page in ("reports", "history", "settings", "shortcuts"):
        window.open_place(Place(page))
    for section in ours.session.context.sections:
        window.open_list(section.name)
    window.open_place(Place("record", "contact"))
    window.open_list("contact")
    first = window.page.table.records.ids[0]
    window.open_record("contact", first)
    window.open_list("contact")
    window.page.preview.show_current()
    window.page.choose_columns()
    window.open_search()
    print(json.dumps(sorted(set(sys.modules) - before)))

program.main()
"""

WHO_ONLY_READS = """
def shown(ours):
    from importlib import import_module
    from crm_desktop.ui.ahead import LATER
    session, mapped = ours.session, "crm_desktop.models.mapped"
    window = session.window
    for name in LATER:
        import_module(name)
    window.open_list("contact")
    window.page.preview.show_current()
    while session.doorbell is None or session.tasks.is_busy():
        ours.app.processEvents()
    needless = {"PySide6.QtNetwork", "crm_desktop.store.undo", "crm_desktop.store.unit_of_work", "statistics"}
    found = needless & set(sys.modules)
    with session.workspace.work("By the driver alone") as work:
        work.execute("UPDATE contact SET note = 'x'")
    needless = {"difflib", "hashlib", "multiprocessing", "rapidfuzz", "sqlalchemy", "PySide6.QtPrintSupport"}
    print(json.dumps(sorted(found | needless & set(sys.modules))))
    window.open_record("contact", window.page.table.records.ids[0])
    while mapped not in sys.modules or session.tasks.is_busy():
        ours.app.processEvents()

program.main()
"""


@pytest.fixture
def started(tmp_path):
    """Start the real window on a small customer file, in a process of its own; returns what it prints at the end."""
    path = tmp_path / "start.crm"
    made = new_workspace(path)
    made.records.create("contact", {"full_name": "Ana Beltrán"})
    made.close()

    def start(code: str) -> list[str]:
        command = [sys.executable, "-c", OPENED + code, str(path)]
        said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
        assert said.returncode == 0, said.stderr
        return json.loads(said.stdout.splitlines()[-1])

    start(FIRST_PAGE)  # the very first start keeps a snapshot of the descriptions and remembers the file
    return start


def test_the_first_page_imports_only_what_it_shows(started):
    found = set(started(FIRST_PAGE))
    assert "crm_desktop.ui.today_page" in found
    assert found & {*HEAVY, *UNUSED, *LATER, "QFileDialog", "QMessageBox", "QStyle", "QTabWidget"} == set()


def test_no_import_reads_sources_and_no_garbage_is_looked_for_meanwhile(started):
    assert started(HABITS) == ["__import__", False, []]


def test_no_first_click_waits_for_an_import(started):
    late = started(EVERY_PAGE)
    assert [name for name in late if name.startswith("crm_desktop.ui.")] == []


def test_who_only_reads_goes_without_what_writing_takes_until_a_record_is_opened(started):
    assert started(WHO_ONLY_READS) == []


@pytest.mark.parametrize(
    "module", ["crm_desktop.ui.main_window", "crm_desktop.ui.record_list_page", "crm_desktop.ui.today_page"]
)
def test_the_window_itself_knows_no_database(module):
    code = f"import sys, {module}; print('sqlcipher3' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("arguments", "alone"),
    [
        ([], True),
        (["my customers.crm"], True),
        (["MINE.CRM"], True),
        (["list"], False),
        (["--version"], False),
        (["-x.crm"], False),
        (["backup", "mine.crm"], False),
        (["mine.xlsx"], False),
    ],
)
def test_who_asks_only_for_the_window(arguments, alone, monkeypatch):
    monkeypatch.delenv("CRM_FILE", raising=False)
    assert asks_only_for_the_window(arguments) is alone


def test_a_file_named_by_the_environment_is_for_the_command_line(monkeypatch):
    monkeypatch.setenv("CRM_FILE", "mine.crm")
    assert not asks_only_for_the_window([])


def test_an_icon_is_drawn_for_the_scale_of_its_screen(qapp):
    icon = icons.icon("plus")
    for scale in (1.0, 1.5, 2.0, 3.0):
        drawn = icon.pixmap(icon.actualSize(icons.QSize(64, 64)), scale)
        assert drawn.width() == round(icons.SIZE * scale)
        assert drawn.devicePixelRatio() == scale
    normal, off = (
        icon.pixmap(icons.QSize(16, 16), mode=mode).toImage()
        for mode in (icons.QIcon.Mode.Normal, icons.QIcon.Mode.Disabled)
    )
    assert normal != off
    assert icons.QIcon(icon).pixmap(16).toImage() == normal


QT_SAYS = """
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QWidget
from crm_desktop.app import application
app = application()
window = QWidget()
window.setMinimumSize(200, 100)
window.show()
app.processEvents()
qWarning("something else")
"""


def test_without_a_display_qt_tells_no_hint_and_all_else(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    said = subprocess.run([sys.executable, "-c", QT_SAYS], capture_output=True, text=True, check=True)
    assert said.stderr.splitlines() == ["something else"]
