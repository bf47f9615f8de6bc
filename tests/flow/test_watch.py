"""Watching: how often is asked, what counts as new, and what is asked when nothing came."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest

from tests.flow.watch_kit import FakePlanfix, Time
from wizard.doors.resources import facts
from wizard.flow import watch
from wizard.flow.cancel import Cancelled
from wizard.flow.checks import Tags
from wizard.flow.state import SetupState, Verdict
from wizard.flow.watch import Wanted
from wizard.rules.finding import Fault
from wizard.rules.models import DataTag, Employee, Entry, Phone, TagField

FACTS = facts()
NOW = datetime(2026, 11, 23, 14, 2, 30, tzinfo=timezone(timedelta(hours=2)))
CALL, MISSED = 59, 60


def tag_of(which: str, number: int, *more: str) -> DataTag:
    known = FACTS.analytics[which]
    rows = [*known.standard, *((name, 0) for name in more)]
    fields = tuple(TagField(number * 100 + at, *row) for at, row in enumerate(rows))
    return DataTag(number, known.names[0], "Телефония", fields)


TAGS = [tag_of("call", CALL), tag_of("missed", MISSED)]


def call(key: int, at: datetime) -> Entry:
    day, time = at.strftime("%Y-%m-%d"), at.strftime("%H:%M")
    return Entry(key, {CALL * 100: day, CALL * 100 + 1: f"{time}/{time}"})


def missed(key: int, at: datetime) -> Entry:
    return Entry(key, {MISSED * 100: at.strftime("%Y-%m-%dT%H:%M")})


class Watch:
    """One watch over a fake account."""

    def __init__(self, tags: list[DataTag] = TAGS) -> None:
        self.time = Time()
        self.planfix = FakePlanfix(self.time, list(tags))
        self.told: list[tuple[float, int, str]] = []
        self.rhythm = watch.Rhythm(self.time)
        self.tags: Tags | None = Tags(tuple(tags), complete=True)

    def run(self, **wanted: Any) -> watch.Watched:
        planfix: Any = self.planfix
        start = self.time()
        return watch.watch(
            planfix,
            FACTS,
            Wanted(**{"at": NOW, **wanted}),
            self.time.cancel,
            self.rhythm,
            lambda *told: self.told.append(told),
            lambda: NOW + timedelta(seconds=self.time() - start),
            self.tags,
        )

    def entries_asked(self) -> list[tuple[int, int]]:
        return [detail for what, detail in self.planfix.asked if what == "entries"]

    def gaps(self) -> list[float]:
        sent = self.planfix.sent_at
        return [later - earlier for earlier, later in pairwise(sent)]


def test_ten_minutes_take_120_requests_five_seconds_apart_and_by_turns() -> None:
    one = Watch()
    found = one.run()
    assert found.caught == ()
    assert found.sent == 120
    assert min(one.gaps()) >= 5
    assert one.time() - one.planfix.sent_at[0] == 600
    assert one.entries_asked()[:4] == [(CALL, 0), (MISSED, 0), (CALL, 0), (MISSED, 0)]
    left = [each for each, _, _ in one.told]
    assert left[0] == 600
    assert left == sorted(left, reverse=True)
    assert len(set(left)) >= 600, "the screen follows every second"


def test_a_second_watch_keeps_the_gap_to_the_first() -> None:
    one = Watch()
    one.planfix.on_request = lambda number: number == 3 and one.time.cancel.cancel()  # type: ignore[func-returns-value, assignment, return-value]
    with pytest.raises(Cancelled):
        one.run()
    count = len(one.planfix.sent_at)
    again = Time()
    again.now = one.time.now
    one.time.cancel = again.cancel
    again_clock = one.time
    cancel = again.cancel
    cancel.sleep = lambda seconds: setattr(again_clock, "now", again_clock.now + seconds)  # type: ignore[method-assign]
    one.planfix.on_request = lambda number: None
    one.run()
    assert count == 3
    assert min(one.gaps()) >= 5


def test_reading_the_data_tags_counts_too() -> None:
    one = Watch()
    one.tags = None
    one.run()
    assert one.planfix.asked[0][0] == "tags"
    assert min(one.gaps()) >= 5
    assert len(one.planfix.sent_at) == 120


@pytest.mark.parametrize("which", ["call", "missed"])
def test_a_new_entry_ends_it(which: str) -> None:
    one = Watch()
    number, make = (CALL, call) if which == "call" else (MISSED, missed)
    old, new = make(1, NOW - timedelta(hours=2)), make(2, NOW + timedelta(minutes=1))
    one.planfix.calls[number] = [old]
    one.planfix.on_request = lambda at: one.planfix.calls[number].append(new) if at == 4 else None
    found = one.run()
    assert [(each.which, each.entry) for each in found.caught] == [(which, new)]
    assert found.sent <= 6
    assert (which, 1) in found.known


def test_several_at_once_are_all_there() -> None:
    one = Watch()
    new = [call(key, NOW + timedelta(seconds=40)) for key in (7, 8, 9)]
    one.planfix.calls[CALL] = []
    one.planfix.on_request = lambda at: one.planfix.calls[CALL].extend(new) if at == 2 else None
    assert [each.entry.key for each in one.run().caught] == [7, 8, 9]


def test_a_call_that_was_quicker_than_the_first_request_counts() -> None:
    one = Watch()
    one.planfix.calls[CALL] = [call(1, NOW - timedelta(minutes=9)), call(2, NOW)]
    assert [each.entry.key for each in one.run().caught] == [2]


def test_what_was_seen_before_or_stands_in_the_future_is_not_new() -> None:
    one = Watch()
    one.planfix.calls[CALL] = [call(1, NOW), call(2, NOW + timedelta(hours=1))]
    found = one.run(known=frozenset({("call", 1)}))
    assert found.caught == ()
    assert found.known >= {("call", 1), ("call", 2)}


@pytest.mark.parametrize("hours", [-13, -3, 3, 12])
def test_the_accounts_clock_may_be_another_one(hours: int) -> None:
    one = Watch()
    there = NOW + timedelta(hours=hours)
    one.planfix.calls[CALL] = [call(1, there - timedelta(minutes=30))]
    new = call(2, there)
    one.planfix.on_request = lambda at: one.planfix.calls[CALL].append(new) if at == 2 else None
    assert [each.entry.key for each in one.run().caught] == [2]


@pytest.mark.parametrize("count", [99, 100, 101, 250, 1600, 3000])
def test_the_end_of_a_busy_day_is_found_in_a_few_requests(count: int) -> None:
    one = Watch()
    morning = NOW.replace(hour=1)
    one.planfix.calls[CALL] = [call(key, morning) for key in range(count)]
    new = call(count + 1, NOW + timedelta(minutes=3))
    one.planfix.on_request = lambda at: one.planfix.calls[CALL].append(new) if at == 40 else None
    found = one.run()
    assert [each.entry.key for each in found.caught] == [count + 1]
    looks = [offset for number, offset in one.entries_asked() if number == CALL]
    settled = looks[-1]
    assert looks.index(settled) <= 12


def test_a_page_that_fills_up_while_watching_loses_no_call() -> None:
    one = Watch()
    one.planfix.calls[CALL] = [call(key, NOW.replace(hour=1)) for key in range(99)]
    known = frozenset(("call", key) for key in range(99))
    late = [call(200 + key, NOW + timedelta(minutes=1)) for key in range(3)]

    def grow(at: int) -> None:
        if at == 3:
            one.planfix.calls[CALL].extend(late)

    one.planfix.on_request = grow
    first = one.run(known=known)
    assert [each.entry.key for each in first.caught] == [200]
    rest = one.run(known=first.known)
    assert [each.entry.key for each in rest.caught] == [201, 202]


def test_a_passing_trouble_does_not_end_it_and_is_told() -> None:
    one = Watch()
    one.planfix.failing = {2: "offline", 3: "timeout"}
    assert one.run().sent == 120
    assert {trouble for _, _, trouble in one.told} == {"", "offline", "timeout"}


@pytest.mark.parametrize(
    ("failing", "requests"),
    [({3: "token_wrong"}, 3), (dict.fromkeys(range(2, 20), "offline"), 7)],
)
def test_what_will_not_pass_ends_it(failing: dict[int, str], requests: int) -> None:
    one = Watch()
    one.planfix.failing = failing
    with pytest.raises(Fault):
        one.run()
    assert len(one.planfix.sent_at) == requests


def test_without_data_tags_nothing_is_asked() -> None:
    one = Watch([])
    found = one.run()
    assert found.blind
    assert one.planfix.sent_at == []


def test_one_data_tag_is_enough() -> None:
    one = Watch([TAGS[1]])
    one.run()
    assert {number for number, _ in one.entries_asked()} == {MISSED}


def test_when_nothing_came_cards_and_short_numbers_are_asked_about_in_the_same_rhythm() -> None:
    one = Watch()
    one.planfix.short = {"901"}
    one.planfix.cards = [
        Employee(1, "Інша", phones=(Phone("+380671112233999"),)),
        Employee(2, "Ірина", phones=(Phone("067 111-22-33"),)),
    ]
    found = one.run(short_numbers=("901", "902", "901"), caller="671112233")
    assert found.asked.holder is not None
    assert found.asked.holder.name == "Ірина", "the filter means contains"
    assert (found.asked.short_missing, found.asked.short_asked) == (("902",), 2)
    assert min(one.gaps()) >= 5
    assert len(one.planfix.sent_at) == 123


def test_a_card_that_was_read_is_not_asked_for() -> None:
    one = Watch()
    cards = [Employee(2, "Ірина", phones=(Phone("0671112233"),))]
    found = one.run(caller="671112233", employees=cards)
    assert found.asked.holder == cards[0]
    assert len(one.planfix.sent_at) == 120


def test_what_cannot_be_asked_stays_not_known() -> None:
    one = Watch()
    one.planfix.failing = {121: "scope_missing", 122: "scope_missing"}
    asked = one.run(short_numbers=("901",), caller="671112233").asked
    assert (asked.caller_known, asked.short_missing) == (False, None)


def test_what_the_state_says_is_known() -> None:
    at = NOW.isoformat()
    state = SetupState("x", activated_at=at, letter_sent_at=at, has_keys=True)
    known = watch.what_is_known(state, None, [], "", NOW + timedelta(days=3))
    assert (known.activated, known.answered, known.keys_saved, known.fresh) == (
        True,
        True,
        False,
        False,
    )
    assert watch.what_is_known(state, None, [], "", NOW + timedelta(hours=30)).fresh
    verdict = Verdict(at, "warning", ("analytics_missing",))
    known = watch.what_is_known(state._replace(analytics_verdict=verdict), None, [], "", NOW)
    assert known.analytics_seen is False
    nobody = [Employee(1, "А", short_number="")]
    assert watch.what_is_known(state, None, nobody, "", NOW).short_none
    assert not watch.what_is_known(state, None, [Employee(1, "А")], "", NOW).short_none
