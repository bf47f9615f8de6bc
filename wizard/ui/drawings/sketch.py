"""The sheet that a drawing is laid out on: shapes and measured words.

Everything is placed in design pixels, from the top left. Words are broken and measured before a
shape is closed around them, so a longer language makes a box taller and never runs out of it.
Colours are named by token; every word remembers its ink and its ground, so that contrast can be
checked. Must know no place in Planfix and no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)

from wizard.ui.theme import Tokens

PAD = 16.0
GAP = 8.0
_SMALLEST, _LARGEST = 13, 20

Shape = Callable[[QPainter], None]


@dataclass(frozen=True, slots=True)
class Style:
    """How words look. ``size`` is ``body``, ``small`` or ``title``; ``ink`` a token's name."""

    ink: str = "text"
    size: str = "body"
    bold: bool = False


BODY = Style()
SMALL = Style(ink="muted", size="small")
TITLE = Style(size="title", bold=True)


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text broken into lines; ``rect`` is what it takes, ``ground`` a token's name."""

    rect: QRectF
    lines: tuple[str, ...]
    style: Style
    ground: str
    centred: bool = False


class Frame:
    """A column filled from the top: where the next thing goes, how wide, on which ground."""

    def __init__(self, sketch: Sketch, x: float, y: float, width: float, ground: str) -> None:
        self.sketch = sketch
        self.x, self.y, self.width, self.ground = x, y, width, ground

    @property
    def right(self) -> float:
        """The right edge, in design pixels."""
        return self.x + self.width

    def put(self, text: str, style: Style = BODY, gap: float = 0.0, room: float = 0.0) -> QRectF:
        """Set words at this height, leave ``room`` at their right and ``gap`` below them."""
        rect = self.sketch.words(self.x, self.y, self.width - room, text, style, self.ground)
        self.y = rect.bottom() + gap
        return rect

    def inner(self, x: float, width: float) -> Frame:
        """A column of its own that starts at this height."""
        return Frame(self.sketch, x, self.y, width, self.ground)


