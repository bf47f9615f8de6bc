"""The secrets of a run: what is in the store is told as that, and the window never waits for a prompt."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from tests.ui.desk import wait
from wizard.rules.finding import Severity, fault
from wizard.rules.secret import Secret
from wizard.ui import vault as module
from wizard.ui.jobs import Jobs
from wizard.ui.vault import Vault


class Shelf:
    """A store: ``gate`` cleared keeps every call waiting, ``refuse`` answers every call."""

    def __init__(self) -> None:
        self.kept: dict[str, Secret] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.inside = threading.Event()
        self.refuse = ""
        self.calls: list[str] = []

    def _enter(self, what: str) -> None:
        self.calls.append(what)
        self.inside.set()
        self.gate.wait()
        if self.refuse:
            raise fault(self.refuse, Severity.WARNING, backend="A shelf")

    def name(self) -> str:
        return "A shelf"

    def read(self, user: str) -> Secret | None:
        self._enter(f"read {user}")
        return self.kept.get(user)

    def save(self, user: str, secret: Secret) -> None:
        self._enter(f"save {user}")
        self.kept[user] = secret

    def delete(self, user: str) -> bool:
        self.calls.append(f"delete {user}")
        return self.kept.pop(user, None) is not None


class Room:
    """A vault over a shelf."""

    def __init__(self, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.shelf = Shelf()
        self.parent = QObject()
        self.jobs = Jobs(self._unexpected)
        self.vault = Vault(self.shelf, self.jobs, self.parent)
        self.errors: list[BaseException] = []

    def _unexpected(self, error: BaseException) -> None:
        self.errors.append(error)

    def until(self, true: Any) -> None:
        wait(self.qtbot, true)


@pytest.fixture
def room(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.shelf.gate.set()
    made.jobs.close()
    made.vault.close()
    assert made.errors == []


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds and two minutes, shortened."""
    monkeypatch.setattr(module, "TELL_AFTER_MS", 1)
    monkeypatch.setattr(module, "GIVE_UP_AFTER_MS", 60)


def pair() -> dict[str, Secret]:
    return {"binotel-key": Secret("demo-key"), "binotel-secret": Secret("demo-secret")}


def test_what_was_read_back_is_told_as_kept(room: Room) -> None:
    room.vault.open("acme", [])
    done: list[bool] = []
    room.vault.save(pair(), done.append)
    assert room.vault.doing == "saving"
    room.until(lambda: not room.vault.busy)
    assert done == [True]
    assert room.vault.stored("binotel-key")
    assert room.vault.store_name == "A shelf"
    assert room.shelf.kept["acme/binotel-secret"].reveal() == "demo-secret"


def test_another_value_is_not_kept_because_the_one_before_was(room: Room) -> None:
    room.vault.open("acme", [])
    room.vault.save(pair())
    room.until(lambda: room.vault.stored("binotel-key"))
    room.vault.hold("binotel-key", Secret("demo-other"))
    assert not room.vault.stored("binotel-key")


@pytest.mark.parametrize(
    "key",
    ["keyring_missing", "keyring_locked", "keyring_dismissed", "keyring_silent", "keyring_too_long",
     "keyring_failed"],
)  # fmt: skip
def test_a_refusal_is_told_and_the_run_goes_on_with_what_is_in_memory(room: Room, key: str) -> None:
    room.vault.open("acme", [])
    room.shelf.refuse = key
    done: list[bool] = []
    room.vault.save(pair(), done.append)
    room.until(lambda: bool(done))
    assert done == [False]
    assert room.vault.finding is not None
    assert room.vault.finding.key == key
    value = room.vault.value("binotel-key")
    assert value is not None
    assert value.reveal() == "demo-key"
    assert not room.vault.session_only, "only the person may decide that"
    room.shelf.refuse = ""
    room.vault.save(pair())
    room.until(lambda: room.vault.stored("binotel-secret"))
    assert room.vault.finding is None


def test_a_prompt_is_told_then_given_up_and_a_late_answer_counts(soon: None, room: Room) -> None:
    room.vault.open("acme", [])
    room.shelf.gate.clear()
    told: list[str] = []
    room.vault.changed.connect(lambda: told.append(room.vault.doing))
    done: list[bool] = []
    room.vault.save(pair(), done.append)
    room.until(lambda: room.vault.finding is not None)
    assert "waiting" in told
    assert room.vault.finding is not None
    assert room.vault.finding.key == "keyring_timeout"
    assert not room.vault.busy
    assert not room.vault.session_only
    room.shelf.gate.set()
    room.until(lambda: bool(done))
    assert done == [True]
    assert room.vault.finding is None
    assert room.vault.stored("binotel-key")


