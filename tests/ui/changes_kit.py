"""The step ``employees`` on an account of the tests, at the table of changes: see tests/flow/cards_kit.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tests.e2e.person import Person
from tests.flow.cards_kit import WIRE, Cards
from tests.ui.accounts_kit import TOKEN, Windows, host
from tests.ui.desk import wait

USER = int(Qt.ItemDataRole.UserRole)
NAME, BEFORE, AFTER, RESULT = range(4)


class Account:
    """An account that is served, and windows on it."""

    def __init__(self, windows: Windows, cards: Cards, server: Any) -> None:
        self.windows = windows
        self.cards = cards
        self.server = server
        self.name = host(server)

    @property
    def folder(self) -> Path:
        return self.windows.folder

    def open(self, *wires: int, token: bool = True, language: str = "ru") -> Person:
        """A window on ``employees``, the list read, Wire numbers typed for these employees."""
        person = self.windows("--account", self.server.origin, language=language)
        if token:
            person.find("tokenEdit").setText(TOKEN)
        assert person.window.go_to("employees")
        if token:
            rest(person)
        for number in wires:
            type_wire(person, number)
        rest(person)
        return person

    def again(self, language: str = "ru") -> Person:
        """The next start of the program, as the state on disk says. The token is in the password store."""
        person = self.windows(language=language)
        wait(person.qtbot, lambda: bool(person.find("tokenEdit").text()))
        return person

    def journal(self) -> Any:
        path = self.folder / "accounts" / f"{self.name}.push.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else None

    def write_journal(self, data: Any) -> None:
        path = self.folder / "accounts" / f"{self.name}.push.json"
        path.write_text(json.dumps(data), encoding="utf-8")


Made = Callable[..., Account]


def type_wire(person: Person, number: int, text: str = "") -> None:
    model = person.find("employeesTable").model()
    text = text or "0" + WIRE.format(number % 10)[4:]
    for row in range(model.rowCount()):
        if model.index(row, 0).data().endswith(f" {number}"):
            assert model.setData(model.index(row, 2), text)
            return
    raise AssertionError(number)


def rest(person: Person) -> None:
    """Until neither the list is read nor a card written."""

    def quiet() -> bool:
        jobs = person.window.jobs
        return not jobs.running("employees") and not jobs.running("push")

    wait(person.qtbot, quiet)


def rows(person: Person, column: int = RESULT, role: int = USER) -> list[Any]:
    model = person.find("changesTable").model()
    return [model.index(row, column).data(role) for row in range(model.rowCount())]


def press(person: Person, name: str) -> None:
    """A button, once it has been scrolled to; then until the run is over."""
    button = person.find(name)
    assert button.isEnabled(), f"{name} is grey: {person.find('changesReasonLabel').text()}"
    assert button.isVisibleTo(person.window), f"{name} is not there"
    button.click()
    rest(person)


def codes(person: Person, name: str = "changesStatus") -> list[str]:
    found: list[str] = person.find(name).property("codes")
    return found
