"""The step ``letter`` as a person meets it."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Person
from tests.ui.accounts_kit import Windows, store_state, stored_state
from wizard.doors.resources import facts

ORIGIN = "https://acme.planfix.ru"
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)


def at_letter(windows: Windows, *arguments: str, language: str = "en") -> Person:
    person = windows("--account", "acme", *arguments, language=language)
    assert person.window.go_to("letter")
    return person


def choose(person: Person, name: str, value: str) -> None:
    combo = person.find(name)
    combo.setCurrentIndex(combo.findData(value))


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
@pytest.mark.parametrize("filled", [False, True])
def test_the_letter_has_three_addresses_each_last_on_its_line(
    windows: Windows, language: str, filled: bool
) -> None:
    person = at_letter(windows)
    choose(person, "letterLanguageCombo", language)
    if filled:
        person.find("companyEdit").setText("Acme")
        person.find("companyIdEdit").setText("12345")
    body = person.find("letterPreview").toPlainText()
    found = re.findall(r"https?://\S+", body)
    assert found == [ORIGIN + path for path in facts().paths.values()]
    for line in body.splitlines():
        if "http" in line:
            assert line.endswith(tuple(found))
    assert ("Acme" in body) is filled
    assert ("12345" in body) is filled
    person.click("copyLetterButton")
    assert QApplication.clipboard().text() == body


def test_its_language_is_its_own(windows: Windows) -> None:
    person = at_letter(windows, language="ru")
    before = person.find("nextButton").text()
    bodies = set()
    for language in ("en", "ru", "uk"):
        choose(person, "letterLanguageCombo", language)
        bodies.add(person.find("letterPreview").toPlainText())
        assert person.find("nextButton").text() == before
    assert len(bodies) == 3
    choose(person, "languageCombo", "en")
    assert person.find("letterLanguageCombo").currentData() == "uk"
    assert person.find("letterPreview").toPlainText() in bodies


def test_everything_can_be_copied_by_itself(windows: Windows) -> None:
    person = at_letter(windows)
    wanted = {
        "copySubjectButton": person.find("letterSubjectEdit").text(),
        "copyPushAddressButton": ORIGIN + facts().paths["push"],
        "copySettingsAddressButton": ORIGIN + facts().paths["settings"],
        "copyCompletedAddressButton": ORIGIN + facts().paths["completed"],
    }
    for name, content in wanted.items():
        person.click(name)
        assert QApplication.clipboard().text() == content
        assert person.status("letterStatus")[0] == "ok"
    person.click("copyIpAnswerButton")
    assert QApplication.clipboard().text().startswith("Запросы будут приходить")


def test_a_subject_of_ones_own_is_kept_and_an_emptied_one_is_the_usual(windows: Windows) -> None:
    person = at_letter(windows)
    edit = person.find("letterSubjectEdit")
    usual = edit.text()
    edit.setText("Planfix for Acme")
    person.window.go_to("account")
    person.window.go_to("letter")
    assert edit.text() == "Planfix for Acme"
    person.click("copySubjectButton")
    assert QApplication.clipboard().text() == "Planfix for Acme"
    edit.setFocus()
    edit.clear()
    person.find("companyEdit").setFocus()
    assert edit.text() == usual


def test_it_is_handed_to_the_mail_program(windows: Windows, opened_urls: list[str]) -> None:
    person = at_letter(windows)
    person.click("openMailButton")
    assert len(opened_urls) == 1
    parts = urlsplit(opened_urls[0])
    assert (parts.scheme, parts.path) == ("mailto", facts().support_email)
    asked = parse_qs(parts.query)
    assert asked["subject"] == [person.find("letterSubjectEdit").text()]
    body = person.find("letterPreview").toPlainText()
    assert asked["body"][0].replace("\r\n", "\n").strip() == body.strip()


def test_a_letter_too_long_for_that_is_copied(windows: Windows, opened_urls: list[str]) -> None:
    person = at_letter(windows)
    person.window.services.desktop.mail_limit = 600
    person.click("openMailButton")
    assert len(opened_urls) == 1
    assert "body" not in parse_qs(urlsplit(opened_urls[0]).query)
    assert QApplication.clipboard().text() == person.find("letterPreview").toPlainText()
    assert person.status("letterStatus")[0] in ("ok", "warning")


def test_it_is_saved_as_a_draft(windows: Windows, tmp_path: Path) -> None:
    person = at_letter(windows)
    asked = []

    def ask(kind: str, suggested: Path) -> Path | None:
        asked.append((kind, suggested.suffix))
        return tmp_path / "letter.eml"

    person.window.ask_path = ask
    person.click("saveLetterButton")
    assert asked == [("letter", ".eml")]
    draft = email.message_from_bytes(
        (tmp_path / "letter.eml").read_bytes(), policy=email.policy.default
    )
    assert draft["To"] == facts().support_email
    assert draft["X-Unsent"] == "1"
    assert draft["Subject"] == person.find("letterSubjectEdit").text()
    body = draft.get_content().replace("\r\n", "\n")
    assert body.strip() == person.find("letterPreview").toPlainText().strip()
    person.window.ask_path = lambda kind, suggested: None
    person.click("saveLetterButton")
    person.window.ask_path = lambda kind, suggested: tmp_path / "nowhere" / "letter.eml"
    person.click("saveLetterButton")
    assert person.status("letterStatus") == ("warning", "state_not_saved")
    choose(person, "languageCombo", "ru")
    assert person.status("letterStatus") == ("warning", "state_not_saved")


def test_sent_is_noted_with_its_time_and_a_reminder_offered_later(windows: Windows) -> None:
    person = at_letter(windows)
    window = person.window
    now = [MONDAY]
    window.clock = lambda: now[0]
    assert person.find("letterSentLabel").text() == ""
    person.tick("letterSentCheck")
    assert person.find("letterSentLabel").text()
    assert person.step_state("letter") == "waiting"
    assert not person.find("reminderButton").isVisible()
    now[0] = MONDAY + timedelta(days=1)
    window.clock = lambda: now[0]
    assert not person.find("reminderButton").isVisible()
    now[0] = MONDAY + timedelta(days=2)
    window.clock = lambda: now[0]
    first = person.find("letterPreview").toPlainText()
    person.click("reminderButton")
    reminder = person.find("letterPreview").toPlainText()
    assert 0 < len(reminder) < len(first)
    person.click("copyLetterButton")
    assert QApplication.clipboard().text() == reminder
    person.click("reminderButton")
    assert person.find("letterPreview").toPlainText() == first
    person.find("letterSentCheck").setChecked(False)
    assert person.step_state("letter") == "open"
    assert stored_state(windows.folder, "acme.planfix.ru")["letter_sent_at"] == ""


def test_a_reminder_is_not_shown_for_another_account(windows: Windows) -> None:
    for name in ("a", "b"):
        store_state(
            windows.folder,
            f"{name}.planfix.ru",
            f"https://{name}.planfix.ru",
            letter_sent_at=MONDAY.isoformat(),
        )
    person = windows("--account", "a")
    person.window.clock = lambda: MONDAY + timedelta(days=4)
    person.window.go_to("letter")
    person.click("reminderButton")
    short = person.find("letterPreview").toPlainText()
    person.window.go_to("account")
    person.find("accountEdit").setText("b")
    person.window.go_to("letter")
    body = person.find("letterPreview").toPlainText()
    assert "https://b.planfix.ru" in body
    assert len(body) > len(short)


def test_on_resuming_the_waiting_is_told(windows: Windows) -> None:
    store_state(
        windows.folder,
        "acme.planfix.ru",
        ORIGIN,
        activated_at=MONDAY.isoformat(),
        letter_sent_at=(datetime.now(timezone.utc) - timedelta(days=3)).isoformat(),
    )
    person = windows()
    assert person.window.current_step == "keys"
    assert "3 days" in person.find("notice").text()
    assert person.find("notice").property("state") == "idle"


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_no_placeholder_is_left_in_any_letter(windows: Windows, language: str) -> None:
    store_state(windows.folder, "acme.planfix.ru", ORIGIN, letter_sent_at=MONDAY.isoformat())
    person = at_letter(windows)
    choose(person, "letterLanguageCombo", language)
    shown: list[Any] = [person.find("letterPreview").toPlainText()]
    person.click("reminderButton")
    shown.append(person.find("letterPreview").toPlainText())
    shown.append(person.find("letterSubjectEdit").text())
    for text in shown:
        assert text.strip()
        assert not re.search(r"[{}]|\bNone\b", text)
