"""Every fault at every door ends in its finding, and no secret shows on the way."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from tests.doors import fault_table, table
from tests.doors.fault_table import ANSWERS, BINOTEL_CODES, NETWORK, PLANFIX_CODES, Code, Row
from tests.doors.http_kit import (
    KEY,
    SECRET,
    TOKEN,
    Certificates,
    Doors,
    certificates,
    clean_environment,
    facts,
    no_names,
)
from tests.doors.misbehaving import (
    FAULTS,
    HANGING,
    Conversation,
    Misbehaving,
    Proxy,
    binotel_fails,
    closed_port,
    fails,
    plain_words,
    succeeds,
)
from wizard.doors.http import HttpOptions
from wizard.rules.finding import Fault, Severity
from wizard.rules.models import Phone
from wizard.rules.secret import Secret

__all__ = ["certificates", "clean_environment", "no_names"]

Call = Callable[[], object]
# Enough for a busy machine, and little enough for what never answers.
PATIENT = HttpOptions(connect=20, read=20, total=30, max_bytes=1024 * 1024)
IMPATIENT = replace(PATIENT, read=0.4, total=0.8)


def reading(doors: Doors, origin: str) -> Call:
    return doors.planfix(origin).first_data_tags


def writing(doors: Doors, origin: str) -> Call:
    return lambda: doors.planfix(origin).update_phones(7, [Phone("+380000000001")])


def binotel(doors: Doors, origin: str) -> Call:
    return doors.binotel(origin).check


DOORS = {"reading": reading, "writing": writing, "binotel": binotel}


@contextmanager
def setting(name: str, certificates: Certificates) -> Iterator[tuple[str, HttpOptions]]:
    """The origin to ask and the options to ask with, for a fault of the network."""
    trusting = replace(PATIENT, trust=certificates.trust)
    with ExitStack() as stack:
        if name == "nobody listens":
            yield closed_port(), PATIENT
        elif name == "the name is unknown, planfix.com is known":
            yield NAMED, replace(PATIENT, resolve=lambda name: name == "planfix.com")
        elif name == "no name resolves":
            yield NAMED, replace(PATIENT, resolve=lambda _: False)
        elif name == "the certificate is not trusted":
            server = stack.enter_context(Misbehaving(succeeds(), tls=certificates.server))
            yield server.origin, PATIENT
        elif name == "the certificate is for another host":
            server = stack.enter_context(Misbehaving(succeeds(), tls=certificates.other))
            yield server.origin, trusting
        elif name == "no TLS where TLS is expected":
            server = stack.enter_context(Misbehaving(succeeds(), before=plain_words))
            yield server.origin.replace("http:", "https:"), trusting
        elif name == "the proxy is not there":
            yield NAMED, replace(PATIENT, proxy=closed_port())
        elif name == "the proxy refuses the tunnel":
            server = stack.enter_context(Misbehaving(lambda talk: talk.html(407)))
            yield NAMED, replace(PATIENT, proxy=server.origin)
        elif name.startswith("the proxy wants a password"):
            server = stack.enter_context(Misbehaving(agrees, tls=certificates.server))
            # anna:word
            proxy = Proxy(to=("127.0.0.1", server.port), wants="Basic YW5uYTp3b3Jk")
            stack.enter_context(proxy)
            given = Secret("word") if name.endswith("gets it") else None
            typed = f"anna@{proxy.authority}" if given else proxy.authority
            yield server.origin, replace(trusting, proxy=typed, proxy_password=given)
        elif name == "the certificate is of a company's root that is trusted":
            server = stack.enter_context(Misbehaving(agrees, tls=certificates.server))
            yield server.origin, trusting
        elif name == "the server is on IPv6 only":
            server = stack.enter_context(Misbehaving(agrees, ipv6=True))
            yield server.origin, PATIENT
        else:
            assert name == "the proxy is no HTTP proxy"
            yield NAMED, replace(PATIENT, proxy="socks5://127.0.0.1:1080")


def agrees(talk: Conversation) -> None:
    """What Planfix and Binotel both say when nothing is wrong."""
    talk.json({"result": "success", "status": "success", "dataTags": [], "users": []})


# A name that both doors take, and that the tests never let resolve.
NAMED = "https://api.binotel.com"


def told(call: Call) -> tuple[str, str]:
    """The finding as the table writes it, and everything about it that could be printed."""
    try:
        call()
    except Fault as said:
        finding = said.finding
        links: list[BaseException | None] = [said]
        for link in links:
            if link is not None:
                links += [link.__cause__, link.__context__]
        printed = "".join(traceback.format_exception(said)) + repr(
            [(link, getattr(link, "request", None), vars(link)) for link in links if link]
        )
        mark = " (warning)" if finding.severity is Severity.WARNING else ""
        return finding.key + mark, printed
    return "good", ""


def check_canaries(printed: str, caplog: pytest.LogCaptureFixture) -> None:
    records = "".join(f"{each.getMessage()} {each.args} {each.exc_info}" for each in caplog.records)
    for canary in (TOKEN, KEY, SECRET):
        assert canary not in printed
        assert canary not in records
        assert canary not in caplog.text


@pytest.mark.usefixtures("no_names")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("row", NETWORK, ids=lambda row: row.fault)
def test_network_fault(
    row: Row, door: str, certificates: Certificates, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with setting(row.fault, certificates) as (origin, options):
        finding, printed = told(DOORS[door](Doors(options), origin))
    assert finding == getattr(row, door)
    check_canaries(printed, caplog)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: row.fault)
def test_bad_answer(row: Row, door: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    options = IMPATIENT if row.fault in HANGING else PATIENT
    with Misbehaving(row.fault) as server:
        finding, printed = told(DOORS[door](Doors(options), server.origin))
        sent = len(server.asked)
    assert finding == getattr(row, door)
    if door == "writing":
        assert sent == 1
    check_canaries(printed, caplog)


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("door", ["reading", "writing"])
@pytest.mark.parametrize("row", PLANFIX_CODES, ids=lambda row: f"code {row.code}")
def test_planfix_code(row: Code, door: str, status: int) -> None:
    with Misbehaving(fails(row.code, status=status)) as server:
        finding, _ = told(DOORS[door](Doors(), server.origin))
    assert finding == row.finding


@pytest.mark.parametrize("spelling", [int, str])
@pytest.mark.parametrize("row", BINOTEL_CODES, ids=lambda row: f"code {row.code}")
def test_binotel_code(row: Code, spelling: Callable[[int], object]) -> None:
    with Misbehaving(binotel_fails(spelling(row.code))) as server:
        finding, _ = told(binotel(Doors(), server.origin))
    assert finding == row.finding


def test_the_table_has_every_fault_and_every_known_code() -> None:
    assert {row.fault for row in ANSWERS} == set(FAULTS)
    assert {each.code for each in PLANFIX_CODES} >= set(facts().planfix_codes)
    assert {each.code for each in BINOTEL_CODES} >= set(facts().binotel_codes)


def test_the_readme_is_fresh() -> None:
    assert fault_table.NETWORK
    readme = table.README.read_text(encoding="utf-8")
    assert table.renewed(readme) == readme, "run python -m tests.doors.table"
