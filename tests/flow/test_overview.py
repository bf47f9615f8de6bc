"""What the start page tells of an account: what stands out, and what to do next."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from wizard.flow.overview import overview
from wizard.flow.state import SetupState, Verdict

# A Friday.
NOW = datetime(2026, 11, 27, 12, tzinfo=timezone.utc)
STAMP = NOW.isoformat()
BEGUN = SetupState("https://acme.planfix.ru", accepted=True)
ALL = BEGUN.changed(
    activated_at=STAMP,
    letter_sent_at=STAMP,
    has_keys=True,
    saved_in_planfix_at=STAMP,
    employees_done_at=STAMP,
    tracking_ticked_at=STAMP,
    call_ticked_at=STAMP,
)


def sent(days: int) -> SetupState:
    """Activated, and the letter sent so many days ago."""
    at = (NOW - timedelta(days=days)).isoformat()
    return BEGUN.changed(activated_at=STAMP, letter_sent_at=at)


def test_a_new_account_has_everything_before_it() -> None:
    seen = overview(SetupState("https://acme.planfix.ru"), NOW)
    assert (seen.state, seen.step, seen.todo) == ("open", "account", "account")
    assert [(each.key, dict(each.values)) for each in seen.remarks] == [("left", {"n": 7})]


@pytest.mark.parametrize(
    ("days", "todo"), [(0, "reply"), (1, "reply"), (2, "remind"), (9, "remind")]
)
def test_waiting_tells_since_when_and_when_to_remind(days: int, todo: str) -> None:
    seen = overview(sent(days), NOW)
    assert (seen.state, seen.step, seen.todo) == ("waiting", "keys", todo)
    assert [each.key for each in seen.remarks] == ["waiting"]
    assert seen.remarks[0].at == NOW - timedelta(days=days)


def test_waiting_and_missing_fields_stand_side_by_side() -> None:
    verdict = Verdict(STAMP, "error", ("fields_missing",))
    seen = overview(sent(3).changed(tracking_verdict=verdict, tracking_open=3), NOW)
    assert seen.state == "problem"
    assert [each.key for each in seen.remarks] == ["waiting", "tracking"]
    assert seen.remarks[1].values["n"] == 3
    assert seen.step == "keys"


def test_fields_that_could_not_be_read_are_not_called_missing() -> None:
    verdict = Verdict(STAMP, "error", ("offline",))
    seen = overview(ALL.changed(tracking_verdict=verdict), NOW)
    assert [each.key for each in seen.remarks] == ["tracking_unknown"]
    assert seen.todo == "tracking"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"account_verdict": Verdict(STAMP, "error", ("token_wrong",))}, "account"),
        ({"analytics_verdict": Verdict(STAMP, "warning", ("analytics_missing",))}, "activate"),
        ({"keys_verdict": Verdict(STAMP, "error", ("keys_wrong",))}, "keys"),
        ({"employees_problems": 2}, "employees"),
    ],
)
def test_what_is_wrong_stands_out_and_is_next(changes: dict[str, object], key: str) -> None:
    seen = overview(ALL.changed(**changes), NOW)
    assert seen.state == "problem"
    assert [each.key for each in seen.remarks] == [key]
    assert seen.todo == key


def test_done_and_proved_are_two_things() -> None:
    assert [each.key for each in overview(ALL, NOW).remarks] == ["done"]
    proved = overview(ALL.changed(call_at=STAMP), NOW)
    assert [each.key for each in proved.remarks] == ["proved"]
    assert (proved.state, proved.step, proved.todo) == ("done", "summary", "summary")
