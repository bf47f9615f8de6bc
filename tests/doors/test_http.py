"""What the transport sends and to whom: trust, proxies, redirects, limits and cancelling."""

from __future__ import annotations

import logging
import ssl
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.doors.http_kit import (
    KEY,
    SECRET,
    TOKEN,
    Certificates,
    Doors,
    certificates,
    clean_environment,
    finding_of,
)
from tests.doors.misbehaving import (
    Conversation,
    Misbehaving,
    Proxy,
    closed_port,
    fails,
    redirects,
    succeeds,
)
from wizard.doors.http import HttpOptions, Transport
from wizard.doors.pace import retry_after
from wizard.flow.cancel import Cancel
from wizard.rules.models import Phone
from wizard.rules.secret import Secret

__all__ = ["certificates", "clean_environment"]

PATIENT = HttpOptions(connect=30, read=60, total=90)


# Trust


def test_a_root_of_the_company_is_enough(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # These would win with requests' own session, or break it altogether.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(tmp_path / "missing.pem"))
    options = replace(PATIENT, trust=certificates.trust)
    with Misbehaving(succeeds(), tls=certificates.server) as server:
        Doors(options).planfix(server.origin).ping()
        assert [each.method for each in server.asked] == ["GET"]


def test_an_untrusted_server_is_told_nothing(certificates: Certificates) -> None:
    with Misbehaving(succeeds(), tls=certificates.server) as server:
        finding = finding_of(Doors(PATIENT).planfix(server.origin).ping)
        assert server.asked == []
    assert (finding.key, finding.field) == ("tls_untrusted", "accountEdit")
    assert finding.details["host"] == server.authority


def test_the_trust_context_is_asked_for_only_with_tls() -> None:
    def trust() -> ssl.SSLContext:
        raise AssertionError("not needed")

    with Misbehaving(succeeds()) as server:
        Doors(replace(PATIENT, trust=trust)).planfix(server.origin).ping()


def test_ipv6() -> None:
    with Misbehaving(succeeds(), ipv6=True) as server:
        Doors(PATIENT).planfix(server.origin).ping()
        assert server.asked[0].headers["host"] == server.authority


# Nothing goes elsewhere


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with Misbehaving(succeeds()) as other:
        with Misbehaving(redirects(f"{other.origin}/rest/ping", status)) as server:
            doors = Doors(PATIENT)
            finding = finding_of(doors.planfix(server.origin).ping)
            finding_of(lambda: doors.planfix(server.origin).update_phones(1, [Phone("1")]))
            finding_of(doors.binotel(server.origin).check)
        assert (other.connections, other.asked) == (0, [])
    assert (finding.key, finding.details["host"]) == ("redirected", other.authority)


@pytest.mark.parametrize(
    ("place", "host"),
    [
        ("https://crm.acme.example/rest/ping", "crm.acme.example"),
        ("https://CRM.acme.example:8443/", "crm.acme.example:8443"),
        ("https://canary:canary@crm.acme.example/", "crm.acme.example"),
        ("https://[2001:db8::1]:444/", "[2001:db8::1]:444"),
        ("/login", ""),
        ("//", ""),
        ("javascript:alert(1)", ""),
        ("ftp://crm.acme.example/", ""),
        ("https://[broken/", ""),
        ("https://acme.example:99999/", ""),
        ("https://bad host/", ""),
    ],
)
def test_a_redirect_offers_a_host_and_nothing_else(place: str, host: str) -> None:
    with Misbehaving(redirects(place)) as server:
        finding = finding_of(Doors(PATIENT).planfix(server.origin).ping)
    assert (finding.key, finding.details) == ("redirected", {"host": host})


def test_a_redirect_to_itself_offers_nothing() -> None:
    with Misbehaving(lambda talk: redirects(f"{talk.server.origin}/new")(talk)) as server:
        finding = finding_of(Doors(PATIENT).planfix(server.origin).ping)
    assert finding.details["host"] == ""


def test_no_password_of_netrc_and_no_cookie(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with Misbehaving(succeeds(200, "Set-Cookie: visit=1; Path=/")) as server:
        client = Doors(PATIENT).planfix(server.origin)
        client.ping()
        client.ping()
    assert [each.headers["authorization"] for each in server.asked] == [f"Bearer {TOKEN}"] * 2
    assert all("cookie" not in each.headers for each in server.asked)


def test_without_a_token_no_authorization_is_sent() -> None:
    with Misbehaving(fails(1, status=401)) as server:
        Doors(PATIENT).planfix(server.origin, token=None).ping()
    assert "authorization" not in server.asked[0].headers


# Proxies


def test_a_proxy_that_was_typed_in_is_used(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Proxy() as proxy, Misbehaving(succeeds()) as server:
        typed = f"anna@{proxy.authority}"
        options = replace(PATIENT, proxy=typed, proxy_password=Secret("canary-proxy-word"))
        Doors(options).planfix(server.origin).ping()
        assert server.asked[0].target == "/rest/ping"
    assert proxy.asked[0].target == f"{server.origin}/rest/ping"
    # anna:canary-proxy-word
    assert proxy.asked[0].headers["proxy-authorization"] == "Basic YW5uYTpjYW5hcnktcHJveHktd29yZA=="
    assert "canary" not in caplog.text


def test_a_tunnel_hides_the_token_from_the_proxy(certificates: Certificates) -> None:
    with Misbehaving(succeeds(), tls=certificates.server) as server:
        with Proxy(to=("127.0.0.1", server.port)) as proxy:
            options = replace(PATIENT, proxy=proxy.origin, trust=certificates.trust)
            # The name is for the proxy to find: nobody here knows it.
            Doors(options).planfix(f"https://account.example:{server.port}").ping()
            assert [each.method for each in proxy.asked] == ["CONNECT"]
            assert "authorization" not in proxy.asked[0].headers
        assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
        assert "proxy-authorization" not in server.asked[0].headers


def test_an_https_proxy(certificates: Certificates) -> None:
    with Misbehaving(succeeds()) as server, Proxy(tls=certificates.server) as proxy:
        options = replace(PATIENT, proxy=proxy.origin, trust=certificates.trust)
        Doors(options).planfix(server.origin).ping()
        assert len(proxy.asked) == 1


def test_the_environment_names_a_proxy(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Misbehaving(succeeds(), tls=certificates.server)
    with server, Proxy(to=("127.0.0.1", server.port)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://anna:word@{proxy.authority}")
        options = replace(PATIENT, trust=certificates.trust)
        Doors(options).planfix("https://account.example").ping()
        assert proxy.asked[0].headers["proxy-authorization"] == "Basic YW5uYTp3b3Jk"


def test_the_environment_does_not_send_loopback_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", closed_port())
    with Misbehaving(succeeds()) as server:
        Doors(PATIENT).planfix(server.origin).ping()


@pytest.mark.parametrize("typed", ["socks5://127.0.0.1:1", "http://", "http://[::", "a:b:c", ":"])
def test_what_is_no_proxy_is_told(typed: str) -> None:
    finding = finding_of(
        Doors(replace(PATIENT, proxy=typed)).planfix("https://account.example").ping
    )
    assert (finding.key, finding.field) == ("proxy_failed", "proxyEdit")


def test_a_proxy_that_wants_a_password_says_so() -> None:
    with Misbehaving(lambda talk: talk.html(407)) as proxy:
        options = replace(PATIENT, proxy=proxy.origin)
        for origin in ("https://account.example", "http://127.0.0.1:9"):
            finding = finding_of(Doors(options).planfix(origin).ping)
            assert (finding.key, finding.details["code"]) == ("proxy_failed", "407")


# What is written down


@pytest.mark.expected_warnings
def test_a_server_that_echoes_the_token_does_not_get_it_into_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    def echo(talk: Conversation) -> None:
        said = talk.asked.headers["authorization"]
        talk.head(200, f"{said}", f"X-Odd {said}", ": :", "Content-Length: 2")
        talk.send(b"{}")

    with Misbehaving(echo) as server:
        finding = finding_of(Doors(PATIENT).planfix(server.origin).ping)
    assert TOKEN not in caplog.text + str(finding)
    assert all(TOKEN not in f"{each.args}{each.exc_info}" for each in caplog.records)
    assert any(each.name == "urllib3.connection" for each in caplog.records)


def test_the_doors_are_imported_without_the_libraries_behind_them() -> None:
    names = ("requests", "urllib3", "truststore")
    doors = ("wizard.doors.planfix", "wizard.doors.binotel", "wizard.doors.pace")
    code = f"import sys, {', '.join(doors)}; print([n for n in {names} if n in sys.modules])"
    done = subprocess.run(  # a fresh interpreter: this one has them all
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


# Limits


@pytest.mark.parametrize("length", [True, False])
def test_the_sixteen_mebibytes(length: bool) -> None:
    limit = HttpOptions().max_bytes

    def reply(talk: Conversation) -> None:
        over = 1 if talk.asked.target.endswith("over") else 0
        if length:
            talk.head(200, f"Content-Length: {limit + over}")
        else:
            talk.head(200, "Connection: close")
        for _ in range(16):
            talk.send(b" " * (limit // 16))
        talk.send(b" " * over)

    with Misbehaving(reply) as server:
        transport = Transport(server.origin, PATIENT, Cancel())
        assert len(transport.exchange("GET", "/just", {}).body) == limit
        finding = finding_of(lambda: transport.exchange("GET", "/over", {}))
    assert (finding.key, finding.details["limit"]) == ("answer_too_large", "16")


def test_packed_answers_are_read() -> None:
    import gzip
    import zlib

    plain = b'{"result": "success"}'
    replies = {"gzip": gzip.compress(plain), "deflate": zlib.compress(plain), "identity": plain}
    for encoding, body in replies.items():
        line = f"Content-Encoding: {encoding}"
        with Misbehaving(lambda talk, body=body, line=line: talk.answer(body, 200, line)) as server:
            Doors(PATIENT).planfix(server.origin).ping()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 0 "}, 0.0),
        ({}, 60.0),
        ({"retry-after": "soon"}, 60.0),
        ({"retry-after": "-5"}, 60.0),
        (
            {
                "retry-after": "Mon, 23 Nov 2026 12:00:30 GMT",
                "date": "Mon, 23 Nov 2026 12:00:00 GMT",
            },
            30.0,
        ),
        ({"retry-after": "Mon, 23 Nov 2020 12:00:00 GMT"}, 0.0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers, 60.0) == seconds


def test_no_socket_and_no_thread_stays_behind() -> None:
    before = threading.active_count()
    with Misbehaving("closes in the middle of the body") as server:
        finding_of(Doors(PATIENT).planfix(server.origin).ping)
        left = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
        for each in left:
            each.join(30)
    assert threading.active_count() <= before + 3  # the server's own, on their way out


def test_the_pair_of_binotel_is_in_the_body_alone() -> None:
    with Misbehaving(lambda talk: talk.json({"status": "success"})) as server:
        Doors(PATIENT).binotel(server.origin).check()
        asked = server.asked[0]
    assert asked.json == {"key": KEY, "secret": SECRET}
    assert KEY not in asked.target + str(asked.headers)
    assert SECRET not in asked.target + str(asked.headers)
