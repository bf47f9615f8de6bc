"""Parts that the drawings share: window, button, field, switch, marker, captions. Our own look.

A part gives back the rectangle that it takes. A part that is to be clicked stands out by its ground
and an accent border; its number is a marker (`mark`) in room that the part's words leave free.
Must not copy Planfix's pictures or anybody's logo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF

from wizard.ui.drawings.sketch import BODY, GAP, PAD, SMALL, TITLE, Frame, Sketch, Style

MARK = 11.0
"""Radius of a numbered marker."""
MARK_ROOM = 2 * MARK + GAP
"""What a marker at the end of a part takes from its words."""
SIDE_BY_SIDE = 500.0
"""From this width on (design pixels) things stand beside each other, below it under each other."""
_NUMBER = Style(ink="on_accent", size="small", bold=True)
_BETWEEN = 12.0


@contextmanager
def ground(sketch: Sketch, *, labels: bool = True) -> Iterator[Frame]:
    """The quiet ground that a whole drawing stands on.

    With ``labels`` its foot tells, in other languages than Russian, whose labels the drawing shows.
    """
    with sketch.panel(0, 0, sketch.width, fill="rail", line=None, radius=12) as sheet:
        yield sheet
        if labels and sketch.has("labels_note"):
            sheet.y += _BETWEEN
            sheet.put(sketch.say("labels_note"), SMALL)


def stage(
    sketch: Sketch,
    name: str,
    numbers: Sequence[int],
    scene: Callable[[Frame], None],
    *,
    share: float = 0.6,
) -> None:
    """A scene with its captions: beside it where there is room, else (and with share 1) below.

    ``numbers`` are the markers that the scene sets; their captions are ``NAME.stepN``, and
    ``NAME.note`` (may be empty) stands under all. ``share`` is the scene's part of the width.
    """
    with ground(sketch) as sheet:
        beside = share < 1 and sketch.width >= SIDE_BY_SIDE
        wide = round(sheet.width * share) if beside else sheet.width
        view = sheet.inner(sheet.x, wide)
        scene(view)
        if beside:
            column = sheet.inner(sheet.x + wide + 20, sheet.width - wide - 20)
            captions(column, name, numbers, view.y)
            sheet.y = max(view.y, column.y)
        else:
            sheet.y = view.y + PAD
            captions(sheet, name, numbers)
        note(sheet, name)


def note(sheet: Frame, name: str) -> None:
    """What else is good to know, if anything."""
    if sheet.sketch.has(f"{name}.note"):
        sheet.y += _BETWEEN
        sheet.put(sheet.sketch.say(f"{name}.note"), SMALL)


def captions(frame: Frame, name: str, numbers: Sequence[int], bottom: float | None = None) -> None:
    """Numbered sentences under each other.

    With a ``bottom`` each stands at the height of its spot as far as order and room above that
    bottom allow; without one they follow each other from the frame's top.
    """
    sketch = frame.sketch
    indent = 2 * MARK + GAP
    texts = [sketch.say(f"{name}.step{number}") for number in numbers]
    room = frame.width - indent
    heights = [max(sketch.height_of(text, room), 2 * MARK) for text in texts]
    tops = _tops(frame, numbers, heights, bottom)
    # one line stands at the middle of its disc
    down = max(0.0, MARK - sketch.line_height() / 2)
    for number, text, top in zip(numbers, texts, tops, strict=True):
        marker(sketch, number, QPointF(frame.x + MARK, top + MARK))
        rect = sketch.words(frame.x + indent, top + down, room, text, BODY, frame.ground)
        frame.y = max(rect.bottom(), top + 2 * MARK)


def _tops(
    frame: Frame, numbers: Sequence[int], heights: Sequence[float], bottom: float | None
) -> list[float]:
    """Where each caption begins: never over another, at its spot where that is possible."""
    wishes = [
        frame.sketch.spots[number].y() - MARK if bottom is not None else frame.y
        for number in numbers
    ]
    for index in reversed(range(len(wishes) - 1)):
        wishes[index] = min(wishes[index], wishes[index + 1])
    tops: list[float] = []
    at = frame.y
    for wish, height in zip(wishes, heights, strict=True):
        tops.append(max(at, wish))
        at = tops[-1] + height + _BETWEEN
    if bottom is not None:
        packed = frame.y + sum(heights) + _BETWEEN * (len(heights) - 1)
        limit = max(bottom, packed)
        for index in reversed(range(len(heights))):
            tops[index] = min(tops[index], limit - heights[index])
            limit = tops[index] - _BETWEEN
    return tops


def marker(sketch: Sketch, number: int, centre: QPointF) -> None:
    """A numbered accent disc."""
    sketch.disc(centre, MARK, "accent")
    top = centre.y() - sketch.line_height(_NUMBER) / 2
    left = centre.x() - MARK
    sketch.words(left, top, 2 * MARK, str(number), _NUMBER, "accent", centred=True)


def mark(sketch: Sketch, number: int, centre: QPointF) -> None:
    """The marker at the spot itself."""
    sketch.spots[number] = centre
    marker(sketch, number, centre)


@contextmanager
def window(frame: Frame, title: str, path: str = "") -> Iterator[Frame]:
    """A window of Planfix: a small line with the way to it, its title, then what is put in."""
    sketch = frame.sketch
    with sketch.panel(frame.x, frame.y, frame.width) as inside:
        cross(sketch, QPointF(inside.right - 4, inside.y + 6), 4, "muted", 1.5)
        if path:
            inside.put(path, SMALL, gap=2, room=20)
        inside.put(title, TITLE, gap=_BETWEEN, room=20)
        yield inside
    frame.y = inside.y + PAD


def button(frame: Frame, x: float, text: str, *, primary: bool = False, number: int = 0) -> QRectF:
    """A button; with a ``number`` it is the one to press and its marker stands at its right."""
    sketch = frame.sketch
    style = Style(ink="on_accent", bold=True) if primary else BODY
    pad = 12.0
    room = frame.right - x - 2 * pad - (MARK_ROOM if number else 0)
    slot = sketch.reserve()
    words = sketch.words(
        x + pad, frame.y + 6, room, text, style, "accent" if primary else "surface"
    )
    rect = QRectF(x, frame.y, words.width() + 2 * pad, words.height() + 12)
    sketch.box(
        rect,
        "accent" if primary else "surface",
        "accent" if primary or number else "line",
        thick=2 if number and not primary else 1,
        slot=slot,
    )
    if number:
        mark(sketch, number, QPointF(rect.right() + GAP + MARK, rect.center().y()))
    return rect


def link(frame: Frame, text: str, *, number: int = 0) -> QRectF:
    """Words that can be clicked, a plus before them; the marker stands at their right."""
    sketch = frame.sketch
    tall = sketch.line_height(BODY)
    middle = frame.y + tall / 2
    plus(sketch, QPointF(frame.x + 6, middle), 5, "accent", 2)
    left = frame.x + 20
    room = frame.right - left - (MARK_ROOM if number else 0)
    rect = sketch.words(left, frame.y, room, text, Style(ink="accent"), frame.ground)
    if number:
        mark(sketch, number, QPointF(rect.right() + GAP + MARK, middle))
    frame.y = rect.bottom()
    return rect


def field(
    frame: Frame,
    label: str,
    value: str = "",
    *,
    number: int = 0,
    chosen: bool = False,
) -> QRectF:
    """A label over a box to fill in; ``chosen`` draws the arrow of a list."""
    sketch = frame.sketch
    frame.put(label, SMALL, gap=3)
    slot = sketch.reserve()
    fill = "selected" if number else "surface"
    room = frame.width - 20 - (MARK_ROOM if number else 0) - (18 if chosen else 0)
    tall = sketch.height_of(value, room) if value else sketch.line_height()
    if value:
        sketch.words(frame.x + 10, frame.y + 5, room, value, BODY, fill)
    rect = QRectF(frame.x, frame.y, frame.width, max(tall + 10, 2 * MARK + 6))
    sketch.box(rect, fill, "accent" if number else "line", thick=2 if number else 1, slot=slot)
    end = rect.right() - 6
    if number:
        mark(sketch, number, QPointF(end - MARK, rect.center().y()))
        end -= MARK_ROOM
    if chosen:
        chevron(sketch, QPointF(end - 8, rect.center().y()))
    frame.y = rect.bottom()
    return rect


def row(
    frame: Frame, text: str, *, number: int = 0, style: Style = BODY, lead: float = 0.0
) -> QRectF:
    """One entry of a menu or list; ``lead`` leaves room for a sign before its words."""
    sketch = frame.sketch
    slot = sketch.reserve()
    fill = "selected" if number else frame.ground
    room = frame.width - 20 - lead - (MARK_ROOM if number else 0)
    if number:
        style = Style(ink=style.ink, size=style.size, bold=True)
    words = sketch.words(frame.x + 10 + lead, frame.y + 6, room, text, style, fill)
    rect = QRectF(frame.x, frame.y, frame.width, max(words.height() + 12, 2 * MARK + 6))
    if rect.height() > words.height() + 12:  # one line beside a marker: at its middle
        sketch.shift_last(rect.center().y() - words.center().y())
    if number:
        sketch.box(rect, fill, "accent", thick=2, slot=slot)
        mark(sketch, number, QPointF(rect.right() - 6 - MARK, rect.center().y()))
    frame.y = rect.bottom()
    return rect


def switch(sketch: Sketch, centre: QPointF, *, on: bool) -> QRectF:
    """A switch, 34 by 18."""
    rect = QRectF(centre.x() - 17, centre.y() - 9, 34, 18)
    if on:
        sketch.box(rect, "accent", None, radius=9)
    else:
        sketch.box(rect, "surface", "muted", radius=9, thick=1.5)
    knob = rect.right() - 9 if on else rect.left() + 9
    sketch.disc(QPointF(knob, centre.y()), 5, "on_accent" if on else "muted")
    return rect


def badge(frame: Frame, text: str, *, good: bool) -> None:
    """Tick or cross in a disc, the word beside it: never colour alone."""
    sketch = frame.sketch
    ink = "ok" if good else "error"
    tall = max(sketch.line_height(TITLE), 20.0)
    centre = QPointF(frame.x + 10, frame.y + tall / 2)
    sketch.disc(centre, 10, ink)
    if good:
        tick(sketch, centre, 5, frame.ground, 2)
    else:
        cross(sketch, centre, 4, frame.ground, 2)
    top = frame.y + (tall - sketch.line_height(TITLE)) / 2
    style = Style(ink=ink, size="title", bold=True)
    rect = sketch.words(frame.x + 28, top, frame.width - 28, text, style, frame.ground)
    frame.y = max(rect.bottom(), frame.y + tall)


def tick(sketch: Sketch, at: QPointF, size: float, ink: str, thick: float) -> None:
    """A tick around a point."""
    x, y = at.x(), at.y()
    points = [(x - size, y), (x - size * 0.25, y + size * 0.7), (x + size, y - size * 0.7)]
    sketch.stroke([QPointF(*each) for each in points], ink, thick)


def cross(sketch: Sketch, at: QPointF, size: float, ink: str, thick: float) -> None:
    """A cross around a point."""
    x, y = at.x(), at.y()
    sketch.stroke([QPointF(x - size, y - size), QPointF(x + size, y + size)], ink, thick)
    sketch.stroke([QPointF(x + size, y - size), QPointF(x - size, y + size)], ink, thick)


def plus(sketch: Sketch, at: QPointF, size: float, ink: str, thick: float) -> None:
    """A plus around a point."""
    x, y = at.x(), at.y()
    sketch.stroke([QPointF(x - size, y), QPointF(x + size, y)], ink, thick)
    sketch.stroke([QPointF(x, y - size), QPointF(x, y + size)], ink, thick)


def chevron(sketch: Sketch, at: QPointF, *, right: bool = False) -> None:
    """The arrow of a list, or of a block that can be opened."""
    x, y = at.x(), at.y()
    points = (
        [(x - 2, y - 4), (x + 2, y), (x - 2, y + 4)]
        if right
        else [(x - 4, y - 2), (x, y + 2), (x + 4, y - 2)]
    )
    sketch.stroke([QPointF(*each) for each in points], "muted", 1.5)


def person(sketch: Sketch, centre: QPointF, radius: float) -> None:
    """A head and shoulders in a disc, for an employee or the account's own picture."""
    sketch.disc(centre, radius, "selected")
    sketch.disc(QPointF(centre.x(), centre.y() - radius * 0.25), radius * 0.32, "muted")
    base = QRectF(centre.x() - radius * 0.5, centre.y() + radius * 0.2, radius, radius * 0.42)
    sketch.box(base, "muted", None, radius=radius * 0.21)
