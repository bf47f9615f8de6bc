"""The step ``testCall`` against the demo account: what came field by field, and every cause of nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl

from tests.doors.http_kit import clean_environment
from tests.ui.accounts_kit import Windows, codes
from tests.ui.call_kit import FACTS, NAMES, Called
from wizard.demo import DemoAccount, telephony
from wizard.doors.pace import Pace
from wizard.flow import watch

__all__ = ["clean_environment"]

LANGUAGES = ("ru", "uk", "en")


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
    monkeypatch.setattr(watch, "LENGTH", 20.0)
    return made


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch, quick: list[DemoAccount]) -> None:
    """For tests in which nothing comes."""
    monkeypatch.setattr(watch, "LENGTH", 0.6)


@pytest.fixture
def called(windows: Windows, quick: list[DemoAccount]) -> Called:
    person = windows("--demo")
    return Called(person, quick[0])


# Seen


def test_a_call_is_told_field_by_field(called: Called) -> None:
    called.everything()
    called.watch()
    assert not called.person.find("nextButton").isEnabled()
    called.ring("site")
    called.until("ok", "call_seen")
    shown = called.shown()
    for each in FACTS.tracking_fields:
        if each.level != "call":
            assert each.example in shown, each.name
    for told in ("0500000199", "0440000200", "Наталія Ткаченко", "Входящий", "38"):
        assert told in shown
    assert called.person.step_state("testCall") == "done"
    state = called.workspace.state
    assert (state.call_which, state.call_filled, state.call_needed) == ("call", 19, 19)
    assert called.person.find("nextButton").isEnabled()


def test_a_call_from_elsewhere_has_empty_fields_and_says_why(called: Called) -> None:
    called.everything()
    called.watch()
    called.ring("call")
    called.until("warning", "fields_empty")
    assert codes(called.person, "testCallStatus") == ["fields_empty", "call_seen"]
    shown = called.shown()
    assert shown.count("did not come from a tracked number") == 17
    assert shown.count("no Call Tracking") == 17
    assert "ANSWER" in shown
    assert called.workspace.state.call_filled == 2
    assert called.person.step_state("testCall") == "done", "the set-up works all the same"


def test_a_missing_and_a_misspelt_field_are_named(called: Called) -> None:
    called.everything()
    rows = [(name, 0) for name in NAMES if name not in ("fullUrl", "utm_source")]
    called.browser.add_fields("Звонок", [*rows, ("UTM_Source", 0)])
    with called.account.state.change() as model:
        tag = model.telephony("call")
        assert tag is not None
        tag.fields = [row for row in tag.fields if row.name not in ("fullUrl", "utm_source")]
    called.watch()
    called.ring("site")
    called.until("warning", "fields_empty")
    assert "“UTM_Source”" in called.shown()
    assert "had no such field" in called.shown()


def test_a_missed_call_proves_too(called: Called) -> None:
    called.everything()
    called.remember(needed_missed=("disposition",))
    called.watch()
    called.ring("missed")
    called.until("ok", "call_seen")
    assert "NOANSWER" in called.shown()
    assert called.workspace.state.call_which == "missed"


def several(called: Called, count: int) -> None:
    """Calls that come at one and the same moment."""
    now = datetime.now().astimezone().replace(tzinfo=None)
    with called.account.state.change() as model:
        for _ in range(count):
            assert telephony.ring(model, "site", FACTS, called.origin, now) == "call_made"


def test_of_several_calls_the_person_chooses(called: Called) -> None:
    called.everything()
    called.watch()
    several(called, 3)
    called.until("ok", "call_seen")
    assert called.person.find("callsList").count() == 3
    assert called.person.step_state("testCall") == "open", "nobody has said yet whose it was"
    called.person.find("callsList").setCurrentRow(1)
    assert called.person.step_state("testCall") == "done"
    assert "google" in called.shown()


def test_somebody_elses_call_is_passed_over(called: Called) -> None:
    called.everything()
    called.watch()
    called.ring("call")
    called.until("warning", "fields_empty")
    called.person.click("notMyCallButton")
    assert called.person.status("testCallStatus")[0] == "busy"
    assert called.person.step_state("testCall") == "open"
    called.ring("site")
    called.until("ok", "call_seen")
    assert called.workspace.state.call_filled == 19


def test_an_older_call_that_comes_late_is_told_as_late(called: Called) -> None:
    called.everything()
    called.watch()
    hours_ago = datetime.now().astimezone().replace(tzinfo=None) - timedelta(hours=2)
    sent = called.person.find("testCallStatus")
    called.person.qtbot.waitUntil(lambda: "3 requests" in sent.text(), timeout=20_000)
    with called.account.state.change() as model:
        assert telephony.ring(model, "site", FACTS, called.origin, hours_ago) == "call_made"
    called.until("ok", "call_seen")
    assert "earlier than the moment you began" in called.shown()


def test_foreign_names_are_text(called: Called) -> None:
    called.everything()
    with called.account.state.change() as model:
        model.people[4].name = "<b>Наталія</b>"
    called.watch()
    called.ring("site")
    called.until("ok", "call_seen")
    assert "<b>Наталія</b>" in called.shown()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_follow_the_language(called: Called, language: str) -> None:
    called.everything()
    called.watch()
    called.ring("call")
    called.until("warning", "fields_empty")
    before = called.shown()
    called.person.find("languageCombo").setCurrentIndex(LANGUAGES.index(language))
    assert (called.shown() == before) is (language == "en")
    assert called.person.status("testCallStatus") == ("warning", "fields_empty")


def test_it_is_remembered_without_number_and_name(called: Called, config_dir: Path) -> None:
    called.everything()
    called.watch()
    called.person.type("callerEdit", "0500000199")
    called.ring("site")
    called.until("ok", "call_seen")
    for file in config_dir.rglob("*"):
        if file.is_file() and file.name != "demo.json":
            content = file.read_text(encoding="utf-8", errors="replace")
            assert "0500000199" not in content, file.name
            assert "203.0.113.7" not in content, file.name


def test_the_summary_tells_the_proof(called: Called) -> None:
    called.everything()
    called.watch()
    called.ring("call")
    called.until("warning", "fields_empty")
    called.window.go_to("summary")
    assert "2 of 19 fields filled" in called.person.find("reportView").toPlainText()


# Not seen: every cause is made on the demo account


def not_activated(called: Called) -> None:
    called.ring()


def letter_not_sent(called: Called) -> None:
    called.activate()
    called.ring()


def support_asks_for_ip(called: Called) -> None:
    called.activate()
    called.letter(answered=False)
    called.ring()


def keys_not_saved(called: Called) -> None:
    called.activate()
    called.letter()
    called.ring()


def no_short_number(called: Called) -> None:
    called.activate()
    called.letter()
    called.keys()
    called.short_numbers(saved=False)
    called.ring()


def from_a_card(called: Called) -> None:
    called.everything()
    called.person.type("callerEdit", "050 000 01 01")
    called.ring("card")


def from_a_card_not_told(called: Called) -> None:
    called.everything()
    called.ring("card")


def wrong_addresses(called: Called) -> None:
    called.everything()
    called.person.type("callerEdit", "0500000199")
    called.browser._post("/demo/addresses", {"wrong": "1"})
    called.ring()


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("make", "key"),
    [
        (not_activated, "activation"),
        (letter_not_sent, "letter"),
        (support_asks_for_ip, "letter"),
        (support_asks_for_ip, "ip"),
        (keys_not_saved, "keys"),
        (no_short_number, "short_number"),
        (from_a_card, "card"),
        (from_a_card_not_told, "card"),
        (wrong_addresses, "addresses"),
        (wrong_addresses, "late"),
    ],
)
def test_each_cause_is_found_first_or_second(
    called: Called, make: Callable[[Called], None], key: str
) -> None:
    called.window.go_to("testCall")
    make(called)
    called.watch()
    called.until("warning", "no_call_yet")
    assert key in called.causes()[:2]
    title = called.workspace.text(f"test_call.cause_{key}")
    assert title in called.shown()
    assert called.person.step_state("testCall") == "open"
    assert called.workspace.state.call_at == ""
    called.window.go_to("summary")
    assert "Not proved by a call" in called.person.find("reportView").toPlainText()


@pytest.mark.usefixtures("short")
def test_a_late_call_is_caught_by_the_next_watch(called: Called) -> None:
    wrong_addresses_later(called)
    called.until("warning", "no_call_yet")
    called.browser._post("/demo/addresses", {"wrong": ""})
    called.watch()
    called.browser._post("/demo/repeat", {})
    called.until("warning", "fields_empty")


def wrong_addresses_later(called: Called) -> None:
    called.window.go_to("testCall")
    wrong_addresses(called)
    called.watch()


@pytest.mark.usefixtures("short")
def test_a_cause_leads_to_its_step(called: Called) -> None:
    called.watch()
    called.until("warning", "no_call_yet")
    assert codes(called.person, "testCallStatus") == ["no_call_yet", "analytics_missing"]
    called.person.find("testCallView").anchorClicked.emit(QUrl("step:activate"))
    assert called.window.current_step == "activate"


# Watching itself


def test_pressing_again_and_again_sends_one_request(
    called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    called.everything()
    sent: list[int] = []
    answer = counting(monkeypatch, sent)
    page = called.window._page("testCall")
    page._rhythm.gap = 5.0
    for _ in range(3):
        called.watch()
        called.person.qtbot.waitUntil(lambda: bool(answer), timeout=20_000)
        called.person.click("stopWatchButton")
    assert sent == [1]


def counting(monkeypatch: pytest.MonkeyPatch, sent: list[int]) -> list[int]:
    """Counts what the program asks the account for."""
    from wizard.doors.planfix import PlanfixClient

    send = PlanfixClient._send

    def counted(client: PlanfixClient, *arguments: Any, **named: Any) -> Any:
        try:
            return send(client, *arguments, **named)
        finally:
            sent.append(len(sent) + 1)

    monkeypatch.setattr(PlanfixClient, "_send", counted)
    return sent


def test_stopping_goes_back_to_idle_and_tells_what_may_be_wrong(called: Called) -> None:
    called.everything()
    called.watch()
    called.person.click("stopWatchButton")
    assert called.person.status("testCallStatus") == ("idle", "")
    assert called.causes()[:2] == ["short_number", "card"]
    assert called.person.find("nextButton").isEnabled()


def test_leaving_the_page_ends_watching(called: Called) -> None:
    called.everything()
    called.watch()
    assert called.window.go_to("summary")
    assert not called.window.jobs.running("testCall")
    called.window.go_to("testCall")
    assert called.person.status("testCallStatus") == ("idle", "")


def test_a_lost_token_is_told_by_its_own_finding(called: Called) -> None:
    called.everything()
    with called.account.state.change() as model:
        model.tokens.clear()
    called.watch()
    called.until("error", "token_wrong")


def test_a_card_is_told_before_anybody_calls(called: Called) -> None:
    called.window.go_to("employees")
    called.person.qtbot.waitUntil(lambda: called.workspace.employees is not None, timeout=20_000)
    called.window.go_to("testCall")
    called.person.type("callerEdit", "+38 050 0000101")
    assert "Олена" in called.person.find("callerEdit").accessibleDescription()


def test_without_a_token_a_tick_stands_for_the_proof(windows: Windows) -> None:
    person = windows("--account", "acme")
    person.window.go_to("testCall")
    assert not person.find("watchCallButton").isEnabled()
    assert person.find("watchCallButton").toolTip()
    person.tick("callSeenCheck")
    assert person.step_state("testCall") == "done"
    person.window.go_to("summary")
    report = person.find("reportView").toPlainText()
    assert "the program itself saw no call" in report
    assert "Proved by a call" not in report


def test_the_proof_is_still_there_after_a_restart(called: Called, windows: Windows) -> None:
    called.everything()
    called.remember(accepted=True)
    called.watch()
    called.ring("site")
    called.until("ok", "call_seen")
    called.window.close()
    again = windows("--demo")
    again.window.go_to("testCall")
    assert again.status("testCallStatus") == ("ok", "call_seen")
    assert "19 of 19" in again.find("testCallStatus").text()
    assert again.step_state("testCall") == "done"
