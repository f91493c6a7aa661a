"""The kinds of transactions of the history: their icons, and which of them touch many records."""

from __future__ import annotations

WIDE_KINDS = frozenset({"import", "bulk", "merge", "sync", "convert"})
KIND_ICONS = {
    "setup": "database",
    "edit": "pencil",
    "bulk": "layers",
    "import": "download",
    "merge": "merge",
    "convert": "repeat",
    "delete": "trash-2",
    "restore": "archive-restore",
    "undo": "undo-2",
    "redo": "redo-2",
    "sync": "refresh-cw",
    "rule": "settings",
}
