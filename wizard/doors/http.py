"""The one transport of the REST doors: one exchange with one origin, every fault told apart.

It follows no redirect, sends to no other host, keeps no cookie, reads no .netrc, repeats nothing.
Must not import requests before the first exchange (start-up time): ``http_wire`` needs it.
Must not know what Planfix or Binotel mean by their answers.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from wizard.doors.pace import Allowance
from wizard.flow.cancel import Cancel, Cancelled
from wizard.rules.finding import Fault, Finding
from wizard.rules.secret import Secret

if TYPE_CHECKING:
    import urllib3

KNOWN_TO_RESOLVE = "planfix.com"
"""If this name resolves and the account's does not, it is the account that is not there."""

_CHUNK = 64 * 1024

Question = tuple[str, str, Mapping[str, str], "bytes | None"]
"""Method, URL, headers, body."""

T = TypeVar("T")


def resolves(name: str) -> bool:
    """Whether the system's resolver knows ``name``."""
    try:
        return bool(socket.getaddrinfo(name, 443, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return False


def system_trust() -> ssl.SSLContext:
    """Judge certificates by the operating system's store, so that company roots work."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """How exchanges are made. All times are in seconds.

    ``proxy`` is ``http://host:port`` or ``host:port``, with a user name if need be but without a
    password; empty means what the environment or the system says (never for loopback).
    ``total`` limits one exchange from the look-up of the name to the last byte. A check as a whole
    has ``check`` seconds and ``check_each`` more for every answer that came (see ``Allowance``).
    ``resolve`` answers whether a name resolves; ``trust`` makes the TLS context (None: the system's);
    ``clock`` is what ``check`` is measured with.
    """

    proxy: str = ""
    proxy_password: Secret | None = None
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    check: float = 60.0
    check_each: float = 5.0
    max_bytes: int = 16 * 1024 * 1024
    trust: Callable[[], ssl.SSLContext] | None = None
    resolve: Callable[[str], bool] = field(default=resolves)
    clock: Callable[[], float] = time.monotonic


DEFAULTS = HttpOptions()


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer that is no redirect. Header names are lower case, the body is unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class HttpFault(Fault):
    """A fault of one exchange.

    ``sent``: the request may have reached the other side, so a write is not proved either way.
    ``broken``: the connection was there and broke; a read may be tried again.
    """

    def __init__(self, finding: Finding, *, sent: bool, broken: bool = False) -> None:
        super().__init__(finding)
        self.sent = sent
        self.broken = broken


class Line:
    """What one exchange has open. Any thread may cut it; a cut wakes whoever reads, sends or waits.

    It shuts duplicates of the sockets down and not the originals. TLS takes the original's
    descriptor over, so that the original cannot be shut down any more; shutting TLS's own socket
    down would take its state away under the thread that reads from it; closing a descriptor that
    another thread waits on may hit a stranger who got the same number. A duplicate names the same
    connection, on Windows too (WSADuplicateSocket); it is made when the connection stands, so that
    no system can hold it for one that does not (and refuse: not connected).

    Whether a shutdown wakes a thread that waits in ``recv`` is promised by no system, and on
    Windows could not be tried. So nobody depends on it: whoever wants the answer waits for an event
    (``off_thread``), which a cut sets. The worst that is left behind then is a daemon thread that
    ends at its read limit, and neither holds a check nor the process.
    """

    def __init__(self, cancel: Cancel) -> None:
        self.cancel = cancel
        self.connected = False
        self._cut = threading.Event()
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._sleepers: list[threading.Event] = []

    @property
    def is_cut(self) -> bool:
        """Whether nothing that is read from now on counts."""
        return self._cut.is_set()

    def watch(self, connection: socket.socket) -> None:
        """Have this socket shut down by a cut; at once if the cut was earlier."""
        duplicate = connection.dup()
        with self._lock:
            self._sockets.append(duplicate)
        if self.is_cut:
            self.cut()

    def cut(self) -> None:
        """End everything now. Never raises."""
        self._cut.set()
        with self._lock:
            for each in self._sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            for sleeper in self._sleepers:
                sleeper.set()

    def release(self) -> None:
        """The exchange is over: close the duplicates."""
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def off_thread(self, work: Callable[[], T], limit: float, name: str = "look-up") -> T:
        """Run what cannot be interrupted on a thread of its own.

        Raises what ``work`` raised, ``TimeoutError`` after ``limit`` seconds or when cut.
        """
        results: list[T] = []
        failures: list[BaseException] = []

        def run() -> None:
            try:
                results.append(work())
            except Exception as error:  # noqa: BLE001 - handed to the thread that waits
                failures.append(error)
            done.set()

        done = threading.Event()
        with self._lock:
            self._sleepers.append(done)
        with self.cancel.closing(self.cut):
            threading.Thread(target=run, name=name, daemon=True).start()
            if not self.is_cut:
                done.wait(limit)
        if failures:
            raise failures[0]
        if not results or self.is_cut:
            raise TimeoutError
        return results[0]


class Transport:
    """Exchanges with one origin, for one run of work on one thread.

    A connection for each exchange: a kept one that the server has just dropped cannot be told from
    a lost answer, and at one request a second keeping it would gain nothing.
    """

    def __init__(
        self, origin: str, options: HttpOptions, cancel: Cancel, field: str = "accountEdit"
    ) -> None:
        self._origin = origin
        parts = urlsplit(origin)
        self._host = parts.hostname or ""
        self._authority = parts.netloc.lower()
        self._options = options
        self._cancel = cancel
        self._field = field
        self._trust: ssl.SSLContext | None = None
        self._allowance = Allowance(options.check, options.check_each, options.clock)
        self.sent = 0

    def exchange(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        ready: Callable[[], None] | None = None,
        patient: bool = False,
    ) -> Answer:
        """Send one request and read its answer whole.

        ``path`` may carry a query. ``ready`` is called when the connection stands, right before
        the first byte. ``patient``: once begun this one has its full time, even if that of the
        check runs out meanwhile (a write whose answer is not awaited leaves everybody in doubt).
        Raises ``HttpFault`` and ``Cancelled``, nothing else, and neither of them has an exception
        of the HTTP library behind it. ``timeout`` with the reason ``check`` means that each answer
        came in time, but not all of them together.
        """
        line = Line(self._cancel)
        left = self._allowance.left
        if left <= 0:
            raise self._fault("timeout", line, reason="check")
        limit = self._options.total if patient else min(self._options.total, left)
        outcome: Answer | HttpFault | Cancelled | None = None
        # The libraries work on a thread of their own, and only an event is waited for here: so
        # neither the end of the time nor a cancel depends on what a blocked socket makes of it.
        with self._allowance.spending(), suppress(TimeoutError, Cancelled):
            outcome = line.off_thread(
                lambda: self._outcome(line, (method, self._origin + path, headers, body), ready),
                limit,
                "exchange",
            )
        # Raised here and not above, so that no request with its headers hangs on as the context.
        if isinstance(outcome, Answer):
            self._allowance.answered()
            return outcome
        if self._cancel.cancelled or isinstance(outcome, Cancelled):
            raise Cancelled
        if outcome is None:
            line.cut()
            reason = "check" if limit < self._options.total else ""
            raise self._fault("timeout", line, reason=reason)
        raise outcome.with_traceback(None)

    def _outcome(
        self, line: Line, question: Question, ready: Callable[[], None] | None
    ) -> Answer | HttpFault | Cancelled:
        """What the exchange comes to. Never raises."""
        try:
            return self._exchange(line, question, ready)
        except (HttpFault, Cancelled) as known:
            return known
        except Exception as error:  # noqa: BLE001 - a door: nothing but its own faults leaves it
            return self._explain(error, line)
        finally:
            line.release()

    def _exchange(self, line: Line, question: Question, ready: Callable[[], None] | None) -> Answer:
        from wizard.doors import http_wire

        options = self._options
        proxy = http_wire.find_proxy(
            self._origin,
            options.proxy,
            options.proxy_password,
            direct=is_loopback(self._host),
        )
        safe = self._origin.startswith("https:") or (proxy and proxy.url.startswith("https:"))
        if self._trust is None and safe:
            self._trust = (options.trust or system_trust)()

        def begin() -> None:
            if ready is not None:
                ready()
            self._cancel.check()
            if line.is_cut:
                # Given up meanwhile: what nobody waits for any more is not sent either.
                raise TimeoutError
            self.sent += 1

        limits = (options.connect, options.read)
        with http_wire.opened(line, self._trust, proxy, limits, begin, question) as raw:
            return self._read(raw, line)

    def _read(self, raw: urllib3.BaseHTTPResponse, line: Line) -> Answer:
        headers = {name.lower(): value for name, value in raw.headers.items()}
        if 300 <= raw.status < 400 and raw.status != 304:
            place = self._new_place(headers.get("location", ""))
            raise self._fault("redirected", line, host=place)
        if raw.status == 407:
            raise self._fault("proxy_failed", line, code="407")
        limit = self._options.max_bytes
        unpack = _Unpacking(headers.get("content-encoding", ""))
        parts: list[bytes] = []
        size = 0
        while chunk := raw.read(_CHUNK, decode_content=False):
            part = unpack.feed(chunk, limit + 1 - size)
            size += len(part)
            if size > limit:
                raise self._fault("answer_too_large", line, limit=str(limit // (1024 * 1024)))
            parts.append(part)
        return Answer(raw.status, headers, b"" if unpack.failed else b"".join(parts))

    def _explain(self, error: Exception, line: Line) -> HttpFault:
        """What an exception of the libraries below amounts to."""
        from wizard.doors import http_wire

        try:
            trouble = http_wire.classify(error, line.connected)
        except Exception:  # noqa: BLE001 - telling faults apart must not become one
            trouble = http_wire.Trouble("offline")
        if trouble.key == "name":
            return self._fault(self._why_no_name(line), line)
        return self._fault(trouble.key, line, broken=trouble.broken, **trouble.details)

    def _why_no_name(self, line: Line) -> str:
        """Tell a wrong account name from having no network."""
        if self._host == KNOWN_TO_RESOLVE:
            return "account_not_found"
        try:
            known = line.off_thread(
                lambda: self._options.resolve(KNOWN_TO_RESOLVE), self._options.connect
            )
        except Exception:  # noqa: BLE001 - whatever it was, the second name did not resolve
            return "offline"
        return "account_not_found" if known else "offline"

    def _new_place(self, location: str) -> str:
        """The host (and port) a redirect names, if it is another one that could be offered."""
        with suppress(ValueError):
            parts = urlsplit(location)
            if parts.scheme in ("http", "https") and parts.hostname:
                host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
                place = host + (f":{parts.port}" if parts.port else "")
                if _HOST.fullmatch(place) and place != self._authority:
                    return place
        return ""

    def _fault(self, key: str, line: Line, broken: bool = False, **details: str) -> HttpFault:
        details.setdefault("host", self._authority)
        field = "proxyEdit" if key == "proxy_failed" else self._field
        return HttpFault(
            Finding(key, field=field, details=details), sent=line.connected, broken=broken
        )


_HOST = re.compile(r"[\w.-]{1,253}(:\d{1,5})?|\[[0-9a-f:.]{2,45}\](:\d{1,5})?")


class _Unpacking:
    """Undoes Content-Encoding with a limit, so that a small body cannot fill the memory."""

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        self.failed = name not in ("", "identity", "gzip", "x-gzip", "deflate")
        # 32 added to the window: gzip and zlib frames are told apart by their first bytes.
        packed = name not in ("", "identity")
        self._stream = zlib.decompressobj(32 + zlib.MAX_WBITS) if packed else None

    def feed(self, chunk: bytes, room: int) -> bytes:
        """The next part, at most ``room`` bytes of it."""
        if self._stream is None or self.failed:
            return chunk[:room]
        try:
            return self._stream.decompress(chunk, room)
        except zlib.error:
            self.failed = True
            return b""


def is_loopback(host: str) -> bool:
    """127.0.0.0/8, ::1 or exactly ``localhost``, as the contract has it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
