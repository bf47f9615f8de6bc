"""The step ``activate`` as a person meets it: the program looks, the tick stays theirs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import keyring
import pytest
from PySide6.QtWidgets import QApplication

from tests.doors.fake_keyrings import HonestKeyring
from tests.doors.misbehaving import Conversation, Misbehaving, fails
from tests.e2e.person import Browser
from tests.ui.accounts_kit import SERVICE, TOKEN, Windows, answers, host, store_state
from wizard.demo.server import DemoAccount


@pytest.fixture
def demo() -> Iterator[DemoAccount]:
    account = DemoAccount(gap=0.0)
    account.start()
    yield account
    account.close()


def test_without_a_token_everything_is_by_hand(
    windows: Windows, account: Misbehaving, opened_urls: list[str]
) -> None:
    person = windows("--account", account.origin)
    person.next()
    assert person.status("activateStatus") == ("idle", "")
    assert person.find("activateStatus").text()
    person.click("openAccountButton")
    assert opened_urls == [account.origin + "/"]
    person.click("copyAccountAddressButton")
    assert QApplication.clipboard().text() == account.origin + "/"
    person.find("activatedCheck").setChecked(True)
    assert person.step_state("activate") == "done"
    person.find("activatedCheck").setChecked(False)
    assert person.step_state("activate") == "open"
    assert account.asked == []


def test_the_program_looks_and_the_person_ticks(windows: Windows, demo: DemoAccount) -> None:
    addresses = dict(demo.addresses)
    person = windows("--account", addresses["account"])
    person.find("tokenEdit").setText(addresses["token"])
    person.next()
    assert person.status("activateStatus")[0] == "busy"
    assert not person.find("nextButton").isEnabled()
    person.wait_for("activateStatus", "warning", "analytics_missing")
    for name in ("Звонок", "Пропущенный звонок"):
        assert name in person.find("activateStatus").text()
    assert person.find("nextButton").isEnabled()
    Browser(addresses).activate_binotel()
    person.click("lookAgainButton")
    person.wait_for("activateStatus", "ok", "")
    assert not person.find("activatedCheck").isChecked()
    assert person.step_state("activate") == "open"


def test_a_tick_against_what_is_seen_is_a_problem(windows: Windows, demo: DemoAccount) -> None:
    addresses = dict(demo.addresses)
    person = windows("--account", addresses["account"])
    person.find("tokenEdit").setText(addresses["token"])
    person.next()
    person.wait_for("activateStatus", "warning", "analytics_missing")
    person.tick("activatedCheck")
    person.wait_for("activateStatus", "warning", "analytics_missing")
    assert person.step_state("activate") == "problem"


def test_leaving_cancels_the_look(windows: Windows) -> None:
    with Misbehaving(Conversation.hang) as server:
        person = windows("--account", server.origin)
        person.find("tokenEdit").setText(TOKEN)
        person.next()
        assert person.status("activateStatus")[0] == "busy"
        languages = person.find("languageCombo")
        before = person.find("activateStatus").text()
        languages.setCurrentIndex(languages.findData("uk"))
        assert person.status("activateStatus")[0] == "busy"
        assert person.find("activateStatus").text() != before
        assert person.window.go_to("letter")
        assert person.status("activateStatus") == ("idle", "")


@pytest.mark.parametrize(
    ("reply", "code"), [(fails(1), "token_wrong"), (fails(5), "scope_missing")]
)
def test_a_look_that_failed_says_why(windows: Windows, reply: Any, code: str) -> None:
    with Misbehaving(reply) as server:
        person = windows("--account", server.origin)
        person.find("tokenEdit").setText(TOKEN)
        person.next()
        person.wait_for("activateStatus", "error", code)
        assert person.find("activatedCheck").isEnabled()


def test_what_was_seen_of_one_account_is_not_said_of_another(
    windows: Windows, demo: DemoAccount, other_account: Misbehaving
) -> None:
    addresses = dict(demo.addresses)
    Browser(addresses).activate_binotel()
    person = windows("--account", addresses["account"])
    person.find("tokenEdit").setText(addresses["token"])
    person.next()
    person.wait_for("activateStatus", "ok")
    person.tick("activatedCheck")
    person.window.go_to("account")
    person.find("accountEdit").setText(other_account.origin)
    person.next()
    assert person.status("activateStatus") == ("idle", "")
    assert not person.find("activatedCheck").isChecked()


class SlowKeyring(HonestKeyring):
    """Reads only once it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.release.wait(30)
        return super().get_password(service, username)


def test_it_looks_as_soon_as_the_store_gives_the_token(windows: Windows) -> None:
    with Misbehaving(answers) as server:
        store = SlowKeyring()
        store.kept[SERVICE, f"{host(server)}/planfix-token"] = TOKEN
        keyring.set_keyring(store)
        store_state(windows.folder, host(server), server.origin, has_token=True)
        person = windows()
        assert person.window.current_step == "activate"
        assert person.status("activateStatus") == ("idle", "")
        assert person.find("activateStatus").text() == ""
        store.release.set()
        person.wait_for("activateStatus", "warning", "analytics_missing")
