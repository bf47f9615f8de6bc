"""What becomes of the addresses that people type and paste."""

from __future__ import annotations

import pytest

from wizard.doors import resources
from wizard.rules.address import DOMAIN_DEFAULT, Address, AddressResult, parse_address
from wizard.rules.finding import Severity

DOMAINS = resources.facts().domains
ACME = "https://acme.planfix.ru"


def _parse(text: str, domain: str = DOMAIN_DEFAULT) -> AddressResult:
    return parse_address(text, domain, DOMAINS)


def _codes(result: AddressResult) -> list[str]:
    return [each.key for each in result.findings]


def _origin(text: str) -> str:
    address = _parse(text).address
    return address.origin if address is not None else ""


# Taken as meant


@pytest.mark.parametrize("text", ["acme", ACME, f"{ACME}/", "acme.planfix.ru"])
def test_what_is_right_needs_no_mending(text: str) -> None:
    result = _parse(text)
    assert result.address == Address("https", "acme.planfix.ru")
    assert result.findings == ()
    assert not result.mended
    assert result.bare_name == (text == "acme")


@pytest.mark.parametrize(
    "text",
    [
        " acme ",
        "ACME",
        "acme/",
        "acme.",
        "acme:443",
        "https://acme",
        "ac\u200bme",
        "„acme“",
        "ａｃｍｅ",
        f"{ACME}/task/123?filter=1#comment",
        f"{ACME}/?action=planfix&from=https://evil.example/",
        f"{ACME}/?mail=ivan@acme.example",
        f"{ACME}:443/?mail=ivan@acme.example",
        "HTTPS://Acme.Planfix.RU/",
        "acme.planfix.ru/rest/",
        "www.acme.planfix.ru",
        "//acme.planfix.ru",
        "://acme.planfix.ru",
        "https:acme.planfix.ru",
        "https//acme.planfix.ru",
        "https:/acme.planfix.ru",
        "https:///acme.planfix.ru",
        "https:\\\\acme.planfix.ru\\task",
        f"https://{ACME}",
        f"http://{ACME}",
        "acme.planfix.ru:8443",
        "acme.planfix.ru.",
        f"{ACME}/,",
        f"«{ACME}/»",
        f'"{ACME}"',
        f"'{ACME}'",
        f"`{ACME}`",
        f"<{ACME}/>",
        f"({ACME}/)",
        f"[{ACME}]",
        f"[Acme]({ACME}/)",
        f'<a href="{ACME}/task/1">Acme</a>',
        f"Наш адрес: {ACME}/task/5, спасибо",
        f"Адрес:{ACME}",
        "адрес acme.planfix.ru у нас",
        "acme.planfix.ru (наш)",
        f"\ufeff{ACME}\u00a0",
        "acme.plan\u00adfix.ru",
        "\u202aacme.planfix.ru\u202c",
        "https://acme.\nplanfix.ru/task",
        "https:// acme.planfix .ru / task",
        "ａｃｍｅ．ｐｌａｎｆｉｘ．ｒｕ",
        "acme。planfix。ru",
        "https://user:pw@acme.planfix.ru/",
        "user:pw@acme.planfix.ru",
        "https://acme.planfix.ru\\@evil.example",
    ],
)
def test_pastes_are_mended_and_that_is_told(text: str) -> None:
    result = _parse(text)
    assert result.address == Address("https", "acme.planfix.ru")
    assert result.findings == ()
    assert result.mended


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_bare_name_stands_for_an_account_under_the_chosen_domain(domain: str) -> None:
    result = _parse("acme-2", domain)
    assert result.address == Address("https", f"acme-2.{domain}")
    assert result.bare_name
    assert _parse(f"acme.{DOMAINS[2]}", domain).address == Address("https", f"acme.{DOMAINS[2]}")


def test_the_dash_of_a_word_processor_is_a_hyphen() -> None:
    assert _origin("ac–me") == _origin("ac\u2011me") == "https://ac-me.planfix.ru"


@pytest.mark.parametrize("text", ["http://acme.planfix.ru/", "http:/acme", "HTTP://acme"])
def test_http_becomes_https_and_that_is_told(text: str) -> None:
    result = _parse(text)
    assert result.address == Address("https", "acme.planfix.ru")
    assert _codes(result) == ["address_not_https"]
    assert result.findings[0].severity is Severity.WARNING
    assert result.findings[0].details == {"host": "acme.planfix.ru"}


