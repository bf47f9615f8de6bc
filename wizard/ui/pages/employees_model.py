"""The table of employees: what shall stand as short and Wire number, beside what the card holds.

Holds values and shows them; the rules judge, the page decides when. Ten thousand rows are usual enough that
nothing here may walk over all of them for one cell, nor in a filter of Python's that Qt calls row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from wizard.rules.employees import Row
from wizard.rules.models import Listed
from wizard.rules.number_lists import Numbers
from wizard.ui.pages.employees_rows import Judged, Sheet, plain, seekable

AnyIndex = QModelIndex | QPersistentModelIndex
NAME, SHORT, WIRE, PHONES, FINDING = range(5)
ALL = -1
_NO_INDEX = QModelIndex()
_USER = int(Qt.ItemDataRole.UserRole)
_CHECKED = Qt.CheckState.Checked
# More rows than this are not moved one by one.
_FEW = 50
_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class EmployeesModel(QAbstractTableModel):
    """One row an employee, then one for each of a list who has no card yet. Columns 1 and 2 are edited
    through ``setData``; the tick of column 2 tells that a Wire number is confirmed."""

    edited = Signal(int, int)

    def __init__(self, text: Callable[..., str]) -> None:
        super().__init__()
        self._text = text
        self._sheet = Sheet()
        self._rows: list[Row] = []
        self._judged: Judged = self._sheet.judged
        self._short: dict[str, str] = {}
        self._wire: dict[str, str] = {}
        self._proposed: dict[str, None] = {}
        self._waiting: list[Listed] = []
        self._seekable: list[str] = []
        self._marks: Mapping[str, Any] = {}
        # Places in ``_rows`` of what is shown; None shows all.
        self._shown: list[int] | None = None
        self._problems_only = False
        self._sought = ""

    # Values

    def fill(self, found: Sheet) -> None:
        """Take a whole table."""
        self.beginResetModel()
        self._sheet = found
        self._rows = list(found.judged.rows)
        self._judged = found.judged
        numbers = found.numbers
        self._short, self._wire = dict(numbers.short), dict(numbers.wire)
        self._proposed = dict.fromkeys(numbers.proposed)
        self._waiting = list(numbers.waiting)
        self._seekable = list(found.sought)
        self._choose()
        self.endResetModel()

    def rows(self) -> list[Row]:
        """What the rules judge, shown or not."""
        return list(self._rows)

    @property
    def sheet(self) -> Sheet:
        """The table as it was filled; what was typed since is in ``numbers``."""
        return self._sheet

    @property
    def total(self) -> int:
        """Rows, shown or not."""
        return len(self._rows)

    @property
    def employees(self) -> int:
        """Rows of the account's employees: the first ones."""
        return self._sheet.employees

    @property
    def numbers(self) -> Numbers:
        """What was put, typed and confirmed."""
        return Numbers(
            dict(self._short),
            dict(self._wire),
            tuple(self._proposed),
            tuple(self._waiting),
            self._sheet.numbers.matches,
        )

    def set_judged(self, found: Judged) -> None:
        """Show what the rules found of the same rows."""
        changed = found.keys != self._judged.keys
        self._judged = found
        if not changed:
            return
        if self._shown is not None:
            self._show_rows(self._shown, self._wanted())
        self._findings_changed()

    def _findings_changed(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, FINDING), self.index(self.rowCount() - 1, FINDING))

    def show_problems_only(self, on: bool) -> None:
        """Show all rows, or those that call for a change only."""
        self._problems_only = on
        self._choose_anew()

    def seek(self, words: str) -> None:
        """Show only rows with these words in name, address or number."""
        self._sought = plain(words).strip()
        self._choose_anew()

    def _choose_anew(self) -> None:
        self.beginResetModel()
        self._choose()
        self.endResetModel()

    def _show_rows(self, shown: list[int], wanted: list[int]) -> None:
        """Take rows away and bring rows in one by one: whoever is typing in one of the others stays there."""
        staying = set(wanted)
        if len(staying.symmetric_difference(shown)) > _FEW:
            self._choose_anew()
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
        self._shown = self._wanted() if self._problems_only or self._sought else None

    def _wanted(self) -> list[int]:
        problems = self._judged.problems
        found = [at for at in range(len(self._rows)) if problems[at] or not self._problems_only]
        if not self._sought:
            return found
        sought, seekable_ = self._sought, self._seekable
        return [at for at in found if sought in seekable_[at]]

    @property
    def judged(self) -> Judged:
        """What the rules said last."""
        return self._judged

    @property
    def problems(self) -> int:
        """How many rows call for a change."""
        return sum(self._judged.problems)

    def proposed(self) -> list[Row]:
        """The rows whose Wire number is only proposed so far."""
        ids, known = self._proposed, self._rows[: self.employees] if self._proposed else ()
        found = [
            row
            for row in known
            if row.wire_number and row.employee is not None and str(row.employee.id) in ids
        ]
        listed = range(self.employees, len(self._rows))
        return found + [self._rows[at] for at in listed if self._is_proposed(at)]

    def confirm_all(self) -> None:
        """Take every proposed Wire number for confirmed."""
        self._proposed.clear()
        self._waiting = [replace(each, proposed=False) for each in self._waiting]
        if self.rowCount():
            self.dataChanged.emit(self.index(0, WIRE), self.index(self.rowCount() - 1, FINDING))
        self.edited.emit(ALL, WIRE)

    def put_into(self, numbers: Numbers, at: int) -> Numbers:
        """``numbers`` with what stands in a row now, the others as they are: they may be ahead of the table
        while it is put together anew. ``ALL``: every Wire number is confirmed."""
        if at == ALL:
            confirmed = tuple(replace(each, proposed=False) for each in numbers.waiting)
            return replace(numbers, proposed=(), waiting=confirmed)
        employee = self._rows[at].employee
        if employee is None:
            place, waiting = self._sheet.open_rows[at - self.employees], list(numbers.waiting)
            if len(waiting) == len(self._waiting):
                waiting[place] = self._waiting[place]
            return replace(numbers, waiting=tuple(waiting))
        key = str(employee.id)
        short, wire = dict(numbers.short), dict(numbers.wire)
        for mine, theirs in ((self._short, short), (self._wire, wire)):
            theirs.pop(key, None)
            if key in mine:
                theirs[key] = mine[key]
        proposed = [each for each in numbers.proposed if each != key]
        proposed += [key] if key in self._proposed else []
        return replace(numbers, short=short, wire=wire, proposed=tuple(proposed))

    def set_marks(self, marks: Mapping[str, Any]) -> None:
        """Icons for the finding column, by kind, and ``proposed`` for a Wire number that is so."""
        self._marks = marks

    def retranslate(self) -> None:
        """Words changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 4)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 4))

    # What Qt asks

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Rows shown."""
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
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(
                "employees.column_" + ("name", "short", "wire", "phones", "finding")[section]
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            if section == WIRE:
                return self._text("employee_list.wire_tick")
            return self.headerData(section, orientation)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Short and Wire numbers can be edited, a Wire number confirmed."""
        flags = super().flags(index)
        if index.column() in (SHORT, WIRE):
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() == WIRE and self._rows[self._at(index)].wire_number:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain text only; foreign names are never taken for markup."""
        if not index.isValid():
            return None
        at, column = self._at(index), index.column()
        if role in _WORDS:
            said = self._words(at, column)
            if role == Qt.ItemDataRole.AccessibleTextRole and column == WIRE:
                return self._spoken(at, said)
            return said
        if column == SHORT and role == _USER:
            employee = self._rows[at].employee
            return employee.short_number if employee is not None else None
        if column == WIRE and self._rows[at].wire_number:
            if role == Qt.ItemDataRole.CheckStateRole:
                proposed = self._is_proposed(at)
                return Qt.CheckState.Unchecked if proposed else Qt.CheckState.Checked
            if role == Qt.ItemDataRole.DecorationRole and self._is_proposed(at):
                return self._marks.get("proposed")
        if column == FINDING:
            return self._finding(at, role)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Of a narrow column not all is to be seen.
            return f"<qt>{escape(self._words(at, column))}</qt>"
        return None

    def _finding(self, at: int, role: int) -> Any:
        keys = self._judged.keys[at]
        if role == _USER:
            return keys[0]
        if role == _USER + 1:
            return list(keys)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._marks.get("proposed" if self._told_as_proposed(at) else keys[0])
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = [self._text(f"employee_finding.{key}.do") for key in keys]
            if self._is_proposed(at):
                parts.insert(0, self._text("employee_list.proposed_do"))
            return "<qt>" + "<br><br>".join(map(escape, parts)) + "</qt>"
        return None

    def _at(self, index: AnyIndex) -> int:
        return index.row() if self._shown is None else self._shown[index.row()]

    def _is_proposed(self, at: int) -> bool:
        row = self._rows[at]
        if not row.wire_number:
            return False
        if row.employee is not None:
            return str(row.employee.id) in self._proposed
        return self._waiting[self._sheet.open_rows[at - self.employees]].proposed

    def _told_as_proposed(self, at: int) -> bool:
        return self._is_proposed(at) and not self._judged.problems[at]

    def _spoken(self, at: int, number: str) -> str:
        if not number:
            return ""
        key = "spoken_proposed" if self._is_proposed(at) else "spoken_confirmed"
        return self._text(f"employee_list.{key}", number=number)

    def _words(self, at: int, column: int) -> str:
        row = self._rows[at]
        if column == NAME:
            if row.employee is None:
                return self._text("employee_list.from_list", name=row.name)
            if row.employee.role == "Robot":
                return self._text("employees.robot", name=row.name)
            if row.employee.status == "Inactive":
                return self._text("employees.inactive", name=row.name)
            return row.name
        if column == SHORT:
            return row.short_number
        if column == WIRE:
            return row.wire_number
        if column == PHONES:
            return ", ".join(each.number for each in row.employee.phones) if row.employee else ""
        keys = self._judged.keys[at]
        told = [self._text(f"employee_finding.{key}") for key in keys]
        if self._is_proposed(at):
            told = [*(told if keys != ("ok",) else ()), self._text("employee_list.proposed")]
        return "; ".join(told)

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A number typed, pasted or set by code, or the tick of a Wire number."""
        column = index.column()
        if not index.isValid() or column not in (SHORT, WIRE):
            return False
        at = self._at(index)
        if role == Qt.ItemDataRole.CheckStateRole and column == WIRE:
            on = value is True or (value is not False and Qt.CheckState(value) == _CHECKED)
            return self._tick(index, at, on)
        if role != Qt.ItemDataRole.EditRole:
            return False
        text = "".join(str(value or "").split())
        if text != self._words(at, column):
            self._put(at, column, text)
            self.dataChanged.emit(index, index)
            self.edited.emit(at, column)
        return True

    def _put(self, at: int, column: int, text: str) -> None:
        row = self._rows[at]
        changes: dict[str, Any] = {"short_number" if column == SHORT else "wire_number": text}
        self._rows[at] = replace(row, **changes)
        if row.employee is None:
            if column == WIRE:
                changes["proposed"] = False
            place = self._sheet.open_rows[at - self.employees]
            self._waiting[place] = replace(self._waiting[place], **changes)
            self._seekable[at] = seekable(self._rows[at], self._waiting[place].email)
            return
        self._seekable[at] = seekable(self._rows[at], row.employee.email)
        known = row.employee.short_number or "" if column == SHORT else ""
        numbers, number = self._short if column == SHORT else self._wire, str(row.employee.id)
        if column == WIRE:
            self._proposed.pop(number, None)
        if text == known:
            numbers.pop(number, None)
        else:
            numbers[number] = text

    def _tick(self, index: AnyIndex, at: int, confirmed: bool) -> bool:
        row = self._rows[at]
        if not row.wire_number:
            return False
        if row.employee is None:
            place = self._sheet.open_rows[at - self.employees]
            self._waiting[place] = replace(self._waiting[place], proposed=not confirmed)
        elif confirmed:
            self._proposed.pop(str(row.employee.id), None)
        else:
            self._proposed[str(row.employee.id)] = None
        self.dataChanged.emit(index, self.index(index.row(), FINDING))
        self.edited.emit(at, WIRE)
        return True
