"""Where the keys of the step ``keys`` are kept: what every store does, and what the next run finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keyring
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.doors import fake_keyrings as stores
from tests.e2e.person import Person
from tests.ui.desk import KEY, SECRET, Desk, give, kept, pair, wait
from wizard.ui import vault

OTHER = ("demo11-key1111", "demo11-demo11-demo11-demo11-secret11")


@pytest.fixture
def page(desk: Desk) -> Person:
    return desk.open("keys")


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds and two minutes, shortened."""
    monkeypatch.setattr(vault, "TELL_AFTER_MS", 1)
    monkeypatch.setattr(vault, "GIVE_UP_AFTER_MS", 100)


@pytest.fixture
def hanging() -> Iterator[stores.HangingKeyring]:
    store = stores.HangingKeyring()
    keyring.set_keyring(store)
    yield store
    store.release.set()


def test_next_saves_and_going_back_does_not(page: Person) -> None:
    give(page)
    page.click("backButton")
    assert pair(page) == (KEY, SECRET)
    assert kept("binotel-key") is None
    page.click("nextButton")
    page.click("nextButton")
    wait(page.qtbot, lambda: kept("binotel-secret") == SECRET)
    assert kept("binotel-key") == KEY


def test_the_next_run_shows_them_masked(desk: Desk, page: Person) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    page.window.close()
    again = desk.open(fresh=False)
    assert again.window.go_to("keys")
    wait(again.qtbot, lambda: pair(again) == (KEY, SECRET))
    assert again.find("secretEdit").echoMode() == QLineEdit.EchoMode.Password
    assert again.status("storeLabel")[0] == "ok"
    assert again.status("keysStatus") == ("idle", "")
    assert "Binotel" in again.find("keysStatus").text(), "when they were checked"


def test_keys_that_were_never_saved_do_not_hide_the_old_ones_from_the_next_run(
    desk: Desk, page: Person
) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    give(page, *OTHER)
    page.window.close()
    assert kept("binotel-key") == KEY
    again = desk.open(fresh=False)
    assert again.window.go_to("keys")
    wait(again.qtbot, lambda: pair(again) == (KEY, SECRET))


@pytest.mark.parametrize(
    ("store", "code"),
    [
        (stores.ForgetfulKeyring, "keyring_silent"),
        (stores.DifferentKeyring, "keyring_silent"),
        (stores.LockedKeyring, "keyring_locked"),
        (stores.LeakingKeyring, "keyring_failed"),
        (None, "keyring_missing"),
    ],
)
def test_a_store_that_keeps_nothing_is_told_and_memory_is_a_choice(
    desk: Desk, page: Person, store: Any, code: str
) -> None:
    from keyring.backends import null

    keyring.set_keyring(store() if store else null.Keyring())
    give(page)
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "ok")
    page.wait_for("storeLabel", "warning", code)
    words = page.find("storeLabel").text()
    assert KEY not in words
    assert "{" not in words
    page.click("useSessionOnlyButton")
    assert page.status("storeLabel") == ("warning", code)
    assert "в памяти" in page.find("storeLabel").text()
    assert not page.find("useSessionOnlyButton").isVisible()
    assert pair(page) == (KEY, SECRET)
    page.next()
    page.window.close()
    again = desk.open(fresh=False)
    again.window.go_to("keys")
    assert pair(again) == ("", "")


def test_a_store_unlocked_meanwhile_is_asked_again_by_check(desk: Desk, page: Person) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    page.window.close()
    honest = keyring.get_keyring()
    keyring.set_keyring(stores.LockedKeyring())
    again = desk.open(fresh=False)
    assert again.window.go_to("keys")
    again.wait_for("storeLabel", "warning", "keyring_locked")
    keyring.set_keyring(honest)
    again.click("checkKeysButton")
    wait(again.qtbot, lambda: pair(again) == (KEY, SECRET))
    assert again.status("storeLabel")[0] == "ok"
    assert again.status("keysStatus")[1] == ""


def test_a_prompt_is_told_given_up_and_a_late_save_counts(
    soon: None, hanging: stores.HangingKeyring, desk: Desk
) -> None:
    page = desk.open("keys", token=False)
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "busy")
    page.wait_for("storeLabel", "warning", "keyring_timeout")
    assert page.find("nextButton").isEnabled()
    hanging.release.set()
    page.wait_for("storeLabel", "ok", "")
    assert kept("binotel-secret") == SECRET


