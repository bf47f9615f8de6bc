"""Draws the rows of the start page: an icon for the state, the account in bold, what stands out, what to do next."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextDocument
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from wizard.ui.icons import Icons
from wizard.ui.theme import LIGHT, Tokens
from wizard.ui.widgets import escaped

STATE = int(Qt.ItemDataRole.UserRole) + 1

AnyIndex = QModelIndex | QPersistentModelIndex

_ICONS = {"done": "tick", "waiting": "clock", "problem": "exclamation"}
_LEFT, _RIGHT, _ABOVE, _GAP = 44, 16, 12, 8


class AccountRows(QStyledItemDelegate):
    """A card for each account; the chosen one stands out by its ground and its frame."""

    def __init__(self, icons: Icons, view: QListWidget) -> None:
        super().__init__(view)
        self._icons = icons
        self._view = view
        self.tokens: Tokens = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As high as the wrapped words need."""
        height = round(self._words(option, index).size().height())
        return QSize(self._width(), height + 2 * _ABOVE + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the card; nothing by colour alone."""
        t = self.tokens
        chosen = index == self._view.currentIndex()
        box = QRectF(option.rect).adjusted(1, 1, -1, -_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(t.selected if chosen else t.surface))
        focused = chosen and self._view.hasFocus()
        painter.setPen(QPen(QColor(t.accent if focused else t.line), 2 if focused else 1))
        painter.drawRoundedRect(box, 8, 8)
        state = str(index.data(STATE))
        colour = {"done": t.ok, "waiting": t.warning, "problem": t.error}.get(state, t.muted)
        ratio = painter.device().devicePixelRatioF()
        icon = self._icons.pixmap(_ICONS.get(state, "info"), colour, 20, ratio)
        painter.drawPixmap(int(box.left()) + 12, int(box.top()) + _ABOVE, icon)
        painter.translate(box.left() + _LEFT, box.top() + _ABOVE)
        self._words(option, index).drawContents(painter)
        painter.restore()

    def _words(self, option: QStyleOptionViewItem, index: AnyIndex) -> QTextDocument:
        t = self.tokens
        name, _, rest = str(index.data()).partition("\n")
        told, _, todo = rest.partition("\n")
        made = QTextDocument()
        made.setDocumentMargin(0)
        made.setDefaultFont(option.font)
        made.setHtml(
            f'<div style="font-weight: 700; color: {t.text}">{escaped(name)}</div>'
            f'<div style="color: {t.text}">{escaped(told)}</div>'
            f'<div style="color: {t.muted}">{escaped(todo)}</div>'
        )
        made.setTextWidth(self._width() - _LEFT - _RIGHT)
        return made

    def _width(self) -> int:
        return max(240, self._view.viewport().width())
