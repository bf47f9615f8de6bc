"""The table of changes: card by card what stands there, what shall stand there, and what became of it.

Holds rows and shows them as plain text, each phone on a line of its own; decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from wizard.flow.push_journal import Card
from wizard.rules.models import Phone
from wizard.ui.pages.employees_changes_words import remedy, result

AnyIndex = QModelIndex | QPersistentModelIndex
NAME, BEFORE, AFTER, RESULT = range(4)
COLUMNS = ("name", "before", "after", "result")
Rows = list[tuple[Card, tuple[str, ...]]]
_NO_INDEX = QModelIndex()
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class ChangesModel(QAbstractTableModel):
    """One row a card. ``Qt.UserRole`` of the last column is the contract's name of its state."""

    def __init__(self, text: Callable[..., str]) -> None:
        super().__init__()
        self._text = text
        self._rows: Rows = []
        self._busy = False
        self._by_hand = False
        self._marks: Mapping[str, Any] = {}

    def fill(self, rows: Rows, busy: bool, by_hand: bool) -> list[int] | None:
        """Show these cards. The places of those that changed, None if they are others than before."""
        by_hand, self._by_hand = self._by_hand, by_hand
        same = [(each.employee, each.number) for each, _ in rows] == [
            (each.employee, each.number) for each, _ in self._rows
        ]
        if not same:
            self.beginResetModel()
            self._rows, self._busy = rows, busy
            self.endResetModel()
            return None
        old, all_new = self._rows, (busy, by_hand) != (self._busy, self._by_hand)
        self._rows, self._busy = rows, busy
        changed = [
            at for at, row in enumerate(rows) if row is not old[at] and (all_new or row != old[at])
        ]
        if changed:
            first, last = self.index(changed[0], 0), self.index(changed[-1], RESULT)
            self.dataChanged.emit(first, last)
        return changed

    def lines(self, row: int) -> int:
        """How many lines the phones of a row take."""
        card = self._rows[row][0]
        return max(1, len(card.before), len(card.after))

    def set_marks(self, marks: Mapping[str, Any]) -> None:
        """Icons for the last column, by state."""
        self._marks = marks
        self.retranslate()

    def retranslate(self) -> None:
        """Words or looks changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, RESULT)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, RESULT))

    # What Qt asks

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Cards."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Four columns (contract)."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._text(f"changes.column_{COLUMNS[section]}")
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain text only; foreign names are never taken for markup."""
        if not index.isValid():
            return None
        card, elsewhere = self._rows[index.row()]
        column = index.column()
        if role in _WORDS:
            if column == NAME:
                return card.name
            if column == RESULT:
                return result(card, elsewhere, self._busy, self._by_hand, self._text)
            return _phones(card.before if column == BEFORE else card.after)
        if column != RESULT:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return card.shown
        if role == Qt.ItemDataRole.DecorationRole:
            by_hand = self._by_hand and card.shown == "planned"
            return self._marks.get("elsewhere" if elsewhere or by_hand else self._mark(card))
        if role == Qt.ItemDataRole.ToolTipRole and card.reason:
            return f"<qt>{escape(remedy(card, self._text))}</qt>"
        return None

    @staticmethod
    def _mark(card: Card) -> str:
        return "remark" if card.shown == "written" and card.reason else card.shown


def _phones(phones: Sequence[Phone]) -> str:
    return "\n".join(each.number for each in phones)
