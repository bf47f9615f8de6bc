"""A server of raw sockets that misbehaves by name, and a proxy. Loopback only; no deaf sleeps.

A fault is a function of the conversation; ``FAULTS`` names them; ``asked`` keeps the requests.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

DRIP = 0.05
"""Seconds between two bytes of a dripping answer."""


@dataclass
class Asked:
    """One request as it came over the socket."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Conversation:
    """One connection with its request; ``send`` and friends answer it."""

    socket: socket.socket
    asked: Asked
    server: Misbehaving

    def send(self, content: bytes) -> None:
        self.socket.sendall(content)

    def head(self, status: int = 200, *lines: str) -> None:
        self.send("\r\n".join([f"HTTP/1.1 {status} Status", *lines, "", ""]).encode("latin-1"))

    def answer(self, body: bytes, status: int = 200, *lines: str) -> None:
        self.head(status, f"Content-Length: {len(body)}", "Connection: close", *lines)
        self.send(body)

    def json(self, value: object, status: int = 200, *lines: str) -> None:
        body = json.dumps(value).encode()
        self.answer(body, status, "Content-Type: application/json", *lines)

    def html(self, status: int = 200, title: str = "Account not found") -> None:
        page = f"<!doctype html><html><title>{title}</title><form></form></html>".encode()
        self.answer(page, status, "Content-Type: text/html; charset=utf-8")

    def hang(self) -> None:
        """Until the server is closed or the client goes away; it then sends no more anyway."""
        self.server.hanging.set()
        self.server.closing.wait(60)

    def drip(self, content: bytes) -> None:
        for at in range(len(content)):
            self.send(content[at : at + 1])
            self.server.hanging.set()
            if self.server.closing.wait(DRIP):
                return


Reply = Callable[[Conversation], None]


