"""Puts the numbers of a list into the table of employees. Knows what a person typed and never writes over it unasked.

A list that the person brought (a file, the clipboard) is their word and replaces what stood there. What is only
inferred, as from Binotel's own list, fills gaps; where something else stands already it is told and not put.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from wizard.rules import phones
from wizard.rules.models import BinotelEmployee, Employee, Listed
from wizard.rules.phones import REGION
from wizard.rules.same_person import NOBODY, Match, keys_of, match_all

_TRUE: Final = "1"


@dataclass(frozen=True)
class Numbers:
    """What is remembered: numbers by the employee's id, and people of a list who are still to be found.

    ``waiting`` holds those whom the account does not tell by itself, answered by hand or not yet.
    """

    short: Mapping[str, str] = field(default_factory=dict)
    wire: Mapping[str, str] = field(default_factory=dict)
    proposed: tuple[str, ...] = ()
    waiting: tuple[Listed, ...] = ()
    matches: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """The numbers afterwards and what came of a list: how many were found, how, and what was left as it stood.

    ``kept`` names the employees whose numbers differ from the list's and were not touched, ``replaced`` those
    whose numbers were; ``found`` are the outcomes for ``numbers.waiting``.
    """

    numbers: Numbers
    put: int = 0
    kept: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    found: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Lines:
    """Binotel's lines as people; ``several``: who has more than one line, ``loose``: lines without a person."""

    people: tuple[Listed, ...]
    several: tuple[tuple[str, tuple[str, ...]], ...] = ()
    loose: tuple[str, ...] = ()


def of_binotel(lines: Sequence[BinotelEmployee]) -> Lines:
    """One each: of several lines none is taken, for nobody knows which is meant. Mobiles of Wire are proposals."""
    people: dict[tuple[str, str], list[BinotelEmployee]] = defaultdict(list)
    loose: list[str] = []
    for line in lines:
        if line.name or line.email:
            people[(line.email.casefold(), line.name)].append(line)
        elif line.internal_number:
            loose.append(line.internal_number)
    found: list[Listed] = []
    several: list[tuple[str, tuple[str, ...]]] = []
    for (_, name), mine in people.items():
        numbers = tuple(
            dict.fromkeys(each.internal_number for each in mine if each.internal_number)
        )
        if len(numbers) > 1:
            several.append((name or mine[0].email, numbers))
        mobile = next((each.mobile_number for each in mine if each.mobile_number), "")
        wire = mobile if any(each.wire for each in mine) else ""
        short = numbers[0] if len(numbers) == 1 else ""
        found.append(Listed(name, mine[0].email, mobile, short, "".join(wire.split()), bool(wire)))
    return Lines(tuple(found), tuple(several), tuple(loose))


def take(
    numbers: Numbers,
    people: Sequence[Listed],
    employees: Sequence[Employee] | None,
    *,
    region: str = REGION,
    gently: bool = False,
) -> Taken:
    """Bring ``people`` in, and look for those who wait. Without ``employees`` all of them wait.

    ``gently``: short numbers too only fill gaps. Called with nobody it looks again, after the account was read.
    """
    listed = _together(numbers.waiting, people)
    if employees is None:
        return Taken(replace(numbers, waiting=tuple(listed)))
    hand = _Hand(numbers, region, gently)
    fresh = set(people)
    waiting: list[Listed] = []
    found: list[Match] = []
    matches = match_all(listed, employees, numbers.matches, region)
    for each, match in zip(listed, matches, strict=True):
        # What was answered before was put then; the person may have changed it since.
        if match.at is not None and (each in fresh or not match.answered):
            hand.put(employees[match.at], each)
        if match.at is None or match.answered:
            waiting.append(each)
            found.append(match)
    return hand.taken(tuple(waiting), tuple(found))


def choose(
    numbers: Numbers,
    at: int,
    employee: Employee | None,
    answered: bool,
    region: str = REGION,
) -> Numbers:
    """Say whose card the waiting person at ``at`` is: an employee's, nobody's, or (not ``answered``) open again.

    What was put there by another answer before is taken back.
    """
    listed = numbers.waiting[at]
    key = keys_of(numbers.waiting)[at]
    matches = dict(numbers.matches)
    before = matches.pop(key, NOBODY)
    if before != NOBODY:
        numbers = _taken_back(numbers, before, listed)
    if answered:
        matches[key] = NOBODY if employee is None else str(employee.id)
    hand = _Hand(numbers, region, gently=False)
    if answered and employee is not None:
        hand.put(employee, listed)
    return replace(hand.taken(numbers.waiting).numbers, matches=matches)


