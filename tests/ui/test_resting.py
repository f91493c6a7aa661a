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
    let_go = []
    resting = Resting(tasks, lambda: let_go.append(True))

    def quiet_moment() -> int:
        before = len(let_go)
        resting.on_quiet()
        qtbot.waitUntil(lambda: not tasks.is_busy())
        return len(let_go) - before

    assert [quiet_moment(), quiet_moment(), quiet_moment()] == [1, 0, 0]
    tasks.run(lambda _task: None)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert [quiet_moment(), quiet_moment()] == [1, 0]
