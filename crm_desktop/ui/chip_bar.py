"""A row of chips of which one is chosen; those for which there is no room wait in a menu."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.buttons import PaintedButton
from crm_desktop.ui.keyboard_place import kept_within
from crm_desktop.ui.labels import menu_text

HEIGHT = 24
GAP = 8
_PADDING = 10
_ICON = 14
_WIDEST = 220  # a longer name is shortened: the other chips and their menu need room


@dataclass(frozen=True)
class ChipSpec:
    """A chip: what it stands for, its text, and a count or an icon beside it."""

    key: str
    text: str
    count: str = ""
    removable: bool = False
    icon: str = ""


class Chip(PaintedButton):
    """A rounded button with a quiet count; painted here because a style sheet knows one colour for a text."""

    def __init__(self, text: str, count: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(f"{text} {count}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: str) -> None:
        """Show another count."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = _width(self.text(), self._weight()) + 2 * _PADDING + self._beside()
        return QSize(min(round(width + 0.5), _WIDEST), HEIGHT)

    def shown_text(self) -> str:
        """Return the text as far as there is room for it."""
        room = self.width() - 2 * _PADDING - self._beside() + 1
        return _cut(self.text(), self._weight(), room)

    def _beside(self) -> float:
        """Return what the count and the icon take."""
        width = 6 + _width(self._count) if self._count else 0.0
        return width + (_ICON + (4 if self.text() else 0) if self._icon else 0)

    def _weight(self) -> QFont.Weight:
        return QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium

    def _colours(self) -> tuple[str, str]:
        of = theme.tokens()
        if self.isChecked():
            return of.soft, of.accent
        return of.chip_hover if self.underMouse() else of.chip, of.text if self.isEnabled() else of.edge

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self._colours()
        edge = theme.tokens().accent if self.hasFocus() else ground
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), HEIGHT / 2, HEIGHT / 2)
        left = float(_PADDING)
        if self._icon:
            picture = icons.pixmap(self._icon, QColor(ink), _ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left - 1, (self.height() - _ICON) / 2), picture)
            left += _ICON + 4
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(_font(self._weight()))
        painter.setPen(QColor(ink))
        text = self.shown_text()
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, text)
        if self._count:
            left += _width(text, self._weight()) + 6
            painter.setFont(_font(None))
            painter.setPen(QColor(theme.tokens().badges["grey"][1]))
            painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, self._count)
        painter.end()


class ChipBar(QWidget):
    """Chips with one chosen. ``menu_asked`` is a right click on a chip that may be removed."""

    chosen = Signal(str)
    menu_asked = Signal(str, QPoint)
    add_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[tuple[ChipSpec, Chip]] = []
        self._current = ""
        self._add = Chip("", icon="plus", parent=self)
        self._add.clicked.connect(self.add_clicked)
        self._more = Chip("…", parent=self)
        self._more.clicked.connect(self._open_more)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> str:
        """The key of the chosen chip."""
        return self._current

    def set_add_text(self, text: str) -> None:
        """Name the chip that adds another."""
        self._more.setAccessibleName(_("More views"))
        self._add.setText(text)
        self._add.setAccessibleName(text)
        self._place()

    def set_add_visible(self, visible: bool) -> None:
        """Show the chip that adds another only where there is something to add."""
        self._add.setProperty("wanted", visible)
        self._place()

    def set_chips(self, specs: list[ChipSpec], current: str) -> None:
        """Show these chips; who stands on one of them stays there, or goes to the chosen one."""
        focused = next((spec.key for spec, chip in self._chips if chip.hasFocus()), "")
        with kept_within(self, lambda: self._chip(focused) or self._chip(self._current)):
            self._make_chips(specs)
            self.set_current(current)
        self.updateGeometry()

    def _make_chips(self, specs: list[ChipSpec]) -> None:
        for _spec, chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for spec in specs:
            chip = Chip(spec.text, spec.count, spec.icon, self)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, key=spec.key: self._on_clicked(key))
            if spec.removable:
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(
                    lambda at, key=spec.key, chip=chip: self.menu_asked.emit(key, chip.mapToGlobal(at))
                )
            self._chips.append((spec, chip))

    def _chip(self, key: str) -> Chip | None:
        return next((chip for spec, chip in self._chips if spec.key == key), None)

    def set_count(self, key: str, count: str) -> None:
        """Show a count on a chip."""
        for spec, chip in self._chips:
            if spec.key == key:
                chip.set_count(count)
        self._place()
        self.updateGeometry()

    def set_current(self, key: str) -> None:
        """Choose a chip without saying so."""
        self._current = key
        for spec, chip in self._chips:
            chip.setChecked(spec.key == key)
        self._place()

    def _on_clicked(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for spec, chip in self._chips:
            if chip.isHidden():
                action = menu.addAction(menu_text(f"{spec.text}  {spec.count}".strip()))
                action.triggered.connect(lambda _on=False, key=spec.key: self._on_clicked(key))
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _place(self) -> None:
        wants_add = self._add.property("wanted") is not False and bool(self._add.text())
        add_room = self._add.sizeHint().width() + GAP if wants_add else 0
        more_room = self._more.sizeHint().width() + GAP
        widths = [chip.sizeHint().width() for _spec, chip in self._chips]
        room = self.width() - add_room
        if sum(widths) + GAP * len(widths) > room + GAP:
            room -= more_room
        left, hidden = 0, False
        chosen = next((at for at, (spec, _chip) in enumerate(self._chips) if spec.key == self._current), 0)
        for place, ((_spec, chip), width) in enumerate(zip(self._chips, widths, strict=True)):
            kept_for_chosen = widths[chosen] + GAP if place < chosen else 0
            fits = left + width + kept_for_chosen <= room or place in {0, chosen}
            chip.setVisible(fits)
            hidden = hidden or not fits
            if fits:
                chip.setGeometry(left, 0, width, HEIGHT)
                chip.setToolTip(chip.text() if chip.shown_text() != chip.text() else "")
                left += width + GAP
        for extra, wanted in ((self._more, hidden), (self._add, wants_add)):
            extra.setVisible(wanted)
            if wanted:
                extra.setGeometry(left, 0, extra.sizeHint().width(), HEIGHT)
                left += extra.width() + GAP

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_more"):
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        shown = [chip for _spec, chip in self._chips]
        if self._add.property("wanted") is not False:
            shown.append(self._add)
        return QSize(sum(chip.sizeHint().width() + GAP for chip in shown), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)


@theme.measured(8)
def _font(weight: QFont.Weight | None) -> QFont:
    """Return the type of the words of a chip, or without a weight that of its count."""
    return (
        theme.font(theme.SMALL_PIXELS, tabular=True)
        if weight is None
        else theme.font(theme.SMALL_PIXELS, weight)
    )


@theme.measured(500)
def _width(text: str, weight: QFont.Weight | None = None) -> float:
    return QFontMetricsF(_font(weight)).horizontalAdvance(text)


@theme.measured(500)
def _cut(text: str, weight: QFont.Weight, room: float) -> str:
    return QFontMetricsF(_font(weight)).elidedText(text, Qt.TextElideMode.ElideRight, room)
