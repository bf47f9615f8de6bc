"""Where the window opens: given accounts, stored ones, damaged files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doors.misbehaving import Conversation, Misbehaving
from tests.ui.accounts_kit import Windows, codes, store_state, stored_state

# How it opens


def test_an_account_without_state_is_taken_and_nothing_sent(windows: Windows) -> None:
    with Misbehaving(Conversation.hang) as server:
        person = windows("--account", f" {server.origin.upper()}/task/1 ")
        assert person.window.current_step == "account"
        assert server.origin in person.find("accountAddressLabel").text()
        assert person.status("accountStatus") == ("idle", "")
        assert person.window.go_to("letter")
        assert server.connections == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("planfix.ru", "address_invalid"),
        ("http://10.0.0.1", "address_invalid"),
        ("", "address_empty"),
    ],
)
def test_a_bad_account_is_shown_with_its_finding(windows: Windows, text: str, code: str) -> None:
    person = windows("--account", text)
    assert person.window.current_step == "account"
    assert person.find("accountEdit").text().strip() == text
    assert person.status("accountStatus") == ("error", code)


@pytest.mark.parametrize(
    "spelling", ["acme", "ACME.planfix.ru", "https://acme.planfix.ru/task/7", " «acme.planfix.ru» "]
)
def test_a_stored_account_is_found_however_it_is_spelt(windows: Windows, spelling: str) -> None:
    store_state(
        windows.folder, "acme.planfix.ru", "https://acme.planfix.ru", activated_at="2026-01-01T10:00:00+00:00"
    )  # fmt: skip
    person = windows("--account", spelling)
    assert person.window.current_step == "letter"
    assert "acme.planfix.ru" in person.find("notice").text()


def test_one_stored_account_is_gone_on_with(windows: Windows) -> None:
    store_state(windows.folder, "acme.planfix.com", "https://acme.planfix.com", company="Acme")
    person = windows()
    assert person.window.current_step == "activate"
    assert person.window.go_to("letter")
    assert person.find("companyEdit").text() == "Acme"


def test_two_stored_accounts_are_offered(windows: Windows) -> None:
    store_state(windows.folder, "a.planfix.ru", "https://a.planfix.ru", company="A")
    store_state(windows.folder, "b.planfix.ru", "https://b.planfix.ru", company="B")
    person = windows()
    window = person.window
    assert window.current_step == "accounts"
    offered = person.find("accountsList")
    assert offered.isVisible()
    assert offered.count() == 2
    assert not window.go_to("letter")
    row = next(row for row in range(2) if "b.planfix.ru" in offered.item(row).text())
    offered.setCurrentRow(row)
    person.click("openAccountOfListButton")
    assert window.current_step == "activate"
    assert window.go_to("letter")
    assert person.find("companyEdit").text() == "B"
    person.click("accountsButton")
    person.find("accountsList").setCurrentRow(1 - row)
    person.click("openAccountOfListButton")
    assert window.go_to("letter")
    assert person.find("companyEdit").text() == "A"
    assert "https://a.planfix.ru" in person.find("letterPreview").toPlainText()
    window.close()
    person = windows("--account", "b")
    assert person.window.current_step != "accounts"


def test_what_was_done_is_still_done_the_next_time(windows: Windows) -> None:
    person = windows("--account", "acme")
    person.next()
    person.tick("activatedCheck")
    person.window.close()
    state = stored_state(windows.folder, "acme.planfix.ru")
    assert state["activated_at"]
    person = windows()
    assert person.window.current_step == "letter"
    assert person.step_state("activate") == "done"


@pytest.mark.parametrize("content", ["{", "[]", "null", '{"version": 99}', "\0\0"])
def test_a_damaged_state_is_set_aside_and_told(windows: Windows, content: str) -> None:
    folder = windows.folder / "accounts"
    folder.mkdir()
    (folder / "acme.planfix.ru.json").write_text(content, encoding="utf-8")
    person = windows("--account", "acme")
    assert person.window.current_step == "account"
    assert person.status("notice") == ("warning", "state_unreadable")
    aside = [each for each in folder.iterdir() if "damaged" in each.name]
    assert [each.read_text("utf-8") for each in aside] == [content]
    assert aside[0].name in person.find("notice").text()


def test_a_damaged_state_among_others_is_told_too(windows: Windows) -> None:
    store_state(windows.folder, "a.planfix.ru", "https://a.planfix.ru")
    store_state(windows.folder, "b.planfix.ru", "https://b.planfix.ru")
    (windows.folder / "accounts" / "b.planfix.ru.json").write_text("{", encoding="utf-8")
    person = windows()
    assert codes(person, "notice") == ["state_unreadable"]
    assert person.find("accountsList").count() == 1


def test_damaged_settings_are_set_aside_and_told(windows: Windows) -> None:
    (windows.folder / "settings.json").write_text("{", encoding="utf-8")
    person = windows("--account", "acme")
    assert codes(person, "notice") == ["state_unreadable"]
    assert "settings.json.damaged" in person.find("notice").text()
    person.click("closeNoticeButton")
    assert person.status("notice") == ("idle", "")
    assert not person.find("notice").isVisible()


def test_a_folder_that_cannot_be_written_is_told(windows: Windows, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    person = windows("--account", "acme", folder=tmp_path / "file" / "config")
    person.next()
    person.tick("activatedCheck")
    assert person.status("notice") == ("warning", "state_not_saved")
    assert person.step_state("activate") == "done"
    person.window.close()
