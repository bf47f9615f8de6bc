"""The step ``tracking`` as a person and a script meet it: 19 fields in two data tags, or ticks by hand."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Person
from tests.ui.desk import FACTS, NAMES, Desk, error, tag, wait, whole
from wizard.rules.models import DataTag, TagField

USER = int(Qt.ItemDataRole.UserRole)
CHECK = int(Qt.ItemDataRole.CheckStateRole)
TIP = int(Qt.ItemDataRole.ToolTipRole)
NAME, MEANING, CALL, MISSED, NEEDED_CALL, NEEDED_MISSED = range(6)
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def cell(page: Person, row: int, column: int, role: int = 0) -> Any:
    return page.find("trackingTable").model().index(row, column).data(role)


def states(page: Person, column: int) -> list[str]:
    return [cell(page, row, column, USER) for row in range(len(NAMES))]


def ticked(page: Person, row: int, column: int) -> bool:
    return Qt.CheckState(cell(page, row, column, CHECK)) == ON


def put(page: Person, row: int, column: int, on: object) -> bool:
    model = page.find("trackingTable").model()
    return bool(model.setData(model.index(row, column), on, CHECK))


def settled(page: Person) -> None:
    wait(page.qtbot, lambda: page.find("trackingStatus").property("state") != "busy")


def opened(desk: Desk, *tags: DataTag) -> Person:
    desk.account.tags = list(tags)
    page = desk.open("tracking")
    settled(page)
    return page


def choose(page: Person, key: str) -> None:
    combo = page.find("neededSetCombo")
    combo.setCurrentIndex(combo.findData(key))


# What is read


def test_everything_there_is_good(desk: Desk) -> None:
    page = opened(desk, whole("call"), whole("missed"))
    assert page.status("trackingStatus") == ("ok", "")
    assert [cell(page, row, NAME) for row in range(19)] == NAMES
    assert states(page, CALL) == states(page, MISSED) == ["ok"] * 19
    assert all(type(each) is str for each in states(page, CALL))
    assert all(cell(page, row, MEANING) for row in range(19))
    assert not page.find("copyMissingButton").isEnabled()
    assert page.step_state("tracking") == "done"


def test_until_the_person_chooses_all_are_needed_in_both(desk: Desk) -> None:
    page = opened(desk, tag("call"), tag("missed"))
    assert all(ticked(page, row, column) for row in range(19) for column in (4, 5))
    assert states(page, CALL) == states(page, MISSED) == ["missing"] * 19
    assert page.status("trackingStatus") == ("error", "fields_missing")
    assert page.find("neededSetCombo").currentData() == "all"
    assert page.step_state("tracking") == "problem"


def test_every_slip_is_told_beside_its_field(desk: Desk) -> None:
    fields = [(name, 0) for name in NAMES if name not in ("id", "utm_term", "domain", "fullUrl")]
    fields += [("id", 2), ("utm-term", 0), ("domain", 0), ("domain", 0)]
    page = opened(desk, tag("call", fields), whole("missed"))
    found = dict(zip(NAMES, states(page, CALL), strict=True))
    wrong = {name: state for name, state in found.items() if state != "ok"}
    assert wrong == {
        "id": "wrong_type",
        "utm_term": "similar_name",
        "domain": "duplicate",
        "fullUrl": "missing",
    }
    assert set(page.find("trackingStatus").property("codes")) == {"fields_missing", "fields_wrong"}
    row = NAMES.index("utm_term")
    assert "utm-term" in cell(page, row, CALL)
    assert "utm_term" in cell(page, row, CALL, TIP)


def test_a_name_of_the_account_is_no_markup_in_a_tooltip(desk: Desk) -> None:
    page = opened(desk, tag("call", [("i<d", 0), ("utm_term<", 0)]), whole("missed"))
    for row in range(19):
        tip = cell(page, row, CALL, TIP)
        assert "utm_term<" not in tip


def test_the_missed_call_is_optional(desk: Desk) -> None:
    page = opened(desk, whole("call"))
    assert page.status("trackingStatus") == ("warning", "analytics_missing")
    assert page.step_state("tracking") == "done"
    page.click("recheckButton")
    settled(page)
    assert not page.find("copyMissingButton").isEnabled()


def test_without_the_call_everything_is_missing(desk: Desk) -> None:
    page = opened(desk)
    assert page.status("trackingStatus") == ("error", "analytics_missing")
    assert states(page, CALL) == ["missing"] * 19
    page.click("copyMissingButton")
    assert QApplication.clipboard().text().split("\n") == NAMES


def test_standard_fields_are_looked_at_too(desk: Desk) -> None:
    call = whole("call")
    assert call.fields is not None
    cut = DataTag(call.id, call.name, call.group, call.fields[1:])
    page = opened(desk, cut, whole("missed"))
    assert page.status("trackingStatus") == ("error", "standard_missing")
    assert FACTS.analytics["call"].standard[0][0] in page.find("trackingStatus").text()


# What is needed


def test_a_ready_made_set_needs_less(desk: Desk) -> None:
    needed = FACTS.needed_sets["minimum"]
    page = opened(desk, tag("call", [(name, 0) for name in needed]), tag("missed"))
    choose(page, "minimum")
    assert [ticked(page, row, NEEDED_CALL) for row in range(19)] == [n in needed for n in NAMES]
    assert set(states(page, CALL)) == {"ok", "not_needed"}
    assert page.find("trackingStatus").property("code") == "fields_missing", "in the other one"
    for row in range(19):
        put(page, row, NEEDED_MISSED, OFF)
    assert page.status("trackingStatus") == ("ok", "")
    assert page.find("neededSetCombo").currentData() == ""


def test_the_choice_outlives_the_run_and_belongs_to_the_account(desk: Desk) -> None:
    page = opened(desk, whole("call"), whole("missed"))
    choose(page, "geography")
    put(page, 0, NEEDED_CALL, ON)
    page.window.close()
    again = desk.open("tracking")
    settled(again)
    needed = {"id", *FACTS.needed_sets["geography"]}
    assert {n for row, n in enumerate(NAMES) if ticked(again, row, NEEDED_CALL)} == needed
    assert again.find("neededSetCombo").currentData() == ""


@pytest.mark.parametrize("value", [ON, ON.value, True])
def test_a_tick_may_be_set_in_each_way_that_qt_has(desk: Desk, value: object) -> None:
    page = opened(desk, whole("call"))
    assert put(page, 3, NEEDED_CALL, OFF)
    assert not ticked(page, 3, NEEDED_CALL)
    assert put(page, 3, NEEDED_CALL, value)
    assert ticked(page, 3, NEEDED_CALL)


# Copying


def test_what_is_missing_anywhere_is_copied_once_in_order(desk: Desk) -> None:
    fields = [(name, 0) for name in NAMES]
    page = opened(desk, tag("call", fields[:-2]), tag("missed", fields[1:]))
    page.click("copyMissingButton")
    assert QApplication.clipboard().text().split("\n") == [NAMES[0], *NAMES[-2:]]
    # One editor after the other: a person adds fields to one data tag at a time.
    copied = []
    for _ in range(4):
        page.click("copyNextButton")
        copied.append(QApplication.clipboard().text())
    assert copied == [*NAMES[-2:], NAMES[0], NAMES[-2]]
    view = page.find("trackingTable")
    view.setCurrentIndex(view.model().index(4, CALL))
    QTest.keySequence(view, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QApplication.clipboard().text() == NAMES[4]


# Checking again


def test_what_was_read_a_moment_ago_proves_presence_never_absence(desk: Desk) -> None:
    desk.account.tags = [whole("call"), whole("missed")]
    page = desk.open()
    page.click("checkAccountButton")
    page.wait_for("accountStatus", "ok")
    desk.account.asked.clear()
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "ok")
    assert desk.account.asked == [], "nothing is read twice"
    page.click("recheckButton")
    settled(page)
    assert desk.account.asked == ["tags after 0"], "who asks again is not told what was seen before"
    desk.account.tags = [tag("call"), whole("missed")]
    page.click("recheckButton")
    page.wait_for("trackingStatus", "error", "fields_missing")
    desk.account.asked.clear()
    page.window.go_to("keys")
    page.window.go_to("tracking")
    settled(page)
    assert desk.account.asked == ["tags after 0"], "the fields may have been added meanwhile"


def test_the_rest_of_a_long_list_is_read_once(desk: Desk) -> None:
    desk.account.tags = [DataTag(100 + n, f"Тест {n}", "", ()) for n in range(150)]
    desk.account.tags += [whole("call"), whole("missed")]
    page = desk.open()
    page.click("checkAccountButton")
    page.wait_for("accountStatus", "ok")
    desk.account.asked.clear()
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "ok")
    assert desk.account.asked == ["tags after 100"]


def test_what_is_used_again_is_told_with_the_time_it_was_read(desk: Desk) -> None:
    from datetime import datetime, timedelta, timezone

    desk.account.tags = [whole("call"), whole("missed")]
    page = desk.open()
    early = datetime(2026, 3, 2, 10, 0, tzinfo=timezone.utc)
    page.window.clock = lambda: early
    page.click("checkAccountButton")
    page.wait_for("accountStatus", "ok")
    page.window.clock = lambda: early + timedelta(minutes=40)
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "ok")
    assert page.window.workspace.state.tracking_verdict.at.startswith("2026-03-02T10:00")


@pytest.mark.parametrize("key", ["offline", "api_not_in_plan", "scope_missing", "timeout"])
def test_an_account_that_cannot_be_read_leaves_ticks_by_hand(desk: Desk, key: str) -> None:
    desk.account.refuse["tags"] = error(key, what="datatag", code="21", host="acme", words="")
    page = desk.open("tracking")
    page.wait_for("trackingStatus", "error", key)
    assert "{" not in page.find("trackingStatus").text()
    assert set(states(page, CALL)) == {"not_checked"}
    assert page.step_state("tracking") == "problem"
    for row in range(19):
        assert put(page, row, CALL, ON)
    assert states(page, CALL) == ["ticked"] * 19
    assert page.step_state("tracking") == "done"


def test_leaving_cancels(desk: Desk) -> None:
    desk.account.hold = True
    page = desk.open("tracking")
    assert page.status("trackingStatus")[0] == "busy"
    assert not page.find("nextButton").isEnabled()
    assert page.window.go_to("letter")
    assert page.status("trackingStatus") == ("idle", "")


# By hand


def test_a_check_under_way_is_told_in_the_language_of_now(desk: Desk) -> None:
    desk.account.hold = True
    page = desk.open("tracking")
    combo = page.find("languageCombo")
    combo.setCurrentIndex(combo.findData("uk"))
    assert page.status("trackingStatus") == ("busy", "")
    assert page.find("trackingStatus").text() == page.window.workspace.text("tracking.checking")
    assert page.window.go_to("account")


def test_without_a_token_the_person_ticks(desk: Desk) -> None:
    page = desk.open("tracking", token=False)
    assert desk.account.asked == []
    assert page.status("trackingStatus") == ("idle", "")
    assert not page.find("recheckButton").isEnabled()
    assert page.find("recheckButton").toolTip()
    assert set(states(page, CALL)) == {"not_checked"}
    for row in range(19):
        put(page, row, CALL, ON)
    assert page.step_state("tracking") == "done"
    page.find("copyMissingButton").click()
    assert QApplication.clipboard().text().split("\n") == NAMES, "of the other data tag"
    put(page, 4, CALL, OFF)
    assert states(page, CALL)[4] == "not_checked"
    assert page.step_state("tracking") == "open"


def test_needing_more_than_was_ticked_opens_the_step_again(desk: Desk) -> None:
    page = desk.open("tracking", token=False)
    choose(page, "minimum")
    for row, name in enumerate(NAMES):
        if name in FACTS.needed_sets["minimum"]:
            put(page, row, CALL, ON)
    assert page.step_state("tracking") == "done"
    choose(page, "all")
    assert page.step_state("tracking") == "open"


def test_ticks_outlive_the_run(desk: Desk) -> None:
    page = desk.open("tracking", token=False)
    put(page, 2, CALL, ON)
    put(page, 3, MISSED, ON)
    page.window.close()
    again = desk.open("tracking", token=False)
    assert ticked(again, 2, CALL)
    assert ticked(again, 3, MISSED)
    assert not ticked(again, 3, CALL)


def test_what_the_account_says_is_not_ticked_away(desk: Desk) -> None:
    page = opened(desk, tag("call"), tag("missed"))
    assert not put(page, 0, CALL, ON)
    assert states(page, CALL)[0] == "missing"
    assert cell(page, 0, CALL, CHECK) is None


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_no_language_has_a_hole(desk: Desk, language: str) -> None:
    desk.account.tags = [
        tag("call", [("id", 2), ("utm-term", 0), ("domain", 0), ("domain", 0)]),
        whole("missed"),
    ]
    page = desk.open("tracking", language=language)
    settled(page)
    model = page.find("trackingTable").model()
    for row in range(19):
        for column in range(6):
            for role in (0, TIP):
                assert "{" not in str(cell(page, row, column, role))
    for column in range(6):
        assert model.headerData(column, Qt.Orientation.Horizontal)
    assert "255" in page.window.workspace.text("tracking.notes", limit=255)


def test_a_field_of_the_account_beyond_the_19_is_nobodys_business(desk: Desk) -> None:
    call = whole("call")
    assert call.fields is not None
    more = DataTag(call.id, call.name, call.group, (*call.fields, TagField(99, "Заметка", 3)))
    page = opened(desk, more, whole("missed"))
    assert page.status("trackingStatus") == ("ok", "")


def test_standard_fields_that_are_wrong_are_no_failed_check(desk: Desk) -> None:
    call = whole("call")
    assert call.fields is not None
    page = opened(desk, DataTag(call.id, call.name, call.group, call.fields[1:]), whole("missed"))
    assert page.step_state("tracking") == "problem"
    rail = page.find("stepList").model()
    spoken = [str(rail.index(row, 0).data(11)) for row in range(rail.rowCount())]
    assert any("стандартные поля" in each for each in spoken)


def test_there_is_a_reason_why_nothing_can_be_watched(desk: Desk) -> None:
    page = opened(desk)
    assert not page.find("watchFieldsButton").isEnabled()
    assert "не видно" in page.find("watchFieldsButton").toolTip()
