"""What would have to be written into which card, and what became of it. Pure: asks nothing, writes nothing.

Only Wire numbers that a person confirmed are planned, each appended to the phones that stand there: no
phone is ever dropped. Whether Planfix's API replaces the list or appends to it is documented nowhere
(facts, planfix_api 5.3), so ``compare`` knows both, and the server that says yes and stores nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.rules import phones
from wizard.rules.models import Employee, Phone
from wizard.rules.phones import REGION

MOBILE: Final = 1

PROPOSED: Final = "proposed"
UNREADABLE: Final = "unreadable"
SUSPICIOUS: Final = "suspicious"
"""Why a number is left out."""

EXACT: Final = "exact"
"""The card holds what was sent."""
DOUBLED: Final = "doubled"
"""It holds what was sent and some of its phones again: the server appends."""
IGNORED: Final = "ignored"
"""It holds what it held before."""
ADDED: Final = "added"
"""It holds what was sent and something that nobody of us sent."""
OTHER: Final = "other"
"""It holds something else; maybe a phone is gone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One card: the phones that stand there, and those that shall.

    ``elsewhere`` names up to three others whose cards have the number already.
    """

    employee: int
    name: str
    number: str
    before: tuple[Phone, ...]
    after: tuple[Phone, ...]
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A Wire number that is not written, and why."""

    employee: int
    name: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written, in this order; what is left out; how many cards are right already."""

    changes: tuple[Change, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    standing: int = 0


def plan(
    employees: Sequence[Employee],
    wire_numbers: Mapping[str, str],
    proposed: Collection[str] = (),
    region: str = REGION,
) -> Plan:
    """What to write so that every confirmed Wire number stands in its employee's card.

    Administrators come last, those who came into the account first at the very end. The API tells
    nobody's ownership; the owner, whose card others may not change, is as a rule the first of them.
    """
    wanted = {key: text for key, text in wire_numbers.items() if text.strip()}
    waiting = set(proposed)
    people = [each for each in employees if str(each.id) in wanted]
    changes: list[Change] = []
    left_out: list[LeftOut] = []
    standing = 0
    for person in sorted(people, key=_likely_owner_last):
        text = wanted[str(person.id)].strip()
        number = phones.e164(text, region)
        if has_number(person.phones, text, region):
            standing += 1
        elif str(person.id) in waiting:
            left_out.append(LeftOut(person.id, person.full_name, text, PROPOSED))
        elif number is None:
            left_out.append(LeftOut(person.id, person.full_name, text, UNREADABLE))
        elif phones.suspicious(text, region):
            left_out.append(LeftOut(person.id, person.full_name, text, SUSPICIOUS))
        else:
            after = (*person.phones, Phone(number, MOBILE))
            changes.append(Change(person.id, person.full_name, number, person.phones, after))
    return Plan(_with_others(changes, employees, region), tuple(left_out), standing)


def has_number(card: Iterable[Phone], number: str, region: str = REGION) -> bool:
    """Whether a card has the number, in any spelling and under any type."""
    wanted = phones.comparable(number, region)
    return bool(wanted) and any(phones.comparable(each.number, region) == wanted for each in card)


def unchanged(before: Iterable[Phone], now: Iterable[Phone]) -> bool:
    """Whether a card still holds the same phones, to the letter; in what order is not asked."""
    return Counter(before) == Counter(now)


def compare(
    before: Sequence[Phone], sent: Sequence[Phone], seen: Sequence[Phone], region: str = REGION
) -> str:
    """What became of a list that was sent to a card which held ``before``.

    Spelling and order are the server's own business; a phone's type is not.
    """
    held, wanted, found = (_counted(each, region) for each in (before, sent, seen))
    if found == wanted:
        return EXACT
    if found == held:
        return IGNORED
    if wanted - found:
        return OTHER
    ours = {form for form, _ in (*wanted, *held)}
    return DOUBLED if all(form in ours for form, _ in found - wanted) else ADDED


def surplus(sent: Sequence[Phone], seen: Sequence[Phone], region: str = REGION) -> tuple[str, ...]:
    """The phones of ``seen`` that stand there too often, spelt as they are: to be deleted by hand."""
    left = _counted(sent, region)
    found = []
    for each in seen:
        key = _key(each, region)
        if left[key] > 0:
            left[key] -= 1
        else:
            found.append(each.number)
    return tuple(found)


def _likely_owner_last(person: Employee) -> tuple[bool, int]:
    admin = person.role == "Admin"
    return admin, -person.id if admin else 0


def _counted(card: Iterable[Phone], region: str) -> Counter[tuple[str, int]]:
    return Counter(_key(each, region) for each in card)


def _key(phone: Phone, region: str) -> tuple[str, int]:
    return phones.comparable(phone.number, region) or phone.number.strip(), phone.type


def _with_others(
    changes: Sequence[Change], employees: Sequence[Employee], region: str
) -> tuple[Change, ...]:
    """Name those whose cards have one of the numbers: two cards with one number is rarely meant."""
    numbers = {each.number for each in changes}
    others: dict[str, list[str]] = defaultdict(list)
    for person in employees if numbers else ():
        for phone in person.phones:
            form = phones.comparable(phone.number, region)
            if form in numbers and len(others[form]) < _NAMED:
                others[form].append(person.full_name)
    return tuple(
        Change(
            each.employee,
            each.name,
            each.number,
            each.before,
            each.after,
            tuple(others.get(each.number, ())),
        )
        for each in changes
    )


_NAMED: Final = 3
