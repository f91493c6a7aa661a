"""What is on a screen: its widgets, and every text and picture they really paint, whoever draws it and however."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QPoint, QRect, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_MARK = "@@%d@@"
_MARKED = re.compile(r"@@(\d+)@@")
_MATRIX = re.compile(r"matrix\(([^)]*)\)")
_NEAR, _LEVEL = 1.0, 3.0  # pixels between the parts of one text
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


@dataclass(frozen=True)
class Text:
    """One run of text: the widget that painted it, its box there, its colour."""

    widget: QWidget
    words: str
    box: QRectF
    colour: str


@dataclass(frozen=True)
class Image:
    """A picture of pixels: the widget that painted it, the size there, the pixels."""

    widget: QWidget
    size: QSizeF
    pixels: QImage


@dataclass(frozen=True)
class Screen:
    """A window, popup or dialog as it is now: the widgets shown in it, their texts and pictures."""

    root: QWidget
    widgets: list[QWidget]
    texts: list[Text]
    images: list[Image]


def look_at(root: QWidget) -> Screen:
    """Return what is on ``root``, with all that its scroll areas hold."""
    widgets = list(_shown(root))
    texts, images = _painted(root)
    seen = {one.widget for one in texts}
    for area in widgets:
        if isinstance(area, QScrollArea) and area.widget() is not None:
            inside = [one for one in _painted(area.widget())[0] if one.widget not in seen]
            texts += inside
            seen |= {one.widget for one in inside}
    return Screen(root, widgets, texts, images)


def _shown(root: QWidget) -> Iterator[QWidget]:
    yield root
    for one in root.children():
        if isinstance(one, QWidget) and one.isVisible() and not one.isWindow() and not one.size().isEmpty():
            yield from _shown(one)


class _Marker(QObject):
    """Writes into the picture which widget paints next."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            painter = QPainter(watched)
            painter.drawText(0, 0, _MARK % len(self.widgets))
            painter.end()
            self.widgets.append(watched)
        return False


class _Paper(QSvgGenerator):
    """Paper that is as fine as a screen, so that what is painted on it is made for that."""

    def __init__(self, ratio: float) -> None:
        super().__init__()
        self._ratio = ratio

    def metric(self, which: QPaintDevice.PaintDeviceMetric) -> int:
        asked = QPaintDevice.PaintDeviceMetric
        if which == asked.PdmDevicePixelRatio:
            return ceil(self._ratio)
        if which == asked.PdmDevicePixelRatioScaled:
            return round(self._ratio * QPaintDevice.devicePixelRatioFScale())
        if which in (asked.PdmDevicePixelRatioF_EncodedA, asked.PdmDevicePixelRatioF_EncodedB):
            return QPaintDevice.encodeMetricF(which, self._ratio)
        return super().metric(which)


def _painted(root: QWidget) -> tuple[list[Text], list[Image]]:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device = _Paper(root.devicePixelRatioF())
    device.setOutputDevice(buffer)
    device.setResolution(96)
    device.setSize(root.size())
    device.setViewBox(QRect(QPoint(), root.size()))
    marker = _Marker()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(marker)
    root.render(device)
    app.removeEventFilter(marker)
    found = list(_read(bytes(buffer.data()), root, marker.widgets))
    texts = _joined(one for one in found if isinstance(one, Text))
    images = [one for one in found if isinstance(one, Image)]
    return [one for one in texts if one.words.strip()], images


def _joined(runs: Iterator[Text]) -> Iterator[Text]:
    """Join what was painted letter by letter, or in parts because no single face has all the characters."""
    last: Text | None = None
    for one in runs:
        if last is not None and _goes_on(last, one):
            last = Text(last.widget, last.words + one.words, last.box.united(one.box), last.colour)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _goes_on(last: Text, one: Text) -> bool:
    is_near = abs(one.box.left() - last.box.right()) < _NEAR
    is_level = abs(one.box.center().y() - last.box.center().y()) < _LEVEL
    return one.widget is last.widget and one.colour == last.colour and is_near and is_level


def _read(picture: bytes, root: QWidget, widgets: list[QWidget]) -> Iterator[Text | Image]:
    owner, corner, ratio = root, QPoint(), root.devicePixelRatioF()
    for group in ET.fromstring(picture).iter(f"{_SVG}g"):
        place = _MATRIX.search(group.get("transform", ""))
        matrix = [float(one) for one in place[1].split(",")] if place else [ratio, 0, 0, ratio, 0, 0]
        moved = [one / ratio for one in matrix]
        for text in group:
            if text.tag == f"{_SVG}image":
                yield Image(owner, _size(text, moved), _pixels(text))
            if text.tag != f"{_SVG}text":
                continue
            words = text.text or ""
            if mark := _MARKED.fullmatch(words.strip()):
                owner = widgets[int(mark[1])]
                corner = owner.mapTo(root, QPoint())
            else:
                box = _box(text, words, moved).translated(-corner.x(), -corner.y())
                yield Text(owner, words, box, text.get("fill", ""))


def _size(image: ET.Element, moved: list[float]) -> QSizeF:
    return QSizeF(float(image.get("width", "0")) * moved[0], float(image.get("height", "0")) * moved[3])


def _pixels(image: ET.Element) -> QImage:
    data = image.get(f"{_XLINK}href", "").partition(",")[2]
    return QImage.fromData(QByteArray.fromBase64(data.encode()))


def _box(text: ET.Element, words: str, moved: list[float]) -> QRectF:
    font = QFont()
    font.setFamilies(text.get("font-family", "").split(","))
    font.setPixelSize(max(1, round(float(text.get("font-size", "13")))))
    font.setWeight(QFont.Weight(int(text.get("font-weight", "400"))))
    metrics = QFontMetricsF(font)
    left = float(text.get("x", "0")) * moved[0] + moved[4]
    base = float(text.get("y", "0")) * moved[3] + moved[5]
    return QRectF(left, base - metrics.ascent(), metrics.horizontalAdvance(words), metrics.height())
