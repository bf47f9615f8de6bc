"""A Planfix over raw sockets that keeps cards and does with a written list what the test says.

It replaces, appends or ignores, loses answers before or after it stored them, refuses single cards, tells
``failures``, and lets somebody else edit a card at any moment. Must not judge anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.doors.misbehaving import Conversation, Misbehaving
from wizard.rules.models import Employee, Phone

WIRE = "+38067111220{}"

Row = tuple[str, int]


class Cards:
    """The account. ``mode``: replace, append or ignore; ``log`` notes what was asked, in order.

    ``edit`` is called with the number of a card before each of its answers: ``read 3`` is told when card 3
    is about to be read, ``write 3`` when a list has come for it, ``stored 3`` when it was dealt with.
    """

    def __init__(self, count: int = 3, mode: str = "replace") -> None:
        self.mode = mode
        self.cards: dict[int, list[Row]] = {
            number: [(f"+38 (050) 000-00-0{number % 10}", 1), (f"044 000 00 0{number % 10}", 2)]
            for number in range(1, count + 1)
        }
        self.roles: dict[int, str] = {}
        self.refuse: dict[str, tuple[int, int]] = {}
        self.lose: dict[int, str] = {}
        self.failures: dict[int, list[dict[str, str]]] = {}
        self.edit: Callable[[str], None] = lambda moment: None
        self.log: list[str] = []
        self.targets: list[str] = []
        self._lock = threading.Lock()

    @contextmanager
    def served(self) -> Iterator[Misbehaving]:
        with Misbehaving(self.answer) as server:
            yield server

    @property
    def writes(self) -> list[int]:
        return [int(each.split()[1]) for each in self.log if each.startswith("write")]

    def employees(self) -> list[Employee]:
        return [
            Employee(
                number,
                f"Олена {number}",
                role=self.roles.get(number, "User"),
                status="Active",
                phones=tuple(Phone(*row) for row in rows),
            )
            for number, rows in self.cards.items()
        ]

    def numbers(self, number: int) -> list[str]:
        return [each for each, _ in self.cards[number]]

    def answer(self, talk: Conversation) -> None:
        with self._lock:
            self._answer(talk)

    def _answer(self, talk: Conversation) -> None:
        asked = talk.asked
        path = asked.target.partition("?")[0]
        self.targets.append(asked.target)
        if path == "/rest/user/list":
            if asked.json.get("filters"):
                talk.json({"result": "success", "users": []})  # no short number looks like that
                return
            self.log.append("list")
            talk.json({"result": "success", "users": [self._told(each) for each in self.cards]})
        elif path.startswith("/rest/user/"):
            number = int(path.rpartition("/")[2])
            if asked.method == "GET":
                self._read(talk, number)
            else:
                self._write(talk, number, asked.json["phones"])
        elif path == "/rest/datatag/list":
            talk.json({"result": "success", "dataTags": []})
        else:
            talk.json({"result": "success"})

    def _read(self, talk: Conversation, number: int) -> None:
        self.edit(f"read {number}")
        self.log.append(f"read {number}")
        if self._refused(talk, "read", number):
            return
        talk.json({"result": "success", "user": self._told(number)})

    def _write(self, talk: Conversation, number: int, phones: Sequence[dict[str, Any]]) -> None:
        self.edit(f"write {number}")
        self.log.append(f"write {number}")
        if self._refused(talk, "write", number):
            return
        lost = self.lose.get(number)
        if lost == "before":
            return
        failures = self.failures.get(number)
        if failures is None:
            rows = [(each["number"], each["type"]) for each in phones]
            if self.mode == "replace":
                self.cards[number] = rows
            elif self.mode == "append":
                self.cards[number] += rows
        self.edit(f"stored {number}")
        if lost == "after":
            return
        talk.json({"result": "success", **({"failures": failures} if failures else {})})

    def _refused(self, talk: Conversation, what: str, number: int) -> bool:
        found = self.refuse.get(f"{what} {number}") or self.refuse.get(what)
        if found is None:
            return False
        status, code = found
        talk.json({"result": "fail", "code": code, "error": "Not permitted"}, status)
        return True

    def _told(self, number: int) -> dict[str, Any]:
        return {
            "id": number,
            "name": "Олена",
            "lastname": str(number),
            "role": self.roles.get(number, "User"),
            "status": "Active",
            "phones": [
                {"number": text, "maskedNumber": text, "type": kind}
                for text, kind in self.cards[number]
            ],
        }


OLD = {number: Cards(9).cards[number] for number in range(1, 10)}
"""The cards as they are before anything is written."""
