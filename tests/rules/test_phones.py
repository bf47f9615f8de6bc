"""Phone numbers: one number in many spellings, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, format_number, parse

from wizard.rules.phones import comparable, corrected, digits, e164, last_nine, suspicious

ONE = "+380501234567"


@pytest.mark.parametrize(
    "text",
    [
        "0501234567",
        "+38 (050) 123-45-67",
        "380501234567",
        "80501234567",
        "8 (050) 123 45 67",
        "+380501234567",
        "00380501234567",
        "501234567",
        "050.123.45.67",
        "050\u00a0123\u00a045\u00a067",
        "\u202a+38 050 123 45 67\u202c",
        "+38\u2011050\u2011123\u201145\u201167",
        "tel:+380501234567",
        "３８０５０１２３４５６７",
    ],
)
def test_every_usual_spelling_is_the_same_number(text: str) -> None:
    assert e164(text) == ONE
    assert not corrected(text)
    assert not suspicious(text)
    assert comparable(text) == ONE
    assert last_nine(text) == "501234567"


@pytest.mark.parametrize(
    "text",
    ["моб. 050 123 45 67", "050 123-45-67 (Viber)", "0501234567 доб. 12", "0501234567 ext 5"],
)
def test_words_beside_a_number_do_not_hide_it_but_do_not_belong_there(text: str) -> None:
    assert e164(text) == ONE
    assert suspicious(text)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("+3800671234567", "+380671234567"),
        ("3800671234567", "+380671234567"),
        ("+380 (0) 50 123 45 67", ONE),
        ("+44 020 7031 3000", "+442070313000"),
    ],
)
def test_what_the_library_corrects_in_silence_is_suspicious(text: str, read_as: str) -> None:
    assert e164(text) == read_as
    assert corrected(text)
    assert suspicious(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "+",
        "12",
        "101",
        "12345",
        "901",
        "*101#",
        "Test phone",
        "050ABC4567",
        "050 O12 34 56",
        "+380",
        "05012345678901",
        "0501234567, 0671234567",
        "0501234567 0671234567",
        "+999123456789",
        "9" * 500,
    ],
)
def test_what_is_no_phone_number_is_none(text: str) -> None:
    assert e164(text) is None
    assert not corrected(text)
    assert suspicious(text)


def test_short_numbers_have_nothing_to_compare() -> None:
    assert comparable("101") == comparable("12-34") == comparable("") == ""
    assert comparable("89 123 456 789") == "89123456789"


def test_a_number_that_nobody_has_is_suspicious_though_it_can_be_compared() -> None:
    assert e164("+380001234567") == e164("0001234567") == "+380001234567"
    assert suspicious("0001234567")
    assert not corrected("0001234567")


@pytest.mark.parametrize(
    ("text", "region", "read_as"),
    [
        ("89123456789", "RU", "+79123456789"),
        ("810380501234567", "RU", ONE),
        ("512 345 678", "PL", "+48512345678"),
        ("+380501234567", "PL", ONE),
        ("+380501234567", "", ONE),
        ("0501234567", "", None),
        ("87012345678", "KZ", "+77012345678"),
        ("380501234567", "PL", None),
    ],
)
def test_the_region_says_what_a_number_without_a_country_is(
    text: str, region: str, read_as: str | None
) -> None:
    assert e164(text, region) == read_as
    assert not corrected(text, region)


def test_digits_of_any_script() -> None:
    assert digits("+38 (050) ٣-４") == "3805034"
    assert digits("²½") == ""
    assert last_nine("12") == "12"


@given(st.from_regex(r"(\+?380|0)[1-9][0-9]{8}", fullmatch=True))
def test_the_quick_reading_is_the_librarys(text: str) -> None:
    number = parse(text, "UA")
    assert e164(text) == format_number(number, PhoneNumberFormat.E164)


@given(st.text(max_size=30), st.sampled_from(["UA", "RU", "US", "ZZ", ""]))
def test_any_text_is_read_or_not_but_never_breaks(text: str, region: str) -> None:
    found = e164(text, region)
    assert found is None or (found[0] == "+" and found[1:].isascii() and found[1:].isdigit())
    assert corrected(text, region) <= (found is not None)
    assert suspicious(text, region) >= (found is None)


@given(st.from_regex(r"(\+380|380|\+48|80|0)?[1-9][0-9 ()\-.]{5,14}", fullmatch=True))
def test_what_was_read_is_read_again_the_same(text: str) -> None:
    found = e164(text)
    assert found is None or e164(found) == found
