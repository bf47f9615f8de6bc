"""The rows of one editor as a list: model, painting, keys. Takes rows from the rules and judges nothing.

Rows are painted, not made of widgets: 300 fields in one data tag cost as much as the ones on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from wizard.rules.facts import Facts
from wizard.rules.tracking import FieldState
from wizard.rules.tracking_editor import FOLD, GHOST, OTHER, EditorRow
from wizard.ui.icons import Icons
from wizard.ui.pages import tracking_words as words
from wizard.ui.theme import LIGHT, Tokens

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_USER = int(Qt.ItemDataRole.UserRole)
KIND, WORD, TONE = _USER + 1, _USER + 2, _USER + 3
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_TICKABLE = (FieldState.TICKED, FieldState.NOT_CHECKED)
_ICON, _PAD, _LEFT = 16, 10, 36
MOST_ROWS = 22
"""So many rows are on screen before an editor scrolls by itself: all 19, and the standard ones folded."""


class RowsModel(QAbstractListModel):
    """``UserRole`` is the state of a row, the roles after it its kind, its word and its tone."""

    def __init__(self, facts: Facts, text: Callable[..., str]) -> None:
        super().__init__()
        self._facts = facts
        self._text = text
        self.rows: tuple[EditorRow, ...] = ()

    def show_rows(self, rows: Sequence[EditorRow]) -> None:
        """Take other rows. As many as before: the place in the list is kept."""
        if len(rows) == len(self.rows):
            self.rows = tuple(rows)
            self.retranslate()
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def retranslate(self) -> None:
        """Words or states changed."""
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def tickable(self, index: AnyIndex) -> bool:
        """Whether a person may tick the row: a field that the account was not asked about."""
        row = self.rows[index.row()]
        return bool(row.wanted) and row.kind == "tracking" and row.state in _TICKABLE

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """The rows."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Rows that are ticked by hand can be."""
        flags = super().flags(index)
        if index.isValid() and self.tickable(index):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for eyes and for screen readers."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.row_name(row, self._text)
        if role == _USER:
            return row.state
        if role == KIND:
            return row.kind
        if role == WORD:
            return words.row_word(row, self._facts, self._text)
        if role == TONE:
            return words.tone(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.row_spoken(row, self._facts, self._text)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return words.row_remedy(row, self._facts, self._text)
        if role == Qt.ItemDataRole.ToolTipRole:
            # A name of the account's may stand in it, and a tooltip takes what looks like markup for that.
            return f"<qt>{escape(words.row_remedy(row, self._facts, self._text))}</qt>"
        if role == Qt.ItemDataRole.CheckStateRole and self.tickable(index):
            return _CHECKED if row.state == FieldState.TICKED else _UNCHECKED
        return None


class RowsDelegate(QStyledItemDelegate):
    """Paints icon, name, and at the right the state in words."""

    def __init__(self, icons: Icons, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._icons = icons
        self.tokens: Tokens = LIGHT

    def height(self) -> int:
        """Of one row."""
        return max(27, self._view.fontMetrics().height() + 11)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """All rows are alike."""
        return QSize(120, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the row; nothing by colour alone."""
        t = self.tokens
        rect: QRect = option.rect
        painter.save()
        self._ground(painter, rect, index)
        self._sign(painter, rect, index)
        metrics = option.fontMetrics
        tone, kind = str(index.data(TONE)), str(index.data(KIND))
        name, word = str(index.data()), str(index.data(WORD))
        room = rect.width() - _LEFT - _PAD
        most = max(room // 2, room - 12 - _advance(metrics, name))
        word_room = min(_advance(metrics, word), most)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(t.muted if tone == "ok" else self._ink(tone, t.muted)))
        right = QRect(rect.right() - _PAD - word_room, rect.top(), word_room, rect.height())
        painter.drawText(
            right, middle | Qt.AlignmentFlag.AlignRight, _elided(metrics, word, word_room)
        )
        painter.setPen(QColor(self._name_ink(kind, tone)))
        left = QRect(rect.left() + _LEFT, rect.top(), room - word_room - 12, rect.height())
        told = _elided(metrics, name, left.width())
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, told)
        painter.restore()

    def _name_ink(self, kind: str, tone: str) -> str:
        t = self.tokens
        if kind in (OTHER, FOLD) or (kind == GHOST and tone == "plain"):
            return t.muted
        return t.accent if kind == GHOST else t.text

    def _ink(self, tone: str, plain: str) -> str:
        t = self.tokens
        inks = {"ok": t.ok, "todo": t.accent, "error": t.error, "warning": t.warning}
        return inks.get(tone, plain)

    def _ground(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        t = self.tokens
        current = index == self._view.currentIndex()
        grounds = {"error": t.error_ground, "warning": t.warning_ground}
        ground = grounds.get(str(index.data(TONE)), t.surface)
        painter.fillRect(rect, QColor(ground))
        if index.row():
            pen = QPen(QColor(t.line))
            if index.data(KIND) == GHOST:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(rect.topLeft(), rect.topRight())
        if current:
            painter.setPen(QPen(QColor(t.accent if self._view.hasFocus() else t.muted), 1))
            if ground == t.surface:
                painter.fillRect(rect.adjusted(0, 1, 0, 0), QColor(t.selected))
            painter.drawRect(rect.adjusted(1, 1, -2, -1))

    def _sign(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        t = self.tokens
        corner = QPoint(rect.left() + _PAD, rect.center().y() - _ICON // 2 + 1)
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        ratio = painter.device().devicePixelRatioF()
        if checked is not None:
            ticked = Qt.CheckState(checked) == _CHECKED
            box = QRect(corner, QSize(_ICON, _ICON)).adjusted(0, 0, -1, -1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(t.accent if ticked else t.muted), 1))
            painter.setBrush(QColor(t.accent if ticked else t.surface))
            painter.drawRoundedRect(box, 4, 4)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            if ticked:
                painter.drawPixmap(corner, self._icons.pixmap("tick", t.on_accent, _ICON, ratio))
            return
        state, tone = str(index.data(_USER)), str(index.data(TONE))
        icon = {
            FieldState.OK: "tick",
            FieldState.MISSING: "plus",
            FieldState.WRONG_TYPE: "cross",
            FieldState.DUPLICATE: "cross",
            FieldState.SIMILAR_NAME: "approx",
        }.get(state, "exclamation" if tone == "warning" else "")
        if icon and tone != "plain" and index.data(KIND) != FOLD:
            painter.drawPixmap(
                corner, self._icons.pixmap(icon, self._ink(tone, t.muted), _ICON, ratio)
            )


def _advance(metrics: Any, text: str) -> int:
    # Rounded down, and eliding compares exactly.
    return int(metrics.horizontalAdvance(text[:200])) + 4


def _elided(metrics: Any, text: str, room: int) -> str:
    # Names of the account's may be endless; measuring what nobody sees takes time.
    return str(metrics.elidedText(text[:400], Qt.TextElideMode.ElideRight, max(0, room)))


class RowsView(QListView):
    """The list. Copying takes the name that the row should have, the space bar ticks where ticks are by hand."""

    ticked = Signal(str, bool)
    copied = Signal(str)
    unfolded = Signal()

    def __init__(self, name: str, model: RowsModel, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self.rows = model
        self.setModel(model)
        self.delegate = RowsDelegate(icons, self)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._toggle)
        model.modelReset.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As high as its rows, up to what stays readable."""
        shown = max(1, min(self.rows.rowCount(), MOST_ROWS))
        self.setFixedHeight(shown * self.delegate.height() + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar and copying; the rest as in any list."""
        index = self.currentIndex()
        if index.isValid() and event.matches(QKeySequence.StandardKey.Copy):
            row = self.rows.rows[index.row()]
            if row.wanted or row.name:
                self.copied.emit(row.wanted or row.name)
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            self._toggle(index)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        """Whoever comes by keyboard stands on a row at once."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """The page follows the row that the keys have reached."""
        super().currentChanged(current, previous)
        reveal(self, self.visualRect(current))

    def _toggle(self, index: AnyIndex) -> None:
        if not index.isValid():
            return
        row = self.rows.rows[index.row()]
        if row.kind == FOLD:
            self.unfolded.emit()
        elif self.rows.tickable(index):
            self.ticked.emit(row.wanted, row.state != FieldState.TICKED)


def reveal(view: QAbstractItemView, rect: QRect) -> None:
    """Scroll the page so that a part of ``view`` that has the focus is on screen."""
    if not view.hasFocus() or rect.isNull():
        return
    area = area_of(view)
    page = area.widget() if area is not None else None
    if area is not None and page is not None:
        middle = view.viewport().mapTo(page, rect.center())
        area.ensureVisible(area.horizontalScrollBar().value(), middle.y(), 0, rect.height() + 24)


def area_of(widget: QWidget) -> QScrollArea | None:
    """The scroll area that the page of a widget lies in."""
    at: QWidget | None = widget.parentWidget()
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    return at
