"""Watching the account while the person adds fields: one run at a time, its rhythm kept over all of them.

Tells what was seen; judging and showing it is the page's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from wizard.flow import watch
from wizard.flow.cancel import Cancel
from wizard.flow.watch_fields import requests_at_most, watch_fields
from wizard.rules.models import DataTag
from wizard.ui.jobs import Outcome
from wizard.ui.workspace import Workspace

JOB = "trackingWatch"


class FieldsWatch(QObject):
    """``seen`` a data tag; ``told`` seconds left and what the last request failed with; ``ended`` an outcome."""

    seen = Signal(object)
    told = Signal(float, str)
    ended = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        # Replaced as a whole, so that the worker reads one or the other, never a mixture.
        self.left: tuple[int, ...] = ()
        self.reset()

    def reset(self) -> None:
        """Another account: its own rhythm."""
        self.stop()
        self._rhythm = watch.Rhythm(time.monotonic, watch.GAP, watch.LENGTH)

    @property
    def running(self) -> bool:
        """Whether the account is being watched."""
        return self._workspace.jobs.running(JOB)

    @property
    def cost(self) -> int:
        """The requests that a whole watch may take."""
        return requests_at_most(self._rhythm)

    def asked(self) -> None:
        """The account was asked otherwise just now: the next request is not due yet."""
        self._rhythm.used()

    def start(self, left: Sequence[int]) -> None:
        """Watch these data tags."""
        self.left = tuple(left)
        workspace, rhythm, jobs = self._workspace, self._rhythm, self._workspace.jobs

        def still() -> tuple[int, ...]:
            return self.left

        def work(cancel: Cancel) -> bool:
            waiting = jobs.progress(JOB, lambda seconds: None)  # noqa: ARG005 - told every second anyway
            progress = jobs.progress(JOB, self._tell)
            seen: Callable[[DataTag], None] = jobs.progress(JOB, self._see)
            planfix = workspace.planfix(cancel, waiting)
            return watch_fields(planfix, still, cancel, rhythm, progress, seen)

        jobs.start(JOB, work, self._end)
        self._tell(self._rhythm.length, "")

    def stop(self) -> None:
        """End the run; nothing more is told."""
        self._workspace.jobs.cancel(JOB)

    def _tell(self, left: float, trouble: str) -> None:
        self.told.emit(left, trouble)

    def _see(self, tag: DataTag) -> None:
        self.seen.emit(tag)

    def _end(self, result: Outcome) -> None:
        self.ended.emit(result)
