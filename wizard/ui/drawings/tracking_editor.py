"""The editor of the analytics «Звонок»: its standard fields, a new one, and Save."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from wizard.ui.drawings.parts import MARK, MARK_ROOM, button, link, mark, stage, window
from wizard.ui.drawings.sketch import GAP, Frame, Sketch, Style

_PAD = 10.0
_SMALL_TEXT = Style(size="small")
_NEW = Style(size="small", bold=True)


def draw(sketch: Sketch) -> None:
    """Lay the drawing out."""
    stage(sketch, "tracking_editor", (1, 2, 3), _editor, share=0.62)


def _editor(view: Frame) -> None:
    sketch = view.sketch
    path = sketch.say("label.path_call")
    with window(view, sketch.say("label.editing"), path) as page:
        page.put(sketch.say("label.fields"), Style(bold=True), gap=6)
        top, slot = page.y, sketch.reserve()
        head = Style(ink="muted", size="small", bold=True)
        _line(page, sketch.say("label.name"), sketch.say("label.field_type"), head)
        for number in (1, 2):
            _rule(page)
            name, kind = sketch.say(f"label.call{number}"), sketch.say(f"label.call{number}_type")
            _line(page, name, kind, _SMALL_TEXT)
        _rule(page)
        for dot in range(3):
            sketch.disc(QPointF(page.x + _PAD + 3 + dot * 9, page.y + 9), 2, "muted")
        page.y += 18
        _rule(page)
        _line(page, sketch.say("label.call9"), sketch.say("label.call9_type"), _SMALL_TEXT)
        new = page.y + 2
        new_slot = sketch.reserve()
        page.y = new
        _line(page, sketch.say("label.new_field"), sketch.say("label.string"), _NEW, number=2)
        sketch.box(
            QRectF(page.x, new, page.width, page.y - new),
            "selected",
            "accent",
            thick=2,
            dashed=True,
            slot=new_slot,
        )
        sketch.box(QRectF(page.x, top, page.width, page.y - top), slot=slot)
        page.y += 12
        link(page, sketch.say("label.add"), number=1)
        page.y += 14
        rect = button(page, page.x, sketch.say("label.save"), primary=True, number=3)
        page.y = rect.bottom()


def _line(page: Frame, name: str, kind: str, style: Style, number: int = 0) -> None:
    """One row: name at the left, type at the right, a marker after both."""
    sketch = page.sketch
    split = round(page.width * 0.54)
    ground = "selected" if number else "surface"
    room = MARK_ROOM if number else 0.0
    pad = 8.0 if number else 5.0
    left = sketch.words(page.x + _PAD, page.y + pad, split - _PAD - GAP, name, style, ground)
    right = sketch.words(
        page.x + split, page.y + pad, page.width - split - _PAD - room, kind, style, ground
    )
    top = page.y
    page.y = max(left.bottom(), right.bottom()) + pad
    if number:
        mark(sketch, number, QPointF(page.right - 6 - MARK, (top + page.y) / 2))


def _rule(page: Frame) -> None:
    page.sketch.stroke([QPointF(page.x, page.y), QPointF(page.right, page.y)], "line")
