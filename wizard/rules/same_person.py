"""Finds the people of a list among the account's employees: by e-mail, then name, then phone. Never guesses.

Where two would do, or none, the person is asked; what was answered goes before everything else. Time grows
with the two lists together, not with their product.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from wizard.rules import phones
from wizard.rules.models import Employee, Listed
from wizard.rules.person_names import full_form, without_patronymic, words
from wizard.rules.phones import REGION

AMBIGUOUS: Final = "ambiguous"
NOT_MATCHED: Final = "not_matched"
NOBODY: Final = ""
"""What ``matches`` holds for a person of whom it was said that they have no card."""

_SUGGESTED = 8
_COMMON = 50  # a word that more names have suggests nobody
_PARTS = re.compile(r"[,;/|\n]")


@dataclass(frozen=True, slots=True)
class Match:
    """Whose card a listed person's is: the employee's place in the list, or None and why.

    ``by`` is ``email``, ``name``, ``phone``, ``hand``, or empty. ``candidates`` are the places of those whom
    it could be, the likeliest first.
    """

    at: int | None
    by: str = ""
    outcome: str = ""
    candidates: tuple[int, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the person said so."""
        return self.by == "hand"


def keys_of(people: Sequence[Listed]) -> list[str]:
    """A name for each that stays the same from one look at the list to the next: e-mail, else name, else phone.

    Where two of them would have the same, their numbers tell them apart.
    """
    keys = [_key(each) for each in people]
    seen: dict[str, int] = defaultdict(int)
    for key in keys:
        seen[key] += 1
    return [
        f"{key} {each.phone or each.wire_number} {each.short_number}".strip()
        if seen[key] > 1
        else key
        for key, each in zip(keys, people, strict=True)
    ]


def _key(each: Listed) -> str:
    if each.email:
        return each.email.strip().casefold()
    return " ".join(words(each.name)) or phones.digits(each.phone or each.wire_number)


def match_all(
    people: Sequence[Listed],
    employees: Sequence[Employee],
    matches: Mapping[str, str],
    region: str = REGION,
) -> list[Match]:
    """For each of ``people`` whose card it is. ``matches``: key → the employee's id, as was answered by hand."""
    index = _Index(employees, people, region)
    found = [
        index.answered(matches[key]) if key in matches else index.find(each)
        for key, each in zip(keys_of(people), people, strict=True)
    ]
    return _one_each(found, people)


def _one_each(found: list[Match], people: Sequence[Listed]) -> list[Match]:
    """Two of the list who would be one employee, with different numbers: that is asked too."""
    takers: dict[int, list[int]] = defaultdict(list)
    for place, match in enumerate(found):
        if match.at is not None:
            takers[match.at].append(place)
    for at, places in takers.items():
        numbers = {(people[each].short_number, people[each].wire_number) for each in places}
        if len(numbers) > 1:
            for each in places:
                if not found[each].answered:
                    found[each] = Match(None, "", AMBIGUOUS, (at,))
    return found


_Places = dict[int, None]  # places of employees, in order and quickly looked up


class _Index:
    """The account's employees by what they can be found by. Robots are nobody's match."""

    def __init__(
        self, employees: Sequence[Employee], people: Sequence[Listed], region: str
    ) -> None:
        self._region = region
        self._ids = {str(each.id): at for at, each in enumerate(employees)}
        self._emails: dict[str, _Places] = defaultdict(dict)
        self._full: dict[tuple[str, ...], _Places] = defaultdict(dict)
        self._short: dict[tuple[str, ...], _Places] = defaultdict(dict)
        self._words: dict[str, _Places] = defaultdict(dict)
        self._phones: dict[str, _Places] = defaultdict(dict)
        wanted = {form for each in people for form in self._forms(_numbers(each))}
        for at, each in enumerate(employees):
            if each.role == "Robot":
                continue
            if each.email:
                self._emails[each.email.strip().casefold()][at] = None
            parts = words(each.full_name)
            if parts:
                self._full[full_form(parts)][at] = None
            for form in without_patronymic(parts):
                self._short[form][at] = None
            for word in parts:
                self._words[word][at] = None
            for number in self._forms(phone.number for phone in each.phones):
                if number in wanted:
                    self._phones[number][at] = None

    def _forms(self, numbers: Iterable[str]) -> list[str]:
        forms = (phones.comparable(each, self._region) for each in numbers)
        return [form for form in forms if form]

    def answered(self, employee_id: str) -> Match:
        """What was said by hand; an employee who is gone since is asked for anew."""
        if employee_id == NOBODY:
            return Match(None, "hand", NOT_MATCHED)
        at = self._ids.get(employee_id)
        return Match(None, "", NOT_MATCHED) if at is None else Match(at, "hand")

    def find(self, each: Listed) -> Match:
        """By e-mail, then by name, then by phone; the next is asked where the one before says nothing."""
        mailed = [self._emails.get(each.email.strip().casefold(), {})] if each.email else []
        said = {"email": mailed, "name": self._by_name(each.name), "phone": self._by_phone(each)}
        for by, places in said.items():
            found = _few(places)
            if len(found) == 1:
                return Match(found[0], by)
            if found:
                at = self._told_apart(places, said.values())
                return Match(None, "", AMBIGUOUS, found) if at is None else Match(at, by)
        return Match(None, "", NOT_MATCHED, self._alike(each.name))

    @staticmethod
    def _told_apart(places: list[_Places], others: Iterable[list[_Places]]) -> int | None:
        """Of several, the one that something else points at too."""
        for other in others:
            few = _few(other)
            if other is not places and len(few) < _COMMON:
                both = [at for at in few if any(at in each for each in places)]
                if len(both) == 1:
                    return both[0]
        return None

    def _by_name(self, name: str) -> list[_Places]:
        """Everybody of that name; a patronymic that only one of the two has makes no difference."""
        parts = words(name)
        whole = self._full.get(full_form(parts), {}) if parts else {}
        if whole and len(parts) > 2:
            return [whole]
        shorter = [self._full.get(full_form(each), {}) for each in without_patronymic(parts)]
        return [whole, self._short.get(parts, {}), *shorter]

    def _by_phone(self, each: Listed) -> list[_Places]:
        return [self._phones.get(form, {}) for form in self._forms(_numbers(each))]

    def _alike(self, name: str) -> tuple[int, ...]:
        """A few whose name has a word in common: to choose from, no more."""
        found: dict[int, int] = defaultdict(int)
        for word in words(name):
            places = self._words.get(word, {}) if len(word) > 2 else {}
            for at in places if len(places) <= _COMMON else ():
                found[at] += 1
        return tuple(sorted(found, key=lambda at: -found[at])[:_SUGGESTED])


def _few(places: list[_Places]) -> tuple[int, ...]:
    """The first of them, each once: of a name that a thousand have no more need be seen."""
    found: _Places = {}
    for each in places:
        found.update(dict.fromkeys(islice(each, _COMMON)))
    return tuple(islice(found, _COMMON))


def _numbers(each: Listed) -> list[str]:
    # A Wire number may stand in its owner's card already.
    return [part for part in (*_PARTS.split(each.phone), each.wire_number) if part.strip()]
