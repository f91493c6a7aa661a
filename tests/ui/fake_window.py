"""What pages get from the window: tasks that run at once, messages and places that are written down."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from crm_desktop.core.errors import CrmError
from crm_desktop.core.settings import Settings
from crm_desktop.ui.tasks import Task, deliver


class InlineTasks:
    """Does the work at once, where it is asked for. ``hold`` keeps it back until ``release``."""

    def __init__(self) -> None:
        self.failures: list[CrmError] = []
        self.hold = False
        self.held: list[Any] = []

    def run(self, work: Any, *, done: Any = None, failed: Any = None, title: str = "") -> Task:
        task = Task(title)

        def go() -> None:
            if task.is_cancelled():
                return
            result = error = None
            try:
                result = work(task)
            except CrmError as raised:
                error = raised
            task.finished = True
            deliver(task, result, error, done, failed or self.failures.append)

        if self.hold:
            self.held.append(go)
        else:
            go()
        return task

    read = run
    search = run

    def release(self) -> None:
        self.hold = False
        held, self.held = self.held, []
        for go in held:
            go()


class FakeMessages:
    """Answers questions as told and remembers what was said."""

    def __init__(self) -> None:
        self.errors: list[CrmError] = []
        self.said: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.answer = True
        self.text: str | None = "A name"

    def error(self, error: CrmError) -> None:
        self.errors.append(error)

    def inform(self, title: str, text: str = "") -> None:
        self.said.append((title, text))

    def ask(self, question: str, text: str, yes: str, *, danger: bool = False) -> bool:
        self.asked.append(question)
        return self.answer

    def ask_text(self, title: str, prompt: str, value: str = "") -> str | None:
        self.asked.append(prompt)
        return self.text


class FakeWindow:
    """What pages ask of the window, remembered."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, int]] = []
        self.toasts: list[str] = []
        self.acts: list[Any] = []
        self.undone: list[int] = []
        self.rows: list[tuple[Any, str]] = []
        self.counts: dict[str, int] = {}
        self.page: Any = None

    def open_place(self, place: Any) -> None:
        self.opened.append((place.entity, place.record))

    def open_record(self, entity: str, record_id: int) -> None:
        self.opened.append((entity, record_id))

    def open_list(self, entity: str) -> None:
        self.opened.append((entity, 0))

    def leave(self, instead: Any) -> None:
        self.opened.append((instead.entity, 0))

    def open_about(self, place: Any, ids: Any) -> None:
        self.opened.append((f"{place.page} {place.entity}", *ids))

    def open_rows(self, query: Any, name: str) -> None:
        self.rows.append((query, name))

    def show_count(self, place: Any, count: int) -> None:
        self.counts[place.page] = count

    def log_activity(self, entity: str, record_id: int, means: str = "") -> None:
        self.opened.append((f"log {entity}", record_id))

    def show_toast(self, text: str, action: str = "", act: Any = None) -> None:
        self.toasts.append(text)
        self.acts.append(act)

    def undo(self, transaction: int) -> None:
        self.undone.append(transaction)

    def page_changed(self) -> None:
        pass


def fake_host() -> Any:
    """Return what a session needs of the program around it."""
    return SimpleNamespace(
        options=Settings(), boxes=FakeMessages(), ask_and_create=None, ask_and_open=None, restore_backup=None
    )
