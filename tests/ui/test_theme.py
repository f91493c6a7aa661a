"""The palette: contrast of every text on every ground it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
)

from crm_desktop.core.paths import resource
from crm_desktop.ui import icons, theme
from crm_desktop.ui.actions import ACTIONS

ENOUGH = 4.5


def _light(colour: str) -> float:
    parts = [getattr(QColor(colour), name)() for name in ("redF", "greenF", "blueF")]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("of", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground(of):
    grounds = {
        "text": (
            of.window,
            of.side,
            of.raised,
            of.selection,
            of.hover,
            of.chip,
            of.chip_hover,
            of.mark,
            of.soft,
        ),
        "muted": (of.window, of.side, of.raised, of.selection, of.hover, of.key, of.soft),
        "accent": (of.window, of.soft, of.raised),
        "on_accent": (of.accent, of.accent_hover),
        "on_toast": (of.toast,),
    }
    weak = [
        (name, ground, round(_contrast(getattr(of, name), ground), 2))
        for name, ones in grounds.items()
        for ground in ones
        if _contrast(getattr(of, name), ground) < ENOUGH
    ]
    weak += [(name, *pair) for name, pair in of.badges.items() if _contrast(*pair) < ENOUGH]
    assert not weak


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox])
@pytest.mark.parametrize("kind", ["", "bare", "search"])
def test_hints_in_empty_fields_can_be_read(qtbot, make, look, kind):
    app = QApplication.instance()
    theme.apply(app, look)
    field = make()
    field.setProperty("look", kind)
    qtbot.addWidget(field)
    field.show()
    of = theme.tokens()
    shown = field.palette().color(QPalette.ColorRole.PlaceholderText)
    theme.apply(app, "light")
    assert shown.alpha() == 255, "half of a colour is another one on each ground"
    grounds = (of.window, of.side, of.raised, of.hover, of.soft)
    assert min(_contrast(shown.name(), ground) for ground in grounds) >= ENOUGH


def test_figures_of_a_column_have_one_width():
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(theme.font(tabular=True))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_icons_are_drawn_in_the_colour_and_scale_asked_for():
    picture = icons.pixmap("users", QColor("#ff0000"), 16, 2.0)
    assert picture.width() == 32
    image = picture.toImage()
    reds = [
        image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200
    ]
    assert reds
    assert all(one.red() > 200 and one.green() < 60 for one in reds)
    assert icons.pixmap("users", QColor("#ff0000"), 16, 2.0) is picture


def test_an_unknown_icon_is_an_empty_picture():
    assert icons.pixmap("no-such-icon", QColor("#000000")).width() == 16


def test_every_icon_named_in_the_code_is_there():
    import re
    from pathlib import Path

    found = set()
    for path in Path(icons.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"icon=\"([a-z0-9-]+)\"", text))
        found |= set(re.findall(r"pixmap\(\"([a-z0-9-]+)\"", text))
        found |= set(re.findall(r"\.say\(\s*\"([a-z0-9-]+)\"", text))
    assert len(found) > 8
    assert not [name for name in found if not (resource("icons") / f"{name}.svg").exists()]


def test_actions_are_found_by_their_ids():
    assert len({one.id for one in ACTIONS}) == len(ACTIONS)
