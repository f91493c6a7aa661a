"""The top of the window: back and forward, where one is, the search of everything, what can be done here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.actions import with_keys
from crm_desktop.ui.buttons import Button, PaintedButton
from crm_desktop.ui.labels import ElidedLabel, tooltip
from crm_desktop.ui.page import PageAction

_SEARCH_WIDTH, _SEARCH_NARROW, _WIDE = 300, 180, 1100
_SEARCH_LEAST = 158
_SUBTITLE_KEPT = 160  # before the search is narrowed instead
_KEPT = 6  # rows of buttons
_DOT = " · "  # between the parts of a subtitle

Told = tuple[str, str, bool, bool, str]  # what a button tells of its action


class TopBar(QWidget):
    """Shows what the page in front says of itself."""

    back_clicked = Signal()
    forward_clicked = Signal()
    search_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.BAR_HEIGHT - 1)
        self.back = Button(icon="arrow-left", look="quieticon", clicked=self.back_clicked.emit)
        self.forward = Button(icon="arrow-right", look="quieticon", clicked=self.forward_clicked.emit)
        self._title = ElidedLabel(scale="title")
        self._subtitle = ElidedLabel(tone="muted", scale="small")
        self._subtitle.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        self.search = _SearchButton()
        self.search.clicked.connect(self.search_clicked)
        self._actions: tuple[PageAction, ...] = ()
        self._buttons: list[Button] = []
        self._kept: dict[tuple[Told, ...], list[Button]] = {}  # of other pages, hidden
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self.back)
        self._row.addWidget(self.forward)
        self._row.addWidget(self._title)
        self._row.addWidget(self._subtitle, 1)
        self._row.addWidget(self.search)
        self.set_history(back=False, forward=False)
        self.retranslate()

    def retranslate(self) -> None:
        """Show all words again."""
        self.back.set_text("", with_keys(_("Back"), "go.back"))
        self.forward.set_text("", with_keys(_("Forward"), "go.forward"))
        self.search.set_hint(_("Search everything"))

    def show_page(self, title: str, subtitle: str, actions: Sequence[PageAction]) -> None:
        """Say where the user is, and show the buttons of what can be done there."""
        is_other = (title, subtitle) != (self._title.text(), self._subtitle.text())
        if is_other:
            self._title.setText(title)
            self._title.updateGeometry()
            self._subtitle.setText(subtitle)
        if self._offer(actions) or is_other:
            self._share()

    def set_history(self, *, back: bool, forward: bool) -> None:
        """Tell whether there is a way back and a way forward."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)
        if self.forward.isHidden() == forward:
            self.forward.setVisible(forward)
            self._share()

    def _offer(self, actions: Sequence[PageAction]) -> bool:
        """Show these buttons; tell whether they are others. Those of the last pages are kept: new ones are styled."""
        shown, told = _told(self._actions), _told(actions)
        self._actions = tuple(actions)
        if told == shown:
            return False  # what they run is looked up when they are clicked
        before, self._buttons = self._buttons, self._kept.pop(told, []) or self._made(self._actions)
        self._exchange(before, self._buttons)
        self._kept[shown] = before
        while len(self._kept) > _KEPT:
            for button in self._kept.pop(next(iter(self._kept))):
                button.deleteLater()
        return True

    def _exchange(self, before: Sequence[Button], now: Sequence[Button]) -> None:
        """Show buttons in the place of others; the keyboard stays where it was."""
        self._row.setEnabled(False)  # not laid out once for each
        for button in now:
            button.show()
        focused = next((at for at, one in enumerate(before) if one.hasFocus()), -1)
        if focused >= 0 and now:
            now[min(focused, len(now) - 1)].setFocus()
        for button in before:
            button.hide()
        self._row.setEnabled(True)
        self._row.update()

    def _made(self, actions: Sequence[PageAction]) -> list[Button]:
        made: list[Button] = []
        for place, one in enumerate(actions):
            button = Button(one.text, one.icon, _look(one), clicked=partial(self._run, place), parent=self)
            button.setEnabled(one.enabled)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            if one.action:
                button.setToolTip(tooltip(with_keys(one.text, one.action)))
            self._row.addWidget(button)
            self.setTabOrder(made[-1] if made else self.search, button)
            made.append(button)
        return made

    def _share(self) -> None:
        """Give the title what it needs, the search and the subtitle what that leaves."""
        elastic = (self._title, self._subtitle, self.search)
        margins, gap = self._row.contentsMargins(), self._row.spacing()
        others = [self.back, *self._buttons, *([] if self.forward.isHidden() else [self.forward])]
        taken = sum(one.sizeHint().width() + gap for one in others) + gap * (len(elastic) - 1)
        room = self.width() - margins.left() - margins.right() - taken - self._title.sizeHint().width()
        wanted = self._subtitle.sizeHint().width()
        widest = _SEARCH_WIDTH if self.width() >= _WIDE else _SEARCH_NARROW
        search = min(widest, max(_SEARCH_LEAST, room - min(wanted, _SUBTITLE_KEPT)))
        self.search.setMaximumWidth(search)
        left = room - search
        metrics, first = self._subtitle.fontMetrics(), self._subtitle.text().split(_DOT)[0]
        least = metrics.horizontalAdvance(f"{first}{_DOT}…")  # what tells nothing is left out
        is_told = left >= min(wanted, least)
        self._subtitle.setMaximumWidth(left if is_told else 0)
        if not is_told:
            self.search.setMaximumWidth(search + max(0, left))  # no button becomes wider than its words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _run(self, place: int) -> None:
        if place < len(self._actions):
            self._actions[place].run()


class _SearchButton(PaintedButton):
    """Looks like the field that it opens."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.BUTTON_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_SEARCH_LEAST)
        self.setMaximumWidth(_SEARCH_WIDTH)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_hint(self, hint: str) -> None:
        """Show these words."""
        self.setText(hint)
        self.setAccessibleName(hint)
        self.setToolTip(with_keys(hint, "edit.search"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH_WIDTH, theme.BUTTON_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = of.accent if self.hasFocus() else of.edge if self.underMouse() else of.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(of.raised))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS
        )
        muted = QColor(of.muted)
        picture = icons.pixmap("search", muted, icons.SIZE, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(11, (self.height() - icons.SIZE) / 2), picture)
        key = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
        small = theme.font(11)
        key_width = QFontMetricsF(small).horizontalAdvance(key) + 12
        has_key = self.width() > 220
        room = self.width() - 35 - (key_width + 16 if has_key else 8)
        painter.setPen(muted)
        painter.setFont(theme.font())
        shown = QFontMetricsF(theme.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(35, 0, room + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if has_key:
            box = QRectF(self.width() - key_width - 10.5, 7.5, key_width, 17)
            painter.setPen(QPen(QColor(of.line), 1))
            painter.setBrush(QColor(of.key))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(muted)
            painter.setFont(small)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        painter.end()


def _told(actions: Sequence[PageAction]) -> tuple[Told, ...]:
    return tuple((one.text, one.icon, one.primary, one.enabled, one.action) for one in actions)


def _look(action: PageAction) -> str:
    return "primary" if action.primary else "plain"
