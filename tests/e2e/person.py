"""What a person does: finds things by name, types, clicks, and plays the account's part in a browser."""

from __future__ import annotations

import re
from typing import Any

import requests
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

DEADLINE = 20_000
"""Milliseconds; five times and more what the slowest answer of the demo account takes."""


class Person:
    """Sits in front of one window."""

    def __init__(self, qtbot: Any, window: Any) -> None:
        self.qtbot = qtbot
        self.window = window

    def find(self, name: str) -> Any:
        found = self.window.findChild(QWidget, name)
        assert found is not None, f"nothing is called {name}"
        return found

    def click(self, name: str) -> None:
        target = self.find(name)
        assert target.isEnabled(), f"{name} is grey: {target.toolTip()}"
        assert target.isVisible(), f"{name} is not on screen"
        self.qtbot.mouseClick(target, Qt.MouseButton.LeftButton)

    def tick(self, name: str) -> None:
        box = self.find(name)
        assert box.isVisible()
        box.setChecked(True)

    def type(self, name: str, text: str) -> None:
        edit = self.find(name)
        assert edit.isVisible(), f"{name} is not on screen"
        edit.clear()
        self.qtbot.keyClicks(edit, text)

    def paste(self, name: str, text: str) -> None:
        QApplication.clipboard().setText(text)
        edit = self.find(name)
        edit.setFocus()
        edit.paste()

    def status(self, name: str) -> tuple[str, str]:
        found = self.find(name)
        return found.property("state"), found.property("code")

    def wait_for(self, name: str, state: str, code: str | None = None) -> None:
        def settled() -> None:
            now = self.status(name)
            assert now[0] == state, f"{name}: {now}: {self.find(name).text()}"
            assert code is None or now[1] == code, f"{name}: {now}"

        self.qtbot.waitUntil(settled, timeout=DEADLINE)

    def step_state(self, step: str) -> str:
        rail = self.find("stepList")
        assert isinstance(rail, QAbstractItemView)
        model = rail.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if index.data(Qt.ItemDataRole.UserRole) == step:
                return str(index.data(int(Qt.ItemDataRole.UserRole) + 1))
        raise AssertionError(step)

    def next(self) -> None:
        self.click("nextButton")


class Browser:
    """The account's owner, logged in to the demo account."""

    def __init__(self, demo: dict[str, str]) -> None:
        self.origin = demo["account"]
        self.demo = demo
        self.session = requests.Session()
        self.session.trust_env = False
        self._post("/", {})

    def _post(self, path: str, data: Any) -> requests.Response:
        answer = self.session.post(self.origin + path, data=data, timeout=10)
        assert answer.ok, answer.status_code
        return answer

    def activate_binotel(self) -> None:
        self._post("/demo/integrations/pbx/binotel/switch", {"on": "1"})

    def save_keys(self, key: str, secret: str) -> None:
        self._post(
            "/demo/integrations/pbx/binotel",
            {"api_key": key, "secret_key": secret, "action": "save"},
        )

    def send_letter(self, letter: str) -> dict[str, Any]:
        answer = self.session.post(
            self.origin + "/demo/mailbox.json", json={"letter": letter}, timeout=10
        )
        answered: dict[str, Any] = answer.json()
        return answered

    def save_short_number(self, key: str, secret: str, employee: str, number: str) -> None:
        keys = {"api_key": key, "secret_key": secret}
        row = {"employee": employee, "number": number, "action": "save"}
        self._post("/demo/integrations/pbx/binotel", {**keys, **row})

    def call(self, which: str) -> None:
        self._post("/demo/call", {"which": which})

    def analytics(self, name: str) -> int:
        page = self.session.get(self.origin + "/demo/analytics", timeout=10).text
        found = re.search(rf'/demo/analytics/(\d+)"[^>]*>\s*{name}\s*<', page)
        assert found, f"{name} is not among the data tags"
        return int(found[1])

    def add_fields(self, name: str, fields: list[tuple[str, int]]) -> None:
        number = self.analytics(name)
        data = [("action", "save")]
        for field, kind in fields:
            data += [("field_id", ""), ("field_name", field), ("field_type", str(kind))]
        self._post(f"/demo/analytics/{number}", data)
