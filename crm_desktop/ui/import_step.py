"""What the steps of an import have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_draft import ImportDraft


class ImportStep(QWidget):
    """One side of the import page. All that it shows stands in the draft, and so does all that is chosen in it.

    A step is made anew when the language is switched, so its words are translated where it is made, and it hears of
    the draft by methods of its widgets (a lambda would outlive them). While something is written no step is reached
    but the last.
    """

    key: ClassVar[str] = ""
    word: ClassVar[str] = ""
    """What it is called on its tab, to be translated."""

    def __init__(self, draft: ImportDraft, context: Context) -> None:
        super().__init__()
        self.draft = draft
        self.context = context

    def count(self) -> int:
        """Return how much waits here for an answer; the tab tells it."""
        return 0

    def told(self) -> str:
        """Return the words beside its name on the tab."""
        count = self.count()
        return f"{count:,}" if count else ""

    def on_shown(self) -> None:
        """Take the focus; the step has come to the front."""
