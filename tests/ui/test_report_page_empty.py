"""The reports of a file in which nothing is written down yet."""

from __future__ import annotations

from crm_desktop.models import registry
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.report_page import ReportPage
from crm_desktop.ui.tasks import TaskRunner
from tests.ui import fake_window


def test_an_empty_file_is_told_what_reports_are_of_until_there_is_a_record(qtbot, workspace, state):
    tasks = TaskRunner(lambda _error: None)
    asked: list[str] = []
    entities = {one.name: one for one in registry.ENTITIES if one.section}
    handlers = Handlers(new_record=asked.append)
    context = Context(workspace, entities, tasks, fake_window.FakeMessages(), state, handlers)
    context.navigator = fake_window.FakeWindow()
    page = ReportPage(context, Place("reports"))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.empty.isVisible)
    assert not page.is_shown()
    page.empty._button.click()
    assert asked == ["company"]
    workspace.subscribe(page.on_changes)
    workspace.records.create("company", {"name": "O'Brien Łukasz 张三"})
    qtbot.waitUntil(page.is_shown, timeout=20_000)
    assert not page.empty.isVisible()
    assert tasks.close()
