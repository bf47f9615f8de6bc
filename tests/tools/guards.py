"""What conftest.py watches every test with. Knows pytest's verdicts, not the program."""

from __future__ import annotations

import gc
import ipaddress
import logging
import socket
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

THREADS_END_WITHIN = 5.0
_TESTS = Path(__file__).resolve().parent.parent


class OutsideError(AssertionError):
    """A test wanted to leave this computer."""


def _on_loopback(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


class SocketGuard:
    """Connections to this computer only, names that the test itself gave only.

    ``names`` maps further host names to addresses on loopback. ``refused`` tells what was tried: the
    error may have ended in a door that catches everything.
    """

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.refused: list[str] = []

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand in for connect, connect_ex and getaddrinfo."""
        look_up = socket.getaddrinfo

        def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
            text = host.decode() if isinstance(host, bytes) else host
            if text is not None and not _on_loopback(text):
                if text not in self.names:
                    self._refuse(f"a test looked up the name {text}")
                return look_up(self.names[text], *arguments, **named)
            return look_up(host, *arguments, **named)

        monkeypatch.setattr(socket, "getaddrinfo", guarded)
        for name in ("connect", "connect_ex"):
            monkeypatch.setattr(socket.socket, name, self._connecting(getattr(socket.socket, name)))

    def _connecting(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(this: socket.socket, address: Any) -> Any:
            if this.family in (socket.AF_INET, socket.AF_INET6) and not _on_loopback(address[0]):
                self._refuse(f"a test connected to {address[0]}")
            return real(this, address)

        return connect

    def _refuse(self, what: str) -> None:
        self.refused.append(what)
        raise OutsideError(f"{what}; only loopback is allowed (fixture: names)")


class Records(logging.Handler):
    """Keeps the warnings and errors that were logged, but for those that a test writes itself."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not Path(record.pathname).is_relative_to(_TESTS):
            self.records.append(record)

    def told(self) -> list[str]:
        return [f"{each.name}: {each.levelname}: {each.getMessage()}" for each in self.records]


def threads_left(before: Iterable[threading.Thread]) -> list[str]:
    """Threads of this test that do not end within five seconds."""
    known = set(before)
    deadline = time.monotonic() + THREADS_END_WITHIN
    left = []
    for thread in threading.enumerate():
        if thread not in known:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                left.append(thread.name)
    return left


class QtGuard:
    """Windows and running timers that a test leaves behind."""

    def __init__(self) -> None:
        self._timers: weakref.WeakSet[Any] = weakref.WeakSet()
        self._before: set[int] = set()

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Note every timer that Python starts, and the windows that stand already."""
        from PySide6.QtCore import QTimer

        start = QTimer.start

        def noting(timer: QTimer, *arguments: Any) -> None:
            self._timers.add(timer)
            start(timer, *arguments)

        monkeypatch.setattr(QTimer, "start", noting)
        self._before = {id(each) for each in self._windows()}

    def left(self) -> list[str]:
        """What is left, in words; collects garbage only where something seems to be."""
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance() is None:
            return []
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if self._found():
            gc.collect()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return self._found()

    def sweep(self) -> None:
        """Remove what is left, so that it is one test's failure and not the next one's too."""
        for window in self._windows():
            window.hide()
            window.deleteLater()
        for timer in list(self._timers):
            if _valid(timer):
                timer.stop()

    def _found(self) -> list[str]:
        found = [
            f"a window {each.metaObject().className()} {each.objectName()!r}"
            for each in self._windows()
            if id(each) not in self._before
        ]
        found += [
            f"a running timer of {each.interval()} ms, child of {each.parent()!r}"
            for each in list(self._timers)
            if _valid(each) and each.isActive()
        ]
        return found

    @staticmethod
    def _windows() -> list[Any]:
        from PySide6.QtWidgets import QApplication

        if not isinstance(QApplication.instance(), QApplication):
            return []
        # Qt keeps the label of tool tips for itself.
        return [
            each
            for each in QApplication.topLevelWidgets()
            if _valid(each) and each.metaObject().className() != "QTipLabel"
        ]


def _valid(thing: Any) -> bool:
    import shiboken6

    return bool(shiboken6.isValid(thing))


def refuse_other_alphabets(monkeypatch: pytest.MonkeyPatch) -> None:
    """``keyClicks(widget, "Иван")`` would end the whole process with an assertion of Qt's."""
    from PySide6.QtTest import QTest
    from pytestqt.qtbot import QtBot

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def press(widget: Any, keys: Any, *arguments: Any, **named: Any) -> Any:
            if isinstance(keys, str) and not keys.isascii():
                raise AssertionError(
                    f"QTest cannot type {keys!r}: use tests.tools.keyboard.type_text"
                )
            return real(widget, keys, *arguments, **named)

        return press

    for name in ("keyClicks", "keyClick", "keyPress", "keyRelease"):
        for owner in (QTest, QtBot):
            monkeypatch.setattr(owner, name, staticmethod(guarded(getattr(owner, name))))


def qt_loaded() -> bool:
    """Whether Qt's windows are in this process at all."""
    return "PySide6.QtWidgets" in sys.modules
