"""Starts and ends the demo account: two servers on loopback, their ports, their threads.

``DemoAccount`` is all that the program knows of the demo. Flask is imported on ``start`` only, so
that a program without the extra can say so in plain words (``available``). Must not import Qt, nor
write to stdout or stderr except the one line of ``serve``.
"""

from __future__ import annotations

import importlib.util
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from wizard.demo import seed, words
from wizard.demo.model import Model
from wizard.demo.store import Store

if TYPE_CHECKING:
    from wizard.demo.web import Server


def available() -> bool:
    """Whether the extra ``demo`` is installed."""
    return importlib.util.find_spec("flask") is not None


class DemoAccount:
    """A Planfix account, Binotel and its support on 127.0.0.1.

    ``folder`` keeps model and ports (``demo.json``) from one start to the next. ``ports`` are those
    of account and Binotel, 0 for any; a port that is taken is replaced by another. ``gap`` is the
    least time in seconds between two REST requests, 0 for no limit. ``people`` asks for that many
    employees, twelve at least. ``clock`` gives seconds for gaps and for Binotel's busy times.
    """

    def __init__(
        self,
        folder: Path | None = None,
        ports: tuple[int, int] | None = None,
        gap: float = 0.9,
        people: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._facts = words.facts()
        self._seed = words.seed()
        self._store = Store(folder, lambda: self._fresh(people))
        self._wanted = ports or self._store.ports or (0, 0)
        self._gap = gap
        self._clock = clock
        self._servers: list[Server] = []
        self._addresses: dict[str, str] = {}

    def _fresh(self, people: int | None) -> Model:
        return seed.fresh(self._seed, self._facts, people)

    @property
    def state(self) -> Store:
        """Thread-safe access to what the account holds."""
        return self._store

    @property
    def addresses(self) -> Mapping[str, str]:
        """The mapping of ``--demo-server`` (contract); empty before ``start``."""
        return dict(self._addresses)

    def start(self) -> Mapping[str, str]:
        """Serves until ``close``. ModuleNotFoundError without Flask, OSError without a loopback."""
        from wizard.demo import web

        if self._servers:
            return self.addresses
        account = web.listen(self._wanted[0])
        try:
            binotel = web.listen(self._wanted[1])
        except OSError:
            account.close()
            raise
        ports = (account.getsockname()[1], binotel.getsockname()[1])
        origin = f"http://127.0.0.1:{ports[0]}"
        with self._store.read() as model:
            self._addresses = {
                "account": origin,
                "binotel": f"http://127.0.0.1:{ports[1]}",
                "mailbox": origin + "/demo/mailbox",
                "login": model.login,
                "token": self._seed["token"],
                "binotel_key": model.binotel.key,
                "binotel_secret": model.binotel.secret,
            }
        application = web.account_app(
            self._store, self._facts, self._seed, lambda: self.addresses, self._gap, self._clock
        )
        self._servers = [
            web.Server(account, application, "demo-account"),
            web.Server(binotel, web.binotel_app(self._store, self._clock), "demo-binotel"),
        ]
        self._wanted = ports
        try:
            self._store.ports = ports
            self._store.keep()
        except OSError:
            self.close()
            raise
        return self.addresses

    def close(self) -> None:
        """Ends within a second, whatever connections are open. May be called twice."""
        servers, self._servers = self._servers, []
        for server in servers:
            server.stop()
        until = time.monotonic() + 0.7
        for server in servers:
            server.wait(until)


def serve(port: int | None) -> int:
    """``--demo-server``: prints the addresses as one JSON line, serves until interrupted; 0.

    Another port is used when ``port`` is taken; the line tells which.
    """
    stop = threading.Event()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, interrupted) for each in (signal.SIGINT, signal.SIGTERM)}
    demo = DemoAccount(ports=(port or 0, 0))
    try:
        sys.stdout.write(json.dumps(dict(demo.start())) + "\n")
        sys.stdout.flush()
        # In short waits: on Windows a wait without an end hears no Ctrl+C.
        while not stop.wait(0.5):
            pass
    finally:
        demo.close()
        for each, handler in before.items():
            signal.signal(each, handler)
    return 0
