"""Whatever an account holds, the checklist gives every field one state, and does so in few steps."""

from __future__ import annotations

import random
import sys

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.tracking_kit import (
    FACTS,
    NAMES,
    STANDARD,
    STRING,
    VARIANTS,
    account_of,
    field,
    look,
    tag_of,
)
from wizard.rules.names import KINDS, likeness
from wizard.rules.tracking import (
    find_analytics,
    judge,
)

ANY_NAME = st.one_of(
    st.text(max_size=40),
    st.sampled_from(NAMES),
    st.sampled_from([seen for seen, _, _ in VARIANTS]),
    st.sampled_from([name for name, _ in STANDARD["call"]]),
)
ANY_FIELDS = st.lists(st.tuples(ANY_NAME, st.integers(-1, 40)), max_size=60)


@given(fields=ANY_FIELDS, needed=st.sets(st.sampled_from(NAMES)))
def test_whatever_the_account_holds_each_field_has_one_state(
    fields: list[tuple[str, int]], needed: set[str]
) -> None:
    result = judge("call", tag_of(*fields, standard=False), needed, FACTS)
    assert [each.name for each in result.fields] == NAMES
    held = [name for name, _ in fields]
    for each in result.fields:
        count = held.count(each.name)
        if count > 1:
            assert each.state == "duplicate"
        elif count:
            right = (each.name, STRING) in fields
            assert each.state == ("ok" if right else "wrong_type")
        else:
            assert each.state in ("similar_name", "missing", "not_needed")
            assert (each.state == "missing") <= (each.name in needed)
            assert (each.state == "similar_name") == bool(each.difference)
    claimed = [id(each.found) for each in result.fields if each.found is not None]
    assert len(claimed) == len(set(claimed))


@given(wanted=st.sampled_from(NAMES), seen=ANY_NAME)
def test_marks_lie_within_the_name_and_say_what_stands_there(wanted: str, seen: str) -> None:
    how = likeness(wanted, seen)
    if how is None:
        return
    assert how.cost > 0
    assert how.kinds
    assert set(how.kinds) <= set(KINDS)
    for mark in how.marks:
        assert 0 <= mark.at <= len(seen)
        assert seen[mark.at : mark.at + len(mark.seen)] == mark.seen


@given(st.sampled_from(NAMES), st.data())
def test_any_single_slip_in_a_long_name_is_noticed(wanted: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(wanted) - 1))
    slips = [wanted[:at] + wanted[at] + wanted[at:], wanted.swapcase(), wanted + " "]
    if len(wanted) > 3:
        slips += [wanted[:at] + "ж" + wanted[at + 1 :], wanted[:at] + wanted[at + 1 :]]
    else:
        slips = slips[1:]
    for slip in slips:
        assert field(look(slip), wanted).state == "similar_name", slip


def test_500_data_tags_and_300_odd_fields_take_few_steps() -> None:
    """Counted in calls, so that a busy machine changes nothing."""
    source = random.Random(1)  # noqa: S311 - odd names, no secret
    odd = ["".join(source.choices("abcdeimou_tsr", k=source.randint(2, 30))) for _ in range(281)]
    tag = tag_of(*odd, *NAMES)
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        judge("call", find_analytics(account_of(tag), "call", FACTS), NAMES, FACTS)
    finally:
        sys.setprofile(before)
    assert calls < 300_000
