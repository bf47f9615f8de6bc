"""Data tags picked by hand: every check goes by the choice, and a choice that is gone counts for none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.flow.test_watch import NOW
from tests.flow.watch_kit import FakePlanfix, Time
from wizard.doors.resources import facts
from wizard.flow import watch
from wizard.flow.checks import Tags, both_present, read_analytics
from wizard.flow.state import SetupState
from wizard.rules.models import DataTag, Entry, TagField

FACTS = facts()
FIELDS = tuple(
    TagField(at, f"Field {at}", kind)
    for at, (_, kind) in enumerate(FACTS.analytics["call"].standard, start=1)
)
CALL = DataTag(71, "Call", "Telephony", FIELDS)
BARE = DataTag(72, "Missed call", "Telephony", None)
CHOSEN = {"call": 71, "missed": 72}


def fake(*tags: DataTag) -> Any:
    return FakePlanfix(Time(), list(tags))


def test_both_are_there_once_they_were_picked() -> None:
    tags = Tags((CALL, BARE), complete=True)
    assert both_present(tags, FACTS) == {"call": False, "missed": False}
    assert both_present(tags, FACTS, CHOSEN) == {"call": True, "missed": True}
    assert both_present(tags, FACTS, {"call": 999}) == {"call": False, "missed": False}


def test_the_fields_of_a_picked_one_are_read_and_of_no_other() -> None:
    planfix = fake(CALL, BARE, DataTag(73, "Other", "", None))
    known = Tags((CALL, BARE, DataTag(73, "Other", "", None)), complete=True)
    read_analytics(planfix, FACTS, known, chosen=CHOSEN)
    assert planfix.asked == [("tag", 72)]


def test_the_test_call_is_seen_in_a_picked_one() -> None:
    planfix = fake(CALL)
    planfix.calls = {71: []}

    def ring(number: int) -> None:
        if number == 2:
            day = NOW.strftime("%Y-%m-%d")
            planfix.calls[71].append(Entry(5, {1: day, 2: NOW.strftime("%H:%M/%H:%M")}))

    planfix.on_request = ring
    rhythm = watch.Rhythm(planfix.time)
    known = Tags((CALL,), complete=True)

    def look(chosen: dict[str, int]) -> watch.Watched:
        wanted = watch.Wanted(at=NOW, chosen=chosen)
        return watch.watch(
            planfix, FACTS, wanted, planfix.time.cancel, rhythm,
            lambda left, sent, trouble: None, lambda: NOW, known,
        )  # fmt: skip

    assert look({}).blind
    (caught,) = look({"call": 71}).caught
    assert (caught.which, caught.tag.id, caught.entry.key) == ("call", 71, 5)


def test_the_choice_is_remembered() -> None:
    state = SetupState("https://acme.planfix.ru").changed(call_tag_id=71, missed_off=True)
    again = SetupState.from_dict(state.to_dict(), state.origin)
    assert again.chosen_tags == {"call": 71}
    assert again.missed_off is True


@pytest.mark.parametrize("value", ["71", 7.1, True, None, [71], -3, 0])
def test_a_choice_that_is_none_counts_for_none(value: object) -> None:
    state = SetupState.from_dict({"call_tag_id": value, "missed_tag_id": value}, "https://a.b")
    assert state.chosen_tags == {}
