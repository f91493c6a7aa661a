"""Charts as drawings and as SVG."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from reportlab.graphics.shapes import Rect, String

from crm_desktop.core.document import Amount, BarChart, Funnel, Percent, Series, Stage
from crm_desktop.reports.charts import drawing, drawing_to_svg, numeric, ticks

FUNNEL = Funnel([Stage("初步接洽", 18, Amount(14230000, "EUR")), Stage("Won", 9), Stage("Void", 0)])
BARS = BarChart(
    ["Jan", "二月"], [Series("Won", [Amount(100, "EUR"), None]), Series("Lost", [Amount(-5000, "EUR")])]
)


def texts(picture) -> list[str]:
    return [shape.text for shape in picture.contents if isinstance(shape, String)]


def test_a_funnel_has_a_bar_per_stage_as_long_as_its_size() -> None:
    picture = drawing(FUNNEL, "en", 500)
    bars = [shape for shape in picture.contents if isinstance(shape, Rect) and shape.height > 20]
    assert [round(bar.width) for bar in bars] == [500, 250, 2]
    assert all(bar.x + bar.width / 2 == pytest.approx(250) for bar in bars)
    assert texts(picture) == ["初步接洽 18 · € 142,300", "Won 9", "Void 0"]


def test_a_size_decides_before_the_count() -> None:
    picture = drawing(Funnel([Stage("A", 1, size=100), Stage("B", 99, size=50)]), "en", 400)
    bars = [shape for shape in picture.contents if isinstance(shape, Rect)]
    assert [bar.width for bar in bars] == [400, 200]


def test_bars_with_negative_and_missing_values_stay_inside() -> None:
    picture = drawing(BARS, "en", 400)
    for shape in picture.contents:
        if isinstance(shape, Rect):
            assert shape.x >= 0
            assert shape.x + shape.width <= 400
            assert 0 <= shape.y <= picture.height - shape.height
    assert {"Jan", "二月", "Won", "Lost", "€ 0"} <= set(texts(picture))


@pytest.mark.parametrize(
    "block",
    [
        Funnel([]),
        BarChart([], []),
        BarChart(["A"], []),
        BarChart(["A"], [Series("S", [])]),
        BarChart(["A", "B"], [Series("S", [float("nan"), float("inf")])]),
        BarChart([f"{n}" for n in range(5000)], [Series("S", list(range(5000)))]),
        BarChart(["A"], [Series("S", [10**30])]),
        BarChart(["A"], [Series("S", [Decimal("0.00001")])]),
        Funnel([Stage("x" * 140_000, -5, size=-3.0)]),
    ],
)
def test_odd_charts_are_drawn(block: Funnel | BarChart) -> None:
    assert ET.fromstring(drawing_to_svg(block)).tag.endswith("svg")


def test_svg_escapes_data() -> None:
    hostile = '<script>&"\x00\ud800'
    svg = drawing_to_svg(Funnel([Stage(hostile, 5)]), "zh_CN", 300)
    root = ET.fromstring(svg)
    shown = "".join(root.itertext())
    assert '<script>&"□ 5' in shown
    assert "<script>" not in svg


def test_ticks_are_round_and_enclose() -> None:
    assert ticks([]) == [0.0, 1.0]
    assert ticks([0, 40200]) == [0, 20000, 40000, 60000]
    assert ticks([-3, 12]) == [-5, 0, 5, 10, 15]
    assert ticks([0.00003])[-1] >= 0.00003


def test_numeric() -> None:
    assert numeric(Amount(1050, "EUR")) == 10.5
    assert numeric(Percent(80)) == 80
    assert numeric("7") is None
    assert numeric(None) is None
    assert numeric(float("nan")) is None
