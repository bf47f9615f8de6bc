"""A real process writes into cards and is killed (SIGKILL); the next one knows what happened and goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.cards_kit import WIRE, Cards
from tests.flow.push_kit import Desk, states
from wizard.flow import push
from wizard.flow.push_journal import ready

pytestmark = [
    pytest.mark.one_python,
    pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL"),
]

BEFORE = {number: Cards(3).cards[number] for number in (1, 2, 3)}
AFTER = {number: [*rows, (WIRE.format(number), 1)] for number, rows in BEFORE.items()}

# Where it is killed, and what the cards are known to be afterwards. The first save is that of the whole plan.
PUSHES = {
    "saved 1": ["planned", "planned", "planned"],
    "asked 1": ["planned", "planned", "planned"],
    "saved 2": ["planned", "planned", "planned"],  # about to be written, and it was not
    "asked 2": ["planned", "planned", "planned"],
    "sent 1": ["written", "planned", "planned"],  # stored, the answer came, nothing was noted
    "asked 3": ["written", "planned", "planned"],
    "saved 3": ["written", "planned", "planned"],
    "asked 5": ["written", "planned", "planned"],
    "sent 2": ["written", "written", "planned"],
    "sent 3": ["written", "written", "written"],
}
UNDOS = {
    "saved 1": ["written", "written", "written"],
    "saved 2": ["written", "written", "written"],
    "sent 1": ["written", "written", "undone"],
    "sent 2": ["written", "undone", "undone"],
    "sent 3": ["undone", "undone", "undone"],
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    cards = Cards()
    with cards.served() as server:
        yield Desk(cards, server.origin, tmp_path)


@pytest.mark.parametrize(("place", "known"), PUSHES.items())
def test_killed_anywhere_it_tells_what_was_written_and_goes_on(
    desk: Desk, place: str, known: list[str]
) -> None:
    desk.killed("push", place)
    journal = desk.load()
    assert journal.interrupted
    assert len(journal.cards) == 3
    # Every card that may have been touched has its old list on disk.
    kept = {each.employee: [(p.number, p.type) for p in each.before] for each in journal.cards}
    assert kept == BEFORE
    looked = push.settle(journal, desk.seen())
    assert states(looked) == known
    written = desk.cards.writes
    assert (not ready(looked).interrupted) == (known == ["written"] * 3)
    ended = desk.resume()
    assert states(ended.journal) == ["written"] * 3
    assert not ended.journal.interrupted
    assert desk.cards.cards == AFTER
    assert sorted(desk.cards.writes) == [1, 2, 3], f"never twice; {written} before the crash"
    assert states(desk.undo().journal) == ["undone"] * 3
    assert desk.cards.cards == BEFORE


@pytest.mark.parametrize("place", ["saved 2", "sent 1", "asked 5", "sent 3"])
def test_killed_and_undone_instead(desk: Desk, place: str) -> None:
    desk.killed("push", place)
    ended = desk.undo()
    assert set(states(ended.journal)) <= {"undone"}
    assert not ended.journal.interrupted
    assert desk.cards.cards == BEFORE


@pytest.mark.parametrize(("place", "known"), UNDOS.items())
def test_an_undo_that_is_killed_is_known_too(desk: Desk, place: str, known: list[str]) -> None:
    desk.push()
    desk.cards.log.clear()
    desk.killed("undo", place)
    journal = desk.load()
    assert journal.interrupted
    assert journal.mode == "undo"
    assert states(push.settle(journal, desk.seen())) == known
    ended = desk.undo()
    assert states(ended.journal) == ["undone"] * 3
    assert desk.cards.cards == BEFORE
    assert sorted(desk.cards.writes) == [1, 2, 3]


@pytest.mark.parametrize("lost", ["before", "after"])
def test_killed_where_nobody_knows_and_somebody_edits_the_card(desk: Desk, lost: str) -> None:
    """The write is on its way when the process dies; meanwhile a colleague changes the card."""
    desk.killed("push", "saved 2" if lost == "before" else "sent 1")
    desk.cards.cards[1] = [("+380930000000", 1)]
    assert states(push.settle(desk.load(), desk.seen()))[0] == "unknown"
    ended = desk.resume()
    assert desk.cards.cards[1] == [("+380930000000", 1)], "not touched"
    assert ended.journal.cards[0].state == "unknown"
    assert [each.number for each in ended.journal.cards[0].before] == [t for t, _ in BEFORE[1]]


def test_an_appending_server_killed_in_the_middle_is_recognised(desk: Desk) -> None:
    desk.cards.mode = "append"
    desk.killed("push", "sent 1")
    looked = push.settle(desk.load(), desk.seen())
    assert (looked.cards[0].state, looked.cards[0].reason) == ("written", "phones_doubled")
    assert not ready(looked).interrupted
    desk.keep(looked)
    assert desk.resume().journal.cards[0].reason == "phones_doubled"
    assert desk.cards.writes == [1], "the first duplicate is the last write"


def test_an_appending_server_is_recognised_by_going_on_alone(desk: Desk) -> None:
    desk.cards.mode = "append"
    desk.killed("push", "sent 1")
    ended = desk.resume()
    assert desk.cards.writes == [1]
    assert ended.finding is not None
    assert ended.finding.key == "phones_doubled"