class _Sockets(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64
    owner: Misbehaving

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what these tests are about."""


class _Sockets6(_Sockets):
    address_family = socket.AF_INET6


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        owner: Misbehaving = self.server.owner  # type: ignore[attr-defined]
        connection = self.request
        owner.connections += 1
        if owner.before is not None:
            owner.before(connection, owner)
            return
        if owner.tls is not None:
            connection = owner.tls.wrap_socket(connection, server_side=True)
            self.request = connection
        asked = read_request(connection)
        if asked is not None:
            owner.asked.append(asked)
            owner.next_reply()(Conversation(connection, asked, owner))
        if isinstance(connection, ssl.SSLSocket):
            with contextlib.suppress(OSError):
                connection.unwrap()
            connection.close()


def read_request(connection: socket.socket) -> Asked | None:
    """One whole request, None if the client went away."""
    content = b""
    while b"\r\n\r\n" not in content:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        content += chunk
    head, _, body = content.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    while len(body) < int(headers.get("content-length", "0")):
        chunk = connection.recv(65536)
        if not chunk:
            return None
        body += chunk
    method, target, _ = first.split(" ", 2)
    return Asked(method, target, headers, body)


class Misbehaving:
    """Answers each request with the next of ``replies`` (names of ``FAULTS`` or functions).

    The last one is repeated. ``before`` is done instead of reading anything at all.
    """

    def __init__(
        self,
        *replies: str | Reply,
        tls: ssl.SSLContext | None = None,
        ipv6: bool = False,
        before: Callable[[socket.socket, Misbehaving], None] | None = None,
    ) -> None:
        self._replies = [FAULTS[each] if isinstance(each, str) else each for each in replies]
        self.tls = tls
        self.before = before
        self.asked: list[Asked] = []
        self.connections = 0
        self.closing = threading.Event()
        self.hanging = threading.Event()
        kind = _Sockets6 if ipv6 else _Sockets
        self._server = kind(("::1" if ipv6 else "127.0.0.1", 0), _Handler)
        self._server.owner = self
        self.port: int = self._server.server_address[1]
        self.authority = f"[::1]:{self.port}" if ipv6 else f"127.0.0.1:{self.port}"
        self.origin = f"{'https' if tls else 'http'}://{self.authority}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def next_reply(self) -> Reply:
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def __enter__(self) -> Misbehaving:
        return self

    def __exit__(self, *ignored: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def fails(code: object, words: str = "No", status: int = 200) -> Reply:
    """Planfix's own way to say no."""
    return lambda talk: talk.json({"result": "fail", "code": code, "error": words}, status)


def succeeds(status: int = 200, *lines: str, **content: object) -> Reply:
    """Planfix's own way to say yes."""
    return lambda talk: talk.json({"result": "success", **content}, status, *lines)


def binotel_fails(code: object, words: str = "No") -> Reply:
    """Binotel says no with HTTP 200."""
    return lambda talk: talk.json({"status": "error", "code": code, "message": words})


def redirects(place: str, status: int = 302) -> Reply:
    """To somewhere else."""
    return lambda talk: talk.answer(b"", status, f"Location: {place}")


def _nothing(talk: Conversation) -> None:
    """Close after the request."""


def _reset(talk: Conversation) -> None:
    # Lingering for no time at all makes the close a reset.
    talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    talk.socket.close()


def _midway(talk: Conversation) -> None:
    talk.head(200, "Content-Type: application/json", "Content-Length: 1000")
    talk.send(b'{"result": "succ')


def _stops_midway(talk: Conversation) -> None:
    _midway(talk)
    talk.hang()


def _drips_headers(talk: Conversation) -> None:
    talk.drip(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + b"X-More: 1\r\n" * 1000)


def _drips_body(talk: Conversation) -> None:
    talk.head(200, "Content-Type: application/json", "Content-Length: 5000")
    talk.drip(b" " * 5000)


def _pours(talk: Conversation) -> None:
    """No end in sight, and no length told."""
    talk.head(200, "Content-Type: application/json", "Connection: close")
    # A client that stops reading without going away must not hold this thread for good.
    talk.socket.settimeout(0.2)
    while not talk.server.closing.is_set():
        with contextlib.suppress(TimeoutError):
            talk.send(b" " * 65536)


def _bomb(talk: Conversation) -> None:
    packed = gzip.compress(b" " * (64 * 1024 * 1024), 1)
    talk.answer(packed, 200, "Content-Type: application/json", "Content-Encoding: gzip")


FAULTS: dict[str, Reply] = {
    "accepts and never answers": Conversation.hang,
    "sends the headers byte by byte": _drips_headers,
    "sends the body byte by byte": _drips_body,
    "stops in the middle of the body": _stops_midway,
    "closes without an answer": _nothing,
    "resets the connection": _reset,
    "closes in the middle of the body": _midway,
    "sends a page with status 200": lambda talk: talk.html(),
    "sends a page with status 404": lambda talk: talk.html(404),
    "sends a page with status 403": lambda talk: talk.html(403),
    "sends a page with status 500": lambda talk: talk.html(500),
    "sends a captive portal": lambda talk: talk.html(200, "Sign in to the Wi-Fi"),
    "sends a captive portal with status 511": lambda talk: talk.html(511, "Sign in to the Wi-Fi"),
    "sends nothing with status 200": lambda talk: talk.answer(b""),
    "sends JSON cut short": lambda talk: talk.answer(b'{"result": "success", "da'),
    "sends a list instead of an object": lambda talk: talk.json([1, 2]),
    "sends an object without a result": lambda talk: talk.json({"hello": "world"}),
    "sends damaged gzip": lambda talk: talk.answer(
        b"\x1f\x8b\x08damaged", 200, "Content-Encoding: gzip"
    ),
    "speaks something else than HTTP": lambda talk: talk.send(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "sends without end": _pours,
    "sends a small body that unpacks to 64 MiB": _bomb,
    "redirects to another host": redirects("https://other.example/rest/ping"),
    "redirects within the host": redirects("/login"),
    "says 429": lambda talk: talk.answer(b"", 429, "Retry-After: 7"),
}

HANGING = (
    "accepts and never answers",
    "sends the headers byte by byte",
    "sends the body byte by byte",
    "stops in the middle of the body",
)


class Proxy(Misbehaving):
    """An HTTP proxy that passes on, and tells in ``asked`` what it was asked with which headers.

    ``wants`` is the only Proxy-Authorization that it takes; None: it asks for none.
    """

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        to: tuple[str, int] | None = None,
        wants: str | None = None,
    ) -> None:
        self._to = to
        self._wants = wants
        super().__init__(self._pass_on, tls=tls)

    def _pass_on(self, talk: Conversation) -> None:
        asked = talk.asked
        if self._wants is not None and asked.headers.get("proxy-authorization") != self._wants:
            talk.answer(b"", 407, 'Proxy-Authenticate: Basic realm="proxy"')
            return
        if asked.method == "CONNECT":
            host, _, port = asked.target.rpartition(":")
            with self._reach(host.strip("[]"), int(port)) as there:
                talk.head(200)
                _pump(talk.socket, there)
            return
        parts = urlsplit(asked.target)
        with self._reach(parts.hostname or "", parts.port or 80) as there:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            lines = [f"{asked.method} {path} HTTP/1.1"]
            lines += [f"{name}: {value}" for name, value in asked.headers.items()]
            there.sendall("\r\n".join([*lines, "", ""]).encode() + asked.body)
            while chunk := there.recv(65536):
                talk.send(chunk)

    def _reach(self, host: str, port: int) -> socket.socket:
        return socket.create_connection(self._to or (host, port), timeout=30)


def _pump(one: socket.socket, other: socket.socket) -> None:
    def copy(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                target.sendall(chunk)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    back = threading.Thread(target=copy, args=(other, one), daemon=True)
    back.start()
    copy(one, other)
    back.join(30)


def closed_port() -> str:
    """The origin of a port where nobody listens: one that was free a moment ago."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{holder.getsockname()[1]}"


def plain_words(connection: socket.socket, server: Misbehaving) -> None:
    """Take whatever comes first, a TLS greeting for instance, and answer with plain HTTP."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
