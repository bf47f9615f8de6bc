"""What the tests of the demo account share: a clock, a REST client and a browser."""

from __future__ import annotations

from typing import Any

import requests

from tests.demo.description import Description
from wizard.demo import DemoAccount

# Each call of the extract with an analytics or employee that is there.
CALLS: list[tuple[str, str, object, object]] = [
    ("GET", "/ping", "", None),
    ("POST", "/datatag/list", "", {}),
    ("GET", "/datatag/{id}", 21, None),
    ("POST", "/datatag/{id}/entry/list", 21, {}),
    ("POST", "/user/list", "", {}),
    ("GET", "/user/{id}", 3, None),
    ("POST", "/user/{id}", 3, {}),
]


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Api:
    """REST of a demo account. ``call`` names the path as the description does."""

    def __init__(self, demo: DemoAccount, description: Description) -> None:
        self.origin = demo.addresses["account"]
        self.token = demo.addresses["token"]
        self.description = description
        self.session = requests.Session()
        self.session.trust_env = False
        self.headers: dict[str, str] = {}

    def call(
        self,
        method: str,
        path: str,
        number: object = "",
        body: object = None,
        query: dict[str, str] | None = None,
        raw: bytes | None = None,
        allowed: bool = True,
    ) -> tuple[int, dict[str, Any]]:
        """Status and body. ``allowed`` False: the request need not be a proper one."""
        if allowed and isinstance(body, dict):
            self.description.judge_request(path, method, body)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = self.session.request(
            method,
            self.origin + "/rest" + path.replace("{id}", str(number)),
            json=body,
            data=raw,
            params=query,
            headers=headers,
            timeout=30,
        )
        self.headers = dict(answer.headers)
        told = answer.json()
        self.description.judge_answer(path, method, answer.status_code, told)
        assert answer.headers["Content-Type"] == "application/json"
        assert int(answer.headers["X-RateLimit-Remaining"]) > 0
        return answer.status_code, told

    def refused(self, *arguments: Any, **named: Any) -> tuple[int, int]:
        """Status and code of a refusal."""
        status, body = self.call(*arguments, **named)
        assert body["result"] == "fail"
        return status, body["code"]


class Browser:
    """A person's browser: keeps cookies, follows redirects, reads text."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.session = requests.Session()
        self.session.trust_env = False

    def open(self, path: str, status: int = 200) -> str:
        """The page's text."""
        answer = self.session.get(self.origin + path, timeout=30)
        assert answer.status_code == status
        return answer.text

    def press(self, path: str, data: object = None, status: int = 200, **headers: str) -> str:
        """Sends a form; the text of the page where that leads."""
        answer = self.session.post(self.origin + path, data=data, headers=headers, timeout=30)
        assert answer.status_code == status
        return answer.text

    def log_in(self) -> None:
        """One button, as the page says."""
        self.press("/?action=login", {"tbUserName": "owner@demo.example", "next": "/"})
