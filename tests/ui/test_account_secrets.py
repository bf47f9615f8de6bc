"""Whose token goes where, and what the step ``account`` keeps, refills and forgets."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import keyring
from keyring.backends import null
from PySide6.QtWidgets import QLineEdit

from tests.doors.fake_keyrings import HonestKeyring, LockedKeyring, StubbornKeyring
from tests.doors.misbehaving import Misbehaving, closed_port, redirects
from tests.ui.accounts_kit import (
    SERVICE,
    TOKEN,
    Windows,
    answers,
    host,
    store_state,
    stored_state,
    token_kept,
    tokens_sent,
)

# Whose token goes where


def test_a_token_of_one_account_never_reaches_another(
    windows: Windows, account: Misbehaving, other_account: Misbehaving, qtbot: Any
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    person.find("companyEdit") if person.window.go_to("letter") else None
    person.find("companyEdit").setText("Company A")
    person.window.go_to("account")
    before = stored_state(windows.folder, host(account))

    person.find("accountEdit").setText(other_account.origin)
    assert person.find("tokenEdit").text() == ""
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "warning", "token_missing")
    person.next()
    person.window.go_to("letter")
    assert person.find("companyEdit").text() == ""
    person.find("companyEdit").setText("Company B")
    assert tokens_sent(other_account) == {""}
    assert token_kept(other_account) is None
    assert stored_state(windows.folder, host(account)) == before
    assert stored_state(windows.folder, host(other_account))["company"] == "Company B"

    person.window.go_to("account")
    person.find("accountEdit").setText(account.origin)
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    assert person.find("tokenEdit").text() == TOKEN
    assert tokens_sent(account) == {TOKEN}


def test_a_token_put_away_comes_back_with_its_address(
    windows: Windows, account: Misbehaving
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.next()
    person.window.go_to("account")
    edit = person.find("accountEdit")
    edit.setText(account.origin + "x")
    assert person.find("tokenEdit").text() == ""
    edit.setText(account.origin)
    assert person.find("tokenEdit").text() == TOKEN


def test_a_mistyped_address_costs_no_token(windows: Windows, account: Misbehaving) -> None:
    person = windows("--account", closed_port())
    person.find("tokenEdit").setText(TOKEN)
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "error", "offline")
    person.find("accountEdit").setText(account.origin)
    assert person.find("tokenEdit").text() == TOKEN
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    person.window.close()
    # What was only tried is not offered the next time.
    assert [each.stem for each in (windows.folder / "accounts").iterdir()] == [host(account)]


def test_an_address_changed_behind_another_step_is_taken_there(
    windows: Windows, account: Misbehaving, other_account: Misbehaving
) -> None:
    person = windows("--account", account.origin)
    assert person.window.go_to("letter")
    person.find("accountEdit").setText(other_account.origin)
    assert other_account.origin in person.find("letterPreview").toPlainText()


def test_an_unknown_host_gets_nothing_before_it_is_confirmed(
    windows: Windows, names: dict[str, str], qtbot: Any
) -> None:
    names["crm.acme.example"] = "127.0.0.1"
    caught = threading.Event()

    def before(connection: Any, server: Misbehaving) -> None:
        caught.set()

    with Misbehaving(answers, before=before) as server:
        person = windows("--account", f"https://crm.acme.example:{server.port}/")
        assert person.status("accountStatus") == ("warning", "address_unknown_domain")
        person.find("tokenEdit").setText(TOKEN)
        assert not person.find("checkAccountButton").isEnabled()
        assert person.find("checkAccountButton").toolTip()
        assert person.window.go_to("activate")
        qtbot.waitUntil(lambda: "onfirm" in person.find("activateStatus").text())
        assert person.status("activateStatus") == ("idle", "")
        for step in ("employees", "tracking"):
            assert person.window.go_to(step)
        assert not caught.is_set()
        person.window.go_to("account")
        person.find("confirmHostCheck").setChecked(True)
        assert person.status("accountStatus") == ("idle", "")
        person.click("checkAccountButton")
        qtbot.waitUntil(caught.is_set)
        person.window.go_to("letter")


def test_a_confirmed_host_stays_confirmed(windows: Windows) -> None:
    person = windows("--account", "https://crm.acme.example/")
    person.find("confirmHostCheck").setChecked(True)
    person.next()
    person.window.close()
    person = windows()
    assert person.window.go_to("account")
    assert person.find("confirmHostCheck").isChecked()
    assert person.status("accountStatus") == ("idle", "")
    person.find("accountEdit").setText("https://crm.other.example/")
    assert not person.find("confirmHostCheck").isChecked()
    assert person.status("accountStatus") == ("warning", "address_unknown_domain")


def test_a_new_address_is_offered_taken_and_remembered(
    windows: Windows, other_account: Misbehaving
) -> None:
    with Misbehaving(redirects(f"{other_account.origin}/rest/ping")) as old:
        person = windows("--account", old.origin)
        person.window.go_to("letter")
        person.find("companyEdit").setText("Acme")
        person.window.go_to("account")
        person.find("tokenEdit").setText(TOKEN)
        person.click("checkAccountButton")
        person.wait_for("accountStatus", "error", "redirected")
        assert other_account.authority in person.find("accountStatus").text()
        assert other_account.asked == []
        person.click("useNewHostButton")
        assert other_account.asked == []
        person.click("checkAccountButton")
        person.wait_for("accountStatus", "ok")
        assert tokens_sent(other_account) == {TOKEN}
    state = stored_state(windows.folder, host(other_account))
    assert state["company"] == "Acme"
    assert state["accepted"]


# What is kept


def test_a_token_is_refilled_masked_and_named(
    windows: Windows, account: Misbehaving, qtbot: Any
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.next()
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    person.window.close()
    person = windows()
    assert person.window.go_to("account")
    edit = person.find("tokenEdit")
    qtbot.waitUntil(lambda: edit.text() == TOKEN)
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    assert "HonestKeyring" in person.find("tokenStoreLabel").text()
    for file in windows.folder.rglob("*"):
        assert not file.is_file() or TOKEN.encode() not in file.read_bytes()


def test_where_a_token_will_go_is_told_while_it_is_typed(windows: Windows, qtbot: Any) -> None:
    person = windows("--account", "acme")
    line = person.find("tokenStoreLabel")
    person.find("tokenEdit").setText(TOKEN)
    qtbot.waitUntil(lambda: "HonestKeyring" in line.text())
    assert line.text().startswith("Not saved yet")
    person.window.close()
    keyring.set_keyring(null.Keyring())
    person = windows("--account", "beta")
    line = person.find("tokenStoreLabel")
    person.find("tokenEdit").setText(TOKEN)
    qtbot.waitUntil(lambda: "password store" in line.text())
    assert line.text().startswith("No password store was found")


class SlowKeyring(HonestKeyring):
    """Reads only once it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.release.wait(30)
        return super().get_password(service, username)


