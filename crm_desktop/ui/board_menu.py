"""The context menu of the board's cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.ui import counted_words
from crm_desktop.ui.editors.days import TO_COME, shortcut_day
from crm_desktop.ui.labels import menu_text

if TYPE_CHECKING:
    from crm_desktop.ui.board_page import BoardPage


def card_menu(page: BoardPage) -> QMenu:
    """Return the menu of the selected cards."""
    menu = QMenu(page)
    menu.setObjectName("cardMenu")
    menu.aboutToHide.connect(menu.deleteLater)
    cards, current = page.selected_cards(), page.current_card()
    if current is None:
        return menu
    window, able = page.context.window, not page.context.workspace.read_only
    _add(menu, _("Open"), lambda: window.open_record("opportunity", current.id))
    company = current.company
    if company is not None:
        words = menu_text(_("Open “%(name)s”") % {"name": current.customer})
        _add(menu, words, lambda: window.open_record("company", company))
    _add(menu, _("Show preview"), page.toggle_peek)
    menu.addSeparator()
    move = menu.addMenu(_("Move to"))
    move.setEnabled(able)
    for stage in page.stages():
        act = _add(move, menu_text(stage.label), lambda stage=stage: page.moves.to_stage(cards, stage))  # type: ignore[misc]
        act.setEnabled(any(one.stage != stage.id for one in cards))
        if stage.kind != "open":
            act.setText(menu_text(f"{stage.label}…"))
    _add_snooze(page, menu)
    _add(menu, _("Change the amount…"), lambda: page.moves.ask_amount(current)).setEnabled(able)
    _add(menu, _("Next step…"), lambda: page.moves.ask_next_step(current)).setEnabled(able)
    log = _add(menu, _("Log activity"), lambda: window.log_activity("opportunity", current.id))
    log.setEnabled(able)
    menu.addSeparator()
    count = len(cards)
    _add(menu, counted_words.copy_words(count), page.copy)
    _add(menu, counted_words.change_words(count), page.change_selected).setEnabled(able)
    words = counted_words.delete_words(count) if count > 1 else _("Move to the trash")
    _add(menu, words, page.delete).setEnabled(able)
    return menu


def _add_snooze(page: BoardPage, menu: QMenu) -> None:
    cards, today = page.selected_cards(), clock.today()
    put_off = menu.addMenu(_("Put off"))
    put_off.setEnabled(not page.context.workspace.read_only)
    for name in TO_COME:
        day = shortcut_day(name, today)
        _add(put_off, _(name), lambda day=day: page.moves.snooze(cards, day))  # type: ignore[misc]
    _add(put_off, _("Another day…"), lambda: page.moves.ask_snooze(cards))
    if any(one.is_snoozed(today) for one in cards):
        put_off.addSeparator()
        _add(put_off, _("Bring back now"), lambda: page.moves.snooze(cards, None))


def _add(menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda _on=False: act())
    return action
