"""What holds for the address of any text: a verdict, one spelling, and no user information."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from wizard.doors import resources
from wizard.rules.address import DOMAIN_DEFAULT, Address, AddressResult, parse_address
from wizard.rules.finding import Severity

DOMAINS = resources.facts().domains
ACME = "https://acme.planfix.ru"


def _parse(text: str) -> AddressResult:
    return parse_address(text, DOMAIN_DEFAULT, DOMAINS)


_HOSTS = st.sampled_from([ACME, "acme", "crm.acme.example", "127.0.0.1:5000", "[::1]", "пример.рф"])
_SIGNS = "/\\:@#?.,;[](){}<>«»\"' -_%=&\n\u200b\u00a0。．：／"
_MARKS = st.sampled_from([*_SIGNS, "://", "https:"])
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(_HOSTS, _MARKS, st.text(max_size=3)), max_size=8).map("".join),
)


@given(_TEXTS)
@example("https://[")
@example("[::1")
@example("xn--")
@example("xn--a.example")
@example("ß.example")
def test_any_text_gives_an_address_or_a_reason(text: str) -> None:
    result = _parse(text)
    if result.address is None:
        assert [each.key for each in result.findings] in (["address_empty"], ["address_invalid"])
        return
    address = result.address
    assert all(each.severity is Severity.WARNING for each in result.findings)
    assert address.origin.isascii()
    assert not set(address.file_name) & set('/\\:*?"<>|@[] ')
    # The canonical spelling gives the same address and needs no mending.
    again = _parse(address.origin)
    assert again.address == address
    assert not again.mended
    assert Address.from_origin(address.origin) == address
    assert _parse(address.display).address is not None


@given(_TEXTS)
def test_only_a_canonical_origin_is_taken_from_a_store(text: str) -> None:
    address = Address.from_origin(text)
    assert address is None or address.origin == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acme",
        "https://acme",
        f"{ACME}/",
        "http://acme.planfix.ru",
        "https://u:p@acme.planfix.ru",
    ],
)
def test_other_spellings_are_not(text: str) -> None:
    assert Address.from_origin(text) is None


_USER = "secretuser7"
_PASSWORDS = st.text(
    alphabet=st.sampled_from("ab1:/\\@#?.,;[]()<>«»\"' %=&\n\u200b。："), max_size=8
)


@given(
    st.sampled_from(["", "https://", "http:/", "//", "https:\\\\", "«https://", "адрес https://"]),
    _PASSWORDS,
    st.sampled_from(
        ["acme.planfix.ru", "crm.acme.example/x", "127.0.0.1:5000", "acme", "[::1]:1/"]
    ),
)
@example("https://", ":p/w", "acme.planfix.ru")
@example("https://", ':p"w', "acme")
@example("https://", " p", "acme.planfix.ru")
def test_user_information_never_comes_out(scheme: str, password: str, host: str) -> None:
    text = f"{scheme}{_USER}{password}@{host}"
    assume(
        "." not in password and "。" not in password
    )  # user.name/x@host names the host user.name
    assert _USER not in repr(_parse(text)).lower()


@pytest.mark.parametrize("text", ["[", "«", "https://", "a.", "a ", ":", "[:", "@", "\\", "ж"])
def test_a_huge_paste_is_judged_all_the_same(text: str) -> None:
    assert _parse(text * 200_000).address is None
