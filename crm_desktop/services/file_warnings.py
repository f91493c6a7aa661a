"""What the user should know of an opened customer file: that it lies in a bad place, or without its attached files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.store import places_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.services.workspace import Workspace


def of(workspace: Workspace) -> list[str]:
    """Return the warnings about a file as sentences, none for one that lies well."""
    return [one for one in (of_place(workspace.path), of_attached(workspace)) if one]


def of_place(path: Path) -> str:
    """Return what is wrong with the place of a file; '' for a good one."""
    service = places_of_files.cloud_service(path)
    if service is not None:
        words = _("This file lies in “%(name)s”, which copies it while it is in use. Keep it elsewhere.")
        return words % {"name": service}
    if places_of_files.on_network(path):
        return _("This file lies on a network drive. Only one computer at a time may open it.")
    return ""


def of_attached(workspace: Workspace) -> str:
    """Return that the folder of the attached files did not come along with the file; '' where it did."""
    folder = workspace.attachments.folder
    reader = workspace.file.reader()
    row = reader.execute("SELECT 1 FROM attachment WHERE deleted_at IS NULL LIMIT 1").fetchone()
    if row is None or folder.exists():
        return ""
    return _(
        "The attached files are not here. Their folder must lie beside this file and be called “%(name)s”."
    ) % {"name": folder.name}
