"""The table of employees as the tests look at it: cells by place, a list on the clipboard, the one answer combo."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Person
from tests.ui.desk import wait
from wizard.rules.models import BinotelEmployee, Employee, Phone

USER = int(Qt.ItemDataRole.UserRole)
CHECK = int(Qt.ItemDataRole.CheckStateRole)
NAME, SHORT, WIRE, PHONES, FINDING = range(5)


def table(page: Person) -> Any:
    return page.find("employeesTable").model()


def cell(page: Person, row: int, column: int, role: int = 0) -> Any:
    return table(page).index(row, column).data(role)


def column(page: Person, number: int) -> list[Any]:
    return [cell(page, row, number) for row in range(table(page).rowCount())]


def keys(page: Person, row: int) -> list[str]:
    found = cell(page, row, FINDING, USER + 1)
    assert all(type(each) is str for each in found)
    return list(found)


def put(page: Person, row: int, place: int, text: str) -> None:
    assert table(page).setData(table(page).index(row, place), text)


def tick(page: Person, row: int, on: bool = True) -> None:
    state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
    assert table(page).setData(table(page).index(row, WIRE), state, Qt.ItemDataRole.CheckStateRole)


def ticked(page: Person, row: int) -> bool | None:
    state = cell(page, row, WIRE, CHECK)
    return None if state is None else Qt.CheckState(state) == Qt.CheckState.Checked


def settled(page: Person) -> None:
    wait(page.qtbot, lambda: page.find("employeesStatus").property("state") != "busy")
    jobs = page.window.workspace.jobs
    wait(
        page.qtbot,
        lambda: not any(map(jobs.running, ("employeesList", "employeesSheet", "employeesJudged"))),
    )


def paste(page: Person, text: str) -> None:
    QApplication.clipboard().setText(text)
    page.click("pasteEmployeesButton")


def state(page: Person) -> Any:
    return page.window.workspace.state


def asked(page: Person) -> list[list[str]]:
    """The people who are asked about: who, numbers, answer."""
    if not page.find("whoIsWhoTable").isVisible():
        return []
    model = page.find("whoIsWhoTable").model()
    return [[model.index(row, at).data() for at in range(3)] for row in range(model.rowCount())]


def answer(page: Person, row: int, data: str) -> None:
    view, combo = page.find("whoIsWhoTable"), page.find("whoIsWhoCombo")
    view.setCurrentIndex(view.model().index(row, 0))
    combo.setCurrentIndex(combo.findData(data))


STAFF = [
    Employee(1, "Анна", lastname="Шевченко", email="anna@acme.example", phones=(Phone("+380671112233"),)),
    Employee(2, "Пётр", lastname="Коваль", phones=(Phone("0502223344"),)),
    Employee(3, "Иван", lastname="Иванов", email="ivan@acme.example"),
    Employee(4, "Иван", lastname="Иванов", email="ivanov@acme.example"),
    Employee(5, "Робот", role="Robot"),
    Employee(6, "Ольга", lastname="Чорна", status="Inactive"),
]  # fmt: skip
LIST = (
    "Сотрудник\tПочта\tКороткий номер\tWire-номер\n"
    "Шевченко Ганна\t\t901\t067 111 22 33\n"
    "Петро Коваль\t\t902\t\n"
    "Иванов Иван\t\t903\t0931112233\n"
    "Чужой Человек\tx@other.example\t904\t\n"
)
LINES = [
    BinotelEmployee("Анна", "anna@acme.example", "901", "0671112233", True),
    BinotelEmployee("Петро Коваль", "", "902", "0502223344", False),
    BinotelEmployee("", "", "907", "", None),
]
