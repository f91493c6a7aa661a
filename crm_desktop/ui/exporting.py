"""What the menus do to take data out: a list as a file, everything as a folder; and a customer file made of that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.file_names import CUSTOMERS
from crm_desktop.core.i18n import _, listed
from crm_desktop.ui.context import Context, Selection
from crm_desktop.ui.export_dialog import ExportDialog
from crm_desktop.ui.messages import Boxes

if TYPE_CHECKING:
    from crm_desktop.exchange.export import Written
    from crm_desktop.services.workspace import Workspace


def export_list(context: Context, selection: Selection, parent: QWidget) -> None:
    """Ask how and where to, and export a list."""
    lists = cast("Workspace", context.workspace).lists
    context.tasks.read(
        lambda _task: lists.count_of(selection.query),
        done=lambda shown: _ask(context, selection, shown, parent),
    )


def _ask(context: Context, selection: Selection, shown: int, parent: QWidget) -> None:
    from crm_desktop.services import exports

    workspace = cast("Workspace", context.workspace)
    entity = context.entities[selection.query.entity]
    dialog = ExportDialog(entity, selection, shown, parent)
    if not dialog.exec():
        return
    wanted, way = dialog.wanted, dialog.wanted.way
    place = str(Path.home() / f"{_(entity.title_plural)}{way.ending}")
    kind = f"{_(way.text)} (*{way.ending})"
    name, _kind = QFileDialog.getSaveFileName(parent, _("Export"), place, kind)
    if not name:
        return
    out = Path(name) if Path(name).suffix else Path(name + way.ending)
    context.tasks.run(
        lambda task: exports.export_list(
            workspace, wanted.query, out, columns=wanted.columns, style=way.style,
            progress=task.progress, cancelled=task.is_cancelled,
        ),
        done=lambda written: _tell(context, out, written),
        title=_("Export"),
    )  # fmt: skip


def _tell(context: Context, out: Path, written: Written) -> None:
    context.window.show_toast(_("Exported to %(name)s") % {"name": out.name})
    if written.notes:
        context.messages.inform(_("Exported to %(name)s") % {"name": out.name}, "\n".join(written.notes))


def export_everything(context: Context, parent: QWidget) -> None:
    """Ask for a folder, and write everything that the customer file holds into a new one in it."""
    from crm_desktop.services import archive

    workspace = cast("Workspace", context.workspace)
    chosen = QFileDialog.getExistingDirectory(parent, _("Where to export everything?"), str(Path.home()))
    if not chosen:
        return
    folder = free_folder(Path(chosen), workspace.path.stem)
    context.tasks.run(
        lambda task: archive.export_all(
            workspace, folder, progress=task.progress, cancelled=task.is_cancelled
        ),
        done=lambda _made: context.window.show_toast(_("Exported to %(name)s") % {"name": folder.name}),
        title=_("Export everything"),
    )


def free_folder(place: Path, name: str) -> Path:
    """Return a folder in ``place`` that is not there yet, called after a customer file."""
    words = _("%(name)s export") % {"name": name}
    folder, number = place / words, 2
    while folder.exists():
        folder, number = place / f"{words} {number}", number + 1
    return folder


class Host(Protocol):
    """The program around: its boxes, and files to open."""

    boxes: Boxes

    def open(self, path: Path, passphrase: str | None = None) -> bool: ...


def make_from_export(program: Host, parent: QWidget | None) -> None:
    """Ask for an exported folder and for a place, and make and open a customer file of it."""
    from crm_desktop.services import archive_reading
    from crm_desktop.ui.new_file_dialog import NewFileDialog

    chosen = QFileDialog.getExistingDirectory(parent, _("Choose the folder of an export"), str(Path.home()))
    if not chosen:
        return
    dialog = NewFileDialog(parent)
    if not dialog.exec():
        return
    kinds, place = _("Customer files") + f" (*{CUSTOMERS})", Path.home() / (_("My customers") + CUSTOMERS)
    keep = QFileDialog.Option.DontConfirmOverwrite
    name, _kind = QFileDialog.getSaveFileName(parent, _("New customer file"), str(place), kinds, options=keep)
    if not name:
        return
    path = Path(name) if name.endswith(CUSTOMERS) else Path(name + CUSTOMERS)
    try:
        made = archive_reading.make_file(Path(chosen), path, dialog.passphrase)
    except CrmError as error:
        program.boxes.error(error)
        return
    program.open(path, dialog.passphrase)
    if made.lost:
        text = _("Some attached files are missing or damaged: %(names)s.") % {"names": listed(made.lost[:5])}
        program.boxes.inform(text, _("Everything else is there."))


__all__ = ["export_everything", "export_list", "free_folder", "make_from_export"]