def test_a_check_waits_for_the_stored_token(windows: Windows, account: Misbehaving) -> None:
    store = SlowKeyring()
    store.kept[SERVICE, f"{host(account)}/planfix-token"] = TOKEN
    keyring.set_keyring(store)
    store_state(windows.folder, host(account), account.origin, has_token=True)
    person = windows()
    assert person.window.go_to("account")
    person.click("checkAccountButton")
    assert person.status("accountStatus")[0] == "busy"
    assert not person.find("nextButton").isEnabled()
    store.release.set()
    person.wait_for("accountStatus", "ok")
    assert tokens_sent(account) == {TOKEN}


def test_who_does_not_wait_for_the_store_goes_on_without(
    windows: Windows, account: Misbehaving, monkeypatch: Any, qtbot: Any
) -> None:
    monkeypatch.setattr("wizard.ui.vault.TELL_AFTER_MS", 1)
    store = SlowKeyring()
    store.kept[SERVICE, f"{host(account)}/planfix-token"] = TOKEN
    keyring.set_keyring(store)
    store_state(windows.folder, host(account), account.origin, has_token=True)
    person = windows()
    assert person.window.go_to("account")
    person.click("checkAccountButton")
    without = person.find("goOnWithoutStoreButton")
    qtbot.waitUntil(without.isVisible)
    assert "another window" in person.find("tokenStoreLabel").text()
    person.click("goOnWithoutStoreButton")
    person.wait_for("accountStatus", "warning", "token_missing")
    assert not without.isVisible()
    assert person.find("nextButton").isEnabled()
    assert tokens_sent(account) == {""}
    # It answers after all: what it holds is there, and told as that.
    store.release.set()
    qtbot.waitUntil(lambda: person.find("tokenEdit").text() == TOKEN)
    assert "SlowKeyring" in person.find("tokenStoreLabel").text()


def test_a_locked_store_is_told_and_asked_again(windows: Windows, account: Misbehaving) -> None:
    keyring.set_keyring(LockedKeyring())
    store_state(windows.folder, host(account), account.origin, has_token=True)
    person = windows()
    assert person.window.go_to("account")
    line = person.find("tokenStoreLabel")
    person.qtbot.waitUntil(lambda: "locked" in line.text())
    honest = HonestKeyring()
    honest.kept[SERVICE, f"{host(account)}/planfix-token"] = TOKEN
    keyring.set_keyring(honest)
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    assert person.find("tokenEdit").text() == TOKEN


