"""What is planned to be written into cards, and what became of a list that was sent."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.rules.changes import (
    ADDED,
    DOUBLED,
    EXACT,
    IGNORED,
    OTHER,
    compare,
    plan,
    surplus,
    unchanged,
)
from wizard.rules.models import Employee, Phone

WIRE = "+380671112233"
MOBILE = Phone("+38 (050) 000-01-02", 1)
DESK = Phone("044-000-01-02", 2)


def person(number: int, *phones: Phone, role: str = "User", name: str = "") -> Employee:
    return Employee(number, name or f"Олена {number}", role=role, status="Active", phones=phones)


def test_a_number_is_appended_as_a_mobile_in_its_international_form() -> None:
    found = plan([person(7, MOBILE, DESK)], {"7": "067 111-22-33"})
    (change,) = found.changes
    assert (change.employee, change.name, change.number) == (7, "Олена 7", WIRE)
    assert change.before == (MOBILE, DESK)
    assert change.after == (MOBILE, DESK, Phone(WIRE, 1))
    assert found.left_out == ()
    assert found.standing == 0


@pytest.mark.parametrize(
    "spelling", ["0671112233", "+38 (067) 111-22-33", "380671112233", "8 067 111 22 33"]
)
@pytest.mark.parametrize("kind", [1, 2, 4])
def test_a_card_that_has_the_number_in_any_spelling_is_left_alone(spelling: str, kind: int) -> None:
    found = plan([person(7, DESK, Phone(spelling, kind))], {"7": WIRE})
    assert found.changes == ()
    assert found.standing == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("+3800671112233", "suspicious"),
        ("067 111 22 33 ext. 12", "suspicious"),
        ("+380991", "unreadable"),
        ("901", "unreadable"),
        ("нет", "unreadable"),
    ],
)
def test_a_number_that_nobody_would_dial_is_left_out_and_told(text: str, reason: str) -> None:
    found = plan([person(7)], {"7": text})
    assert found.changes == ()
    assert [(each.employee, each.number, each.reason) for each in found.left_out] == [
        (7, text, reason)
    ]


def test_what_is_only_proposed_is_left_out_until_somebody_confirmed_it() -> None:
    people = [person(7), person(8)]
    wires = {"7": WIRE, "8": "0671112244"}
    found = plan(people, wires, proposed=("7",))
    assert [each.employee for each in found.changes] == [8]
    assert [(each.employee, each.reason) for each in found.left_out] == [(7, "proposed")]
    assert [each.employee for each in plan(people, wires).changes] == [7, 8]


def test_empty_numbers_and_people_who_are_not_in_the_account_are_nobodys_business() -> None:
    found = plan([person(7)], {"7": "  ", "99": WIRE, "x": WIRE})
    assert found == plan([], {})


def test_administrators_come_last_since_the_owner_is_one_of_them() -> None:
    people = [person(1, role="Admin"), person(2), person(3, role="Admin"), person(4)]
    wires = {str(each): f"067111220{each}" for each in (1, 2, 3, 4)}
    assert [each.employee for each in plan(people, wires).changes] == [2, 4, 3, 1]


def test_numbers_are_read_by_the_region() -> None:
    (change,) = plan([person(7)], {"7": "8 912 345-67-89"}, region="RU").changes
    assert change.number == "+79123456789"
    assert plan([person(7)], {"7": "8 912 345-67-89"}, region="UA").changes == ()


def test_somebody_elses_card_with_the_number_is_named() -> None:
    people = [person(1), person(2, Phone("067 111 22 33"), name="Ірина"), person(3, DESK)]
    (change,) = plan(people, {"1": WIRE}).changes
    assert change.elsewhere == ("Ірина",)


BEFORE = (MOBILE, DESK)
SENT = (*BEFORE, Phone(WIRE, 1))
FOREIGN = Phone("0931234567", 1)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (SENT, EXACT),
        (tuple(reversed(SENT)), EXACT),
        ((Phone("380500000102"), DESK, Phone("0671112233")), EXACT),
        (BEFORE, IGNORED),
        ((DESK, MOBILE), IGNORED),
        ((*BEFORE, *SENT), DOUBLED),
        ((*SENT, Phone(WIRE, 1)), DOUBLED),
        ((*SENT, Phone(WIRE, 4)), DOUBLED),
        ((*SENT, FOREIGN), ADDED),
        ((*BEFORE, *SENT, FOREIGN), ADDED),
        ((Phone(WIRE, 1),), OTHER),
        ((MOBILE, Phone(WIRE, 1)), OTHER),
        ((*BEFORE, Phone(WIRE, 2)), OTHER),
        ((*BEFORE, FOREIGN), OTHER),
        ((), OTHER),
    ],
)
def test_what_became_of_a_list(seen: Sequence[Phone], found: str) -> None:
    assert compare(BEFORE, SENT, seen) == found


def test_a_list_put_back_by_a_server_that_appends_is_doubled() -> None:
    assert compare(SENT, BEFORE, (*SENT, *BEFORE)) == DOUBLED
    assert compare(SENT, BEFORE, BEFORE) == EXACT
    assert compare(SENT, BEFORE, SENT) == IGNORED
    assert compare((Phone(WIRE),), (), ()) == EXACT


def test_phones_that_stand_there_too_often_are_named_as_they_are_spelt() -> None:
    assert surplus(SENT, (*BEFORE, *SENT)) == (MOBILE.number, DESK.number)
    assert surplus(SENT, SENT) == ()
    assert surplus((), (DESK,)) == (DESK.number,)


def test_a_card_is_unchanged_to_the_letter_or_not_at_all() -> None:
    assert unchanged(BEFORE, (DESK, MOBILE))
    assert not unchanged(BEFORE, (Phone("+380500000102", 1), DESK))
    assert not unchanged(BEFORE, (MOBILE, Phone(DESK.number, 4)))
    assert not unchanged(BEFORE, BEFORE[:1])


numbers = st.sampled_from(["0501234567", "+380501234567", "0671112233", "Test phone", "12", ""])
lists = st.lists(st.builds(Phone, numbers, st.integers(0, 5)), max_size=5)


@given(lists, st.sampled_from(["0671112233", "0501234567", "0931234567"]))
def test_no_plan_ever_drops_a_phone(card: list[Phone], wire: str) -> None:
    found = plan([person(1, *card)], {"1": wire})
    for change in found.changes:
        assert change.after[: len(card)] == tuple(card)
        assert len(change.after) == len(card) + 1
        assert compare(change.before, change.after, change.after) == EXACT
        assert compare(change.before, change.after, change.before) == IGNORED
    assert len(found.changes) + found.standing == 1


@given(lists, lists, lists)
def test_whatever_came_back_has_one_name(
    before: list[Phone], sent: list[Phone], seen: list[Phone]
) -> None:
    found = compare(before, sent, seen)
    assert found in (EXACT, DOUBLED, IGNORED, ADDED, OTHER)
    if found in (EXACT, DOUBLED, ADDED):
        assert len(seen) >= len(sent)
