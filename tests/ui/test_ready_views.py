"""The chips of a list in a file that nobody has saved a view in: what the list brings along, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.models import registry
from crm_desktop.ui import language
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.record_kit import ENTITIES, make_context


@pytest.fixture
def open_page(qtbot, workspace, state):
    def make(entity):
        page = RecordListPage(make_context(workspace, state), ENTITIES[entity])
        qtbot.addWidget(page)
        page.resize(1228, 700)
        page.show()
        qtbot.waitExposed(page)
        return page

    return make


def chips(page):
    """Return what the chips say, with their counts."""
    return [chip.accessibleName() for _spec, chip in page.bar.chips._chips]


def test_a_new_file_has_chips_beside_all(open_page, workspace):
    page = open_page("company")
    assert chips(page) == ["All companies", "Prospects", "Current customers", "Silent 90 days", "At risk"]
    assert page.bar.chips.current == "all"
    assert workspace.views.of("company") == []


def test_chips_count_what_waits_and_list_it(open_page, make):
    long_ago = clock.now() - timedelta(days=91)
    silent = make.company("杭州青禾纺织", last_contact=long_ago)
    make.company("O'Brien & Sons", last_contact=clock.now() - timedelta(days=89))
    make.company("Never", lifecycle=1200)
    page = open_page("company")
    assert "Silent 90 days 1" in chips(page)
    assert "Prospects" in chips(page), "not counted"
    page.bar.chips._on_clicked("silent")
    assert list(page.table.records.ids) == [silent]
    assert page.filters.isHidden(), "the chip says it"
    assert not page.bar.chips._add.isVisible(), "there is nothing to save"
    page.bar.chips._on_clicked("all")
    assert len(page.table.records.ids) == 3


def test_their_names_follow_the_language(open_page):
    page = open_page("contact")
    page.bar.chips._on_clicked("birthdays")
    language.switch("zh_CN")
    page.retranslate()
    assert chips(page) == ["全部联系人", "重点联系人", "90 天未联系", "生日", "最近新增"]
    assert page.bar.chips.current == "birthdays"


def test_they_are_neither_renamed_nor_deleted(open_page):
    page = open_page("lead")
    assert [spec.removable for spec, _chip in page.bar.chips._chips] == [False] * 4


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("entity", registry.MAIN, ids=lambda one: one.name)
def test_no_chip_stands_outside_a_narrow_window(open_page, code, entity):
    language.switch(code)
    page = open_page(entity.name)
    page.resize(812, 600)  # of a window of 1024
    bar = page.bar.chips
    shown = [one for one in bar.findChildren(Chip) if one.isVisible()]
    assert all(bar.rect().contains(one.geometry()) for one in shown)
    hidden = [spec.text for spec, chip in bar._chips if chip.isHidden()]
    assert bool(hidden) == bar._more.isVisible(), hidden
    assert any(
        one.text() == _("All %(records)s") % {"records": _(entity.title_plural).lower()} for one in shown
    )
