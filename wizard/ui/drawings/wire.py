"""Where a Wire number belongs, right and wrong side by side."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from wizard.ui.drawings.parts import (
    SIDE_BY_SIDE,
    badge,
    chevron,
    cross,
    ground,
    person,
    tick,
)
from wizard.ui.drawings.sketch import BODY, GAP, SMALL, Frame, Sketch, Style

_SIGN = 24.0


def draw(sketch: Sketch) -> None:
    """Lay the drawing out."""
    with ground(sketch) as sheet:
        if sketch.width >= SIDE_BY_SIDE:
            wide = (sheet.width - 12) / 2
            left = sheet.inner(sheet.x, wide)
            right = sheet.inner(sheet.x + wide + 12, wide)
        else:
            left = right = sheet.inner(sheet.x, sheet.width)
        # both boxes end at one height, so the shorter one is measured first
        ends: list[float] = []
        slots = []
        for good, frame in ((True, left), (False, right)):
            slots.append((sketch.reserve(), frame.x, frame.y, frame.width, good))
            _side(frame, good=good)
            ends.append(frame.y)
            if left is right and good:
                frame.y += 12
        for (slot, x, y, wide, good), end in zip(slots, ends, strict=True):
            bottom = end if left is right else max(ends)
            tone = "ok" if good else "error"
            rect = QRectF(x, y, wide, bottom - y)
            sketch.box(rect, f"{tone}_ground", tone, radius=8, slot=slot)
        sheet.y = max(ends)


def _side(frame: Frame, *, good: bool) -> None:
    """One half: the verdict, the place in Planfix, a sentence."""
    sketch = frame.sketch
    tone = "ok_ground" if good else "error_ground"
    key = "right" if good else "wrong"
    inside = Frame(sketch, frame.x + 14, frame.y + 12, frame.width - 28, tone)
    badge(inside, sketch.say(f"wire.{key}"), good=good)
    inside.y += 10
    with sketch.panel(inside.x, inside.y, inside.width, pad=12) as card:
        if good:
            _card(card)
        else:
            _short_numbers(card)
    inside.y = card.y + 12 + 10
    inside.put(sketch.say(f"wire.{key}_note"), Style(size="small"))
    frame.y = inside.y + 12


def _card(card: Frame) -> None:
    """An employee's card: the Wire number among the ordinary phones."""
    sketch = card.sketch
    person(sketch, QPointF(card.x + 16, card.y + 16), 16)
    name = card.inner(card.x + 42, card.width - 42)
    name.put(sketch.say("example.employee"), Style(bold=True))
    name.put(sketch.say("wire.card"), SMALL)
    card.y = max(name.y, card.y + 32) + 12
    card.put(sketch.say("label.mobile"), SMALL, gap=3)
    _number(card, sketch.say("example.wire"), good=True)


def _short_numbers(card: Frame) -> None:
    """The block of short numbers: the Wire number where a short one belongs."""
    sketch = card.sketch
    tall = sketch.line_height()
    chevron(sketch, QPointF(card.x + 5, card.y + tall / 2))
    head = card.inner(card.x + 18, card.width - 18)
    head.put(sketch.say("label.short_numbers"), Style(bold=True))
    card.y = head.y + 12
    card.put(sketch.say("example.employee"), SMALL, gap=3)
    _number(card, sketch.say("example.wire"), good=False)


def _number(card: Frame, number: str, *, good: bool) -> None:
    """A box with the number, a tick or a cross at its end."""
    sketch = card.sketch
    tone = "ok" if good else "error"
    slot = sketch.reserve()
    fill = f"{tone}_ground"
    words = sketch.words(card.x + 10, card.y + 6, card.width - 20 - _SIGN, number, BODY, fill)
    rect = QRectF(card.x, card.y, card.width, words.height() + 12)
    sketch.box(rect, fill, tone, thick=2, slot=slot)
    at = QPointF(rect.right() - GAP - 8, rect.center().y())
    if good:
        tick(sketch, at, 6, tone, 2.2)
    else:
        cross(sketch, at, 5, tone, 2.2)
    card.y = rect.bottom()
