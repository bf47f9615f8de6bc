"""Watching while fields are added: at most one request in five seconds, ten minutes, and only what is open."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.flow.test_watch import CALL, MISSED, TAGS
from tests.flow.watch_kit import FakePlanfix, Time
from wizard.flow import watch
from wizard.flow.cancel import Cancelled
from wizard.flow.watch_fields import requests_at_most, watch_fields
from wizard.rules.finding import Fault
from wizard.rules.models import DataTag


class Watch:
    """One watch over a fake account; ``left`` is what a page would have judged."""

    def __init__(self, *left: int) -> None:
        self.time = Time()
        self.planfix = FakePlanfix(self.time, list(TAGS))
        self.rhythm = watch.Rhythm(self.time)
        self.left = list(left)
        self.seen: list[DataTag] = []
        self.told: list[tuple[float, str]] = []
        self.done_after: dict[int, int] = {}

    def run(self) -> bool:
        planfix: Any = self.planfix

        def see(tag: DataTag) -> None:
            self.seen.append(tag)
            if self.done_after.get(len(self.seen)) is not None:
                self.left.remove(self.done_after[len(self.seen)])

        return watch_fields(
            planfix,
            lambda: tuple(self.left),
            self.time.cancel,
            self.rhythm,
            lambda seconds, trouble: self.told.append((seconds, trouble)),
            see,
        )

    @property
    def gaps(self) -> list[float]:
        return [later - earlier for earlier, later in pairwise(self.planfix.sent_at)]


def test_never_more_than_one_request_in_five_seconds_for_ten_minutes() -> None:
    over = Watch(CALL, MISSED)
    start = over.time()
    assert over.run() is False
    assert len(over.planfix.sent_at) == 120 == requests_at_most(over.rhythm)
    assert min(over.gaps) >= 5.0
    assert over.planfix.sent_at[-1] - start < 600
    assert over.told[0][0] == 600
    seconds = [left for left, _ in over.told]
    assert seconds == sorted(seconds, reverse=True)


def test_both_are_asked_by_turns_and_only_while_something_is_open() -> None:
    both = Watch(CALL, MISSED)
    both.done_after = {3: CALL, 6: MISSED}
    assert both.run() is True
    asked = [number for _, number in both.planfix.asked]
    assert asked == [CALL, MISSED, CALL, MISSED, MISSED, MISSED]
    assert {what for what, _ in both.planfix.asked} == {"tag"}
    assert [each.id for each in both.seen] == asked


def test_with_nothing_open_nothing_is_asked() -> None:
    none = Watch()
    assert none.run() is True
    assert none.planfix.asked == []


def test_what_is_judged_late_costs_no_request_more() -> None:
    """The answer is judged while the worker waits for its next turn."""
    late = Watch(CALL)

    def judged(seconds: float, trouble: str) -> None:
        late.left.clear()

    planfix: Any = late.planfix
    assert watch_fields(
        planfix, lambda: tuple(late.left), late.time.cancel, late.rhythm, judged, late.seen.append
    )
    assert late.planfix.asked == []


def test_a_watch_after_a_watch_keeps_the_rhythm() -> None:
    again = Watch(CALL)
    again.done_after = {1: CALL}
    assert again.run()
    again.left, again.done_after = [CALL], {2: CALL}
    assert again.run()
    assert again.gaps == [5.0]


@pytest.mark.parametrize("key", sorted(watch.PASSING))
def test_a_connection_that_fails_for_a_moment_is_told_and_survived(key: str) -> None:
    shaky = Watch(CALL)
    shaky.planfix.failing = dict.fromkeys((2, 3), key)
    shaky.done_after = {3: CALL}
    assert shaky.run()
    troubles = [trouble for _, trouble in shaky.told]
    assert key in troubles
    assert troubles[-1] == "", "and told no more once it is over"
    assert min(shaky.gaps) >= 5.0


def test_failing_again_and_again_ends_it() -> None:
    dead = Watch(CALL)
    dead.planfix.failing = dict.fromkeys(range(2, 50), "offline")
    with pytest.raises(Fault) as stopped:
        dead.run()
    assert stopped.value.finding.key == "offline"
    assert len(dead.planfix.sent_at) == 1 + watch.FAILURES


def test_what_will_not_pass_ends_it_at_once() -> None:
    refused = Watch(CALL)
    refused.planfix.failing = {2: "no_rights"}
    with pytest.raises(Fault) as stopped:
        refused.run()
    assert stopped.value.finding.key == "no_rights"
    assert len(refused.planfix.sent_at) == 2


def test_leaving_ends_it() -> None:
    left = Watch(CALL)

    def leave(number: int) -> None:
        if number == 3:
            left.time.cancel.cancel()

    left.planfix.on_request = leave
    with pytest.raises(Cancelled):
        left.run()
    assert len(left.planfix.sent_at) == 3
