"""The list of the 19 as a table: a second line under each row says meaning, an example and when it is filled.

The column of meanings is not shown: that line says the same and has room in a narrow window too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from wizard.rules.facts import Facts
from wizard.ui.pages.tracking_model import ABOUT, MEANING, NAME, TrackingModel
from wizard.ui.pages.tracking_rows import reveal
from wizard.ui.theme import LIGHT, Tokens

AnyIndex = QModelIndex | QPersistentModelIndex
_PAD = 8


class TwoLines(QStyledItemDelegate):
    """A cell in the upper half of its row; the lower half belongs to the row as a whole."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.tokens: Tokens = LIGHT

    def upper(self) -> int:
        """The height of the upper half."""
        return max(24, self._table.fontMetrics().height() + 8)

    def row_height(self) -> int:
        """Of both halves."""
        return self.upper() + QFontMetrics(self._small()).height() + 6

    def _small(self) -> QFont:
        font = QFont(self._table.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(max(6.0, font.pointSizeF() * 0.85))
        return font

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The cell, and its part of the line below."""
        whole = QRect(option.rect)
        option.rect = self._cell(whole)
        super().paint(painter, option, index)
        left = self._table.columnViewportPosition(NAME) + _PAD
        room = self._table.viewport().width() - left - _PAD
        about = str(index.sibling(index.row(), NAME).data(ABOUT))
        painter.save()
        painter.setClipRect(whole)
        font = self._small()
        painter.setFont(font)
        painter.setPen(QColor(self.tokens.muted))
        line = QRect(
            left, option.rect.bottom() + 1, room, whole.bottom() - option.rect.bottom() - 4
        )
        told = QFontMetrics(font).elidedText(about, Qt.TextElideMode.ElideRight, room)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(line, flags, told)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """A click finds the tick where it is painted."""
        option.rect = self._cell(option.rect)
        return super().editorEvent(event, model, option, index)

    def _cell(self, whole: QRect) -> QRect:
        return QRect(whole.left(), whole.top(), whole.width(), self.upper())


class TrackingTable(QTableView):
    """``trackingTable``. Copying takes the name of the row; the page follows the keys."""

    copied = Signal(str)

    def __init__(self, model: TrackingModel, facts: Facts, text: Callable[..., str]) -> None:
        super().__init__()
        self.setObjectName("trackingTable")
        self._facts = facts
        self._text = text
        self.setModel(model)
        self.delegate = TwoLines(self)
        self.setItemDelegate(self.delegate)
        self.verticalHeader().hide()
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setColumnHidden(MEANING, True)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.delegate.tokens = tokens
        self.fit()

    def fit(self) -> None:
        """Rows and columns as large as their words need."""
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(self.delegate.row_height())
        model = self.model()
        for column in range(2, model.columnCount()):
            head = str(model.headerData(column, Qt.Orientation.Horizontal))
            said = [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
            usual = [self._text(f"field_state.{each}") for each in ("not_checked", "not_needed")]
            tight = column > 3
            widest = max(
                metrics.horizontalAdvance(each) for each in ([head] if tight else [head, *usual])
            )
            longest = max(map(metrics.horizontalAdvance, said), default=0)
            most = widest if tight else max(widest, min(longest, 170))
            self.setColumnWidth(column, most + (20 if tight else 48))
        head_height = self.horizontalHeader().sizeHint().height()
        rows = model.rowCount() * self.delegate.row_height()
        self.setFixedHeight(rows + head_height + 2 * self.frameWidth() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying; the rest as in any table."""
        row = self.currentIndex().row()
        if row >= 0 and event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit(self._facts.tracking_fields[row].name)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        """Whoever comes by keyboard stands on a cell at once."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, NAME))

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """The page follows the cell that the keys have reached."""
        super().currentChanged(current, previous)
        reveal(self, self.visualRect(current))
