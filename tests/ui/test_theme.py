"""Light, dark and high contrast: followed while the program runs, by widgets, icons and drawings; all of it legible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from tests.tools.pictures import palette
from tests.ui.looking import Looking, settle
from tests.ui.test_drawings import contrast
from wizard.flow.steps import STEPS
from wizard.ui import frame
from wizard.ui.drawings import Drawing
from wizard.ui.style import sheet
from wizard.ui.theme import DARK, LIGHT, Tokens

pytestmark = pytest.mark.one_python

THEMES = {"light": LIGHT, "dark": DARK}
# Which inks stand on which grounds anywhere in the program.
PAIRS = (
    *((ink, ground) for ink in ("text", "muted") for ground in ("window", "surface", "rail")),
    *(("accent", ground) for ground in ("window", "surface", "rail", "selected")),
    ("text", "selected"),
    ("muted", "selected"),
    ("on_accent", "accent"),
    *((ink, ground) for ink in ("ok", "warning", "error") for ground in ("window", "surface")),
    *((ink, f"{ink}_ground") for ink in ("ok", "warning", "error")),
    *(("text", f"{ground}_ground") for ground in ("ok", "warning", "error")),
    # The number or mark in a filled badge of the rail.
    *(("badge", ground) for ground in ("ok", "error", "accent")),
)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_has_four_and_a_half_to_one(theme: str, ink: str, ground: str) -> None:
    tokens = THEMES[theme]
    badge = tokens.window if tokens.dark else tokens.surface
    colour = badge if ink == "badge" else getattr(tokens, ink)
    assert contrast(colour, getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_sheet_pairs_ink_and_ground_as_listed(theme: str) -> None:
    """A rule that sets both must be one of the pairs above, whatever it is for."""
    tokens = THEMES[theme]
    names: dict[str, set[str]] = {}
    for name in Tokens._fields[1:]:
        names.setdefault(getattr(tokens, name), set()).add(name)
    font = QApplication.font()
    for rule in re.findall(r"\{([^{}]*)\}", sheet(tokens, font, "icons")):
        parts = [each.split(":") for each in rule.split(";") if ":" in each]
        said = {each[0].strip(): each[1].strip() for each in parts}
        for ink, ground in (
            ("color", "background"),
            ("selection-color", "selection-background-color"),
        ):
            one, other = said.get(ink), said.get(ground)
            if one in names and other in names:
                assert contrast(str(one), str(other)) >= 4.5, rule


@pytest.fixture
def system(qapp: QApplication) -> Iterator[Callable[[QPalette], None]]:
    """Changes the system's theme while the program runs."""
    before = qapp.palette()
    yield qapp.setPalette
    qapp.setPalette(before)


def ground_of(widget: QWidget) -> QColor:
    """The colour that most of a widget is painted in."""
    image = widget.grab().toImage()
    seen: dict[str, int] = {}
    for x in range(2, image.width(), 7):
        for y in range(2, image.height(), 7):
            colour = image.pixelColor(x, y).name()
            seen[colour] = seen.get(colour, 0) + 1
    return QColor(max(seen, key=lambda each: seen[each]))


@pytest.mark.parametrize("step", STEPS)
def test_dark_and_light_follow_the_system_while_running(
    looking: Looking, qtbot: Any, system: Callable[[QPalette], None], step: str
) -> None:
    system(palette(False))
    someone = looking(step, situation="missing")
    window = someone.window
    page = window._pages[step]
    for tokens in (LIGHT, DARK, LIGHT):
        system(palette(tokens.dark))
        settle(qtbot, someone)
        assert window.tokens == tokens
        for part in (page, window._rail_box, window._footer_box):
            seen = ground_of(part)
            assert (seen.lightness() < 128) == tokens.dark, part.objectName()
        for drawing in page.findChildren(Drawing):
            assert drawing._tokens == tokens
            assert (ground_of(drawing).lightness() < 128) == tokens.dark, drawing.name


def test_a_page_visited_later_has_the_theme_of_the_moment(
    looking: Looking, qtbot: Any, system: Callable[[QPalette], None]
) -> None:
    system(palette(False))
    someone = looking("account")
    system(palette(True))
    someone.window.go_to("activate")
    settle(qtbot, someone)
    assert ground_of(someone.window._pages["activate"]).lightness() < 128


def black_and_yellow() -> QPalette:
    made = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
            made.setColor(group, role, QColor("#000000"))
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            made.setColor(group, role, QColor("#ffff00"))
    return made


def test_high_contrast_of_the_system_wins_even_while_running(
    looking: Looking,
    qtbot: Any,
    system: Callable[[QPalette], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system(palette(False))
    someone = looking("activate", situation="missing")
    window = someone.window
    monkeypatch.setattr(frame, "high_contrast", lambda: True)
    system(black_and_yellow())
    settle(qtbot, someone)
    assert window.styleSheet() == ""
    image = window.grab().toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    ours = {
        getattr(each, name)
        for each in (LIGHT, DARK)
        for name in ("accent", "window", "selected", "rail")
    }
    assert not colours & {each.lower() for each in ours}
    assert {"#000000", "#ffff00"} <= colours
    # And back.
    monkeypatch.setattr(frame, "high_contrast", lambda: False)
    system(palette(True))
    settle(qtbot, someone)
    assert window.tokens == DARK
    assert window.styleSheet() != ""


def test_the_window_has_an_icon_of_its_own(looking: Looking, qtbot: Any) -> None:
    window = looking("account").window
    qtbot.waitUntil(lambda: not window.windowIcon().isNull())
    for size in (16, 32, 48, 256):
        assert size in {each.width() for each in window.windowIcon().availableSizes()}
