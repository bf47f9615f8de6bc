"""Fields are added in the browser and turn green by themselves: the demo account over real HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.doors.http_kit import clean_environment
from tests.e2e.person import Browser, Person
from tests.ui.accounts_kit import Windows
from tests.ui.desk import NAMES, Desk, error, tag, wait, whole
from wizard.demo import DemoAccount
from wizard.doors.pace import Pace
from wizard.flow import watch

__all__ = ["clean_environment"]

USER = int(Qt.ItemDataRole.UserRole)
CALL, MISSED = "Звонок", "Пропущенный звонок"
STRINGS = [(name, 0) for name in NAMES]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[DemoAccount]:
    """Seconds instead of minutes; the account is kept so that a test can look into it."""
    made: list[DemoAccount] = []

    def make(folder: Path | None = None) -> DemoAccount:
        made.append(DemoAccount(folder, gap=0.0))
        return made[-1]

    monkeypatch.setattr("wizard.demo.server.DemoAccount", make)
    monkeypatch.setattr("wizard.doors.pace.Pace", lambda: Pace(0.0))
    monkeypatch.setattr(watch, "GAP", 0.05)
    return made


class Watched:
    """A window on the demo account with Binotel activated and no fields added yet."""

    def __init__(self, page: Person, account: DemoAccount) -> None:
        self.page = page
        self.browser = Browser(dict(account.addresses))
        self.browser.activate_binotel()
        page.find("tokenEdit").setText(account.addresses["token"])
        assert page.window.go_to("tracking")
        page.wait_for("trackingStatus", "error", "fields_missing")

    def start(self) -> None:
        self.page.click("watchFieldsButton")
        assert self.page.status("trackingStatus") == ("busy", "fields_missing")

    def states(self, column: int = 2) -> list[str]:
        model = self.page.find("trackingTable").model()
        return [str(model.index(row, column).data(USER)) for row in range(19)]

    def until(self, name: str, state: str, column: int = 2) -> None:
        row = NAMES.index(name)
        wait(self.page.qtbot, lambda: self.states(column)[row] == state)

    def said(self) -> str:
        return str(self.page.find("copiedStatus").text())


@pytest.fixture
def watched(windows: Windows, quick: list[DemoAccount]) -> Watched:
    page = windows("--demo", language="ru")
    return Watched(page, quick[0])


def clipboard() -> str:
    return QApplication.clipboard().text()


def test_rows_turn_green_while_the_person_works_in_the_browser(watched: Watched) -> None:
    page = watched.page
    watched.start()
    assert (
        "10:00" in page.find("watchLeftLabel").text() or "9:" in page.find("watchLeftLabel").text()
    )
    assert page.find("nextButton").isEnabled(), "watching keeps nobody from going on"
    assert not page.find("recheckButton").isEnabled()
    assert page.find("recheckButton").toolTip()
    watched.browser.add_fields(CALL, [*STRINGS[:3], ("utm_Term", 0)])
    watched.until(NAMES[2], "ok")
    assert watched.states()[:3] == ["ok"] * 3
    assert watched.states()[NAMES.index("utm_term")] == "similar_name"
    assert set(watched.states(3)) == {"missing"}
    assert NAMES[2] in watched.said()
    editor = page.find("callEditorView").model()
    shown = {
        editor.index(row, 0).data(): editor.index(row, 0).data(USER)
        for row in range(editor.rowCount())
    }
    assert shown[NAMES[0]] == "ok"
    watched.browser.add_fields(CALL, STRINGS)
    watched.until(NAMES[-1], "ok")
    watched.browser.add_fields(MISSED, STRINGS)
    page.wait_for("trackingStatus", "ok", "")
    wait(page.qtbot, lambda: not page.find("watchLeftLabel").isVisible())
    assert page.step_state("tracking") == "done"
    assert "закончено" in watched.said()
    assert not page.find("watchFieldsButton").isEnabled()


def test_the_next_name_is_copied_only_where_the_person_asked_for_it(watched: Watched) -> None:
    page = watched.page
    watched.start()
    page.click("copyNextButton")
    assert clipboard() == NAMES[0]
    watched.browser.add_fields(CALL, STRINGS[:1])
    watched.until(NAMES[0], "ok")
    assert clipboard() == NAMES[0], "nobody asked for the next one"
    assert NAMES[1] in page.find("copyNextButton").text()
    page.find("autoCopyCheck").setChecked(True)
    page.click("copyNextButton")
    assert clipboard() == NAMES[1]
    watched.browser.add_fields(CALL, STRINGS[:2])
    watched.until(NAMES[1], "ok")
    wait(page.qtbot, lambda: clipboard() == NAMES[2])
    assert NAMES[2] in watched.said()
    watched.browser.add_fields(CALL, STRINGS[:3])
    wait(page.qtbot, lambda: clipboard() == NAMES[3])


def test_before_the_first_paste_the_clipboard_is_the_persons(watched: Watched) -> None:
    QApplication.clipboard().setText("something of the person's own")
    watched.page.find("autoCopyCheck").setChecked(True)
    watched.start()
    watched.browser.add_fields(CALL, STRINGS[:1])
    watched.until(NAMES[0], "ok")
    assert clipboard() == "something of the person's own"
    assert "F8" in watched.said()


def test_what_the_person_copied_otherwise_is_left_alone(watched: Watched) -> None:
    page = watched.page
    page.find("autoCopyCheck").setChecked(True)
    watched.start()
    page.click("copyNextButton")
    QApplication.clipboard().setText("something of the person's own")
    watched.browser.add_fields(CALL, STRINGS[:1])
    watched.until(NAMES[0], "ok")
    assert clipboard() == "something of the person's own"
    assert "F8" in watched.said()
    assert NAMES[1] in page.find("copyNextButton").text()


def test_a_name_pasted_twice_is_not_found(watched: Watched) -> None:
    page = watched.page
    watched.start()
    page.click("copyNextButton")
    watched.browser.add_fields(CALL, [STRINGS[0], STRINGS[0]])
    watched.until(NAMES[0], "duplicate")
    assert "Найдено" not in watched.said()
    watched.browser.add_fields(CALL, [(NAMES[0], 0), (NAMES[1], 2)])
    watched.until(NAMES[1], "wrong_type")
    assert NAMES[1] not in watched.said()


def test_needing_less_meanwhile_ends_the_watch(watched: Watched) -> None:
    page = watched.page
    watched.browser.add_fields(CALL, [("disposition", 0), ("generalCallID", 0)])
    page.click("recheckButton")
    page.wait_for("trackingStatus", "error", "fields_missing")
    watched.start()
    page.find("missedNeededCheck").setChecked(False)
    combo = page.find("neededSetCombo")
    combo.setCurrentIndex(combo.findData("minimum"))
    page.wait_for("trackingStatus", "ok", "")
    assert not page.find("watchLeftLabel").isVisible()


def test_it_stops_when_the_step_is_left(watched: Watched) -> None:
    page = watched.page
    watched.start()
    page.next()
    assert page.window.current_step == "testCall"
    assert not page.window.jobs.running("trackingWatch")
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "error", "fields_missing")


def test_the_person_stops_it(watched: Watched) -> None:
    page = watched.page
    watched.start()
    page.click("watchFieldsButton")
    assert page.status("trackingStatus") == ("error", "fields_missing")
    assert not page.window.jobs.running("trackingWatch")
    assert not page.find("watchLeftLabel").isVisible()
    assert page.find("recheckButton").isEnabled()
    assert "остановлено" in watched.said()


# An account of the test's own making


def settled(page: Person) -> None:
    wait(page.qtbot, lambda: page.status("trackingStatus")[0] != "busy")


@pytest.fixture
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "GAP", 0.05)
    monkeypatch.setattr(watch, "LENGTH", 0.4)


def test_ten_minutes_end_it(desk: Desk, swift: None) -> None:
    desk.account.tags = [tag("call"), whole("missed")]
    page = desk.open("tracking")
    settled(page)
    desk.account.asked.clear()
    page.click("watchFieldsButton")
    page.wait_for("trackingStatus", "error", "fields_missing")
    assert set(desk.account.asked) == {"tag 1"}, "only where something is left to do"
    assert "Десять минут" in page.find("copiedStatus").text()
    assert page.find("watchFieldsButton").isEnabled()


def test_what_stops_it_is_told_and_what_was_seen_stays(desk: Desk, swift: None) -> None:
    desk.account.tags = [tag("call"), whole("missed")]
    page = desk.open("tracking")
    settled(page)
    desk.account.refuse["tag"] = error("no_rights", what="datatag")
    page.click("watchFieldsButton")
    page.wait_for("trackingStatus", "error", "no_rights")
    assert "{" not in page.find("trackingStatus").text()
    assert page.window.workspace.state.tracking_open == 19
    model = page.find("trackingTable").model()
    assert model.index(0, 2).data(USER) == "missing"


def test_a_moment_without_a_connection_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "GAP", 0.05)
    monkeypatch.setattr(watch, "FAILURES", 10_000)
    monkeypatch.setattr("wizard.flow.watch_fields.FAILURES", 10_000)
    desk.account.tags = [tag("call"), whole("missed")]
    page = desk.open("tracking")
    settled(page)
    desk.account.refuse["tag"] = error("offline")
    page.click("watchFieldsButton")
    wait(page.qtbot, lambda: "Пробуем дальше" in page.find("trackingStatus").text())
    desk.account.refuse.clear()
    desk.account.tags = [whole("call"), whole("missed")]
    page.wait_for("trackingStatus", "ok", "")


def test_too_few_requests_for_today_are_told_first(desk: Desk) -> None:
    desk.account.tags = [tag("call"), whole("missed")]
    desk.account.remaining = 100
    page = desk.open("tracking")
    settled(page)
    page.click("watchFieldsButton")
    assert page.status("trackingStatus") == ("warning", "requests_few")
    assert "120" in page.find("trackingStatus").text()
    assert not page.window.jobs.running("trackingWatch")
    page.click("watchFieldsButton")
    assert page.status("trackingStatus")[0] == "busy"


def test_a_standard_field_that_is_wrong_is_watched_too(
    desk: Desk, swift: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(watch, "LENGTH", 20.0)
    call = whole("call")
    assert call.fields is not None
    desk.account.tags = [type(call)(1, call.name, call.group, call.fields[1:]), whole("missed")]
    page = desk.open("tracking")
    settled(page)
    assert page.status("trackingStatus") == ("error", "standard_missing")
    page.click("watchFieldsButton")
    desk.account.tags = [whole("call"), whole("missed")]
    page.wait_for("trackingStatus", "ok", "")


def test_without_a_token_there_is_a_reason_why_it_is_grey(desk: Desk) -> None:
    page = desk.open("tracking", token=False)
    button = page.find("watchFieldsButton")
    assert not button.isEnabled()
    assert "токен" in button.toolTip()
    assert not page.find("autoCopyCheck").isVisible()


def test_with_nothing_to_look_for_too(desk: Desk) -> None:
    desk.account.tags = [whole("call"), whole("missed")]
    page = desk.open("tracking")
    page.wait_for("trackingStatus", "ok")
    button = page.find("watchFieldsButton")
    assert not button.isEnabled()
    assert "уже на месте" in button.toolTip()


def test_each_data_tag_has_its_own_time_of_checking(
    desk: Desk, swift: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(watch, "LENGTH", 20.0)
    morning = datetime(2026, 3, 2, 10, 5, tzinfo=timezone.utc)
    desk.account.tags = [tag("call"), whole("missed")]
    page = desk.open()
    page.window.clock = lambda: morning
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "error", "fields_missing")
    page.window.clock = lambda: morning + timedelta(minutes=7)
    page.click("watchFieldsButton")
    desk.account.tags = [whole("call"), whole("missed")]
    page.wait_for("trackingStatus", "ok", "")
    state = page.window.workspace.state
    assert state.tracking_verdict.at.startswith("2026-03-02T10:12")
    page.window.ask_path = lambda kind, suggested: tmp_path / "list.md"
    page.click("exportChecklistButton")
    text = (tmp_path / "list.md").read_text("utf-8")
    assert text.index("Проверено в 10:12") < text.index("Проверено в 10:05"), "«Звонок» comes first"
    young = page.window.workspace.young_tags()
    assert young is not None
    assert young.tags[0] == whole("call"), "the next step need not ask again"
    assert page.window.workspace.tags_read_at.startswith("2026-03-02T10:05"), "nor is told more"
