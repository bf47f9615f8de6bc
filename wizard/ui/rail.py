"""The list of steps at the left: state, name and one line of truth each. Draws only; knows no rules."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from wizard.ui.icons import Icons
from wizard.ui.numbers import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_H_CENTER,
    ALIGN_LEFT,
    ALIGN_TOP,
    ALIGN_V_CENTER,
    TOOL_TIP_ROLE,
    USER_ROLE,
    WORD_WRAP,
    never_sideways,
    put,
)
from wizard.ui.theme import LIGHT, Tokens

ID = USER_ROLE
STATE = ID + 1
LINE = ID + 2
REACHABLE = ID + 3

AnyIndex = QModelIndex | QPersistentModelIndex


# A pen or brush of this colour draws nothing.
_NOTHING = QColor(0, 0, 0, 0)


class StepDelegate(QStyledItemDelegate):
    """Paints one step: a badge (icon and colour, or its number), the name in bold, the line below."""

    def __init__(self, icons: Icons, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.tokens: Tokens = LIGHT
        self._icons = icons

    def _fonts(self, option: QStyleOptionViewItem) -> tuple[QFont, QFont]:
        font: QFont = option.font
        name, line = QFont(font), QFont(font)
        name.setBold(True)
        line.setPointSizeF(max(6.0, font.pointSizeF() * 0.85))
        return name, line

    def _text_width(self, option: QStyleOptionViewItem) -> int:
        return max(80, self._view.width() - 44 - 12)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As high as the name and the wrapped line need."""
        name, line = self._fonts(option)
        width = self._text_width(option)
        flags = WORD_WRAP
        height = (
            QFontMetrics(name)
            .boundingRect(QRect(0, 0, width, 400), flags, str(index.data()))
            .height()
        )
        text = str(index.data(LINE) or "")
        if text:
            height += QFontMetrics(line).boundingRect(QRect(0, 0, width, 400), flags, text).height()
        return QSize(width + 56, max(36, height + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the row; nothing by colour alone."""
        t = self.tokens
        rect: QRect = option.rect
        selected = index == self._view.currentIndex()
        focused = selected and self._view.hasFocus()
        enabled = bool(index.data(REACHABLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(0.5, 1, -0.5, -1)
        if selected:
            painter.setPen(QColor(t.accent) if focused else _NOTHING)
            painter.setBrush(QColor(t.selected))
            painter.drawRoundedRect(box, 8, 8)
        self._badge(painter, rect, index, selected)
        name, line = self._fonts(option)
        width = self._text_width(option)
        left, top = rect.left() + 44, rect.top() + 8
        flags = WORD_WRAP | ALIGN_LEFT | ALIGN_TOP
        painter.setPen(QColor(t.text if enabled else t.muted))
        painter.setFont(name)
        used = painter.boundingRect(QRect(left, top, width, 400), flags, str(index.data()))
        painter.drawText(used, flags, str(index.data()))
        text = str(index.data(LINE) or "")
        if text:
            painter.setPen(QColor(t.muted))
            painter.setFont(line)
            below = QRect(left, used.bottom() + 1, width, 400)
            painter.drawText(below, flags, text)
        painter.restore()

    def _badge(self, painter: QPainter, rect: QRect, index: AnyIndex, selected: bool) -> None:
        t = self.tokens
        state = str(index.data(STATE))
        circle = QRectF(rect.left() + 12, rect.top() + 8, 20, 20)
        filled = {"done": t.ok, "problem": t.error}.get(state, t.accent if selected else "")
        edge = {"waiting": t.warning}.get(state, t.muted)
        painter.setPen(QPen(QColor(edge), 1.4) if not filled else _NOTHING)
        painter.setBrush(QColor(filled) if filled else _NOTHING)
        painter.drawEllipse(circle.adjusted(0.7, 0.7, -0.7, -0.7))
        ink = (t.surface if not t.dark else t.window) if filled else edge
        icon = {"done": "tick", "waiting": "clock", "problem": "exclamation"}.get(state)
        if icon:
            ratio = painter.device().devicePixelRatioF()
            pixmap = self._icons.pixmap(icon, ink, 14, ratio)
            painter.drawPixmap(int(circle.left() + 3), int(circle.top() + 3), pixmap)
            return
        painter.setPen(QColor(ink))
        font = painter.font()
        font.setBold(True)
        font.setPointSizeF(max(6.0, font.pointSizeF() * 0.85))
        painter.setFont(font)
        painter.drawText(circle, ALIGN_H_CENTER | ALIGN_V_CENTER, str(index.row() + 1))


class StepList(QListView):
    """An item view: ``Qt.UserRole`` is the step's id, the role after it the state."""

    def __init__(self, steps: tuple[str, ...], icons: Icons) -> None:
        super().__init__()
        self.setObjectName("stepList")
        never_sideways(self)
        put(self, editTriggers=0, resizeMode=1)
        self.setSpacing(0)
        self.setUniformItemSizes(False)
        self.delegate = StepDelegate(icons, self)
        self.setItemDelegate(self.delegate)
        self._model = QStandardItemModel(0, 1, self)
        for step in steps:
            item = QStandardItem()
            item.setData(step, ID)
            item.setData("open", STATE)
            item.setEditable(False)
            self._model.appendRow(item)
        self.setModel(self._model)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.delegate.tokens = tokens
        if self.isVisible():
            self.viewport().update()

    def show_step(
        self, step: str, name: str, state: str, line: str, spoken: str, reachable: bool
    ) -> None:
        """Set everything of one step. ``spoken`` is what a screen reader says."""
        item = self._item(step)
        item.setText(name)
        item.setData(state, STATE)
        item.setData(line, LINE)
        item.setData(spoken, ACCESSIBLE_TEXT_ROLE)
        item.setData(spoken, TOOL_TIP_ROLE)
        item.setData(reachable, REACHABLE)
        item.setEnabled(reachable)
        item.setSelectable(reachable)

    def select(self, step: str) -> None:
        """Mark the step on screen without asking for a jump; an unknown id clears the mark."""
        blocked = self.selectionModel().blockSignals(True)
        rows = [r for r in range(self._model.rowCount()) if self._id(r) == step]
        self.setCurrentIndex(self._model.index(rows[0], 0) if rows else QModelIndex())
        if not rows:
            self.clearSelection()
        self.selectionModel().blockSignals(blocked)
        if self.isVisible():
            self.viewport().update()

    def relayout(self) -> None:
        """Sizes of rows changed with their words."""
        self.scheduleDelayedItemsLayout()

    def _id(self, row: int) -> str:
        return str(self._model.item(row).data(ID))

    def _item(self, step: str) -> QStandardItem:
        for row in range(self._model.rowCount()):
            if self._id(row) == step:
                return self._model.item(row)
        raise KeyError(step)
