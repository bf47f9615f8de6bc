"""A window on an account of the test's own making: what it holds, refuses and keeps waiting.

Stands in for the doors to Planfix and Binotel at the window's own seam. Must not judge anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keyring
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Person
from wizard.app import create
from wizard.doors.resources import facts
from wizard.flow.cancel import Cancel
from wizard.rules.facts import Facts
from wizard.rules.finding import Fault, Finding, Severity
from wizard.rules.models import BinotelEmployee, DataTag, Employee, Phone, TagField
from wizard.rules.secret import Secret

ADDRESS = "http://127.0.0.1:9"
HOST = "127.0.0.1_9"
TOKEN = "demo-token-of-a-test"
KEY = "demo00-key0000"
SECRET = "demo00-demo00-demo00-demo00-secret00"
FACTS: Facts = facts()
NAMES = [each.name for each in FACTS.tracking_fields]


def tag(which: str, fields: Sequence[tuple[str, int]] = (), number: int = 0) -> DataTag:
    """«Звонок» or «Пропущенный звонок» with its standard fields and ``fields``."""
    known = FACTS.analytics[which]
    rows = [*known.standard, *fields]
    number = number or (1 if which == "call" else 2)
    return DataTag(
        number,
        known.names[0],
        FACTS.planfix_labels["telephony"],
        tuple(TagField(at, name, kind) for at, (name, kind) in enumerate(rows, start=1)),
    )


def whole(which: str) -> DataTag:
    """The data tag with all 19."""
    return tag(which, [(name, 0) for name in NAMES])


def person(number: int, *phones: str, short: str | None = None, **more: Any) -> Employee:
    """An employee called «Олена N»."""
    return Employee(
        number, f"Олена {number}", phones=tuple(map(Phone, phones)), short_number=short, **more
    )


@dataclass
class Account:
    """A Planfix and a Binotel. ``refuse`` maps a question to the finding that answers it."""

    tags: list[DataTag] = field(default_factory=list)
    people: list[Employee] = field(default_factory=list)
    hits: dict[str, list[int]] = field(default_factory=dict)
    lines: list[BinotelEmployee] = field(default_factory=list)
    refuse: dict[str, Finding] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    remaining: int | None = None
    hold: bool = False
    asking: threading.Event = field(default_factory=threading.Event)

    def _ask(self, what: str, cancel: Cancel) -> None:
        self.asked.append(what)
        self.asking.set()
        if self.hold:
            cancel.sleep(60)
        finding = self.refuse.get(what.partition(" ")[0])
        if finding is not None:
            raise Fault(finding)

    def planfix(self, cancel: Cancel) -> _Planfix:
        return _Planfix(self, cancel)

    def binotel(self, key: Secret, secret: Secret, cancel: Cancel) -> _Binotel:
        self.pairs.append((key.reveal(), secret.reveal()))
        return _Binotel(self, cancel)


class _Planfix:
    def __init__(self, account: Account, cancel: Cancel) -> None:
        self._account = account
        self._cancel = cancel
        self.remaining = account.remaining

    def ping(self) -> None:
        self._account._ask("ping", self._cancel)

    def first_data_tags(self) -> list[DataTag]:
        self._account._ask("tags", self._cancel)
        return self._account.tags[:100]

    def data_tags(self, progress: Any = None, known: Sequence[DataTag] = ()) -> list[DataTag]:
        self._account._ask(f"tags after {len(known)}", self._cancel)
        return [*known, *self._account.tags[len(known) :]]

    def data_tag(self, number: int) -> DataTag:
        self._account._ask(f"tag {number}", self._cancel)
        return next(each for each in self._account.tags if each.id == number)

    def first_employee(self) -> int:
        self._account._ask("employee", self._cancel)
        return 1

    def employees(self, only_active: bool = False, progress: Any = None) -> list[Employee]:
        self._account._ask("employees", self._cancel)
        return list(self._account.people)

    def employees_by_short_number(self, digits: str) -> list[Employee]:
        self._account._ask(f"short {digits}", self._cancel)
        found = self._account.hits.get(digits, [])
        return [each for each in self._account.people if each.id in found]


class _Binotel:
    def __init__(self, account: Account, cancel: Cancel) -> None:
        self._account = account
        self._cancel = cancel

    def check(self) -> None:
        self._account._ask("binotel", self._cancel)

    def employees(self) -> list[BinotelEmployee]:
        self._account._ask("lines", self._cancel)
        return list(self._account.lines)


class Desk:
    """Opens windows on one folder of set-up state and one account."""

    def __init__(self, qtbot: Any, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.account = Account()
        self.windows: list[Any] = []

    def open(
        self, step: str = "", token: bool = True, language: str = "ru", fresh: bool = True
    ) -> Person:
        """A window on ``step``. ``fresh`` False: as the state says, without typing anything."""
        options = ["--config-dir", str(self.folder), "--language", language]
        window = create([*options, "--account", ADDRESS] if fresh else options)
        self.windows.append(window)
        window.services.planfix = lambda address, token, cancel, *more: self.account.planfix(cancel)
        window.services.binotel = lambda key, secret, cancel, *more: self.account.binotel(
            key, secret, cancel
        )
        self.qtbot.waitExposed(window)
        someone = Person(self.qtbot, window)
        if fresh and token:
            someone.find("tokenEdit").setText(TOKEN)
        if step:
            assert window.go_to(step)
        return someone

    def close(self) -> None:
        for window in self.windows:
            window.close()
            window.deleteLater()
        QApplication.clipboard().clear()


def error(key: str, severity: Severity = Severity.ERROR, **details: str) -> Finding:
    """A finding as a door would raise it."""
    return Finding(key, severity, "", details)


def give(page: Person, key: str = KEY, secret: str = SECRET) -> None:
    """Put a pair into the fields of the step ``keys``."""
    page.find("keyEdit").setText(key)
    page.find("secretEdit").setText(secret)


def pair(page: Person) -> tuple[str, str]:
    """What stands in those fields."""
    return page.find("keyEdit").text(), page.find("secretEdit").text()


def kept(name: str) -> str | None:
    """What the password store holds for the account."""
    return keyring.get_password("planfix-binotel-wizard", f"{HOST}/{name}")


def wait(qtbot: Any, true: Callable[[], bool]) -> None:
    """Until it is so; the deadline is far beyond what it takes."""
    qtbot.waitUntil(true, timeout=20_000)
