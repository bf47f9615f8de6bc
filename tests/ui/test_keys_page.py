"""The step ``keys`` as a person and a script meet it: reply, fields, verdicts, store, clipboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.e2e.person import Person
from tests.ui.desk import KEY, SECRET, Desk, error, give, kept, pair, wait
from wizard.rules.finding import Severity
from wizard.ui import secret_edit as module

REPLY = (
    f"Добрый день!\nНастройки сделаны.\nAPI Key: {KEY}\nSecret Key: {SECRET}\nТел. 0 800 123 456"
)
OTHER = ("demo11-key1111", "demo11-demo11-demo11-demo11-secret11")


@pytest.fixture
def page(desk: Desk) -> Person:
    return desk.open("keys")


def codes(page: Person, name: str) -> list[str]:
    return list(page.find(name).property("codes"))


def settled(page: Person) -> None:
    wait(page.qtbot, lambda: page.find("storeLabel").property("state") != "busy")


# The reply


def by_code(page: Person) -> None:
    page.find("supportReplyEdit").setPlainText(REPLY)


def by_keyboard(page: Person) -> None:
    QApplication.clipboard().setText(REPLY)
    edit = page.find("supportReplyEdit")
    edit.setFocus()
    QTest.keySequence(edit, QKeySequence(QKeySequence.StandardKey.Paste))


def inserted(page: Person) -> None:
    page.find("supportReplyEdit").insertPlainText(REPLY)


@pytest.mark.parametrize("how", [by_code, by_keyboard, inserted])
def test_a_reply_fills_both_fields_and_leaves_nothing_behind(page: Person, how: Any) -> None:
    how(page)
    assert pair(page) == (KEY, SECRET)
    reply = page.find("supportReplyEdit")
    assert reply.toPlainText() == ""
    assert not reply.document().isUndoAvailable()
    reply.undo()
    reply.redo()
    assert reply.toPlainText() == ""
    assert pair(page) == (KEY, SECRET)
    assert page.status("keysStatus") == ("idle", "")
    assert kept("binotel-key") is None, "never on paste"


@pytest.mark.parametrize("text", [f"API Key: {KEY}", "Здравствуйте, ключи будут завтра.", " "])
def test_half_a_reply_changes_neither_field(page: Person, text: str) -> None:
    give(page, *OTHER)
    page.find("supportReplyEdit").setPlainText(text)
    assert pair(page) == OTHER
    assert page.find("supportReplyEdit").toPlainText() == text


def test_the_pair_for_rest_goes_before_the_one_for_web_sockets(page: Person) -> None:
    page.find("supportReplyEdit").setPlainText(
        f"WebSocket: key {OTHER[0]}, secret {OTHER[1]}\nREST API: key {KEY}, secret {SECRET}"
    )
    assert pair(page) == (KEY, SECRET)


def test_swapped_in_the_reply_is_mended_and_told(page: Person) -> None:
    page.find("supportReplyEdit").setPlainText(f"API Key: {SECRET}\nSecret Key: {KEY}")
    assert pair(page) == (KEY, SECRET)
    assert page.status("keysStatus") == ("warning", "keys_swapped")


def test_swapped_in_the_fields_is_mended_and_told_at_once(page: Person) -> None:
    give(page, SECRET, KEY)
    assert pair(page) == (KEY, SECRET)
    assert page.status("keysStatus") == ("warning", "keys_swapped")
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "ok")
    assert codes(page, "keysStatus") == ["keys_swapped"], "still told"


def test_nothing_is_swapped_under_the_hands_of_who_types(page: Person) -> None:
    page.find("keyEdit").setText(SECRET)
    page.type("secretEdit", KEY[:-1])
    assert pair(page) == (SECRET, KEY[:-1])
    page.qtbot.keyClicks(page.find("secretEdit"), KEY[-1])
    assert pair(page) == (KEY, SECRET)


# The check


@pytest.mark.parametrize(
    ("key", "severity", "state"),
    [
        ("keys_wrong", Severity.ERROR, "error"),
        ("company_disabled", Severity.ERROR, "error"),
        ("binotel_busy", Severity.WARNING, "warning"),
        ("binotel_unavailable", Severity.WARNING, "warning"),
        ("keys_not_checkable", Severity.WARNING, "warning"),
        ("offline", Severity.WARNING, "warning"),
    ],
)
def test_every_verdict_lets_the_person_go_on_and_all_but_wrong_are_saved(
    desk: Desk, page: Person, key: str, severity: Severity, state: str
) -> None:
    desk.account.refuse["binotel"] = error(key, severity)
    give(page)
    page.click("checkKeysButton")
    assert page.status("keysStatus")[0] == "busy"
    assert not page.find("nextButton").isEnabled()
    page.wait_for("keysStatus", state, key)
    assert desk.account.pairs == [(KEY, SECRET)]
    assert page.find("nextButton").isEnabled()
    assert "{" not in page.find("keysStatus").text()
    settled(page)
    assert (kept("binotel-secret") is None) == (key == "keys_wrong")


def test_good_keys_are_saved_and_the_store_is_named(page: Person) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "ok", "")
    page.wait_for("storeLabel", "ok", "")
    assert "HonestKeyring" in page.find("storeLabel").text()
    assert (kept("binotel-key"), kept("binotel-secret")) == (KEY, SECRET)


@pytest.mark.parametrize(("key", "secret"), [("", ""), (KEY, ""), ("", SECRET)])
def test_an_empty_field_is_a_warning_and_nothing_is_asked(
    desk: Desk, page: Person, key: str, secret: str
) -> None:
    give(page, key, secret)
    page.click("checkKeysButton")
    assert page.status("keysStatus") == ("warning", "keys_empty")
    assert desk.account.pairs == []
    assert page.find("nextButton").isEnabled()


def test_unusual_keys_are_asked_all_the_same(desk: Desk, page: Person) -> None:
    desk.account.refuse["binotel"] = error("keys_not_checkable", Severity.WARNING)
    give(page, "demo-odd", "demo-odd-secret")
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "warning")
    assert set(codes(page, "keysStatus")) == {"keys_not_checkable", "keys_unusual"}


def test_spaces_around_are_taken_off(desk: Desk, page: Person) -> None:
    give(page, f"  {KEY}\u200b ", f"«{SECRET}»")
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "ok")
    assert desk.account.pairs == [(KEY, SECRET)]
    assert pair(page) == (KEY, SECRET)


def test_editing_clears_the_verdict(page: Person) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "ok")
    settled(page)
    page.find("keyEdit").setText(OTHER[0])
    assert page.status("keysStatus") == ("idle", "")
    assert page.status("storeLabel")[0] == "idle", "this pair is not in the store"


@pytest.mark.parametrize("how", ["leave", "edit"])
def test_a_cancelled_check_is_idle_and_is_not_heard_of_again(
    desk: Desk, page: Person, how: str
) -> None:
    desk.account.hold = True
    give(page)
    page.click("checkKeysButton")
    wait(page.qtbot, desk.account.asking.is_set)
    if how == "leave":
        assert page.window.go_to("letter")
    else:
        page.find("keyEdit").setText(OTHER[0])
    assert page.status("keysStatus") == ("idle", "")
    assert page.find("nextButton").isEnabled()


# Showing and copying


def test_keys_show_for_a_while(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    assert module.SHOW_FOR_MS == 10_000
    monkeypatch.setattr(module, "SHOW_FOR_MS", 50)
    page = desk.open("keys")
    give(page)
    secret = page.find("secretEdit")
    page.click("showSecretButton")
    assert secret.echoMode() == QLineEdit.EchoMode.Normal
    wait(page.qtbot, lambda: secret.echoMode() == QLineEdit.EchoMode.Password)
    assert not page.find("showSecretButton").isChecked()


def test_leaving_hides_them(page: Person) -> None:
    give(page)
    page.click("showSecretButton")
    page.click("backButton")
    assert page.find("secretEdit").echoMode() == QLineEdit.EchoMode.Password


def test_each_is_copied_and_closing_clears_the_clipboard(page: Person) -> None:
    give(page, f" {KEY}", SECRET)
    page.click("copyKeyButton")
    assert QApplication.clipboard().text() == KEY
    page.click("copySecretButton")
    assert QApplication.clipboard().text() == SECRET
    page.window.close()
    assert QApplication.clipboard().text() == ""


def test_without_keys_there_is_nothing_to_copy(page: Person) -> None:
    for name in ("copyKeyButton", "copySecretButton"):
        assert not page.find(name).isEnabled()
        assert page.find(name).toolTip()


# The tick


def test_the_tick_is_for_the_keys_that_were_put_into_planfix(page: Person) -> None:
    give(page)
    page.tick("savedInPlanfixCheck")
    assert page.step_state("keys") == "done"
    page.click("replaceKeysButton")
    assert pair(page) == ("", "")
    page.find("supportReplyEdit").setPlainText(REPLY)
    assert page.find("savedInPlanfixCheck").isChecked(), "the same keys again"
    give(page, *OTHER)
    assert not page.find("savedInPlanfixCheck").isChecked()
    assert page.step_state("keys") != "done"


def test_the_wait_for_the_reply_is_told(desk: Desk, page: Person) -> None:
    page.window.go_to("letter")
    page.tick("letterSentCheck")
    page.next()
    told = page.find("waitingLabel").text()
    assert told
    give(page)
    assert not page.find("waitingLabel").isVisible()


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_no_language_has_a_hole(desk: Desk, language: str) -> None:
    page = desk.open("keys", language=language)
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    languages = page.find("languageCombo")
    for row in range(languages.count()):
        languages.setCurrentIndex(row)
        for name in ("keysStatus", "storeLabel"):
            assert page.find(name).text()
            assert "{" not in page.find(name).text()
        assert pair(page) == (KEY, SECRET)


def test_no_key_is_written_anywhere(desk: Desk, page: Person) -> None:
    give(page)
    page.click("checkKeysButton")
    page.wait_for("storeLabel", "ok")
    page.window.close()
    for file in desk.folder.rglob("*"):
        if file.is_file():
            content = file.read_text(encoding="utf-8", errors="replace")
            assert KEY not in content, file.name
            assert SECRET not in content, file.name


def test_another_account_has_its_own_keys(page: Person) -> None:
    give(page)
    page.window.go_to("account")
    page.find("accountEdit").setText("http://127.0.0.1:10")
    page.window.go_to("keys")
    assert pair(page) == ("", "")
    assert page.status("keysStatus") == ("idle", "")


def test_the_drawing_shows_the_accounts_own_addresses(desk: Desk) -> None:
    page = desk.open("keys")
    drawing = page.window._pages["keys"].planfix._drawing
    shown = " ".join(line for words in drawing.sketch(560).placed for line in words.lines)
    assert "127.0.0.1:9/tel/binotel/push" in shown
