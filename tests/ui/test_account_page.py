"""The step ``account`` as a person and a script meet it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.doors.fake_keyrings import HonestKeyring, LockedKeyring, StubbornKeyring
from tests.doors.misbehaving import (
    Conversation,
    Misbehaving,
    closed_port,
    fails,
    redirects,
    succeeds,
)
from tests.ui.accounts_kit import (
    SERVICE,
    TOKEN,
    Windows,
    answers,
    codes,
    host,
    store_state,
    stored_state,
    tokens_sent,
)

HANGS = Conversation.hang


def token_kept(server: Misbehaving) -> str | None:
    return keyring.get_password(SERVICE, f"{host(server)}/planfix-token")


# The address


@pytest.mark.parametrize(
    ("text", "state", "code"),
    [
        ("acme", "idle", ""),
        ("https://acme.planfix.com/task/17", "idle", ""),
        ("http://127.0.0.1:5000", "idle", ""),
        ("http://acme.planfix.ru", "warning", "address_not_https"),
        ("https://crm.acme.example/", "warning", "address_unknown_domain"),
        ("planfix.ru", "error", "address_invalid"),
        ("10.0.0.1", "error", "address_invalid"),
        ("http://[::2]/", "error", "address_invalid"),
    ],
)
def test_an_address_is_judged_while_it_is_typed(
    windows: Windows, text: str, state: str, code: str
) -> None:
    person = windows()
    person.find("accountEdit").setText(text)
    assert person.status("accountStatus") == (state, code)
    assert codes(person, "accountStatus") == ([code] if code else [])
    usable = state != "error"
    assert person.find("nextButton").isEnabled() is usable
    assert person.window.go_to("tracking") is usable


def test_an_empty_field_is_told_when_it_is_left_and_not_before(
    windows: Windows, qtbot: Any
) -> None:
    person = windows()
    assert person.status("accountStatus") == ("idle", "")
    person.find("accountEdit").setFocus()
    qtbot.keyClick(person.find("accountEdit"), Qt.Key.Key_Tab)
    assert person.status("accountStatus") == ("error", "address_empty")
    person.find("languageCombo").setCurrentIndex(0)
    assert person.status("accountStatus") == ("error", "address_empty")
    person.find("accountEdit").setText("acme")
    assert person.status("accountStatus") == ("idle", "")
    person.find("accountEdit").setFocus()
    person.find("accountEdit").clear()
    person.find("tokenEdit").setFocus()
    assert person.status("accountStatus") == ("error", "address_empty")


def test_a_bare_name_is_of_planfix_ru_until_another_domain_is_chosen(windows: Windows) -> None:
    person = windows()
    edit, domains = person.find("accountEdit"), person.find("domainCombo")
    shown = person.find("accountAddressLabel")
    edit.setText("https://acme.planfix.ua/")
    assert domains.currentData() == "planfix.ua"
    assert not domains.isEnabled()
    edit.setText("beta")
    assert domains.currentData() == "planfix.ru"
    assert "https://beta.planfix.ru" in shown.text()
    domains.setCurrentIndex(domains.findData("planfix.com"))
    assert "https://beta.planfix.com" in shown.text()
    edit.setText("https://acme.planfix.ua/")
    edit.setText("gamma")
    assert "https://gamma.planfix.com" in shown.text()


def test_a_host_that_imitates_planfix_is_named_as_one(windows: Windows) -> None:
    person = windows()
    person.find("accountEdit").setText("https://acme.planfix.ru.evil.example/")
    assert person.status("accountStatus") == ("warning", "address_unknown_domain")
    words = person.find("accountStatus").text()
    assert "fake" in words
    assert words.count("planfix.ru") > 1


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
@pytest.mark.parametrize(
    "text",
    [
        *("planfix.ru", "a.b.planfix.ru", "аcme", "-acme", "plаnfix.ru", "10.1.2.3", "acme:99999"),
        *("ftp://acme.planfix.ru", "me@acme.planfix.ru", "our account acme", "a" * 64),
        "a.planfix.ru and b.planfix.ru",
    ],
)
def test_every_bad_address_is_explained(windows: Windows, language: str, text: str) -> None:
    person = windows(language=language)
    person.find("accountEdit").setText(text)
    assert person.status("accountStatus") == ("error", "address_invalid")
    words = person.find("accountStatus").text()
    assert "{" not in words
    # What happened, why, and what to do: the reason is a sentence of its own.
    assert words.split("\n")[1].count(".") >= 2


# The check


def test_a_check_is_busy_at_once_and_ends_well(
    windows: Windows, account: Misbehaving, qtbot: Any
) -> None:
    person = windows("--account", account.origin)
    assert account.asked == []
    person.find("tokenEdit").setText(TOKEN)
    assert token_kept(account) is None
    person.click("checkAccountButton")
    assert person.status("accountStatus") == ("busy", "")
    assert not person.find("nextButton").isEnabled()
    assert person.find("nextReasonLabel").text()
    assert person.find("stepList").isEnabled()
    person.wait_for("accountStatus", "ok", "")
    assert person.find("nextButton").isEnabled()
    assert person.step_state("account") == "done"
    assert tokens_sent(account) == {TOKEN}
    assert [each.target.partition("?")[0] for each in account.asked] == [
        *("/rest/ping", "/rest/datatag/list", "/rest/user/list")
    ]
    qtbot.waitUntil(lambda: token_kept(account) == TOKEN)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (fails(1), "token_wrong"),
        (fails(2), "token_inactive"),
        (fails(16), "token_inactive"),
        (fails(10), "account_blocked"),
        (fails(11), "account_frozen"),
        (fails(20), "account_unpaid"),
        (fails(21), "api_not_in_plan"),
        (fails(22), "daily_limit"),
        (fails(7), "planfix_error"),
        (fails(99999), "planfix_error"),
        ("sends a page with status 200", "not_json"),
        ("sends a captive portal", "not_json"),
        ("sends a page with status 500", "server_error"),
        ("redirects to another host", "redirected"),
        ("redirects within the host", "redirected"),
        ("sends without end", "answer_too_large"),
    ],
)
def test_what_kept_a_check_from_ending_well_is_told(
    windows: Windows, qtbot: Any, reply: Any, code: str
) -> None:
    with Misbehaving(reply) as server:
        person = windows("--account", server.origin)
        person.find("tokenEdit").setText(TOKEN)
        person.click("checkAccountButton")
        person.wait_for("accountStatus", "error", code)
        words = person.find("accountStatus").text()
        assert "{" not in words
        assert "\n" in words
        assert TOKEN not in words
        assert person.step_state("account") == "problem"
        assert person.find("nextButton").isEnabled()
        if code == "token_wrong":
            assert token_kept(server) is None
        else:
            qtbot.waitUntil(lambda: token_kept(server) == TOKEN)


@pytest.mark.parametrize(("number", "code"), [(5, "scope_missing"), (6, "no_rights")])
def test_a_token_that_may_not_read_is_a_good_token(
    windows: Windows, number: int, code: str
) -> None:
    with Misbehaving(fails(number)) as server:
        person = windows("--account", server.origin)
        person.find("tokenEdit").setText(TOKEN)
        person.click("checkAccountButton")
        person.wait_for("accountStatus", "error", code)
        assert codes(person, "accountStatus") == [code, code]
        assert len(server.asked) == 3


def test_nobody_there_is_told(windows: Windows) -> None:
    person = windows("--account", closed_port())
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "error", "offline")


def test_without_a_token_the_account_alone_is_asked(windows: Windows, account: Misbehaving) -> None:
    person = windows("--account", account.origin)
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "warning", "token_missing")
    assert tokens_sent(account) == {""}
    assert len(account.asked) == 1


@pytest.mark.parametrize("what", ["accountEdit", "tokenEdit", "proxyEdit"])
def test_editing_what_was_checked_clears_the_verdict(
    windows: Windows, account: Misbehaving, what: str
) -> None:
    person = windows("--account", account.origin)
    person.find("tokenEdit").setText(TOKEN)
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    edit = person.find(what)
    edit.setText(edit.text() + "/1")
    assert person.status("accountStatus") == ("idle", "")


@pytest.mark.parametrize("how", ["edit", "leave", "step list"])
def test_a_cancelled_check_is_idle_and_says_nothing_later(windows: Windows, how: str) -> None:
    with Misbehaving(HANGS) as server:
        person = windows("--account", server.origin)
        person.click("checkAccountButton")
        assert person.status("accountStatus")[0] == "busy"
        if how == "edit":
            person.find("tokenEdit").setText("another")
        elif how == "leave":
            assert person.window.go_to("letter")
        else:
            rail = person.find("stepList")
            rail.setCurrentIndex(rail.model().index(2, 0))
            assert person.window.current_step == "letter"
        assert person.status("accountStatus") == ("idle", "")
        assert person.find("nextButton").isEnabled()


def test_a_running_check_changes_its_language_too(windows: Windows) -> None:
    with Misbehaving(HANGS) as server:
        person = windows("--account", server.origin)
        person.click("checkAccountButton")
        before = person.find("accountStatus").text()
        languages = person.find("languageCombo")
        languages.setCurrentIndex(languages.findData("uk"))
        assert person.status("accountStatus")[0] == "busy"
        assert person.find("accountStatus").text() != before
        person.find("tokenEdit").setText("enough")


def test_few_requests_left_are_told_before_the_next_check(windows: Windows) -> None:
    with Misbehaving(succeeds(200, "X-RateLimit-Remaining: 2", dataTags=[], users=[])) as server:
        person = windows("--account", server.origin)
        person.find("tokenEdit").setText(TOKEN)
        person.click("checkAccountButton")
        person.wait_for("accountStatus", "ok")
        asked = len(server.asked)
        person.click("checkAccountButton")
        assert person.status("accountStatus") == ("warning", "requests_few")
        assert "2" in person.find("accountStatus").text()
        person.click("checkAccountButton")
        person.wait_for("accountStatus", "ok")
        assert len(server.asked) == asked + 3


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
