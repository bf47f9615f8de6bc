"""Runs pushes and undos for the step ``employees``: what is planned, what the journal says, what a run brought.

Holds no widget and words nothing. The journal on disk is the truth; a person's wish to stop is heard between
cards, so that none is left half done, and only the end of the program cuts one short.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from wizard.flow import push
from wizard.flow.cancel import Cancel, Cancelled
from wizard.flow.ports import Planfix
from wizard.flow.push_journal import (
    CHANGED,
    FAILED,
    PLANNED,
    UNDO,
    UNDONE,
    WRITTEN,
    Card,
    Journal,
    begin,
    ready,
)
from wizard.rules.changes import Change, Plan, plan
from wizard.rules.finding import Finding, Severity
from wizard.rules.models import Employee
from wizard.ui.jobs import Outcome
from wizard.ui.workspace import Workspace

JOB = "push"
_PLANNING = "plan"
# So many numbers are planned before the window draws the next picture; more take a thread of their own.
_AT_ONCE = 500
_LONG_WAIT = 3.0
# What a fresh look at the account makes out of date.
_PASSING = (FAILED, CHANGED, UNDONE)

Work = Callable[[push.Connect, Journal, push.Keep, Callable[[], bool], push.Told], push.Ended]


class CardWriter(QObject):
    """The one place that starts runs over cards. ``changed``: something that is shown; ``replaced``: cards
    were read back and stand in the workspace's list."""

    changed = Signal()
    replaced = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.journal = Journal()
        self.plan = Plan()
        self.progress = (0, 0)
        self.stopping = False
        self.waiting = 0
        # How the last run of this window ended: ``pushed``, ``undone``, ``stopped``, ``forgotten`` or nothing.
        self.ended = ""
        self.done = 0
        self.stop_finding: Finding | None = None
        self.read_back_at = ""
        self._stop = threading.Event()
        self._list: list[Employee] | None = None
        self._own: list[Employee] | None = None
        self._planned_from: tuple[object, ...] = ()
        self._viewed: tuple[object, ...] = ()
        self._rows: list[tuple[Card, tuple[str, ...]]] = []
        self._to_write: list[Change] = []
        workspace.opened.connect(self._opened)
        self._take(workspace.push_journal())

    @property
    def busy(self) -> bool:
        """Whether cards are being written."""
        return self.workspace.jobs.running(JOB)

    @property
    def undoing(self) -> bool:
        """Whether the run under way, or the one that was interrupted, puts lists back."""
        return self.journal.mode == UNDO

    @property
    def interrupted(self) -> bool:
        """Whether a run did not come to its end; never while one is under way."""
        return self.journal.interrupted and not self.busy

    # What is shown

    def look(self) -> None:
        """Take notice of what changed around: another list of employees, other numbers."""
        state, employees = self.workspace.state, self.workspace.employees
        if self.busy:
            return
        if employees is not self._list:
            fresh = employees is not None and employees is not self._own
            self._list = employees
            if fresh and employees is not None:
                self._settle({each.id: each for each in employees})
        if state is None or employees is None:
            self.plan, self._planned_from = Plan(), ()
            return
        wanted = (state.wire_numbers, state.wire_proposed, state.phone_region)
        came = (employees, *wanted)
        old = self._planned_from
        if old and old[0] is employees and old[1:] == wanted:
            return
        self._planned_from = came
        if len(state.wire_numbers) <= _AT_ONCE:
            self.workspace.jobs.cancel(_PLANNING)
            self.plan = plan(employees, *wanted)
            return
        self.plan = Plan()
        self.workspace.jobs.start(
            _PLANNING,
            lambda cancel: plan(employees, *wanted),  # noqa: ARG005
            lambda result: self._planned(came, result),
        )

    def _planned(self, came: tuple[object, ...], result: Outcome) -> None:
        if came is self._planned_from and result.finding is None:
            self.plan = result.value
            self.changed.emit()

    @property
    def planning(self) -> bool:
        """Whether it is not known yet what would be written."""
        return self.workspace.jobs.running(_PLANNING)

    def _settle(self, seen: Mapping[int, Employee]) -> None:
        """A new list tells what nobody knew, and makes the results of the last run out of date."""
        found = push.settle(self.journal, seen)
        if not found.open:
            kept = (each for each in found.cards if each.undoable or each.state not in _PASSING)
            found = replace(found, cards=tuple(each for each in kept if each.state != PLANNED))
        found = ready(found)
        self.ended = ""
        self.stop_finding = None
        if self.journal.open and not found.open and not found.unsure:
            # It had been at its last card.
            self.ended = "undone" if self.undoing else "pushed"
            self.read_back_at = self.workspace.stamp()
        if found != self.journal:
            self._keep(found)
            # The notice of the window counts cards too.
            self.workspace.changed.emit()

    def rows(self) -> list[tuple[Card, tuple[str, ...]]]:
        """The cards of the table, and for each the others whose cards have the number."""
        self._view()
        return self._rows

    def to_write(self) -> list[Change]:
        """What *Apply* would write."""
        self._view()
        return self._to_write

    def _view(self) -> None:
        """Put together anew only what changed: a window of ten thousand cards is refreshed often."""
        came = (self.journal, self.plan, self.busy)
        if len(self._viewed) == 3 and all(
            new is old for new, old in zip(came, self._viewed, strict=True)
        ):
            return
        self._viewed = came
        self._rows, self._to_write = self._shown_rows(), self._writable()

    def _shown_rows(self) -> list[tuple[Card, tuple[str, ...]]]:
        if self.busy or self.journal.open:
            return [(each, ()) for each in self.journal.cards]
        wanted = {(each.employee, each.number): each for each in self.plan.changes}
        rows: list[tuple[Card, tuple[str, ...]]] = []
        for card in self.journal.cards:
            change = wanted.pop((card.employee, card.number), None)
            if change is not None and card.state in (FAILED, CHANGED):
                # What would be written now, beside what became of it last time.
                card = replace(card, before=change.before, after=change.after)
            rows.append((card, ()))
        rows += [
            (
                Card(each.employee, each.name, each.number, each.before, each.after),
                each.elsewhere,
            )
            for each in wanted.values()
        ]
        return rows

    @property
    def doubling(self) -> bool:
        """Whether a card showed that the server appends: the next one would be doubled too."""
        return any(each.doubled for each in self.journal.cards)

    def _writable(self) -> list[Change]:
        if self.busy or self.journal.interrupted or self.doubling:
            return []
        masked = {
            (each.employee, each.number)
            for each in self.journal.cards
            if each.state not in (FAILED, CHANGED)
        }
        return [each for each in self.plan.changes if (each.employee, each.number) not in masked]

    # What a person may do

    def apply(self) -> Finding | None:
        """Write what is planned. A finding that keeps the run from starting."""
        changes = self.to_write()
        if not changes:
            return None
        few = self.workspace.warn_first(JOB, push.REQUESTS * len(changes), pressed=True)
        if few is not None:
            return few
        state = self.workspace.state
        region = state.phone_region if state else "UA"
        self._start(begin(self.journal, changes, self.workspace.stamp(), region), push.push)
        return None

    def resume(self) -> Finding | None:
        """Go on with what was interrupted."""
        if self.undoing:
            return self.undo()
        if not self.interrupted:
            return None
        cards = len(self.journal.cards) - self.journal.count(WRITTEN)
        few = self.workspace.warn_first(JOB, push.REQUESTS * cards, pressed=True)
        if few is None:
            self._start(self.journal, push.push)
        return few

    def undo(self) -> Finding | None:
        """Put the old phones back."""
        if self.busy:
            return None
        needed = push.REQUESTS * self.journal.undoable
        few = self.workspace.warn_first("undo", needed, pressed=True)
        if few is None:
            self._start(replace(self.journal, mode=UNDO), push.undo)
        return few

    def stop(self) -> None:
        """End the run after the card that it is at."""
        if self.busy:
            self._stop.set()
            self.stopping = True
            self.changed.emit()

    def forget(self) -> None:
        """Remove the saved phones from this computer."""
        if self.busy or self.journal.interrupted or self.workspace.address is None:
            return
        self.workspace.services.archive.forget_push(self.workspace.address.file_name)
        self.journal = Journal()
        self.stop_finding = None
        self.ended = "forgotten"
        self.changed.emit()

    # Runs

    def _start(self, journal: Journal, work: Work) -> None:
        workspace = self.workspace
        assert workspace.address is not None  # noqa: S101
        archive, address = workspace.services.archive, workspace.address
        name = address.file_name
        stop = self._stop = threading.Event()
        known = self.journal

        def run(cancel: Cancel) -> push.Ended:
            data, _ = archive.load_push(name)
            disk = Journal.from_dict(data)
            if disk.cards and disk != known:
                # Another window wrote cards meanwhile: what it noted is shown instead.
                return push.Ended(disk, Finding("push_elsewhere", Severity.WARNING))
            told = workspace.jobs.progress(JOB, self._told)
            waiting = workspace.jobs.progress(JOB, self._waiting)

            def keep(now: Journal) -> Finding | None:
                cancel.check()
                return archive.save_push(name, now.to_dict())

            def connect() -> Planfix:
                planfix = workspace.planfix(cancel, waiting)
                if workspace.address is not address:
                    # Another account was opened: nothing of this one's cards goes there.
                    raise Cancelled
                return planfix

            return work(connect, journal, keep, stop.is_set, told)

        # On disk before anything is sent: the rail of the next start tells it even if the journal is lost.
        workspace.update(push_open_at=workspace.stamp())
        self.journal = replace(journal, open=True)
        self.progress, self.waiting = (0, 0), 0
        self.stopping, self.ended, self.stop_finding = False, "", None
        workspace.services.log(f"{journal.mode} of {len(journal.cards)} cards begins")
        workspace.jobs.start(JOB, run, self._finished)
        self.changed.emit()

    def _told(self, journal: Journal, done: int, of: int) -> None:
        self.journal = journal
        self.progress = (done, of)
        self.waiting = 0
        self.changed.emit()

    def _waiting(self, seconds: float) -> None:
        """Each card waits a second for its turns; longer ones are the account's wish, and are told."""
        left = round(seconds) if seconds >= _LONG_WAIT else 0
        if left != self.waiting:
            self.waiting = left
            self.changed.emit()

    def _finished(self, result: Outcome) -> None:
        self.stopping = False
        if result.finding is not None:
            # Not the end of a run: what it came to stands on disk.
            self.stop_finding = result.finding
            self._take(self.workspace.push_journal())
            self.changed.emit()
            return
        ended: push.Ended = result.value
        self.stop_finding = ended.finding
        if ended.finding is not None and ended.finding.key == "push_elsewhere":
            self._take(ended.journal)
            self.changed.emit()
            return
        self.journal = ended.journal
        self.done = self.progress[0]
        self.read_back_at = self.workspace.stamp()
        undone = self.journal.mode == UNDO
        self.workspace.services.log(
            f"{self.journal.mode} ends: {self.journal.count(WRITTEN)} written, "
            f"{self.journal.count(UNDONE)} undone, {len(self.journal.cards)} in all"
        )
        self.ended = "stopped" if ended.stopped else "undone" if undone else "pushed"
        if not self.journal.cards and self.workspace.address is not None:
            self.workspace.services.archive.forget_push(self.workspace.address.file_name)
        if self.workspace.employees is not None:
            self._own = push.merged(self.workspace.employees, ended.seen)
            self.workspace.employees = self._own
        self._flag()
        self.replaced.emit()
        self.changed.emit()

    # The journal

    def _opened(self) -> None:
        """Another account: its journal. A run over the one before is cut short; its journal tells how far."""
        self.workspace.jobs.cancel(JOB)
        self.workspace.jobs.cancel(_PLANNING)
        self._list = self._own = None
        self._planned_from = ()
        self.plan = Plan()
        self.ended, self.stop_finding, self.stopping = "", None, False
        self._take(self.workspace.push_journal())
        self.changed.emit()

    def _take(self, journal: Journal) -> None:
        self.journal = journal
        self._flag()

    def _keep(self, journal: Journal) -> None:
        self.journal = journal
        if self.workspace.address is not None:
            archive, name = self.workspace.services.archive, self.workspace.address.file_name
            if not journal.cards:
                archive.forget_push(name)
                finding = None
            else:
                finding = archive.save_push(name, journal.to_dict())
            if finding is not None:
                self.workspace.told.emit(finding)
        self._flag()

    def _flag(self) -> None:
        """Let rail and report know without reading the journal."""
        self.workspace.journal = self.journal
        at = self.journal.at or self.workspace.stamp()
        changes: dict[str, object] = {"push_open_at": at if self.journal.interrupted else ""}
        if self.journal.cards:
            changes |= {"push_at": at, "push_written": self.journal.count(WRITTEN)}
        self.workspace.update(**changes)
