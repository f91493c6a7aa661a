"""Tabs as words on a line: the chosen one underlined, counts quiet beside them, the rest in a menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.buttons import PaintedButton
from crm_desktop.ui.labels import menu_text

HEIGHT = 40
_GAP = 20
_LEFT = 16


@dataclass(frozen=True)
class TabSpec:
    """A tab: what it stands for, its word, a count beside it; one that is ``quiet`` waits in the menu.

    One that is not ``enabled`` cannot be chosen now.
    """

    key: str
    text: str
    count: str = ""
    quiet: bool = False
    enabled: bool = True


class _Tab(PaintedButton):
    """One word of the line."""

    def __init__(self, spec: TabSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.setText(menu_text(spec.text))
        self.setAccessibleName(f"{spec.text} {spec.count}".strip())
        self.setEnabled(spec.enabled)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _font(self) -> QFont:
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        return theme.font(theme.FONT_PIXELS, weight, tabular=True)

    def words(self) -> str:
        """Return the word with its count."""
        return f"{self.spec.text} {self.spec.count}".strip()

    def sizeHint(self) -> QSize:
        bold = theme.font(theme.FONT_PIXELS, QFont.Weight.DemiBold, tabular=True)
        return QSize(round(QFontMetricsF(bold).horizontalAdvance(self.words()) + 1), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setFont(self._font())
        strong = self.isChecked() or (self.underMouse() and self.isEnabled())
        painter.setPen(QColor(of.text if strong else of.muted if self.isEnabled() else of.edge))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, self.words())
        if self.isChecked():
            painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(of.accent))
        if self.hasFocus():
            painter.setPen(QColor(of.accent))
            painter.drawRect(self.rect().adjusted(0, 6, -1, -7))
        painter.end()


class TabStrip(QWidget):
    """A row of tabs of which one is chosen. Left and right go from one to the next."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[_Tab] = []
        self.current = ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @cached_property
    def _more(self) -> _Tab:
        """What opens the menu of the tabs that are not in sight."""
        made = _Tab(TabSpec("", "…"), self)
        made.setCheckable(False)
        made.clicked.connect(self._open_more)
        return made

    def set_tabs(self, specs: Sequence[TabSpec], current: str) -> None:
        """Show these tabs."""
        self._more.setAccessibleName(_("More tabs"))
        if [tab.spec for tab in self._tabs] != list(specs):
            for tab in self._tabs:
                tab.hide()
                tab.deleteLater()
            self._tabs = [_Tab(spec, self) for spec in specs]
            for tab in self._tabs:
                tab.clicked.connect(lambda _on=False, key=tab.spec.key: self.choose(key))
        self.set_current(current)

    def specs(self) -> list[TabSpec]:
        """Return the tabs, those in the menu too."""
        return [tab.spec for tab in self._tabs]

    def set_current(self, key: str) -> None:
        """Choose a tab without saying so."""
        self.current = key
        for tab in self._tabs:
            tab.setChecked(tab.spec.key == key)
        self._place()

    def choose(self, key: str) -> None:
        """Choose a tab, as the user does; one that cannot be chosen now stays behind."""
        if any(tab.spec.key == key and not tab.spec.enabled for tab in self._tabs):
            return
        self.set_current(key)
        self.chosen.emit(key)

    def _open_more(self) -> None:
        menu = QMenu(self)
        for tab in self._tabs:
            if tab.isHidden():
                action = menu.addAction(menu_text(tab.words()))
                action.triggered.connect(lambda _on=False, key=tab.spec.key: self.choose(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _place(self) -> None:
        if not self._tabs:  # they are still to come
            return
        more_room = self._more.sizeHint().width() + _GAP
        widths = {tab: tab.sizeHint().width() + _GAP for tab in self._tabs}
        wanted = [tab for tab in self._tabs if not tab.spec.quiet or tab.spec.key == self.current]
        chosen = next((tab for tab in wanted if tab.spec.key == self.current), None)
        room = self.width() - _LEFT
        if sum(widths[tab] for tab in wanted) > room or len(wanted) < len(self._tabs):
            room -= more_room
        left, shown = _LEFT, set()
        for tab in wanted:
            kept = 0 if chosen is None or chosen in shown or tab is chosen else widths[chosen]
            if left - _LEFT + widths[tab] + kept <= room or tab is chosen:
                tab.setGeometry(left, 0, widths[tab] - _GAP, HEIGHT)
                left += widths[tab]
                shown.add(tab)
        for tab in self._tabs:
            tab.setVisible(tab in shown)
        self._more.setVisible(len(shown) < len(self._tabs))
        self._more.setGeometry(left, 0, more_room - _GAP, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = [tab.spec.key for tab in self._tabs if not tab.isHidden() and tab.spec.enabled]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self.current in keys:
            place = (keys.index(self.current) + step) % len(keys)
            self.choose(keys[place])
            next(tab for tab in self._tabs if tab.spec.key == keys[place]).setFocus()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        of = theme.tokens()
        painter.fillRect(self.rect(), QColor(of.window))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(of.line))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
