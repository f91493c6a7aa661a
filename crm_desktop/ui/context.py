"""What a page is given: the customer file, the ways to work and to speak, and the window it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.ui.contract import ListQuery, Workspace
from crm_desktop.ui.messages import Messages
from crm_desktop.ui.record_action import RecordAction
from crm_desktop.ui.tasks import Runner
from crm_desktop.ui.window_state import WindowState

if TYPE_CHECKING:
    from crm_desktop.ui.page import Page


@dataclass(frozen=True)
class Place:
    """Somewhere in the program: a page by name ('list', 'record', 'reports' …), with its entity and record."""

    page: str
    entity: str = ""
    record: int = 0

    @property
    def is_passing(self) -> bool:
        """Whether nobody comes back here: what is written in the form of a new record becomes a record, or nothing."""
        return self.page == "record" and not self.record


class Navigator(Protocol):
    """What pages may ask of the window."""

    @property
    def page(self) -> Page: ...
    def open_place(self, place: Place) -> None: ...
    def open_record(self, entity: str, record_id: int) -> None: ...
    def open_list(self, entity: str) -> None: ...
    def leave(self, instead: Place) -> None: ...
    def open_about(self, place: Place, ids: Sequence[int]) -> None: ...
    def open_rows(self, query: ListQuery, name: str) -> None: ...
    def show_count(self, place: Place, count: int) -> None: ...
    def log_activity(self, entity: str, record_id: int, means: str = "") -> None: ...
    def show_toast(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None: ...
    def undo(self, transaction: int) -> None: ...
    def page_changed(self) -> None: ...


@dataclass(frozen=True)
class Selection:
    """What an export or a print is about: a list as it stands, and the records selected in it.

    ``is_ticked``: they were ticked, which even one may be; else a single one is only where the cursor is.
    """

    query: ListQuery
    columns: tuple[str, ...]
    selected: Sequence[int] = ()
    is_ticked: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether the selected records were chosen on purpose."""
        return len(self.selected) > (0 if self.is_ticked else 1)


def _nothing(*_arguments: Any) -> None:
    """Do nothing: the handler is not there."""


@dataclass
class Handlers:
    """What the application does for the window. A handler that is None disables its actions."""

    new_file: Callable[[], object] | None = None
    open_file: Callable[[Path | None], object] | None = None
    locate_file: Callable[[Path], object] | None = None
    recent_files: Callable[[], Sequence[Path]] = tuple
    import_into: Callable[[str], object] | None = None
    import_file: Callable[[str, Path], object] | None = None
    export: Callable[[Selection], object] | None = None
    export_all: Callable[[], object] | None = None
    print: Callable[[Selection | None], object] | None = None
    backup: Callable[[], object] | None = None
    restore_backup: Callable[[], object] | None = None
    new_record: Callable[[str], object] | None = None
    lock: Callable[[], object] | None = None
    language_changed: Callable[[str], object] = _nothing
    theme_changed: Callable[[str], object] = _nothing
    status_text: Callable[[], str] = str

    @property
    def absent(self) -> frozenset[str]:
        """The actions that this program does not have: menus and help leave them out."""
        return frozenset() if self.lock is not None else frozenset({"file.lock"})


@dataclass
class Context:
    """Everything that a page may use. ``entities`` are the described entities by name, in their order."""

    workspace: Workspace
    entities: Mapping[str, Entity]
    tasks: Runner
    messages: Messages
    state: WindowState
    handlers: Handlers = field(default_factory=Handlers)
    navigator: Navigator | None = None
    expect_writing: Callable[[], object] = _nothing
    """To be called where somebody begins what may end in a saved record: what that takes is imported meanwhile."""
    record_actions: Sequence[RecordAction] = ()
    """What the application adds to the pages and the previews of some records."""
    remembered: dict[str, str] = field(default_factory=dict)
    """Choices that last as long as the window."""
    stage: QWidget | None = None
    """Where the pages stand. A page made there need not be moved there: Qt would style all its parts once more."""

    @property
    def window(self) -> Navigator:
        """The window; set before the first page is made."""
        if self.navigator is None:
            raise RuntimeError("no window yet")
        return self.navigator

    @property
    def sections(self) -> Sequence[Entity]:
        """The entities that stand in the navigation."""
        return [entity for entity in self.entities.values() if entity.section]
