"""Secrets go where they belong and nowhere else: every byte sent to any other host is searched."""

from __future__ import annotations

import base64
from contextlib import ExitStack, suppress
from dataclasses import replace

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
from tests.doors.tap import holds, tapped
from wizard.doors.http import HttpOptions
from wizard.rules.finding import Fault
from wizard.rules.models import Phone
from wizard.rules.secret import Secret

__all__ = ["certificates", "clean_environment"]

WORD = "canary-proxy-word-0000"
PATIENT = HttpOptions(connect=30, read=60, total=90, max_bytes=1024 * 1024)


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
