"""The cards of the virtual PBXs with the switch of Binotel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from wizard.ui.drawings.parts import MARK, mark, stage, switch, window
from wizard.ui.drawings.sketch import GAP, SMALL, Frame, Sketch, Style


def draw(sketch: Sketch) -> None:
    """Lay the drawing out."""
    stage(sketch, "activate_card", (3,), _cards)


def _cards(view: Frame) -> None:
    sketch = view.sketch
    with window(view, sketch.say("label.virtual_pbx"), sketch.say("label.path_pbx")) as page:
        wide = (page.width - GAP - 4) / 2
        names = [sketch.say("activate_card.other"), sketch.say("label.binotel")]
        tall = max(sketch.height_of(name, wide - 24, Style(bold=True)) for name in names)
        rects = []
        for index, name in enumerate(names):
            rects.append(
                _card(page, page.x + index * (wide + GAP + 4), wide, name, tall, ours=bool(index))
            )
        page.y = rects[0].bottom()


def _card(page: Frame, x: float, wide: float, name: str, tall: float, *, ours: bool) -> QRectF:
    sketch = page.sketch
    rect = QRectF(x, page.y, wide, tall + 106)
    fill = "selected" if ours else "surface"
    sketch.box(rect, fill, "accent" if ours else "line", thick=2 if ours else 1, radius=8)
    style = Style(bold=True) if ours else SMALL
    sketch.words(x + 12, rect.top() + 12, wide - 24, name, style, fill, centred=True)
    _handset(sketch, QPointF(rect.center().x(), rect.top() + tall + 38), ours=ours)
    line = rect.bottom() - 38
    sketch.stroke([QPointF(x + 1, line), QPointF(rect.right() - 1, line)], "line")
    at = QPointF(rect.center().x(), rect.bottom() - 19)
    switch(sketch, at, on=ours)
    if ours:
        mark(sketch, 3, QPointF(at.x() + 17 + GAP + MARK, at.y()))
    return rect


def _handset(sketch: Sketch, centre: QPointF, *, ours: bool) -> None:
    """Three rising bars in a frame: some telephone service, nobody's logo."""
    ink = "accent" if ours else "line"
    x, y = centre.x(), centre.y()
    for index, tall in enumerate((8.0, 14.0, 20.0)):
        sketch.box(QRectF(x - 13 + index * 10, y + 10 - tall, 6, tall), ink, None, radius=2)
