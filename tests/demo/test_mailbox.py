"""Support takes right letters, refuses wrong ones with a reason, and answers with the keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from tests.demo.kit import Browser
from wizard.demo import DemoAccount

Write = Callable[..., str]


def send(browser: Browser, letter: object) -> dict[str, Any]:
    answer = browser.session.post(
        browser.origin + "/demo/mailbox.json", json={"letter": letter}, timeout=30
    )
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    assert set(told) == {"accepted", "reason", "reply"}
    return told


def set_addresses(demo: DemoAccount) -> dict[str, str]:
    with demo.state.read() as model:
        return dict(model.binotel.addresses)


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_right_letter(browser: Browser, demo: DemoAccount, letter: Write, language: str) -> None:
    assert set_addresses(demo) == {}
    origin = demo.addresses["account"]
    told = send(browser, letter(origin, language))
    assert told["accepted"] is True
    assert told["reason"] == ""
    assert set_addresses(demo) == {
        "push": origin + "/tel/binotel/push",
        "settings": origin + "/tel/binotel/settings",
        "completed": origin + "/tel/binotel/completed",
    }
    key, secret = demo.addresses["binotel_key"], demo.addresses["binotel_secret"]
    assert told["reply"].index(key) < told["reply"].index(secret)
    assert re.search(r"Company ID [0-9]{5}\b", told["reply"])
    assert "WebSocket" in told["reply"].split(secret)[1]  # another pair, after the right one


def test_any_name_of_this_computer_is_this_account(
    browser: Browser, demo: DemoAccount, letter: Write
) -> None:
    origin = demo.addresses["account"]
    assert send(browser, letter(origin.replace("127.0.0.1", "localhost")))["accepted"]
    assert set_addresses(demo)["push"] == origin + "/tel/binotel/push"


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_whole_eml(browser: Browser, demo: DemoAccount, letter: Write, encoding: str) -> None:
    message = EmailMessage(policy=SMTP)
    message["To"] = "support@binotel.ua"
    message["Subject"] = "Интеграция с ПланФиксом"
    message["X-Unsent"] = "1"
    message.set_content(letter(demo.addresses["account"]), cte=encoding)
    assert send(browser, message.as_bytes().decode("utf-8"))["accepted"]


def test_address_on_the_line_after_its_label(browser: Browser, demo: DemoAccount) -> None:
    origin = demo.addresses["account"]
    pairs = (("push", "push"), ("callSettings", "settings"), ("callCompleted", "completed"))
    text = "\n".join(
        f"Получение {word} запросов:\n  {origin}/tel/binotel/{end}\n" for word, end in pairs
    )
    assert send(browser, text)["accepted"]


def wrong_letters() -> list[Any]:
    own, other = "{origin}/tel/binotel/", "https://other.planfix.ru/tel/binotel/"
    foreign = {"push": other + "push", "settings": other + "settings"}
    return [
        pytest.param({"push": ""}, "push", id="one missing"),
        pytest.param({"completed": own + "settings"}, "callCompleted", id="wrong end"),
        pytest.param({"push": own + "push/"}, "/tel/binotel/push/", id="slash at the end"),
        pytest.param({"push": own + "push."}, "push.", id="full stop"),
        pytest.param({"push": "{origin}/push"}, "/tel/binotel/push", id="short path"),
        pytest.param({"settings": own + "settings?x=1"}, "callSettings", id="query"),
        pytest.param({"settings": own + "settings, спасибо"}, "той же строке", id="text after it"),
        pytest.param({"push": other + "push"}, "other.planfix.ru", id="one of another account"),
        pytest.param(
            {**foreign, "completed": other + "completed"},
            "не к вашему аккаунту",
            id="other account",
        ),
        pytest.param(
            {"push": "http://acme.planfix.ru/tel/binotel/push"}, "https", id="not encrypted"
        ),
        pytest.param({"push": "ftp://127.0.0.1/tel/binotel/push"}, "с ошибкой", id="other scheme"),
        pytest.param({"push": "http://[::1/tel/binotel/push"}, "с ошибкой", id="not an address"),
        pytest.param({"push": "http://a:b@127.0.0.1/push"}, "с ошибкой", id="with a password"),
    ]


@pytest.mark.parametrize(("changed", "reason"), wrong_letters())
def test_wrong_letter(
    browser: Browser, demo: DemoAccount, letter: Write, changed: dict[str, str], reason: str
) -> None:
    origin = demo.addresses["account"]
    told = send(
        browser,
        letter(origin, **{key: each.format(origin=origin) for key, each in changed.items()}),
    )
    assert told["accepted"] is False
    assert reason in told["reason"]
    assert told["reason"] in told["reply"]
    assert "a:b" not in told["reply"]
    assert set_addresses(demo) == {}
    for secret in ("binotel_key", "binotel_secret"):
        assert demo.addresses[secret] not in told["reply"]


def test_two_addresses_for_one_purpose(browser: Browser, demo: DemoAccount, letter: Write) -> None:
    origin = demo.addresses["account"]
    text = letter(origin)
    assert send(browser, text + "\n" + text)["accepted"]  # the same twice is no question
    told = send(browser, text + f"\nпуш, то есть push: {origin}/other")
    assert "дважды" in told["reason"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Subject: x\nTo: y\n\n",
        "Добрый день!",
        "To: y\nContent-Type: image/png\n\nx",
        "To: y\nContent-Type: text/plain; charset=nobody-knows-it\n\nx",
    ],
)
def test_letter_without_addresses(browser: Browser, demo: DemoAccount, text: str) -> None:
    told = send(browser, text)
    assert told["accepted"] is False
    assert told["reason"]
    assert set_addresses(demo) == {}


def test_a_refused_letter_leaves_what_was_set(
    browser: Browser, demo: DemoAccount, letter: Write
) -> None:
    send(browser, letter(demo.addresses["account"]))
    before = set_addresses(demo)
    assert before
    assert not send(browser, "Здравствуйте.")["accepted"]
    assert set_addresses(demo) == before


def test_page_shows_the_answer_with_a_button_to_copy_it(
    browser: Browser, demo: DemoAccount, letter: Write
) -> None:
    path = demo.addresses["mailbox"].removeprefix(demo.addresses["account"])
    assert "Ответ поддержки" not in browser.open(path)
    page = browser.press(path, {"letter": letter(demo.addresses["account"])})
    assert demo.addresses["binotel_secret"] in page
    assert 'data-copy="reply"' in page
    page = browser.press(path, {"letter": "push: https://<b>.example/x"})
    assert "Адреса не установлены" in page
    assert "<b>" not in page


def test_what_is_no_letter(browser: Browser) -> None:
    for body in ({"letter": 5}, {"text": ""}, []):
        answer = browser.session.post(browser.origin + "/demo/mailbox.json", json=body, timeout=30)
        assert answer.status_code == 400
    browser.press("/demo/mailbox", {"letter": "x" * 200_001}, status=413)
