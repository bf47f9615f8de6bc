"""What ``judge_keys`` makes of a typed pair, and what it says of it. The keys are samples or plainly made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.doors import resources
from wizard.rules.finding import Severity
from wizard.rules.reply import judge_keys

FACTS = resources.facts()
K = "6po1f4-7oPzCo1"
S = "8weKdP-o2b12d-f6a2P8-eBw4c4-0d2g88wb"
K2 = "fa4e00-fa4e001"
ODD_KEY, ODD_SECRET = "fakekey00000042", "fake_secret-0000000000000000000042"
NBSP, ZWSP, BOM, RLM = "\u00a0", "\u200b", "\ufeff", "\u200f"


def _codes(key: str, secret: str) -> tuple[str, str, list[tuple[str, Severity, str]]]:
    cleaned_key, cleaned_secret, findings = judge_keys(key, secret, FACTS)
    return cleaned_key, cleaned_secret, [(f.key, f.severity, f.field) for f in findings]


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        (K, S),
        (f" {K}\n", f"{NBSP}{S}\r\n"),
        (f"«{K}»", f'"{S}",'),
        (K.replace("-", "–"), S.replace("-", "\u2011")),
        (ZWSP.join(K), f"{BOM}{S}{RLM}"),
        (K, f"{S[:21]}\n{S[21:]}"),
        (f"{K[:6]} - {K[7:]}", S),
        (f"Key: {K}", f"Secret Key = {S}"),
        (K.replace("o", "о"), S.replace("e", "е")),
    ],
)
def test_a_typed_pair_is_cleaned(key: str, secret: str) -> None:
    assert _codes(key, secret) == (K, S, [])


@pytest.mark.parametrize(
    ("key", "secret", "field"),
    [
        ("", "", "keyEdit"),
        ("", S, "keyEdit"),
        (K, " \n", "secretEdit"),
        (f"«{ZWSP}»", S, "keyEdit"),
    ],
)
def test_an_empty_field_is_told(key: str, secret: str, field: str) -> None:
    assert _codes(key, secret)[2] == [("keys_empty", Severity.ERROR, field)]


def test_swapped_fields_are_put_right_and_told() -> None:
    told = ("keys_swapped", Severity.WARNING, "keyEdit")
    assert _codes(S, K) == (K, S, [told])
    unusual = [told, ("keys_unusual", Severity.WARNING, "keyEdit")]
    assert _codes(S, ODD_KEY) == (ODD_KEY, S, unusual)
    assert _codes(ODD_SECRET, K)[:2] == (K, ODD_SECRET)


def test_an_unusual_pair_is_only_warned_about() -> None:
    assert _codes(ODD_KEY, S) == (ODD_KEY, S, [("keys_unusual", Severity.WARNING, "keyEdit")])
    assert _codes(K, K2) == (K, K2, [("keys_unusual", Severity.WARNING, "secretEdit")])
    assert [each[0] for each in _codes(ODD_SECRET, ODD_KEY)[2]] == ["keys_unusual"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_judging_twice_changes_nothing_and_tells_no_key(key: str, secret: str) -> None:
    once = judge_keys(key, secret, FACTS)
    again = judge_keys(once[0], once[1], FACTS)
    assert again[:2] == once[:2]
    assert all(not each.details for each in once[2])