def test_a_token_is_forgotten_by_its_button(
    windows: Windows, account: Misbehaving, qtbot: Any
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.next()
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    person.window.go_to("account")
    person.click("forgetTokenButton")
    assert person.find("tokenEdit").text() == ""
    qtbot.waitUntil(lambda: token_kept(account) is None)
    qtbot.waitUntil(lambda: "removed" in person.find("notice").text())
    assert not stored_state(windows.folder, host(account))["has_token"]


def test_a_store_that_keeps_what_it_should_not_is_told(
    windows: Windows, account: Misbehaving, qtbot: Any
) -> None:
    keyring.set_keyring(StubbornKeyring())
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.next()
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    person.window.go_to("account")
    person.click("forgetTokenButton")
    qtbot.waitUntil(lambda: "may still be there" in person.find("notice").text())


def test_an_emptied_token_is_forgotten(windows: Windows, account: Misbehaving, qtbot: Any) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    person.find("tokenEdit").clear()
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "warning", "token_missing")
    qtbot.waitUntil(lambda: token_kept(account) is None)


def test_a_forgotten_account_leaves_nothing(
    windows: Windows, account: Misbehaving, qtbot: Any
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.next()
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    person.window.go_to("account")
    person.click("forgetAccountButton")
    assert person.find("accountEdit").text() == ""
    assert person.find("tokenEdit").text() == ""
    assert not person.window.go_to("letter")
    qtbot.waitUntil(lambda: token_kept(account) is None)
    qtbot.waitUntil(lambda: host(account) in person.find("notice").text())
    assert list((windows.folder / "accounts").iterdir()) == []
    person.window.close()
    assert list((windows.folder / "accounts").iterdir()) == []


def test_forgetting_an_account_says_what_it_removed(
    windows: Windows, account: Misbehaving, qtbot: Any
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.next()
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    name = host(account)
    folder = windows.folder / "accounts"
    (folder / f"{name}.push.json").write_text('{"version": 1}')
    (folder / f"{name}.json.damaged-20260101-000000").write_text("{")
    person.window.go_to("account")
    person.click("forgetAccountButton")
    notice = person.find("notice")
    qtbot.waitUntil(lambda: "forgotten" in notice.text())
    for word in (
        f"answers and ticks ({name}.json)",
        f"saved phones of employees ({name}.push.json)",
        f"a file set aside ({name}.json.damaged-20260101-000000)",
        "HonestKeyring): the Planfix token.",
        "Nothing has changed in Planfix",
    ):
        assert word in notice.text()
    for never_there in ("API Key", "proxy password", "could not"):
        assert never_there not in notice.text()
    assert list(folder.iterdir()) == []
    languages = person.find("languageCombo")
    languages.setCurrentIndex(languages.findData("uk"))
    assert "токен Planfix" in notice.text()
    assert "forgotten" not in notice.text()


def test_what_could_not_be_removed_is_told(
    windows: Windows, account: Misbehaving, qtbot: Any, monkeypatch: Any
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.next()
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)
    monkeypatch.setattr("wizard.doors.storage._remove", lambda path: False)
    keyring.set_keyring(LockedKeyring())
    person.window.go_to("account")
    person.click("forgetAccountButton")
    notice = person.find("notice")
    qtbot.waitUntil(lambda: "forgotten" in notice.text())
    assert f"could not be deleted: {host(account)}.json" in notice.text()
    assert "Not everything could be deleted from the password store" in notice.text()


def test_a_proxy_keeps_its_password_out_of_sight(windows: Windows, qtbot: Any) -> None:
    person = windows()
    person.find("accountEdit").setText("acme")
    proxy = person.find("proxyEdit")
    proxy.setText("http://anna:demo-proxy-word@127.0.0.1:3128")
    person.next()
    assert proxy.text() == "http://anna@127.0.0.1:3128"
    user = "acme.planfix.ru/proxy-password"
    qtbot.waitUntil(lambda: keyring.get_password(SERVICE, user) == "demo-proxy-word")
    assert stored_state(windows.folder, "acme.planfix.ru")["proxy"] == proxy.text()
    person.window.close()
    person = windows()
    assert person.find("proxyEdit").text() == "http://anna@127.0.0.1:3128"
    for file in windows.folder.rglob("*"):
        assert not file.is_file() or b"demo-proxy-word" not in file.read_bytes()


def test_an_address_with_a_password_in_it_is_never_kept(windows: Windows) -> None:
    person = windows("--account", "https://anna:demo-word@acme.planfix.ru/")
    person.window.close()
    for file in windows.folder.rglob("*"):
        assert not file.is_file() or b"demo-word" not in file.read_bytes()


def test_an_address_typed_before_closing_is_still_there(windows: Windows, tmp_path: Path) -> None:
    person = windows()
    person.find("accountEdit").setText("acme")
    person.window.close()
    person = windows()
    assert person.window.current_step == "account"
    assert "acme.planfix.ru" in person.find("accountAddressLabel").text()
