"""When a window gives memory back."""

from __future__ import annotations

import pytest

from crm_desktop.ui.resting import Resting
from crm_desktop.ui.tasks import TaskRunner


@pytest.fixture
def tasks(qapp):
    made = TaskRunner(lambda _error: None)
    yield made
    assert made.close(5)


def test_memory_is_given_back_once_after_each_work(tasks, qtbot):
    resting = Resting(tasks)
    begun = []
    tasks.started.connect(begun.append)

    def quiet_moment() -> int:
        before = len(begun)
        resting.on_quiet()
        qtbot.waitUntil(lambda: not tasks.is_busy())
        return len(begun) - before

    assert [quiet_moment(), quiet_moment(), quiet_moment()] == [1, 0, 0]
    tasks.run(lambda _task: None)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert [quiet_moment(), quiet_moment()] == [1, 0]
