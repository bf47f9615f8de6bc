"""The part of the transport that knows requests and urllib3. Imported at the first exchange only.

Every socket is registered with a ``Line`` as soon as it is connected, and while it connects the
line is looked at: so cancelling reaches it in any phase. Must not raise text of its own about what
was sent: callers see ``classify`` alone.
"""

from __future__ import annotations

import errno
import http.client
import logging
import re
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import _basic_auth_str
from requests.utils import get_environ_proxies, select_proxy
from urllib3 import exceptions as trouble_of
from urllib3.connection import HTTPConnection, HTTPSConnection

from wizard.doors.http import Line, Question
from wizard.rules.secret import Secret

Begin = Callable[[], None]

# What a connection attempt that does not wait answers when nothing is wrong.
_UNDER_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0))

# How long a connection attempt looks away from the cancel flag, in seconds.
_SLICE = 0.1


def _without_content(record: logging.LogRecord) -> bool:
    """Of headers that it cannot parse urllib3 logs the very text, and a server may echo ours."""
    if record.exc_info or record.levelno >= logging.WARNING:
        record.msg, record.args = "urllib3 objects to an answer's headers", ()
        record.exc_info = record.exc_text = None
    return True


logging.getLogger("urllib3.connection").addFilter(_without_content)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding's key (``name`` for a name that does not resolve) and what is known besides."""

    key: str
    broken: bool = False
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy without any user information in its URL, and the header that carries it instead."""

    url: str
    authorization: Secret | None = None


class ProxyUnusableError(Exception):
    """What was given is no HTTP proxy."""


def find_proxy(origin: str, typed: str, password: Secret | None, *, direct: bool) -> Proxy | None:
    """The proxy for ``origin``: the typed one, else the system's unless ``direct``; None if none.

    Raises ``ProxyUnusableError`` for what is no address of an HTTP proxy.
    """
    url = typed.strip()
    if not url and not direct:
        url = select_proxy(origin, get_environ_proxies(origin)) or ""
    if not url:
        return None
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ProxyUnusableError from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ProxyUnusableError
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    clean = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    user = unquote(parts.username or "")
    word = unquote(parts.password or "")
    if typed.strip() and password:
        word = password.reveal()
    if not user and not word:
        return Proxy(clean)
    header: str = _basic_auth_str(user.encode(), word.encode())
    return Proxy(clean, Secret(header))


class _Watched:
    """Mixed into urllib3's connections: connects under the eyes of a line, and tells it when."""

    line: Line
    begin: Begin
    # What urllib3's class below brings along.
    sock: socket.socket | None
    timeout: float | None
    host: str
    port: int
    _dns_host: str
    source_address: tuple[str, int] | None
    socket_options: Any

    def __init__(self, *args: Any, line: Line, begin: Begin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        self.begin = begin

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.line.connected = True

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is None:
            self.connect()
        self.begin()
        super().request(*args, **kwargs)  # type: ignore[misc]

    def _new_conn(self) -> socket.socket:
        limit = self.timeout if isinstance(self.timeout, int | float) else 10.0
        host = self._dns_host.strip("[]")

        def look_up() -> object:
            return socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)

        try:
            found: Any = self.line.off_thread(look_up, limit)
        except socket.gaierror as error:
            raise trouble_of.NameResolutionError(self.host, self, error) from None  # type: ignore[arg-type]
        except UnicodeError:
            raise trouble_of.LocationParseError("host") from None
        except TimeoutError:
            raise trouble_of.ConnectTimeoutError("look-up") from None
        last: OSError = OSError("no address")
        for family, kind, protocol, _, place in found:
            try:
                # Together the addresses get no more time than the limit.
                return self._reach(family, kind, protocol, place, limit / len(found))
            except OSError as error:
                last = error
        if isinstance(last, TimeoutError):
            raise trouble_of.ConnectTimeoutError("connect") from None
        raise trouble_of.NewConnectionError(self, "no connection") from last  # type: ignore[arg-type]

    def _reach(
        self, family: int, kind: int, protocol: int, place: Any, limit: float
    ) -> socket.socket:
        connection = socket.socket(family, kind, protocol)
        try:
            for option in self.socket_options or ():
                connection.setsockopt(*option)
            # Not blocking: a shutdown does not wake a connecting socket on every system.
            connection.setblocking(False)
            code = connection.connect_ex(place)
            if code not in _UNDER_WAY:
                raise OSError(code, "not connected")
            deadline = time.monotonic() + limit
            with selectors.DefaultSelector() as selector:
                selector.register(connection, selectors.EVENT_WRITE)
                while not selector.select(_SLICE):
                    self.line.cancel.check()
                    if self.line.is_cut or time.monotonic() > deadline:
                        raise TimeoutError
            code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, "not connected")
            connection.settimeout(self.timeout)
            self.line.watch(connection)
        except BaseException:
            connection.close()
            raise
        return connection


