"""The list of steps at the left: state, name and one line of truth each. Draws only; knows no rules.

It is on screen at the start, so it is painted without a pen or a brush of Qt's usual kind: asking for one
touches the namespace ``Qt`` (see ``numbers``). Words are small documents, shapes are paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QStandardItem,
    QStandardItemModel,
    QTextDocument,
)
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from wizard.ui.numbers import (
    ACCESSIBLE_TEXT_ROLE,
    ADJUST,
    NO_EDITING,
    TOOL_TIP_ROLE,
    USER_ROLE,
    never_sideways,
    put,
)
from wizard.ui.theme import LIGHT, Tokens
from wizard.ui.widgets import escaped

if TYPE_CHECKING:
    from wizard.ui.icons import Icons

ID = USER_ROLE
STATE = ID + 1
LINE = ID + 2
REACHABLE = ID + 3

AnyIndex = QModelIndex | QPersistentModelIndex

# Where the words of a row begin, and what is left free at its right, top and bottom.
_LEFT, _RIGHT, _ABOVE = 44, 12, 8
_BADGE = 20


class StepDelegate(QStyledItemDelegate):
    """Paints one step: a badge (icon and colour, or its number), the name in bold, the line below."""

    def __init__(self, icons: Icons, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.tokens: Tokens = LIGHT
        self._icons = icons
        self._documents: dict[tuple[str, int], QTextDocument] = {}

    def forget(self) -> None:
        """Words, font or colours changed."""
        self._documents.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As high as the name and the wrapped line need."""
        words = self._words(option, index)
        height = round(words.size().height())
        return QSize(self._text_width() + _LEFT + _RIGHT, max(36, height + 2 * _ABOVE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the row; nothing by colour alone."""
        t = self.tokens
        rect: QRect = option.rect
        selected = index == self._view.currentIndex()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            box = QPainterPath()
            box.addRoundedRect(QRectF(rect).adjusted(0.5, 1, -0.5, -1), 8, 8)
            painter.fillPath(box, _brush(t.selected))
            if self._view.hasFocus():
                painter.strokePath(box, _pen(t.accent, 1))
        self._badge(painter, option, index, selected)
        painter.translate(rect.left() + _LEFT, rect.top() + _ABOVE)
        self._words(option, index).drawContents(painter)
        painter.restore()

    def _badge(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, selected: bool
    ) -> None:
        t = self.tokens
        state = str(index.data(STATE))
        corner = QPointF(option.rect.left() + 12, option.rect.top() + _ABOVE)
        filled = {"done": t.ok, "problem": t.error}.get(state, t.accent if selected else "")
        edge = {"waiting": t.warning}.get(state, t.muted)
        circle = QPainterPath()
        circle.addEllipse(QRectF(corner.x() + 0.7, corner.y() + 0.7, _BADGE - 1.4, _BADGE - 1.4))
        if filled:
            painter.fillPath(circle, _brush(filled))
        else:
            painter.strokePath(circle, _pen(edge, 1.4))
        ink = (t.surface if not t.dark else t.window) if filled else edge
        icon = {"done": "tick", "waiting": "clock", "problem": "exclamation"}.get(state)
        if icon:
            ratio = painter.device().devicePixelRatioF()
            pixmap = self._icons.pixmap(icon, ink, 14, ratio)
            painter.drawPixmap(int(corner.x() + 3), int(corner.y() + 3), pixmap)
            return
        html = f'<div align="center" style="{_small(option.font)} font-weight: 700; color: {ink}">'
        number = self._document(f"{html}{index.row() + 1}</div>", _BADGE, option.font)
        painter.save()
        painter.translate(corner.x(), corner.y() + (_BADGE - number.size().height()) / 2)
        number.drawContents(painter)
        painter.restore()

    def _words(self, option: QStyleOptionViewItem, index: AnyIndex) -> QTextDocument:
        """Name and line, wrapped."""
        t = self.tokens
        name, line = escaped(str(index.data())), escaped(str(index.data(LINE) or ""))
        colour = t.text if index.data(REACHABLE) else t.muted
        html = f'<div style="font-weight: 700; color: {colour}">{name}</div>'
        if line:
            html += f'<div style="{_small(option.font)} color: {t.muted}">{line}</div>'
        return self._document(html, self._text_width(), option.font)

    def _document(self, html: str, width: int, font: QFont) -> QTextDocument:
        """A document laid out, remembered: a row is measured and painted many times."""
        key = (html, width)
        made = self._documents.get(key)
        if made is None:
            made = QTextDocument()
            made.setDocumentMargin(0)
            made.setDefaultFont(font)
            made.setHtml(html)
            made.setTextWidth(width)
            self._documents[key] = made
        return made

    def _text_width(self) -> int:
        return max(80, self._view.width() - _LEFT - _RIGHT)


def _small(font: QFont) -> str:
    return f"font-size: {max(6.0, font.pointSizeF() * 0.85):.2f}pt;"


def _pen(colour: str, width: float) -> QPen:
    made = QPen()
    made.setColor(QColor(colour))
    made.setWidthF(width)
    return made


def _brush(colour: str) -> QBrush:
    """A full brush. A palette gives one without the namespace ``Qt``, a brush's constructor does not."""
    made = QPalette()
    made.setColor(QPalette.ColorRole.Window, QColor(colour))
    return made.window()


class StepList(QListView):
    """An item view: ``Qt.UserRole`` is the step's id, the role after it the state."""

    def __init__(self, steps: tuple[str, ...], icons: Icons) -> None:
        super().__init__()
        self.setObjectName("stepList")
        never_sideways(self)
        put(self, editTriggers=NO_EDITING, resizeMode=ADJUST)
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
        self.delegate.forget()
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
        self.delegate.forget()
        self.scheduleDelayedItemsLayout()

    def _id(self, row: int) -> str:
        return str(self._model.item(row).data(ID))

    def _item(self, step: str) -> QStandardItem:
        for row in range(self._model.rowCount()):
            if self._id(row) == step:
                return self._model.item(row)
        raise KeyError(step)
