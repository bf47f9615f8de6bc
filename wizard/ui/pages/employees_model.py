"""The table of employees: what shall stand as short and Wire number, beside what the card holds.

Holds values and shows them; the rules judge, the page decides when. Ten thousand rows are usual enough that
nothing here may walk over all of them for one cell, nor in a filter of Python's that Qt calls row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from wizard.rules.employees import Row, is_problem, judge_rows, summarize
from wizard.rules.finding import Finding
from wizard.rules.models import Employee

AnyIndex = QModelIndex | QPersistentModelIndex
NAME, SHORT, WIRE, PHONES, FINDING = range(5)
_NO_INDEX = QModelIndex()
_USER = int(Qt.ItemDataRole.UserRole)
# More rows than this are not moved one by one.
_FEW = 50
_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def rows_of(
    employees: Sequence[Employee], short: Mapping[str, str], wire: Mapping[str, str]
) -> list[Row]:
    """What the rules judge: a number that the person typed goes before what the account has."""
    return [
        Row(
            employee=each,
            short_number=short.get(str(each.id), each.short_number or ""),
            wire_number=wire.get(str(each.id), ""),
            name=each.full_name,
        )
        for each in employees
    ]


@dataclass(frozen=True)
class Judged:
    """A table and what the rules say of it, row by row and in all."""

    rows: list[Row]
    keys: list[tuple[str, ...]]
    problems: list[bool]
    finding: Finding | None


def judged(rows: list[Row], hits: Mapping[str, frozenset[int] | None]) -> Judged:
    """Ask the rules. Takes a while with ten thousand rows: after reading, on the worker's thread."""
    keys = judge_rows(rows, short_hits=hits)
    problems = [is_problem(each, row.wire_number) for each, row in zip(keys, rows, strict=True)]
    return Judged(rows, keys, problems, summarize(keys, rows))


_NOTHING = Judged([], [], [], None)


