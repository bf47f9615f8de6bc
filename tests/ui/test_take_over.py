"""Secrets of a renamed account or a changed host are offered, never taken by themselves, never lost."""

from __future__ import annotations

from typing import Any

import keyring
import pytest
from PySide6.QtWidgets import QWidget

from tests.doors.fake_keyrings import LockedKeyring
from tests.doors.misbehaving import Misbehaving
from tests.ui.accounts_kit import SERVICE, TOKEN, Windows, host, store_state, tokens_sent
from tests.ui.desk import KEY, SECRET, wait
from wizard.flow.take_over import sources
from wizard.rules.address import Address

OLD = "acme.planfix.ru"


def stored(windows: Windows, name: str = OLD, **answers: Any) -> None:
    """An account of an earlier run whose secrets are in the store."""
    given = {"has_token": True, "has_keys": True, "keys_stored": True, **answers}
    store_state(windows.folder, name, f"https://{name}", **given)
    for secret, value in (
        ("planfix-token", TOKEN),
        ("binotel-key", KEY),
        ("binotel-secret", SECRET),
    ):
        keyring.set_password(SERVICE, f"{name}/{secret}", value)


def shown(person: Any, name: str) -> bool:
    found = person.window.findChild(QWidget, name)
    return found is not None and bool(found.isVisible())


def test_keys_of_an_earlier_address_are_offered_taken_and_kept_here_too(windows: Windows) -> None:
    stored(windows)
    person = windows("--account", "acme.planfix.com")
    person.window.go_to("keys")
    assert person.find("keyEdit").text() == "", "nothing is taken by itself"
    person.click("takeKeysButton")
    wait(person.qtbot, lambda: person.find("keyEdit").text() == KEY)
    assert person.find("secretEdit").text() == SECRET
    assert OLD in person.find("notice").text()
    assert keyring.get_password(SERVICE, "acme.planfix.com/binotel-key") is None, "not checked yet"
    assert not shown(person, "takeKeysButton")
    person.next()
    wait(
        person.qtbot,
        lambda: keyring.get_password(SERVICE, "acme.planfix.com/binotel-secret") == SECRET,
    )
    assert keyring.get_password(SERVICE, f"{OLD}/binotel-key") == KEY, (
        "the old account keeps its own"
    )


def test_of_several_accounts_the_person_chooses(windows: Windows) -> None:
    stored(windows, "other.planfix.ru")
    stored(windows, OLD)
    person = windows("--account", "acme.planfix.com")
    person.window.go_to("keys")
    combo = person.find("takeKeysCombo")
    assert [combo.itemText(row) for row in range(combo.count())] == [OLD, "other.planfix.ru"]
    keyring.set_password(SERVICE, "other.planfix.ru/binotel-key", "demo11-key1111")
    combo.setCurrentIndex(1)
    person.click("takeKeysButton")
    wait(person.qtbot, lambda: person.find("keyEdit").text() == "demo11-key1111")


def test_who_has_keys_or_nobody_else_is_offered_none(windows: Windows) -> None:
    stored(windows, keys_stored=False)
    person = windows("--account", "acme.planfix.com")
    person.window.go_to("keys")
    assert not shown(person, "takeKeysButton")
    stored(windows)
    person.window.go_to("letter")
    person.window.go_to("keys")
    assert shown(person, "takeKeysButton")
    person.find("keyEdit").setText(KEY)
    assert not shown(person, "takeKeysButton")


@pytest.mark.parametrize("missing", ["binotel-key", "binotel-secret"])
def test_a_store_that_has_lost_them_is_told(windows: Windows, missing: str) -> None:
    stored(windows)
    keyring.delete_password(SERVICE, f"{OLD}/{missing}")
    person = windows("--account", "acme.planfix.com")
    person.window.go_to("keys")
    person.click("takeKeysButton")
    wait(person.qtbot, lambda: OLD in person.find("notice").text())
    assert (person.find("keyEdit").text(), person.find("secretEdit").text()) == ("", "")


