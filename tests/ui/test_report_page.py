"""The report page on a real customer file: the preview is the very PDF, and becomes files and paper."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter

from crm_desktop.models import registry
from crm_desktop.services.workspace import Workspace
from crm_desktop.ui import language
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.page_printing import PagePrinter, printer_for, wanted_pages
from crm_desktop.ui.pdf_pages import PdfPages
from crm_desktop.ui.report_options import FlagControl, PeriodControl, period
from crm_desktop.ui.report_page import ReportPage
from crm_desktop.ui.tasks import TaskRunner
from tests.ui import fake_window, fakes

LATE = 10_000
REPORTS = Place("reports")


@pytest.fixture
def tasks() -> Iterator[TaskRunner]:
    """The runner of the program; nothing may fail in it."""
    failures: list[object] = []
    made = TaskRunner(failures.append)
    yield made
    assert made.close()
    assert failures == []


@pytest.fixture
def workspace(workspace: Workspace, make) -> Workspace:
    """Companies for several pages, and a few opportunities."""
    make.many(140)
    acme = make.company("Acme 青禾")
    for at in range(3):
        workspace.records.create(
            "opportunity", {"name": f"Deal {at}", "company": acme, "amount": 10_000 * at}
        )
    return workspace


@pytest.fixture
def context(workspace: Workspace, tasks: TaskRunner, state) -> Context:
    """A context on the real file."""
    entities = {one.name: one for one in registry.ENTITIES if one.section}
    made = Context(workspace, entities, tasks, fake_window.FakeMessages(), state, Handlers())  # type: ignore[arg-type]
    made.navigator = fake_window.FakeWindow()
    return made


def is_ready(page: ReportPage) -> bool:
    preview = page.preview
    return page.is_shown() and preview.page_count() > 0 and preview.is_drawn(preview.current_page())


@pytest.fixture
def open_page(qtbot, context):
    """Open the page, and wait until it shows its report."""

    def open_it(place: Place = REPORTS, size: tuple[int, int] = (1228, 800)) -> ReportPage:
        page = ReportPage(context, place)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        qtbot.waitExposed(page)
        qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)
        return page

    return open_it


@pytest.fixture
def page(open_page) -> ReportPage:
    """The page on the sales pipeline."""
    return open_page()


def show(qtbot, page: ReportPage, name: str, **values) -> None:
    page.choose(name, **values)
    qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)


def said(data: bytes) -> str:
    return " ".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)


# ---------------------------------------------------------------- preview


def test_the_preview_is_the_very_pdf(qtbot, page):
    show(qtbot, page, "customer-list")
    reader = PdfReader(io.BytesIO(page.preview.pages.data))
    assert page.preview.page_count() == len(reader.pages) > 2
    assert f"of {len(reader.pages)}" in page.bar.page.text()
    assert "Acme 青禾" in said(page.preview.pages.data)


def test_pages_are_drawn_for_the_screen(page):
    preview = page.preview
    image = preview._images[0][1]
    width = preview.pages.sizes[0].width() * preview.zoom * 96 / 72 * preview.devicePixelRatioF()
    assert abs(image.width() - width) <= 1
    assert image.pixelColor(2, 2).name() == "#ffffff"
    colours = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert len(colours) > 5


def test_zoom_and_keys(qtbot, page):
    preview = page.preview
    fitting = preview.zoom
    qtbot.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom > fitting
    qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)
    qtbot.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom == fitting
    show(qtbot, page, "customer-list")
    qtbot.keyClick(preview, Qt.Key.Key_End)
    assert preview.current_page() == preview.page_count() - 1
    assert f"page {preview.page_count()} of {preview.page_count()}" in preview.accessibleName()
    qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)
    assert len(preview._images) <= 8


def test_pages_fit_a_narrow_window(open_page):
    page = open_page(size=(840, 560))
    preview = page.preview
    assert preview.horizontalScrollBar().maximum() == 0
    assert preview._rect(0).width() <= preview.viewport().width()


def test_what_changed_since_is_said_and_can_be_shown(qtbot, page, workspace):
    assert not page.bar.refresh.isVisible()
    workspace.records.create("opportunity", {"name": "Fresh deal"})
    page.on_changes(fakes.FakeChanges({"opportunity": None}))
    assert page.bar.refresh.isVisible()
    qtbot.mouseClick(page.bar.refresh, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)
    assert "Fresh deal" in said(page.preview.pages.data)


# ---------------------------------------------------------------- options


def test_options_make_the_report_anew(qtbot, page):
    assert "Funnel" in said(page.preview.pages.data)
    box = next(
        one for one in page.options.controls if isinstance(one, FlagControl) and one.key == "chart"
    ).box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() - box.rect().center() / 1.1)
    qtbot.waitUntil(lambda: "Funnel" not in said(page.preview.pages.data), timeout=LATE)


def test_loading_options_is_silent(qtbot, page):
    with qtbot.assertNotEmitted(page.options.changed):
        page._offer()


def test_options_are_kept_per_report(qtbot, page):
    box = next(
        one for one in page.options.controls if isinstance(one, FlagControl) and one.key == "details"
    ).box
    box.click()
    qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)
    page.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)
    page.list.setCurrentRow(1)
    qtbot.waitUntil(lambda: is_ready(page), timeout=LATE)
    assert page.options.values()["details"] is False


def test_who_chooses_another_report_at_once_keeps_the_values_of_the_first(qtbot, context):
    page = ReportPage(context, Place("reports"))
    qtbot.addWidget(page)
    page.choose("pipeline", details=False)
    page.list.setCurrentRow(0)
    page.choose("pipeline")
    qtbot.waitUntil(page.is_shown, timeout=LATE)
    assert page.options.values()["details"] is False


def test_a_period_by_name_and_by_its_days(qtbot, page):
    control = next(one for one in page.options.controls if isinstance(one, PeriodControl))
    control.combo.setCurrentIndex(control.combo.findData("quarter"))
    control.combo.activated.emit(control.combo.currentIndex())
    first, last = period("quarter", date.today())  # noqa: DTZ011 - the user's calendar
    assert control.values() == {"from": first, "to": last}
    qtbot.waitUntil(
        lambda: is_ready(page) and f"Q{(first.month + 2) // 3}" in said(page.preview.pages.data), timeout=LATE
    )
    control.combo.setCurrentIndex(control.combo.findData("custom"))
    control.combo.activated.emit(control.combo.currentIndex())
    editor = control.days["from"]
    assert editor.isVisible()
    editor.line.setText("2020-01-05")
    editor.line.editingFinished.emit()
    assert control.values()["from"] == date(2020, 1, 5)
    qtbot.waitUntil(lambda: is_ready(page) and "5 Jan 2020" in said(page.preview.pages.data), timeout=LATE)


@pytest.mark.parametrize(
    ("name", "today", "found"),
    [
        ("all", date(2026, 11, 20), (None, None)),
        ("month", date(2028, 2, 10), (date(2028, 2, 1), date(2028, 2, 29))),
        ("month", date(2026, 12, 31), (date(2026, 12, 1), date(2026, 12, 31))),
        ("quarter", date(2026, 5, 31), (date(2026, 4, 1), date(2026, 6, 30))),
        ("year", date(2026, 5, 31), (date(2026, 1, 1), date(2026, 12, 31))),
        ("last_year", date(2026, 5, 31), (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_periods(name, today, found):
    assert period(name, today) == found


def test_a_profile_of_a_place(qtbot, open_page, workspace):
    acme = workspace.lists.named("company", "Acme", 1)[0].id
    page = open_page(Place("reports", "company", acme))
    assert page.report.name == "customer-profile"
    assert page.preview.page_count() == 1
    assert "Acme 青禾" in said(page.preview.pages.data)


def test_a_profile_asks_for_its_customer(qtbot, page):
    page.choose("customer-profile")
    qtbot.waitUntil(page.empty.isVisible)
    assert page.preview.page_count() == 0
    assert not any(action.enabled for action in page.page_actions())


# ---------------------------------------------------------------- files and paper


def test_export_writes_files(qtbot, page, context, tmp_path: Path):
    very_pages = page.preview.pages.data
    for ending in ("pdf", "xlsx"):
        out = tmp_path / f"漏斗.{ending}"
        page.output.choose_file = lambda suggested, _ending, out=out: out
        page.output.export(ending)
        qtbot.waitUntil(out.exists, timeout=LATE)
    assert (tmp_path / "漏斗.pdf").read_bytes() == very_pages
    assert load_workbook(tmp_path / "漏斗.xlsx").sheetnames[1] == "By stage"
    qtbot.waitUntil(lambda: len(context.window.toasts) == 2, timeout=LATE)
    assert not [*tmp_path.glob(".*.part"), *tmp_path.glob(".*.tmp")]


def test_an_export_that_fails_says_why(qtbot, page, context, tmp_path: Path):
    page.output.choose_file = lambda _suggested, _ending: tmp_path / "missing" / "x.xlsx"
    page.output.export("xlsx")
    qtbot.waitUntil(lambda: bool(context.messages.errors), timeout=LATE)


def test_the_dialog_can_be_left(page, context):
    page.output.choose_file = lambda _suggested, _ending: None
    page.output.export("pdf")
    page.output.choose_printer = lambda _printer, _pages: False
    page.output.print_pages()
    assert not page.output.is_printing()
    assert context.window.toasts == []


def to_file(out: Path, first: int = 0, last: int = 0):
    def choose(printer: QPrinter, _pages: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setFromTo(first, last)
        return True

    return choose


@pytest.mark.parametrize(("first", "last"), [(0, 0), (2, 2)])
def test_printing(qtbot, page, context, tmp_path: Path, first, last):
    show(qtbot, page, "customer-list")
    pages = page.preview.page_count()
    page.output.choose_printer = to_file(tmp_path / "out.pdf", first, last)
    page.output.print_pages()
    assert page.output.is_printing()
    qtbot.waitUntil(lambda: not page.output.is_printing(), timeout=30_000)
    reader = PdfReader(tmp_path / "out.pdf")
    assert len(reader.pages) == (pages if not first else 1)
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)
    assert len(context.window.toasts) == 1
    assert not page.busy.isVisible()


def test_a_printed_page_has_the_size_of_the_page(qtbot, page, tmp_path: Path):
    page.output.choose_printer = to_file(tmp_path / "out.pdf")
    page.output.print_pages()
    qtbot.waitUntil(lambda: not page.output.is_printing(), timeout=30_000)
    original, printed = PdfPages(page.preview.pages.data), PdfPages((tmp_path / "out.pdf").read_bytes())
    for one in (original, printed):
        image = one.image(0, 1.0)
        dark = [
            (x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
            if image.pixelColor(x, y).lightness() < 140
        ]  # fmt: skip
        edges = (min(x for x, _y in dark), min(y for _x, y in dark), max(x for x, _y in dark))
        one.close()
        assert edges == pytest.approx((48, 60, 547), abs=12)


def test_the_printer_is_set_to_the_paper(qtbot, page):
    show(qtbot, page, "customer-list", paper="Letter", landscape=True)
    printer = printer_for(page.preview.pages)
    assert printer.pageLayout().pageSize().name().startswith("Letter")
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape


def test_which_pages_are_printed(qapp):
    printer = QPrinter()
    assert wanted_pages(printer, 3) == [0, 1, 2]
    printer.setFromTo(2, 9)
    assert wanted_pages(printer, 3) == [1, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert wanted_pages(printer, 3) == [2, 1]


def test_printing_can_be_stopped(qtbot, page, tasks, tmp_path: Path):
    printed: list[int] = []
    pages = PdfPages(page.preview.pages.data)
    printer = printer_for(pages)
    to_file(tmp_path / "out.pdf")(printer, 1)
    job = PagePrinter(pages, printer, tasks, done=printed.append, failed=printed.append, parent=page)
    job.start()
    job.cancel()
    qtbot.waitUntil(lambda: not tasks.is_busy(), timeout=LATE)
    assert not job.is_active()
    assert printed == []


# ---------------------------------------------------------------- as a page


def test_work_can_be_cancelled(qtbot, page):
    page.make()
    page.cancel()
    assert not page.busy.isVisible()
    assert page.preview.page_count() > 0  # what was there stays


def test_it_speaks_another_language(qtbot, page):
    language.switch("zh_CN")
    page.retranslate()
    qtbot.waitUntil(lambda: is_ready(page) and "初步接触" in said(page.preview.pages.data), timeout=LATE)
    assert page.options.values()["language"] == "zh_CN"


def test_everything_has_a_name(page):
    from PySide6.QtWidgets import QAbstractButton, QComboBox

    for kind in (QAbstractButton, QComboBox):
        for one in page.findChildren(kind):
            if one.isVisible():
                assert one.accessibleName() or one.text(), one
    assert page.list.accessibleName()
    assert page.preview.accessibleName()


@pytest.mark.parametrize("width", [812, 968])
def test_nothing_is_cut_in_a_small_window(open_page, width):
    page = open_page(size=(width, 560))
    for control in page.options.controls:
        assert control.minimumSizeHint().width() <= page.options.width() - 32
    assert page.width() == width


def test_a_place_with_the_name_of_a_report_opens_on_it(open_page):
    assert open_page(Place("reports", "day-sheet")).report.name == "day-sheet"
