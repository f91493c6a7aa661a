"""Render the window with a customer file in memory, in both schemes, both languages and two sizes.

QT_QPA_PLATFORM=offscreen .venv/bin/python tools/ui_preview.py FOLDER
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, QSize  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from crm_desktop.core.i18n import N_  # noqa: E402
from crm_desktop.ui import theme  # noqa: E402
from crm_desktop.ui.context import Context, Handlers, Place  # noqa: E402
from crm_desktop.ui.main_window import MainWindow  # noqa: E402
from crm_desktop.ui.page import Page  # noqa: E402
from crm_desktop.ui.pages import PageSpec  # noqa: E402
from crm_desktop.ui.record_list_page import RecordListPage  # noqa: E402
from crm_desktop.ui.screenshots import grab, settle  # noqa: E402
from crm_desktop.ui.window_state import WindowState  # noqa: E402

COUNTS = {
    "company": 1284,
    "contact": 3902,
    "lead": 217,
    "opportunity": 64,
    "sales_order": 8115,
    "service_request": 12,
    "campaign": 4,
    "activity": 0,
}


def blank(_context: Context, _place: Place) -> Page:
    """Return a page with nothing on it."""
    return Page()


PAGES = (
    PageSpec("today", N_("Today"), blank, "sun", "", leads=True),
    PageSpec("reports", N_("Reports"), blank, "chart-column", "insight", leads=True),
    PageSpec("settings", N_("Settings"), blank, "settings", "insight"),
)


def make_window(settings: Path) -> MainWindow:
    """Return a window on the fake customer file."""
    fakes, data, doubles = (
        import_module(f"tests.ui.{name}") for name in ("fakes", "fake_data", "fake_window")
    )
    workspace = fakes.FakeWorkspace()
    workspace.counts = COUNTS
    views = workspace.views
    for name in ("Mine", "Silent 90 days", "Birthdays"):
        views.save("contact", name, fakes.ListQuery("contact"), ())
    handlers = Handlers(
        import_into=print,
        export=print,
        new_record=print,
        status_text=lambda: "northwind.crm · saved",
    )
    state = WindowState(QSettings(str(settings), QSettings.Format.IniFormat))
    context = Context(
        workspace, data.ENTITIES, doubles.InlineTasks(), doubles.FakeMessages(), state, handlers
    )
    return MainWindow(context, PAGES, Place("list", "contact"))


def main() -> None:
    """Write the pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([*sys.argv[:1], *theme.STYLE])
    theme.prepare(app)
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as kept:
        window = make_window(Path(kept) / "state.ini")
        window.show()
        page = window.page
        assert isinstance(page, RecordListPage)
        page.table.select_id(page.table.records.ids[1])
        for size in ((1440, 900), (1024, 700)):
            for mode in ("light", "dark"):
                for code in ("en", "zh_CN"):
                    window.set_theme(mode)
                    window.set_language(code)
                    window.resize(*size)
                    settle()
                    wait(80)
                    name = f"contacts-{mode}-{code}-{size[0]}.png"
                    grab(window, folder / name, QSize(*size))
        extras(window, page, folder)
    sys.stdout.write(f"{folder}\n")


def extras(window: MainWindow, page: RecordListPage, folder: Path) -> None:
    """Write pictures of what opens over the list."""
    from crm_desktop.core.query import Condition

    window.set_language("en")
    window.set_theme("light")
    window.resize(1440, 900)
    page.filters.set_filter(
        (Condition("lifecycle", "is", 1), Condition("full_name", "contains", "a")), match_all=True
    )
    page.filters.changed.emit()
    page.filters.show()
    page.bar.search.setText("an")
    page.bar.search.search_now()
    settle()
    grab(window, folder / "filter.png")
    page.clear_filter()
    page.bar.search.setText("zzz")
    page.bar.search.search_now()
    window.show_toast("“Ana Beltrán” moved to the trash", "Undo", lambda: None)
    grab(window, folder / "empty.png")
    page.clear_filter()
    window.open_place(Place("shortcuts"))
    grab(window, folder / "shortcuts.png")
    window.open_list("company")
    grab(window, folder / "companies.png")


def wait(milliseconds: int) -> None:
    """Let timers run."""
    from PySide6.QtTest import QTest

    QTest.qWait(milliseconds)


if __name__ == "__main__":
    main()
