"""What the doors promise, as a person in front of the window meets it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.doors.http_kit import clean_environment, facts
from tests.doors.misbehaving import HANGING, Conversation, Misbehaving, succeeds
from tests.e2e.person import Person
from wizard.app import _Parts, create
from wizard.arguments import parse
from wizard.doors import pace, resources
from wizard.flow.cancel import Cancel, Cancelled
from wizard.rules.address import Address
from wizard.rules.catalogue import LANGUAGES, Catalogue
from wizard.rules.finding import Finding
from wizard.ui.widgets import finding_text

__all__ = ["clean_environment"]

Open = Callable[..., Person]


@pytest.fixture
def opened(qtbot: Any, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the window on an account, all of whose requests go out at once."""
    monkeypatch.setattr(pace, "Pace", partial(pace.Pace, gap=0.0))
    made: list[Any] = []

    def open_window(*arguments: str) -> Person:
        window = create(["--config-dir", str(config_dir), "--language", "ru", *arguments])
        made.append(window)
        qtbot.waitExposed(window)
        return Person(qtbot, window)

    yield open_window
    for window in made:
        window.close()
        window.deleteLater()


def account(left: int, tags: int, employees: int) -> Callable[[Conversation], None]:
    """A well-behaved account that has ``left`` requests for today, whatever it is asked."""

    def reply(talk: Conversation) -> None:
        line = f"X-RateLimit-Remaining: {left}"
        if talk.asked.method == "GET":
            talk.json({"result": "success"}, 200, line)
            return
        asked = talk.asked.json
        key, count = ("dataTags", tags) if "datatag" in talk.asked.target else ("users", employees)
        numbers = range(1, count + 1)[asked["offset"] :][: asked["pageSize"]]
        found = [{"id": at, "name": f"N{at}"} for at in numbers]
        talk.json({"result": "success", key: found}, 200, line)

    return reply


def check_account(person: Person) -> None:
    person.find("tokenEdit").setText("canary-token-0000000000000000000")
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")


# A check that needs more than what is left


def test_a_list_too_long_for_today_is_told_before_it_is_read(opened: Open) -> None:
    with Misbehaving(account(1, 5, 250)) as server:
        person = opened("--account", server.origin)
        person.find("tokenEdit").setText("canary-token-0000000000000000000")
        person.click("checkAccountButton")
        person.wait_for("accountStatus", "ok")
        # Nobody knows yet how many there are: one page is what it takes at least, and one is left.
        assert person.window.go_to("employees")
        person.qtbot.waitUntil(
            lambda: person.status("employeesStatus")[0] not in ("busy", "idle"), timeout=20_000
        )
        assert "requests_few" not in person.status("employeesStatus")
        before = len(server.asked)
        # Now it is known that it takes three.
        person.click("reloadEmployeesButton")
        assert person.status("employeesStatus") == ("warning", "requests_few")
        words = person.find("employeesStatus").text()
        assert "1" in words
        assert "3" in words
        assert len(server.asked) == before
        person.click("reloadEmployeesButton")
        person.qtbot.waitUntil(lambda: len(server.asked) == before + 3, timeout=20_000)
        person.qtbot.waitUntil(
            lambda: person.status("employeesStatus")[0] != "busy", timeout=20_000
        )
        assert person.status("employeesStatus")[1] != "requests_few"


def test_how_many_there_are_is_remembered(opened: Open, config_dir: Path) -> None:
    with Misbehaving(account(1000, 120, 250)) as server:
        person = opened("--account", server.origin)
        check_account(person)
        for step, status in (("employees", "employeesStatus"), ("tracking", "trackingStatus")):
            assert person.window.go_to(step)
            person.qtbot.waitUntil(
                lambda status=status: person.status(status)[0] not in ("busy", "idle"),
                timeout=20_000,
            )
        person.window.close()
        (stored,) = (config_dir / "accounts").glob("*.json")
        state = json.loads(stored.read_text(encoding="utf-8"))
        assert "250" in json.dumps(state)
        assert "120" in json.dumps(state)


def test_a_look_at_the_data_tags_warns_when_it_would_start_by_itself(opened: Open) -> None:
    left = {"now": 1000}

    def reply(talk: Conversation) -> None:
        account(left["now"], 250, 1)(talk)

    with Misbehaving(reply) as server:
        person = opened("--account", server.origin)
        check_account(person)
        assert person.window.go_to("tracking")
        person.qtbot.waitUntil(
            lambda: person.status("trackingStatus")[0] not in ("busy", "idle"), timeout=20_000
        )
        left["now"] = 2
        person.click("recheckButton")
        person.qtbot.waitUntil(
            lambda: person.status("trackingStatus")[0] not in ("busy", "idle"), timeout=20_000
        )
        before = len(server.asked)
        assert person.window.go_to("employees")
        person.qtbot.waitUntil(
            lambda: person.status("employeesStatus")[0] not in ("busy", "idle"), timeout=20_000
        )
        between = len(server.asked)
        assert between > before
        for _ in range(2):
            # However often one comes by: only the button is an answer to the warning.
            assert person.window.go_to("tracking")
            assert person.status("trackingStatus") == ("warning", "requests_few")
            assert person.window.go_to("letter")
        assert len(server.asked) == between
        assert person.window.go_to("tracking")
        person.click("recheckButton")
        assert person.status("trackingStatus")[0] == "busy"
        person.qtbot.waitUntil(lambda: person.status("trackingStatus")[0] != "busy", timeout=20_000)
        assert len(server.asked) == between + 3


