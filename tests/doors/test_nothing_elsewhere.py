"""Secrets go where they belong and nowhere else: every byte sent to any other host is searched."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.doors.http_kit import (
    KEY,
    SECRET,
    TOKEN,
    Certificates,
    Doors,
    certificates,
    clean_environment,
)
from tests.doors.misbehaving import FAULTS, HANGING, Misbehaving, Proxy, redirects, succeeds
from wizard.doors.http import HttpOptions
from wizard.rules.finding import Fault
from wizard.rules.models import Phone
from wizard.rules.secret import Secret

__all__ = ["certificates", "clean_environment"]

WORD = "canary-proxy-word-0000"
PATIENT = HttpOptions(connect=30, read=60, total=90, max_bytes=1024 * 1024)


class Tap:
    """Stands before a server and keeps every byte that anybody sends to it."""

    def __init__(self, server: Misbehaving) -> None:
        self.heard = bytearray()
        self._server = server
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
                there = socket.create_connection(("127.0.0.1", self._server.port), 30)
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
def tapped(server: Misbehaving) -> Iterator[Tap]:
    tap = Tap(server)
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


def use_everything(doors: Doors, account: str, binotel: str) -> None:
    """Every method of both clients, whatever becomes of it."""
    planfix = doors.planfix(account)
    client = doors.binotel(binotel)
    for call in (
        planfix.ping,
        planfix.first_data_tags,
        planfix.data_tags,
        lambda: planfix.data_tag(1),
        planfix.first_employee,
        planfix.employees,
        lambda: planfix.employees_by_phone("380000000001"),
        lambda: planfix.employees_by_short_number("000000001"),
        lambda: planfix.employee(1),
        lambda: planfix.update_phones(1, [Phone("+380000000001")]),
        client.check,
        client.employees,
    ):
        with suppress(Fault):
            call()


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - set(HANGING)))
def test_each_side_gets_its_own_secrets_only(fault: str) -> None:
    with ExitStack() as stack:
        account = stack.enter_context(tapped(stack.enter_context(Misbehaving(fault))))
        binotel = stack.enter_context(tapped(stack.enter_context(Misbehaving(fault))))
        use_everything(Doors(PATIENT), f"http://{account.authority}", f"http://{binotel.authority}")
        assert holds(account.heard, TOKEN) == [TOKEN], "or the search finds nothing at all"
        assert holds(binotel.heard, KEY, SECRET) == [KEY, SECRET]
        assert holds(account.heard, KEY, SECRET, WORD) == []
        assert holds(binotel.heard, TOKEN, WORD) == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_new_host_of_a_redirect_hears_nothing(status: int) -> None:
    with ExitStack() as stack:
        new = stack.enter_context(tapped(stack.enter_context(Misbehaving(succeeds()))))
        old = stack.enter_context(Misbehaving(redirects(f"http://{new.authority}/rest/", status)))
        use_everything(Doors(PATIENT), old.origin, old.origin)
        assert old.asked
        assert bytes(new.heard) == b""


def test_a_proxy_hears_its_password_and_no_secret(certificates: Certificates) -> None:
    with ExitStack() as stack:
        account = stack.enter_context(Misbehaving(succeeds(), tls=certificates.server))
        proxy = stack.enter_context(Proxy(to=("127.0.0.1", account.port)))
        tap = stack.enter_context(tapped(proxy))
        options = replace(
            PATIENT,
            trust=certificates.trust,
            proxy=f"anna@{tap.authority}",
            proxy_password=Secret(WORD),
        )
        place = f"https://account.example:{account.port}"
        use_everything(Doors(options), place, f"https://localhost:{account.port}")
        assert len(account.asked) >= 12
        assert holds(tap.heard, TOKEN, KEY, SECRET) == []
        told = base64.b64encode(f"anna:{WORD}".encode())
        assert told in bytes(tap.heard)
        assert b"account.example" in bytes(tap.heard)
    for asked in account.asked:
        assert holds(str(asked).encode(), WORD) == []


def test_a_proxy_of_the_environment_is_told_no_secret_either(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        account = stack.enter_context(Misbehaving(succeeds(), tls=certificates.server))
        proxy = stack.enter_context(Proxy(to=("127.0.0.1", account.port)))
        tap = stack.enter_context(tapped(proxy))
        monkeypatch.setenv("https_proxy", f"http://{tap.authority}")
        options = replace(PATIENT, trust=certificates.trust)
        Doors(options).planfix(f"https://account.example:{account.port}").ping()
        assert account.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
        assert b"CONNECT" in bytes(tap.heard)
        assert holds(tap.heard, TOKEN) == []
