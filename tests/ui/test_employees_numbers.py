"""Numbers in the step ``employees``: proposed and confirmed, copied, sought; and what Binotel refuses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Person
from tests.ui.desk import Desk, error, give, person, wait
from tests.ui.employees_kit import (
    CHECK,
    FINDING,
    LINES,
    LIST,
    NAME,
    SHORT,
    STAFF,
    WIRE,
    answer,
    asked,
    cell,
    column,
    keys,
    paste,
    put,
    settled,
    state,
    table,
    tick,
    ticked,
)
from wizard.rules.finding import Severity
from wizard.rules.models import BinotelEmployee, Employee


@pytest.fixture
def page(desk: Desk) -> Person:
    desk.account.people = list(STAFF)
    opened = desk.open("employees")
    settled(opened)
    return opened


@pytest.fixture
def by_hand(desk: Desk) -> Person:
    return desk.open("employees", token=False)


def test_the_mobile_of_somebody_with_wire_is_proposed_and_confirmed_one_by_one(
    desk: Desk, page: Person
) -> None:
    desk.account.lines = LINES
    page.window.go_to("keys")
    give(page)
    page.window.go_to("employees")
    page.click("askBinotelButton")
    assert page.status("sourceStatus")[0] == "busy"
    assert not page.find("nextButton").isEnabled()
    page.wait_for("sourceStatus", "ok")
    settled(page)
    assert column(page, SHORT)[:2] == ["901", "902"]
    assert cell(page, 0, WIRE) == "0671112233"
    assert cell(page, 1, WIRE) == "", "the mobile of somebody without Wire is nobody's Wire number"
    assert ticked(page, 0) is False
    assert ticked(page, 1) is None
    assert "предложен" in cell(page, 0, FINDING)
    assert "предложен" in cell(page, 0, WIRE, int(Qt.ItemDataRole.AccessibleTextRole))
    assert state(page).wire_proposed == ("1",)
    assert "907" in page.find("sourceStatus").text()
    tick(page, 0)
    assert state(page).wire_proposed == ()
    assert ticked(page, 0)
    assert "предложен" not in cell(page, 0, FINDING)
    tick(page, 0, on=False)
    assert state(page).wire_proposed == ("1",)


@pytest.mark.parametrize("value", [True, 2, Qt.CheckState.Checked])
def test_a_proposal_may_be_confirmed_in_each_way_that_qt_has(page: Person, value: object) -> None:
    paste(page, "Анна Шевченко\t901\t0671112233")
    settled(page)
    assert ticked(page, 0) is False
    assert table(page).setData(table(page).index(0, WIRE), value, CHECK)
    assert ticked(page, 0) is True


def test_proposals_are_seen_and_confirmed_at_once_and_outlive_the_run(
    desk: Desk, page: Person
) -> None:
    paste(page, "Анна Шевченко\t901\t0671112233\nПётр Коваль\t902\t0502223344")
    settled(page)
    assert state(page).wire_proposed == ("1", "2")
    page.window.close()
    again = desk.open("employees")
    wait(again.qtbot, lambda: table(again).rowCount() == 6)
    settled(again)
    shown = again.find("proposedWireList").model()
    lines = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    assert lines == ["Анна Шевченко — 0671112233", "Пётр Коваль — 0502223344"]
    again.click("confirmWireButton")
    assert state(again).wire_proposed == ()
    assert not again.find("confirmWireButton").isVisible()
    assert state(again).wire_numbers == {"1": "0671112233", "2": "0502223344"}


def test_all_are_confirmed_whatever_the_filter_shows(page: Person) -> None:
    paste(page, "Анна Шевченко\t901\t0671112233\nЧужой Человек\t902\t0502223399")
    settled(page)
    page.find("employeesFilterEdit").setText("никто такой")
    assert table(page).rowCount() == 0
    page.click("confirmWireButton")
    assert state(page).wire_proposed == ()
    assert state(page).listed[0][5] == ""


def test_space_confirms_a_proposal_from_the_keyboard(page: Person) -> None:
    paste(page, "Анна Шевченко\t901\t0671112233")
    settled(page)
    view = page.find("employeesTable")
    view.setFocus()
    view.setCurrentIndex(table(page).index(0, WIRE))
    page.qtbot.keyClick(view, Qt.Key.Key_Space)
    assert state(page).wire_proposed == ()
    assert cell(page, 0, WIRE) == "0671112233"


def test_what_is_typed_over_a_proposal_is_confirmed(page: Person) -> None:
    paste(page, "Анна Шевченко\t901\t0671112233")
    put(page, 0, WIRE, "0671112244")
    assert state(page).wire_proposed == ()
    assert ticked(page, 0)
    put(page, 0, WIRE, "")
    assert ticked(page, 0) is None
    assert state(page).wire_numbers == {}


@pytest.mark.parametrize(
    ("key", "severity"),
    [
        ("keys_not_checkable", Severity.WARNING),
        ("binotel_unavailable", Severity.WARNING),
        ("binotel_busy", Severity.WARNING),
        ("offline", Severity.WARNING),
        ("keys_wrong", Severity.ERROR),
        ("company_disabled", Severity.ERROR),
    ],
)
def test_what_binotel_refuses_is_told_and_changes_nothing(
    desk: Desk, page: Person, key: str, severity: Severity
) -> None:
    desk.account.refuse["lines"] = error(key, severity, reason="code", code="103", host="binotel")
    put(page, 0, SHORT, "901")
    page.window.go_to("keys")
    give(page)
    page.window.go_to("employees")
    page.click("askBinotelButton")
    page.wait_for("sourceStatus", "error" if severity is Severity.ERROR else "warning", key)
    words = page.find("sourceStatus").text()
    assert "Вставить таблицу" in words
    assert "{" not in words
    assert page.find("nextButton").isEnabled()
    assert cell(page, 0, SHORT) == "901"


def test_asking_binotel_can_be_stopped(desk: Desk, page: Person) -> None:
    assert not page.find("askBinotelButton").isEnabled()
    assert "Ключи" in page.find("askBinotelButton").toolTip()
    page.window.go_to("keys")
    give(page)
    page.window.go_to("employees")
    desk.account.hold = True
    page.click("askBinotelButton")
    page.click("askBinotelButton")
    assert page.status("sourceStatus") == ("idle", "")
    assert page.find("nextButton").isEnabled()
    page.click("askBinotelButton")
    page.window.go_to("tracking")
    page.window.go_to("employees")
    assert page.status("sourceStatus") == ("idle", "")


def test_short_numbers_are_copied_as_a_table_that_no_spreadsheet_runs(desk: Desk) -> None:
    desk.account.people = [
        person(1),
        person(2),
        Employee(3, "=cmd()", lastname="\tX"),
        person(4, status="Inactive"),
        person(5, role="Robot"),
    ]
    page = desk.open("employees")
    settled(page)
    button = page.find("copyShortNumbersButton")
    assert not button.isEnabled()
    assert button.toolTip()
    put(page, 2, SHORT, "903")
    put(page, 0, SHORT, "901")
    page.click("copyShortNumbersButton")
    assert QApplication.clipboard().text() == "Олена 1\t901\n'=cmd() X\t903"
    missing = page.find("noShortNumberList").model()
    assert [missing.index(row, 0).data() for row in range(missing.rowCount())] == ["Олена 2"]
    put(page, 1, SHORT, "-902")
    page.click("copyShortNumbersButton")
    cells = [
        each for line in QApplication.clipboard().text().split("\n") for each in line.split("\t")
    ]
    assert not [each for each in cells if each[:1] in tuple("=+-@")]
    assert not page.find("noShortNumberFold").isVisible()


def test_the_name_filter_and_the_problems_go_together(page: Person) -> None:
    paste(page, LIST)
    settled(page)
    page.find("employeesFilterEdit").setText("ИВАН")
    assert column(page, NAME) == ["Иван Иванов", "Иван Иванов", "Иванов Иван (из списка)"]
    page.find("problemsOnlyCheck").setChecked(True)
    assert column(page, NAME) == ["Иванов Иван (из списка)"]
    put(page, 0, SHORT, "999")
    assert state(page).listed[0][3] == "999"
    page.find("employeesFilterEdit").setText("петр")
    assert column(page, NAME) == []
    page.find("problemsOnlyCheck").setChecked(False)
    assert column(page, NAME) == ["Пётр Коваль"], "е and ё are one"
    page.find("employeesFilterEdit").setText("902")
    assert column(page, NAME) == ["Пётр Коваль"]


def test_the_country_decides_what_a_number_without_its_code_is(desk: Desk, page: Person) -> None:
    put(page, 0, WIRE, "601 123 456")
    put(page, 0, SHORT, "901")
    settled(page)
    assert "wire_suspicious" in keys(page, 0)
    combo = page.find("phoneRegionCombo")
    combo.setCurrentIndex(combo.findData("PL"))
    settled(page)
    assert "wire_suspicious" not in keys(page, 0)
    assert state(page).phone_region == "PL"
    page.window.close()
    again = desk.open("employees")
    assert again.find("phoneRegionCombo").currentData() == "PL"


def test_numbers_outlive_a_run_in_which_the_account_is_not_read(desk: Desk, page: Person) -> None:
    put(page, 0, SHORT, "901")
    put(page, 0, WIRE, "0671112233")
    settled(page)
    page.window.close()
    desk.account.refuse["employees"] = error("offline", host="acme")
    again = desk.open("employees")
    again.wait_for("employeesStatus", "error", "offline")
    combo = again.find("phoneRegionCombo")
    combo.setCurrentIndex(combo.findData("PL"))
    paste(again, "Имя\tКороткий\nЧужой\t5")
    again.click("undoImportButton")
    paste(again, "Имя\tКороткий\nЧужой\t5")
    assert state(again).short_numbers == {"1": "901"}
    assert state(again).wire_numbers == {"1": "0671112233"}
    assert again.status("employeesStatus") == ("error", "offline")
    assert column(again, SHORT) == ["5"]


def test_another_account_starts_empty(desk: Desk, page: Person) -> None:
    paste(page, LIST)
    settled(page)
    page.window.go_to("account")
    page.find("accountEdit").setText("http://127.0.0.1:8")
    page.window.go_to("employees")
    assert asked(page) == []
    assert not page.find("undoImportButton").isVisible()
    assert page.find("sourceStatus").text() == ""


def test_what_binotel_has_never_replaces_what_was_typed(desk: Desk, page: Person) -> None:
    desk.account.lines = [BinotelEmployee("Анна", "anna@acme.example", "955", "0990001122", True)]
    put(page, 0, SHORT, "901")
    put(page, 0, WIRE, "0671112233")
    settled(page)
    page.window.go_to("keys")
    give(page)
    page.window.go_to("employees")
    page.click("askBinotelButton")
    page.wait_for("sourceStatus", "ok")
    settled(page)
    assert (cell(page, 0, SHORT), cell(page, 0, WIRE)) == ("901", "0671112233")
    assert "Анна Шевченко" in page.find("sourceStatus").text()


def test_a_long_list_is_worked_out_beside_the_window(desk: Desk, page: Person) -> None:
    desk.account.people = [person(number, short=None) for number in range(1, 1300)]
    page.click("reloadEmployeesButton")
    wait(page.qtbot, lambda: table(page).rowCount() == 1299)
    rows = "".join(f"Олена {number}\t{number + 2000}\n" for number in range(1, 1300))
    paste(page, f"Имя\tКороткий\n{rows}Чужой\t5\nДругой\t6\n")
    assert not page.find("pasteEmployeesButton").isEnabled()
    put(page, 0, WIRE, "0671112233")
    settled(page)
    wait(page.qtbot, lambda: cell(page, 1298, SHORT) == "3299")
    settled(page)
    assert cell(page, 0, WIRE) == "0671112233", "what was typed meanwhile stays"
    assert table(page).rowCount() == 1301
    put(page, 1, SHORT, "2001")
    settled(page)
    wait(page.qtbot, lambda: "short_number_twice" in keys(page, 1))
    answer(page, 0, "7")
    answer(page, 1, "8")
    put(page, 8, SHORT, "909")
    wait(page.qtbot, lambda: cell(page, 6, SHORT) == "5")
    wait(page.qtbot, lambda: cell(page, 7, SHORT) == "6")
    assert cell(page, 8, SHORT) == "909", "no answer and no number gets lost on the way"


def test_a_secret_on_the_clipboard_is_no_list(page: Person, desk: Desk) -> None:
    page.window.go_to("keys")
    give(page)
    page.click("copySecretButton")
    page.window.go_to("employees")
    page.click("pasteEmployeesButton")
    assert page.status("sourceStatus") == ("warning", "clipboard_empty")