def test_calls_do_not_pile_up_behind_a_prompt(soon: None, room: Room) -> None:
    room.vault.open("acme", [])
    room.shelf.gate.clear()
    room.vault.save(pair())
    room.until(lambda: room.vault.finding is not None)
    room.vault.save(pair())
    assert not room.vault.busy
    room.shelf.gate.set()
    room.until(lambda: room.vault.stored("binotel-secret"))
    assert room.shelf.calls == ["save acme/binotel-key", "save acme/binotel-secret"]


def test_who_goes_on_without_leaves_nothing_in_the_store(room: Room) -> None:
    room.vault.open("acme", [])
    room.shelf.gate.clear()
    done: list[bool] = []
    room.vault.save(pair(), done.append)
    room.until(room.shelf.inside.is_set)
    room.vault.go_on_without()
    assert not room.vault.busy
    assert room.vault.session_only
    room.shelf.gate.set()
    room.until(lambda: "delete acme/binotel-secret" in room.shelf.calls)
    room.until(lambda: not room.jobs._runs)
    assert room.shelf.kept == {}
    assert done == []
    assert not room.vault.stored("binotel-key")
    held = room.vault.value("binotel-key")
    assert held is not None, "the run goes on with it"
    room.vault.save(pair())
    assert not room.vault.busy, "nothing is saved any more"


def test_it_leaves_nothing_even_if_the_store_answers_at_that_very_moment(room: Room) -> None:
    room.vault.open("acme", [])
    room.vault.save(pair())
    # The save has ended on its lane; its result still waits for the window.
    deadline = threading.Event()
    while len(room.shelf.kept) < 2:
        assert not deadline.wait(0.001)
    room.vault.go_on_without()
    room.until(lambda: not room.jobs._runs)
    assert room.shelf.kept == {}


def test_going_on_without_is_said_of_one_account(room: Room) -> None:
    room.vault.open("acme", [])
    room.vault.go_on_without()
    room.vault.open("other", [])
    assert not room.vault.session_only


def test_what_is_stored_comes_back_and_what_is_gone_is_told(room: Room) -> None:
    room.shelf.kept["acme/planfix-token"] = Secret("demo-token")
    room.vault.open("acme", ["planfix-token", "binotel-key"])
    assert room.vault.doing == "reading"
    room.until(lambda: not room.vault.busy)
    token = room.vault.value("planfix-token")
    assert token is not None
    assert room.vault.stored("planfix-token")
    assert room.vault.finding is not None
    assert room.vault.finding.key == "keyring_silent"


def test_a_locked_store_is_asked_again(room: Room) -> None:
    room.shelf.kept["acme/planfix-token"] = Secret("demo-token")
    room.shelf.refuse = "keyring_locked"
    room.vault.open("acme", ["planfix-token"])
    room.until(lambda: room.vault.finding is not None)
    room.shelf.refuse = ""
    assert room.vault.read_again()
    room.until(lambda: room.vault.stored("planfix-token"))
    assert room.vault.finding is None
    assert not room.vault.read_again()


def test_a_late_answer_for_an_account_left_meanwhile_is_not_taken(room: Room) -> None:
    room.shelf.kept["acme/planfix-token"] = Secret("demo-token")
    room.shelf.gate.clear()
    room.vault.open("acme", ["planfix-token"])
    room.until(room.shelf.inside.is_set)
    room.vault.open("other", [])
    room.shelf.gate.set()
    room.vault.save(pair())
    room.until(lambda: room.vault.stored("binotel-key"))
    assert room.vault.value("planfix-token") is None


def test_forgetting_is_told_when_it_is_done(room: Room) -> None:
    room.vault.open("acme", [])
    room.vault.save(pair())
    room.until(lambda: room.vault.stored("binotel-key"))
    told: list[Any] = []
    room.vault.forget(["binotel-key"], told.append)
    assert room.vault.value("binotel-key") is None
    room.until(lambda: bool(told))
    assert told == [None]
    assert set(room.shelf.kept) == {"acme/binotel-secret"}


