"""Charts, drawn once as a ReportLab Drawing of boxes, lines and texts.

The PDF paints it (``pdf_blocks.paint``), the screen shows it as SVG.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape  # writes only: nothing is parsed

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor

from crm_desktop.core.document import Amount, BarChart, Cell, Funnel, Percent, Stage
from crm_desktop.core.formatting import major_units, minor_digits
from crm_desktop.reports.cells import cell_text
from crm_desktop.reports.pdf_fonts import CAP_HEIGHT, typeface

SERIES_COLOURS = ("#2f62e8", "#9db4f5", "#12805c", "#b54708", "#667085", "#7a5af8")
_INK, _GREY, _LINE, _WHITE = "#1b2433", "#667085", "#e1e5eb", "#ffffff"
_PALE, _DEEP = (0xB6, 0xC8, 0xF8), (0x2F, 0x62, 0xE8)  # the first and the last bar of a funnel
_BAR, _GAP = 27.0, 7.0
_MOST_STAGES, _HIGHEST_FUNNEL = 60, 408.0  # points: a landscape page holds it
_MOST_BARS = 400  # more cannot be told apart on a page
_LONGEST_LABEL = 120


def drawing(block: Funnel | BarChart, language: str, width: float) -> Drawing:
    """Return the chart of ``block``, ``width`` points wide."""
    if isinstance(block, Funnel):
        return _funnel(block, language, width)
    return _BarDrawing(block, language, width).draw()


def drawing_to_svg(block: Funnel | BarChart, language: str = "en", width: float = 500.0) -> str:
    """Return the chart of ``block`` as an SVG picture, for the screen.

    Not by ReportLab's own renderer: it puts a clipping path around everything, which Qt (SVG Tiny) paints black.
    """
    picture = drawing(block, language, width)
    shapes = "".join(_svg(shape, picture.height) for shape in picture.contents)
    size = f'width="{picture.width:g}" height="{picture.height:g}"'
    box = f'viewBox="0 0 {picture.width:g} {picture.height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{shapes}</svg>'


def shape_colour(colour: Color) -> str:
    """Return the colour of a shape as ``#rrggbb``."""
    return f"#{colour.hexval()[2:]}"


def _svg(shape: Rect | Line | String, height: float) -> str:
    if isinstance(shape, Rect):
        place = f'x="{shape.x:.2f}" y="{height - shape.y - shape.height:.2f}" rx="{shape.rx:g}"'
        size = f'width="{shape.width:.2f}" height="{shape.height:.2f}"'
        return f'<rect {place} {size} fill="{shape_colour(shape.fillColor)}"/>'
    if isinstance(shape, Line):
        start = f'x1="{shape.x1:.2f}" y1="{height - shape.y1:.2f}"'
        end = f'x2="{shape.x2:.2f}" y2="{height - shape.y2:.2f}"'
        pen = f'stroke="{shape_colour(shape.strokeColor)}" stroke-width="{shape.strokeWidth:g}"'
        return f"<line {start} {end} {pen}/>"
    place = f'x="{shape.x:.2f}" y="{height - shape.y:.2f}"'
    font = f'font-family="Inter" font-size="{shape.fontSize:g}"'
    return f'<text {place} {font} fill="{shape_colour(shape.fillColor)}">{escape(shape.text)}</text>'


def numeric(value: Cell) -> float | None:
    """Return the length that a value stands for in a chart, or None if it has none."""
    if isinstance(value, Amount):
        return float(major_units(value.minor, value.currency))
    if isinstance(value, Percent):
        return float(value.points)
    if isinstance(value, (int, float, Decimal)) and math.isfinite(value):
        return float(value)
    return None


def stage_text(stage: Stage, text: Callable[[Any], str]) -> str:
    """Return what stands on the bar of a stage: ``Proposal 14 · € 318,400``."""
    label = f"{stage.label[:_LONGEST_LABEL]} {text(stage.count)}"
    return f"{label} · {text(stage.amount)}" if stage.amount is not None else label


def _funnel(block: Funnel, language: str, width: float) -> Drawing:
    stages, text, face = block.stages[:_MOST_STAGES], cell_text(language), typeface()
    step = min(_BAR + _GAP, _HIGHEST_FUNNEL / max(len(stages), 1))
    tall, size = step * _BAR / (_BAR + _GAP), min(9.5, step * 0.5)
    height = len(stages) * step
    result = Drawing(width, height)
    sizes = [max(float(s.count if s.size is None else s.size), 0.0) for s in stages]
    longest = max(sizes, default=0.0) or 1.0
    for n, stage in enumerate(stages):
        y = height - n * step - tall
        colour = _between(n / max(len(stages) - 1, 1))
        bar = max(width * sizes[n] / longest, 2.0)
        result.add(_box((width - bar) / 2, y, bar, tall, colour, 2.5))
        line = face.clip(face.clean(stage_text(stage, text)), size, width)
        wide, baseline = face.width(line, size), y + (tall - CAP_HEIGHT * size) / 2
        if wide + 10 <= bar:
            result.add(_string((width - wide) / 2, baseline, line, size, _readable_on(colour)))
        else:  # beside a bar that is too short for it
            x = min((width + bar) / 2 + 6, width - wide)
            if x < (width + bar) / 2 + 2:
                result.add(_box(x - 3, y + tall * 0.15, wide + 6, tall * 0.7, _WHITE, 2))
            result.add(_string(x, baseline, line, size, _INK))
    return result


