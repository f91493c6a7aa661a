"""Pictures of what is no page: the first question, the questions for a passphrase, the search, a filter being made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.context import Place
from crm_desktop.ui.screenshots import settle

_LIST = "contact"

Wait = Callable[[], object]
Scene = Callable[[Any, Wait], QPixmap]


def _welcome(_session: Any, _wait: Wait) -> QPixmap:
    from crm_desktop.ui.start_dialog import StartDialog

    return _dialog(StartDialog())


def _unlock(session: Any, _wait: Wait) -> QPixmap:
    from crm_desktop.ui.unlock_dialog import UnlockDialog

    name = {"name": session.workspace.path.name}
    return _dialog(UnlockDialog(_("“%(name)s” is encrypted, or is not a customer file.") % name, ""))


def _lock(session: Any, _wait: Wait) -> QPixmap:
    from crm_desktop.ui.locking import lock_dialog

    return _dialog(lock_dialog(session.workspace.path.name, lambda _passphrase: ""))


def _search(session: Any, wait: Wait) -> QPixmap:
    from crm_desktop.ui.search_palette import SearchPalette

    window = session.window
    window.open_place(Place("today"))
    wait()
    palette = SearchPalette(window)
    palette.open_below(window.top_bar.search)
    named = session.workspace.lists.named("company", "")
    palette.field.setText(named[0].name[:2] if named else "")
    palette.field.search_now()
    wait()
    picture = _together(window, palette)
    palette.close()
    return picture


def _filter(session: Any, wait: Wait) -> QPixmap:
    window = session.window
    window.open_place(Place("list", _LIST))
    wait()
    window.page.filters.add_condition("last_contact")
    wait()
    picture: QPixmap = window.grab()
    window.page.clear_filter()
    return picture


SCENES: Mapping[str, Scene] = {
    "welcome": _welcome,
    "unlock": _unlock,
    "lock": _lock,
    "search": _search,
    "filter": _filter,
}


def _dialog(dialog: QDialog) -> QPixmap:
    """Return the picture of a dialog that asks nobody."""
    dialog.show()
    settle()
    picture = dialog.grab()
    dialog.close()
    dialog.deleteLater()
    return picture


def _together(window: QWidget, over: QWidget) -> QPixmap:
    """Return the picture of a window with what is open over it."""
    picture = window.grab()
    painter = QPainter(picture)
    painter.drawPixmap(over.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), over.grab())
    painter.end()
    return picture
