"""Pictures of the import: a list like one that people bring, of records that are there, changed, new, and wrong."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.files import remove_folder
from crm_desktop.core.i18n import _
from crm_desktop.core.query import ListQuery
from crm_desktop.services.exports import export_list

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.import_page import ImportPage

_COLUMNS = ("full_name", "company", "title", "email", "mobile")
_ROWS = 40
_WRONG, _CHANGED = 2, range(4, 11)
_NEW = ("Łukasz Nowak", "", "", "lukasz@nowak.example", "+48 601 200 300")


def read_sample(page: ImportPage) -> None:
    """Let a page read such a list; it goes when the page needs it no more."""
    folder = Path(tempfile.mkdtemp(prefix="crm-"))
    path = folder / f"{_('Contacts')}.csv"
    write_sample(page.draft.workspace, path)
    page.read(path, lambda: remove_folder(folder))


def write_sample(workspace: Workspace, path: Path) -> None:
    """Write the first contacts as a list: one without a real address, some with another number, and a new one."""
    export_list(workspace, ListQuery("contact"), path, columns=_COLUMNS)
    with path.open(encoding="utf-8-sig", newline="") as source:
        headings, *rows = list(csv.reader(source))[: _ROWS + 1]
    for place, row in enumerate(rows):
        if place == _WRONG:
            row[3] = row[3].replace("@", " at ")
        elif place in _CHANGED:
            row[4] = f"{row[4][:-2]}55"
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows([headings, *rows[:2], _NEW, *rows[2:]])
