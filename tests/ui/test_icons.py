"""The icons: all there, in one colour, sharp, read once."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QPixmap

from wizard.doors import resources
from wizard.ui.icons import Icons
from wizard.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.one_python

NAMES = [
    "tick",
    "clock",
    "exclamation",
    "cross",
    "plus",
    "approx",
    "info",
    "copy",
    "mail",
    "browser",
    "save",
    "eye",
    "eye_off",
    "refresh",
    "key",
    "phone",
    "people",
    "fields",
    "report",
    "globe",
    "chevron_down",
    "undo",
    "help",
    "lock",
]


@pytest.fixture
def icons(qapp) -> Icons:
    return Icons(resources.read_text)


def drawn(pixmap: QPixmap) -> list[QColor]:
    """The colours of all pixels that are more than half there."""
    image = pixmap.toImage()
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [colour for colour in colours if colour.alpha() > 127]


@pytest.mark.parametrize("colour", [LIGHT.ok, DARK.text], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_takes_the_colour_it_is_asked_for(icons, name, colour):
    seen = drawn(icons.pixmap(name, colour, 40))
    assert len(seen) > 40
    wanted = QColor(colour)
    for each in seen:
        assert abs(each.red() - wanted.red()) <= 2
        assert abs(each.green() - wanted.green()) <= 2
        assert abs(each.blue() - wanted.blue()) <= 2


@pytest.mark.parametrize("name", NAMES)
def test_is_not_cut_off_at_the_edge(icons, name):
    image = icons.pixmap(name, LIGHT.text, 60).toImage()
    last = image.width() - 1
    edge = [image.pixelColor(at, side) for at in range(last + 1) for side in (0, last)]
    edge += [image.pixelColor(side, at) for at in range(last + 1) for side in (0, last)]
    assert not any(colour.alpha() for colour in edge)


@pytest.mark.parametrize("name", [*NAMES, "app"])
def test_source_is_on_the_grid_and_names_no_colour_of_its_own(name):
    source = resources.read_text(f"icons/{name}.svg")
    assert 'viewBox="0 0 20 20"' in source
    assert "currentColor" in source
    own = set(re.findall(r"#[0-9A-Fa-f]{3,8}", source))
    assert own <= ({"#FFFFFF"} if name == "app" else set())
    assert "http" not in source.replace("http://www.w3.org/2000/svg", "")


def test_every_source_is_listed_here():
    folder = resources.root() / "icons"
    assert {path.stem for path in folder.glob("*.svg")} == {*NAMES, "app"}


def test_all_look_different(icons):
    images = [icons.pixmap(name, LIGHT.text, 40).toImage() for name in NAMES]
    for index, image in enumerate(images):
        assert image not in images[:index], NAMES[index]


@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 20), (1.5, 30), (2.0, 40)])
def test_has_a_pixel_for_every_pixel_of_the_screen(icons, ratio, pixels):
    pixmap = icons.pixmap("tick", LIGHT.ok, 20, ratio)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (pixels, ratio)


def test_icon_is_sharp_on_a_dense_screen(icons):
    icon = icons.icon("copy", LIGHT.text)
    assert icon.pixmap(icon.actualSize(icon.availableSizes()[0]), 2.0).width() == 32


def test_a_source_is_read_once(qapp):
    read = []

    def reading(name: str) -> str:
        read.append(name)
        return resources.read_text(name)

    icons = Icons(reading)
    for colour in (LIGHT.ok, LIGHT.ok, LIGHT.error):
        icons.pixmap("tick", colour, 18)
        icons.icon("tick", colour)
    assert read == ["icons/tick.svg"]


def test_an_unknown_icon_is_told(icons):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no_such", LIGHT.text, 20)


def test_program_icon_has_large_sizes_and_a_readable_motif(icons):
    icon = icons.app_icon()
    assert max(size.width() for size in icon.availableSizes()) >= 256
    seen = {colour.name() for colour in drawn(icon.pixmap(128, 128))}
    assert {LIGHT.accent.lower(), "#ffffff"} <= seen


def test_importing_costs_no_svg_library():
    """It is loaded with the first icon, not with the window's modules."""
    code = "import sys, wizard.ui.icons; print('PySide6.QtSvg' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
