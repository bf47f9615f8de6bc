"""Writing numbers into cards over real HTTP, to servers that treat a list in every way, and undoing it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.flow.cards_kit import WIRE, Cards
from tests.flow.push_kit import Open, before, states, with_wire
from wizard.flow import push
from wizard.flow.push_journal import Journal, begin
from wizard.rules.changes import plan
from wizard.rules.finding import Severity


def test_each_card_is_read_kept_written_and_read_back(opened: Open) -> None:
    desk = opened()
    on_disk: list[tuple[str, list[str]]] = []
    desk.cards.edit = lambda moment: on_disk.append((moment, states(desk.load())))
    ended = desk.push()
    assert desk.cards.log == [
        f"{what} {number}" for number in (1, 2, 3) for what in ("read", "write", "read")
    ]
    for number in (1, 2, 3):
        assert desk.cards.cards[number] == with_wire(number)
    assert states(ended.journal) == ["written"] * 3
    assert (ended.finding, ended.stopped) == (None, False)
    assert not ended.journal.interrupted
    # The old list was on disk before the write came.
    seen = dict(on_disk)
    assert seen["write 1"] == ["writing", "planned", "planned"]
    assert seen["write 2"] == ["written", "writing", "planned"]
    assert [[each.number for each in card.before] for card in desk.load().cards] == [
        [text for text, _ in before(number)] for number in (1, 2, 3)
    ]
    assert all("silent" not in each for each in desk.cards.targets), "the account's log shall tell"
    assert {each: found.phones[-1].number for each, found in ended.seen.items()} == {
        number: WIRE.format(number) for number in (1, 2, 3)
    }


def test_a_second_push_does_nothing_more(opened: Open) -> None:
    desk = opened()
    desk.push()
    asked = list(desk.cards.log)
    ended = desk.push()
    assert desk.cards.log == asked
    assert states(ended.journal) == ["written"] * 3, "what could be undone is still there"


def test_progress_is_told_card_by_card(opened: Open) -> None:
    desk = opened()
    desk.push()
    assert [each[:2] for each in desk.told] == [(1, 3), (2, 3), (3, 3)]
    assert desk.told[0][2] == ["written", "planned", "planned"]


def test_a_card_that_was_changed_meanwhile_is_left_alone(opened: Open) -> None:
    desk = opened()
    journal = desk.begun()
    desk.cards.cards[2] = [("+380930000000", 1)]
    ended = desk.push(journal)
    assert states(ended.journal) == ["written", "changed_meanwhile", "written"]
    assert ended.journal.cards[1].reason == "card_changed"
    assert desk.cards.writes == [1, 3]
    assert desk.cards.cards[2] == [("+380930000000", 1)]


def test_a_number_that_somebody_wrote_meanwhile_is_not_written_again(opened: Open) -> None:
    desk = opened()
    journal = desk.begun()
    desk.cards.cards[2].append(("067 111 22 02", 4))
    ended = desk.push(journal)
    assert ended.journal.cards[1].reason == "card_has_it"
    assert desk.cards.writes == [1, 3]


def test_undo_puts_the_lists_back_to_the_letter(opened: Open) -> None:
    desk = opened()
    desk.push()
    desk.cards.log.clear()
    ended = desk.undo()
    assert states(ended.journal) == ["undone"] * 3
    assert desk.cards.writes == [3, 2, 1]
    assert {n: desk.cards.cards[n] for n in (1, 2, 3)} == {n: before(n) for n in (1, 2, 3)}
    assert not ended.journal.undoable


def test_undo_of_a_card_that_had_no_phone_empties_it(opened: Open) -> None:
    desk = opened(1)
    desk.cards.cards[1] = []
    desk.push()
    assert desk.cards.cards[1] == [(WIRE.format(1), 1)]
    assert states(desk.undo().journal) == ["undone"]
    assert desk.cards.cards[1] == []


def test_undo_leaves_a_card_alone_that_somebody_edited_since(opened: Open) -> None:
    desk = opened()
    desk.push()
    desk.cards.cards[2].append(("+380930000000", 2))
    ended = desk.undo()
    assert states(ended.journal) == ["undone", "changed_meanwhile", "undone"]
    assert ended.journal.cards[1].reason == "undo_refused"
    assert desk.cards.cards[2] == [*with_wire(2), ("+380930000000", 2)]
    assert ended.journal.cards[1].undoable, "the saved list is not thrown away"
    desk.cards.cards[2] = with_wire(2)
    assert states(desk.undo().journal) == ["undone"] * 3


def test_undo_sees_a_respelling_as_an_edit(opened: Open) -> None:
    desk = opened(1)
    desk.push()
    desk.cards.cards[1][0] = ("+380500000001", 1)
    assert desk.undo().journal.cards[0].reason == "undo_refused"


def test_a_card_that_holds_its_old_list_again_needs_no_undo(opened: Open) -> None:
    desk = opened(1)
    desk.push()
    desk.cards.cards[1] = before(1)
    desk.cards.log.clear()
    assert states(desk.undo().journal) == ["undone"]
    assert desk.cards.writes == []


def test_a_server_that_appends_is_stopped_at_its_first_card(opened: Open) -> None:
    desk = opened(mode="append")
    ended = desk.push()
    assert desk.cards.writes == [1]
    assert set(desk.cards.cards[1]) == set(with_wire(1)), "no phone is lost, the number is there"
    card = ended.journal.cards[0]
    assert (card.state, card.reason) == ("written", "phones_doubled")
    assert card.details["numbers"] == ", ".join(text for text, _ in before(1))
    assert ended.finding is not None
    assert ended.finding.key == "phones_doubled"
    assert ended.finding.severity is Severity.ERROR
    assert len(ended.journal.cards) == 1, "the others are planned anew"
    desk.cards.log.clear()
    undone = desk.undo()
    assert desk.cards.log == [], "another list would be appended too"
    card = undone.journal.cards[0]
    assert (card.state, card.reason, card.details["reason"]) == (
        "written",
        "undo_refused",
        "doubled",
    )
    assert card.details["numbers"] == ", ".join(text for text, _ in before(1))
    assert desk.undo().journal.cards[0].reason == "undo_refused"
    assert desk.cards.log == []


def test_a_server_that_begins_to_append_is_stopped_in_an_undo_too(opened: Open) -> None:
    desk = opened()
    desk.push()
    desk.cards.mode = "append"
    desk.cards.log.clear()
    ended = desk.undo()
    assert desk.cards.writes == [3]
    assert states(ended.journal) == ["written"] * 3
    assert ended.finding is not None
    assert ended.finding.key == "phones_doubled"


def test_a_server_that_says_yes_and_stores_nothing_is_told(opened: Open) -> None:
    desk = opened(mode="ignore")
    ended = desk.push()
    assert states(ended.journal) == ["failed"] * 3
    assert {each.reason for each in ended.journal.cards} == {"write_unproven"}
    assert {each.details["reason"] for each in ended.journal.cards} == {"ignored"}
    assert not ended.journal.interrupted


def test_cards_that_are_all_refused_are_given_up(opened: Open) -> None:
    desk = opened(9, mode="ignore")
    ended = desk.push()
    assert desk.cards.writes == [1, 2, 3, 4, 5]
    assert ended.finding is not None
    assert ended.finding.key == "write_unproven"


def test_cards_are_not_given_up_where_one_could_be_written(opened: Open) -> None:
    desk = opened(8)
    for number in range(2, 9):
        desk.cards.refuse[f"write {number}"] = (403, 6)
    ended = desk.push()
    assert desk.cards.writes == list(range(1, 9))
    assert states(ended.journal) == ["written", *["failed"] * 7]
    assert ended.finding is None


def test_failures_in_a_success_are_honoured(opened: Open) -> None:
    desk = opened()
    desk.cards.failures[2] = [{"field": "phones", "error": "Too many phones"}]
    ended = desk.push()
    assert states(ended.journal) == ["written", "failed", "written"]
    card = ended.journal.cards[1]
    assert (card.reason, card.details["reason"]) == ("write_unproven", "failures")
    assert card.details["text"] == "phones: Too many phones"


def test_failures_beside_a_number_that_is_there_are_told_too(opened: Open) -> None:
    desk = opened(1)
    desk.cards.failures[1] = [{"field": "phones", "error": "Odd"}]

    def store(moment: str) -> None:
        if moment == "stored 1":
            desk.cards.cards[1] = with_wire(1)

    desk.cards.edit = store
    card = desk.push().journal.cards[0]
    assert (card.state, card.reason) == ("written", "written_but")
    assert card.details["text"] == "phones: Odd"


@pytest.mark.parametrize(("lost", "state"), [("after", "written"), ("before", "failed")])
def test_a_write_without_an_answer_is_read_and_never_repeated(
    opened: Open, lost: str, state: str
) -> None:
    desk = opened()
    desk.cards.lose[2] = lost
    ended = desk.push()
    assert states(ended.journal) == ["written", state, "written"]
    assert desk.cards.writes == [1, 2, 3]
    assert desk.cards.cards[2] == (with_wire(2) if lost == "after" else before(2))
    if lost == "before":
        card = ended.journal.cards[1]
        assert (card.reason, card.details["reason"]) == ("write_unproven", "lost")


def test_a_card_edited_between_write_and_reading_back(opened: Open) -> None:
    desk = opened()
    foreign = ("+380930000000", 1)

    def add(moment: str) -> None:
        if moment == "stored 1":
            desk.cards.cards[1].append(foreign)

    desk.cards.edit = add
    ended = desk.push()
    assert states(ended.journal) == ["written"] * 3
    assert ended.journal.cards[0].reason == "card_added_to"
    assert states(desk.undo().journal) == ["changed_meanwhile", "undone", "undone"]
    assert desk.cards.cards[1] == [*with_wire(1), foreign], "an undo would have dropped it"


def test_a_card_that_lost_a_phone_is_the_last_one(opened: Open) -> None:
    desk = opened()

    def lose(moment: str) -> None:
        if moment == "stored 1":
            desk.cards.cards[1] = [(WIRE.format(1), 1)]

    desk.cards.edit = lose
    ended = desk.push()
    assert desk.cards.writes == [1]
    assert states(ended.journal) == ["unknown"]
    assert ended.finding is not None
    assert ended.finding.key == "card_changed"
    assert [each.number for each in ended.journal.cards[0].before] == [t for t, _ in before(1)]


def test_the_owners_card_is_tried_last_and_its_refusal_is_its_own(opened: Open) -> None:
    desk = opened()
    desk.cards.roles[1] = "Admin"
    desk.cards.refuse["write 1"] = (403, 6)
    ended = desk.push()
    assert desk.cards.writes == [2, 3, 1]
    assert states(ended.journal) == ["written", "written", "failed"]
    assert ended.journal.cards[2].reason == "no_rights"
    assert ended.finding is None


def test_a_second_number_for_the_same_person_is_undone_in_reverse(opened: Open) -> None:
    desk = opened(1)
    desk.push()
    first = desk.cards.employees()
    found = plan(first, {"1": "0671119999"})
    desk.push(begin(desk.load(), found.changes, "", "UA"))
    assert desk.cards.numbers(1)[-1] == "+380671119999"
    assert states(desk.undo().journal) == ["undone", "undone"]
    assert desk.cards.cards[1] == before(1)


def test_merged_lists_keep_the_short_numbers() -> None:
    old = [replace(each, short_number="901") for each in Cards(2).employees()]
    new = Cards(1).employees()[0]
    got = push.merged(old, {1: replace(new, phones=())})
    assert got[0].phones == ()
    assert got[0].short_number == "901"
    assert got[1] is old[1]


def test_the_journal_holds_what_it_says_and_is_read_tolerantly(opened: Open) -> None:
    desk = opened()
    ended = desk.push()
    assert desk.load() == ended.journal
    data = ended.journal.to_dict()
    data["cards"][0]["before"] = "nonsense"
    data["cards"][1]["state"] = "future"
    data["cards"].append(7)
    assert [each.employee for each in Journal.from_dict(data).cards] == [3]
    assert Journal.from_dict(None) == Journal()
    assert Journal.from_dict({"cards": 5, "open": "yes"}) == Journal()
