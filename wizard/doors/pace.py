"""Keeps requests apart, for all callers of one account, and a check within its time.

Knows no network; must not sleep deafly.

Planfix allows one request a second and account; Binotel answers code 106 when one method is asked
too often and names no limit (facts: Planfix REST «Введение», Binotel API 4.0, list of errors).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime

from wizard.flow.cancel import Cancel

Waiting = Callable[[float], None]

# Shorter waits than this are the ordinary rhythm and are told to nobody.
_WORTH_TELLING = 2.0


def wait_visibly(seconds: float, cancel: Cancel, waiting: Waiting | None) -> None:
    """Wait, telling ``waiting`` once a second how many seconds are left, and 0 at the end.

    Raises ``Cancelled`` as soon as cancelled; 0 is told then too.
    """
    left = max(0.0, seconds)
    try:
        while left > 0:
            if waiting is not None:
                waiting(left)
            step = min(1.0, left)
            cancel.sleep(step)
            left -= step
    finally:
        if waiting is not None:
            waiting(0.0)


def retry_after(headers: Mapping[str, str], otherwise: float) -> float:
    """The seconds that Retry-After names, as a number or as a date; ``otherwise`` without one."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    with suppress(ValueError, TypeError, OverflowError):
        until = parsedate_to_datetime(said).timestamp()
        # By the server's own clock where it tells it: the computer's may be wrong by hours.
        now = (
            parsedate_to_datetime(headers["date"]).timestamp() if "date" in headers else time.time()
        )
        return max(0.0, until - now)
    return otherwise


class _Gate:
    """One at a time, and not before a moment; everybody who waits can be cancelled."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._condition = threading.Condition()
        self._busy = False
        self._not_before = float("-inf")

    def enter(self, cancel: Cancel) -> None:
        """Wait until nobody is inside."""
        with cancel.closing(self._wake), self._condition:
            while self._busy and not cancel.cancelled:
                self._condition.wait()
            cancel.check()
            self._busy = True

    def leave(self) -> None:
        """Let the next one in."""
        with self._condition:
            self._busy = False
            self._condition.notify_all()

    def wait(self, cancel: Cancel, waiting: Waiting | None) -> None:
        """Wait for the moment. A wait worth telling is told."""
        left = self._not_before - self._clock()
        if left >= _WORTH_TELLING:
            wait_visibly(left, cancel, waiting)
        while (left := self._not_before - self._clock()) > 0:
            cancel.sleep(left)
        cancel.check()

    def hold(self, gap: float) -> None:
        """From now on nothing for ``gap`` seconds."""
        self._not_before = self._clock() + gap

    def _wake(self) -> None:
        with self._condition:
            self._condition.notify_all()


class Pace:
    """At most one request in flight, ``gap`` seconds from send to send. One for each account.

    A client connects first and calls what ``turn`` gave it right before the first byte: so the
    time that TLS takes neither shortens the gap nor adds to it.
    """

    def __init__(self, gap: float = 1.03, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = gap
        self._gate = _Gate(clock)

    @contextmanager
    def turn(self, cancel: Cancel, waiting: Waiting | None = None) -> Iterator[Callable[[], None]]:
        """Wait for a turn and yield *ready*, which waits out the gap; ``Cancelled`` from either."""

        def ready() -> None:
            self._gate.wait(cancel, waiting)
            self._gate.hold(self._gap)

        self._gate.enter(cancel)
        try:
            yield ready
        finally:
            self._gate.leave()


class BinotelPace:
    """At least ``gap`` seconds between two calls of one method. One for each origin.

    Counted from the end of a call to the start of the next, the more careful reading of a limit
    that Binotel does not publish.
    """

    def __init__(self, gap: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = gap
        self._clock = clock
        self._lock = threading.Lock()
        self._gates: dict[str, _Gate] = {}

    @contextmanager
    def turn(self, method: str, cancel: Cancel, waiting: Waiting | None = None) -> Iterator[None]:
        """Wait until ``method`` may be called; raises ``Cancelled``."""
        with self._lock:
            gate = self._gates.setdefault(method, _Gate(self._clock))
        gate.enter(cancel)
        try:
            gate.wait(cancel, waiting)
            try:
                yield
            finally:
                gate.hold(self._gap)
        finally:
            gate.leave()


class Allowance:
    """The time that one check may spend on its exchanges, in seconds: it must come to an end even
    with a server that answers each request just within the limit of one.

    ``base``, and ``each`` more for every answer that came: a long list may take its hundred pages
    at one request a second, a server that takes ten seconds for each of them may not. Only what is
    spent inside ``spending`` counts: waits for a turn and those that the server asked for are shown
    on screen, limited by themselves, and no sign of a server that hangs.
    """

    def __init__(
        self, base: float, each: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._left = base
        self._each = each
        self._clock = clock

    @property
    def left(self) -> float:
        """Seconds; nothing is left at 0 and below."""
        return self._left

    @contextmanager
    def spending(self) -> Iterator[None]:
        """The time of this block counts."""
        begun = self._clock()
        try:
            yield
        finally:
            self._left -= self._clock() - begun

    def answered(self) -> None:
        """An answer came."""
        self._left += self._each
