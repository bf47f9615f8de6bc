"""What the tests of the clients share: a clean environment, clients without waits, certificates."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import trustme

from wizard.doors import resources
from wizard.doors.binotel import BinotelClient
from wizard.doors.http import HttpOptions
from wizard.doors.pace import BinotelPace, Pace
from wizard.doors.planfix import PlanfixClient
from wizard.flow.cancel import Cancel
from wizard.rules.address import Address
from wizard.rules.facts import Facts
from wizard.rules.finding import Fault, Finding
from wizard.rules.secret import Secret

TOKEN = "canary-token-0000000000000000000"
KEY = "canary-key-0000"
SECRET = "canary-secret-00000000000000000000"

_ENVIRONMENT = [
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NETRC",
    *(
        spelling
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
        for spelling in (name, name.upper())
    ),
]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no bundle of the machine reaches a test."""
    for name in _ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


class Hasty(Cancel):
    """A cancel flag that notes how long it was to sleep, and does not."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.check()
        self.slept.append(seconds)


@cache
def facts() -> Facts:
    return resources.facts()


@dataclass
class Doors:
    """Makes clients that are quick to give up waiting for their turn, not for an answer."""

    options: HttpOptions = field(default_factory=lambda: HttpOptions(connect=20, read=20, total=30))
    cancel: Cancel = field(default_factory=Hasty)
    waiting: Callable[[float], None] | None = None

    def planfix(self, origin: str, token: str | None = TOKEN) -> PlanfixClient:
        address = Address.from_origin(origin)
        assert address is not None
        return PlanfixClient(
            address,
            Secret(token) if token is not None else None,
            facts=facts(),
            pace=Pace(0.0),
            options=self.options,
            cancel=self.cancel,
            waiting=self.waiting,
        )

    def binotel(self, origin: str) -> BinotelClient:
        return BinotelClient(
            origin,
            Secret(KEY),
            Secret(SECRET),
            facts=facts(),
            pace=BinotelPace(0.0),
            options=self.options,
            cancel=self.cancel,
            waiting=self.waiting,
        )


def finding_of(call: Callable[[], object]) -> Finding:
    """The finding that a call ends in; the test fails if it ends in anything else."""
    with pytest.raises(Fault) as caught:
        call()
    return caught.value.finding


@dataclass
class Certificates:
    """An authority of our own: ``server``, ``other`` of a wrong name, ``trust`` for clients."""

    server: ssl.SSLContext
    other: ssl.SSLContext
    trust: Callable[[], ssl.SSLContext]


@pytest.fixture(scope="session")
def certificates() -> Certificates:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    names = ("127.0.0.1", "::1", "localhost", "account.example")
    authority.issue_cert(*names).configure_cert(server)
    other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(other)

    def trust() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        authority.configure_trust(context)
        return context

    return Certificates(server, other, trust)


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name resolves, addresses do."""
    real = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if str(host).replace(".", "").isdigit() or ":" in str(host):
            return real(host, *args, **kwargs)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
