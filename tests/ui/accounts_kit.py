"""Windows for tests, and Planfix accounts on loopback that answer as told and note who asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keyring
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from tests.doors.misbehaving import Conversation, Misbehaving
from tests.e2e.person import Person
from wizard.app import create

SERVICE = "planfix-binotel-wizard"
TOKEN = "demo-token-of-account-a"
ID = int(Qt.ItemDataRole.UserRole)
STATE = ID + 1


class Windows:
    """Opens windows on one folder, and closes them at the end of the test."""

    def __init__(self, qtbot: Any, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.opened: list[Any] = []

    def __call__(self, *arguments: str, language: str = "en", folder: Path | None = None) -> Person:
        more = ["--language", language] if language else []
        window = create(["--config-dir", str(folder or self.folder), *more, *arguments])
        self.opened.append(window)
        with self.qtbot.waitActive(window):
            window.activateWindow()
        return Person(self.qtbot, window)

    def close(self) -> None:
        for window in self.opened:
            window.close()
            window.deleteLater()


def answers(talk: Conversation) -> None:
    """A small account with all rights."""
    content: dict[str, object] = {"result": "success"}
    if talk.asked.target.startswith("/rest/datatag/list"):
        content["dataTags"] = []
    elif talk.asked.target.startswith("/rest/user/list"):
        content["users"] = [{"id": "user:1", "name": "Anna"}]
    talk.json(content)


def tokens_sent(server: Misbehaving) -> set[str]:
    """Every token that reached a server; the empty one stands for a request without."""
    return {each.headers.get("authorization", "").removeprefix("Bearer ") for each in server.asked}


def token_kept(server: Misbehaving) -> str | None:
    """The token that the password store holds for an account."""
    return keyring.get_password(SERVICE, f"{host(server)}/planfix-token")


def host(server: Misbehaving) -> str:
    """HOST of the contract."""
    return f"127.0.0.1_{server.port}"


def stored_state(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "accounts" / f"{name}.json").read_text("utf-8"))
    return found


def store_state(folder: Path, name: str, origin: str, **answers: Any) -> None:
    """A state as an earlier run left it."""
    (folder / "accounts").mkdir(parents=True, exist_ok=True)
    content = {"version": 1, "origin": origin, "accepted": True, **answers}
    (folder / "accounts" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def dialog(window: QWidget, name: str) -> QDialog | None:
    """A dialog of the window that is on screen."""
    found = [each for each in window.findChildren(QDialog, name) if each.isVisible()]
    return found[0] if found else None


def codes(person: Person, name: str) -> list[str]:
    found: list[str] = person.find(name).property("codes")
    return found
