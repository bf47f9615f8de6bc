"""The program's own icons, tinted in the colour they are asked for. Reads no file itself.

The sources are ``resources/icons/NAME.svg``, drawn on a 20 grid in the one colour ``currentColor``,
which is replaced before rendering. QtSvg is imported on first use (2 ms with the first icon).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QIcon, QPainter, QPixmap

from wizard.ui.theme import LIGHT

# In pixels of the screen; QIcon takes the nearest that is large enough: 2x screens are served too.
_ICON_SIZES = (16, 20, 24, 30, 32, 40, 48, 64)
_APP_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


class Icons:
    """Renders and remembers icons. Needs a QGuiApplication; GUI thread only."""

    def __init__(self, read: Callable[[str], str]) -> None:
        """``read`` gives a file of resources as text, FileNotFoundError if there is none."""
        self._read = read
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """The icon ``name`` in ``colour`` (``#RRGGBB``), ``size`` logical pixels wide and tall.

        ``ratio`` is the screen's device pixel ratio. FileNotFoundError if there is no such icon.
        """
        key = (name, colour, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._render(*key)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str) -> QIcon:
        """The same as a QIcon that stays sharp at the usual sizes. FileNotFoundError as above."""
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = self._gather(name, colour, _ICON_SIZES)
        return self._icons[key]

    def app_icon(self) -> QIcon:
        """The program's own icon. Its ground is the light theme's accent in either theme:
        a task bar's colour is not ours to know, and the white motif needs a dark ground."""
        key = ("app", "")
        if key not in self._icons:
            self._icons[key] = self._gather("app", LIGHT.accent, _APP_SIZES)
        return self._icons[key]

    def _gather(self, name: str, colour: str, sizes: tuple[int, ...]) -> QIcon:
        made = QIcon()
        for size in sizes:
            made.addPixmap(self.pixmap(name, colour, size))
        return made

    def _render(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        if name not in self._sources:
            self._sources[name] = self._read(f"icons/{name}.svg")
        source = self._sources[name].replace("currentColor", colour)
        renderer = QSvgRenderer(QByteArray(source.encode("utf-8")))
        pixels = max(1, round(size * ratio))
        made = QPixmap(pixels, pixels)
        made.fill("transparent")
        painter = QPainter(made)
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        made.setDevicePixelRatio(ratio)
        return made
