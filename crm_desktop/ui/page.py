"""What every page is: a widget with a title, actions for the top bar, and an ear for changes and language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.context import Selection
from crm_desktop.ui.contract import Changes, ListQuery


@dataclass(frozen=True)
class PageAction:
    """A button of the top bar. One is ``primary``: what people come to this page to do.

    ``action`` is the id of the menu's action that does the same here; the button tells its shortcut.
    """

    text: str
    icon: str
    run: Callable[[], object]
    primary: bool = False
    enabled: bool = True
    action: str = ""


class Page(QWidget):
    """A page of the window. Emits ``title_changed`` when title, subtitle or actions are to be asked again."""

    title_changed = Signal()

    def title(self) -> str:
        """Return the title of the page in the user's language."""
        return ""

    def subtitle(self) -> str:
        """Return what stands small beside the title."""
        return ""

    def page_actions(self) -> Sequence[PageAction]:
        """Return the buttons of the top bar."""
        return ()

    def retranslate(self) -> None:
        """Show all texts again, in the language now in use."""

    def on_changes(self, changes: Changes) -> None:
        """Look whether a commit concerns this page."""

    def on_shown(self) -> None:
        """Take the focus; the page has come to the front."""

    def begin(self) -> None:
        """Leave what is beside the matter of this page (a trash); it was chosen in the navigation."""

    def show_rows(self, query: ListQuery, name: str) -> None:
        """List the records behind a number that is called ``name``."""

    def show_records(self, ids: Sequence[int]) -> None:
        """Begin with these records, which the page is about."""

    def merge_selected(self) -> None:
        """Show what is selected side by side, to be merged."""

    def refresh(self) -> None:
        """Read everything again (F5)."""

    def focus_search(self) -> None:
        """Put the cursor where this page is searched."""

    def new_record(self) -> None:
        """Begin what is new here (Ctrl+N)."""

    def copy(self) -> None:
        """Put what is selected onto the clipboard."""

    def select_all(self) -> None:
        """Select everything that is listed."""

    def toggle_filter(self) -> None:
        """Open or close the filter, where there is one."""

    def clear_filter(self) -> None:
        """List everything again."""

    def save_filter(self) -> None:
        """Keep search, filter and columns as a view."""

    def choose_order(self) -> None:
        """Offer the orders of what is listed."""

    def toggle_trash(self) -> None:
        """List what was deleted, or what is there."""

    def is_in_trash(self) -> bool:
        """Tell whether the page lists what was deleted."""
        return False

    def choose_columns(self) -> None:
        """Open the column chooser, where there are columns."""

    def toggle_peek(self) -> None:
        """Open or close the preview, where there is one."""

    def delete(self) -> None:
        """Move what is selected to the trash."""

    def log_activity(self, means: str = "") -> None:
        """Put the cursor where is written what happened; ``means`` chooses what it is ('call', 'task' …)."""

    def change_selected(self) -> None:
        """Give one value to what is selected."""

    def clean(self) -> None:
        """Clean what is selected, or all that is listed."""

    def paste(self) -> None:
        """Take the table of the clipboard."""

    def takes_files(self) -> bool:
        """Tell whether files can be attached to what this page shows."""
        return False

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach files to what this page shows."""

    def save(self) -> None:
        """Keep what is being edited, now."""

    def selection(self) -> Selection | None:
        """Return what an export or a print would be about."""
        return None

    def may_leave(self) -> bool:
        """Tell whether the page may be left; the place to ask about an edit that cannot be saved."""
        return True

    def may_close(self, _close: Callable[[], object]) -> bool:
        """Tell whether the window may close; a page with something to end first closes it afterwards itself."""
        return self.may_leave()