# Refused


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\ufeff", "\u2800"])
def test_nothing_is_told_as_nothing(text: str) -> None:
    result = _parse(text)
    assert _codes(result) == ["address_empty"]
    assert result.findings[0].field == "accountEdit"
    assert result.address is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((each, "no_account") for each in DOMAINS),
        *((f"https://www.{each}/ru/help", "no_account") for each in DOMAINS),
        ("www", "no_account"),
        ("a.b.planfix.ru", "levels"),
        ("акме", "letters"),
        ("аcme", "letters"),
        ("компания.planfix.ru", "letters"),
        ("xn--80a.planfix.ru", "letters"),
        ("ac_me", "name"),
        ("ac_me.planfix.ru", "name"),
        ("-acme", "name"),
        ("acme-", "name"),
        ("a" * 64, "name"),
        ("acme..planfix.ru", "name"),
        (f"{'a.' * 126}example", "name"),
        ("%61cme.planfix.ru", "name"),
        ("«»", "name"),
        ("https://", "name"),
        ("my acme", "spaces"),
        ("https://my acme.example/", "spaces"),
        ("acme.planfix.ru или beta.planfix.ru", "several"),
        ("Или https://acme.planfix.ru, или https://beta.planfix.ru", "several"),
        ("ivan@acme.ru", "email"),
        ("ivan@acme.planfix.ru", "email"),
        ("https://ivan:12/3@acme.planfix.ru", "email"),
        ("mailto:ivan@acme.ru", "scheme"),
        ("ftp://acme.planfix.ru", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("file:///etc/hosts", "scheme"),
        ("acme.planfix.ru:99999", "port"),
        ("crm.acme.example:0", "port"),
        ("localhost:abc", "port"),
        ("10.0.0.1", "ip"),
        ("https://192.168.0.1:8080/", "ip"),
        ("0.0.0.1", "ip"),
        ("127.1", "ip"),
        ("127.0.0.01", "ip"),
        ("0177.0.0.1", "ip"),
        ("0x7f.1", "ip"),
        ("0x7f000001", "ip"),
        ("2130706433", "ip"),
        ("127.0.0.1.5", "ip"),
        ("[::2]", "ip"),
        ("http://[::ffff:127.0.0.1]/", "ip"),
        ("[fe80::1%eth0]", "ip"),
    ],
)
def test_what_is_no_account_is_refused_with_a_reason(text: str, reason: str) -> None:
    result = _parse(text)
    assert result.address is None
    assert _codes(result) == ["address_invalid"]
    assert result.findings[0].severity is Severity.ERROR
    assert result.findings[0].field == "accountEdit"
    assert result.findings[0].details["reason"] == reason


# Loopback


@pytest.mark.parametrize(
    ("text", "origin", "file_name"),
    [
        ("localhost", "http://localhost", "localhost"),
        ("LOCALHOST:5000", "http://localhost:5000", "localhost_5000"),
        ("http://127.0.0.1:5000/login", "http://127.0.0.1:5000", "127.0.0.1_5000"),
        ("https://127.0.0.1:5000", "https://127.0.0.1:5000", "127.0.0.1_5000"),
        ("127.255.0.9", "http://127.255.0.9", "127.255.0.9"),
        ("http://127.0.0.1:80", "http://127.0.0.1", "127.0.0.1"),
        ("https://127.0.0.1:80", "https://127.0.0.1:80", "127.0.0.1_80"),
        ("[::1]:5000", "http://[::1]:5000", "__1_5000"),
        ("http://[::1]/", "http://[::1]", "__1"),
        ("[0:0:0:0:0:0:0:1]", "http://[::1]", "__1"),
        ("::1", "http://[::1]", "__1"),
    ],
)
def test_this_computer_may_be_reached_by_http(text: str, origin: str, file_name: str) -> None:
    result = _parse(text)
    assert result.address is not None
    assert (result.address.origin, result.address.file_name) == (origin, file_name)
    assert result.address.loopback
    assert result.findings == ()
    assert not result.bare_name
    assert result.address.look_alike(DOMAINS) == ""


@pytest.mark.parametrize("text", ["http://localhost.acme.example", "http://foo.localhost"])
def test_a_name_like_localhost_is_not_this_computer(text: str) -> None:
    result = _parse(text)
    assert result.address is not None
    assert not result.address.loopback
    assert result.address.scheme == "https"
    assert _codes(result) == ["address_not_https", "address_unknown_domain"]


