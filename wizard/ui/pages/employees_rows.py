"""What the table of employees shows, put together and judged: plain values, made on any thread.

With ten thousand people this takes longer than a frame; the page decides where it runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wizard.rules.employees import UNREAD, Row, is_problem, judge_rows, summarize
from wizard.rules.finding import Finding
from wizard.rules.models import Employee, Listed
from wizard.rules.number_lists import Numbers, Taken, take
from wizard.rules.same_person import keys_of

Hits = Mapping[str, "frozenset[int] | None"]


def rows_of(
    employees: Sequence[Employee], short: Mapping[str, str], wire: Mapping[str, str]
) -> list[Row]:
    """What the rules judge: a number that the person typed goes before what the account has."""
    return [
        Row(
            employee=each,
            short_number=short.get(str(each.id), each.short_number or ""),
            wire_number=wire.get(str(each.id), ""),
            name=each.full_name,
        )
        for each in employees
    ]


def row_of(listed: Listed, outcome: str) -> Row:
    """A line of somebody who has no card yet."""
    name = listed.name or listed.email or listed.phone or listed.wire_number
    return Row(None, listed.short_number, listed.wire_number, name, outcome)


@dataclass(frozen=True)
class Judged:
    """A table and what the rules say of it, row by row and in all."""

    rows: list[Row]
    keys: list[tuple[str, ...]]
    problems: list[bool]
    finding: Finding | None


def judged(rows: list[Row], hits: Hits, region: str) -> Judged:
    """Ask the rules."""
    keys = judge_rows(rows, short_hits=hits, region=region)
    problems = [is_problem(each, row.wire_number) for each, row in zip(keys, rows, strict=True)]
    return Judged(rows, keys, problems, summarize(keys, rows))


NOTHING = Judged([], [], [], None)


@dataclass(frozen=True)
class Sheet:
    """A whole table: employees, then those of the list who have no card yet.

    ``open_rows`` are the places in ``taken.numbers.waiting`` of the latter, in the order of the rows;
    ``sought`` is what a filter looks at, row by row; ``before`` what stood there before the list.
    """

    taken: Taken = field(default_factory=lambda: Taken(Numbers()))
    judged: Judged = NOTHING
    open_rows: tuple[int, ...] = ()
    employees: int = 0
    sought: tuple[str, ...] = ()
    before: Numbers = field(default_factory=Numbers)

    @property
    def numbers(self) -> Numbers:
        """What there is to remember."""
        return self.taken.numbers


def sheet(
    numbers: Numbers,
    employees: Sequence[Employee] | None,
    hits: Hits,
    region: str,
    people: Sequence[Listed] = (),
    gently: bool = False,
) -> Sheet:
    """The table after ``people`` were brought in; with nobody, as it is. Takes a while with many."""
    taken = take(numbers, people, employees, region=region, gently=gently)
    now = taken.numbers
    if employees is None:
        # Whoever was told apart by hand has an employee, who is not known yet in this run.
        keys = keys_of(now.waiting)
        open_rows = tuple(at for at, key in enumerate(keys) if key not in now.matches)
        outcomes = [UNREAD] * len(now.waiting)
    else:
        open_rows = tuple(at for at, each in enumerate(taken.found) if not each.answered)
        outcomes = [each.outcome for each in taken.found]
    rows = rows_of(employees or [], now.short, now.wire)
    rows += [row_of(now.waiting[at], outcomes[at]) for at in open_rows]
    emails = [each.email for each in employees or ()]
    emails += [now.waiting[at].email for at in open_rows]
    sought = tuple(map(seekable, rows, emails))
    found = judged(rows, hits, region)
    return Sheet(taken, found, open_rows, len(employees or ()), sought, numbers)


def seekable(row: Row, email: str) -> str:
    """What a row is found by: name, address, numbers."""
    return plain(f"{row.name}\n{email}\n{row.short_number}\n{row.wire_number}")


def plain(words: str) -> str:
    """Words without case; е and ё are one."""
    return words.casefold().replace("ё", "е")
