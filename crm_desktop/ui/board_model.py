"""The cards of one column as a Qt model: what each shows, says to a screen reader, and tells in its tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.core import clock
from crm_desktop.core.calendar_days import day_of_year
from crm_desktop.core.formatting import format_day, format_money, format_percent
from crm_desktop.core.i18n import _, labelled, language, listed, ngettext
from crm_desktop.core.kinds import Colour, Locale
from crm_desktop.services.board import Card, Stage
from crm_desktop.ui.labels import tooltip

Index = QModelIndex | QPersistentModelIndex
_Role, _Flag = Qt.ItemDataRole, Qt.ItemFlag
_NONE = _Flag.NoItemFlags
_CARD = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemIsDragEnabled | _Flag.ItemNeverHasChildren


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows: texts, a badge or none, whose it is, and whether it steps back."""

    name: str
    customer: str
    amount: str
    day: str
    badge: str
    colour: Colour
    owner: str
    dimmed: bool


class CardModel(QAbstractListModel):
    """The cards of a column. ``locale`` says how amounts are written."""

    def __init__(self, stage: Stage, locale: Locale, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.cards: tuple[Card, ...] = ()
        self._locale = locale
        self._today = clock.today()
        self._faces: dict[int, Face] = {}

    def show(self, stage: Stage, cards: Sequence[Card], locale: Locale, today: date) -> bool:
        """Show these cards; tell whether anything is different."""
        shown = (self.stage, self.cards, self._locale, self._today)
        if shown == (stage, tuple(cards), locale, today):
            return False
        self.beginResetModel()
        self.stage, self.cards, self._locale, self._today = stage, tuple(cards), locale, today
        self._faces.clear()
        self.endResetModel()
        return True

    def row_of(self, record: int) -> int:
        """Return where the card of a record stands, -1 if it is not here."""
        return next((at for at, card in enumerate(self.cards) if card.id == record), -1)

    def face(self, row: int) -> Face:
        """Return what the card in a row shows."""
        card = self.cards[row]
        found = self._faces.get(card.id)
        if found is None:
            found = self._faces[card.id] = self._made(card)
        return found

    def _made(self, card: Card) -> Face:
        badge, colour = self._badge(card)
        day = card.closed or card.expected
        return Face(
            name=card.name,
            customer=card.customer,
            amount=self._money(card),
            day=_short_day(day, self._today) if day is not None else "",
            badge=badge,
            colour=colour,
            owner=card.owner,
            dimmed=card.is_snoozed(self._today),
        )

    def _badge(self, card: Card) -> tuple[str, Colour]:
        today = self._today
        if card.is_snoozed(today) and card.snoozed is not None:
            return _("until %(day)s") % {"day": _short_day(card.snoozed, today)}, "grey"
        if card.is_overdue(today):
            return _("overdue"), "red"
        if card.is_stale(self.stage, today):
            return _("idle %(count)d d") % {"count": card.idle_days(today)}, "orange"
        return "", "grey"

    def _money(self, card: Card) -> str:
        if card.amount is None:
            return ""
        return format_money(card.amount, card.currency or self._locale.currency, self._locale.language)

    def spoken(self, row: int) -> str:
        """Return a card as a screen reader reads it: “Autumn linen, Proposal, € 64,000”."""
        face = self.face(row)
        return listed(
            one for one in (face.name, self.stage.label, face.amount or _("no amount"), face.badge) if one
        )

    def details(self, row: int) -> str:
        """Return all that a card has no room for."""
        card, words = self.cards[row], language()
        told = [card.name, card.customer]
        if card.probability is not None:
            told.append(labelled(_("Probability"), format_percent(card.probability, words)))
        if card.expected is not None and card.closed is None:
            told.append(labelled(_("Expected close"), format_day(card.expected, words)))
        if card.closed is not None:
            told.append(labelled(_("Closed on"), format_day(card.closed, words)))
        elif days := card.idle_days(self._today):
            text = ngettext("No contact for %(count)d day", "No contact for %(count)d days", days)
            told.append(text % {"count": days})
        for name, text in ((_("Next step"), card.next_step), (_("Owner"), card.owner)):
            if text:
                told.append(labelled(name, text))
        return "\n".join(one for one in told if one)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < len(self.cards):
            return None
        if role == _Role.DisplayRole:
            return self.cards[row].name
        if role == _Role.AccessibleTextRole:
            return self.spoken(row)
        if role == _Role.AccessibleDescriptionRole:
            return self.details(row)
        return tooltip(self.details(row)) if role == _Role.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _CARD if index.isValid() else _NONE


def _short_day(day: date, today: date) -> str:
    """Return a day without the year where it is that of today or lies near."""
    is_near = abs((day - today).days) <= 183
    return day_of_year(day, language()) if is_near else format_day(day, language())
