"""Listens in before a server, and searches what was said for secrets in any disguise."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from tests.doors.misbehaving import Misbehaving


class Tap:
    """Stands before a server and keeps every byte that anybody sends to it."""

    def __init__(self, port: int) -> None:
        self.heard = bytearray()
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.authority = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def _start(self, work, *arguments) -> None:  # type: ignore[no-untyped-def]
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._port), 30)
                self._start(self._copy, client, there, True)
                self._start(self._copy, there, client, False)

    def _copy(self, source: socket.socket, target: socket.socket, keep: bool) -> None:
        with suppress(OSError), source:
            while chunk := source.recv(65536):
                if keep:
                    self.heard += chunk
                target.sendall(chunk)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        # A close alone does not wake the thread that waits for a connection.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._threads:
            each.join(10)


@contextmanager
def tapped(server: Misbehaving | int) -> Iterator[Tap]:
    """A tap before a server, or before a port of this computer."""
    tap = Tap(server if isinstance(server, int) else server.port)
    try:
        yield tap
    finally:
        tap.close()


def disguises(secret: str) -> list[bytes]:
    """The forms in which a secret could stand in a request."""
    plain = secret.encode()
    return [
        plain,
        plain[:8],
        quote(secret, safe="").encode(),
        base64.b64encode(plain).rstrip(b"="),
        plain.hex().encode(),
        secret.encode("utf-16-le"),
    ]


def holds(heard: bytes, *secrets: str) -> list[str]:
    return [each for each in secrets if any(form in bytes(heard) for form in disguises(each))]
