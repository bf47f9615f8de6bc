"""The two number rules on the table of employees."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.doors import resources
from wizard.rules.employees import (
    GRAVITY,
    NOTES,
    PROBLEMS,
    Row,
    is_problem,
    judge_rows,
    judge_rows_fully,
    national,
    summarize,
)
from wizard.rules.finding import Severity
from wizard.rules.models import Employee, Phone

WIRE, OTHER = "+380671112233", "+380509998877"


def row(
    number: int,
    short: str = "",
    wire: str = "",
    *phones: str,
    known: str | None = "",
    status: str = "Active",
    role: str = "User",
) -> Row:
    """A line of the table; ``known`` is the short number that the account tells, None if it does not."""
    employee = Employee(
        number,
        f"Сотрудник {number}",
        role=role,
        status=status,
        phones=tuple(Phone(each) for each in phones),
        short_number=known,
    )
    return Row(employee, short, wire, employee.full_name)


def keys(*rows: Row, hits: dict[str, frozenset[int] | None] | None = None) -> list[tuple[str, ...]]:
    return judge_rows(rows, short_hits=hits or {})


def test_numbers_that_fit_are_all_right() -> None:
    found = keys(row(1, "101", WIRE, "067 111-22-33"), row(2, "102", "", "0501112233"))
    assert found == [("ok",), ("ok",)]


@pytest.mark.parametrize(
    "card", ["0671112233", "+38 (067) 111-22-33", "380671112233", "80671112233", "067.111.22.33"]
)
@pytest.mark.parametrize("wire", ["0671112233", "+380671112233", "38 067 111 22 33"])
def test_the_spelling_in_the_card_does_not_matter(card: str, wire: str) -> None:
    assert keys(row(1, "101", wire, "0501112233", card)) == [("ok",)]


def test_without_a_short_number_is_a_note_but_not_with_a_wire_number() -> None:
    found = keys(row(1), row(2, "", WIRE, WIRE))
    assert found == [("no_short_number",), ("no_short_number",)]
    assert not is_problem(found[0])
    assert is_problem(found[1], WIRE)
    assert summarize(found) is None
    finding = summarize(found, [row(1), row(2, "", WIRE, WIRE)])
    assert finding is not None
    assert finding.details["count"] == "1"


@pytest.mark.parametrize(("status", "role"), [("Inactive", "User"), ("Active", "Robot")])
def test_who_takes_no_calls_lacks_no_short_number(status: str, role: str) -> None:
    assert keys(row(1, status=status, role=role)) == [("ok",)]


@pytest.mark.parametrize(("one", "two"), [("101", "101"), ("101", " 101 "), ("1-01", "101")])
def test_one_short_number_for_two_is_told_to_both(one: str, two: str) -> None:
    found = judge_rows_fully([row(1, one), row(2, "102"), row(3, two)])
    assert [each.keys for each in found] == [
        ("short_number_twice",),
        ("ok",),
        ("short_number_twice",),
    ]
    assert found[0].others == {"short_number_twice": (2,)}


def test_leading_zeros_of_a_short_number_are_dialled() -> None:
    assert keys(row(1, "0101"), row(2, "101")) == [("ok",), ("ok",)]


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        ("1", "ok"),
        ("12345", "ok"),
        ("123456", "ok"),
        ("1234567", "short_number_looks_like_phone"),
        ("0509998877", "short_number_looks_like_phone"),
        ("+38 050 999-88-77", "short_number_looks_like_phone"),
        ("050-99", "ok"),
    ],
)
def test_from_seven_digits_on_it_is_a_phone(short: str, expected: str) -> None:
    assert keys(row(1, short)) == [(expected,)]


@pytest.mark.parametrize("short", ["0671112233", "380671112233", "067 111 22 33", WIRE])
def test_a_wire_number_typed_as_a_short_one(short: str) -> None:
    (found,) = keys(row(1, short, WIRE, WIRE))
    assert found == ("wire_as_short_number", "short_number_looks_like_phone")


def test_a_wire_number_in_somebody_elses_short_column_is_told_at_both_places() -> None:
    found = judge_rows_fully([row(1, "101", WIRE, WIRE), row(2, "0671112233"), row(3, "103")])
    assert found[0].keys == ("wire_as_short_number",)
    assert found[0].others["wire_as_short_number"] == (1,)
    assert found[1].keys[0] == "wire_as_short_number"
    assert found[1].others["wire_as_short_number"] == (0,)
    assert found[2].keys == ("ok",)


def test_a_wire_number_that_the_account_tells_as_a_short_one() -> None:
    found = keys(row(1, "101", WIRE, WIRE, known="0671112233"), row(2, "102", known="102"))
    assert found == [("wire_as_short_number",), ("ok",)]


def test_a_hit_of_the_filter_is_an_error_at_the_holder_and_the_owner() -> None:
    rows = [row(1, "101", WIRE, WIRE, known=None), row(2, "102", known=None), row(3, known=None)]
    found = keys(*rows, hits={"671112233": frozenset({2})})
    assert found[0][0] == found[1][0] == "wire_as_short_number"
    assert found[2] == ("no_short_number",)


def test_a_hit_outside_the_table_is_told_at_the_owner() -> None:
    (found,) = judge_rows_fully(
        [row(1, "101", WIRE, WIRE, known=None)], short_hits={"671112233": frozenset({99})}
    )
    assert found.keys == ("wire_as_short_number", "not_checked")
    assert found.others == {}


@pytest.mark.parametrize("answer", [{}, {"671112233": None}, {"671112233": frozenset()}])
def test_a_miss_of_the_filter_is_no_proof(answer: dict[str, frozenset[int] | None]) -> None:
    rows = [row(1, "101", WIRE, WIRE, known=None), row(2, known=None)]
    assert keys(*rows, hits=answer) == [("not_checked",), ("no_short_number",)]


def test_short_numbers_that_the_account_keeps_to_itself_are_not_checked() -> None:
    assert keys(row(1, "101", known=None)) == [("not_checked",)]
    assert keys(row(1, "101", known="101"), row(2, "102", known=None)) == [
        ("ok",),
        ("not_checked",),
    ]


def test_a_wire_number_not_in_the_card_yet() -> None:
    assert keys(row(1, "101", WIRE, OTHER)) == [("wire_missing_in_card",)]


def test_a_wire_number_in_another_card() -> None:
    found = judge_rows_fully([row(1, "101", WIRE, WIRE), row(2, "102", "", OTHER, "0671112233")])
    assert found[0].keys == ("wire_on_another_employee",)
    assert found[0].others == {"wire_on_another_employee": (1,)}
    assert found[1].keys == ("ok",)


def test_one_wire_number_for_two() -> None:
    found = keys(row(1, "101", WIRE, WIRE), row(2, "102", "067 111 22 33"))
    assert found[0] == ("wire_on_another_employee",)
    assert found[1] == ("wire_on_another_employee", "wire_missing_in_card")


def test_a_wire_number_in_the_card_of_somebody_who_left() -> None:
    found = keys(row(1, "101", WIRE, WIRE), row(2, "", "", WIRE, status="Inactive"))
    assert found == [("wire_on_another_employee", "inactive_holder"), ("ok",)]


def test_somebody_who_left_still_has_a_number() -> None:
    assert keys(row(1, "101", status="Inactive")) == [("inactive_holder",)]


@pytest.mark.parametrize("wire", ["101", "wire", "+3800671112233", "0671112233 доб. 5", "00011122"])
def test_a_wire_number_that_somebody_should_look_at_again(wire: str) -> None:
    assert keys(row(1, "101", wire, "0671112233"))[0][0] == "wire_suspicious"


def test_a_short_number_typed_into_both_columns_is_no_wire_as_short_number() -> None:
    assert keys(row(1, "101", "101")) == [("wire_suspicious",)]


def test_a_line_of_nobody() -> None:
    assert keys(Row(None, "101", "", "Анна")) == [("not_matched",)]
    assert keys(Row(None, "101", "", "Анна", match="ambiguous")) == [("ambiguous",)]


def test_spaces_alone_are_no_number() -> None:
    assert keys(row(1, "  ", "\u00a0"), row(2, "  ", "")) == [("no_short_number",)] * 2


def test_no_rows_no_finding() -> None:
    assert keys() == []
    assert summarize([]) is None


def test_the_summary_counts_rows_not_keys() -> None:
    finding = summarize(
        [("ok",), ("wire_suspicious", "wire_missing_in_card"), ("not_checked",), ("not_matched",)]
    )
    assert finding is not None
    assert finding.key == "numbers_wrong"
    assert finding.severity is Severity.ERROR
    assert finding.details["count"] == "2"


def test_every_key_is_ranked_and_has_words() -> None:
    assert set(GRAVITY) == PROBLEMS | NOTES
    assert len(GRAVITY) == len(set(GRAVITY)) == 12
    assert GRAVITY[-1] == "ok"
    first_note = min(GRAVITY.index(each) for each in NOTES)
    assert all(GRAVITY.index(each) < first_note for each in PROBLEMS)
    for language in ("ru", "uk", "en"):
        words = resources.texts(language, "employee_finding")
        assert all(key in words and f"{key}.do" in words for key in GRAVITY)


def test_the_region_decides_what_a_national_number_is() -> None:
    assert national("0671112233") == WIRE
    assert national("89123456789", "RU") == "+79123456789"
    rows = [row(1, "101", "89123456789", "+7 912 345-67-89")]
    assert judge_rows(rows, region="RU") == [("ok",)]
    assert judge_rows(rows)[0][0] == "wire_suspicious"


NUMBER = st.sampled_from(
    ["", " ", "101", "102", WIRE, "0671112233", OTHER, "+3800671112233", "x", "1234567", "٣٤٥"]
)
ROW = st.builds(
    row,
    st.integers(1, 5),
    st.one_of(NUMBER, st.text(max_size=12)),
    st.one_of(NUMBER, st.text(max_size=20)),
    NUMBER,
    known=st.one_of(st.none(), NUMBER),
    status=st.sampled_from(["Active", "Inactive", "ActiveWithoutAccess", ""]),
    role=st.sampled_from(["User", "Robot", ""]),
)
HITS = st.dictionaries(
    st.sampled_from(["671112233", "509998877", "101", ""]),
    st.one_of(st.none(), st.frozensets(st.integers(1, 9))),
)


@given(st.lists(st.one_of(ROW, st.just(Row(None, "101", WIRE, "")))), HITS)
def test_whatever_stands_there_every_row_has_ranked_keys(
    rows: list[Row], hits: dict[str, frozenset[int] | None]
) -> None:
    found = judge_rows_fully(rows, short_hits=hits)
    assert len(found) == len(rows)
    for at, each in enumerate(found):
        ranks = [GRAVITY.index(key) for key in each.keys]
        assert ranks == sorted(set(ranks))
        assert ranks
        assert each.keys == ("ok",) or "ok" not in each.keys
        for others in each.others.values():
            assert at not in others
            assert all(0 <= other < len(rows) for other in others)
    assert judge_rows(rows, short_hits=hits) == [each.keys for each in found]


def _own_numbers(n: int) -> Row:
    return row(n, str(1000 + n), f"+38067{n:07d}", f"067{n:07d}", known=f"067{n:07d}")


def _one_number_for_all(n: int) -> Row:
    return row(n, WIRE, WIRE, WIRE, known=WIRE, status="Inactive")


@pytest.mark.parametrize("line", [_own_numbers, _one_number_for_all])
def test_the_work_grows_with_the_table_and_not_with_its_square(line: Callable[[int], Row]) -> None:
    """Counted in steps of the interpreter, so that a busy machine changes nothing."""

    def steps(size: int) -> int:
        rows = [line(n) for n in range(1, size + 1)]
        hits: dict[str, frozenset[int] | None] = {
            f"67{n:07d}": frozenset({n}) for n in range(1, size + 1)
        }
        judge_rows(rows, short_hits=hits)  # numbers are read once and remembered
        count = 0

        def step(frame: FrameType, event: str, arg: object) -> object:
            nonlocal count
            count += 1
            return step

        before = sys.gettrace()
        sys.settrace(step)
        try:
            found = judge_rows_fully(rows, short_hits=hits)
        finally:
            sys.settrace(before)
        named = sum(len(others) for each in found for others in each.others.values())
        return count + named

    assert steps(1000) < 15 * steps(100)
