"""Cancelling ends any exchange in a moment, wherever it hangs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.doors.http_kit import (
    Certificates,
    Doors,
    certificates,
    clean_environment,
    facts,
    finding_of,
)
from tests.doors.misbehaving import HANGING, Misbehaving, succeeds
from wizard.doors.http import HttpOptions
from wizard.doors.pace import Pace
from wizard.doors.planfix import PlanfixClient
from wizard.flow.cancel import Cancel, Cancelled
from wizard.rules.address import Address
from wizard.rules.models import Phone

__all__ = ["certificates", "clean_environment"]

PATIENT = HttpOptions(connect=30, read=60, total=90)
# Five times what the contract allows for the whole of a cancelled check.
MOMENT = 5.0


def cancelled_while(call: Callable[[], object], cancel: Cancel, under_way: threading.Event) -> None:
    """Cancel from another thread as soon as it is under way; the call must end in a moment."""
    at: list[float] = []

    def push() -> None:
        assert under_way.wait(30)
        at.append(time.monotonic())
        cancel.cancel()

    pusher = threading.Thread(target=push, daemon=True)
    pusher.start()
    with pytest.raises(Cancelled) as caught:
        call()
    assert time.monotonic() - at[0] < MOMENT
    assert caught.value.__context__ is None
    pusher.join(30)


@pytest.mark.parametrize("fault", HANGING)
def test_cancel_ends_a_hanging_read(fault: str) -> None:
    cancel = Cancel()
    with Misbehaving(fault) as server:
        call = Doors(PATIENT, cancel).planfix(server.origin).employees
        cancelled_while(call, cancel, server.hanging)


@pytest.mark.parametrize("fault", HANGING)
def test_cancel_ends_a_hanging_write(fault: str) -> None:
    cancel = Cancel()
    with Misbehaving(fault) as server:
        client = Doors(PATIENT, cancel).planfix(server.origin)
        cancelled_while(lambda: client.update_phones(1, [Phone("1")]), cancel, server.hanging)
        assert len(server.asked) == 1


@pytest.mark.parametrize("fault", HANGING)
def test_cancel_ends_a_hanging_binotel(fault: str) -> None:
    cancel = Cancel()
    with Misbehaving(fault) as server:
        cancelled_while(Doors(PATIENT, cancel).binotel(server.origin).check, cancel, server.hanging)


@pytest.mark.parametrize("fault", HANGING)
def test_cancel_ends_a_hanging_answer_through_tls(fault: str, certificates: Certificates) -> None:
    cancel = Cancel()
    options = replace(PATIENT, trust=certificates.trust)
    with Misbehaving(fault, tls=certificates.server) as server:
        cancelled_while(Doors(options, cancel).planfix(server.origin).ping, cancel, server.hanging)


def mute(connection: socket.socket, server: Misbehaving) -> None:
    """Take the greeting and say nothing."""
    connection.recv(65536)
    server.hanging.set()
    server.closing.wait(60)


def test_cancel_ends_a_handshake(certificates: Certificates) -> None:
    cancel = Cancel()
    options = replace(PATIENT, trust=certificates.trust)
    with Misbehaving("says 429", before=mute) as server:
        origin = server.origin.replace("http:", "https:")
        cancelled_while(Doors(options, cancel).planfix(origin).ping, cancel, server.hanging)


def test_cancel_ends_a_tunnel(certificates: Certificates) -> None:
    cancel = Cancel()
    with Misbehaving("says 429", before=mute) as proxy:
        options = replace(PATIENT, proxy=proxy.origin, trust=certificates.trust)
        client = Doors(options, cancel).planfix("https://account.example")
        cancelled_while(client.ping, cancel, proxy.hanging)


def test_cancel_ends_a_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = Cancel()
    asked, over = threading.Event(), threading.Event()

    def look_up(*args: object, **kwargs: object) -> list[object]:
        asked.set()
        over.wait(60)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    try:
        client = Doors(PATIENT, cancel).planfix("https://account.example")
        cancelled_while(client.ping, cancel, asked)
    finally:
        over.set()


def test_cancel_ends_a_wait_that_the_server_asked_for() -> None:
    cancel = Cancel()
    waits = threading.Event()
    doors = Doors(PATIENT, cancel, waiting=lambda _: waits.set())
    with Misbehaving("says 429") as server:
        cancelled_while(doors.planfix(server.origin).ping, cancel, waits)


@pytest.mark.parametrize("fault", HANGING)
def test_cancel_does_not_need_a_shutdown_that_wakes(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No system promises that a shutdown wakes a thread that waits in recv."""
    monkeypatch.setattr(socket.socket, "shutdown", lambda *ignored: None)
    cancel = Cancel()
    # The thread that nobody waits for any more ends at its read limit, or when the server goes.
    with Misbehaving(fault) as server:
        call = Doors(replace(PATIENT, read=2), cancel).planfix(server.origin).ping
        cancelled_while(call, cancel, server.hanging)


@pytest.mark.parametrize("fault", HANGING)
def test_the_limit_of_an_exchange_does_not_need_one_either(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket.socket, "shutdown", lambda *ignored: None)
    with Misbehaving(fault) as server:
        options = replace(PATIENT, read=2, total=0.3)
        assert finding_of(Doors(options).planfix(server.origin).ping).key == "timeout"


def test_a_turn_is_free_again_after_a_cancelled_exchange() -> None:
    cancel = Cancel()
    pace = Pace(0.0)
    with Misbehaving("accepts and never answers", succeeds()) as server:
        place = Address.from_origin(server.origin)
        assert place is not None
        first = PlanfixClient(place, None, facts=facts(), pace=pace, options=PATIENT, cancel=cancel)
        cancelled_while(first.ping, cancel, server.hanging)
        PlanfixClient(place, None, facts=facts(), pace=pace, options=PATIENT).ping()


def test_once_cancelled_nothing_is_sent() -> None:
    cancel = Cancel()
    cancel.cancel()
    with Misbehaving(succeeds()) as server:
        doors = Doors(PATIENT, cancel)
        for call in (doors.planfix(server.origin).ping, doors.binotel(server.origin).check):
            with pytest.raises(Cancelled):
                call()
        assert server.connections == 0


def test_a_hanging_look_up_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def look_up(*args: object, **kwargs: object) -> list[object]:
        over.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    try:
        options = replace(PATIENT, connect=0.2)
        finding = finding_of(Doors(options).planfix("https://account.example").ping)
    finally:
        over.set()
    assert finding.key == "timeout"
