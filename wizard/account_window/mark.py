"""The frame around what to click next: drawn over the page, no part of it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wizard.account_window.link import Link


class Mark(QWidget):
    """A frame around the thing to click next, drawn over the page and no part of it. Clicks go through."""

    def __init__(self, parent: QWidget, link: Link) -> None:
        super().__init__(parent)
        self._link = link
        self.setObjectName("guideMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def point_at(self, box: object, zoom: float) -> None:
        """Show it around a box of the page, or hide it."""
        if not isinstance(box, dict):
            self.hide()
            return
        sides = [float(box.get(name, 0)) * zoom for name in ("left", "top", "width", "height")]
        left, top, width, height = (round(each) for each in sides)
        self.setGeometry(QRect(left - 8, top - 8, width + 16, height + 16))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded frame in the accent colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._link.accent()), 3))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)
        painter.end()
