"""The step ``employees`` as a person and a script meet it: the list, numbers typed, findings beside each."""

from __future__ import annotations

import json
import threading
from typing import Any

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.e2e.person import Person
from tests.ui.desk import HOST, Desk, error, person, wait
from wizard.rules.finding import Severity
from wizard.ui.pages import employees_rows

USER = int(Qt.ItemDataRole.UserRole)
NAME, SHORT, WIRE, PHONES, FINDING = range(5)


def table(page: Person) -> Any:
    return page.find("employeesTable").model()


def cell(page: Person, row: int, column: int, role: int = 0) -> Any:
    return table(page).index(row, column).data(role)


def put(page: Person, row: int, column: int, text: str) -> None:
    assert table(page).setData(table(page).index(row, column), text)


def settled(page: Person) -> None:
    wait(page.qtbot, lambda: page.find("employeesStatus").property("state") != "busy")


@pytest.fixture
def page(desk: Desk) -> Person:
    desk.account.people = [
        person(1, "+380671112233"),
        person(2, "+380672223344", "+380442223344"),
        person(3, role="Robot"),
        person(4, status="Inactive"),
    ]
    opened = desk.open("employees")
    settled(opened)
    return opened


def test_the_list_loads_by_itself_once(desk: Desk, page: Person) -> None:
    assert desk.account.asked == ["employees"]
    assert table(page).rowCount() == 4
    assert cell(page, 0, NAME) == "Олена 1"
    assert "робот" in cell(page, 2, NAME)
    assert "неактивен" in cell(page, 3, NAME)
    assert cell(page, 1, PHONES) == "+380672223344, +380442223344"
    assert cell(page, 0, SHORT, USER) is None, "the API did not tell"
    assert page.status("employeesStatus") == ("ok", "")
    page.click("nextButton")
    page.click("backButton")
    assert desk.account.asked.count("employees") == 1


def test_another_token_sees_with_its_own_eyes(desk: Desk, page: Person) -> None:
    desk.account.people = [person(1), person(2), person(3), person(7)]
    assert page.window.go_to("account")
    page.find("tokenEdit").setText("demo-token-of-another")
    assert page.window.go_to("employees")
    settled(page)
    assert desk.account.asked.count("employees") == 2
    assert [cell(page, row, NAME) for row in range(4)][3] == "Олена 7"
    page.click("nextButton")
    page.click("backButton")
    assert desk.account.asked.count("employees") == 2


def test_reading_is_told_in_the_language_of_now(desk: Desk) -> None:
    desk.account.hold = True
    page = desk.open("employees")
    combo = page.find("languageCombo")
    combo.setCurrentIndex(combo.findData("uk"))
    assert page.status("employeesStatus") == ("busy", "")
    assert page.find("employeesStatus").text() == page.window.workspace.text("employees.loading")
    assert page.window.go_to("account")


def test_what_the_account_has_stands_beside_what_shall_stand(desk: Desk) -> None:
    desk.account.people = [person(1, short="901"), person(2, short="")]
    page = desk.open("employees")
    settled(page)
    assert (cell(page, 0, SHORT), cell(page, 0, SHORT, USER)) == ("901", "901")
    put(page, 0, SHORT, "902")
    assert (cell(page, 0, SHORT), cell(page, 0, SHORT, USER)) == ("902", "901")
    put(page, 0, SHORT, "901")
    assert page.window.workspace.state.short_numbers == {}, "nothing of the person's own is left"


def test_a_wire_number_in_no_card_is_told_in_the_same_breath(desk: Desk, page: Person) -> None:
    desk.account.hold = True
    put(page, 0, WIRE, "067 222 33 44")
    assert cell(page, 0, WIRE) == "0672223344"
    keys = cell(page, 0, FINDING, USER + 1)
    assert cell(page, 0, FINDING, USER) == keys[0] == "wire_on_another_employee"
    assert set(keys) == {"wire_on_another_employee", "wire_missing_in_card", "no_short_number",
                         "not_checked"}  # fmt: skip
    assert all(type(each) is str for each in keys)
    assert page.status("employeesStatus")[0] == "busy", "the account is asked for it"


