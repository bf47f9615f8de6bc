"""Background work. The window owns the runs; results arrive in its thread, once, and late ones are dropped.

Must not touch widgets and must not wait for a thread: daemon threads end with the process.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from wizard.flow.cancel import Cancel, Cancelled
from wizard.rules.finding import Fault, Finding, Severity

if TYPE_CHECKING:
    import queue

Work = Callable[[Cancel], Any]
_REMEMBERED = 40


class Outcome(NamedTuple):
    """What a run ended with: a value, or the finding that stopped it."""

    value: Any = None
    finding: Finding | None = None


class Run(NamedTuple):
    """One piece of work under way. ``done`` is called in the window's thread unless cancelled."""

    name: str
    work: Work
    done: Callable[[Outcome], None]
    cancel: Cancel
    started: float = 0.0


class Jobs(QObject):
    """Starts work, each name at most once at a time; a new run of a name cancels the one before."""

    _arrived = Signal()
    idle_changed = Signal()
    # The name of a run that ended, how long it took in seconds, and the key of its finding, if any.
    ended = Signal(str, float, str)

    def __init__(self, unexpected: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._born = time.monotonic()
        # What ended lately, for the diagnostics: name, begun so long after this, seconds, finding.
        self.timings: deque[tuple[str, float, float, str]] = deque(maxlen=_REMEMBERED)
        self._unexpected = unexpected
        self._runs: dict[str, Run] = {}
        self._results: deque[Callable[[], None]] = deque()
        self._store_lane: queue.SimpleQueue[Run | None] | None = None
        self._closed = False
        # Emitted on workers, so it is queued into the window's thread.
        self._arrived.connect(self._deliver)

    def start(
        self, name: str, work: Work, done: Callable[[Outcome], None], store: bool = False
    ) -> Run:
        """Run ``work`` on a daemon thread; with ``store`` on the one thread that talks to the keyring."""
        self.cancel(name)
        run = Run(name, work, done, Cancel(), time.monotonic())
        self._runs[name] = run
        if store:
            self._lane().put(run)
        else:
            threading.Thread(
                target=self._work, args=(run,), name=f"job-{name}", daemon=True
            ).start()
        self.idle_changed.emit()
        return run

    def running(self, name: str) -> bool:
        """Whether a run of that name is under way."""
        return name in self._runs

    def cancel(self, name: str) -> None:
        """End a run; its result will be dropped. Nothing happens if there is none."""
        run = self._runs.pop(name, None)
        if run is not None:
            run.cancel.cancel()
            self.idle_changed.emit()

    def post(self, call: Callable[[], None]) -> None:
        """From a worker: run ``call`` in the window's thread (progress, the wait for a turn)."""
        self._results.append(call)
        try:
            self._arrived.emit()
        except RuntimeError:
            # The window was destroyed meanwhile; nobody is left to be told.
            return

    def progress(self, run_name: str, tell: Callable[..., None]) -> Callable[..., None]:
        """A callable for workers that tells progress only while the same run is the current one."""
        run = self._runs.get(run_name)

        def report(*values: Any) -> None:
            def deliver() -> None:
                if run is not None and self._runs.get(run_name) is run:
                    tell(*values)

            self.post(deliver)

        return report

    def close(self) -> None:
        """Cancel everything and deliver nothing more."""
        self._closed = True
        for name in list(self._runs):
            self.cancel(name)
        if self._store_lane is not None:
            self._store_lane.put(None)
            self._store_lane = None

    def _lane(self) -> queue.SimpleQueue[Run | None]:
        import queue

        if self._store_lane is None:
            lane: queue.SimpleQueue[Run | None] = queue.SimpleQueue()
            self._store_lane = lane

            def serve() -> None:
                while (run := lane.get()) is not None:
                    self._work(run)

            threading.Thread(target=serve, name="job-store", daemon=True).start()
        return self._store_lane

    def _work(self, run: Run) -> None:
        error: Exception | None = None
        outcome = Outcome()
        try:
            outcome = Outcome(value=run.work(run.cancel))
        except Cancelled:
            return
        except Fault as fault:
            outcome = Outcome(finding=fault.finding)
        except Exception as caught:  # noqa: BLE001 - a bug of ours must end in words, not in a dead page
            error = caught
            outcome = Outcome(finding=Finding("unexpected", Severity.ERROR))
        self.post(partial(self._finish, run, outcome, error))
        # Its traceback holds this frame: the circle would keep it, and all that its frames hold, alive.
        error = None

    def _finish(self, run: Run, outcome: Outcome, error: Exception | None) -> None:
        if self._runs.get(run.name) is not run:
            return
        del self._runs[run.name]
        self._note(run, outcome.finding)
        self.idle_changed.emit()
        if error is not None:
            self._unexpected(error)
        run.done(outcome)

    def _note(self, run: Run, finding: Finding | None) -> None:
        # Runs of the store are numbered; the number tells nobody anything.
        name = run.name.rstrip("-0123456789")
        took = time.monotonic() - run.started
        key = finding.key if finding is not None else ""
        self.timings.append((name, run.started - self._born, took, key))
        self.ended.emit(name, took, key)

    @Slot()
    def _deliver(self) -> None:
        while self._results:
            call = self._results.popleft()
            if not self._closed:
                call()