def take_back(before: Numbers, after: Numbers, now: Numbers) -> Numbers:
    """The numbers as they stood before a list, with what was typed since. ``after``: what the list made of
    them, the answers to its questions included. Answers stay remembered: the list may come again."""
    wire = _since(before.wire, after.wire, now.wire)
    typed = {key for key in {*now.wire, *after.wire} if now.wire.get(key) != after.wire.get(key)}
    settled = set(after.proposed) - set(now.proposed)
    proposed = [key for key in before.proposed if key not in typed | settled and key in wire]
    proposed += [key for key in now.proposed if key in typed and key not in before.proposed]
    short = _since(before.short, after.short, now.short)
    return Numbers(short, wire, tuple(proposed), before.waiting, now.matches)


def _since(
    before: Mapping[str, str], after: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, str]:
    found = dict(before)
    for key in {*after, *now}:
        if now.get(key) != after.get(key):
            found.pop(key, None)
            if key in now:
                found[key] = now[key]
    return found


def _together(waiting: Sequence[Listed], people: Sequence[Listed]) -> list[Listed]:
    """Those who wait and those who come, a person once: what comes says it better."""
    newer = {keys_of([each])[0] for each in people}
    return [each for each in waiting if keys_of([each])[0] not in newer] + list(people)


def _taken_back(numbers: Numbers, employee_id: str, listed: Listed) -> Numbers:
    short, wire = dict(numbers.short), dict(numbers.wire)
    proposed = numbers.proposed
    if listed.short_number and short.get(employee_id) == listed.short_number:
        del short[employee_id]
    if listed.wire_number and wire.get(employee_id) == listed.wire_number:
        del wire[employee_id]
        proposed = tuple(each for each in proposed if each != employee_id)
    return replace(numbers, short=short, wire=wire, proposed=proposed)


class _Hand:
    """Puts numbers where they belong and notes what stood there."""

    def __init__(self, numbers: Numbers, region: str, gently: bool) -> None:
        self._before = numbers
        self._short, self._wire = dict(numbers.short), dict(numbers.wire)
        self._proposed = dict.fromkeys(numbers.proposed)
        self._region = region
        self._gently = gently
        self._put = 0
        self._kept: dict[str, None] = {}
        self._replaced: dict[str, None] = {}

    def put(self, employee: Employee, listed: Listed) -> None:
        self._put += 1
        if listed.short_number:
            self._put_short(employee, listed.short_number)
        if listed.wire_number:
            self._put_wire(employee, listed)

    def _put_short(self, employee: Employee, number: str) -> None:
        place = str(employee.id)
        stood = self._short.get(place, employee.short_number or "")
        if stood == number:
            return
        typed = self._short.get(place, "")
        if typed and self._gently:
            self._kept[employee.full_name] = None
            return
        if typed:
            self._replaced[employee.full_name] = None
        if number == (employee.short_number or ""):
            self._short.pop(place, None)
        else:
            self._short[place] = number

    def _put_wire(self, employee: Employee, listed: Listed) -> None:
        place = str(employee.id)
        stood = self._wire.get(place, "")
        same = bool(stood) and self._form(stood) == self._form(listed.wire_number)
        sure = bool(stood) and place not in self._proposed
        if listed.proposed and sure:
            if not same:
                self._kept[employee.full_name] = None
            return
        if not listed.proposed:
            self._proposed.pop(place, None)
            if sure and not same:
                self._replaced[employee.full_name] = None
        else:
            self._proposed[place] = None
        self._wire[place] = listed.wire_number

    def _form(self, number: str) -> str:
        return phones.comparable(number, self._region) or number

    def taken(self, waiting: tuple[Listed, ...], found: tuple[Match, ...] = ()) -> Taken:
        numbers = replace(
            self._before,
            short=self._short,
            wire=self._wire,
            proposed=tuple(self._proposed),
            waiting=waiting,
        )
        return Taken(numbers, self._put, tuple(self._kept), tuple(self._replaced), found)


def to_texts(people: Iterable[Listed]) -> tuple[tuple[str, ...], ...]:
    """As plain texts for the file."""
    return tuple(
        (
            each.name,
            each.email,
            each.phone,
            each.short_number,
            each.wire_number,
            _TRUE if each.proposed else "",
        )
        for each in people
    )


def from_texts(rows: Iterable[Sequence[str]]) -> tuple[Listed, ...]:
    """Back from the file; rows of another length are not ours."""
    return tuple(
        Listed(row[0], row[1], row[2], row[3], row[4], row[5] == _TRUE)
        for row in rows
        if len(row) == 6
    )
