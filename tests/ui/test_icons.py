"""Icons follow the scheme in use and are as fine as the screen that they are shown on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from crm_desktop.ui import icons, theme
from crm_desktop.ui.picture import Picture

FACTORS = (1.0, 1.25, 1.5, 2.0, 3.0)


def painted(icon: QIcon, size: int, factor: float) -> QImage:
    """Return what an icon looks like on a screen of this factor."""
    made = QImage(QSize(size, size) * factor, QImage.Format.Format_ARGB32)
    made.setDevicePixelRatio(factor)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    icon.paint(painter, 0, 0, size, size)
    painter.end()
    return made


def ink(image: QImage) -> str:
    """Return the colour of the densest pixel."""
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return max((image.pixelColor(*at) for at in places), key=QColor.alpha).name()


def fineness(image: QImage) -> int:
    """Return how often neighbouring pixels differ in density: the more, the finer a picture is."""
    width, height = image.width(), image.height()
    return sum(
        image.pixelColor(x, y).alpha() != image.pixelColor(x + 1, y).alpha()
        for x in range(width - 1)
        for y in range(height)
    )


@pytest.mark.parametrize("icon", [icons.icon("users"), icons.dot("red"), icons.app_icon()])
@pytest.mark.parametrize("factor", FACTORS)
def test_an_icon_has_the_pixels_of_its_screen(icon, factor):
    size = 16 if icon.actualSize(QSize(16, 16)).width() == 16 else 10
    picture = icon.pixmap(QSize(size, size), factor)
    assert abs(picture.width() - size * factor) < 1
    assert picture.devicePixelRatio() == factor
    coarse = painted(icon, size, 1.0).scaled(QSize(size, size) * factor)
    if factor >= 1.5:
        assert fineness(painted(icon, size, factor)) > fineness(coarse)  # not the same pixels, enlarged


@pytest.mark.parametrize(
    ("icon", "light", "dark"),
    [
        (icons.icon("users"), theme.LIGHT.text, theme.DARK.text),
        (icons.icon("users", "red"), theme.LIGHT.badges["red"][1], theme.DARK.badges["red"][1]),
        (icons.dot("blue"), theme.LIGHT.badges["blue"][1], theme.DARK.badges["blue"][1]),
    ],
)
def test_an_icon_that_was_made_before_is_shown_in_the_new_scheme(qapp: QApplication, icon, light, dark):
    assert ink(painted(icon, 16, 2)) == light
    theme.apply(qapp, "dark")
    assert ink(painted(icon, 16, 2)) == dark


def test_what_cannot_be_used_is_pale():
    picture = icons.icon("users").pixmap(QSize(16, 16), 3.0, QIcon.Mode.Disabled)
    assert ink(picture.toImage()) == theme.LIGHT.edge


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_the_sign_of_the_program_is_drawn_in_each_size(size):
    assert icons.app_icon().pixmap(size, size).width() == size


def test_a_picture_is_painted_in_the_scheme_in_use(qtbot, qapp: QApplication):
    shown = Picture(icons.icon("inbox", "text", 32), 32)
    qtbot.addWidget(shown)
    assert theme.LIGHT.text in _colours(shown)
    theme.apply(qapp, "dark")
    assert theme.DARK.text in _colours(shown)
    shown.set_icon(icons.icon("no-such-icon"))
    assert theme.DARK.text not in _colours(shown)


def _colours(shown: Picture) -> set[str]:
    image = shown.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
