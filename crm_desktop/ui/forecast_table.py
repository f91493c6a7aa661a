"""The figures of a forecast as a table: a line for each period, a column for each figure; each opens its rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crm_desktop.core.formatting import filled, format_day, format_money, format_percent
from crm_desktop.core.i18n import N_, _, labelled, language, listed, ngettext
from crm_desktop.core.kinds import Locale
from crm_desktop.reports.parameters import period_text
from crm_desktop.services.forecast import FIGURES, Forecast, Row
from crm_desktop.ui import theme
from crm_desktop.ui.labels import tooltip
from crm_desktop.ui.quiet_header import QuietHeader

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
ROW_HEIGHT, HEADER_HEIGHT = 40, 36
_PADDING = 10
_NONE = "–"


@dataclass(frozen=True)
class Heading:
    """A column: its word and what it means."""

    key: str
    word: str
    formula: str


HEADINGS = (
    Heading("period", N_("Period"), ""),
    Heading("closed", N_("Closed won"), N_("Sum of what was won in the period.")),
    Heading(
        "commit", N_("Commit"), N_("Sum of the open ones of this category that are expected to close in it.")
    ),
    Heading(
        "best_case",
        N_("Best case"),
        N_("Sum of the open ones of this category that are expected to close in it."),
    ),
    Heading(
        "pipeline",
        N_("In the pipeline"),
        N_("Sum of the open ones of this category that are expected to close in it."),
    ),
    Heading(
        "weighted",
        N_("Weighted"),
        N_(
            "Amount × probability of each open one that is expected to close in it and not omitted, added up."
        ),
    ),
    Heading(
        "target",
        N_("Target"),
        N_("What is to be won: the target of the period, else those of all its months."),
    ),
    Heading(
        "accuracy",
        N_("Accuracy"),
        N_("1 − |won − forecast| ÷ won, against the snapshot that was taken by the first day of the period."),
    ),
)


class ForecastModel(QAbstractTableModel):
    """The rows of a :class:`Forecast`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.forecast: Forecast | None = None
        self._locale = Locale()

    def show(self, forecast: Forecast, locale: Locale) -> None:
        """Show another forecast."""
        self.beginResetModel()
        self.forecast, self._locale = forecast, locale
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """Return a row of the forecast."""
        rows = self.forecast.rows if self.forecast is not None else ()
        return rows[number] if 0 <= number < len(rows) else None

    def opens(self, index: Index) -> bool:
        """Tell whether a cell has rows behind it."""
        row, key = self.row(index.row()), HEADINGS[index.column()].key
        return row is not None and key in FIGURES and row.figures[key].count > 0

    def text(self, row: Row, key: str) -> str:
        """Return what a cell shows; what is not known is a dash, not zero."""
        if key == "period":
            return period_text(row.period.first, row.period.last, language())
        if key == "accuracy":
            return (
                _NONE
                if row.accuracy is None
                else format_percent(max(row.accuracy, Decimal(-999)), language())
            )
        if key == "target":
            return _NONE if row.target is None else self._money(row.target)
        return self._money(row.value(key)) if row.figures[key].count else _NONE

    def _money(self, minor: int) -> str:
        return format_money(minor, self._locale.currency, self._locale.language)

    def details(self, row: Row, heading: Heading) -> str:
        """Return what a figure means, of how many it is, and what is missing."""
        told = [_(heading.formula)]
        if heading.key in FIGURES:
            tally = row.figures[heading.key]
            text = ngettext("%(count)d opportunity", "%(count)d opportunities", tally.count)
            told.append(filled(text, {"count": tally.count}, language()))
            if tally.apart:
                text = ngettext(
                    "%(count)d amount has no exchange rate and is not in the sum.",
                    "%(count)d amounts have no exchange rate and are not in the sum.",
                    tally.apart,
                )
                told.append(filled(text, {"count": tally.apart}, language()))
        elif heading.key == "target":
            told.append(self._about_target(row))
        elif heading.key == "accuracy":
            told.append(self._about_accuracy(row))
        return "\n".join(one for one in told if one)

    def _about_target(self, row: Row) -> str:
        if self.forecast is not None and not self.forecast.is_whole:
            return _("Targets are for all opportunities; the list is filtered.")
        if row.target is None:
            return _("There is no target for this period.")
        reached = Decimal(100 * row.value("closed")) / row.target if row.target else None
        return (
            "" if reached is None else labelled(_("Share of the target"), format_percent(reached, language()))
        )

    def _about_accuracy(self, row: Row) -> str:
        if self.forecast is not None and not self.forecast.is_whole:
            return _("Snapshots are of all opportunities; the list is filtered.")
        if row.at_start is None:
            return _("No snapshot was taken by its first day.")
        words = {
            "day": format_day(row.at_start.taken_on, language()),
            "amount": self._money(row.at_start.expected),
        }
        told = _("Forecast on %(day)s: %(amount)s") % words
        return told if row.is_over else f"{told}\n" + _("It is compared when the period is over.")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.forecast is None else len(self.forecast.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        heading = HEADINGS[section]
        if role == _Role.DisplayRole:
            return _(heading.word)
        return tooltip(_(heading.formula)) if role == _Role.ToolTipRole and heading.formula else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None or not 0 <= index.column() < len(HEADINGS):
            return None
        heading = HEADINGS[index.column()]
        if role == _Role.DisplayRole:
            return self.text(row, heading.key)
        if role == _Role.AccessibleTextRole:
            return listed((self.text(row, "period"), f"{_(heading.word)} {self.text(row, heading.key)}"))
        if role in {_Role.ToolTipRole, _Role.AccessibleDescriptionRole} and heading.formula:
            told = self.details(row, heading)
            return tooltip(told) if role == _Role.ToolTipRole else told
        return None


class _CellPainter(QStyledItemDelegate):
    """Paints figures: quiet where there is nothing, the period strong, and a bar of how much of a target is won."""

    def __init__(self, view: ForecastTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        of, model = theme.tokens(), self._view.figures
        row = model.row(index.row())
        if row is None:
            return
        box, key = QRectF(option.rect), HEADINGS[index.column()].key
        text, opens = model.text(row, key), model.opens(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view.hovered == (index.row(), index.column()) and opens:
            painter.fillRect(box, QColor(of.hover))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(of.line))
        strong = key in {"period", "weighted", "closed"}
        painter.setFont(
            theme.font(weight=QFont.Weight.DemiBold if strong else QFont.Weight.Normal, tabular=True)
        )
        quiet = text == _NONE or (row.is_over and key in {"commit", "best_case", "pipeline", "weighted"})
        painter.setPen(QColor(of.muted if quiet else of.text))
        side = Qt.AlignmentFlag.AlignLeft if key == "period" else Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(_PADDING, 0, -_PADDING, 0), side | Qt.AlignmentFlag.AlignVCenter, text)
        if key == "target" and row.target:
            self._paint_reached(painter, box, row.value("closed") / row.target)
        if self._view.hasFocus() and self._view.currentIndex() == index:
            painter.setPen(QPen(QColor(of.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -3), 5, 5)
        painter.restore()

    @staticmethod
    def _paint_reached(painter: QPainter, box: QRectF, share: float) -> None:
        of = theme.tokens()
        track = QRectF(box.left() + _PADDING, box.bottom() - 8, box.width() - 2 * _PADDING, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        done = QRectF(track.left(), track.top(), track.width() * min(1.0, max(0.0, share)), 3)
        for part, ink in ((track, of.line), (done, of.badges["green"][1] if share >= 1 else of.accent)):
            painter.setBrush(QColor(ink))
            painter.drawRoundedRect(part, 1.5, 1.5)


class _Head(QuietHeader):
    """The words of the columns."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        of = theme.tokens()
        self.paint_words(
            painter,
            rect,
            _(HEADINGS[logicalIndex].word),
            font=theme.font(theme.SMALL_PIXELS, QFont.Weight.Medium),
            ink=of.muted,
            ground=of.window,
            padding=(_PADDING, _PADDING),
            side=Qt.AlignmentFlag.AlignLeft if logicalIndex == 0 else Qt.AlignmentFlag.AlignRight,
        )


class ForecastTable(QTableView):
    """Shows a forecast. A click, or Enter, on a figure asks for the rows behind it."""

    asked = Signal(str, object)  # figure, Period

    def __init__(self) -> None:
        super().__init__()
        self.figures = ForecastModel(self)
        self.hovered = (-1, -1)
        self._needs: list[int] = []
        self.setModel(self.figures)
        self.setItemDelegate(_CellPainter(self))
        self.setHorizontalHeader(_Head(HEADER_HEIGHT, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)

    def show_forecast(self, forecast: Forecast, locale: Locale) -> None:
        """Show another forecast; the cursor stays."""
        at = self.currentIndex().row(), self.currentIndex().column()
        self.figures.show(forecast, locale)
        self.setFixedHeight(HEADER_HEIGHT + ROW_HEIGHT * self.figures.rowCount() + 2)
        self._needs = [self._need_of(column) for column in range(len(HEADINGS))]
        self.setMinimumWidth(sum(self._needs))
        self._share_out()
        if at[0] >= 0:
            self.setCurrentIndex(self.figures.index(*at))

    def _need_of(self, column: int) -> int:
        """Return the width that a column needs, so that no figure is cut."""
        heading = HEADINGS[column]
        bold = QFontMetricsF(theme.font(weight=QFont.Weight.DemiBold, tabular=True))
        rows = self.figures.forecast.rows if self.figures.forecast is not None else ()
        texts = [_(heading.word), *(self.figures.text(row, heading.key) for row in rows)]
        return round(max(bold.horizontalAdvance(text) for text in texts)) + 2 * _PADDING + 4

    def _share_out(self) -> None:
        """Give all columns the same part of the width that none needs."""
        spare = max(0, self.viewport().width() - sum(self._needs)) // max(1, len(self._needs))
        for column, need in enumerate(self._needs):
            self.setColumnWidth(column, need + spare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _open(self, index: QModelIndex) -> None:
        row = self.figures.row(index.row())
        if row is not None and self.figures.opens(index):
            self.asked.emit(HEADINGS[index.column()].key, row.period)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        opens = index.isValid() and self.figures.opens(index)
        self._hover((index.row(), index.column()) if opens else (-1, -1))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: Any) -> None:
        self._hover((-1, -1))
        super().leaveEvent(event)

    def _hover(self, cell: tuple[int, int]) -> None:
        if self.hovered != cell:
            self.hovered = cell
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if cell[0] >= 0 else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()
