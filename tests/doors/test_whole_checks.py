"""A check as a whole comes to an end, and lists that are none are noticed: the table's last faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.doors.fault_table import WHOLES, Whole
from tests.doors.http_kit import Doors, Hasty, clean_environment, finding_of
from tests.doors.misbehaving import Conversation, Misbehaving, Reply, succeeds
from wizard.doors import planfix
from wizard.doors.http import HttpOptions
from wizard.doors.pace import Allowance
from wizard.flow.checks import check_account
from wizard.rules.models import Phone

__all__ = ["clean_environment"]

PATIENT = HttpOptions(connect=30, read=60, total=90)


class Clock:
    """Stands still but for what the server says that it took."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def takes(self, seconds: float, reply: Reply) -> Reply:
        """A reply that takes so long."""

        def slow(talk: Conversation) -> None:
            self.now += seconds
            reply(talk)

        return slow


def users(numbers: Sequence[int]) -> list[dict[str, object]]:
    return [{"id": each, "name": "N"} for each in numbers]


def list_of(members: Callable[[int], Sequence[int]]) -> Reply:
    """A list that holds ``members(offset)`` by the time that this offset is asked for."""

    def reply(talk: Conversation) -> None:
        asked = talk.asked.json
        found = members(asked["offset"])[asked["offset"] :][: asked["pageSize"]]
        talk.json({"result": "success", "users": users(found)})

    return reply


def always(page: Sequence[int]) -> Reply:
    return succeeds(users=users(page))


def then(first: Sequence[int], second: Sequence[int]) -> list[Reply]:
    return [always(first), always(second)]


HUNDRED = list(range(100))
CLOCK = Clock()
REPLIES: dict[str, list[Reply]] = {
    "each answer takes just less than the limit of one": [
        CLOCK.takes(19.9, list_of(lambda _: range(10**6)))
    ],
    "the list never ends": [list_of(lambda _: range(10**6))],
    "the list repeats its first page": [always(HUNDRED)],
    # Somebody was added in front: the last one slid onto the next page.
    "the list grows while it is read": then(HUNDRED, [99, *range(100, 150)]),
    # A list in another order each time, as one is that loses members while it is sorted.
    "the list shrinks while it is read": then(HUNDRED, [*range(100, 130), 42]),
    "the list shrinks to what was read already": then(HUNDRED, [98, 99]),
    "a member comes twice on one page": [always([1, 2, 1])],
}


def test_every_fault_of_a_whole_check_is_tried() -> None:
    assert set(REPLIES) == {row.fault for row in WHOLES}


@pytest.mark.parametrize("row", WHOLES, ids=lambda row: row.fault)
def test_a_whole_check(row: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planfix, "MAX_PAGES", 50)
    options = replace(PATIENT, read=20, total=60, clock=CLOCK)
    with Misbehaving(*REPLIES[row.fault]) as server:
        finding = finding_of(Doors(options).planfix(server.origin).employees)
    assert (finding.key, finding.details["reason"]) == (row.finding, row.reason)


def test_three_slow_answers_are_too_much_for_the_account() -> None:
    clock = Clock()
    reply = clock.takes(50, succeeds(dataTags=[], users=[]))
    with Misbehaving(reply) as server:
        client = Doors(replace(PATIENT, total=60, clock=clock)).planfix(server.origin)
        found = check_account(client, has_token=True)
        # 50 of 60 seconds, and 5 for the answer; 50 of 15, and there is nothing left for the third.
        assert len(server.asked) == 2
    assert [each.key for each in found.findings] == ["timeout"]
    assert found.findings[0].details["reason"] == "check"


def test_a_busy_binotel_that_takes_its_time_ends_too() -> None:
    clock = Clock()
    busy = {"status": "error", "code": 106, "message": "try after 3 sec."}
    with Misbehaving(clock.takes(66, lambda talk: talk.json(busy))) as server:
        options = replace(PATIENT, total=90, clock=clock)
        finding = finding_of(Doors(options).binotel(server.origin).check)
        assert len(server.asked) == 1
    assert (finding.key, finding.details["reason"]) == ("keys_not_checkable", "timeout")


def test_a_hundred_pages_at_the_ordinary_pace_are_not_too_much() -> None:
    clock = Clock()
    with Misbehaving(clock.takes(2.5, list_of(lambda _: range(10_000)))) as server:
        client = Doors(replace(PATIENT, clock=clock)).planfix(server.origin)
        assert len(client.employees()) == 10_000
        assert len(server.asked) == 101


def test_waits_that_were_asked_for_are_not_the_checks_own() -> None:
    clock = Clock()

    class Waiting(Hasty):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            clock.now += seconds

    def busy(talk: Conversation) -> None:
        talk.answer(b"", 429, "Retry-After: 300")

    options = replace(PATIENT, clock=clock)
    with Misbehaving(busy, busy, succeeds()) as server:
        Doors(options, cancel=Waiting()).planfix(server.origin).ping()
        assert clock.now == 600


def test_what_is_left_limits_the_next_exchange() -> None:
    clock = Clock()
    first = clock.takes(64.7, succeeds())
    with Misbehaving(first, "accepts and never answers") as server:
        client = Doors(replace(PATIENT, clock=clock)).planfix(server.origin)
        client.ping()
        # 0.3 seconds are left of 60 and 5: neither the 60 of a read nor the 90 of an exchange.
        finding = finding_of(client.ping)
        assert len(server.asked) <= 2
    assert (finding.key, finding.details["reason"]) == ("timeout", "check")


def test_a_write_that_has_begun_gets_its_answer() -> None:
    clock = Clock()

    def late(talk: Conversation) -> None:
        # Longer than what is left of the check, in the time that is measured on the wall too.
        talk.server.closing.wait(0.3)
        succeeds()(talk)

    with Misbehaving(clock.takes(64.9, succeeds()), late) as server:
        client = Doors(replace(PATIENT, clock=clock)).planfix(server.origin)
        client.ping()
        assert client.update_phones(7, [Phone("+380000000001")]) == ()


def test_a_write_is_not_begun_when_the_time_is_over() -> None:
    clock = Clock()
    with Misbehaving(clock.takes(80, succeeds())) as server:
        client = Doors(replace(PATIENT, clock=clock)).planfix(server.origin)
        client.ping()
        finding = finding_of(lambda: client.update_phones(7, [Phone("+380000000001")]))
        assert len(server.asked) == 1
    assert finding.key == "timeout", "nothing was sent, so nothing is unproven"


def test_an_allowance_grows_with_the_answers() -> None:
    clock = Clock()
    allowance = Allowance(10, 5, clock)
    with allowance.spending():
        clock.now += 4
    assert allowance.left == 6
    allowance.answered()
    assert allowance.left == 11
    with suppress(ValueError), allowance.spending():
        clock.now += 12
        raise ValueError
    assert allowance.left == -1
