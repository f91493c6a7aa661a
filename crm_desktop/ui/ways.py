"""Which lists can be seen in more ways than as a table. Each way is imported when it is first shown."""

from __future__ import annotations

from crm_desktop.ui.list_ways import Way

WAYS: dict[str, tuple[Way, ...]] = {}