# Back and Cancel


# The offscreen screen says so of every dialog.
@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("fault", HANGING)
@pytest.mark.parametrize("way", ["backButton", "leaveButton", "stepList"])
def test_leaving_ends_a_hanging_check(fault: str, way: str, opened: Open) -> None:
    with Misbehaving(fault) as server:
        person = opened("--account", "acme", "--binotel-url", server.origin)
        assert person.window.go_to("keys")
        person.find("keyEdit").setText("canary-0000000")
        person.find("secretEdit").setText("canary-000000-000000-000000-00000000")
        person.click("checkKeysButton")
        assert person.status("keysStatus")[0] == "busy"
        person.qtbot.waitUntil(server.hanging.is_set, timeout=20_000)
        if way == "stepList":
            assert person.window.go_to("letter")
        elif way == "leaveButton":
            person.click("cancelButton")
            person.qtbot.waitUntil(
                lambda: person.window.findChild(QWidget, "confirmCancel") is not None
            )
            person.qtbot.mouseClick(person.find("leaveButton"), Qt.MouseButton.LeftButton)
        else:
            person.click(way)
        # Five times the second that the contract allows; the guard of all tests looks at threads.
        person.qtbot.waitUntil(
            lambda: not [each for each in threading.enumerate() if each.name == "job-keys"],
            timeout=5_000,
        )
        assert person.status("keysStatus") in (("idle", ""), ("busy", ""))
        if way != "leaveButton":
            assert person.status("keysStatus") == ("idle", "")


# Several accounts


def test_accounts_do_not_slow_each_other(
    config_dir: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(pace, "Pace", partial(pace.Pace, gap=3600.0))
    parts = _Parts(parse(["--config-dir", str(config_dir)]))
    told: list[float] = []

    def client(origin: str, cancel: Cancel) -> Any:
        address = Address.from_origin(origin)
        assert address is not None

        def waiting(seconds: float) -> None:
            told.append(seconds)
            cancel.cancel()

        return parts.planfix(address, None, cancel, waiting, "", None)

    with Misbehaving(succeeds()) as one, Misbehaving(succeeds()) as other:
        client(one.origin, Cancel()).ping()
        # The other account is asked at once, though the first has its turn in an hour.
        client(other.origin, Cancel()).ping()
        assert told == []
        with pytest.raises(Cancelled):
            client(one.origin, Cancel()).ping()
        assert told[0] > 3000
        assert (len(one.asked), len(other.asked)) == (1, 1)
    parts.close()


# Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_error_table_has_its_words_and_its_remedy(language: str) -> None:
    known = facts()
    text = Catalogue(resources.texts, language).text
    said: dict[int, str] = {}
    for code in {*known.planfix_codes, *known.planfix_codes_with_words}:
        key = known.planfix_codes.get(code, "planfix_error")
        details = {"code": str(code), "text": "Server said", "what": "user"}
        words = finding_text(Finding(key, details=details), text)
        head, _, rest = words.partition("\n")
        assert head
        assert rest.strip().count(" ") > 2
        if key == "planfix_error":
            assert str(code) in head
            assert "Server said" in rest
        assert words == words.strip()
        assert "{" not in words
        assert ".." not in words
        said[code] = words.replace(str(code), "")
    assert len(set(said.values())) == len(said), "two codes read alike"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_code_is_shown_with_the_servers_words(language: str) -> None:
    text = Catalogue(resources.texts, language).text
    for words in ("Very special error", ""):
        said = finding_text(
            Finding("planfix_error", details={"code": "777", "text": words, "what": "user"}), text
        )
        assert "777" in said
        assert words in said
        said = finding_text(
            Finding("keys_not_checkable", details={"reason": "code", "code": "151", "text": words}),
            text,
        )
        assert "151" in said
        assert words in said


REASONS = {
    "server_error": ["", "shape", "repeats", "changed", "endless"],
    "timeout": ["", "check"],
    "keys_not_checkable": [
        "code", "status", "timeout", "tls_untrusted", "proxy_failed", "answer_too_large",
        "redirected",
    ],
    "binotel_unavailable": ["status", "shape", "not_json", "code"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", REASONS)
def test_every_reason_of_the_doors_is_told_apart(language: str, key: str) -> None:
    text = Catalogue(resources.texts, language).text
    base = {"status": "502", "place": "users[3].phones: expected a list", "code": "150"}
    said = {
        reason: finding_text(Finding(key, details={**base, "reason": reason}), text)
        for reason in REASONS[key]
    }
    assert len(set(said.values())) >= len(said) - (key == "binotel_unavailable")
    assert all("{" not in each and "  " not in each for each in said.values())
