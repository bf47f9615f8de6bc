"""What the facts say of each step, and where the program opens."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from wizard.flow.state import SetupState, Verdict
from wizard.flow.steps import STEPS, first_unmet, statuses

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=2)))
AT = NOW.isoformat()
START = SetupState("https://acme.planfix.ua", accepted=True)


def state_of(step: str, **changes: object) -> str:
    return statuses(START.changed(**changes), NOW)[step].state


@pytest.mark.parametrize(
    ("step", "changes", "expected"),
    [
        ("account", {"accepted": False}, "open"),
        ("account", {}, "done"),
        ("account", {"account_verdict": Verdict(AT, "ok")}, "done"),
        ("account", {"account_verdict": Verdict(AT, "error", ("token_wrong",))}, "problem"),
        ("account", {"account_verdict": Verdict(AT, "warning", ("token_missing",))}, "done"),
        ("activate", {}, "open"),
        ("activate", {"activated_at": AT}, "done"),
        (
            "activate",
            {
                "activated_at": AT,
                "analytics_verdict": Verdict(AT, "warning", ("analytics_missing",)),
            },
            "problem",
        ),
        ("activate", {"analytics_verdict": Verdict(AT, "ok")}, "open"),
        ("letter", {}, "open"),
        ("letter", {"letter_sent_at": AT}, "waiting"),
        ("letter", {"letter_sent_at": AT, "has_keys": True}, "done"),
        ("letter", {"has_keys": True}, "done"),
        ("keys", {"letter_sent_at": AT}, "open"),
        ("keys", {"has_keys": True}, "open"),
        ("keys", {"has_keys": True, "keys_verdict": Verdict(AT, "error")}, "problem"),
        ("keys", {"saved_in_planfix_at": AT}, "done"),
        (
            "keys",
            {"saved_in_planfix_at": AT, "keys_verdict": Verdict(AT, "warning", ("offline",))},
            "done",
        ),
        ("employees", {}, "open"),
        ("employees", {"employees_done_at": AT}, "done"),
        ("employees", {"employees_done_at": AT, "employees_problems": 2}, "problem"),
        ("employees", {"employees_done_at": AT, "push_open_at": AT}, "problem"),
        ("tracking", {}, "open"),
        ("tracking", {"tracking_verdict": Verdict(AT, "warning")}, "done"),
        ("tracking", {"tracking_verdict": Verdict(AT, "error"), "tracking_open": 3}, "problem"),
        ("tracking", {"tracking_ticked_at": AT}, "done"),
        ("testCall", {}, "open"),
        ("testCall", {"call_verdict": Verdict(AT, "warning", ("no_call_yet",))}, "open"),
        ("testCall", {"call_at": AT}, "done"),
        ("testCall", {"call_ticked_at": AT}, "done"),
        ("summary", {}, "open"),
    ],
)
def test_each_step_tells_the_truth(step: str, changes: dict[str, object], expected: str) -> None:
    assert state_of(step, **changes) == expected


def test_without_an_account_everything_is_open() -> None:
    assert {each.state for each in statuses(None, NOW).values()} == {"open"}
    assert first_unmet(None, NOW) == "account"


def test_the_day_of_waiting_counts_calendar_days_in_the_persons_zone() -> None:
    evening = datetime(2026, 11, 22, 23, 30, tzinfo=timezone.utc)  # already the 23rd at home
    found = statuses(START.changed(letter_sent_at=evening.isoformat()), NOW)["letter"]
    assert found.values["n"] == 1
    before = NOW - timedelta(days=6)
    found = statuses(START.changed(letter_sent_at=before.isoformat()), NOW)["letter"]
    assert found.values["n"] == 7


def test_a_clock_set_back_does_not_count_backwards() -> None:
    later = (NOW + timedelta(days=3)).isoformat()
    assert statuses(START.changed(letter_sent_at=later), NOW)["letter"].values["n"] == 1


def test_the_program_opens_at_the_first_thing_to_do() -> None:
    state = START
    assert first_unmet(state, NOW) == "activate"
    state = state.changed(activated_at=AT)
    assert first_unmet(state, NOW) == "letter"
    state = state.changed(letter_sent_at=AT)
    assert first_unmet(state, NOW) == "keys", "waiting is not something to do: the reply is"
    state = state.changed(has_keys=True, saved_in_planfix_at=AT)
    assert first_unmet(state, NOW) == "employees"
    state = state.changed(employees_done_at=AT)
    assert first_unmet(state, NOW) == "tracking"
    state = state.changed(tracking_ticked_at=AT)
    assert first_unmet(state, NOW) == "testCall"
    state = state.changed(call_at=AT)
    assert first_unmet(state, NOW) == "summary"
    assert statuses(state, NOW)["summary"].state == "done"
    assert first_unmet(state.changed(account_verdict=Verdict(AT, "error")), NOW) == "account"


def test_cards_that_were_being_written_come_before_everything_else() -> None:
    state = START.changed(push_open_at=AT)
    assert first_unmet(state, NOW) == "employees"
    found = statuses(state, NOW)["employees"]
    assert (found.line, found.at) == ("employees.push_open", NOW)
    refused = state.changed(accepted=False)
    assert first_unmet(refused, NOW) == "account"


def test_the_summary_counts_what_is_left() -> None:
    assert statuses(START, NOW)["summary"].values["n"] == len(STEPS) - 2
