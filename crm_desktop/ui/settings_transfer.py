"""Taking settings to another computer or customer file: written to a file, and read from one after a look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # PySide makes each class when it is first named

from crm_desktop.core import settings_file
from crm_desktop.core.errors import CrmError, FileProblem
from crm_desktop.core.files import write_atomically
from crm_desktop.core.i18n import _, listed, ngettext, sentences
from crm_desktop.core.settings_file import Difference

if TYPE_CHECKING:
    from crm_desktop.ui.settings_page import SettingsPage

LARGEST = 1_000_000  # bytes of a file of settings


def export(page: SettingsPage) -> None:
    """Ask where to, and write the settings."""
    name, _kind = QtWidgets.QFileDialog.getSaveFileName(
        page, _("Export settings"), str(Path.home() / "crm-settings.json"), "JSON (*.json)"
    )
    if name and page.options is not None:
        try:
            with write_atomically(Path(name)) as draft:
                draft.write_text(settings_file.text_of(page.options, page.file.settings), encoding="utf-8")
        except CrmError as error:
            page.context.messages.error(error)
            return
        page.context.window.show_toast(_("Exported to %(name)s") % {"name": Path(name).name})


def ask_and_import(page: SettingsPage) -> None:
    """Ask for a file, show what it would change, and change that."""
    name, _kind = QtWidgets.QFileDialog.getOpenFileName(
        page, _("Import settings"), str(Path.home()), "JSON (*.json);;" + _("All files") + " (*)"
    )
    if name and page.options is not None:
        try:
            with Path(name).open("rb") as file:
                text = file.read(LARGEST).decode("utf-8-sig", "replace")
            found = settings_file.difference(text, page.options, page.file.settings)
        except OSError as error:
            page.context.messages.error(
                FileProblem(_("The settings could not be read."), error.strerror or "")
            )
            return
        except CrmError as error:
            page.context.messages.error(error)
            return
        _take(page, found)


def _take(page: SettingsPage, found: Difference) -> None:
    """Change what differs, once the user has seen it."""
    if page.file.read_only:
        found.firm.clear()
    count = len(found.options) + len(found.firm)
    left = _("Not understood: %(names)s.") % {"names": listed(found.refused)} if found.refused else ""
    if not count:
        page.context.messages.inform(_("These settings are as they are here."), left)
        return
    question = ngettext("Change %(count)d setting?", "Change %(count)d settings?", count) % {"count": count}
    changed = listed([*found.options, *found.firm])
    text = sentences(_("These will change: %(names)s.") % {"names": changed}, left)
    if page.context.messages.ask(question, text, _("Change")):
        for key, value in found.options.items():
            page.change_option(key, value)
        if found.firm:
            page.change_business(**found.firm)
        page.retranslate()
