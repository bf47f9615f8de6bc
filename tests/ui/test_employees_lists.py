"""Lists brought to the step ``employees``: pasted, from a file, from Binotel; who is who; what is copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.e2e.person import Person
from tests.ui.desk import TOKEN, Desk, give, wait
from tests.ui.employees_kit import (
    FINDING,
    LINES,
    LIST,
    NAME,
    SHORT,
    STAFF,
    USER,
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
    ticked,
)
from wizard.rules.models import BinotelEmployee


@pytest.fixture
def page(desk: Desk) -> Person:
    desk.account.people = list(STAFF)
    opened = desk.open("employees")
    settled(opened)
    return opened


@pytest.fixture
def by_hand(desk: Desk) -> Person:
    return desk.open("employees", token=False)


def test_a_pasted_list_fills_the_table_before_the_click_returns(page: Person) -> None:
    paste(page, LIST)
    assert column(page, SHORT)[:2] == ["901", "902"]
    assert cell(page, 0, WIRE) == "0671112233"
    assert ticked(page, 0), "a column of its own needs no confirmation"
    assert state(page).short_numbers == {"1": "901", "2": "902"}
    assert state(page).wire_numbers == {"1": "0671112233"}
    assert state(page).wire_proposed == ()
    assert page.find("sourceStatus").property("state") == "ok"


def test_who_is_not_known_stands_in_the_table_and_is_asked(page: Person) -> None:
    paste(page, LIST)
    settled(page)
    assert table(page).rowCount() == 8
    assert column(page, NAME)[6:] == ["Иванов Иван (из списка)", "Чужой Человек (из списка)"]
    assert (keys(page, 6)[0], keys(page, 7)[0]) == ("ambiguous", "not_matched")
    assert page.status("employeesStatus") == ("error", "numbers_wrong")
    assert [each[0] for each in asked(page)] == ["Иванов Иван", "Чужой Человек, x@other.example"]
    assert page.step_state("employees") == "problem"
    combo = page.find("whoIsWhoCombo")
    assert combo.count() == len(STAFF) + 2
    assert combo.itemData(1) == "3", "those it could be come first"
    assert combo.itemData(2) == "4"


def test_an_answer_puts_the_numbers_where_they_belong_and_goes_on(page: Person) -> None:
    paste(page, LIST)
    settled(page)
    answer(page, 0, "4")
    settled(page)
    assert cell(page, 3, SHORT) == "903"
    assert cell(page, 3, WIRE) == "0931112233"
    assert table(page).rowCount() == 7
    assert page.find("whoIsWhoTable").currentIndex().row() == 1
    answer(page, 1, "")
    assert table(page).rowCount() == 6
    assert [each[2] for each in asked(page)] == ["Иван Иванов", "Нет в аккаунте"]
    assert sorted(state(page).matches.values()) == ["", "4"]
    answer(page, 0, "3")
    assert column(page, SHORT)[2:4] == ["903", ""]
    answer(page, 0, "?")
    assert column(page, SHORT)[2:4] == ["", ""]
    assert table(page).rowCount() == 7


def test_an_answer_is_remembered_for_the_next_list_and_the_next_start(
    desk: Desk, page: Person
) -> None:
    paste(page, LIST)
    answer(page, 0, "4")
    paste(page, LIST.replace("903", "905"))
    settled(page)
    assert cell(page, 3, SHORT) == "905"
    page.window.close()
    again = desk.open("employees")
    wait(again.qtbot, lambda: table(again).rowCount() == 7)
    settled(again)
    assert cell(again, 3, SHORT) == "905"
    assert [each[2] for each in asked(again)] == ["Иван Иванов", "Не найден: выберите"]
    paste(again, LIST)
    assert cell(again, 3, SHORT) == "903"


def test_bad_rows_are_named_and_the_good_ones_taken(page: Person) -> None:
    paste(page, "Имя\tКороткий\nАнна Шевченко\t901\n\t905\nПётр Коваль\tдевять\n")
    settled(page)
    line = page.find("employeesStatus")
    assert page.status("employeesStatus") == ("warning", "rows_rejected")
    assert line.property("codes") == ["rows_rejected"]
    assert "Строка 3:" in line.text()
    assert "Строка 4:" in line.text()
    assert "девять" in line.text()
    assert cell(page, 0, SHORT) == "901"
    languages = page.find("languageCombo")
    languages.setCurrentIndex(languages.findData("en"))
    assert "Row 3:" in line.text()
    assert page.status("employeesStatus") == ("warning", "rows_rejected")


def test_of_many_bad_rows_there_is_a_whole_list(page: Person) -> None:
    rows = "".join(f"\t{number}\n" for number in range(900, 930))
    paste(page, f"Имя\tКороткий\nАнна Шевченко\t899\n{rows}")
    assert not page.find("rejectedRowsList").isVisible()
    page.click("rejectedRowsFold")
    assert page.find("rejectedRowsList").isVisible()
    assert page.find("rejectedRowsList").model().rowCount() == 30


def test_what_is_no_table_is_told_and_changes_nothing(page: Person) -> None:
    put(page, 0, SHORT, "901")
    paste(page, "Добрый день!\nКак дела?")
    assert page.status("employeesStatus") == ("warning", "rows_rejected")
    assert cell(page, 0, SHORT) == "901"
    QApplication.clipboard().clear()
    page.click("pasteEmployeesButton")
    assert page.status("sourceStatus") == ("warning", "clipboard_empty")


def test_a_list_can_be_taken_back(page: Person) -> None:
    put(page, 0, SHORT, "777")
    assert not page.find("undoImportButton").isVisible()
    paste(page, LIST)
    assert "Анна Шевченко" in page.find("sourceStatus").text(), "whose number was replaced"
    answer(page, 0, "4")
    put(page, 1, SHORT, "555")
    page.click("undoImportButton")
    assert column(page, SHORT) == ["777", "555", "", "", "", ""], "what was typed since stays"
    assert state(page).short_numbers == {"1": "777", "2": "555"}
    assert asked(page) == []
    assert not page.find("undoImportButton").isVisible()


def test_a_list_that_comes_while_numbers_are_asked_for_is_asked_for_too(
    desk: Desk, page: Person
) -> None:
    desk.account.hits["931112233"] = [2]
    desk.account.hold = True
    desk.account.asking.clear()
    put(page, 0, WIRE, "0671112233")
    wait(page.qtbot, desk.account.asking.is_set)
    paste(page, LIST)
    answer(page, 0, "4")
    desk.account.hold = False
    page.window.go_to("tracking")
    page.window.go_to("employees")
    settled(page)
    assert sorted(each for each in set(desk.account.asked) if each.startswith("short")) == [
        "short 671112233",
        "short 931112233",
    ]
    assert keys(page, 1)[0] == "wire_as_short_number"


def test_a_file_is_read_whatever_its_encoding(page: Person, tmp_path: Path) -> None:
    file = tmp_path / "номера.csv"
    told: list[tuple[str, Path]] = []

    def ask(kind: str, suggested: Path) -> Path:
        told.append((kind, suggested))
        return file

    page.window.ask_path = ask
    for encoding in ("cp1251", "utf-16", "utf-8-sig"):
        file.write_bytes(LIST.replace("\t", ";").replace("901", f"9{len(told)}1").encode(encoding))
        page.click("importEmployeesButton")
        assert cell(page, 0, SHORT) == f"9{len(told) - 1}1"
    assert told[0][0] == "open_table"


def test_the_windows_own_dialog_opens_and_does_not_save(
    page: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "numbers"
    file.write_text("Имя;Короткий\nАнна Шевченко;901", encoding="utf-8")
    kinds: list[str] = []

    def choose(parent: object, title: str, suggested: str, told: str) -> tuple[str, str]:
        kinds.append(told)
        return str(file), told.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    page.click("importEmployeesButton")
    assert cell(page, 0, SHORT) == "901", "a name without an ending stays as it is"
    assert "*.csv" in kinds[0]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    page.click("importEmployeesButton")
    assert page.find("sourceStatus").property("state") == "ok"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"PK\x03\x04....", "file_is_workbook"),
        (bytes(range(32)) * 9 + b"x", "file_not_text"),
        (b"", "file_empty"),
        (None, "file_unreadable"),
    ],
)
def test_a_file_that_is_no_table_is_told(
    page: Person, tmp_path: Path, data: bytes | None, key: str
) -> None:
    file = tmp_path / "table.xlsx"
    if data is not None:
        file.write_bytes(data)
    page.window.ask_path = lambda kind, suggested: file
    page.click("importEmployeesButton")
    assert page.status("sourceStatus") == ("warning", key)
    assert "table.xlsx" in page.find("sourceStatus").text()
    page.window.ask_path = lambda kind, suggested: None
    page.click("importEmployeesButton")
    assert page.status("sourceStatus") == ("warning", key), (
        "a choice that was given up says nothing"
    )


def test_by_hand_a_list_stands_in_the_table_without_cards(desk: Desk, by_hand: Person) -> None:
    page = by_hand
    paste(page, LIST + "Ия\t\t901\t\n")
    assert table(page).rowCount() == 5
    assert column(page, NAME)[1] == "Петро Коваль (из списка)"
    assert page.find("employeesTable").isVisible()
    assert keys(page, 1) == ["not_checked"]
    assert keys(page, 0)[0] == "short_number_twice"
    assert page.status("employeesStatus") == ("error", "numbers_wrong")
    assert asked(page) == []
    put(page, 4, SHORT, "905")
    assert page.status("employeesStatus") == ("idle", "")
    assert page.find("employeesStatus").text()
    put(page, 1, WIRE, "0502223344")
    assert ticked(page, 1)
    assert page.find("problemsOnlyCheck").isVisible()
    assert desk.account.asked == []
    page.window.close()
    again = desk.open("employees", token=False)
    assert column(again, SHORT) == ["901", "902", "903", "904", "905"]
    assert cell(again, 1, WIRE) == "0502223344"


def test_a_list_brought_by_hand_finds_its_people_when_the_token_comes(
    desk: Desk, by_hand: Person
) -> None:
    desk.account.people = list(STAFF)
    paste(by_hand, LIST)
    by_hand.window.close()
    page = desk.open("account")
    page.find("tokenEdit").setText(TOKEN)
    page.window.go_to("employees")
    wait(page.qtbot, lambda: table(page).rowCount() == 8)
    settled(page)
    assert column(page, SHORT)[:2] == ["901", "902"]
    assert len(state(page).listed) == 2
    assert len(asked(page)) == 2


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_no_language_has_a_hole(desk: Desk, language: str) -> None:
    desk.account.people = list(STAFF)
    desk.account.lines = [
        *LINES,
        BinotelEmployee("Ия", "ia@acme.example", "1", "", None),
        BinotelEmployee("Ия", "ia@acme.example", "2", "", None),
    ]
    page = desk.open("employees", language=language)
    settled(page)
    paste(page, LIST + "\t\t905\t\nАнна Шевченко\t\t\t1\n")
    settled(page)
    answer(page, 0, "4")
    page.window.go_to("keys")
    give(page)
    page.window.go_to("employees")
    page.click("askBinotelButton")
    page.wait_for("sourceStatus", "ok")
    settled(page)
    for name in ("sourceStatus", "employeesStatus"):
        assert page.find(name).text()
        assert "{" not in page.find(name).text()
    for row in range(table(page).rowCount()):
        for at in range(5):
            for role in (
                0,
                int(Qt.ItemDataRole.ToolTipRole),
                int(Qt.ItemDataRole.AccessibleTextRole),
            ):
                assert "{" not in str(cell(page, row, at, role))
    assert "{" not in str(asked(page))


def test_the_finding_of_the_table_comes_before_the_rows(page: Person) -> None:
    paste(page, "Имя\tКороткий\nАнна Шевченко\t901\nПётр Коваль\t901\n\t5")
    settled(page)
    codes = page.find("employeesStatus").property("codes")
    assert codes == ["numbers_wrong", "rows_rejected"]
    assert cell(page, 0, FINDING, USER) == "short_number_twice"
