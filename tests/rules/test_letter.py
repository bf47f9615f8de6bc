"""The letter: its words, its three addresses, and what a mail program gets to see of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.doors import resources
from wizard.rules.catalogue import LANGUAGES, Catalogue
from wizard.rules.letter import (
    Letter,
    addresses,
    compose,
    eml,
    mailto,
    mailto_without_body,
    working_days_between,
)

FACTS = resources.facts()
ORIGIN = "https://acme.planfix.ua"
KINDS = ("letter", "reminder")
# The letter of Planfix's help page «Интеграция с Binotel», sentence by sentence.
HELP_PAGE = """
Здравствуйте.
Наша компания настраивает интеграцию вашего сервиса с ПланФиксом. Нам необходимо, чтобы вы:
1. Установили для нас следующие адреса для принятия уведомлений:
Получение push запросов: https://имя_аккаунта.planfix.ru/tel/binotel/push
Получение callSettings запросов: https://имя_аккаунта.planfix.ru/tel/binotel/settings
Получение callCompleted запросов: https://имя_аккаунта.planfix.ru/tel/binotel/completed
2. И выдали нам ключи для запросов по REST API.
Запросы будут приходить со стандартных адресов системы ПланФикс.
Спасибо!
"""
# What another letter must not be able to do to this one.
NASTY = [
    "ТОВ\r\nBcc: all@evil.example",
    "ТОВ\u2028https://evil.example/x",
    "https://evil.example",
    "hthttps://tps://evil.example",
    "HTTP:\\\\evil.example \u202e ftp://evil.example",
    "{{ addresses.push }}{% raw %}",
    "\ud800\x00\x1b[31m",
]


def _letter(
    kind: str = "letter", language: str = "ru", origin: str = ORIGIN, **fields: str
) -> Letter:
    catalogue = Catalogue(resources.texts, language)
    subject = "letter_texts.subject" if kind == "letter" else "letter_texts.reminder_subject"
    template = resources.read_text(f"templates/{kind}.{language}.txt.j2")
    return compose(template, catalogue.text(subject), origin, FACTS, **fields)


def _urls(text: str) -> list[str]:
    return re.findall(r"\S*://\S*", text)


def test_the_russian_letter_is_word_for_word_that_of_the_help_page() -> None:
    expected = HELP_PAGE.replace("https://имя_аккаунта.planfix.ru", ORIGIN)
    assert _letter().body.split() == expected.split()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "origin",
    [ORIGIN, "https://crm.acme.example:8443", "http://127.0.0.1:5000", "http://[::1]:5000"],
)
def test_exactly_three_addresses_each_last_on_its_line_behind_its_name(
    kind: str, language: str, origin: str
) -> None:
    letter = _letter(kind, language, origin, company="ТОВ «Ромашка»", company_id="12345")
    assert _urls(letter.body) == list(addresses(origin, FACTS).values())
    lines = letter.body.split("\n")
    for name, url in zip(
        ("push", "callSettings", "callCompleted"), _urls(letter.body), strict=True
    ):
        at = next(index for index, line in enumerate(lines) if line.endswith(url))
        assert name in lines[at - 1] + lines[at]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_optional_field_adds_one_line_and_changes_no_other(kind: str, language: str) -> None:
    plain = [line for line in _letter(kind, language).body.split("\n") if line]
    for fields in ({"company": "ТОВ «Ромашка» & <Ко>"}, {"company_id": "12345"}):
        filled = [line for line in _letter(kind, language, **fields).body.split("\n") if line]
        added = [line for line in filled if line not in plain]
        assert [line for line in filled if line in plain] == plain
        assert len(added) == 1
        assert added[0].endswith(*fields.values())
    both = _letter(kind, language, company="ТОВ", company_id="12345").body
    assert len([line for line in both.split("\n") if line]) == len(plain) + 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_is_tidy(kind: str, language: str) -> None:
    for fields in (
        {},
        {"company": "ТОВ"},
        {"company_id": "1"},
        {"company": "ТОВ", "company_id": "1"},
    ):
        body = _letter(kind, language, **fields).body
        assert "\n\n\n" not in body
        assert not any(line != line.strip() for line in body.split("\n"))
        assert body == body.strip()
        assert "REST API" in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reminder_names_the_day_of_the_letter_if_it_is_known(language: str) -> None:
    assert " 20.11.2026" in _letter("reminder", language, sent_on="20.11.2026").body
    assert len(_letter("reminder", language).body) < len(_letter("letter", language).body) + 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_about_ip_addresses_says_that_they_are_the_standard_ones(language: str) -> None:
    answer = Catalogue(resources.texts, language).text("letter_texts.ip_answer")
    word = {"ru": "стандартных адресов", "uk": "стандартних адрес", "en": "standard addresses"}
    assert word[language] in answer


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_adds_neither_line_nor_address(text: str) -> None:
    plain = _letter()
    letter = _letter(company=text, company_id=text)
    assert _urls(letter.body) == _urls(plain.body)
    assert letter.body.count("\n") <= plain.body.count("\n") + 3
    assert "\u202e" not in letter.body


@given(
    company=st.text(max_size=300), company_id=st.text(max_size=300), subject=st.text(max_size=300)
)
def test_any_text_makes_a_letter_with_three_addresses(
    company: str, company_id: str, subject: str
) -> None:
    template = resources.read_text("templates/letter.uk.txt.j2")
    letter = compose(template, subject, ORIGIN, FACTS, company, company_id)
    assert len(_urls(letter.body)) == 3
    assert len(letter.subject.splitlines()) <= 1
    message = message_from_bytes(eml(letter), policy=default)
    assert set(message.keys()) == {
        "X-Unsent",
        "To",
        "Subject",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    }
    assert mailto(letter, 1_000_000) is not None


def test_a_template_that_asks_for_more_is_noticed() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        compose("{{ token }}", "", ORIGIN, FACTS)


# Mail programs


@pytest.mark.parametrize("language", LANGUAGES)
def test_mailto_carries_the_whole_letter(language: str) -> None:
    letter = _letter(language=language, company="A+B & C; 100% «ё»")
    url = mailto(letter, 100_000)
    assert url is not None
    assert re.fullmatch(
        r"mailto:support@binotel\.ua\?subject=[\w%.~-]+&body=[\w%.~-]+", url, re.ASCII
    )
    query = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert query == {"subject": [letter.subject], "body": [letter.body.replace("\n", "\r\n")]}


def test_mailto_keeps_to_the_limit() -> None:
    letter = _letter()
    url = mailto(letter, 100_000)
    assert url is not None
    assert mailto(letter, len(url)) == url
    assert mailto(letter, len(url) - 1) is None
    short = mailto_without_body(letter)
    assert url.startswith(f"{short}&body=")
    assert len(short) < 2046


def test_the_draft_opens_as_an_unsent_letter() -> None:
    letter = _letter()
    data = eml(letter)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert (ORIGIN + "/tel/binotel/push\r\n").encode() in data
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "support@binotel.ua"
    assert message["Subject"] == letter.subject
    assert message.get_content_charset() == "utf-8"
    assert message.get_content().replace("\r\n", "\n").strip() == letter.body
    assert not any(name in message for name in ("From", "Date", "Message-ID"))


def test_no_header_is_smuggled_in() -> None:
    letter = Letter("support@binotel.ua", "Тема\r\nBcc: all@evil.example\n\nX", "a\rb\r\nc")
    message = message_from_bytes(eml(letter), policy=default)
    assert isinstance(message, EmailMessage)
    assert "Bcc" not in message
    assert message["Subject"] == "Тема Bcc: all@evil.example X"
    assert message.get_content().split() == ["a", "b", "c"]
    assert "%0A" not in mailto_without_body(letter)


# Waiting


def test_a_weekend_is_no_time_to_answer() -> None:
    friday = date(2026, 11, 20)
    counted = [working_days_between(friday, friday + timedelta(days)) for days in range(9)]
    assert counted == [0, 0, 0, 1, 2, 3, 4, 5, 5]
    assert working_days_between(friday, friday - timedelta(3)) == 0


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_working_days_are_counted_one_by_one(start: date, days: int) -> None:
    expected = sum((start + timedelta(day)).weekday() < 5 for day in range(1, days + 1))
    assert working_days_between(start, start + timedelta(days)) == expected
