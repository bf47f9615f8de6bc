"""Who is who: the people of a list whom the account does not tell by itself, and the choice of their card.

The account's employees are offered, the likeliest first; nothing is chosen before the person does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QListView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wizard.rules.models import Employee, Listed
from wizard.rules.same_person import Match
from wizard.ui.pages.employees_lists import card
from wizard.ui.widgets import label

AnyIndex = QModelIndex | QPersistentModelIndex
Text = Callable[..., str]
OPEN: Final = "?"
NOBODY: Final = ""
_NO_INDEX = QModelIndex()
_LINES = 5


class _Asked(QAbstractTableModel):
    """One row a person of the list: who, their numbers, what was answered."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text
        self.people: Sequence[Listed] = ()
        self.found: Sequence[Match] = ()
        self.employees: Sequence[Employee] = ()

    def fill(
        self, people: Sequence[Listed], found: Sequence[Match], employees: Sequence[Employee]
    ) -> None:
        same = len(people) == len(self.people)
        if not same:
            self.beginResetModel()
        self.people, self.found, self.employees = people, found, employees
        if not same:
            self.endResetModel()
        elif people:
            self.dataChanged.emit(self.index(0, 0), self.index(len(people) - 1, 2))

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._text("employee_list.who_" + ("person", "numbers", "answer")[section])
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.UserRole and index.column() == 2:
            return self.answer(index.row())
        return None

    def answer(self, at: int) -> str:
        """The employee's id, ``NOBODY``, or ``OPEN``."""
        match = self.found[at]
        if not match.answered:
            return OPEN
        return NOBODY if match.at is None else str(self.employees[match.at].id)

    def words(self, at: int, column: int) -> str:
        each, match = self.people[at], self.found[at]
        if column == 0:
            return ", ".join(filter(None, (each.name, each.email, each.phone)))
        if column == 1:
            return ", ".join(filter(None, (each.short_number, each.wire_number)))
        if match.answered and match.at is not None:
            return called(self.employees[match.at], self._text)
        if match.answered:
            return self._text("employee_list.who_nobody")
        return self._text(f"employee_list.who_{match.outcome}")


