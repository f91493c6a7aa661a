"""What was opened and done lately in one customer file on this computer: only ids and the names of commands."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from crm_desktop.ui.window_state import WindowState

KEPT_RECORDS = 30
HALVED_AT = 60  # times that one command was used: from then on older uses count less
NOT_COUNTED = frozenset(
    {"edit.search", "edit.copy", "edit.paste", "edit.select_all", "edit.undo", "edit.redo", "file.quit"}
)

Opened = tuple[str, int]
"""The entity and the id of a record."""


class Usage:
    """Remembers across restarts; junk in what is kept counts as nothing."""

    def __init__(self, state: WindowState, path: Path) -> None:
        self._state = state
        self._name = f"usage/{crc32(str(path).encode('utf-8', 'surrogateescape')):08x}"
        self._opened: list[Opened] = []
        self._done: dict[str, int] = {}
        self._read()

    def _read(self) -> None:
        try:
            kept = json.loads(self._state.text(self._name, "{}"))
            opened = [(str(entity), int(record)) for entity, record in kept.get("opened", ())]
            done = {str(name): int(times) for name, times in kept.get("done", {}).items()}
        except (ValueError, TypeError, AttributeError):
            return
        self._opened, self._done = opened[:KEPT_RECORDS], done

    def _write(self) -> None:
        self._state.set_text(self._name, json.dumps({"opened": self._opened, "done": self._done}))

    def note_record(self, entity: str, record_id: int) -> None:
        """A record was opened."""
        one = (entity, record_id)
        if self._opened[:1] != [one]:
            self._opened = [one, *(other for other in self._opened if other != one)][:KEPT_RECORDS]
            self._write()

    def note_command(self, name: str) -> None:
        """A command was used."""
        if name in NOT_COUNTED:
            return
        self._done[name] = self._done.get(name, 0) + 1
        if self._done[name] >= HALVED_AT:
            self._done = {one: times // 2 for one, times in self._done.items() if times > 1}
        self._write()

    def records(self) -> list[Opened]:
        """Return the records opened last, the latest first; some may have been deleted since."""
        return list(self._opened)

    def commands(self, known: Collection[str], most: int) -> list[str]:
        """Return the commands used most among those that are known."""
        used = [name for name in self._done if name in known]
        return sorted(used, key=lambda name: -self._done[name])[:most]
