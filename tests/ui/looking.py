"""A window on any step, in the midst of a set-up, in situations that show much. Shared by what looks at all pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from tests.e2e.person import Person
from tests.ui.desk import Desk, error, give, person, tag, whole
from tests.ui.eyes import stretch
from wizard.rules.finding import Severity

SMALL = (900, 600)
EVERY_FAULT = ("ping", "tags", "tag", "employee", "employees", "short", "binotel", "entries")


def settle(qtbot: Any, someone: Person) -> None:
    """Nothing runs any more, and layouts have what they asked for."""
    window = someone.window
    qtbot.waitUntil(lambda: window._settled and not window._pages[window.current_step].busy)
    rounds: list[int] = []
    qtbot.waitUntil(lambda: bool(rounds.append(1)) or len(rounds) > 4)


def unfold(window: QWidget) -> None:
    """Open every fold of the page on screen."""
    for each in window.findChildren(QPushButton):
        if each.isVisible() and each.isCheckable() and each.property("role") == "link":
            each.setChecked(True)


def all_well(desk: Desk) -> None:
    """An account where nothing is amiss."""
    desk.account.tags = [whole("call"), whole("missed")]
    desk.account.people = [
        person(1, "+380671234567", short="901"),
        person(2, "0501234567", "0671234500", short="0671234500"),
        person(3),
    ]


def all_refused(desk: Desk) -> None:
    """An account, and a Binotel, that refuse everything, at length."""
    all_well(desk)
    refusal = error("scope_missing", what="datatag")
    desk.account.refuse = dict.fromkeys(EVERY_FAULT, refusal)
    desk.account.refuse["binotel"] = error("keys_not_checkable", Severity.WARNING, reason="timeout")


def fields_missing(desk: Desk) -> None:
    """An account with findings in every table."""
    all_well(desk)
    desk.account.tags = [tag("call", [("utm_campaign", 2), ("gaClientID", 0)]), tag("missed")]


SITUATIONS: dict[str, Callable[[Desk], None]] = {
    "all well": all_well,
    "refused": all_refused,
    "missing": fields_missing,
}


class Looking:
    """Opens windows as a test wants to see them."""

    def __init__(self, desk: Desk, qtbot: Any) -> None:
        self.desk = desk
        self.qtbot = qtbot

    def __call__(
        self, step: str, language: str = "ru", situation: str = "all well", longer: bool = False
    ) -> Person:
        """``situation``: one of SITUATIONS, or ``by hand`` for one without token, keys and history."""
        SITUATIONS.get(situation, all_well)(self.desk)
        someone = self.desk.open("", situation != "by hand", language)
        window = someone.window
        window.resize(*SMALL)
        with self.qtbot.waitActive(window):
            window.activateWindow()
        if longer:
            stretch(window.services.catalogue)
            window._retranslate()
        if situation != "by hand":
            assert window.go_to("keys")
            give(someone)
            sent = window.workspace.now() - timedelta(days=9)
            window.workspace.update(letter_sent_at=sent.isoformat(), activated_at=sent.isoformat())
        if situation == "refused":
            someone.find("checkKeysButton").click()
            settle(self.qtbot, someone)
        assert window.go_to(step)
        settle(self.qtbot, someone)
        unfold(window)
        settle(self.qtbot, someone)
        return someone