class EmployeesModel(QAbstractTableModel):
    """One row an employee. Columns 1 and 2 are edited through ``setData``."""

    edited = Signal(int, int)

    def __init__(self, text: Callable[..., str]) -> None:
        super().__init__()
        self._text = text
        self._rows: list[Row] = []
        self._judged = _NOTHING
        self._short: dict[str, str] = {}
        self._wire: dict[str, str] = {}
        self._marks: Mapping[str, Any] = {}
        # Places in ``_rows`` of what is shown; None shows all.
        self._shown: list[int] | None = None
        self._problems_only = False

    # Values

    def fill(self, found: Judged, short: Mapping[str, str], wire: Mapping[str, str]) -> None:
        """Take a list of employees and the numbers that the person wants for them, by id."""
        self.beginResetModel()
        self._rows = list(found.rows)
        self._judged = found
        self._short, self._wire = dict(short), dict(wire)
        self._choose()
        self.endResetModel()

    def clear(self) -> None:
        """Nobody."""
        self.fill(_NOTHING, {}, {})

    def rows(self) -> list[Row]:
        """What the rules judge, shown or not."""
        return list(self._rows)

    @property
    def total(self) -> int:
        """Employees, shown or not."""
        return len(self._rows)

    @property
    def short_numbers(self) -> dict[str, str]:
        """The short numbers typed, by the employee's id."""
        return dict(self._short)

    @property
    def wire_numbers(self) -> dict[str, str]:
        """The Wire numbers typed, by the employee's id."""
        return dict(self._wire)

    def set_judged(self, found: Judged) -> None:
        """Show what the rules found of the same rows."""
        changed = found.keys != self._judged.keys
        self._judged = found
        if not changed:
            return
        if self._shown is not None:
            self._show_rows(self._shown, self._problem_rows())
        if self.rowCount():
            self.dataChanged.emit(self.index(0, FINDING), self.index(self.rowCount() - 1, FINDING))

    def show_problems_only(self, on: bool) -> None:
        """Show all rows, or those that call for a change only."""
        self.beginResetModel()
        self._problems_only = on
        self._choose()
        self.endResetModel()

    def _show_rows(self, shown: list[int], wanted: list[int]) -> None:
        """Take rows away and bring rows in one by one: whoever is typing in one of the others stays there."""
        staying = set(wanted)
        if len(staying.symmetric_difference(shown)) > _FEW:
            self.show_problems_only(True)
            return
        for place in reversed(range(len(shown))):
            if shown[place] not in staying:
                self.beginRemoveRows(_NO_INDEX, place, place)
                del shown[place]
                self.endRemoveRows()
        for place, at in enumerate(wanted):
            if place == len(shown) or shown[place] != at:
                self.beginInsertRows(_NO_INDEX, place, place)
                shown.insert(place, at)
                self.endInsertRows()

    def _choose(self) -> None:
        self._shown = self._problem_rows() if self._problems_only else None

    def _problem_rows(self) -> list[int]:
        return [at for at, problem in enumerate(self._judged.problems) if problem]

    @property
    def judged(self) -> Judged:
        """What the rules said last."""
        return self._judged

    @property
    def problems(self) -> int:
        """How many rows call for a change."""
        return sum(self._judged.problems)

    def set_marks(self, marks: Mapping[str, Any]) -> None:
        """Icons for the finding column, by kind."""
        self._marks = marks

    def retranslate(self) -> None:
        """Words changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 4)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 4))

    # What Qt asks

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Employees."""
        if parent.isValid():
            return 0
        return len(self._rows) if self._shown is None else len(self._shown)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Five columns (contract)."""
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._text(
                "employees.column_" + ("name", "short", "wire", "phones", "finding")[section]
            )
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Short and Wire numbers can be edited."""
        flags = super().flags(index)
        if index.column() in (SHORT, WIRE):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain text only; foreign names are never taken for markup."""
        if not index.isValid():
            return None
        at, column = self._at(index), index.column()
        if role in _WORDS:
            return self._words(at, column)
        if column == SHORT and role == _USER:
            employee = self._rows[at].employee
            return employee.short_number if employee is not None else None
        if column == FINDING:
            keys = self._judged.keys[at]
            if role == _USER:
                return keys[0]
            if role == _USER + 1:
                return list(keys)
            if role == Qt.ItemDataRole.DecorationRole:
                return self._marks.get(keys[0])
            if role == Qt.ItemDataRole.ToolTipRole:
                return (
                    "<qt>"
                    + "<br><br>".join(
                        escape(self._text(f"employee_finding.{key}.do")) for key in keys
                    )
                    + "</qt>"
                )
        return None

    def _at(self, index: AnyIndex) -> int:
        return index.row() if self._shown is None else self._shown[index.row()]

    def _words(self, at: int, column: int) -> str:
        row = self._rows[at]
        if column == NAME:
            if row.employee is not None and row.employee.role == "Robot":
                return self._text("employees.robot", name=row.name)
            if row.employee is not None and row.employee.status == "Inactive":
                return self._text("employees.inactive", name=row.name)
            return row.name
        if column == SHORT:
            return row.short_number
        if column == WIRE:
            return row.wire_number
        if column == PHONES:
            return ", ".join(each.number for each in row.employee.phones) if row.employee else ""
        return "; ".join(self._text(f"employee_finding.{key}") for key in self._judged.keys[at])

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A number typed, pasted or set by code."""
        column = index.column()
        if role != Qt.ItemDataRole.EditRole or column not in (SHORT, WIRE) or not index.isValid():
            return False
        text = "".join(str(value or "").split())
        at = self._at(index)
        row = self._rows[at]
        if row.employee is None or text == self._words(at, column):
            return True
        known = row.employee.short_number or "" if column == SHORT else ""
        numbers = self._short if column == SHORT else self._wire
        if text == known:
            numbers.pop(str(row.employee.id), None)
        else:
            numbers[str(row.employee.id)] = text
        if column == SHORT:
            self._rows[at] = replace(row, short_number=text)
        else:
            self._rows[at] = replace(row, wire_number=text)
        self.dataChanged.emit(index, index)
        self.edited.emit(at, column)
        return True
