"""The look, in one place: colours of the light and the dark palette, sizes, type.

Nobody else writes a colour. Widgets that paint ask :func:`tokens` while painting; the rest get theirs from the
application's palette and style sheet, which :func:`apply` sets. After a change every widget receives Qt's own
``PaletteChange`` event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from crm_desktop.core.kinds import Colour
from crm_desktop.core.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

Scheme = Literal["light", "dark"]
Mode = Literal["system", "light", "dark"]

GRID = 8
ROW_HEIGHT = 34
BUTTON_HEIGHT = 32
BAR_HEIGHT = 52
NAVIGATION_WIDTH = 212
NAVIGATION_NARROW = 56
PEEK_WIDTH = 392
PEEK_NARROW = 320
RADIUS = 6
FONT_PIXELS = 13
SMALL_PIXELS = 12

_FACES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
_FAMILIES = [
    "Inter",
    "Segoe UI",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
]


@dataclass(frozen=True)
class Tokens:
    """The colours of one scheme. Each text colour has a contrast of 4.5 : 1 on every ground it is used on."""

    dark: bool
    window: str
    side: str
    raised: str  # buttons, fields, popups
    hover: str
    line: str
    edge: str  # outline of check boxes and of fields with the focus' absence
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_hover: str
    soft: str  # accent ground: chosen navigation entry, chosen chip
    selection: str
    chip: str
    chip_hover: str
    key: str
    mark: str  # ground of a search match
    toast: str
    on_toast: str
    badges: Mapping[Colour, tuple[str, str]]  # ground, text


LIGHT = Tokens(
    dark=False,
    window="#ffffff",
    side="#f5f6f8",
    raised="#ffffff",
    hover="#f7f8fa",
    line="#e4e7ec",
    edge="#8b93a3",
    text="#1c2330",
    muted="#5f697d",
    accent="#2f62e6",
    on_accent="#ffffff",
    accent_hover="#2654cc",
    soft="#eaf0fe",
    selection="#eaf0fe",
    chip="#eef0f4",
    chip_hover="#e4e7ee",
    key="#f5f6f8",
    mark="#ffe8a3",
    toast="#1c2330",
    on_toast="#ffffff",
    badges={
        "grey": ("#eef0f4", "#5b6579"),
        "blue": ("#eaf0fe", "#2f62e6"),
        "green": ("#e3f5ee", "#0f7553"),
        "orange": ("#fdf1dc", "#a15c07"),
        "red": ("#fdeceb", "#c0362c"),
        "purple": ("#f1ebfd", "#6941c6"),
    },
)

DARK = Tokens(
    dark=True,
    window="#15181e",
    side="#101318",
    raised="#1a1e25",
    hover="#1a1e25",
    line="#2a2f38",
    edge="#667085",
    text="#e7eaf0",
    muted="#98a2b3",
    accent="#7ba2ff",
    on_accent="#10131a",
    accent_hover="#93b3ff",
    soft="#1f2b47",
    selection="#21304f",
    chip="#262b34",
    chip_hover="#303641",
    key="#101318",
    mark="#5c4a12",
    toast="#e7eaf0",
    on_toast="#15181e",
    badges={
        "grey": ("#262b34", "#98a2b3"),
        "blue": ("#1f2b47", "#7ba2ff"),
        "green": ("#14342a", "#5fd0a5"),
        "orange": ("#3a2a10", "#f0b35b"),
        "red": ("#3f1d1b", "#ff8a80"),
        "purple": ("#2c2145", "#b79bff"),
    },
)


STYLE = ("-style", "fusion")
"""Arguments of the application: told so, Qt takes the style without its class and enumerations being made for us."""


class _Current:
    """The one thing of this module that changes: the scheme in use."""

    tokens: Tokens = LIGHT
    mode: Mode = "system"
    has_fonts = False


def tokens() -> Tokens:
    """Return the colours in use."""
    return _Current.tokens


def mode() -> Mode:
    """Return what the user chose: a scheme, or to follow the system."""
    return _Current.mode


def colour(name: str) -> QColor:
    """Return the colour of this name: an attribute of :class:`Tokens`, or the ink of a badge."""
    of = _Current.tokens
    badge = of.badges.get(name)  # type: ignore[call-overload]
    return QColor(badge[1] if badge else getattr(of, name))


def system_scheme() -> Scheme:
    """Return the scheme that the computer is set to."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def prepare(app: QApplication) -> None:
    """Set the type; called once, before the first widget."""
    load_fonts()
    app.setFont(font())


def apply(app: QApplication, chosen: Mode = "system") -> None:
    """Show the program in this scheme, now."""
    from crm_desktop.ui.style_sheet import style_sheet

    scheme = system_scheme() if chosen == "system" else chosen
    _Current.mode = chosen
    _Current.tokens = DARK if scheme == "dark" else LIGHT
    app.setPalette(_palette(_Current.tokens))
    app.setStyleSheet(style_sheet(_Current.tokens))


_MEASURED: list[Callable[[], None]] = []
F = TypeVar("F", bound=Callable[..., Any])


def measured(size: int) -> Callable[[F], F]:
    """Keep up to ``size`` answers of a function that measures texts, until other faces are loaded."""

    def keep(function: F) -> F:
        kept = lru_cache(maxsize=size)(function)
        _MEASURED.append(kept.cache_clear)
        return cast("F", kept)

    return keep


def load_fonts() -> None:
    """Make the shipped faces known; a missing one leaves the work to the system's fonts."""
    if _Current.has_fonts:
        return
    _Current.has_fonts = True
    for face in _FACES:
        path = resource("fonts") / face
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))
    for forget in _MEASURED:
        forget()


def font(
    pixels: int = FONT_PIXELS, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False
) -> QFont:
    """Return our face in this size; ``tabular`` gives all digits one width, for columns of numbers."""
    return QFont(_kept_font(pixels, weight, tabular))


@measured(200)
def _kept_font(pixels: int, weight: QFont.Weight, tabular: bool) -> QFont:
    """Return a font to be copied: its copies share what Qt looks up for it."""
    made = QFont()
    made.setFamilies(_FAMILIES)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular and hasattr(made, "setFeature"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _palette(of: Tokens) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for which, value in (
        (role.Window, of.window),
        (role.WindowText, of.text),
        (role.Base, of.raised),
        (role.AlternateBase, of.side),
        (role.Text, of.text),
        (role.PlaceholderText, of.muted),
        (role.Button, of.raised),
        (role.ButtonText, of.text),
        (role.BrightText, of.badges["red"][1]),
        (role.Highlight, of.accent),
        (role.HighlightedText, of.on_accent),
        (role.Link, of.accent),
        (role.LinkVisited, of.accent),
        (role.ToolTipBase, of.toast),
        (role.ToolTipText, of.on_toast),
        (role.Light, of.window),
        (role.Midlight, of.line),
        (role.Mid, of.line),
        (role.Dark, of.edge),
        (role.Shadow, of.line),
        (role.Accent, of.accent),
    ):
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(of.edge))
    return made