def test_a_locked_store_is_told_and_the_offer_stays(windows: Windows) -> None:
    stored(windows)
    person = windows("--account", "acme.planfix.com")
    keyring.set_keyring(LockedKeyring())
    person.window.go_to("keys")
    person.click("takeKeysButton")
    person.wait_for("storeLabel", "warning", "keyring_locked")
    assert shown(person, "takeKeysButton")


def test_a_token_is_offered_to_the_same_name_at_another_domain(windows: Windows) -> None:
    stored(windows)
    stored(windows, "other.planfix.ru")
    person = windows("--account", "beta.planfix.ru")
    person.find("accountEdit").setText("https://acme.planfix.com")
    assert person.find("tokenEdit").text() == ""
    assert not shown(person, "takeTokenCombo"), "a stranger's token is not offered"
    person.click("takeTokenButton")
    wait(person.qtbot, lambda: person.find("tokenEdit").text() == TOKEN)
    assert not shown(person, "takeTokenButton")


def test_a_locked_store_is_told_where_a_token_was_to_be_taken(windows: Windows) -> None:
    stored(windows)
    person = windows("--account", "beta.planfix.ru")
    person.find("accountEdit").setText("https://acme.planfix.com")
    keyring.set_keyring(LockedKeyring())
    person.click("takeTokenButton")
    wait(person.qtbot, lambda: "locked" in person.find("notice").text())
    assert person.find("tokenEdit").text() == ""
    assert shown(person, "takeTokenButton")


def test_a_token_is_not_offered_to_a_stranger_nor_to_a_host_that_is_not_trusted(
    windows: Windows,
) -> None:
    stored(windows)
    person = windows("--account", "beta.planfix.ru")
    for address in ("beta.planfix.ru", "https://acme.crm.example", "http://127.0.0.1:9", ""):
        person.find("accountEdit").setText(address)
        assert not shown(person, "takeTokenButton"), address
    person.find("accountEdit").setText("https://acme.crm.example")
    person.find("confirmHostCheck").setChecked(True)
    assert shown(person, "takeTokenButton")
    person.find("confirmHostCheck").setChecked(False)
    assert not shown(person, "takeTokenButton")


def test_a_renamed_account_is_offered_the_token_of_the_one_that_was_open(
    windows: Windows, account: Misbehaving, other_account: Misbehaving
) -> None:
    store_state(windows.folder, host(account), account.origin, has_token=True)
    keyring.set_password(SERVICE, f"{host(account)}/planfix-token", TOKEN)
    person = windows()
    assert person.window.go_to("account")
    wait(person.qtbot, lambda: person.find("tokenEdit").text() == TOKEN)
    person.find("accountEdit").setText(other_account.origin)
    assert person.find("tokenEdit").text() == ""
    person.click("takeTokenButton")
    wait(person.qtbot, lambda: person.find("tokenEdit").text() == TOKEN)
    assert other_account.asked == []
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    assert tokens_sent(other_account) == {TOKEN}
    wait(
        person.qtbot,
        lambda: keyring.get_password(SERVICE, f"{host(other_account)}/planfix-token") == TOKEN,
    )


def test_an_address_changed_while_the_store_answers_gets_nothing(windows: Windows) -> None:
    stored(windows)
    person = windows("--account", "beta.planfix.ru")
    person.find("accountEdit").setText("https://acme.planfix.com")
    person.click("takeTokenButton")
    person.find("accountEdit").setText("https://beta.planfix.com")
    wait(person.qtbot, lambda: not person.window.jobs._runs)
    assert person.find("tokenEdit").text() == ""


def test_only_real_accounts_are_offered_to_real_ones() -> None:
    mine = Address("https", "acme.planfix.com")
    kept = {"has_token": True, "keys_stored": True}
    found = sources(
        mine,
        [
            {"origin": "http://127.0.0.1:9", **kept},
            {"origin": "https://beta.planfix.ru", **kept},
            {"origin": "https://acme.planfix.com", **kept},
            {"origin": "https://acme.planfix.ru", "keys_stored": True},
            {"origin": "https://gamma.planfix.ru"},
            {"origin": "nonsense", **kept},
            {},
        ],
    )
    assert [(each.address.host, each.token, each.keys, each.related) for each in found] == [
        ("acme.planfix.ru", False, True, True),
        ("beta.planfix.ru", True, True, False),
    ]
