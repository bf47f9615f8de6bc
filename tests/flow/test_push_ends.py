"""What ends a run over cards before its last one, and what it leaves behind: see test_push.py."""

from __future__ import annotations

import pytest

from tests.doors.http_kit import Doors
from tests.flow.push_kit import Open, states
from wizard.doors.http import HttpOptions
from wizard.flow import push
from wizard.flow.cancel import Cancelled
from wizard.flow.push_journal import Journal
from wizard.rules.finding import Finding, Severity


class Slow:
    """A clock by which every exchange takes three seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 3.0
        return self.now


def test_a_missing_scope_shows_at_the_first_write_and_ends_the_run(opened: Open) -> None:
    desk = opened()
    desk.cards.refuse["write"] = (405, 5)
    ended = desk.push()
    assert desk.cards.log == ["read 1", "write 1"]
    assert ended.finding is not None
    assert ended.finding.key == "scope_missing"
    assert ended.finding.details["what"] == "user_update"
    assert not ended.journal.interrupted
    assert ended.journal.cards == ()


def test_an_employee_who_is_gone_is_one_failed_card(opened: Open) -> None:
    desk = opened()
    desk.cards.refuse["read 2"] = (400, 4000)
    ended = desk.push()
    assert states(ended.journal) == ["written", "failed", "written"]
    assert ended.journal.cards[1].details["code"] == "4000"


def test_a_fault_of_the_account_ends_the_run_between_cards(opened: Open) -> None:
    desk = opened()
    desk.cards.refuse["read 2"] = (200, 22)
    ended = desk.push()
    assert states(ended.journal) == ["written"]
    assert ended.finding is not None
    assert ended.finding.key == "daily_limit"
    assert not desk.load().interrupted


def test_a_card_that_could_not_be_read_back_is_unknown_until_somebody_looks(opened: Open) -> None:
    desk = opened()
    reads: list[str] = []

    def refuse_second(moment: str) -> None:
        reads.append(moment)
        if reads.count("read 1") == 2:
            desk.cards.refuse["read 1"] = (200, 22)

    desk.cards.edit = refuse_second
    ended = desk.push()
    (card,) = ended.journal.cards
    assert (card.shown, card.reason) == ("unknown", "write_unproven")
    assert ended.finding is not None
    assert ended.finding.key == "daily_limit"
    assert desk.load().interrupted
    looked = push.settle(desk.load(), desk.seen())
    assert states(looked) == ["written"]
    assert not looked.interrupted


def test_the_person_stops_it_between_two_cards(opened: Open) -> None:
    desk = opened()
    desk.stop = lambda: len(desk.told) == 1
    ended = desk.push()
    assert ended.stopped
    assert desk.cards.writes == [1]
    assert states(ended.journal) == ["written"]
    desk.stop = lambda: False
    assert states(desk.push().journal) == ["written"] * 3
    assert desk.cards.writes == [1, 2, 3]


def test_a_run_of_many_cards_may_take_longer_than_a_check(opened: Open) -> None:
    """Every card has the time of a check of its own: a slow account is no silent one."""
    desk = opened(4)
    doors = Doors(options=HttpOptions(read=20, total=30, check=30, check_each=0, clock=Slow()))
    ended = push.push(
        lambda: doors.planfix(desk.origin), desk.begun(), desk.keep, desk.stop, lambda *told: None
    )
    assert states(ended.journal) == ["written"] * 4


def test_a_run_that_is_cut_short_leaves_its_journal_open(opened: Open) -> None:
    desk = opened()

    def cut(moment: str) -> None:
        if moment == "stored 2":
            desk.cancel.cancel()

    desk.cards.edit = cut
    with pytest.raises(Cancelled):
        desk.push()
    assert states(desk.load()) == ["written", "writing", "planned"]
    assert desk.load().interrupted


def test_nothing_is_written_that_could_not_be_kept_first(opened: Open) -> None:
    desk = opened()
    desk.disk = Finding("state_not_saved", Severity.WARNING)
    ended = desk.push()
    assert desk.cards.log == []
    assert ended.finding is not None
    assert ended.finding.key == "state_not_saved"


def test_a_disk_that_fills_up_in_the_middle_stops_before_the_next_write(opened: Open) -> None:
    desk = opened()

    def fill(journal: Journal) -> None:
        if states(journal)[0] == "written":
            desk.disk = Finding("state_not_saved", Severity.WARNING)

    desk.kept = fill
    ended = desk.push()
    assert desk.cards.writes == [1]
    assert ended.finding is not None
    assert ended.finding.key == "state_not_saved"
