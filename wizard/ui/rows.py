"""Buttons beside each other as far as there is room, the rest in rows below. Knows no page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

_GAP = 8


class ButtonRows(QVBoxLayout):
    """Rows of what is shown of the buttons, in their order; what is hidden waits in a row of its own."""

    def __init__(self, *buttons: QWidget, inset: int = 0) -> None:
        """``inset``: so much narrower than the page is what they stand in."""
        super().__init__()
        self.setSpacing(_GAP)
        self._inset = inset
        self._buttons = buttons
        self._shape: list[list[QWidget]] = []
        self._arrange([list(buttons)])

    def set_room(self, room: int) -> None:
        """So many pixels there are; words and letters may have grown, a button may have come or gone."""
        shown = [each for each in self._buttons if not _put_away(each)]
        rows = self._filled(shown, room - self._inset, len(shown))
        if len(rows) > 1:
            # Rather two and two than three and a lonely one.
            even = self._filled(shown, room - self._inset, -(-len(shown) // len(rows)))
            rows = even if len(even) == len(rows) else rows
        if rows != self._shape:
            self._arrange(rows)

    @staticmethod
    def _filled(shown: Sequence[QWidget], room: int, most: int) -> list[list[QWidget]]:
        rows: list[list[QWidget]] = []
        left = 0
        for each in shown:
            wanted = max(each.sizeHint().width(), each.minimumWidth())
            if not rows or wanted > left or len(rows[-1]) == most:
                rows.append([])
                left = room
            rows[-1].append(each)
            left -= wanted + _GAP
        return rows

    def _arrange(self, rows: Sequence[list[QWidget]]) -> None:
        while (item := self.takeAt(0)) is not None:
            line = item.layout()
            while line is not None and line.takeAt(0) is not None:
                pass
        hidden = [each for each in self._buttons if not any(each in row for row in rows)]
        for row in [*rows, hidden] if hidden else rows:
            line = QHBoxLayout()
            line.setSpacing(_GAP)
            for each in row:
                line.addWidget(each)
            line.addStretch(1)
            self.addLayout(line)
        self._shape = [list(row) for row in rows]


def _put_away(widget: QWidget) -> bool:
    """Hidden by somebody, not just on a page that is not on screen yet."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
