"""The manual in the window: every chapter can be read there, with its pictures, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from crm_desktop.core import paths
from crm_desktop.ui import language, links
from crm_desktop.ui.context import Place
from crm_desktop.ui.manual_page import ManualPage
from tests.ui.record_kit import nameless


@pytest.fixture
def page(window):
    window.menus.actions["help.manual"].trigger()
    assert isinstance(window.page, ManualPage)
    return window.page


def chapters(page):
    return [page.chapters.item(row).text() for row in range(page.chapters.count())]


def test_help_leads_to_the_manual(window):
    window.menus.actions["help.shortcuts"].trigger()
    button = next(one for one in window.page.page_actions() if one.text == "Manual")
    button.run()
    assert window.place == Place("manual")


def test_each_chapter_is_shown_with_its_pictures(page):
    assert nameless(page) == []
    written = {one.name for one in paths.manual("en").glob("*.md")} - {"README.md"}
    assert len(chapters(page)) == len(written)
    for row, name in enumerate(chapters(page)):
        page.chapters.setCurrentRow(row)
        assert page.text.toPlainText().strip()
        assert name
    page.chapters.setCurrentRow(0)
    picture = page.text.loadResource(QTextDocument.ResourceType.ImageResource.value, "pictures/contacts.png")
    assert 0 < picture.width() <= page.text.viewport().width()


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_nothing_of_the_way_it_is_written_is_seen(page, code):
    for file in sorted(paths.manual(code).glob("*.md")):
        page.text.show_file(file)
        shown = page.text.toPlainText().replace("*.crm", "")
        assert "*" not in shown, (
            "a full stop stands outside of what it ends, or Markdown does not see the end"
        )
        assert "](" not in shown


def test_a_line_broken_between_chinese_characters_leaves_no_blank(page):
    page.text.show_file(paths.manual("zh_CN") / "start.md")
    assert "名称开头相同的文件夹" in page.text.toPlainText()


def test_links_go_from_chapter_to_chapter_and_out(page, monkeypatch):
    page.text.anchorClicked.emit(QUrl("find.md"))
    assert chapters(page)[page.chapters.currentRow()] == "Find"
    assert page.text.toPlainText().startswith("Find")
    followed = []
    monkeypatch.setattr(links, "follow", lambda url, _near: followed.append(url.toString()))
    page.text.anchorClicked.emit(QUrl("https://example.com/"))
    assert followed == ["https://example.com/"]
    page.text.anchorClicked.emit(QUrl("../../../README.md"))
    assert page.text.toPlainText().startswith("Find"), "only the manual is read here"
    page.text.anchorClicked.emit(QUrl("../zh_CN/README.md"))
    assert "使用手册" in page.text.toPlainText()


def test_the_manual_follows_the_language(page):
    page.chapters.setCurrentRow(2)
    language.switch("zh_CN")
    page.retranslate()
    assert page.title() == "使用手册"
    assert chapters(page)[0] == "开始"
    assert page.chapters.currentRow() == 2
