"""The table of changes as a person meets it: what will be written, what became of it, and the way back."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.flow.cards_kit import OLD, WIRE
from tests.ui.changes_kit import (
    AFTER,
    BEFORE,
    NAME,
    RESULT,
    Made,
    codes,
    press,
    rest,
    rows,
    type_wire,
)
from tests.ui.desk import wait


def new(number: int) -> list[tuple[str, int]]:
    return [*OLD[number], (WIRE.format(number), 1)]


def test_the_table_shows_to_the_letter_what_will_be_written(made: Made) -> None:
    account = made()
    page = account.open(1, 3)
    assert rows(page) == ["planned", "planned"]
    assert all(type(each) is str for each in rows(page))
    assert rows(page, NAME, 0) == ["Олена 1", "Олена 3"]
    assert rows(page, BEFORE, 0)[0].split("\n") == [text for text, _ in OLD[1]]
    assert rows(page, AFTER, 0)[0].split("\n") == [text for text, _ in new(1)]
    assert "2 номера" in page.find("applyChangesButton").text()
    assert "не записываются" in page.find("changesDocumentedLabel").text()
    assert account.cards.writes == [], "nothing is written before somebody says so"
    assert account.journal() is None


def test_what_is_applied_stands_in_the_cards_and_turns_green_by_itself(made: Made) -> None:
    account = made()
    page = account.open(1, 3)
    keys = page.find("employeesTable").model()
    assert "wire_missing_in_card" in keys.index(0, 4).data(Qt.ItemDataRole.UserRole + 1)
    button = page.find("applyChangesButton")
    button.click()
    assert page.status("employeesStatus")[0] == "busy", "before click() returns"
    assert page.status("changesStatus")[0] == "busy"
    assert not page.find("nextButton").isEnabled()
    rest(page)
    assert account.cards.cards == {1: new(1), 2: OLD[2], 3: new(3)}
    assert rows(page) == ["written", "written"]
    assert page.status("changesStatus") == ("ok", "")
    assert "2 номера" in page.find("changesStatus").text()
    assert "wire_missing_in_card" not in keys.index(0, 4).data(Qt.ItemDataRole.UserRole + 1)
    assert WIRE.format(1) in keys.index(0, 3).data()
    assert page.find("nextButton").isEnabled()
    assert account.cards.log.count("list") == 1, "the list is not read again for that"


def test_a_second_apply_does_nothing_more(made: Made) -> None:
    account = made()
    page = account.open(1)
    press(page, "applyChangesButton")
    asked = len(account.cards.log)
    button = page.find("applyChangesButton")
    assert not button.isEnabled()
    assert "уже стоят" in page.find("changesReasonLabel").text()
    button.click()
    page.window.workspace.update(company="x")
    page.find("reloadEmployeesButton").click()
    rest(page)
    assert account.cards.log[asked:] == ["list"]
    assert rows(page) == ["written"]


def test_a_number_typed_later_is_written_beside_what_was_written(made: Made) -> None:
    account = made()
    page = account.open(1)
    press(page, "applyChangesButton")
    type_wire(page, 2)
    rest(page)
    assert rows(page) == ["written", "planned"]
    press(page, "applyChangesButton")
    assert account.cards.writes == [1, 2]
    press(page, "undoChangesButton")
    assert account.cards.cards == {number: OLD[number] for number in (1, 2, 3)}


def test_undo_puts_everything_back_and_says_how_to_go_on(made: Made) -> None:
    account = made()
    page = account.open(1, 2)
    press(page, "applyChangesButton")
    press(page, "undoChangesButton")
    assert account.cards.cards == {number: OLD[number] for number in (1, 2, 3)}
    assert rows(page) == ["undone", "undone"]
    assert page.status("changesStatus") == ("ok", "")
    assert not page.find("applyChangesButton").isEnabled()
    assert "возвращены" in page.find("changesReasonLabel").text()
    assert not page.find("undoChangesButton").isVisible()
    page.find("reloadEmployeesButton").click()
    rest(page)
    assert rows(page) == ["planned", "planned"]
    assert page.find("applyChangesButton").isEnabled()
    assert account.journal() is None, "nobody's phones are kept longer than needed"


def test_the_saved_phones_can_be_removed_after_that(made: Made) -> None:
    account = made()
    page = account.open(1)
    press(page, "applyChangesButton")
    assert account.journal()["cards"][0]["before"] == [list(each) for each in OLD[1]]
    press(page, "forgetPhonesButton")
    assert account.journal() is None
    assert rows(page) == []
    assert "удалены" in page.find("changesStatus").text()
    assert not page.find("undoChangesButton").isVisible()
    assert account.cards.cards[1] == new(1)


def test_what_is_left_out_is_told_with_its_reason(made: Made) -> None:
    account = made(4)
    page = account.open(1)
    type_wire(page, 2, "901")
    type_wire(page, 3, "+3800671112233")
    page.window.workspace.update(wire_proposed=("1",))
    rest(page)
    assert rows(page) == []
    words = page.find("changesLeftOutLabel").text().split("\n")
    assert any("странно" in each and "Олена 3 (+3800671112233)" in each for each in words)
    assert any("не номер телефона" in each and "Олена 2 (901)" in each for each in words)
    assert any("не подтвердите" in each and "Олена 1" in each for each in words)
    assert not page.find("applyChangesButton").isEnabled()
    assert page.find("changesReasonLabel").text()
    page.window.workspace.update(wire_proposed=())
    assert rows(page) == ["planned"]


def test_without_a_token_nothing_can_be_written_and_that_is_said(made: Made) -> None:
    account = made()
    page = account.open(token=False)
    assert not page.find("applyChangesButton").isEnabled()
    assert page.find("applyChangesButton").toolTip(), "the reason is said"
    page.find("applyChangesButton").click()
    assert account.cards.log == []


def test_somebody_elses_card_with_the_number_is_named_beforehand(made: Made) -> None:
    account = made()
    account.cards.cards[2].append((WIRE.format(1), 1))
    page = account.open(1)
    (words,) = rows(page, RESULT, 0)
    assert "Олена 2" in words


def test_a_server_that_appends(made: Made) -> None:
    account = made(mode="append")
    page = account.open(1, 2)
    press(page, "applyChangesButton")
    assert account.cards.writes == [1]
    assert rows(page) == ["written", "planned"]
    assert page.status("changesStatus") == ("error", "phones_doubled")
    text = page.find("changesStatus").text()
    for phone, _ in OLD[1]:
        assert phone in text, "named for deletion by hand"
    assert "phones_doubled" in page.find("employeesStatus").property("codes")
    press(page, "undoChangesButton")
    assert account.cards.writes == [1]
    assert "undo_refused" in codes(page)
    assert rows(page)[0] == "written"
    assert OLD[1][0][0] in page.find("changesStatus").text()


def test_a_server_that_stores_nothing(made: Made) -> None:
    account = made(mode="ignore")
    page = account.open(1)
    press(page, "applyChangesButton")
    assert rows(page) == ["failed"]
    assert page.status("changesStatus") == ("error", "write_unproven")
    assert "write_unproven" in page.find("employeesStatus").property("codes")
    assert not page.find("undoChangesButton").isVisible()


def test_a_token_without_the_scope(made: Made) -> None:
    account = made()
    account.cards.refuse["write"] = (405, 5)
    page = account.open(1, 2)
    press(page, "applyChangesButton")
    assert account.cards.writes == [1]
    assert rows(page) == ["planned", "planned"]
    assert page.status("changesStatus") == ("error", "scope_missing")
    assert "user_update" in page.find("changesStatus").text()
    assert page.step_state("employees") == "problem"  # the cards lack their numbers
    account.cards.refuse.clear()
    press(page, "applyChangesButton")
    assert rows(page) == ["written", "written"]


def test_the_owners_card_fails_alone_and_in_words(made: Made) -> None:
    account = made()
    account.cards.roles[1] = "Admin"
    account.cards.refuse["write 1"] = (403, 6)
    page = account.open(1, 2)
    assert rows(page, NAME, 0) == ["Олена 2", "Олена 1"], "an administrator comes last"
    press(page, "applyChangesButton")
    assert rows(page) == ["written", "failed"]
    assert page.status("changesStatus") == ("error", "no_rights")
    assert "управляющего" in page.find("changesStatus").text()
    assert "Олена 1" in page.find("changesStatus").text()


def test_a_card_that_was_edited_since_the_list_was_read(made: Made) -> None:
    account = made()
    page = account.open(1, 2)
    account.cards.cards[1].append(("+380930000000", 1))
    press(page, "applyChangesButton")
    assert rows(page) == ["changed_meanwhile", "written"]
    assert "card_changed" in codes(page)
    assert account.cards.writes == [2]
    assert rows(page, BEFORE, 0)[0].endswith("+380930000000"), "what would be written now"
    press(page, "applyChangesButton")
    assert account.cards.numbers(1)[-2:] == ["+380930000000", WIRE.format(1)]


def test_the_person_stops_between_two_cards_and_goes_on(made: Made) -> None:
    account = made(5)
    page = account.open(1, 2, 3)
    held, reached = threading.Event(), threading.Event()

    def hold(moment: str) -> None:
        if moment == "write 2":
            reached.set()
            assert held.wait(20)

    account.cards.edit = hold
    page.find("applyChangesButton").click()
    wait(page.qtbot, reached.is_set)
    assert page.find("cancelChangesButton").isVisibleTo(page.window)
    wait(page.qtbot, lambda: rows(page)[0] == "written")
    assert "из 3" in page.find("changesStatus").text()
    page.find("changesTable").parent().writer._waiting(40.0)
    assert "Ждём 40 секунд" in page.find("changesStatus").text()
    page.find("cancelChangesButton").click()
    assert "останавливаемся" in page.find("changesStatus").text()
    held.set()
    rest(page)
    assert account.cards.writes == [1, 2], "the card that was begun is finished"
    assert rows(page) == ["written", "written", "planned"]
    assert page.status("changesStatus")[0] == "idle"
    assert page.window.workspace.state.push_open_at == ""
    press(page, "applyChangesButton")
    assert rows(page) == ["written"] * 3


def test_leaving_the_step_finishes_the_card_and_no_more(made: Made) -> None:
    account = made()
    page = account.open(1, 2)
    held, reached = threading.Event(), threading.Event()

    def hold(moment: str) -> None:
        if moment == "write 1":
            reached.set()
            assert held.wait(20)

    account.cards.edit = hold
    page.find("applyChangesButton").click()
    wait(page.qtbot, reached.is_set)
    assert page.window.go_to("tracking")
    held.set()
    wait(page.qtbot, lambda: not page.window.jobs.running("push"))
    assert account.cards.writes == [1]
    assert page.window.go_to("employees")
    rest(page)
    assert rows(page) == ["written", "planned"]


def test_few_requests_left_are_told_before_the_first_card(made: Made) -> None:
    account = made()
    page = account.open(1)
    page.window.workspace._requests_left = 2
    page.window.workspace._client = None
    button = page.find("applyChangesButton")
    button.click()
    rest(page)
    assert codes(page) == ["requests_few"]
    assert account.cards.writes == []
    press(page, "applyChangesButton")
    assert account.cards.writes == [1]


def test_words_and_looks_follow_the_language_and_hold_no_secret(made: Made) -> None:
    account = made()
    account.cards.refuse["write 2"] = (403, 6)
    page = account.open(1, 2, language="en")
    press(page, "applyChangesButton")
    combo = page.find("languageCombo")
    seen = set()
    for language in ("uk", "ru", "en"):
        combo.setCurrentIndex(combo.findData(language))
        seen.add(page.find("changesStatus").text())
        model = page.find("changesTable").model()
        seen.add(model.headerData(AFTER, Qt.Orientation.Horizontal))
    assert len(seen) == 6
    primaries = [
        each.objectName()
        for each in page.find("changesTable").parent().findChildren(QPushButton)
        if each.property("role") == "primary" and each.isVisibleTo(page.window)
    ]
    assert len(primaries) == 1, "one primary action"


def test_another_account_has_its_own_journal(made: Made) -> None:
    account = made()
    page = account.open(1)
    press(page, "applyChangesButton")
    assert page.window.go_to("account")
    page.find("accountEdit").setText("127.0.0.1:9")
    page.window.go_to("employees")
    assert rows(page) == []
    assert page.window.workspace.state.push_open_at == ""


def test_the_report_tells_what_was_written_also_when_the_phones_are_removed(made: Made) -> None:
    account = made()
    page = account.open(1, 3)
    press(page, "applyChangesButton")
    told = "записаны и проверены 2 номера"
    assert page.window.go_to("summary")
    assert told in page.find("reportView").toPlainText()
    assert page.window.go_to("employees")
    rest(page)
    page.find("forgetPhonesButton").click()
    assert page.window.go_to("summary")
    assert told in page.find("reportView").toPlainText()


def test_of_numbers_that_were_put_back_the_report_claims_nothing(made: Made) -> None:
    account = made()
    page = account.open(1)
    press(page, "applyChangesButton")
    press(page, "undoChangesButton")
    assert page.window.go_to("summary")
    assert "в карточки" not in page.find("reportView").toPlainText()


def test_a_token_that_may_not_write_is_forgotten_with_its_refusal(made: Made) -> None:
    account = made()
    account.cards.refuse["write 1"] = (405, 5)
    page = account.open(1)
    press(page, "applyChangesButton")
    assert codes(page) == ["scope_missing"]
    account.cards.refuse.clear()
    assert page.window.go_to("account")
    page.find("tokenEdit").setText("demo-token-that-may-write")
    assert page.window.go_to("employees")
    rest(page)
    assert codes(page) == []
    press(page, "applyChangesButton")
    assert rows(page) == ["written"]
