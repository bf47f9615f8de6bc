"""A demo account for each test; what is left of it afterwards fails the test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.demo.description import Description
from tests.demo.kit import Api, Browser, Clock
from wizard.demo import DemoAccount

LETTERS = {
    "ru": {
        "hello": "Здравствуйте.",
        "push": "Получение push запросов",
        "settings": "Получение callSettings запросов",
        "completed": "Получение callCompleted запросов",
        "thanks": "Спасибо!",
    },
    "uk": {
        "hello": "Вітаємо.",
        "push": "Отримання push-запитів",
        "settings": "Отримання callSettings-запитів",
        "completed": "Отримання callCompleted-запитів",
        "thanks": "Дякуємо!",
    },
    "en": {
        "hello": "Hello.",
        "push": "Address for push requests",
        "settings": "Address for callSettings requests",
        "completed": "Address for callCompleted requests",
        "thanks": "Thank you!",
    },
}


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own settings do not stand between a test and loopback."""
    for name in ("HTTP_PROXY", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def description() -> Description:
    return Description()


@pytest.fixture
def started() -> Iterator[Callable[..., DemoAccount]]:
    """Starts demo accounts; ends them and sees that nothing of them is left."""
    before = set(threading.enumerate())
    running: list[DemoAccount] = []

    def start(**named: Any) -> DemoAccount:
        demo = DemoAccount(**{"gap": 0.0, **named})
        running.append(demo)
        demo.start()
        return demo

    yield start
    for demo in running:
        demo.close()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def demo(started: Callable[..., DemoAccount]) -> DemoAccount:
    return started()


@pytest.fixture
def api(demo: DemoAccount, description: Description) -> Iterator[Api]:
    client = Api(demo, description)
    yield client
    client.session.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(demo: DemoAccount) -> Iterator[Browser]:
    opened = Browser(demo.addresses["account"])
    yield opened
    opened.session.close()


@pytest.fixture
def letter() -> Callable[..., str]:
    """A letter to support with the three addresses of an origin."""

    def write(origin: str, language: str = "ru", **changed: str) -> str:
        words = LETTERS[language]
        addresses = {
            "push": origin + "/tel/binotel/push",
            "settings": origin + "/tel/binotel/settings",
            "completed": origin + "/tel/binotel/completed",
            **changed,
        }
        lines = [f"{words[which]}: {address}" for which, address in addresses.items() if address]
        return "\r\n\r\n".join([words["hello"], *lines, words["thanks"]])

    return write
