"""Writes Wire numbers into cards, card by card, and puts the old lists back. Over ports, on a worker.

Each card: read it again, leave it alone if it changed, keep its phones on disk, send the whole list, read back,
compare. A write is sent once; what came of one without an answer is read. Nothing is taken for granted of how
the API treats a list (rules/changes.py). Must drop no phone and must not go on after a card that came out
otherwise than meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from wizard.flow.ports import Planfix
from wizard.flow.push_journal import (
    CHANGED,
    FAILED,
    PLANNED,
    PUSH,
    UNDO,
    UNDOING,
    UNDONE,
    UNKNOWN,
    WRITING,
    WRITTEN,
    Card,
    Journal,
    closed,
)
from wizard.rules import changes
from wizard.rules.finding import Fault, Finding, Severity
from wizard.rules.models import Employee, Phone

REQUESTS: Final = 3
"""What a card costs: read, write, read back."""

GIVE_UP: Final = 5
"""So many cards refused and none written: the rest would end the same way."""

# Said of one card; everything else that a door raises is said of the account or of the way there.
_OF_A_CARD = ("no_rights", "planfix_error")

Connect = Callable[[], Planfix]
"""A client for one card: what a check may take in all is meant for a few requests, not for a thousand cards."""
Keep = Callable[[Journal], Finding | None]
Told = Callable[[Journal, int, int], None]


@dataclass(frozen=True)
class Ended:
    """How a run ended. ``finding`` stopped it; ``stopped``: the person did. ``seen``: cards as read last."""

    journal: Journal
    finding: Finding | None = None
    stopped: bool = False
    seen: Mapping[int, Employee] = field(default_factory=dict)


def push(
    connect: Connect, journal: Journal, keep: Keep, stop: Callable[[], bool], told: Told
) -> Ended:
    """Write the planned cards of a journal, and find out about those of an interrupted run first.

    ``keep`` puts the journal on disk; ``stop`` is asked between cards; ``told`` hears of each card that
    ended. ``Cancelled`` passes through: the journal on disk then says how far it came.
    """
    states = (WRITING, UNKNOWN, PLANNED)
    places = [at for at, each in enumerate(journal.cards) if each.state in states]
    if any(each.doubled for each in journal.cards):
        # Known before: the server appends, and every further card would be doubled.
        places = [at for at in places if journal.cards[at].state != PLANNED]
    run = _Run(connect, replace(journal, mode=PUSH, open=True), keep, told)
    return run.through(places, run.write, stop)


def undo(
    connect: Connect, journal: Journal, keep: Keep, stop: Callable[[], bool], told: Told
) -> Ended:
    """Put back the phones of every card that was written, the last one first."""
    # Whatever else was planned or refused is of no interest any more.
    cards = tuple(each for each in journal.cards if each.undoable or each.state == UNDONE)
    places = [at for at, each in enumerate(cards) if each.undoable]
    run = _Run(connect, replace(journal, cards=cards, mode=UNDO, open=True), keep, told)
    return run.through(list(reversed(places)), run.put_back, stop)


def settle(journal: Journal, seen: Mapping[int, Employee]) -> Journal:
    """Find out from cards that were read after it what became of those that nobody knew of."""
    return replace(
        journal,
        cards=tuple(
            _settled(each, seen[each.employee].phones, journal.region)
            if each.employee in seen and each.shown == UNKNOWN
            else each
            for each in journal.cards
        ),
    )


def merged(employees: list[Employee], seen: Mapping[int, Employee]) -> list[Employee]:
    """The list of employees with the cards that were read since. Short numbers come with lists only."""
    return [
        replace(seen[each.id], short_number=each.short_number) if each.id in seen else each
        for each in employees
    ]


def _settled(card: Card, seen: tuple[Phone, ...], region: str) -> Card:
    found = changes.compare(card.before, card.after, seen, region)
    if found in (changes.EXACT, changes.ADDED, changes.DOUBLED):
        return card.ended(WRITTEN, _remark(found, card, seen, region), read=seen)
    if found == changes.IGNORED:
        # Its number is not there: to be written, or back where it was.
        return card.ended(UNDONE if card.state == UNDOING else PLANNED, read=None)
    return card.ended(UNKNOWN, _ODD)


def _remark(found: str, card: Card, seen: tuple[Phone, ...], region: str) -> Finding | None:
    """What is to be said of a card that has its number."""
    if found == changes.DOUBLED:
        return _doubled(changes.surplus(card.after, seen, region))
    return Finding("card_added_to", Severity.WARNING) if found == changes.ADDED else None


def _doubled(extra: tuple[str, ...]) -> Finding:
    return Finding("phones_doubled", details={"numbers": ", ".join(extra)})


_ODD: Final = Finding("card_changed", Severity.WARNING, details={"reason": "odd"})


class _Run:
    """One run over cards. Its journal is on disk before every request that writes."""

    def __init__(self, connect: Connect, journal: Journal, keep: Keep, told: Told) -> None:
        self._connect = connect
        self._planfix: Planfix  # that of the card which is at work
        self._journal = journal
        self._keep = keep
        self._told = told
        self._seen: dict[int, Employee] = {}
        self._halt: Finding | None = None
        self._refused = 0

    def through(
        self, places: list[int], work: Callable[[int], None], stop: Callable[[], bool]
    ) -> Ended:
        """Card after card until the last one, a fault that is not one card's, or the person's wish."""
        stopped = False
        try:
            self._save()
            for done, at in enumerate(places):
                stopped = stop()
                if stopped or self._halt is not None:
                    break
                self._planfix = self._connect()
                work(at)
                self._told(self._journal, done + 1, len(places))
        except Fault as fault:
            self._halt = fault.finding
        self._journal = closed(self._journal)
        finding = self._keep(self._journal)
        return Ended(self._journal, self._halt or finding, stopped, self._seen)

    # One card

    def write(self, at: int) -> None:
        """Append the number to the card, unless it is there or the card is another than planned."""
        card = self._card(at)
        now = self._read(at)
        if now is None:
            return
        if card.state in (WRITING, UNKNOWN):
            card = _settled(card, now, self._region)
            self._set(at, card)
            if card.state != PLANNED:
                self._stop_if_odd(card)
                return
        if changes.has_number(now, card.number, self._region):
            # Somebody was faster; not ours to take back.
            self._set(at, card.ended(CHANGED, Finding("card_has_it", Severity.WARNING)))
            return
        if not changes.unchanged(card.before, now):
            self._set(at, card.ended(CHANGED, Finding("card_changed", Severity.WARNING)))
            return
        self._set(at, card.ended(WRITING), must=True)
        unstored = self._send(at, card.after, PLANNED)
        if unstored is None:
            return
        seen = self._read_back(at)
        found = changes.compare(card.before, card.after, seen, self._region)
        if found == changes.IGNORED:
            self._set(at, card.ended(FAILED, unstored))
            self._count_refusal(unstored)
            return
        if found == changes.OTHER:
            self._set(at, card.ended(UNKNOWN, _ODD, read=seen))
        else:
            remark = _remark(found, card, seen, self._region) or _told_besides(unstored)
            self._set(at, card.ended(WRITTEN, remark, read=seen))
        self._stop_if_odd(self._card(at))

    def put_back(self, at: int) -> None:
        """Put the old phones back, unless somebody edited the card since or the list would be doubled."""
        card = self._card(at)
        if card.doubled:
            self._refuse(at, card, "doubled", card.details.get("numbers", ""))
            return
        now = self._read(at, card.state)
        if now is None:
            return
        if changes.unchanged(card.before, now):
            self._set(at, card.ended(UNDONE))
            return
        ours = changes.compare(card.before, card.after, now, self._region)
        if ours == changes.DOUBLED:
            extra = changes.surplus(card.after, now, self._region)
            self._refuse(at, replace(card, read=now), "doubled", ", ".join(extra))
            return
        edited = card.read is not None and not changes.unchanged(card.read, now)
        if ours != changes.EXACT or edited:
            self._refuse(at, card, "edited")
            return
        self._set(at, card.ended(UNDOING, read=now), must=True)
        unstored = self._send(at, card.before, WRITTEN)
        if unstored is None:
            return
        seen = self._read_back(at)
        found = changes.compare(card.after, card.before, seen, self._region)
        if found == changes.EXACT:
            self._set(at, card.ended(UNDONE))
        elif found == changes.IGNORED:
            self._set(at, card.ended(WRITTEN, unstored, read=seen))
            self._count_refusal(unstored)
        elif found == changes.DOUBLED:
            extra = changes.surplus(card.before, seen, self._region)
            self._set(at, card.ended(WRITTEN, _doubled(extra), read=seen))
            self._stop_if_odd(self._card(at))
        else:
            self._set(at, card.ended(UNKNOWN, _ODD, read=seen))
            self._stop_if_odd(self._card(at))

    def _refuse(self, at: int, card: Card, reason: str, numbers: str = "") -> None:
        state = WRITTEN if reason == "doubled" else CHANGED
        said = Finding("undo_refused", details={"reason": reason, "numbers": numbers})
        self._set(at, card.ended(state, said))

    # Requests

    def _read(self, at: int, state: str = FAILED) -> tuple[Phone, ...] | None:
        """The card's phones now. None if the account says no to this card; it is in ``state`` then."""
        card = self._card(at)
        try:
            now = self._planfix.employee(card.employee)
        except Fault as fault:
            if fault.finding.key not in _OF_A_CARD:
                raise
            self._set(at, card.ended(state, fault.finding))
            self._count_refusal(fault.finding)
            return None
        self._seen[card.employee] = now
        return now.phones

    def _send(self, at: int, phones: tuple[Phone, ...], back: str) -> Finding | None:
        """Send a list. What is to be said if it turns out not to be stored; None if it was refused.

        ``back``: the state of a card that certainly was not touched.
        """
        card = self._card(at)
        refused = FAILED if back == PLANNED else back
        try:
            failures = self._planfix.update_phones(card.employee, phones)
        except Fault as fault:
            if fault.finding.key == "write_unproven":
                return Finding("write_unproven", details={"reason": "lost"})
            if fault.finding.key in _OF_A_CARD:
                self._set(at, card.ended(refused, fault.finding))
                self._count_refusal(fault.finding)
                return None
            self._set(at, card.ended(back))
            raise
        if failures:
            words = "; ".join(": ".join(filter(None, each)) for each in failures)
            return Finding("write_unproven", details={"reason": "failures", "text": words})
        return Finding("write_unproven", details={"reason": "ignored"})

    def _read_back(self, at: int) -> tuple[Phone, ...]:
        card = self._card(at)
        try:
            now = self._planfix.employee(card.employee)
        except Fault as fault:
            unread = Finding("write_unproven", details={"reason": "unread"})
            # On disk it stays what it is: about to be written, or to be put back.
            self._set(at, card.ended(card.state, unread))
            raise Fault(fault.finding) from None
        self._seen[card.employee] = now
        return now.phones

    # The journal

    @property
    def _region(self) -> str:
        return self._journal.region

    def _card(self, at: int) -> Card:
        return self._journal.cards[at]

    def _set(self, at: int, card: Card, must: bool = False) -> None:
        """Note what is known of a card. ``must``: raises if it is not on disk, so nothing is sent."""
        cards = list(self._journal.cards)
        before, cards[at] = self._journal, card
        self._journal = replace(self._journal, cards=tuple(cards))
        finding = self._keep(self._journal)
        if must and finding is not None and finding.key == "state_not_saved":
            self._journal = before
            raise Fault(finding)

    def _save(self) -> None:
        finding = self._keep(self._journal)
        if finding is not None and finding.key == "state_not_saved":
            raise Fault(finding)

    def _stop_if_odd(self, card: Card) -> None:
        """A card that came out otherwise than meant is the last one."""
        if card.doubled or card.state == UNKNOWN:
            self._halt = card.finding()

    def _count_refusal(self, finding: Finding) -> None:
        self._refused += 1
        if self._refused >= GIVE_UP and not self._any_written():
            self._halt = finding

    def _any_written(self) -> bool:
        done = UNDONE if self._journal.mode == UNDO else WRITTEN
        return self._journal.count(done) > 0


def _told_besides(finding: Finding) -> Finding | None:
    """What the account complained of although the number is there."""
    if finding.details.get("reason") != "failures":
        return None
    return Finding("written_but", Severity.WARNING, details={"text": finding.details["text"]})