class WhoIsWho(QWidget):
    """The table of those who are asked about and, for the one that is selected, the employees to choose from."""

    chosen = Signal(int, str)

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text
        self._open = 0
        frame, box = card()
        self._title = label("heading")
        self._why = label("muted")
        self.model = _Asked(text)
        self.table = QTableView()
        self.table.setObjectName("whoIsWhoTable")
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 12)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        self._caption = label("muted")
        self._choices = _Choices(text)
        self.combo = _combo("whoIsWhoCombo", self._choices)
        self._caption.setBuddy(self.combo)
        for each in (self._title, self._why, self.table, self._caption, self.combo):
            box.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.table.selectionModel().currentRowChanged.connect(lambda: self._offer())
        self.combo.currentIndexChanged.connect(self._choose)
        self.hide()

    def show_people(
        self, people: Sequence[Listed], found: Sequence[Match], employees: Sequence[Employee]
    ) -> None:
        """Show who is asked about; nothing where there is nobody, or the account was not read."""
        shown = bool(people) and len(found) == len(people)
        self.setVisible(shown)
        if not shown:
            self.model.fill((), (), ())
            return
        self._open = sum(1 for each in found if not each.answered)
        self.model.fill(people, found, employees)
        lines = min(len(people), _LINES)
        height = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(height * (lines + 1) + 12)
        if not self.table.currentIndex().isValid():
            self.select_next(-1)
        self.retranslate()

    def select_next(self, after: int) -> None:
        """Go on to the next who is open, from the top again at the end."""
        count = self.model.rowCount()
        for step in range(1, count + 1):
            at = (after + step) % count
            if self.model.answer(at) == OPEN:
                self.table.setCurrentIndex(self.model.index(at, 0))
                return
        if count and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._text
        key = "who_title" if self._open else "who_all"
        self._title.setText(text(f"employee_list.{key}", n=self._open))
        self._why.setText(text("employee_list.who_why"))
        self.table.setAccessibleName(text("employee_list.who_table"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 2)
        self._offer(anew=True)

    def _offer(self, anew: bool = False) -> None:
        """Put the employees into the combo: those it could be, nobody, then all the others by name."""
        at = self.table.currentIndex().row()
        if not 0 <= at < self.model.rowCount():
            return
        match, answer = self.model.found[at], self.model.answer(at)
        likely = list(match.candidates)
        if match.at is not None and match.at not in likely:
            likely.insert(0, match.at)
        if anew or self._choices.differs(
            self.model.people[at], self.model.employees, likely, answer
        ):
            name = self.model.people[at].name or self.model.words(at, 0)
            self._caption.setText(self._text("employee_list.who_is", name=name))
            self.combo.setAccessibleName(self._text("employee_list.who_is", name=name))
            self.combo.blockSignals(True)
            self._choices.fill(self.model.employees, likely)
            self.combo.setCurrentIndex(self._choices.place(answer))
            self.combo.blockSignals(False)

    def _choose(self) -> None:
        at = self.table.currentIndex().row()
        answer = self.combo.currentData()
        if at >= 0 and isinstance(answer, str) and answer != self.model.answer(at):
            self.chosen.emit(at, answer)


def called(employee: Employee, text: Text) -> str:
    """An employee's name, with what tells robots and those who left apart."""
    if employee.role == "Robot":
        return text("employees.robot", name=employee.full_name)
    if employee.status == "Inactive":
        return text("employees.inactive", name=employee.full_name)
    return employee.full_name


def described(employee: Employee, text: Text) -> str:
    """The name and what tells two of one name apart."""
    more = employee.email or ", ".join(each.number for each in employee.phones[:1])
    name = called(employee, text)
    return f"{name} · {more}" if more else name


class _Choices(QAbstractListModel):
    """What the combo offers: not chosen, the likeliest, nobody, then all the others. Words are made when seen."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text
        self._employees: Sequence[Employee] = ()
        self._by_name: list[int] = []
        # Places of employees; -1 stands for not chosen, -2 for nobody.
        self._items: list[int] = []
        self._shown: tuple[object, ...] = ()

    def differs(
        self, person: Listed, employees: Sequence[Employee], likely: list[int], answer: str
    ) -> bool:
        """Whether something else is shown so far; from now on it is this."""
        now = (person, id(employees), tuple(likely), answer)
        changed, self._shown = now != self._shown, now
        return changed

    def fill(self, employees: Sequence[Employee], likely: list[int]) -> None:
        """Offer these."""
        self.beginResetModel()
        if employees is not self._employees:
            self._employees = employees
            names = [each.full_name.casefold() for each in employees]
            self._by_name = sorted(range(len(names)), key=names.__getitem__)
        first = set(likely)
        self._items = [-1, *likely, -2, *(at for at in self._by_name if at not in first)]
        self.endResetModel()

    def place(self, answer: str) -> int:
        """The row of an answer."""
        if answer in (OPEN, NOBODY):
            return self._items.index(-1 if answer == OPEN else -2)
        ids = (str(self._employees[at].id) if at >= 0 else "" for at in self._items)
        return next((row for row, each in enumerate(ids) if each == answer), 0)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        at = self._items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if at < 0:
                return self._text(f"employee_list.who_{'choose' if at == -1 else 'nobody'}")
            return described(self._employees[at], self._text)
        if role == Qt.ItemDataRole.UserRole:
            return (OPEN if at == -1 else NOBODY) if at < 0 else str(self._employees[at].id)
        return None


def _combo(name: str, choices: QAbstractListModel) -> QComboBox:
    """A combo that may hold ten thousand names: typed into, it offers those with these letters."""
    made = QComboBox()
    made.setObjectName(name)
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(24)
    made.setMaxVisibleItems(12)
    view = QListView()
    view.setUniformItemSizes(True)
    made.setView(view)
    made.setModel(choices)
    completer = made.completer()
    assert isinstance(completer, QCompleter)  # noqa: S101
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    edit = made.lineEdit()
    assert isinstance(edit, QLineEdit)  # noqa: S101
    # Half a name that was left there must not look like an answer.
    edit.editingFinished.connect(lambda: made.setEditText(made.itemText(made.currentIndex())))
    return made
