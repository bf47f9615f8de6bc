"""Reads the account's employees for the table, and asks who has a Wire number as a short one. Shows nothing."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wizard.flow.cancel import Cancel
from wizard.flow.checks import employees_cost, short_number_hits, short_numbers_known
from wizard.rules.employees import Row
from wizard.rules.finding import Finding
from wizard.rules.models import Employee
from wizard.rules.number_lists import Numbers
from wizard.rules.phones import last_nine
from wizard.rules.secret import Secret
from wizard.ui.jobs import Outcome
from wizard.ui.pages.employees_rows import Hits, Judged, Sheet, judged, sheet
from wizard.ui.workspace import Workspace

JOB = "employees"


@dataclass(frozen=True)
class Read:
    """What a look at the account brought, judged already with the numbers that stood in the table."""

    employees: list[Employee]
    hits: Hits
    sheet: Sheet
    numbers: Numbers
    short_known: bool


class Reading(QObject):
    """One look at a time. ``finding`` is what stopped the last one, ``hits`` what was answered so far."""

    began = Signal()
    told = Signal(str)
    read = Signal(object)
    asked = Signal(object)
    failed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._text = workspace.text
        self._whole = False
        self._doing: tuple[str, dict[str, object]] = ("employees.loading", {})
        self.hits: dict[str, frozenset[int] | None] = {}
        self.finding: Finding | None = None
        self.at = ""
        # Whose eyes saw what was read last: with another token it is another look.
        self.token: Secret | None = None
        # Whether the API told every short number, so that none has to be asked for.
        self.short_known = False

    @property
    def running(self) -> bool:
        """Whether the account is being asked."""
        return self._workspace.jobs.running(JOB)

    @property
    def asking(self) -> bool:
        """Whether it is asked for single Wire numbers, with the table as it was."""
        return self.running and not self._whole

    def forget(self) -> None:
        """Another account."""
        self._workspace.jobs.cancel(JOB)
        self.hits, self.finding, self.at = {}, None, ""
        self.short_known = False

    def cancel(self) -> bool:
        """End it; False if nothing was under way."""
        running = self.running
        if running:
            self._workspace.jobs.cancel(JOB)
        return running

    def start(self, numbers: Numbers, region: str, again: bool = False) -> None:
        """Read all employees. Where today's requests would not do, ``failed`` tells it first."""
        workspace = self._workspace
        count = workspace.state.employees_count if workspace.state else 0
        few = workspace.warn_first("employees", employees_cost(count, len(_ends(numbers))), again)
        if few is not None:
            self.finding = few
            self.failed.emit()
            return

        def work(cancel: Cancel) -> Read:
            progress = workspace.jobs.progress(JOB, self._progress)
            waiting = workspace.jobs.progress(JOB, self._waiting)
            planfix = workspace.planfix(cancel, waiting)
            found = planfix.employees(progress=progress)
            made = sheet(numbers, found, {}, region)
            hits: Hits = {}
            known = short_numbers_known(found)
            ends = [] if known else _ends(made.numbers)
            if ends:
                hits = short_number_hits(planfix, ends, {})
                made = sheet(numbers, found, hits, region)
            read = Read(found, hits, made, numbers, known)
            # Plain values that hold no cycles: no later collection need stop the window to walk over them.
            gc.freeze()
            return read

        self.token = workspace.token
        self._begin("employees.loading", whole=True)
        workspace.jobs.start(JOB, work, self._read)
        self.began.emit()

    def ask_missing(self, numbers: Numbers, rows: list[Row], region: str) -> None:
        """Ask only for the Wire numbers that were not asked for yet."""
        workspace = self._workspace
        if workspace.token is None or self.running or self.short_known:
            return
        missing = [end for end in _ends(numbers) if self.hits.get(end) is None]
        if not missing:
            return
        known: Mapping[str, frozenset[int] | None] = dict(self.hits)

        def work(cancel: Cancel) -> tuple[Hits, Judged]:
            waiting = workspace.jobs.progress(JOB, self._waiting)
            hits = short_number_hits(workspace.planfix(cancel, waiting), missing, known)
            return hits, judged(rows, hits, region)

        self._begin("employees.asking", whole=False)
        workspace.jobs.start(JOB, work, self._asked)
        self.began.emit()

    def _begin(self, words: str, whole: bool) -> None:
        self._whole = whole
        self.finding = None
        self._tell(words)

    def _tell(self, words: str, **values: object) -> None:
        self._doing = words, values
        self.tell_again()

    def tell_again(self) -> None:
        """Say what is being done, in the language of now."""
        words, values = self._doing
        self.told.emit(self._text(words, **values))

    def _progress(self, read: int) -> None:
        self._tell("employees.loading_n", n=read)

    def _waiting(self, seconds: float) -> None:
        if seconds >= 2:
            self._tell("shell.waiting_turn", n=round(seconds))

    def _read(self, result: Outcome) -> None:
        if result.finding is not None:
            self._stopped(result.finding)
            return
        read: Read = result.value
        self.hits = dict(read.hits)
        self.short_known = read.short_known
        self.at = self._workspace.stamp()
        self._workspace.employees = read.employees
        self.read.emit(read)

    def _asked(self, result: Outcome) -> None:
        if result.finding is not None:
            self._stopped(result.finding)
            return
        hits, found = result.value
        self.hits = dict(hits)
        self.asked.emit(found)

    def _stopped(self, finding: Finding) -> None:
        self.finding = finding
        self.failed.emit()


def _ends(numbers: Numbers) -> list[str]:
    """The last nine digits of each Wire number, once each."""
    ends = (last_nine(each) for each in numbers.wire.values())
    return list(dict.fromkeys(end for end in ends if end))
