"""The one style sheet: what Fusion and a palette cannot say. Made from the tokens."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.ui.theme import Tokens

_SHEET = Template("""
QToolTip { background: $toast; color: $on_toast; border: 1px solid $toast; padding: 4px 8px; }
QPushButton[look] { background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 10px; min-height: 30px; max-height: 30px; font-weight: 500; }
QPushButton[look="choice"] { padding: 0; min-height: 0; max-height: 400px; }
QPushButton[look]:hover { background: $hover; border-color: $edge; }
QPushButton[look]:pressed, QPushButton[look="plain"]:checked { background: $chip; }
QPushButton[look]:focus { border: 1px solid $accent; }
QPushButton[look]:disabled { color: $edge; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:disabled { background: $hover; color: $edge; border-color: $line; }
QPushButton[look="primary"]:focus { border: 1px solid $text; }
QPushButton[look="quiet"] { background: transparent; border-color: transparent; padding: 0 6px; }
QPushButton[look="quiet"]:hover { background: $chip; border-color: transparent; }
QPushButton[look="quiet"]:focus { border-color: $accent; }
QPushButton[look="icon"], QPushButton[look="quieticon"] { padding: 0; min-width: 30px; max-width: 30px; }
QPushButton[look="quieticon"] { background: transparent; border-color: transparent; }
QPushButton[look="quieticon"]:checked { background: $chip; }
QPushButton[look="quieticon"]:hover { background: $chip; border-color: transparent; }
QPushButton[look="quieticon"]:focus { border-color: $accent; }
QPushButton[look="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0; }
QPushButton[look="link"]:hover { background: transparent; border-color: transparent; text-decoration: underline; }
QPushButton[look="link"]:focus { border-color: $accent; }
QPushButton[look="inline"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0 2px;
  min-height: 16px; max-height: 16px; font-size: 12px; font-weight: 400; }
QPushButton[look="inline"]:hover { text-decoration: underline; }
QPushButton[look="inline"]:focus { border-color: $accent; }
QPushButton[look="filter"] { background: transparent; border: 1px solid transparent; color: $muted; padding: 0 2px;
  min-height: 20px; max-height: 20px; font-weight: 400; }
QPushButton[look="filter"]:hover { color: $text; }
QPushButton[look="filter"]:focus { border-color: $accent; }
QPushButton[look="chip"] { background: $chip; border: 1px solid $chip; border-radius: 12px; padding: 0 9px;
    min-height: 22px; max-height: 22px; font-size: 12px; font-weight: 500; }
QPushButton[look="chip"]:hover { background: $chip_hover; border-color: $chip_hover; }
QPushButton[look="chip"]:checked { background: $soft; border-color: $soft; color: $accent; font-weight: 600; }
QPushButton[look="chip"]:focus { border-color: $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; button-layout: 3; }
QDialogButtonBox QPushButton { background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 14px; min-width: 60px; min-height: 30px; max-height: 30px; font-weight: 500; }
QDialogButtonBox QPushButton:hover { background: $hover; border-color: $edge; }
QDialogButtonBox QPushButton:pressed { background: $chip; }
QDialogButtonBox QPushButton:focus { border: 1px solid $accent; }
QDialogButtonBox QPushButton:disabled { color: $edge; }
QPushButton::menu-indicator { image: none; width: 0; }
QLineEdit, QComboBox, QDateEdit, QSpinBox { background: $raised; color: $text; border: 1px solid $line;
    border-radius: 6px; padding: 0 8px; min-height: 30px; selection-background-color: $accent;
    selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit:hover, QComboBox:hover { border-color: $edge; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus { border: 1px solid $accent; }
QLineEdit[look="search"] { padding: 0 4px 0 2px; }
QLineEdit[wrong="true"] { border-color: $red; }
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus { border: none; background: transparent; padding: 0; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url($chevron); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $line; padding: 4px;
    selection-background-color: $soft; selection-color: $text; outline: none; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $soft; color: $text; }
QComboBox QAbstractItemView::item:disabled { color: $edge; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 4px;
    padding: 4px 8px; font-weight: 600; }
QCalendarWidget QToolButton:hover { background: $chip; }
QCalendarWidget QToolButton:focus { border-color: $accent; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QTableView:disabled { color: $muted; }
QCalendarWidget QTableView { background: $raised; alternate-background-color: $raised;
    selection-background-color: $accent; selection-color: $on_accent; }
QMenuBar { background: $side; color: $text; border: none; border-bottom: 1px solid $line; padding: 0 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $chip_hover; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: $soft; color: $text; }
QMenu::item:disabled { color: $edge; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { left: 5px; width: 13px; height: 13px; }
QMenu::indicator:checked { image: url($check); }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QFrame#line { background: $line; border: none; min-height: 1px; max-height: 1px; }
QFrame#vline { background: $line; border: none; min-width: 1px; max-width: 1px; }
QFrame#notice { background: $soft; border: 1px solid $line; border-radius: 8px; }
QFrame#popup { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame#filterChip { background: $side; border: 1px solid $line; border-radius: 8px; }
QFrame#cellEditor { background: $raised; border: 1px solid $accent; border-radius: 7px; }
QFrame#toast { background: $toast; border-radius: 8px; }
QFrame#toast QLabel { color: $on_toast; }
QFrame#toast QPushButton { color: $toast_link; background: transparent; border: 1px solid transparent;
    border-radius: 4px; padding: 2px 6px; font-weight: 600; }
QFrame#toast QPushButton:focus, QFrame#toast QPushButton:hover { border-color: $toast_link; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="link"] { color: $accent; }
QLabel[tone="warning"] { color: $red; }
QLabel[scale="small"] { font-size: 12px; }
QLabel[scale="title"] { font-size: 18px; font-weight: 600; }
QLabel[scale="heading"] { font-size: 17px; font-weight: 600; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[look="key"] { background: $key; color: $muted; border: 1px solid $line; border-radius: 4px;
    padding: 0 5px; font-size: 11px; }
QTableView, QScrollArea, QListView { border: none; background: $window; outline: none; }
QListView#popup { background: $raised; border: 1px solid $line; border-radius: 8px; padding: 2px; }
QListView#popup::item { min-height: 26px; padding: 0 6px; border-radius: 4px; color: $text; }
QListView#popup::item:hover, QListView#popup::item:selected { background: $soft; color: $text; }
QListView#results, QListView#cards { background: transparent; }
QListWidget::item { padding: 4px 2px; border-radius: 4px; }
QListWidget::item:hover, QListWidget::item:selected { background: $hover; color: $text; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator, QListWidget::indicator { width: 13px; height: 13px; border: 1px solid $edge; border-radius: 3px;
    background: $raised; }
QCheckBox::indicator:checked, QListWidget::indicator:checked { background: $accent; border-color: $accent;
    image: url($tick); }
QCheckBox::indicator:indeterminate { border-color: $accent; background: qlineargradient(x1: 0, y1: 0, x2: 0, y2: 1,
    stop: 0.4 $accent, stop: 0.41 $on_accent, stop: 0.59 $on_accent, stop: 0.6 $accent); }
QRadioButton::indicator { width: 13px; height: 13px; border: 1px solid $edge; border-radius: 7px;
    background: $raised; }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5,
    fx: 0.5, fy: 0.5, stop: 0 $on_accent, stop: 0.42 $on_accent, stop: 0.5 $accent, stop: 1 $accent); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QProgressBar { background: $chip; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: $line; }
""")


def style_sheet(of: Tokens) -> str:
    """Return the style sheet in these colours."""
    from crm_desktop.core.paths import resource

    values = {name: value for name, value in vars(of).items() if isinstance(value, str)}
    values["red"] = of.badges["red"][1]
    values["thumb"] = "#3b424e" if of.dark else "#cbd0d9"
    values["toast_link"] = "#2a5bdc" if of.dark else "#a9c3ff"
    scheme = "dark" if of.dark else "light"
    for name in ("chevron", "check", "tick"):
        values[name] = (resource("icons") / f"style-{name}-{scheme}.svg").as_posix()
    return _SHEET.substitute(values)
