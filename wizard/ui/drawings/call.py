"""The test call on its way: telephone, Binotel, Planfix."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF

from wizard.ui.drawings.parts import MARK, SIDE_BY_SIDE, ground, mark, note
from wizard.ui.drawings.sketch import GAP, Frame, Sketch, Style

_NODE = 64.0
_ARROW = 28.0


def draw(sketch: Sketch) -> None:
    """Lay the drawing out."""
    signs: tuple[Callable[[Sketch, QPointF], None], ...] = (_telephone, _exchange, _record)
    with ground(sketch, labels=False) as sheet:
        if sketch.width >= SIDE_BY_SIDE:
            _across(sheet, signs)
        else:
            _down(sheet, signs)
        note(sheet, "test_call")


def _across(sheet: Frame, signs: tuple[Callable[[Sketch, QPointF], None], ...]) -> None:
    sketch = sheet.sketch
    wide = (sheet.width - 2 * _ARROW) / 3
    bottom = sheet.y
    for index, sign in enumerate(signs):
        left = sheet.x + index * (wide + _ARROW)
        box = QRectF(left + (wide - _NODE) / 2, sheet.y + 4, _NODE, _NODE)
        _node(sketch, box, index + 1, sign)
        if index:
            middle = box.center().y()
            gap = wide + _ARROW - _NODE
            _arrow(
                sketch,
                QPointF(box.left() - gap + 22, middle),
                QPointF(box.left() - 12, middle),
            )
        column = Frame(sketch, left, box.bottom() + 10, wide, sheet.ground)
        _words(column, index + 1, centre=True)
        bottom = max(bottom, column.y)
    sheet.y = bottom


def _down(sheet: Frame, signs: tuple[Callable[[Sketch, QPointF], None], ...]) -> None:
    sketch = sheet.sketch
    for index, sign in enumerate(signs):
        if index:
            middle = sheet.x + _NODE / 2
            _arrow(sketch, QPointF(middle, sheet.y + 5), QPointF(middle, sheet.y + _ARROW - 6))
            sheet.y += _ARROW
        box = QRectF(sheet.x, sheet.y, _NODE, _NODE)
        _node(sketch, box, index + 1, sign)
        column = sheet.inner(sheet.x + _NODE + 22, sheet.width - _NODE - 22)
        column.y += 4
        _words(column, index + 1, centre=False)
        sheet.y = max(box.bottom(), column.y)


def _words(column: Frame, number: int, *, centre: bool) -> None:
    """A bold name and what happens there."""
    sketch = column.sketch
    for key, style, gap in (
        (f"test_call.name{number}", Style(bold=True), 2.0),
        (f"test_call.step{number}", Style(size="small"), 0.0),
    ):
        rect = sketch.words(
            column.x,
            column.y,
            column.width,
            sketch.say(key),
            style,
            column.ground,
            centred=centre,
        )
        column.y = rect.bottom() + gap


def _node(
    sketch: Sketch, box: QRectF, number: int, sign: Callable[[Sketch, QPointF], None]
) -> None:
    sketch.box(box, "surface", "line", radius=14)
    sign(sketch, box.center())
    mark(sketch, number, QPointF(box.right() - 2, box.top() + 4 + MARK / 2 - GAP / 2))


def _arrow(sketch: Sketch, start: QPointF, end: QPointF) -> None:
    sketch.stroke([start, end], "muted", 2)
    down = start.x() == end.x()
    other = QPointF(5, -5) if down else QPointF(-5, 5)
    sketch.stroke([end + QPointF(-5, -5), end, end + other], "muted", 2)


def _telephone(sketch: Sketch, at: QPointF) -> None:
    sketch.box(QRectF(at.x() - 11, at.y() - 19, 22, 38), "selected", "accent", radius=5, thick=2)
    sketch.stroke([at + QPointF(-3, 13), at + QPointF(3, 13)], "accent", 2)


def _exchange(sketch: Sketch, at: QPointF) -> None:
    """One line that comes in, three that go on."""
    left = at + QPointF(-16, 0)
    for down in (-13.0, 0.0, 13.0):
        end = at + QPointF(14, down)
        sketch.stroke([left, at + QPointF(-4, 0), at + QPointF(4, down), end], "accent", 2)
        sketch.disc(end, 4, "selected", "accent")
    sketch.disc(left, 4, "accent")


def _record(sketch: Sketch, at: QPointF) -> None:
    """A table with one filled line."""
    box = QRectF(at.x() - 19, at.y() - 16, 38, 32)
    sketch.box(box, "surface", "accent", radius=4, thick=2)
    for share, ink in ((0.25, "line"), (0.5, "accent"), (0.75, "line")):
        y = box.top() + box.height() * share
        sketch.stroke([QPointF(box.left() + 7, y), QPointF(box.right() - 7, y)], ink, 3)