def test_a_wire_number_is_asked_for_once(desk: Desk, page: Person) -> None:
    desk.account.hits["671112233"] = [2]
    put(page, 0, WIRE, "0671112233")
    page.wait_for("employeesStatus", "error", "numbers_wrong")
    assert cell(page, 0, FINDING, USER) == "wire_as_short_number"
    assert cell(page, 1, FINDING, USER) == "wire_as_short_number", "there it has to be taken away"
    put(page, 0, SHORT, "901")
    put(page, 1, WIRE, "0671112233")
    put(page, 1, WIRE, "")
    settled(page)
    assert [each for each in desk.account.asked if each.startswith("short")] == ["short 671112233"]
    assert page.step_state("employees") == "problem"


def test_where_short_numbers_come_back_nothing_more_is_asked(desk: Desk) -> None:
    desk.account.people = [person(1, "+380671112233", short="901"), person(2, short="380671112233")]
    page = desk.open("employees")
    settled(page)
    put(page, 0, WIRE, "0671112233")
    assert page.status("employeesStatus") == ("error", "numbers_wrong")
    assert cell(page, 0, FINDING, USER) == "wire_as_short_number"
    assert desk.account.asked == ["employees"]


@pytest.mark.parametrize(
    ("numbers", "key"),
    [
        ({0: "901", 1: "901"}, "short_number_twice"),
        ({0: "0671112233"}, "short_number_looks_like_phone"),
        ({3: "905"}, "inactive_holder"),
    ],
)
def test_short_numbers_are_judged_as_they_are_typed(
    page: Person, numbers: dict[int, str], key: str
) -> None:
    for row, number in numbers.items():
        put(page, row, SHORT, number)
    for row in numbers:
        assert key in cell(page, row, FINDING, USER + 1)
    assert page.status("employeesStatus") == ("error", "numbers_wrong")
    for row in numbers:
        put(page, row, SHORT, "")
    assert page.status("employeesStatus") == ("ok", "")


def test_only_problems_are_shown_on_wish(page: Person) -> None:
    put(page, 0, SHORT, "901")
    put(page, 1, SHORT, "901")
    page.find("problemsOnlyCheck").setChecked(True)
    assert [cell(page, row, NAME) for row in range(table(page).rowCount())] == [
        "Олена 1",
        "Олена 2",
    ]
    put(page, 1, SHORT, "902")
    assert table(page).rowCount() == 0
    page.find("problemsOnlyCheck").setChecked(False)
    assert table(page).rowCount() == 4
    assert cell(page, 1, SHORT) == "902"


def test_a_row_may_vanish_under_the_editor(page: Person) -> None:
    put(page, 0, SHORT, "901")
    put(page, 1, SHORT, "901")
    page.find("problemsOnlyCheck").setChecked(True)
    view = page.find("employeesTable")
    view.setCurrentIndex(table(page).index(1, SHORT))
    page.qtbot.keyClicks(view, "902")
    editor = view.findChild(QLineEdit)
    page.qtbot.keyClick(editor, Qt.Key.Key_Return)
    wait(page.qtbot, lambda: table(page).rowCount() == 0)
    assert page.status("employeesStatus") == ("ok", "")


def test_numbers_outlive_the_run(desk: Desk, page: Person) -> None:
    put(page, 1, SHORT, "902")
    put(page, 1, WIRE, "0672223344")
    settled(page)
    page.window.close()
    desk.account.asked.clear()
    again = desk.open("employees")
    wait(again.qtbot, lambda: table(again).rowCount() == 4)
    assert (cell(again, 1, SHORT), cell(again, 1, WIRE)) == ("902", "0672223344")
    assert desk.account.asked == ["employees", "short 672223344"]


def test_reload_reads_again_and_keeps_what_was_typed(desk: Desk, page: Person) -> None:
    put(page, 0, SHORT, "901")
    desk.account.people = [person(1, "+380671112233"), person(9)]
    page.click("reloadEmployeesButton")
    assert page.status("employeesStatus")[0] == "busy"
    assert not page.find("reloadEmployeesButton").isEnabled()
    settled(page)
    assert table(page).rowCount() == 2
    assert cell(page, 0, SHORT) == "901"


def test_what_is_typed_while_the_list_is_read_counts(desk: Desk, page: Person) -> None:
    page.click("reloadEmployeesButton")
    put(page, 0, SHORT, "901")
    put(page, 1, SHORT, "901")
    settled(page)
    assert page.status("employeesStatus") == ("error", "numbers_wrong")
    assert cell(page, 1, SHORT) == "901"


