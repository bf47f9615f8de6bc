"""A cancel flag that also wakes and closes. Knows nothing of what it cancels."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cancelled(Exception):  # noqa: N818 - a wish, not an error
    """The person went away or closed the window. Caught by the job runner alone."""


class Cancel:
    """One flag for one run of background work; safe from every thread."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._closers: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """True once cancelled; it never goes back."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Set the flag, wake the sleepers and call every closer once, on the calling thread."""
        with self._lock:
            self._event.set()
            closers, self._closers = self._closers, []
        for close in closers:
            close()

    def check(self) -> None:
        """Raise ``Cancelled`` if cancelled."""
        if self.cancelled:
            raise Cancelled

    def sleep(self, seconds: float) -> None:
        """Wait; raise ``Cancelled`` as soon as cancelled."""
        if self._event.wait(max(0.0, seconds)):
            raise Cancelled

    @contextmanager
    def closing(self, close: Callable[[], None]) -> Iterator[None]:
        """While the block runs, ``cancel`` calls ``close`` (shuts a socket down). It must not raise."""
        with self._lock:
            if self._event.is_set():
                raise Cancelled
            self._closers.append(close)
        try:
            yield
        finally:
            with self._lock:
                if close in self._closers:
                    self._closers.remove(close)