class _Plain(_Watched, HTTPConnection):
    pass


class _Secured(_Watched, HTTPSConnection):
    pass


class _Adapter(HTTPAdapter):
    """Requests' way to urllib3, with our trust, our proxy header and our connections."""

    def __init__(
        self, line: Line, trust: ssl.SSLContext | None, proxy: Proxy | None, begin: Begin
    ) -> None:
        self._line = line
        self._trust = trust
        self._proxy = proxy
        self._begin = begin
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._trust)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        if proxy.startswith("https:"):
            kwargs["proxy_ssl_context"] = self._trust
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=self._trust)

    def proxy_headers(self, proxy: str) -> dict[str, str]:  # noqa: ARG002 - there is only one
        if self._proxy is None or self._proxy.authorization is None:
            return {}
        return {"Proxy-Authorization": self._proxy.authorization.reveal()}

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        # Neither certifi nor a bundle of the environment: the context alone decides.
        for name in ("ca_certs", "ca_cert_dir"):
            pool.pop(name, None)
        if self._trust is not None:
            pool["ssl_context"] = self._trust
        return host, pool

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing to add: requests would name certifi's bundle here, over our context."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        kind: Any = _Secured if pool.scheme == "https" else _Plain
        pool.ConnectionCls = partial(kind, line=self._line, begin=self._begin)
        return pool


@contextmanager
def opened(
    line: Line,
    trust: ssl.SSLContext | None,
    proxy: Proxy | None,
    limits: tuple[float, float],
    begin: Begin,
    question: Question,
) -> Iterator[urllib3.BaseHTTPResponse]:
    """Send ``question`` (method, URL, headers, body) and yield the answer, its body still unread.

    The adapter is used without a session: a session would follow redirects, keep cookies and put
    passwords of .netrc in the place of our header.
    """
    method, url, headers, body = question
    prepared = requests.Request(method, url, headers=dict(headers), data=body).prepare()
    adapter = _Adapter(line, trust, proxy, begin)
    try:
        answer = adapter.send(
            prepared,
            stream=True,
            timeout=limits,
            verify=True,
            proxies={"http": proxy.url, "https": proxy.url} if proxy else None,
        )
        raw: urllib3.BaseHTTPResponse = answer.raw
        try:
            yield raw
        finally:
            raw.close()
    finally:
        adapter.close()


def classify(error: BaseException, connected: bool) -> Trouble:
    """What an exception of requests, urllib3, ssl or the socket amounts to, most telling first."""
    chain = list(_chain(error))

    def has(*kinds: type[BaseException]) -> BaseException | None:
        return next((each for each in chain if isinstance(each, kinds)), None)

    if has(ProxyUnusableError):
        return Trouble("proxy_failed", details={"code": ""})
    if has(trouble_of.ProxyError, requests.exceptions.ProxyError):
        return Trouble("proxy_failed", details={"code": _tunnel_code(chain)})
    if untrusted := has(ssl.SSLCertVerificationError, ssl.CertificateError):
        reason = str(getattr(untrusted, "verify_message", "") or "certificate")
        return Trouble("tls_untrusted", details={"reason": reason[:200]})
    if has(ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError):
        return Trouble("offline", broken=connected)
    if has(ssl.SSLError, trouble_of.SSLError, requests.exceptions.SSLError) and not connected:
        return Trouble("tls_untrusted", details={"reason": "handshake"})
    if has(trouble_of.NameResolutionError, socket.gaierror):
        return Trouble("name")
    if has(trouble_of.NewConnectionError):
        # Raised by us and never for a time limit, though urllib3 derives it from one.
        return Trouble("offline")
    if has(TimeoutError, trouble_of.TimeoutError, requests.exceptions.Timeout):
        return Trouble("timeout")
    if has(http.client.RemoteDisconnected, http.client.IncompleteRead, ConnectionError):
        return Trouble("offline", broken=connected)
    if has(http.client.HTTPException, trouble_of.InvalidHeader):
        # Something answered, and not with HTTP.
        return Trouble("not_json", details={"status": ""})
    return Trouble("offline", broken=connected)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything it wraps: causes, contexts, arguments, urllib3's ``reason``."""
    seen: set[int] = set()
    queue: list[object] = [error]
    while queue:
        each = queue.pop(0)
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        queue += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]


def _tunnel_code(chain: list[BaseException]) -> str:
    """The status with which a proxy refused a tunnel, as far as it is told."""
    for each in chain:
        if found := re.search(r"Tunnel connection failed: (\d{3})", str(each)):
            return found[1]
    return ""