# Own domains and imitations


@pytest.mark.parametrize(
    ("text", "origin", "display", "file_name"),
    [
        ("crm.acme.example", "https://crm.acme.example", "crm.acme.example", "crm.acme.example"),
        (
            "http://crm.acme.example:8443/x",
            "https://crm.acme.example:8443",
            "crm.acme.example:8443",
            "crm.acme.example_8443",
        ),
        (
            "https://CRM.Пример.РФ/task",
            "https://crm.xn--e1afmkfd.xn--p1ai",
            "crm.пример.рф",
            "crm.xn--e1afmkfd.xn--p1ai",
        ),
        ("planfix.acme.example", "https://planfix.acme.example", "planfix.acme.example", None),
        ("planfix.rusklimat.example", "https://planfix.rusklimat.example", None, None),
    ],
)
def test_an_own_domain_is_taken_with_a_warning(
    text: str, origin: str, display: str | None, file_name: str | None
) -> None:
    result = _parse(text)
    assert result.address is not None
    assert result.address.origin == origin
    assert display in (None, result.address.display)
    assert file_name in (None, result.address.file_name)
    warning = result.findings[-1]
    assert (warning.key, warning.severity) == ("address_unknown_domain", Severity.WARNING)
    assert warning.details == {"host": result.address.display}


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("acme.planfix.ru.evil.example", "planfix.ru"),
        ("https://acme.planfix.ua.evil.example/", "planfix.ua"),
        ("planfix-ru.com", "planfix.ru"),
        ("acme.planfix-com.example", "planfix.com"),
        ("planfix.ru.com", "planfix.ru"),
        ("planfix.com.ua", "planfix.com"),
        ("planfixru-login.example", "planfix.ru"),
        ("myplanfix.ru", "planfix.ru"),
        ("acme.p1anfix.ru", "planfix.ru"),
        ("pIanflx.ru", "planfix.ru"),
        ("plan-fix.ru", "planfix.ru"),
        ("planfx.ua", "planfix.ua"),
        ("planfxi.com", "planfix.com"),
        ("plannfix.ru", "planfix.ru"),
        ("planfix.net", "planfix.ru"),
        ("acme.plánfix.com", "planfix.com"),
    ],
)
def test_an_imitation_is_named(text: str, domain: str) -> None:
    result = _parse(text)
    assert result.address is not None
    assert result.address.look_alike(DOMAINS) == domain
    assert _codes(result) == ["address_unknown_domain"]
    assert result.findings[0].details["look_alike"] == domain


@pytest.mark.parametrize("host", ["acme.рlanfix.ru", "рlаnfix.ru", "planfiх.ru", "рӏаnfіх.ru"])
def test_cyrillic_letters_among_latin_ones_are_refused(host: str) -> None:
    result = _parse(f"https://{host}/")
    assert _codes(result) == ["address_invalid"]
    details = result.findings[0].details
    assert details["reason"] == "look_alike"
    assert details["look_alike"] == "planfix.ru"
    # Shown in punycode, or the eye would take it for the right one.
    assert details["host"].isascii()
    stored = Address("https", host.encode("idna").decode())
    assert stored.look_alike(DOMAINS) == "planfix.ru"
    assert stored.display == stored.host


@pytest.mark.parametrize(
    "text", ["acme", "acme.planfix.com", "con.planfix.ua", "planfix.planfix.ru"]
)
def test_an_account_imitates_nothing(text: str) -> None:
    address = _parse(text).address
    assert address is not None
    assert address.known_domain(DOMAINS)
    assert address.look_alike(DOMAINS) == ""


# Names of files


@pytest.mark.parametrize(
    "name", ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9", "CON"]
)
def test_no_file_is_called_like_a_device_of_windows(name: str) -> None:
    address = _parse(name).address
    assert address is not None
    assert address.file_name == f"_{name.lower()}.planfix.ru"
    own = _parse(f"{name}.acme.example:8443").address
    assert own is not None
    assert own.file_name == f"_{name.lower()}.acme.example_8443"


@pytest.mark.parametrize("name", ["console", "com10", "nul-1", "acme"])
def test_other_names_stay(name: str) -> None:
    address = _parse(name).address
    assert address is not None
    assert address.file_name == f"{name}.planfix.ru"
