"""The table of employees: what shall stand as short and Wire number, beside what the card holds.

Holds values and shows them; the rules judge, the page decides when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from wizard.rules.employees import Row, is_problem, summarize
from wizard.rules.finding import Finding
from wizard.rules.models import Employee

AnyIndex = QModelIndex | QPersistentModelIndex
NAME, SHORT, WIRE, PHONES, FINDING = range(5)
_NO_INDEX = QModelIndex()
_USER = int(Qt.ItemDataRole.UserRole)


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


class EmployeesModel(QAbstractTableModel):
    """One row an employee. Columns 1 and 2 are edited through ``setData``."""

    edited = Signal(int, int)

    def __init__(self, text: Callable[..., str]) -> None:
        super().__init__()
        self._text = text
        self._employees: list[Employee] = []
        self._short: dict[str, str] = {}
        self._wire: dict[str, str] = {}
        self._keys: list[tuple[str, ...]] = []
        self._marks: Mapping[str, Any] = {}

    # Values

    def fill(
        self, employees: Sequence[Employee], short: Mapping[str, str], wire: Mapping[str, str]
    ) -> None:
        """Take a list of employees and the numbers that the person wants for them, by id."""
        self.beginResetModel()
        self._employees = list(employees)
        self._short, self._wire = dict(short), dict(wire)
        self._keys = [("not_checked",)] * len(self._employees)
        self.endResetModel()

    def rows(self) -> list[Row]:
        """What the rules judge."""
        return rows_of(self._employees, self._short, self._wire)

    def _number(self, numbers: Mapping[str, str], employee: Employee) -> str:
        return numbers.get(str(employee.id), employee.short_number or "")

    @property
    def short_numbers(self) -> dict[str, str]:
        """The short numbers typed, by the employee's id."""
        return dict(self._short)

    @property
    def wire_numbers(self) -> dict[str, str]:
        """The Wire numbers typed, by the employee's id."""
        return dict(self._wire)

    def set_keys(self, keys: Sequence[tuple[str, ...]]) -> None:
        """Show what the rules found."""
        if list(keys) == self._keys:
            return
        self._keys = list(keys)
        if self._employees:
            last = len(self._employees) - 1
            self.dataChanged.emit(self.index(0, FINDING), self.index(last, FINDING))

    def keys(self, row: int) -> tuple[str, ...]:
        """The findings of a row, the gravest first."""
        return self._keys[row]

    def is_problem(self, row: int) -> bool:
        """Whether a row calls for a change."""
        return is_problem(self._keys[row], self._wire.get(str(self._employees[row].id), ""))

    def finding(self) -> Finding | None:
        """What the rows amount to."""
        return summarize(self._keys, self.rows())

    def set_marks(self, marks: Mapping[str, Any]) -> None:
        """Icons for the finding column, by kind."""
        self._marks = marks

    def retranslate(self) -> None:
        """Words changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 4)
        if self._employees:
            last = len(self._employees) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, 4))

    # What Qt asks

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Employees."""
        return 0 if parent.isValid() else len(self._employees)

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
        employee = self._employees[index.row()]
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._shown(employee, index.row(), column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._shown(employee, index.row(), column)
        if column == SHORT and role == _USER:
            return employee.short_number
        if column == FINDING:
            keys = self._keys[index.row()]
            if role == _USER:
                return keys[0]
            if role == _USER + 1:
                return list(keys)
            if role == Qt.ItemDataRole.DecorationRole:
                return self._marks.get(keys[0])
            if role == Qt.ItemDataRole.ToolTipRole:
                return (
                    "<qt>"
                    + "<br><br>".join(self._text(f"employee_finding.{key}.do") for key in keys)
                    + "</qt>"
                )
        return None

    def _shown(self, employee: Employee, row: int, column: int) -> str:
        if column == NAME:
            if employee.role == "Robot":
                return self._text("employees.robot", name=employee.full_name)
            if employee.status == "Inactive":
                return self._text("employees.inactive", name=employee.full_name)
            return employee.full_name
        if column == SHORT:
            return self._number(self._short, employee)
        if column == WIRE:
            return self._wire.get(str(employee.id), "")
        if column == PHONES:
            return ", ".join(each.number for each in employee.phones)
        return "; ".join(self._text(f"employee_finding.{key}") for key in self._keys[row])

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A number typed, pasted or set by code."""
        if role != Qt.ItemDataRole.EditRole or index.column() not in (SHORT, WIRE):
            return False
        text = "".join(str(value or "").split())
        employee = self._employees[index.row()]
        numbers = self._short if index.column() == SHORT else self._wire
        if text == self._shown(employee, index.row(), index.column()):
            return True
        if text or (index.column() == SHORT and employee.short_number):
            numbers[str(employee.id)] = text
        else:
            numbers.pop(str(employee.id), None)
        self.dataChanged.emit(index, index)
        self.edited.emit(index.row(), index.column())
        return True