def test_who_does_not_wait_leaves_nothing_in_the_store(
    monkeypatch: pytest.MonkeyPatch, hanging: stores.HangingKeyring, desk: Desk
) -> None:
    monkeypatch.setattr(vault, "TELL_AFTER_MS", 1)
    page = desk.open("keys", token=False)
    give(page)
    page.click("checkKeysButton")
    wait(page.qtbot, lambda: page.find("useSessionOnlyButton").isVisible())
    assert page.status("storeLabel")[0] == "busy"
    page.click("useSessionOnlyButton")
    assert page.status("storeLabel") == ("warning", "keyring_timeout")
    hanging.release.set()
    wait(page.qtbot, lambda: not page.window.jobs._runs)
    assert hanging.kept == {}
    assert page.status("storeLabel")[0] == "warning"


def test_the_store_is_named_before_the_keys_go_there(page: Person) -> None:
    give(page)
    label = page.find("storeLabel")
    wait(page.qtbot, lambda: "HonestKeyring" in label.text())
    assert label.text().startswith("Ещё не сохранено")
    assert kept("binotel-key") is None
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    assert label.text().startswith("Сохранено")
    assert "HonestKeyring" in label.text()


def test_where_there_is_no_store_it_is_told_before_keys_are_pasted(desk: Desk) -> None:
    from keyring.backends import null

    keyring.set_keyring(null.Keyring())
    page = desk.open("keys", token=False)
    page.wait_for("storeLabel", "warning", "keyring_missing")
    page.click("useSessionOnlyButton")
    give(page)
    assert "в памяти" in page.find("storeLabel").text()


def test_a_store_that_starts_later_is_used_without_a_new_start(desk: Desk) -> None:
    from keyring.backends import null

    honest = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    page = desk.open("keys", token=False)
    page.wait_for("storeLabel", "warning", "keyring_missing")
    give(page)
    keyring.set_keyring(honest)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok", "")
    assert kept("binotel-secret") == SECRET


def test_keys_are_forgotten_alone(desk: Desk, page: Person) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    page.tick("savedInPlanfixCheck")
    page.click("forgetKeysButton")
    assert pair(page) == ("", "")
    wait(page.qtbot, lambda: kept("binotel-key") is None and kept("binotel-secret") is None)
    wait(page.qtbot, lambda: "удалены" in page.find("keysStatus").text())
    assert not page.find("forgetKeysButton").isVisible()
    assert page.find("savedInPlanfixCheck").isChecked(), "in Planfix they still are"
    assert page.step_state("keys") == "done"
    page.window.close()
    again = desk.open(fresh=False)
    again.window.go_to("keys")
    assert pair(again) == ("", "")
    wait(again.qtbot, lambda: again.status("storeLabel") == ("idle", ""))
    assert "нет" in again.find("waitingLabel").text()


def test_keys_that_stay_in_a_locked_store_are_told_and_can_be_forgotten_again(
    page: Person,
) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    honest = keyring.get_keyring()
    keyring.set_keyring(stores.LockedKeyring())
    page.click("forgetKeysButton")
    wait(page.qtbot, lambda: "остались" in page.find("keysStatus").text())
    assert pair(page) == ("", "")
    keyring.set_keyring(honest)
    assert kept("binotel-key") == KEY
    page.click("forgetKeysButton")
    wait(page.qtbot, lambda: kept("binotel-key") is None)


@pytest.mark.parametrize("step", ["activate", "employees", "tracking", "testCall"])
def test_each_step_that_uses_the_token_says_if_it_is_not_kept(desk: Desk, step: str) -> None:
    keyring.set_keyring(stores.LockedKeyring())
    page = desk.open("keys")
    wait(page.qtbot, lambda: not page.window.jobs._runs)
    page.window.go_to(step)
    words = page.find(f"{step}MemoryLabel")
    assert words.isVisible()
    assert words.text().startswith("Токен хранится только в памяти")
    page.window.workspace.vault.forget(["planfix-token"])
    assert not words.isVisible()


def test_a_token_that_is_kept_needs_no_word(desk: Desk) -> None:
    page = desk.open("activate")
    wait(page.qtbot, lambda: kept("planfix-token") is not None)
    wait(page.qtbot, lambda: not page.window.jobs._runs)
    page.window.go_to("tracking")
    for step in ("activate", "tracking"):
        assert page.window.findChild(QLabel, f"{step}MemoryLabel") is None
