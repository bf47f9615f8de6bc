"""The list of the 19 as a table: a second line under each row says meaning, an example and when it is filled.

The column of meanings is not shown: that line says the same and has room in a narrow window too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from wizard.ui.pages.tracking_model import (
    ABOUT,
    CALL,
    MEANING,
    MISSED,
    NAME,
    NEEDED_CALL,
    NEEDED_MISSED,
    TrackingModel,
)
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

        def widest(said: Iterable[str]) -> int:
            return max(map(metrics.horizontalAdvance, said), default=0)

        def column(at: int) -> list[str]:
            return [str(model.index(row, at).data() or "") for row in range(model.rowCount())]

        heads = [
            str(model.headerData(at, Qt.Orientation.Horizontal))
            for at in range(model.columnCount())
        ]
        for at in (NEEDED_CALL, NEEDED_MISSED):
            self.setColumnWidth(at, widest([heads[at]]) + 20)
        taken = sum(self.columnWidth(at) for at in (NEEDED_CALL, NEEDED_MISSED))
        room = self.viewport().width() - taken - widest([*column(NAME), heads[NAME]]) - 4 * _PAD
        usual = [self._text(f"field_state.{each}") for each in ("not_checked", "not_needed")]
        for at in (CALL, MISSED):
            # Icon and margins; what does not fit is in the tool tip and below the editors.
            wanted = widest([*column(at), *usual]) + 48
            self.setColumnWidth(at, max(widest([heads[at]]) + 20, min(wanted, room // 2)))
        self._fit_height()

    def _fit_height(self) -> None:
        head, rows = self.horizontalHeader(), self.verticalHeader()
        height = max(head.height() if self.isVisible() else 0, head.sizeHint().height())
        self.setFixedHeight(rows.length() + height + 2 * self.frameWidth() + 4)

    def showEvent(self, event: Any) -> None:
        """Only now the style has its say about heights."""
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: Any) -> None:
        """More or less room for words, and the head may have become higher."""
        super().resizeEvent(event)
        self.fit()

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
