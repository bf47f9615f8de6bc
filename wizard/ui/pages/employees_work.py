"""Puts the table of employees together: at once where it is short, else beside the window, one thing after another.

Nothing that was asked for is dropped when more is asked meanwhile, and what is typed meanwhile is taken in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.rules.employees import Row
from wizard.rules.models import Employee, Listed
from wizard.rules.number_lists import Numbers
from wizard.rules.number_table import Table, parse_table
from wizard.ui.jobs import Outcome
from wizard.ui.pages.employees_rows import Judged, Sheet, judged, sheet
from wizard.ui.workspace import Workspace

# What is worked out before the call returns: more rows, or a longer text, would hold the window up.
AT_ONCE_ROWS = 1000
AT_ONCE_TEXT = 60_000
PARSING, WORKING, JUDGING = "employeesList", "employeesSheet", "employeesJudged"


# While a worker counts, each look of the window at the table waits for the interpreter: this long at most.
_TURN = 0.0005
_USUAL_TURN = sys.getswitchinterval()


def politely(work: Callable[[], Any]) -> Any:
    """Run ``work`` on a worker so that the window gets its turn at once. A repaint asks the table for
    dozens of values, and at the usual pace waits 5 ms for each."""
    sys.setswitchinterval(_TURN)
    try:
        return work()
    finally:
        sys.setswitchinterval(_USUAL_TURN)


@dataclass(frozen=True)
class Basis:
    """What a table is made from, at the moment it is made."""

    numbers: Numbers
    employees: Sequence[Employee] | None
    hits: Mapping[str, frozenset[int] | None]
    region: str


@dataclass(frozen=True)
class _Wish:
    people: Sequence[Listed]
    gently: bool
    then: Callable[[Sheet], None]


class Work:
    """The work of one page. ``basis`` is asked for whenever something begins, ``changed`` told when it ends."""

    def __init__(
        self, workspace: Workspace, basis: Callable[[], Basis], changed: Callable[[], None]
    ) -> None:
        self._jobs = workspace.jobs
        self._basis = basis
        self._changed = changed
        self._wishes: list[_Wish] = []

    @property
    def running(self) -> bool:
        """Whether a list is being read or the table put together."""
        return self._jobs.running(WORKING) or self._jobs.running(PARSING)

    def forget(self) -> None:
        """Another account."""
        self._wishes.clear()
        for name in (PARSING, WORKING, JUDGING):
            self._jobs.cancel(name)

    def parse(self, text: str, then: Callable[[Table], None]) -> bool:
        """Read a text as a table; False if ``then`` is called later."""
        if len(text) <= AT_ONCE_TEXT:
            then(parse_table(text))
            return True

        def done(result: Outcome) -> None:
            then(result.value or Table())
            self._changed()

        self._jobs.start(PARSING, lambda _cancel: politely(lambda: parse_table(text)), done)
        self._changed()
        return False

    def make(
        self, then: Callable[[Sheet], None], people: Sequence[Listed] = (), gently: bool = False
    ) -> None:
        """The whole table, with ``people`` brought in."""
        self._wishes.append(_Wish(people, gently, then))
        if not self._jobs.running(WORKING):
            self._next()

    def _next(self) -> None:
        wish, basis = self._wishes[0], self._basis()

        def work() -> Sheet:
            return sheet(
                basis.numbers, basis.employees, basis.hits, basis.region, wish.people, wish.gently
            )

        many = len(basis.employees or ()) + len(basis.numbers.waiting) + len(wish.people)
        if many <= AT_ONCE_ROWS:
            self._made(wish, work())
            return

        def done(result: Outcome) -> None:
            if result.finding is None and self._basis().numbers != basis.numbers:
                self._next()
            else:
                self._made(wish, result.value)
            self._changed()

        self._jobs.start(WORKING, lambda _cancel: politely(work), done)
        self._changed()

    def _made(self, wish: _Wish, found: Sheet | None) -> None:
        self._wishes.pop(0)
        if found is not None:
            wish.then(found)
        if self._wishes and not self._jobs.running(WORKING):
            self._next()

    def at_once(self, rows: int) -> bool:
        """Whether so many are judged before the call returns."""
        return rows <= AT_ONCE_ROWS

    def judge(self, rows: list[Row], then: Callable[[Judged], None]) -> None:
        """Judge rows anew after one was edited. Not where the whole table is on its way anyway."""
        basis = self._basis()
        if self.at_once(len(rows)):
            then(judged(rows, basis.hits, basis.region))
        elif not self._jobs.running(WORKING):
            self._jobs.start(
                JUDGING,
                lambda _cancel: politely(lambda: judged(rows, basis.hits, basis.region)),
                lambda result: then(result.value) if result.finding is None else None,
            )