@pytest.mark.parametrize("key", ["scope_missing", "no_rights", "offline", "timeout", "token_wrong"])
def test_a_list_that_cannot_be_read_is_told(desk: Desk, key: str) -> None:
    desk.account.refuse["employees"] = error(key, what="user", words="", code="5", host="acme")
    page = desk.open("employees")
    page.wait_for("employeesStatus", "error", key)
    assert "{" not in page.find("employeesStatus").text()
    assert page.find("nextButton").isEnabled()
    page.tick("employeesDoneCheck")
    assert page.step_state("employees") == "done"
    del desk.account.refuse["employees"]
    page.click("reloadEmployeesButton")
    page.wait_for("employeesStatus", "ok", "")


def test_leaving_cancels_and_coming_back_reads(desk: Desk) -> None:
    desk.account.hold = True
    page = desk.open("employees")
    wait(page.qtbot, desk.account.asking.is_set)
    assert not page.find("nextButton").isEnabled()
    assert page.window.go_to("tracking")
    assert page.status("employeesStatus") == ("idle", "")
    desk.account.hold = False
    desk.account.people = [person(1)]
    page.window.go_to("employees")
    page.wait_for("employeesStatus", "ok")


def test_without_a_token_a_tick_does(desk: Desk) -> None:
    page = desk.open("employees", token=False)
    assert page.status("employeesStatus") == ("idle", "")
    assert page.find("employeesStatus").text()
    assert not page.find("employeesTable").isVisible()
    assert desk.account.asked == []
    page.tick("employeesDoneCheck")
    assert page.step_state("employees") == "done"


def test_a_token_that_the_store_gives_late_starts_the_reading(desk: Desk) -> None:
    desk.account.people = [person(1)]
    page = desk.open("employees")
    settled(page)
    page.window.close()
    state = desk.folder / "accounts" / f"{HOST}.json"
    content = json.loads(state.read_text(encoding="utf-8"))
    content["has_token"] = True
    for name in ("activated_at", "saved_in_planfix_at", "letter_sent_at"):
        content[name] = "2026-03-02T10:00:00+02:00"
    state.write_text(json.dumps(content), encoding="utf-8")
    keyring.set_password("planfix-binotel-wizard", f"{HOST}/planfix-token", "demo-token")
    desk.account.asked.clear()
    again = desk.open(fresh=False)
    assert again.window.current_step == "employees"
    wait(again.qtbot, lambda: "employees" in desk.account.asked)
    settled(again)
    assert table(again).rowCount() == 1


def test_the_wire_rule_is_on_screen_and_names_stay_plain_text(desk: Desk) -> None:
    desk.account.people = [person(1, lastname="<img src=x>")]
    page = desk.open("employees")
    settled(page)
    assert page.find("wireWarning").property("state") == "warning"
    assert "Wire" in page.find("wireWarning").text()
    assert cell(page, 0, NAME) == "Олена 1 <img src=x>"
    tip = cell(page, 0, FINDING, int(Qt.ItemDataRole.ToolTipRole))
    assert "<img" not in tip


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_no_language_has_a_hole(desk: Desk, language: str) -> None:
    desk.account.people = [person(1, "+380671112233"), person(2, status="Inactive")]
    page = desk.open("employees", language=language)
    settled(page)
    assert page.find("employeesStatus").text()
    put(page, 0, WIRE, "0679998877")
    page.wait_for("employeesStatus", "error")
    assert "{" not in page.find("employeesStatus").text()
    for row in range(2):
        for column in range(5):
            assert "{" not in str(cell(page, row, column))


def test_a_warning_of_the_account_is_a_warning(desk: Desk) -> None:
    desk.account.refuse["employees"] = error("too_many_requests", Severity.WARNING, seconds="60")
    page = desk.open("employees")
    page.wait_for("employeesStatus", "warning", "too_many_requests")


def test_every_key_has_words(desk: Desk, page: Person) -> None:
    from wizard.rules.employees import GRAVITY

    for key in GRAVITY:
        for language in ("ru", "uk", "en"):
            catalogue = page.window.services.catalogue
            assert catalogue.text_in(language, f"employee_finding.{key}")
            assert catalogue.text_in(language, f"employee_finding.{key}.do")


def test_a_long_list_is_judged_beside_the_window(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, threads = employees_rows.judge_rows, []

    def noting(*arguments: Any, **named: Any) -> Any:
        threads.append(threading.current_thread())
        return judge(*arguments, **named)

    monkeypatch.setattr(employees_rows, "judge_rows", noting)
    desk.account.people = [person(number) for number in range(1, 300)]
    page = desk.open("employees")
    settled(page)
    assert table(page).rowCount() == 299
    assert threads
    assert threading.main_thread() not in threads
