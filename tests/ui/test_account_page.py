"""The step ``account`` as a person and a script meet it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.doors.misbehaving import (
    Conversation,
    Misbehaving,
    closed_port,
    fails,
    succeeds,
)
from tests.ui.accounts_kit import (
    TOKEN,
    Windows,
    codes,
    token_kept,
    tokens_sent,
)

HANGS = Conversation.hang


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
