"""The remembered state survives the file and whatever a file may hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.flow.state import SetupState, Verdict, moment

FULL = SetupState(
    origin="https://acme.planfix.ua",
    host_confirmed=True,
    accepted=True,
    proxy="proxy.example:3128",
    has_token=True,
    account_verdict=Verdict("2026-11-23T14:02:00+02:00", "ok"),
    activated_at="2026-11-23T14:03:00+02:00",
    company="Ромашка",
    letter_sent_at="2026-11-23T14:04:00+02:00",
    has_keys=True,
    keys_verdict=Verdict("2026-11-23T14:05:00+02:00", "error", ("keys_wrong",)),
    short_numbers={"5": "901"},
    wire_numbers={"5": "0671234567"},
    wire_proposed=("5",),
    listed=(("Анна", "anna@acme.example", "", "901", "", ""),),
    matches={"anna@acme.example": "5", "nobody": ""},
    phone_region="PL",
    employees_problems=2,
    needed_call=("utm_source",),
    needed_missed=(),
    ticked_call=("utm_source",),
    call_at="2026-11-23T15:02+02:00",
    call_which="missed",
    call_filled=14,
    call_needed=19,
    call_verdict=Verdict("2026-11-23T15:03:00+02:00", "warning", ("fields_empty", "call_seen")),
)


def through_the_file(state: SetupState) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(state.to_dict()))
    return data


def test_nothing_is_lost_on_the_way_through_the_file() -> None:
    assert SetupState.from_dict(through_the_file(FULL), FULL.origin) == FULL


def test_nobody_has_chosen_is_told_from_nothing_is_needed() -> None:
    assert SetupState.from_dict({}, "x").needed_missed is None
    assert SetupState.from_dict({"needed_missed": []}, "x").needed_missed == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accepted", "yes"),
        ("listed", "x"),
        ("wire_proposed", [1]),
        ("matches", ["x"]),
        ("phone_region", 5),
        ("accepted", 1),
        ("employees_problems", True),
        ("employees_problems", "2"),
        ("company", None),
        ("company", ["a"]),
        ("short_numbers", []),
        ("ticked_call", "utm_source"),
        ("ticked_call", [1]),
        ("account_verdict", {"at": "yesterday", "state": "ok"}),
        ("account_verdict", {"at": "2026-11-23T14:02:00+02:00", "state": "fine"}),
        ("account_verdict", "ok"),
    ],
)
def test_a_value_of_a_wrong_kind_falls_back(name: str, value: object) -> None:
    read = SetupState.from_dict({name: value, "company_id": "17"}, "https://a.planfix.ru")
    assert getattr(read, name) == getattr(SetupState("x"), name)
    assert read.company_id == "17", "the rest is kept"


def test_the_origin_is_that_of_the_file_not_of_its_content() -> None:
    read = SetupState.from_dict({"origin": "https://evil.example"}, "https://acme.planfix.ru")
    assert read.origin == "https://acme.planfix.ru"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*SetupState("x").to_dict(), "foreign"]), json_values))
def test_no_file_breaks_the_start(data: dict[str, Any]) -> None:
    SetupState.from_dict(data, "https://acme.planfix.ru")


def test_something_that_is_no_time_is_never() -> None:
    assert moment("") is None
    assert moment("tomorrow") is None
    assert moment("2026-11-23T14:02:00+02:00") is not None
