"""The page preview: the pages of a PDF below one another, drawn sharply for the screen when they come into view."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.pdf_pages import PdfPages
from crm_desktop.ui.tasks import Runner

MARGIN, GAP = 24, 20
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_ONE_TO_ONE = 96 / 72  # pixels of a screen to a point of paper
_WIDEST_FIT = 1.5  # a page that fits the width is not blown up beyond this
_KEPT = 8  # pictures of pages
_SETTLE_MS = 60
_SHADOW = ((4, 7), (2, 9), (1, 12))  # pixels around a page, and how dark


class PdfPreview(QAbstractScrollArea):
    """Shows :class:`PdfPages`. ``zoom`` 1.0 is the size of the paper; by default pages fit the width."""

    page_changed = Signal()
    zoom_changed = Signal()

    def __init__(self, tasks: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # asked for Qt's own one, PySide makes the classes of all widgets: 8 ms
        self.pages: PdfPages | None = None
        self.fits_width = True
        self._tasks = tasks
        self._zoom = 1.0
        self._tops: list[float] = []
        self._images: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self._is_drawing = False
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw_missing)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._name()

    # ------------------------------------------------------------------ what is shown

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another PDF, near the place where the last one was read; None shows nothing."""
        page, old = self.current_page(), self.pages
        self.pages = pages
        self._images.clear()
        self._lay_out()
        self.go_to(min(page, len(pages) - 1) if pages else 0)
        if old is not None and old is not pages:
            old.close()
        self._draw_missing()

    def page_count(self) -> int:
        """Return how many pages there are."""
        return len(self.pages) if self.pages is not None else 0

    def current_page(self) -> int:
        """Return the page (from 0) that fills the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        return max((n for n, top in enumerate(self._tops) if top <= middle), default=0)

    def go_to(self, page: int) -> None:
        """Bring the head of a page into view."""
        if self._tops:
            top = self._tops[max(0, min(page, len(self._tops) - 1))]
            self.verticalScrollBar().setValue(round(top) - GAP)
        self._on_scrolled()

    def is_drawn(self, page: int) -> bool:
        """Tell whether a page is there as it should be."""
        kept = self._images.get(page)
        return kept is not None and kept[0] == self._scale()

    # ------------------------------------------------------------------ zoom

    @property
    def zoom(self) -> float:
        """How large pages are shown: 1.0 is the size of the paper."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show pages in this size from now on."""
        self.fits_width = False
        self._set_zoom(max(ZOOMS[0], min(zoom, ZOOMS[-1])))

    def zoom_in(self) -> None:
        """Show pages one step larger."""
        self.set_zoom(next((one for one in ZOOMS if one > self._zoom * 1.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Show pages one step smaller."""
        self.set_zoom(next((one for one in reversed(ZOOMS) if one < self._zoom * 0.99), ZOOMS[0]))

    def fit_width(self) -> None:
        """Show pages as wide as the view, also when it changes."""
        self.fits_width = True
        self._set_zoom(self._fitting())

    def _set_zoom(self, zoom: float) -> None:
        page = self.current_page()
        top = self._tops[page] if self._tops else 0.0
        within = (self.verticalScrollBar().value() - top) / self._zoom
        self._zoom = zoom
        self._lay_out()
        if self._tops:
            self.verticalScrollBar().setValue(round(self._tops[page] + within * zoom))
        self.zoom_changed.emit()
        self._on_scrolled()

    def _fitting(self) -> float:
        if not self.pages:
            return 1.0
        widest = max(size.width() for size in self.pages.sizes)
        return max(0.2, min((self.viewport().width() - 2 * MARGIN) / (widest * _ONE_TO_ONE), _WIDEST_FIT))

    def _scale(self) -> float:
        """Return pixels of the device to a point."""
        return self._zoom * _ONE_TO_ONE * self.devicePixelRatioF()

    # ------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        """Work out where each page stands, and how far one can scroll."""
        if self.fits_width:
            self._zoom = self._fitting()
        sizes = self.pages.sizes if self.pages is not None else ()
        at, widest = float(GAP), 0.0
        self._tops = []
        for size in sizes:
            self._tops.append(at)
            at += size.height() * self._zoom * _ONE_TO_ONE + GAP
            widest = max(widest, size.width() * self._zoom * _ONE_TO_ONE)
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setSingleStep(40)
        down.setRange(0, max(0, round(at) - view.height()))
        across.setPageStep(view.width())
        across.setRange(0, max(0, round(widest) + 2 * MARGIN - view.width()))
        self.viewport().update()

    def _rect(self, page: int) -> QRectF:
        """Return where a page is on the viewport."""
        assert self.pages is not None
        size = self.pages.sizes[page] * (self._zoom * _ONE_TO_ONE)
        left = max(float(MARGIN), (self.viewport().width() - size.width()) / 2)
        left -= self.horizontalScrollBar().value()
        return QRectF(QPointF(left, self._tops[page] - self.verticalScrollBar().value()), size)

    def _visible(self) -> list[int]:
        view = QRectF(self.viewport().rect())
        return [page for page in range(self.page_count()) if self._rect(page).intersects(view)]

    # ------------------------------------------------------------------ pictures

    def _on_scrolled(self) -> None:
        self._settle.start()
        self._name()
        self.page_changed.emit()

    def _draw_missing(self) -> None:
        """Have the first visible page drawn that is not; it calls again for the next."""
        pages, scale = self.pages, self._scale()
        if pages is None or self._is_drawing:
            return
        visible = self._visible()
        near = (visible[-1] + 1, visible[0] - 1) if visible else ()
        wanted = [*visible, *(page for page in near if 0 <= page < len(pages))]
        missing = next((page for page in wanted if not self.is_drawn(page)), None)
        if missing is None:
            return
        self._is_drawing = True
        self._tasks.read(
            lambda _task: pages.image(missing, scale),
            done=while_alive(self, lambda image: self._on_drawn(pages, missing, scale, image)),
        )

    def _on_drawn(self, pages: PdfPages, page: int, scale: float, image: QImage) -> None:
        self._is_drawing = False
        if pages is self.pages and not image.isNull():
            self._images[page] = (scale, image)
            self._images.move_to_end(page)
            while len(self._images) > _KEPT:
                self._images.popitem(last=False)
            self.viewport().update()
        QTimer.singleShot(0, self, self._draw_missing)

    def retranslate(self) -> None:
        """Be called in another language."""
        self._name()

    def _name(self) -> None:
        numbers = {"page": self.current_page() + 1, "pages": self.page_count()}
        words = _("Page preview, page %(page)d of %(pages)d") if numbers["pages"] else _("Page preview")
        self.setAccessibleName(words % numbers)

    # ------------------------------------------------------------------ Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(of.side if of.dark else of.chip_hover))
        for page in self._visible():
            rect = self._aligned(self._rect(page))
            for spread, strength in _SHADOW:
                painter.fillRect(
                    rect.adjusted(-spread, 1 - spread, spread, 1 + spread), QColor(0, 0, 0, strength)
                )
            painter.fillRect(rect, Qt.GlobalColor.white)
            kept = self._images.get(page)
            if kept is not None:
                painter.drawImage(rect, kept[1])
        painter.end()

    def _aligned(self, rect: QRectF) -> QRectF:
        """Return a rectangle that begins on a pixel of the device, so that letters stay sharp."""
        ratio = self.devicePixelRatioF()
        left, top = round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio
        return QRectF(QPointF(left, top), rect.size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self.current_page()
        before = self._zoom
        self._lay_out()
        if self._zoom != before:
            self.go_to(page)
            self.zoom_changed.emit()
        self._settle.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        act = {
            (Qt.Key.Key_Home, False): lambda: self.go_to(0),
            (Qt.Key.Key_End, False): lambda: self.go_to(self.page_count() - 1),
            (Qt.Key.Key_Plus, True): self.zoom_in,
            (Qt.Key.Key_Equal, True): self.zoom_in,
            (Qt.Key.Key_Minus, True): self.zoom_out,
            (Qt.Key.Key_0, True): self.fit_width,
        }.get((Qt.Key(event.key()), control))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)
