"""The task runner, on real threads."""

from __future__ import annotations

import threading

import pytest

from crm_desktop.core.errors import DataProblem
from crm_desktop.ui.changes import ChangeHub
from crm_desktop.ui.tasks import TaskRunner
from crm_desktop.ui.work_bar import WorkBar
from tests.ui import fakes


@pytest.fixture
def runner(qapp):
    failures = []
    made = TaskRunner(failures.append)
    made.failures = failures
    yield made
    assert made.close(5)


def test_work_is_done_elsewhere_and_its_result_comes_here(runner, qtbot):
    seen = []
    main = threading.get_ident()
    runner.run(
        lambda _task: threading.get_ident(), done=lambda there: seen.append((there, threading.get_ident()))
    )
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen[0][0] != main
    assert seen[0][1] == main


def test_writes_happen_one_after_the_other(runner, qtbot):
    order = []
    for number in range(20):
        runner.run(lambda _task, number=number: number, done=order.append)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))


def test_reading_does_not_wait_for_a_long_write(runner, qtbot):
    gate, seen = threading.Event(), []
    runner.run(lambda _task: gate.wait(5), done=lambda _done: seen.append("written"))
    runner.read(lambda _task: None, done=lambda _done: seen.append("read"))
    qtbot.waitUntil(lambda: seen == ["read"])
    gate.set()
    qtbot.waitUntil(lambda: seen == ["read", "written"])


def test_expected_failures_go_to_who_asked_or_to_the_user(runner, qtbot):
    def fail(_task):
        raise DataProblem("The disk is full.")

    own = []
    runner.run(fail, failed=own.append)
    runner.run(fail)
    qtbot.waitUntil(lambda: len(own) == 1 and len(runner.failures) == 1)


def test_a_bug_is_raised_on_the_main_thread(runner, qtbot):
    with qtbot.captureExceptions() as caught:
        runner.run(lambda _task: 1 // 0)
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert caught[0][0] is ZeroDivisionError


def test_who_waits_for_an_answer_hears_of_a_bug_too(runner, qtbot):
    own = []
    with qtbot.captureExceptions() as caught:
        runner.run(lambda _task: 1 // 0, failed=own.append)
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert "not done" in str(own[0])


def test_the_result_of_cancelled_work_is_not_delivered(runner, qtbot):
    gate, seen = threading.Event(), []
    task = runner.run(lambda task: gate.wait(5) and task.is_cancelled(), done=seen.append)
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert seen == []


def test_changes_arrive_on_the_main_thread(qtbot):
    workspace = fakes.FakeWorkspace()
    hub = ChangeHub(workspace)
    seen = []
    hub.changed.connect(lambda changes: seen.append((changes, threading.get_ident())))
    changes = fakes.FakeChanges({"contact": frozenset({1 << 60})})
    writer = threading.Thread(target=workspace.publish, args=(changes,))
    writer.start()
    writer.join()
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen[0] == (changes, threading.get_ident())


def test_only_long_work_is_shown_and_can_be_stopped(runner, qtbot):
    bar = WorkBar()
    qtbot.addWidget(bar)
    bar.watch(runner)
    gate = threading.Event()

    def work(task):
        task.progress(1200, 5000)
        gate.wait(5)

    task = runner.run(work, title="Import")
    assert bar.isHidden()
    qtbot.waitUntil(lambda: not bar.isHidden(), timeout=3000)
    assert bar._words.text() == "Import · 1,200 of 5,000"
    bar._on_cancel()
    assert task.is_cancelled()
    gate.set()
    qtbot.waitUntil(bar.isHidden)
