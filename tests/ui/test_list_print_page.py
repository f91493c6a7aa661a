"""Ctrl+P on a list: its pages are shown first, and they are the list as it stood."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter

from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.ui.context import Context, Handlers, Place, Selection
from crm_desktop.ui.list_print_page import ListPrintPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import OWN_PAGES, PageSpec
from crm_desktop.ui.printing import print_page
from crm_desktop.ui.report_page import ReportPage
from tests.service_kit import ask
from tests.ui import fake_window

PAGES = (
    OWN_PAGES[0],
    PageSpec("print", "Print", ListPrintPage),
    PageSpec("reports", "Reports", ReportPage),
    PageSpec("record", "Record", lambda _context, _place: Page()),
)


@pytest.fixture
def window(qtbot, workspace, make, state):
    for name in ("Zenith 青禾", "Acme & Söhne", "Beta"):
        make.company(name, city="Łódź")
    entities = {one.name: one for one in registry.ENTITIES if one.section}
    messages = fake_window.FakeMessages()
    context = Context(workspace, entities, fake_window.InlineTasks(), messages, state, Handlers())
    made = MainWindow(context, PAGES, Place("list", "company"))
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.history.named):  # what could be undone is read a moment later
        made.show()
    yield made
    assert not messages.errors


def words(page):
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(page.preview.pages.data)).pages)


def test_the_list_is_shown_as_pages_in_its_order_with_its_columns(window):
    window.page.columns.show(("name", "city"))
    window.page.sort("name", True)
    print_page(window, window.page.selection())
    page = window.page
    assert window.place == Place("print", "company")
    assert page.title() == "Print: Companies"
    text = words(page)
    assert text.index("Zenith 青禾") < text.index("Beta") < text.index("Acme & Söhne")
    assert "Łódź" in text
    assert "3 records" in text
    assert "Lifecycle" not in text


def test_of_several_selected_records_only_these_are_printed(window):
    ids = list(window.page.table.records.ids)
    print_page(window, Selection(ListQuery("company"), ("name",), ids[:2]))
    text = words(window.page)
    assert "2 records · selected" in text
    assert "Zenith" not in text


def test_one_selected_record_is_only_the_current_row(window):
    print_page(window, Selection(ListQuery("company"), ("name",), [window.page.table.records.ids[0]]))
    assert "3 records" in words(window.page)


def test_what_is_searched_is_what_is_printed(window):
    print_page(window, Selection(ListQuery("company", search="zen"), ("name",)))
    text = words(window.page)
    assert "1 record · Search: zen" in text
    assert "Beta" not in text


def test_print_again_prints_those_pages(window, tmp_path):
    print_page(window, window.page.selection())
    out = tmp_path / "paper.pdf"

    def to_file(printer, _pages):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        return True

    window.page.paper.choose_printer = to_file
    print_page(window, window.page.selection())
    assert len(PdfReader(out).pages) == 1


def test_the_pages_become_a_file(window, tmp_path):
    print_page(window, window.page.selection())
    window.page.paper.choose_file = lambda suggested, _ending: tmp_path / suggested
    window.page.paper.export_pages()
    assert (tmp_path / "Companies.pdf").read_bytes() == window.page.preview.pages.data


def test_who_leaves_and_comes_back_finds_the_pages_again(window):
    print_page(window, window.page.selection())
    page = window.page
    page.page_actions()[0].run()
    assert window.place == Place("list", "company")
    assert page.preview.pages is None
    window.go(1)
    assert "Beta" in words(window.page)


def test_a_change_offers_to_make_them_again(window, make):
    print_page(window, window.page.selection())
    page = window.page
    make.company("Delta")
    page.on_changes(None)
    assert page.bar.is_stale()
    page.refresh()
    assert "Delta" in words(page)
    assert not page.bar.is_stale()


def test_a_customer_is_printed_as_its_profile(window, workspace, qtbot):
    company = workspace.lists.ids(ListQuery("company"))[0]
    window.open_place(Place("record", "company", company))
    print_page(window, None)
    assert window.page.report.name == "customer-profile"
    qtbot.waitUntil(window.page.is_shown)
    assert "Acme" in words(window.page)


@pytest.mark.parametrize("entity", [one.name for one in registry.ENTITIES if one.section])
def test_every_list_can_be_printed(window, entity):
    columns = tuple(one.key for one in window.context.workspace.lists.fields(entity))
    print_page(window, Selection(ListQuery(entity), columns))
    assert window.context.entities[entity].title_plural in words(window.page).replace("\n", " ")


def test_what_is_worked_out_is_printed_in_words(window, workspace):
    ask(workspace, title="Colour differs", priority="urgent")
    print_page(window, Selection(ListQuery("service_request"), ("title", "due")))
    text = words(window.page)
    assert "reply in" in text
    assert "timedelta" not in text