class _BarDrawing:
    """One bar chart: the scale at the left, the categories below, the names of the series above."""

    def __init__(self, block: BarChart, language: str, width: float) -> None:
        self._block = block
        self._text = cell_text(language)
        self._categories = list(block.categories[:_MOST_BARS])
        count = len(self._categories)
        self._values = [[numeric(value) for value in series.values[:count]] for series in block.series]
        cells = (value for series in block.series for value in series.values if isinstance(value, Amount))
        self._currency = next((value.currency for value in cells), None)
        self._ticks = ticks([v for row in self._values for v in row if v is not None])
        self._legend = 18.0 if len(block.series) > 1 else 0.0
        self._size = 8.0
        labels = [typeface().width(self._label(tick), self._size) for tick in self._ticks]
        self._left, self._foot = max(labels) + 8, 18.0
        self._head = block.height - self._legend - 12
        self._width = width
        self._drawing = Drawing(width, block.height)

    def draw(self) -> Drawing:
        """Return the drawing."""
        self._scale()
        self._bars()
        self._names()
        return self._drawing

    def _label(self, number: float) -> str:
        face = typeface()
        if self._currency is not None:
            exact = Decimal(repr(number)).scaleb(minor_digits(self._currency))
            return face.clean(self._text(Amount(int(exact), self._currency)))
        return face.clean(self._text(int(number) if number == int(number) else number))

    def _y(self, number: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return self._foot + (number - low) / (high - low) * (self._head - self._foot)

    def _scale(self) -> None:
        face = typeface()
        for tick in self._ticks:
            y, label = self._y(tick), self._label(tick)
            colour = "#9aa4b2" if tick == 0 else _LINE
            self._drawing.add(
                Line(self._left, y, self._width, y, strokeColor=HexColor(colour), strokeWidth=0.6)
            )
            x = self._left - 6 - face.width(label, self._size)
            self._drawing.add(_string(x, y - self._size * 0.36, label, self._size, _GREY))

    def _bars(self) -> None:
        count, series = len(self._categories), len(self._values)
        slot = (self._width - self._left) / max(count, 1)
        bar = min(slot * 0.72 / max(series, 1), 34.0)
        zero = self._y(0.0)
        for n in range(count):
            start = self._left + slot * (n + 0.5) - bar * series / 2
            for k, values in enumerate(self._values):
                value = values[n] if n < len(values) else None
                if value is None:
                    continue
                top = self._y(value)
                x, colour = start + k * bar, SERIES_COLOURS[k % len(SERIES_COLOURS)]
                self._drawing.add(_box(x, min(top, zero), bar * 0.94, max(abs(top - zero), 0.4), colour, 1.2))
                if series == 1:
                    self._value(self._block.series[k].values[n], x + bar * 0.47, max(top, zero) + 3, slot)

    def _value(self, value: Cell, middle: float, y: float, slot: float) -> None:
        face, size = typeface(), 7.5
        label = face.clean(self._text(value))
        wide = face.width(label, size)
        if wide <= slot - 2:
            self._drawing.add(_string(middle - wide / 2, y, label, size, _INK))

    def _names(self) -> None:
        face, size = typeface(), self._size
        slot = (self._width - self._left) / max(len(self._categories), 1)
        every = max(1, math.ceil(24.0 / slot))
        for n in range(0, len(self._categories), every):
            name = face.clean(self._categories[n][:_LONGEST_LABEL])
            label = face.clip(name, size, slot * every - 3)
            x = self._left + slot * (n + 0.5) - face.width(label, size) / 2
            self._drawing.add(_string(max(x, 0), 4, label, size, _GREY))
        x = self._left
        for k, series in enumerate(self._block.series if self._legend else ()):
            label = face.clip(face.clean(series.name[:_LONGEST_LABEL]), size, 140)
            self._drawing.add(
                _box(x, self._block.height - 10, 8, 8, SERIES_COLOURS[k % len(SERIES_COLOURS)], 1.5)
            )
            self._drawing.add(_string(x + 12, self._block.height - 9, label, size, _INK))
            x += 26 + face.width(label, size)


def ticks(values: Sequence[float]) -> list[float]:
    """Return round numbers, zero among them, that enclose ``values`` in about four steps."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        return [0.0, 1.0]
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next((nice for nice in (1, 2, 2.5, 5, 10) if nice * power >= rough), 10)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(Decimal(repr(step)) * n) for n in range(first, last + 1)]


def _box(x: float, y: float, width: float, height: float, colour: str, radius: float) -> Rect:
    round_by = min(radius, width / 2, height / 2)
    return Rect(x, y, width, height, rx=round_by, ry=round_by, fillColor=HexColor(colour), strokeColor=None)


def _string(x: float, y: float, text: str, size: float, colour: str) -> String:
    return String(x, y, text, fontName="Inter", fontSize=size, fillColor=HexColor(colour))


def _between(share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_PALE, _DEEP, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _readable_on(colour: str) -> str:
    """Return white or ink, whichever has the stronger contrast."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return _WHITE if 1.05 / (luminance + 0.05) >= 3.4 else _INK
