"""Which previews tell more than the fields of a record."""

from __future__ import annotations

from crm_desktop.models import registry
from crm_desktop.ui.previews import preview_of
from tests.ui.test_customer_peek import context  # noqa: F401 - a fixture

ENTITIES = {one.name: one for one in registry.ENTITIES}


def test_an_article_is_previewed_with_its_text(qtbot, context, workspace):  # noqa: F811
    body = "Dishwasher up to 65 °C.\n<b>Do not</b> stack hot."
    told = workspace.records.create("article", {"title": "Care", "body": body})
    empty = workspace.records.create("article", {"title": "To be written"})
    peek = preview_of(context, ENTITIES["article"])
    qtbot.addWidget(peek)
    peek.show()
    peek.show_record(told)
    qtbot.waitUntil(peek._text.isVisible)
    assert peek._text.text() == body
    peek.show_record(empty)
    qtbot.waitUntil(lambda: not peek._text.isVisible())


def test_a_campaign_is_nobody_to_be_called(qtbot, context):  # noqa: F811
    offered = {}
    for name in ("campaign", "contact"):
        peek = preview_of(context, ENTITIES[name])
        qtbot.addWidget(peek)
        offered[name] = [one.key for one in peek.composer.offered]
    assert offered == {"campaign": ["note", "task"], "contact": ["call", "email", "wechat", "task"]}
