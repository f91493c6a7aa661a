"""The left side of the window: the firm, the pages in groups with counts, and how safe the data is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.ui import icons, theme
from crm_desktop.ui.actions import with_keys
from crm_desktop.ui.buttons import Button, PaintedButton
from crm_desktop.ui.context import Place
from crm_desktop.ui.labels import ElidedLabel, line

ITEM_HEIGHT = 30
SECTIONS: Mapping[str, str] = {
    "": "",
    "sales": N_("Sales"),
    "service": N_("Service & marketing"),
    "insight": N_("Insight"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the navigation. ``text`` is marked for translation, not yet translated."""

    place: Place
    text: str
    icon: str
    section: str = ""


class Navigation(QWidget):
    """Shows the entries; ``chosen`` tells where the user wants to go."""

    chosen = Signal(object)
    toggled = Signal()

    def __init__(self, firm: str, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self._buttons: dict[Place, _EntryButton] = {}
        self._headings: list[tuple[str, ElidedLabel]] = []
        self._mark = _FirmMark(firm)
        self._place = ElidedLabel(tone="muted", scale="small")
        self._state = ElidedLabel(tone="muted", scale="small")
        self._toggle = Button(icon="panel-left", look="quieticon", clicked=self.toggled.emit)
        self._foot = QHBoxLayout()
        self._narrow = False
        self._build()
        self.retranslate()
        self.set_narrow(False)

    def _build(self) -> None:
        scroll = QScrollArea()
        ground = QWidget()
        scroll.setViewport(ground)
        ground.setAutoFillBackground(False)
        scroll.setWidget(self._make_entries())
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setStyleSheet("background: transparent")
        self._foot.setContentsMargins(16, 4, 8, 6)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._place)
        words.addWidget(self._state)
        self._foot.addLayout(words, 1)
        self._foot.addWidget(self._toggle)
        rule = QVBoxLayout()
        rule.setContentsMargins(8, 0, 8, 0)
        rule.addWidget(line())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.setSpacing(0)
        outer.addWidget(self._mark)
        outer.addWidget(scroll, 1)
        outer.addLayout(rule)
        outer.addLayout(self._foot)

    def _make_entries(self) -> QWidget:
        inner = QWidget()
        inner.setAutoFillBackground(False)
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(1)
        section = ""
        for entry in self._entries:
            if entry.section != section:
                section = entry.section
                heading = ElidedLabel(tone="muted", scale="small")
                heading.setContentsMargins(8, 0, 0, 0)
                heading.setFixedHeight(ITEM_HEIGHT)
                heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
                column.addWidget(heading)
                column.addSpacing(4)
                self._headings.append((section, heading))
            button = _EntryButton(entry)
            button.clicked.connect(lambda _on=False, place=entry.place: self.chosen.emit(place))
            self._buttons[entry.place] = button
            column.addWidget(button)
        column.addStretch()
        return inner

    def retranslate(self) -> None:
        """Show all words again."""
        self.setAccessibleName(_("Navigation"))
        for section, heading in self._headings:
            heading.setText(_(SECTIONS.get(section, section.capitalize())))
        for button in self._buttons.values():
            button.show_text()
        self._toggle.set_text("", with_keys(_("Narrow or wide navigation"), "view.navigation"))

    def set_firm(self, firm: str) -> None:
        """Show another firm's name."""
        self._mark.set_firm(firm)

    def set_current(self, place: Place | None) -> None:
        """Mark where the user is."""
        for known, button in self._buttons.items():
            button.setChecked(known == place)

    def set_count(self, place: Place, count: int | None) -> None:
        """Show a number beside an entry."""
        if place in self._buttons:
            self._buttons[place].set_count(count)

    def set_state(self, text: str) -> None:
        """Say at the bottom where the data is and how safe it is; a second line is what ``text`` says in its own."""
        place, _break, state = text.rpartition("\n")
        self._place.setText(place)
        self._place.setVisible(bool(place) and not self._narrow)
        self._state.setText(state)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or the words too."""
        self._narrow = narrow
        self.setFixedWidth(theme.NAVIGATION_NARROW if narrow else theme.NAVIGATION_WIDTH)
        self._mark.set_narrow(narrow)
        self._place.setVisible(bool(self._place.text()) and not narrow)
        self._state.setVisible(not narrow)
        self._foot.setContentsMargins(11 if narrow else 16, 2, 8, 6)
        for _section, heading in self._headings:
            heading.setVisible(not narrow)
        for button in self._buttons.values():
            button.set_narrow(narrow)

    def is_narrow(self) -> bool:
        """Tell whether only icons are shown."""
        return self._narrow

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(of.side))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(of.line))
        painter.end()


class _EntryButton(PaintedButton):
    """One entry: icon, word, count."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self._count: int | None = None
        self._narrow = False
        self.setCheckable(True)
        self.setFixedHeight(ITEM_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_text()

    def show_text(self) -> None:
        """Show the word in the language in use."""
        self.setText(_(self._entry.text))
        count = self._number()
        self.setAccessibleName(f"{self.text()} {count}".strip())
        self.setToolTip(self.accessibleName() if self._narrow else "")
        self.update()

    def set_count(self, count: int | None) -> None:
        """Show a number."""
        if count != self._count:
            self._count = count
            self.show_text()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon only."""
        self._narrow = narrow
        self.show_text()

    def _number(self) -> str:
        return format_number(self._count, language()) if self._count else ""

    def nextCheckState(self) -> None:  # noqa: N802
        """Leave the mark to the window: it knows whether the page could be left."""

    def sizeHint(self) -> QSize:
        return QSize(100, ITEM_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        if on or self.underMouse() or self.hasFocus():
            ground = of.soft if on else of.chip if self.underMouse() else of.side
            painter.setPen(QPen(QColor(of.accent)) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        ink = QColor(of.accent if on else of.text)
        left = (self.width() - icons.SIZE) / 2 if self._narrow else 8.0
        picture = icons.pixmap(self._entry.icon, ink, icons.SIZE, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, (self.height() - icons.SIZE) / 2), picture)
        if not self._narrow:
            self._paint_words(painter, ink, on)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: QColor, on: bool) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        small = theme.font(theme.SMALL_PIXELS, tabular=True)
        count = self._number()
        count_width = QFontMetricsF(small).horizontalAdvance(count)
        right = self.width() - 8
        font = theme.font(weight=QFont.Weight.DemiBold if on else QFont.Weight.Normal)
        room = right - 34 - (count_width + 8 if count else 0)
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRectF(34, 0, room + 1, self.height()), middle, shown)
        painter.setFont(small)
        painter.setPen(QColor(theme.tokens().muted))
        painter.drawText(QRectF(right - count_width - 1, 0, count_width + 2, self.height()), middle, count)


class _FirmMark(QWidget):
    """The firm's letter on the accent colour, and its name."""

    def __init__(self, firm: str) -> None:
        super().__init__()
        self._firm = firm
        self._narrow = False
        self.setFixedHeight(54)
        self.set_firm(firm)

    def set_firm(self, firm: str) -> None:
        self._firm = firm
        self.setAccessibleName(firm)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF((self.width() - 24) / 2 if self._narrow else 16, 16, 24, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.accent))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.setPen(QColor(of.on_accent))
        painter.setFont(theme.font(12, QFont.Weight.Bold))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._firm.strip()[:1].upper())
        if not self._narrow:
            font = theme.font(weight=QFont.Weight.DemiBold)
            room = self.width() - 48 - 8
            shown = QFontMetricsF(font).elidedText(self._firm, Qt.TextElideMode.ElideRight, room)
            painter.setPen(QColor(of.text))
            painter.setFont(font)
            painter.drawText(QRectF(48, 16, room, 24), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
