"""Labels show data as it is."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import QLabel

from crm_desktop.core.formatting import format_money
from crm_desktop.ui.labels import label, one_line, together


def test_one_line_keeps_the_narrow_space_of_an_amount():
    amount = format_money(390000, "EUR")
    assert one_line(f" {amount}\n\tin all ") == f"{amount} in all"


def test_a_number_stays_with_its_chinese_unit_where_the_line_ends(qtbot):
    words = "已 125 天未下单，平常间隔 77 天"
    made = label(words)
    made.setWordWrap(True)
    qtbot.addWidget(made)
    assert made.text() == words
    metrics = made.fontMetrics()
    width = metrics.horizontalAdvance("已 125 天未下单，平常间隔 77") + 2
    assert first_line(words, made.font(), width).endswith("77")
    assert first_line(QLabel.text(made), made.font(), width).endswith("平常间隔")
    assert together("Room 12 a") == "Room 12 a"


def first_line(words: str, font: QFont, width: int) -> str:
    """Return what Qt puts into the first line."""
    layout = QTextLayout(words, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    return words[: line.textLength()].rstrip()
