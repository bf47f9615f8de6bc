"""Where a token for the REST API is made: the page, and the dialog that opens from it."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from wizard.ui.drawings.parts import (
    MARK,
    MARK_ROOM,
    SIDE_BY_SIDE,
    button,
    captions,
    field,
    ground,
    link,
    mark,
    note,
    window,
)
from wizard.ui.drawings.sketch import GAP, PAD, SMALL, Frame, Sketch, Style


def draw(sketch: Sketch) -> None:
    """Lay the drawing out: page and dialog beside each other, or under each other if narrow."""
    with ground(sketch) as sheet:
        if sketch.width >= SIDE_BY_SIDE:
            wide = round(sheet.width * 0.52)
            page = sheet.inner(sheet.x, wide)
            dialog = sheet.inner(sheet.x + wide + 12, sheet.width - wide - 12)
        else:
            page = dialog = sheet
        _page(page)
        page.y += PAD
        captions(page, "token", (1, 2))
        if dialog is page:
            page.y += PAD
        _dialog(dialog)
        sheet.y = max(page.y, dialog.y) + PAD
        captions(sheet, "token", (3, 4, 5))
        note(sheet, "token")


def _page(view: Frame) -> None:
    sketch = view.sketch
    with sketch.panel(view.x, view.y, view.width) as page:
        page.put(sketch.say("label.path_api"), SMALL, gap=2)
        rect = page.put(
            sketch.say("label.rest_api"), Style(size="title", bold=True), room=MARK_ROOM
        )
        mark(sketch, 1, QPointF(rect.right() + GAP + MARK, rect.center().y()))
        page.y += 14
        page.put(sketch.say("label.tokens"), Style(bold=True), gap=10)
        for share in (0.5, 0.38):
            sketch.bar(page.x, page.y + 3, page.width * share)
            sketch.bar(page.right - page.width * 0.3, page.y + 3, page.width * 0.3)
            page.y += 20
        page.y += 4
        link(page, sketch.say("label.new_token"), number=2)
    view.y = page.y + PAD


def _dialog(view: Frame) -> None:
    sketch = view.sketch
    with window(view, sketch.say("label.token")) as dialog:
        field(dialog, sketch.say("label.name"), sketch.say("token.example"))
        dialog.y += GAP
        field(
            dialog,
            sketch.say("label.employee"),
            sketch.say("example.employee"),
            number=3,
            chosen=True,
        )
        dialog.y += GAP
        _scopes(dialog)
        dialog.y += 14
        rect = button(dialog, dialog.x, sketch.say("label.save"), primary=True, number=5)
        dialog.y = rect.bottom()


def _scopes(dialog: Frame) -> None:
    """The scopes to choose: those to read with. A third one, to write phones, is told where it is needed."""
    sketch = dialog.sketch
    dialog.put(sketch.say("label.scope"), SMALL, gap=3)
    with sketch.panel(
        dialog.x,
        dialog.y,
        dialog.width,
        pad=10,
        fill="selected",
        line="accent",
        radius=6,
        thick=2,
    ) as block:
        top = block.y
        for number in (1, 2):
            block.put(sketch.say(f"label.scope{number}"), room=MARK_ROOM, gap=3)
        block.y -= 3
        mark(sketch, 4, QPointF(dialog.right - 6 - MARK, (top + block.y) / 2))
    dialog.y = block.y + 10
