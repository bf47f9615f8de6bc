"""Counts what a person does with hands: clicks, keys, pastes, changes of window; and a browser that can only do that.

The browser knows no addresses: it follows links and presses buttons of the page it is on, by their words, so
that an act that is not there cannot be counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import requests

KINDS = ("clicks", "keys", "pastes", "windows")
STEPS = ("account", "activate", "letter", "keys", "numbers", "wire", "fields", "call")


class Hands:
    """What was done so far, by step and kind. A drag or a double click is one click; a chord is one key."""

    def __init__(self) -> None:
        self.done: dict[str, Counter[str]] = {step: Counter() for step in STEPS}
        self._step = STEPS[0]
        self._window = ""

    def at(self, step: str) -> None:
        """What follows belongs to this part of the work."""
        self._step = step

    def click(self, times: int = 1) -> None:
        self.done[self._step]["clicks"] += times

    def press(self, *keys: str) -> None:
        self.done[self._step]["keys"] += len(keys)

    def type(self, text: str) -> None:
        self.done[self._step]["keys"] += len(text)

    def paste(self) -> None:
        self.done[self._step]["pastes"] += 1

    def window(self, name: str) -> None:
        """Nothing, if it is in front already. What was in front first is no change."""
        if self._window and name != self._window:
            self.done[self._step]["windows"] += 1
        self._window = name

    def bring(self, source: str, target: str) -> None:
        """Select there, copy, come back, paste."""
        self.window(source)
        self.click()
        self.press("Ctrl+C")
        self.window(target)
        self.paste()

    def row(self, step: str) -> list[int]:
        counts = [self.done[step][kind] for kind in KINDS]
        return [*counts, sum(counts)]

    def total(self) -> list[int]:
        return [sum(column) for column in zip(*map(self.row, STEPS), strict=True)]


@dataclass
class _Form:
    action: str
    values: list[list[str]] = field(default_factory=list)
    options: dict[int, dict[str, str]] = field(default_factory=dict)
    buttons: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Links, forms, buttons. Templates and what is hidden from people are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[list[str]] = []
        self.forms: list[_Form] = []
        self.codes: list[str] = []
        self._words: list[list[str]] = []
        self._template = False
        self._code = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._template = True
        if self._template:
            return
        form = self.forms[-1] if self.forms else None
        if tag == "a":
            self.links.append(["", given.get("href", "")])
            self._words = [self.links[-1]]
        elif tag == "form":
            self.forms.append(_Form(given.get("action", "")))
        elif tag == "code":
            self.codes.append("")
            self._code = True
        elif form is None:
            return
        elif tag == "button" and given.get("aria-hidden") != "true":
            form.buttons.append(["", given.get("name", ""), given.get("value", "")])
            self._words = [form.buttons[-1]]
        elif tag == "input" and given.get("type") != "checkbox":
            form.values.append([given.get("name", ""), given.get("value", "")])
        elif tag == "select":
            form.values.append([given.get("name", ""), ""])
            form.options[len(form.values) - 1] = {}
        elif tag == "option" and form.options:
            at = max(form.options)
            form.options[at][given.get("value", "")] = ""
            if "selected" in given or len(form.options[at]) == 1:
                form.values[at][1] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template = False
        elif tag in ("a", "button"):
            self._words = []
        elif tag == "code":
            self._code = False

    def handle_data(self, data: str) -> None:
        for each in self._words:
            each[0] = (each[0] + data).strip()
        if self._code:
            self.codes[-1] += data.strip()


class Hand:
    """A person in an ordinary browser that remembers the log-in."""

    def __init__(self, origin: str, hands: Hands) -> None:
        self.hands = hands
        self._session = requests.Session()
        self._session.trust_env = False
        self._take(self._session.get(origin, timeout=10))

    def close(self) -> None:
        """Leave no connection behind."""
        self._session.close()

    def post(self, path: str, **data: Any) -> Any:
        """What the account's surroundings do: support, a telephone. Not the person's act."""
        return self._session.post(urljoin(self._url, path), timeout=10, **data)

    def _take(self, answer: requests.Response) -> None:
        assert answer.ok, answer.status_code
        self._url = answer.url
        self.page = _Reader()
        self.page.feed(answer.text)

    def link(self, words: str) -> None:
        """Click on a link of the page."""
        there = [href for text, href in self.page.links if text == words]
        assert there, f"no link says {words!r}: {self.page.links}"
        self.hands.click()
        self._take(self._session.get(urljoin(self._url, there[0]), timeout=10))

    def button(self, words: str, action: str = "", nth: int = 0, **ticked: Any) -> None:
        """Click on a button of the page; ``action``: of the form whose address ends so."""
        for form in self.page.forms:
            for text, name, value in form.buttons:
                if text == words and form.action.endswith(action) and (nth := nth - 1) < 0:
                    self.hands.click()
                    data = [(each, content) for each, content in form.values]
                    data += [(key, one) for key, many in ticked.items() for one in many]
                    data += [(name, value)] if name else []
                    url = urljoin(self._url, form.action)
                    self._take(self._session.post(url, data=data, timeout=10))
                    return
        raise AssertionError(f"no button says {words!r}")

    def fields(self, name: str) -> list[list[str]]:
        """The fields of that name on the page, to be set by what a person does."""
        return [each for form in self.page.forms for each in form.values if each[0] == name]

    def set_last(self, name: str, text: str) -> None:
        """Into the last of them, which a new row puts the cursor into."""
        self.fields(name)[-1][1] = text


def send(hand: Hand, letter: str) -> str:
    """Support reads the letter and answers."""
    told = hand.post("/demo/mailbox.json", json={"letter": letter}).json()
    assert told["accepted"], told["reason"]
    return str(told["reply"])
