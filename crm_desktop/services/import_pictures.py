"""Pictures that come along with address cards: they become attached files of the records, in the same transaction."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.entity import Column, Field
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import LongText
from crm_desktop.exchange import vcard_pictures
from crm_desktop.exchange.vcard_rows import PICTURE

if TYPE_CHECKING:
    from crm_desktop.services.import_table import ImportTable
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork


class _Base64(LongText):
    """A picture as text, which is longer than any text of a person."""

    def __init__(self) -> None:
        super().__init__()
        self.limit = 2 * vcard_pictures.LARGEST


FIELD = Field(PICTURE, N_("Picture"), _Base64(), Column("picture"), listed="hidden")
"""Stands for the picture while columns are matched."""

STEM = "photo"
"""How the attached file of a picture is called, before its ending."""


def take_pictures(table: ImportTable) -> None:
    """Take the pictures out of the columns that are compared and written."""
    table.pictures = {
        place: text for place, text in enumerate(table.columns.pop(PICTURE, [])) if text is not None
    }


def attach(workspace: Workspace, work: UnitOfWork, table: ImportTable, owners: Mapping[int, int]) -> None:
    """Attach the pictures to the records of their rows; one that a record has already stays as it is."""
    if not table.pictures:
        return
    with tempfile.TemporaryDirectory(prefix="crm-") as folder:
        for place, text in table.pictures.items():
            record = owners.get(place)
            data = base64.b64decode(text)
            ending = vcard_pictures.ending_of(data)
            if record is not None and ending:
                path = Path(folder) / f"{STEM}.{ending}"
                path.write_bytes(data)
                workspace.attachments.add_within(work, table.entity.name, record, path)


__all__ = ["FIELD", "STEM", "attach", "take_pictures"]
