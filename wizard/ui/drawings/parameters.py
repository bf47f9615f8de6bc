"""The window with the three addresses, the two keys and the short numbers of one integration."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from wizard.ui.drawings.parts import button, chevron, field, stage, window
from wizard.ui.drawings.sketch import GAP, SMALL, Frame, Sketch, Style


def draw(sketch: Sketch) -> None:
    """Lay the drawing out."""
    stage(sketch, "parameters", (1, 2, 3), _window, share=0.62)


def _window(view: Frame) -> None:
    sketch = view.sketch
    with window(view, sketch.say("label.parameters")) as page:
        with sketch.panel(
            page.x, page.y, page.width, pad=10, fill="rail", line=None, radius=6
        ) as block:
            block.put(sketch.say("label.addresses"), Style(size="small", bold=True), gap=6)
            for index, key in enumerate(("push", "settings", "completed")):
                if index:
                    block.y += 5
                block.put(sketch.say(f"label.{key}"), SMALL)
                block.put(sketch.say(f"label.{key}_address"), Style(ink="accent", size="small"))
        page.y = block.y + 10 + GAP
        field(page, sketch.say("label.api_key"), number=1)
        page.y += GAP
        field(page, sketch.say("label.secret_key"), number=2)
        page.y += 12
        chevron(sketch, QPointF(page.x + 5, page.y + sketch.line_height() / 2), right=True)
        folded = page.inner(page.x + 16, page.width - 16)
        folded.put(sketch.say("label.short_numbers"), Style(ink="accent"))
        page.y = folded.y + 14
        rect = button(page, page.x, sketch.say("label.save"), primary=True, number=3)
        left = rect.right() + 44
        if left + sketch.measure(sketch.say("label.cancel")) + 24 <= page.right:
            button(page, left, sketch.say("label.cancel"))
        page.y = rect.bottom()
