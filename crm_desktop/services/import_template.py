"""An empty workbook with the headings of an entity: to be filled in, and imported as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.exchange import xlsx_files
from crm_desktop.exchange.export import ExportColumn
from crm_desktop.models import registry

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace


def write_template(workspace: Workspace, entity: str, out: Path) -> None:
    """Write the headings of all fields that can be imported, custom ones too; their columns are formatted by kind."""
    fields = [one for one in workspace.lists.fields(entity) if one.writable and one.listed != "hidden"]
    columns = [
        ExportColumn(_(one.label), one.kind.number_format(workspace.locale), one.kind.width) for one in fields
    ]
    xlsx_files.write_table(out, columns, (), title=_(registry.entity(entity).title_plural))
