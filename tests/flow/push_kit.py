"""A push on an account of the tests: plan, run, journal in a file, and a run that is killed in the middle.

``python -m tests.flow.push_kit ORIGIN FOLDER KIND PLACE`` is a process that kills itself (SIGKILL) at the place
named: nothing is flushed, nothing is tidied.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.doors.http_kit import Doors, Hasty
from tests.flow.cards_kit import WIRE, Cards
from wizard.doors.storage import Storage
from wizard.flow import push
from wizard.flow.cancel import Cancel
from wizard.flow.push_journal import Journal, begin
from wizard.rules.changes import plan
from wizard.rules.finding import Finding
from wizard.rules.models import Employee

NAME = "127.0.0.1_9"
AT = "2026-11-28T10:00:00+02:00"


@dataclass
class Desk:
    """One account, one folder."""

    cards: Cards
    origin: str
    folder: Path
    cancel: Cancel = field(default_factory=Hasty)
    stop: Callable[[], bool] = lambda: False
    told: list[tuple[int, int, list[str]]] = field(default_factory=list)
    kept: Callable[[Journal], None] = lambda journal: None
    disk: Finding | None = None

    @property
    def archive(self) -> Storage:
        return Storage(self.folder)

    def load(self) -> Journal:
        """What the disk says, as the next start reads it."""
        return Journal.from_dict(self.archive.load_push(NAME)[0])

    def keep(self, journal: Journal) -> Finding | None:
        if self.disk is not None:
            return self.disk
        finding = self.archive.save_push(NAME, journal.to_dict())
        self.kept(journal)
        return finding

    def wires(self) -> dict[str, str]:
        return {str(number): WIRE.format(number % 10) for number in self.cards.cards}

    def begun(self) -> Journal:
        """A journal of what the account needs now."""
        found = plan(self.cards.employees(), self.wires())
        return begin(self.load(), found.changes, AT, "UA")

    def push(self, journal: Journal | None = None) -> push.Ended:
        return self._run(push.push, journal or self.begun())

    def resume(self) -> push.Ended:
        return self._run(push.push, self.load())

    def undo(self) -> push.Ended:
        return self._run(push.undo, self.load())

    def _run(self, work: Any, journal: Journal) -> push.Ended:
        def told(now: Journal, done: int, of: int) -> None:
            self.told.append((done, of, states(now)))

        doors = Doors(cancel=self.cancel)
        ended: push.Ended = work(
            lambda: doors.planfix(self.origin), journal, self.keep, self.stop, told
        )
        return ended

    def seen(self) -> dict[int, Employee]:
        """The account's cards as a new list would show them."""
        return {each.id: each for each in self.cards.employees()}

    def killed(self, kind: str, place: str) -> None:
        """Run in a process of its own that is killed at ``place``."""
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.flow.push_kit",
                self.origin,
                str(self.folder),
                kind,
                place,
            ],
            timeout=60,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, "it came to its end"


Open = Callable[..., Desk]


def before(number: int) -> list[tuple[str, int]]:
    """A card's phones on the first day."""
    return Cards(number).cards[number]


def with_wire(number: int) -> list[tuple[str, int]]:
    """The same with its Wire number."""
    return [*before(number), (WIRE.format(number), 1)]


def states(journal: Journal) -> list[str]:
    return [each.state for each in journal.cards]


def main(origin: str, folder: str, kind: str, place: str) -> None:
    """``place``: ``saved N`` after the N-th save, ``sent N`` after the N-th write was answered,
    ``asked N`` before the N-th request."""
    what, at = place.split()
    counts = {"saved": 0, "sent": 0, "asked": 0}

    def pass_by(name: str) -> None:
        counts[name] += 1
        if name == what and counts[name] == int(at):
            os.kill(os.getpid(), signal.SIGKILL)

    planfix = Doors().planfix(origin)
    read, write = planfix.employee, planfix.update_phones

    def reading(number: int) -> Any:
        pass_by("asked")
        return read(number)

    def writing(number: int, phones: Any) -> Any:
        pass_by("asked")
        answer = write(number, phones)
        pass_by("sent")
        return answer

    planfix.employee, planfix.update_phones = reading, writing  # type: ignore[method-assign]
    desk = Desk(Cards(0), origin, Path(folder))

    def keep(journal: Journal) -> Finding | None:
        finding = desk.archive.save_push(NAME, journal.to_dict())
        pass_by("saved")
        return finding

    if kind == "push":
        employees = planfix.employees()
        wires = {str(each.id): WIRE.format(each.id % 10) for each in employees}
        journal = begin(desk.load(), plan(employees, wires).changes, AT, "UA")
        push.push(lambda: planfix, journal, keep, lambda: False, lambda *told: None)
    else:
        push.undo(lambda: planfix, desk.load(), keep, lambda: False, lambda *told: None)


if __name__ == "__main__":
    main(*sys.argv[1:])
