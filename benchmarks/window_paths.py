"""What a person does in the window, each as it is measured: samples of ours and, where there is one, of the floor."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget

from benchmarks.bare import Bare, BareSearch, LongModel
from benchmarks.opened import SIZE, Opened
from benchmarks.turns import Paints, Turn, press
from crm_desktop.core.query import ListQuery
from crm_desktop.core.search_text import match_expression
from crm_desktop.ui.context import Place
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.search_palette import SearchPalette

CONTACTS, COMPANIES = Place("list", "contact"), Place("list", "company")
TYPED = {
    "Latin": ("martin", "katari", "okafor", "person"),
    "Chinese": ("王晓梅", "李伟", "张秀兰"),
    "pinyin": ("xiaome", "zhangw", "liuyan"),
    "initials": ("wxm", "zxl", "lwq"),
    "digits": ("138571", "159302", "177040"),
}
LENGTHS = (1, 2, 3, 6)


@dataclass(frozen=True)
class Sample:
    """One time in milliseconds, and the longest turn on the way."""

    name: str
    ms: float
    turn: Turn = field(default_factory=lambda: Turn(0.0))
    is_floor: bool = False


def _done(opened: Opened, name: str, ms: float) -> Sample:
    """Return a sample once everything that followed has come to its end."""
    opened.rest()
    return Sample(name, ms, opened.turns.longest)


def _act(opened: Opened, name: str, action: Callable[[], object], is_done: Callable[[], bool]) -> Sample:
    """Do something as a person would; returns how long it took and the longest turn until all is at rest."""
    opened.turns.begin()
    return _done(opened, name, press(action, opened.turns, is_done))


def list_page(opened: Opened, place: Place = CONTACTS) -> RecordListPage:
    """Go to a list and return its page at rest."""
    opened.window.open_place(place)
    opened.rest()
    page = opened.window.page
    assert isinstance(page, RecordListPage)
    return page


def shown_texts(page: RecordListPage, rows: int = 30) -> list[list[str]]:
    """Return the texts of the first rows of a list."""
    found = (page.table.records.row(number) for number in range(rows))
    return [list(row.texts) for row in found if row is not None]


# ---------------------------------------------------------------------- pages


def switching(opened: Opened, rounds: int) -> Iterator[Sample]:
    """Contacts → companies → the page of a company → back."""
    window, turns = opened.window, opened.turns
    companies = list_page(opened, COMPANIES)
    bare = Bare(shown_texts(companies), turns)
    ids = list(companies.table.records.ids)
    names = "page made: list", "page again: list", "page made: record", "page again: list, by going back"
    for number in range(rounds):
        page = list_page(opened)
        for name in names:
            turns.begin()
            ms = bare.first_time() if "made" in name else bare.again()
            yield Sample(name, ms, turns.longest, is_floor=True)
        _forget(opened, COMPANIES)
        yield _to_list(opened, names[0], COMPANIES)
        page = list_page(opened)
        assert page.entity.name == "contact"
        yield _to_list(opened, names[1], COMPANIES)
        yield _to_record(opened, names[2], Place("record", "company", ids[number % len(ids)]))
        yield _act(opened, names[3], lambda: window.go(-1), _painted(companies_page(opened).table.viewport()))
    bare.close()


def companies_page(opened: Opened) -> RecordListPage:
    """Return the page of the companies, which has been made."""
    pages = opened.window.findChildren(RecordListPage)
    return next(page for page in pages if page.entity.name == COMPANIES.entity)


def _forget(opened: Opened, place: Place) -> None:
    """Let a page be made anew when it is next opened."""
    opened.window._pages.pop(place).deleteLater()  # noqa: SLF001
    opened.rest()


def _painted(widget: QWidget) -> Callable[[], bool]:
    """Return what tells whether a widget was painted from now on."""
    paints = Paints(widget)
    return lambda: paints.count > 0


def _show(
    opened: Opened, name: str, action: Callable[[], object], shown: Callable[[], QWidget | None]
) -> Sample:
    """Do something after which a widget, which need not be there before, is painted."""
    paints: list[Paints] = []

    def act() -> None:
        action()
        widget = shown()
        assert widget is not None
        paints.append(Paints(widget))

    return _act(opened, name, act, lambda: paints[0].count > 0)


def pages(opened: Opened, rounds: int) -> Iterator[Sample]:
    """Open each page of the navigation: made anew, and again after another one. The first comes with the window."""
    entries = [one.place for one in opened.window.entries]
    for _number in range(max(2, rounds // 3)):
        for place, before in zip(entries, entries[-1:] + entries[:-1], strict=True):
            name = place.entity or place.page
            opened.window.open_place(before)
            opened.rest()
            if place != entries[0]:
                if place in opened.window._pages:  # noqa: SLF001
                    _forget(opened, place)
                yield _to_page(opened, f"page made: {name}", place)
                _to_page(opened, "", before)
            yield _to_page(opened, f"page again: {name}", place)


def _to_page(opened: Opened, name: str, place: Place) -> Sample:
    """Open a page; it is there when it is painted, and its title with it."""
    window = opened.window
    return _act(opened, name, lambda: window.open_entry(place), _painted(window.top_bar))


def _to_list(opened: Opened, name: str, place: Place) -> Sample:
    """Open a list; it is there when its rows are painted."""
    return _show(opened, name, lambda: opened.window.open_place(place), lambda: _viewport(opened))


def _viewport(opened: Opened) -> QWidget | None:
    page = opened.window.page
    return page.table.viewport() if isinstance(page, RecordListPage) else None


def _to_record(opened: Opened, name: str, place: Place) -> Sample:
    """Open the page of a record; it is there when its fields are painted."""

    def form() -> QWidget | None:
        page = opened.window.page
        return page.overview.form if isinstance(page, RecordPage) else None

    return _show(opened, name, lambda: opened.window.open_place(place), form)


def records(opened: Opened, rounds: int) -> Iterator[Sample]:
    """Open records with much and with little around them."""
    for entity in ("company", "contact", "opportunity"):
        list_page(opened, Place("list", entity))  # some begin as a board
        ids = opened.session.workspace.lists.ids(ListQuery(entity))
        for number in range(rounds):
            one = ids[7 * number % len(ids)]  # of some there are few
            yield _to_record(opened, f"open a record: {entity}", Place("record", entity, one))
            list_page(opened, Place("list", entity))


# ---------------------------------------------------------------------- search


def searching(opened: Opened, _rounds: int) -> Iterator[Sample]:
    """Type into the search field, key by key."""
    page = list_page(opened)
    bare = BareSearch(opened.session.workspace.file.reader(), match_expression)
    opened.turns.rest(lambda: False)
    for sort, texts in TYPED.items():
        for text in texts:
            bare.field.clear()
            opened.turns.rest(lambda: False)
            for length in range(1, len(text) + 1):
                name = f"key in search: {sort}, {length}"
                before = bare.paints.count
                opened.turns.begin()
                ms = press(
                    lambda key=text[length - 1]: _type(bare.field, key),  # type: ignore[misc]
                    opened.turns,
                    lambda before=before: bare.paints.count > before,  # type: ignore[misc]
                )
                if length in LENGTHS:
                    yield Sample(name, ms, opened.turns.longest, is_floor=True)
    bare.window.close()
    opened.come_to_front()
    rows, nothing = Paints(page.table.viewport()), Paints(page.empty)
    for sort, texts in TYPED.items():
        for text in texts:
            page.clear_filter()
            page.focus_search()
            opened.rest()
            for length in range(1, len(text) + 1):
                before = rows.count + nothing.count
                sample = _act(
                    opened,
                    f"key in search: {sort}, {length}",
                    lambda key=text[length - 1]: _type(page.bar.search, key),  # type: ignore[misc]
                    lambda wanted=text[:length], before=before: (  # type: ignore[misc]
                        page.query.search == wanted and rows.count + nothing.count > before
                    ),
                )
                if length in LENGTHS:
                    yield sample
    page.clear_filter()
    opened.rest()


def _type(widget: QWidget, text: str) -> None:
    """Press a key, or commit what an input method composed."""
    if text.isascii():
        QTest.keyClick(widget, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)


# ---------------------------------------------------------------------- scrolling


def scrolling(opened: Opened, rounds: int) -> Iterator[Sample]:
    """Turn the wheel, go down by pages, jump to the end and anywhere."""
    page = list_page(opened)
    window = QMainWindow()
    bare = QTableView()
    bare.setModel(LongModel(shown_texts(page), len(page.table.records.ids)))
    window.setCentralWidget(bare)
    window.resize(*SIZE)
    window.show()
    opened.turns.rest(lambda: False)
    yield from _scrolled(opened, bare, rounds, is_floor=True)
    window.close()
    opened.come_to_front()
    page.table.setFocus()
    yield from _scrolled(opened, page.table, rounds, is_floor=False)


def _scrolled(opened: Opened, table: QTableView, rounds: int, *, is_floor: bool) -> Iterator[Sample]:
    paints = Paints(table.viewport())
    dice = random.Random(5)
    bar = table.verticalScrollBar()

    def key(
        which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> Callable[[], object]:
        return lambda: QTest.keyClick(table, which, held)

    control = Qt.KeyboardModifier.ControlModifier
    steps: list[tuple[str, Callable[[], object]]] = [
        *[("scroll: wheel turn", lambda: _wheel(table))] * (4 * rounds),
        *[("scroll: page down", key(Qt.Key.Key_PageDown))] * (4 * rounds),
        *[
            ("scroll: jump to the end", key(Qt.Key.Key_End, control)),
            ("scroll: jump to the beginning", key(Qt.Key.Key_Home, control)),
        ]
        * rounds,
        *[("scroll: drag to anywhere", lambda: bar.setValue(dice.randrange(bar.maximum())))] * (2 * rounds),
    ]
    for name, step in steps:
        before = paints.count
        opened.turns.begin()
        ms = press(step, opened.turns, lambda before=before: paints.count > before)  # type: ignore[misc]
        opened.turns.rest(lambda: False, 0.06)
        yield Sample(name, ms, opened.turns.longest, is_floor)


def _wheel(table: QTableView) -> None:
    middle = QPointF(table.viewport().rect().center())
    event = QWheelEvent(
        middle, table.viewport().mapToGlobal(middle), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(table.viewport(), event)


# ---------------------------------------------------------------------- writing


def writing(opened: Opened, rounds: int) -> Iterator[Sample]:
    """Edit a field of a record and leave it; edit in a cell of the list."""
    ids = list_page(opened, COMPANIES).table.records.ids
    for number in range(rounds):
        opened.window.open_record("company", ids[3 * number])
        opened.rest()
        page = opened.window.page
        assert isinstance(page, RecordPage)
        form = page.overview.form
        yield _act(opened, "edit a field: open", partial(form.edit, "name"), _always)
        yield _act(opened, "edit a field: unchanged, the next by Tab", lambda: _tab(opened), _always)
        QTest.keyClicks(QApplication.focusWidget(), f"Short {number}")
        opened.rest()
        done = _painted(form.rows["short_name"].view)
        yield _act(opened, "edit a field: changed, the next by Tab", lambda: _tab(opened), done)
    yield from _cells(opened, rounds)


def _tab(opened: Opened) -> None:
    QTest.keyClick(QApplication.focusWidget() or opened.window, Qt.Key.Key_Tab)


def _cells(opened: Opened, rounds: int) -> Iterator[Sample]:
    page = list_page(opened)
    table = page.table
    column = next(at for at, one in enumerate(table.records.fields, 1) if one.key == "full_name")
    paints = Paints(table.viewport())
    for number in range(rounds):
        table.cells.go(3 * number, column)
        opened.rest()
        yield _act(opened, "edit in a cell: open", page.edit_cell, page.editing.is_open)
        QTest.keyClicks(QApplication.focusWidget(), f"Person {number}")
        opened.rest()
        before = paints.count
        yield _act(
            opened,
            "edit in a cell: leave",
            lambda: QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return),
            lambda before=before: paints.count > before,  # type: ignore[misc]
        )
    table.cells.show(False)


def _always() -> bool:
    return True


# ---------------------------------------------------------------------- the list as a whole


def listing(opened: Opened, rounds: int) -> Iterator[Sample]:
    """Sort by a heading, switch the saved view, select everything."""
    page = list_page(opened)
    views = [str(one.id) for one in opened.session.workspace.views.of("contact")]
    for number in range(rounds):
        for key in ("birthday", "full_name"):
            descending = bool(number % 2)
            yield _act(
                opened,
                "sort by a heading",
                lambda key=key, descending=descending: page.sort(key, descending),  # type: ignore[misc]
                _painted(page.table.viewport()),
            )
        for view in [views[number % len(views)], "all"] if views else []:
            yield _act(
                opened,
                "switch the saved view",
                lambda view=view: page.bar.chips.chosen.emit(view),  # type: ignore[misc]
                _painted(page.table.viewport()),
            )
        yield _act(opened, "select all", page.select_all, _painted(page.table.viewport()))
        yield _act(opened, "select none", page.table.clearSelection, _painted(page.table.viewport()))


# ---------------------------------------------------------------------- Ctrl+K


def palette(opened: Opened, rounds: int) -> Iterator[Sample]:
    """Open the search of everything and type."""
    list_page(opened)
    for number in range(rounds):
        yield _show(opened, "Ctrl+K: open", opened.window.open_search, _results)
        found = _palette()
        for key in TYPED["Latin"][number % 4][:3]:
            press_key = partial(_type, found.field, key)
            yield _act(opened, "Ctrl+K: type", press_key, _painted(found.results.viewport()))
        found.close()
        opened.rest()


def _results() -> QWidget:
    return _palette().results.viewport()


def _palette() -> SearchPalette:
    return next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, SearchPalette) and one.isVisible()
    )


ALL: dict[str, Callable[[Opened, int], Iterator[Sample]]] = {
    "switching": switching,
    "pages": pages,
    "records": records,
    "searching": searching,
    "scrolling": scrolling,
    "listing": listing,
    "palette": palette,
    "writing": writing,
}
