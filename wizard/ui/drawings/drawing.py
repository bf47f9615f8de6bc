"""The widget that shows one drawing, laid out for its width, in the language and theme it is told.

Knows no place in Planfix: each has a module of its own that fills a `Sketch`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wizard.ui.drawings.sketch import Sketch
from wizard.ui.theme import Tokens

WIDEST = 560
NARROWEST = 280
_LEAST_SCALE = 0.9

# name of a drawing -> its module, imported when a page first shows it
_MODULES = {
    "activate_menu": "activate_menu",
    "activate_card": "activate_card",
    "parameters": "parameters",
    "tracking_editor": "tracking_editor",
    "token": "rest_token",
    "wire": "wire",
    "test_call": "call",
}
NAMES = tuple(_MODULES)


class Drawing(QLabel):
    """A drawing of a place in Planfix: vector, in the theme's colours, the spots to click numbered.

    A QLabel with an (empty, 1 by 1) pixmap, because that is what Qt tells assistive technology to
    be a graphic; everything seen is painted here. Accessible name and description are the
    drawing's own words, so the way to the place can be heard as well.

    Between 560 and 504 pixels of width it scales down to 0.9, so that no word gets smaller than
    11 pixels; below that it is laid out anew, captions under the picture. Wider than 560 it stays
    560 wide at the left.
    """

    def __init__(
        self,
        name: str,
        text: Callable[..., str],
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is one of `NAMES`, else ValueError; ``text`` is a catalogue's ``text``."""
        super().__init__(parent)
        if name not in _MODULES:
            raise ValueError(f"no drawing is called {name!r}")
        self.name = name
        self._text = text
        self._tokens = tokens
        self._values: dict[str, str] = {}
        self._draw: Callable[[Sketch], None] | None = None
        self._laid: dict[float, Sketch] = {}
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        self.setPixmap(nothing)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use the colours of another theme."""
        self._tokens = tokens
        self._forget()

    def set_values(self, **values: str) -> None:
        """Show the person's own: ``host`` (as read by people) in addresses, ``field`` to be added.

        Both are plain text of any length; an empty one brings the example back.
        """
        self._values = {key: value for key, value in values.items() if value}
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words anew, after the language has changed."""
        self.setAccessibleName(self._text(f"drawing.{self.name}.name"))
        self.setAccessibleDescription(self._text(f"drawing.{self.name}.description"))
        self._forget()
        self.updateGeometry()

    def sketch(self, width: int) -> Sketch:
        """The drawing laid out for ``width`` pixels; what `paintEvent` paints."""
        design = self._design(width)
        if design not in self._laid:
            if self._draw is None:
                module = import_module(f"wizard.ui.drawings.{_MODULES[self.name]}")
                self._draw = module.draw
            made = Sketch(design, self.font(), self._tokens, self._text, self._examples())
            self._draw(made)
            self._laid[design] = made
        return self._laid[design]

    def hasHeightForWidth(self) -> bool:
        """Yes: narrower means taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height in pixels at that width."""
        return -int(-self.sketch(width).height * _scale(width) // 1)

    def sizeHint(self) -> QSize:
        """560 wide."""
        return QSize(WIDEST, self.heightForWidth(WIDEST))

    def minimumSizeHint(self) -> QSize:
        """280 wide; layouts ask `heightForWidth` for the height there."""
        return QSize(NARROWEST, self.heightForWidth(WIDEST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint at the top left, scaled to the width."""
        painter = QPainter(self)
        scale = _scale(self.width())
        painter.scale(scale, scale)
        self.sketch(self.width()).paint(painter)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Another font means other widths of words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._forget()
            self.updateGeometry()

    def _design(self, width: int) -> float:
        return float(min(WIDEST, max(width, NARROWEST) / _scale(width)))

    def _examples(self) -> Mapping[str, str]:
        shown = {key: self._text(f"drawing.example.{key}") for key in ("host", "field")}
        return shown | self._values

    def _forget(self) -> None:
        self._laid = {}
        self.update()


def _scale(width: int) -> float:
    return min(1.0, max(_LEAST_SCALE, width / WIDEST))
