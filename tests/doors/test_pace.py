"""Requests keep their distance, and whoever waits can be cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from tests.doors.http_kit import Hasty, clean_environment, facts
from tests.doors.misbehaving import Misbehaving, succeeds
from wizard.doors.pace import BinotelPace, Pace, wait_visibly
from wizard.doors.planfix import PlanfixClient
from wizard.flow.cancel import Cancel, Cancelled
from wizard.rules.address import Address
from wizard.rules.secret import Secret

__all__ = ["clean_environment"]


class Clock(Hasty):
    """A clock that stands still but for what is slept on it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.now += seconds


def test_the_gap_is_from_send_to_send() -> None:
    clock = Clock()
    pace = Pace(1.03, clock)
    sends = []
    for connecting, answering in ((0.3, 0.5), (0.1, 0.2), (0.0, 4.0), (0.2, 0.0)):
        with pace.turn(clock) as ready:
            clock.now += connecting
            ready()
            sends.append(clock.now - 1000.0)
            clock.now += answering
    # 0.3; a gap; a gap; four seconds of answer and 0.2 of connecting.
    assert sends == pytest.approx([0.3, 1.33, 2.36, 6.56])


def test_what_was_not_sent_does_not_count() -> None:
    clock = Clock()
    pace = Pace(1.03, clock)
    with pace.turn(clock):
        pass
    with pace.turn(clock) as ready:
        ready()
    assert clock.slept == []


def test_never_two_in_flight() -> None:
    pace = Pace(0.0)
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(50):
            with pace.turn(Cancel()) as ready:
                ready()
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(most) == 400
    assert max(most) == 1


def end_of(waiter: Callable[[], None], cancel: Cancel) -> list[BaseException]:
    """What a waiting thread ends in when it is cancelled."""
    ends: list[BaseException] = []
    begun = threading.Event()

    def run() -> None:
        begun.set()
        try:
            waiter()
        except Cancelled as end:
            ends.append(end)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert begun.wait(30)
    cancel.cancel()
    thread.join(5)
    assert not thread.is_alive()
    return ends


def test_waiting_for_another_is_cancelled_and_the_turn_goes_on() -> None:
    pace = Pace(0.0)
    cancel = Cancel()

    def waiter() -> None:
        with pace.turn(cancel):
            raise AssertionError("not its turn")

    with pace.turn(Cancel()):
        assert end_of(waiter, cancel)
    with pace.turn(Cancel()) as ready:
        ready()


def test_waiting_for_the_gap_is_cancelled() -> None:
    pace = Pace(3600.0)
    with pace.turn(Cancel()) as ready:
        ready()
    cancel = Cancel()

    def waiter() -> None:
        with pace.turn(cancel) as ready:
            ready()

    assert end_of(waiter, cancel)


def test_binotel_waits_by_method_and_says_so() -> None:
    clock = Clock()
    pace = BinotelPace(5.0, clock)
    told: list[float] = []
    with pace.turn("routes", clock, told.append):
        pass
    with pace.turn("employees", clock, told.append):
        pass
    assert told == []
    with pace.turn("routes", clock, told.append):
        assert clock.now == 1005.0
    assert told == [5.0, 4.0, 3.0, 2.0, 1.0, 0.0]


def test_a_cancelled_wait_for_binotel_does_not_start_the_gap_anew() -> None:
    clock = Clock()
    pace = BinotelPace(5.0, clock)
    with pace.turn("routes", clock):
        pass
    gone = Cancel()
    gone.cancel()
    clock.now += 4.5
    with pytest.raises(Cancelled), pace.turn("routes", gone):
        pass
    with pace.turn("routes", clock):
        assert clock.now == 1005.0


def test_a_visible_wait_ends_with_zero_when_cancelled() -> None:
    cancel = Cancel()
    told: list[float] = []

    def tell(left: float) -> None:
        told.append(left)
        cancel.cancel()

    with pytest.raises(Cancelled):
        wait_visibly(60, cancel, tell)
    assert told == [60, 0.0]


def test_the_real_second() -> None:
    """The one test that waits: two windows on one account, as the account sees them."""
    pace = Pace()
    with Misbehaving(succeeds(user={"id": 7}, users=[])) as server:
        address = Address.from_origin(server.origin)
        assert address is not None
        clients = [
            PlanfixClient(address, Secret("token"), facts=facts(), pace=pace) for _ in range(2)
        ]
        threads = [threading.Thread(target=each.first_employee, daemon=True) for each in clients]
        begun = time.monotonic()
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
        clients[0].employee(7)
        first, second, third = (each.at - begun for each in server.asked)
    assert second - first > 1.0
    assert third - second > 1.0
