"""What is needed in each data tag, whether the missed calls are wanted at all, and which data tag is meant."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Person
from tests.ui.desk import FACTS, NAMES, Desk, tag, wait, whole
from tests.ui.test_tracking_page import (
    CALL,
    MISSED,
    NEEDED_CALL,
    NEEDED_MISSED,
    OFF,
    ON,
    choose,
    opened,
    put,
    settled,
    states,
    ticked,
)
from wizard.flow import watch
from wizard.rules.models import DataTag, TagField

SETS = FACTS.needed_sets

# Said of any popup on the platform without a screen.
popup = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def needed(page: Person, column: int) -> set[str]:
    return {name for row, name in enumerate(NAMES) if ticked(page, row, column)}


def choose_missed(page: Person, key: str) -> None:
    combo = page.find("missedSetCombo")
    combo.setCurrentIndex(combo.findData(key))


def foreign(which: str, number: int, name: str, extra: tuple[str, ...] = ()) -> DataTag:
    """A data tag of an account in another language."""
    kinds = [kind for _, kind in FACTS.analytics[which].standard]
    rows = [(f"Field {at}", kind) for at, kind in enumerate(kinds)] + [(each, 0) for each in extra]
    fields = tuple(TagField(number * 100 + at, *row) for at, row in enumerate(rows))
    return DataTag(number, name, "Telephony", fields)


def pick(page: Person, which: str, number: int) -> None:
    combo = page.find(f"{which}TagCombo")
    at = combo.findData(number)
    assert at >= 0, [combo.itemText(row) for row in range(combo.count())]
    combo.setCurrentIndex(at)


# Sets


@pytest.mark.parametrize("call", SETS)
@pytest.mark.parametrize("missed", SETS)
def test_each_data_tag_may_have_a_set_of_its_own(desk: Desk, call: str, missed: str) -> None:
    page = desk.open("tracking", token=False)
    choose(page, call)
    choose_missed(page, missed)
    assert needed(page, NEEDED_CALL) == set(SETS[call])
    assert needed(page, NEEDED_MISSED) == set(SETS[missed])
    same = call == missed
    assert page.find("neededSetCombo").currentData() == (call if same else "")
    assert page.find("missedSetCombo").currentData() == ("same" if same else missed)
    choose_missed(page, "same")
    assert needed(page, NEEDED_MISSED) == set(SETS[call])


def test_a_choice_of_ones_own_is_told_as_that(desk: Desk) -> None:
    page = desk.open("tracking", token=False)
    put(page, 0, NEEDED_MISSED, OFF)
    assert page.find("missedSetCombo").currentData() == ""
    choose_missed(page, "")
    assert needed(page, NEEDED_MISSED) == set(NAMES[1:]), "own choice changes nothing"


# The missed calls as a whole


def test_the_missed_calls_can_be_done_without(desk: Desk) -> None:
    page = opened(desk, whole("call"), tag("missed", [("id", 2)]))
    assert page.status("trackingStatus")[0] == "error"
    page.find("missedNeededCheck").setChecked(False)
    assert page.status("trackingStatus") == ("ok", "")
    assert page.step_state("tracking") == "done"
    assert page.find("missedSummaryLabel").text() == "не нужна"
    assert not page.find("missedSetCombo").isVisible()
    assert not page.find("copyNextButton").isEnabled()
    assert not page.find("copyMissingButton").isEnabled()
    assert set(states(page, MISSED)) == {"wrong_type", "not_needed"}
    assert needed(page, NEEDED_MISSED) == set()
    assert page.find("neededSetCombo").currentData() == "all"
    page.window.close()
    again = desk.open("tracking")
    again.wait_for("trackingStatus", "ok")
    again.find("missedNeededCheck").setChecked(True)
    assert needed(again, NEEDED_MISSED) == set(NAMES), "what was chosen before is there again"
    assert again.status("trackingStatus")[0] == "error"


def test_done_without_it_may_be_missing_altogether(desk: Desk) -> None:
    page = opened(desk, whole("call"))
    assert page.status("trackingStatus") == ("warning", "analytics_missing")
    page.find("missedNeededCheck").setChecked(False)
    assert page.status("trackingStatus") == ("ok", "")
    choose(page, "minimum")
    assert needed(page, NEEDED_CALL) == set(SETS["minimum"])
    assert needed(page, NEEDED_MISSED) == set(), "a set brings back nothing that was not wanted"


def test_whoever_ticks_a_field_there_wants_it_again(desk: Desk) -> None:
    page = opened(desk, whole("call"), tag("missed"))
    page.find("missedNeededCheck").setChecked(False)
    put(page, 3, NEEDED_MISSED, ON)
    assert page.find("missedNeededCheck").isChecked()
    assert needed(page, NEEDED_MISSED) == {NAMES[3]}
    assert page.status("trackingStatus") == ("error", "fields_missing")


def test_a_call_that_was_missed_needs_nothing_then(desk: Desk) -> None:
    page = opened(desk, whole("call"), tag("missed"))
    page.find("missedNeededCheck").setChecked(False)
    assert page.window.workspace.state.missed_off
    assert page.window.workspace.state.needed_missed is None


# Which data tag


def test_in_another_language_the_person_picks_and_that_is_remembered(desk: Desk) -> None:
    call, missed = foreign("call", 71, "Call", tuple(NAMES)), foreign("missed", 72, "Missed call")
    page = opened(desk, call, missed, DataTag(73, "Sales", "Other", ()))
    assert page.status("trackingStatus") == ("error", "analytics_missing")
    assert page.find("callTagCombo").isVisible()
    pick(page, "call", 71)
    assert set(states(page, CALL)) == {"ok"}
    assert page.find("trackingStatus").property("code") == "analytics_missing", "the other one"
    assert page.find("missedTagCombo").findData(71) < 0, "one data tag is not both"
    pick(page, "missed", 72)
    assert page.status("trackingStatus") == ("error", "fields_missing")
    page.window.close()
    again = desk.open("tracking")
    again.wait_for("trackingStatus", "error", "fields_missing")
    assert set(states(again, CALL)) == {"ok"}
    assert again.find("callTagCombo").currentData() == 71
    assert again.find("callTagCombo").currentText() == "Call (Telephony)"
    again.window.go_to("activate")
    wait(again.qtbot, lambda: again.find("activateStatus").property("state") != "busy")
    assert again.status("activateStatus") == ("ok", ""), "every step goes by the choice"
    again.window.go_to("tracking")
    settled(again)
    pick(again, "call", 0)
    assert set(states(again, CALL)) == {"missing"}


def test_another_one_of_the_same_name_can_be_picked(desk: Desk) -> None:
    twin = DataTag(9, "Звонок", "Продажи", whole("call").fields)
    page = opened(desk, tag("call"), twin, whole("missed"))
    assert set(states(page, CALL)) == {"missing"}
    assert not page.find("callTagCombo").isVisible()
    page.click("callPickButton")
    assert page.find("callTagCombo").isVisible()
    pick(page, "call", 9)
    assert set(states(page, CALL)) == {"ok"}
    assert page.find("callTagCombo").isVisible(), "what was picked stays in view"


def test_what_is_picked_while_watching_is_what_is_watched(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "GAP", 0.05)
    page = opened(desk, tag("call"), foreign("call", 71, "Call"), whole("missed"))
    page.click("watchFieldsButton")
    pick(page, "call", 71)
    desk.account.asked.clear()
    wait(page.qtbot, lambda: len(desk.account.asked) > 2)
    assert desk.account.asked[-1] == "tag 71"
    desk.account.tags[1] = foreign("call", 71, "Call", tuple(NAMES))
    page.wait_for("trackingStatus", "ok", "")


def test_a_picked_one_that_is_gone_counts_for_none(desk: Desk) -> None:
    page = opened(desk, whole("call"), foreign("call", 71, "Call"), whole("missed"))
    pick(page, "call", 71)
    assert set(states(page, CALL)) == {"missing"}
    desk.account.tags = [whole("call"), whole("missed")]
    page.click("recheckButton")
    settled(page)
    assert set(states(page, CALL)) == {"ok"}


@popup
def test_among_500_typing_finds_it(desk: Desk) -> None:
    others = [DataTag(1000 + at, f"Аналитика {at}", "Прочее", ()) for at in range(500)]
    page = opened(
        desk, *others, foreign("call", 71, "Anruf (Telefon)", tuple(NAMES)), whole("missed")
    )
    combo = page.find("callTagCombo")
    assert combo.count() == 502, "all but the other editor's, and the choice by name"
    combo.setFocus()
    combo.lineEdit().selectAll()
    page.qtbot.keyClicks(combo.lineEdit(), "telef")
    found = combo.completer().completionModel()
    assert [found.index(row, 0).data() for row in range(found.rowCount())] == [
        "Anruf (Telefon) (Telephony)"
    ]
    popup = combo.completer().popup()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert combo.currentData() == 71
    assert set(states(page, CALL)) == {"ok"}
    assert page.window.current_step == "tracking"


@popup
def test_what_is_not_in_the_list_is_taken_back(desk: Desk) -> None:
    page = opened(desk, foreign("call", 71, "Call"), whole("missed"))
    combo = page.find("callTagCombo")
    before = combo.currentText()
    combo.setFocus()
    combo.lineEdit().selectAll()
    page.qtbot.keyClicks(combo.lineEdit(), "no such thing")
    QTest.keyClick(combo.lineEdit(), Qt.Key.Key_Return)
    assert page.window.current_step == "tracking", "Enter ends typing, not the step"
    page.find("trackingTable").setFocus()
    assert combo.currentText() == before
    assert combo.currentData() == 0


def test_fields_that_the_list_did_not_tell_are_read_at_once(desk: Desk) -> None:
    bare = DataTag(71, "Call", "Telephony", None)
    page = opened(desk, bare, whole("missed"))
    desk.account.asked.clear()
    desk.account.tags[0] = foreign("call", 71, "Call", tuple(NAMES))
    page.find("callTagCombo").setCurrentIndex(page.find("callTagCombo").findData(71))
    settled(page)
    assert set(states(page, CALL)) == {"ok"}
    assert desk.account.asked in (["tag 71"], ["tags after 0"])


def test_names_to_pick_from_hide_nothing(desk: Desk) -> None:
    page = opened(desk, DataTag(71, "Call\n\u202e<b>", "", ()), whole("missed"))
    combo: Any = page.find("callTagCombo")
    assert combo.itemText(combo.findData(71)) == "Call␣␣<b>"


def test_another_account_has_choices_of_its_own(desk: Desk) -> None:
    page = opened(desk, foreign("call", 71, "Call"), whole("missed"))
    pick(page, "call", 71)
    page.window.go_to("account")
    page.find("accountEdit").setText("http://127.0.0.1:19")
    page.window.go_to("tracking")
    assert page.window.workspace.state.chosen_tags == {}
    assert page.find("callTagCombo").count() == 1, "nothing was read of that one"
    QApplication.clipboard().clear()
