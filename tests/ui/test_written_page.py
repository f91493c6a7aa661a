"""The pages of articles and activities: their text in the middle, edited in place; who takes part, without dashes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.own_pages import page_of
from tests.ui.record_kit import ENTITIES, make_context

TEXT = "30 天内未开封可退。\nFood cannot be returned."


@pytest.fixture
def shown(qtbot, workspace, state):
    """Return a function that opens the page of a record."""

    def show(entity: str, record: int):
        described = ENTITIES[entity]
        page = page_of(described)(make_context(workspace, state), described, record)
        qtbot.addWidget(page)
        page.resize(1200, 700)
        page.show()
        qtbot.waitExposed(page)
        return page

    return show


@pytest.fixture
def article(workspace):
    return workspace.records.create("article", {"title": "Returns", "body": TEXT})


def test_the_text_of_an_article_stands_in_the_middle_and_only_there(shown, article):
    page = shown("article", article)
    row = page.text.form.rows["body"]
    assert row.view.text() == TEXT
    assert "body" not in page.overview.form.rows
    left, middle = page.overview.details, page.text
    assert middle.mapTo(page, middle.rect().topLeft()).x() >= left.mapTo(page, left.rect().topRight()).x()
    assert middle.height() > 400, "it takes the room that is left"
    aside = page.overview.timeline
    assert aside.mapTo(page, aside.rect().topLeft()).x() >= middle.mapTo(page, middle.rect().topRight()).x()


def test_the_text_is_edited_in_place_and_saved_when_the_page_is_left(shown, article, workspace, qtbot):
    page = shown("article", article)
    row = page.text.form.rows["body"]
    row.start()
    row.editor.load("Only unopened.")
    assert page.may_leave()
    qtbot.waitUntil(lambda: workspace.records.get("article", article).texts["body"] == "Only unopened.")


def test_those_who_take_part_are_named_with_what_they_are(shown, workspace, make, qtbot):
    create = workspace.records.create
    meeting = create("activity", {"kind": "meeting", "subject": "Samples"})
    create("participant", {"activity": meeting, "contact": make.contact("陈晓梅")})
    create("participant", {"activity": meeting, "user": create("user", {"name": "Tom Hale"})})
    create("participant", {"activity": meeting, "name": "O’Brien"})
    page = shown("activity", meeting)
    card = page.sections.all[-1]
    qtbot.waitUntil(card.isVisible)
    said = {one.text() for one in card.findChildren(QLabel) if one.text()}
    assert {"陈晓梅", "Contact", "Tom Hale", "Colleague", "O’Brien"} <= said
    assert "—" not in said
    told = page.overview.timeline
    assert told.mapTo(page, told.rect().topLeft()).y() > card.mapTo(page, card.rect().bottomLeft()).y()
