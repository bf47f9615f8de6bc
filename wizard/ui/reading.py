"""The order in which Tab goes: as a page is read. Moves nothing on screen and knows no page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QWidget


def stops(place: QWidget | QLayout) -> Iterator[QWidget]:
    """What may take the focus in a widget or a layout, shown or not, in the order of its layouts.

    What takes it by a click alone counts too: a status begins to take it by Tab once there is much to read.
    """
    if isinstance(place, QWidget):
        if place.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield place
            return
        inside = place.layout()
        if isinstance(place, QAbstractScrollArea) or inside is None:
            return
        place = inside
    for at in range(place.count()):
        item = place.itemAt(at)
        if item is None:
            continue
        found = item.widget() or item.layout()
        if found is not None:
            yield from stops(found)


def put_in_order(*places: QWidget) -> None:
    """Let Tab go through one place after the other."""
    chain = [each for place in places for each in stops(place)]
    for one, next_one in pairwise(chain):
        if one.nextInFocusChain() is not next_one:
            QWidget.setTabOrder(one, next_one)