class Sketch:
    """A sheet ``width`` design pixels wide; it grows downwards as it is filled."""

    def __init__(
        self,
        width: float,
        font: QFont,
        tokens: Tokens,
        text: Callable[..., str],
        values: Mapping[str, str],
    ) -> None:
        self.width = width
        self.height = 0.0
        self.tokens = tokens
        self.placed: list[Words] = []
        self.spots: dict[int, QPointF] = {}
        self._text = text
        self._values = values
        self._shapes: list[Shape] = []
        base = max(_SMALLEST, min(_LARGEST, QFontInfo(font).pixelSize()))
        self._sizes = {"body": base, "small": max(12, round(base * 0.92)), "title": base + 3}
        self._font = QFont(font)
        # drawn at any scale, so the widths measured here must not be rounded to a pixel grid
        self._font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)

    # -- words ---------------------------------------------------------------------------------

    def say(self, key: str) -> str:
        """A text of the section ``drawing`` with this sketch's values filled in."""
        return self._text(f"drawing.{key}", **self._values)

    def has(self, key: str) -> bool:
        """Whether that text says anything in this language; notes may be empty in one."""
        return bool(self.say(key).strip())

    def font(self, style: Style) -> QFont:
        """The font that a style is measured and painted with."""
        font = QFont(self._font)
        font.setPixelSize(self._sizes[style.size])
        font.setWeight(QFont.Weight.DemiBold if style.bold else QFont.Weight.Normal)
        return font

    def line_height(self, style: Style = BODY) -> float:
        """Height of one line of words."""
        return QFontMetricsF(self.font(style)).lineSpacing()

    def measure(self, text: str, style: Style = BODY) -> float:
        """Width of ``text`` on one line."""
        return QFontMetricsF(self.font(style)).horizontalAdvance(text)

    def height_of(self, text: str, width: float, style: Style = BODY) -> float:
        """Height that ``text`` will take when it is broken into ``width``."""
        lines = _broken(text, self.font(style), max(width, 1.0))
        return self.line_height(style) * len(lines)

    def words(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        style: Style,
        ground: str,
        *,
        centred: bool = False,
    ) -> QRectF:
        """Break ``text`` into ``width`` and record it; gives the rectangle that its letters take.

        ``centred`` sets the lines at the middle of ``width`` instead of its left.
        """
        font = self.font(style)
        metrics = QFontMetricsF(font)
        lines = _broken(text, font, max(width, 1.0))
        used = max((metrics.horizontalAdvance(line) for line in lines), default=0.0)
        left = x + (width - used) / 2 if centred else x
        rect = QRectF(left, y, used, metrics.lineSpacing() * len(lines))
        self.placed.append(Words(rect, lines, style, ground, centred))
        self.reach(rect.bottom())
        return rect

    def shift_last(self, down: float) -> None:
        """Move the words set last, when the thing around them turned out taller than they are."""
        last = self.placed[-1]
        self.placed[-1] = replace(last, rect=last.rect.translated(0, down))
        self.reach(self.placed[-1].rect.bottom())

    # -- shapes --------------------------------------------------------------------------------

    def colour(self, token: str) -> QColor:
        """The colour that a token stands for in the present theme."""
        return QColor(getattr(self.tokens, token))

    def reach(self, bottom: float) -> None:
        """Make the sheet at least this tall."""
        self.height = max(self.height, bottom)

    def reserve(self) -> int:
        """A place in the painting order for a shape whose size is known later."""
        self._shapes.append(_nothing)
        return len(self._shapes) - 1

    def box(
        self,
        rect: QRectF,
        fill: str | None = "surface",
        line: str | None = "line",
        *,
        radius: float = 6.0,
        thick: float = 1.0,
        dashed: bool = False,
        slot: int | None = None,
    ) -> QRectF:
        """A rectangle with round corners; its border lies inside ``rect``."""

        def paint(painter: QPainter) -> None:
            painter.setBrush(self.colour(fill) if fill else Qt.BrushStyle.NoBrush)
            if line:
                pen = QPen(self.colour(line), thick)
                if dashed:
                    pen.setDashPattern([4, 3])
                painter.setPen(pen)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
            half = thick / 2 if line else 0.0
            painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)

        self._shape(paint, slot)
        self.reach(rect.bottom())
        return rect

    def stroke(self, points: list[QPointF], ink: str, thick: float = 1.0) -> None:
        """A line through the points, with round ends."""

        def paint(painter: QPainter) -> None:
            pen = QPen(self.colour(ink), thick)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(points)

        self._shape(paint)

    def disc(
        self, centre: QPointF, radius: float, fill: str | None, line: str | None = None
    ) -> None:
        """A circle; ``line`` is drawn 2 pixels thick around it."""

        def paint(painter: QPainter) -> None:
            painter.setBrush(self.colour(fill) if fill else Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.colour(line), 2) if line else QPen(Qt.PenStyle.NoPen))
            painter.drawEllipse(centre, radius, radius)

        self._shape(paint)
        self.reach(centre.y() + radius)

    def bar(self, x: float, y: float, width: float, height: float = 6.0) -> None:
        """A grey bar for something that stands there but does not matter."""
        self.box(QRectF(x, y, width, height), "line", None, radius=height / 2)

    @contextmanager
    def panel(
        self,
        x: float,
        y: float,
        width: float,
        *,
        pad: float = PAD,
        fill: str = "surface",
        line: str | None = "line",
        radius: float = 8.0,
        dashed: bool = False,
        thick: float = 1.0,
    ) -> Iterator[Frame]:
        """A box that is as tall as what is put into it."""
        slot = self.reserve()
        frame = Frame(self, x + pad, y + pad, width - 2 * pad, fill)
        yield frame
        rect = QRectF(x, y, width, frame.y + pad - y)
        self.box(rect, fill, line, radius=radius, dashed=dashed, thick=thick, slot=slot)

    def paint(self, painter: QPainter, *, with_words: bool = True) -> None:
        """Paint shapes in their order, then the words."""
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        for shape in self._shapes:
            shape(painter)
        if not with_words:
            return
        for words in self.placed:
            font = self.font(words.style)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(self.colour(words.style.ink))
            for number, line in enumerate(words.lines):
                at = words.rect.top() + number * metrics.lineSpacing() + metrics.ascent()
                left = words.rect.left()
                if words.centred:
                    left += (words.rect.width() - metrics.horizontalAdvance(line)) / 2
                painter.drawText(QPointF(left, at), line)

    def _shape(self, paint: Shape, slot: int | None = None) -> None:
        if slot is None:
            self._shapes.append(paint)
        else:
            self._shapes[slot] = paint


def _nothing(_painter: QPainter) -> None:
    """Stands in a reserved place until the panel around its content is closed."""


def _broken(text: str, font: QFont, width: float) -> tuple[str, ...]:
    """Lines no wider than ``width``: broken between words, inside a word only where it must be."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    # QTextLayout counts in UTF-16, Python in characters: a foreign host may hold anything
    units = text.encode("utf-16-le")
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart() * 2
        end = start + line.textLength() * 2
        lines.append(units[start:end].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return tuple(lines)
