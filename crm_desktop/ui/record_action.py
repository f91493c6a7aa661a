"""A button that the application adds to the pages of some records; apart from the page, which is made later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_

if TYPE_CHECKING:
    from crm_desktop.ui.record_contract import Record


@dataclass(frozen=True)
class RecordAction:
    """A button that the application adds to the pages of some entities: print a profile, merge."""

    text: str
    icon: str
    run: Callable[[str, int], object]
    entities: frozenset[str]

    def text_for(self, _record: Record) -> str:
        """Return the word on the button for a record; marked, not translated."""
        return self.text


class DoneAction(RecordAction):
    """The button for what can be done: it turns round once that has happened."""

    def text_for(self, record: Record) -> str:
        return N_("Not done yet") if record.values.get("done_at") is not None else self.text