def test_one_entry_that_stays_does_not_keep_the_others(room: Room) -> None:
    room.vault.open("acme", [])
    room.vault.save(pair())
    room.until(lambda: room.vault.stored("binotel-secret"))
    delete = room.shelf.delete

    def stubborn(user: str) -> bool:
        if user.endswith("binotel-key"):
            raise fault("keyring_silent", Severity.WARNING)
        return delete(user)

    room.shelf.delete = stubborn  # type: ignore[method-assign]
    told: list[Any] = []
    room.vault.forget(["planfix-token", "binotel-key", "binotel-secret"], told.append)
    room.until(lambda: bool(told))
    assert told[0].key == "keyring_silent"
    assert room.vault.removed == ("binotel-secret",)
    assert set(room.shelf.kept) == {"acme/binotel-key"}


def test_a_store_that_is_locked_is_not_asked_for_each_entry(room: Room) -> None:
    room.vault.open("acme", [])
    asked: list[str] = []

    def locked(user: str) -> bool:
        asked.append(user)
        raise fault("keyring_locked", Severity.WARNING)

    room.shelf.delete = locked  # type: ignore[method-assign]
    told: list[Any] = []
    room.vault.forget(["planfix-token", "binotel-key"], told.append)
    room.until(lambda: bool(told))
    assert asked == ["acme/planfix-token"], "each would open a prompt"


def test_the_store_is_named_before_anything_goes_there(room: Room) -> None:
    room.vault.open("acme", [])
    room.vault.look()
    room.until(lambda: room.vault.store_name == "A shelf")
    assert room.shelf.calls == []
    assert not room.vault.busy


def test_a_store_that_is_missing_is_told_before_anything_goes_there(room: Room) -> None:
    room.vault.open("acme", [])

    def missing() -> str:
        raise fault("keyring_missing", Severity.WARNING)

    name, room.shelf.name = room.shelf.name, missing  # type: ignore[method-assign]
    room.vault.look()
    room.until(lambda: room.vault.finding is not None)
    assert room.vault.finding is not None
    assert room.vault.finding.key == "keyring_missing"
    room.shelf.name = name  # type: ignore[method-assign]
    room.vault.save(pair())
    room.until(lambda: room.vault.stored("binotel-secret"))
    assert room.vault.finding is None


def test_secrets_of_another_account_are_only_read(room: Room) -> None:
    room.shelf.kept["old/binotel-key"] = Secret("demo-key")
    room.vault.open("acme", [])
    found: list[Any] = []
    room.vault.borrow("old", ["binotel-key", "binotel-secret"], lambda *told: found.extend(told))
    assert room.vault.doing == "reading"
    room.until(lambda: bool(found))
    assert found[0]["binotel-key"].reveal() == "demo-key"
    assert "binotel-secret" not in found[0]
    assert found[1] is None
    assert room.vault.value("binotel-key") is None
    assert set(room.shelf.kept) == {"old/binotel-key"}


def test_what_was_borrowed_for_an_account_left_meanwhile_is_dropped(room: Room) -> None:
    room.shelf.kept["old/binotel-key"] = Secret("demo-key")
    room.vault.open("acme", [])
    room.shelf.gate.clear()
    found: list[Any] = []
    room.vault.borrow("old", ["binotel-key"], lambda *told: found.extend(told))
    room.until(room.shelf.inside.is_set)
    room.vault.open("other", [])
    room.shelf.gate.set()
    room.until(lambda: not room.jobs._runs)
    assert found == []


def test_what_goes_with_this_run_is_known(room: Room) -> None:
    room.vault.open("acme", [])
    assert not room.vault.not_kept("binotel-key")
    room.vault.hold("binotel-key", Secret("demo-key"))
    assert not room.vault.not_kept("binotel-key"), "it may still be saved"
    room.shelf.refuse = "keyring_locked"
    room.vault.save(pair())
    room.until(lambda: room.vault.finding is not None)
    assert room.vault.not_kept("binotel-key")
    room.shelf.refuse = ""
    room.vault.save(pair())
    room.until(lambda: room.vault.stored("binotel-key"))
    assert not room.vault.not_kept("binotel-key")
    room.vault.go_on_without()
    assert not room.vault.not_kept("binotel-key"), "it is there, and stays there"
    room.vault.hold("binotel-key", Secret("demo-other"))
    assert room.vault.not_kept("binotel-key")


def test_closing_drops_what_was_held(room: Room) -> None:
    room.vault.open("acme", [])
    room.vault.hold("planfix-token", Secret("demo-token"))
    room.vault.close()
    assert room.vault.value("planfix-token") is None
