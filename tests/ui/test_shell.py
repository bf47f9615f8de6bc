"""The window around the steps: reach, start, languages, closing, notices."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from tests.ui.accounts_kit import ID, STATE, Windows, dialog, stored_state
from wizard.app import create
from wizard.flow import steps as flow

# Qt's offscreen platform says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STEPS = list(flow.STEPS)
ALL_STEPS = [
    "account",
    "activate",
    "letter",
    "keys",
    "employees",
    "tracking",
    "testCall",
    "summary",
]
KINDS = {
    "Edit": QLineEdit,
    "Check": QCheckBox,
    "Combo": QComboBox,
    "Button": QAbstractButton,
    "Table": QAbstractItemView,
}
NAMES = {
    "all": "languageCombo notice accountsButton stepList backButton nextButton finishButton cancelButton",
    "account": "accountEdit domainCombo tokenEdit proxyEdit checkAccountButton accountStatus "
    "confirmHostCheck forgetTokenButton forgetAccountButton",
    "activate": "openAccountButton copyAccountAddressButton activatedCheck activateStatus",
    "letter": "letterLanguageCombo companyEdit companyIdEdit letterSubjectEdit letterPreview "
    "copyLetterButton copySubjectButton copyPushAddressButton copySettingsAddressButton "
    "copyCompletedAddressButton openMailButton saveLetterButton copyIpAnswerButton "
    "letterSentCheck letterSentLabel reminderButton",
}


def test_every_name_is_there_once_and_is_of_its_kind(windows: Windows) -> None:
    person = windows("--account", "acme")
    for step in STEPS:
        assert person.window.go_to(step)
        page = person.window.findChildren(QWidget, step)
        assert len(page) == 1, step
        assert page[0].isVisible()
    for name in " ".join(NAMES.values()).split():
        found = person.window.findChildren(QWidget, name)
        assert len(found) == 1, name
        kind = next((KINDS[end] for end in KINDS if name.endswith(end)), QWidget)
        assert isinstance(found[0], kind), name
        if name.endswith(("Status", "Label")) or name == "notice":
            assert isinstance(found[0].text(), str)
    for name in ("accountStatus", "activateStatus", "notice"):
        status = person.find(name)
        assert status.property("state") in ("idle", "busy", "ok", "warning", "error")
        assert isinstance(status.property("code"), str)
        assert list(status.property("codes")) == []


def test_the_combos_carry_their_values(windows: Windows) -> None:
    person = windows("--account", "acme")
    assert person.window.go_to("letter")

    def data(name: str) -> list[str]:
        combo = person.find(name)
        return [combo.itemData(row) for row in range(combo.count())]

    assert data("languageCombo") == data("letterLanguageCombo") == ["ru", "uk", "en"]
    assert data("domainCombo") == ["planfix.ru", "planfix.com", "planfix.ua"]


def test_the_step_list(windows: Windows) -> None:
    person = windows()
    model = person.find("stepList").model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    assert [each.data(ID) for each in rows] == STEPS
    assert [each for each in ALL_STEPS if each in STEPS] == STEPS
    assert {each.data(STATE) for each in rows} == {"open"}
    assert all(type(each.data(role)) is str for each in rows for role in (ID, STATE))


def test_without_an_address_only_the_first_step_is_in_reach(windows: Windows) -> None:
    person = windows()
    window = person.window
    assert window.current_step == "account"
    assert [step for step in STEPS if window.go_to(step)] == ["account"]
    assert not window.go_to("nonsense")
    rail = person.find("stepList")
    rail.setCurrentIndex(rail.model().index(3, 0))
    assert window.current_step == "account"
    assert rail.currentIndex().row() == 0
    person.find("accountEdit").setText("acme")
    for step in STEPS:
        assert window.go_to(step)
        assert window.current_step == step
        assert rail.currentIndex().data(ID) == step


def test_a_click_on_the_step_list_goes_there(windows: Windows, qtbot: Any) -> None:
    person = windows("--account", "acme")
    rail = person.find("stepList")
    place = rail.visualRect(rail.model().index(2, 0)).center()
    qtbot.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert person.window.current_step == "letter"


def test_next_and_back_walk_all_steps_and_lose_nothing(windows: Windows) -> None:
    person = windows("--account", "acme")
    walked = [person.window.current_step]
    while person.find("nextButton").isVisible():
        if walked[-1] == "letter":
            person.find("companyEdit").setText("Acme")
        person.next()
        walked.append(person.window.current_step)
    assert walked == STEPS
    assert person.find("finishButton").isVisible()
    while person.window.current_step != "account":
        person.click("backButton")
    assert not person.find("backButton").isEnabled()
    assert person.find("companyEdit").text() == "Acme"
    assert person.find("accountEdit").text() == "acme"


# Languages, clock, several windows


def test_the_language_changes_everything_and_is_remembered(windows: Windows) -> None:
    person = windows("--account", "acme")
    person.window.go_to("letter")
    person.find("companyEdit").setText("Acme")
    languages = person.find("languageCombo")
    seen = set()
    for language in ("ru", "uk", "en", "uk"):
        languages.setCurrentIndex(languages.findData(language))
        seen.add(person.find("nextButton").text() + person.find("copyLetterButton").text())
        assert person.find("companyEdit").text() == "Acme"
        assert person.window.current_step == "letter"
    assert len(seen) == 3
    person.window.close()
    person = windows(language="")
    assert person.find("languageCombo").currentData() == "uk"


def test_windows_are_independent(windows: Windows, tmp_path: Path) -> None:
    one = windows("--account", "a", language="ru", folder=tmp_path / "one")
    two = windows("--account", "b", language="en", folder=tmp_path / "two")
    assert one.window is not two.window
    one.next()
    one.tick("activatedCheck")
    two.next()
    assert not two.find("activatedCheck").isChecked()
    assert one.find("activatedCheck").text() != two.find("activatedCheck").text()
    one.window.close()
    assert two.window.isVisible()
    two.tick("activatedCheck")
    assert two.step_state("activate") == "done"
    two.window.close()
    assert {each.name for each in (tmp_path / "one").iterdir()} >= {
        "accounts",
        "settings.json",
        "logs",
    }
    assert {each.name for each in (tmp_path / "two").iterdir()} >= {
        "accounts",
        "settings.json",
        "logs",
    }


def test_the_clock_is_replaceable(windows: Windows) -> None:
    person = windows("--account", "acme")
    window = person.window
    now = [datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)]
    assert window.clock().tzinfo is not None
    window.clock = lambda: now[0]
    window.go_to("letter")
    person.find("letterSentCheck").setChecked(True)
    assert person.step_state("letter") == "waiting"
    assert stored_state(windows.folder, "acme.planfix.ru")["letter_sent_at"].startswith(
        "2026-03-02"
    )
    now[0] += timedelta(days=7)
    window.go_to("account")
    window.go_to("letter")
    assert "7" in person.find("letterSentLabel").text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--language", "de"],
        ["--demo", "--account", "acme"],
        ["--demo", "--binotel-url", "https://api.binotel.com"],
        ["--binotel-url", "https://binotel.com.evil.example"],
        ["--binotel-url", "http://api.binotel.com"],
        ["--demo-server"],
        ["--port", "80"],
    ],
)
def test_unusable_arguments_end_in_status_2(
    qapp: Any, capsys: pytest.CaptureFixture[str], config_dir: Path, arguments: list[str]
) -> None:
    before = len(QApplication.topLevelWidgets())
    with pytest.raises(SystemExit) as caught:
        create(["--config-dir", str(config_dir), *arguments])
    assert caught.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert len(QApplication.topLevelWidgets()) == before


# Leaving


@pytest.mark.parametrize(
    "where", ["accountEdit", "stepList", "checkAccountButton", "languageCombo"]
)
def test_escape_asks_without_blocking(windows: Windows, qtbot: Any, where: str) -> None:
    person = windows("--account", "acme")
    person.find(where).setFocus()
    qtbot.keyClick(person.find(where), Qt.Key.Key_Escape)
    question = dialog(person.window, "confirmCancel")
    assert question is not None
    assert not question.isModal()
    assert person.window.isVisible()
    qtbot.mouseClick(question.findChild(QWidget, "stayButton"), Qt.MouseButton.LeftButton)
    assert dialog(person.window, "confirmCancel") is None
    assert person.window.isVisible()


def test_cancel_asks_once_and_closes_when_told(windows: Windows, qtbot: Any) -> None:
    person = windows("--account", "acme")
    person.click("cancelButton")
    person.click("cancelButton")
    asked = person.window.findChildren(QDialog, "confirmCancel")
    assert len(asked) == 1
    languages = person.find("languageCombo")
    before = asked[0].text()
    languages.setCurrentIndex(languages.findData("ru"))
    assert asked[0].text() != before
    qtbot.mouseClick(asked[0].findChild(QWidget, "leaveButton"), Qt.MouseButton.LeftButton)
    assert not person.window.isVisible()


def test_close_never_asks(windows: Windows) -> None:
    person = windows("--account", "acme")
    person.click("cancelButton")
    person.window.go_to("letter")
    person.find("companyEdit").setText("Acme")
    assert person.window.close()
    assert not person.window.isVisible()
    assert [each for each in person.window.findChildren(QDialog) if each.isVisible()] == []
    assert stored_state(windows.folder, "acme.planfix.ru")["company"] == "Acme"
    settings = json.loads((windows.folder / "settings.json").read_text("utf-8"))
    assert settings["language"] == "en"
    assert settings["geometry"]


def test_the_window_comes_back_as_large_as_it_was(windows: Windows) -> None:
    person = windows("--account", "acme")
    person.window.resize(780, 620)
    person.window.close()
    person = windows("--account", "acme")
    assert (person.window.width(), person.window.height()) == (780, 620)


# What everyone has to be able to use


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
@pytest.mark.parametrize("step", ["account", "activate", "letter"])
def test_mnemonics_are_unique_on_a_page(windows: Windows, language: str, step: str) -> None:
    person = windows("--account", "https://crm.acme.example", language=language)
    assert person.window.go_to(step)
    found: dict[str, list[str]] = {}
    for each in person.window.findChildren(QWidget):
        if not each.isVisible() or not isinstance(each, QAbstractButton | QLabel):
            continue
        if isinstance(each, QLabel) and each.buddy() is None:
            continue
        words = each.text().replace("&&", "")
        if "&" in words:
            found.setdefault(words[words.index("&") + 1].lower(), []).append(words)
    assert {key: words for key, words in found.items() if len(words) > 1} == {}


@pytest.mark.parametrize("step", ["account", "activate", "letter"])
def test_everything_that_takes_the_focus_has_a_name(windows: Windows, step: str) -> None:
    person = windows("--account", "https://crm.acme.example")
    assert person.window.go_to(step)
    nameless = []
    for each in person.window.findChildren(QWidget):
        wants = each.focusPolicy() & Qt.FocusPolicy.TabFocus
        known = isinstance(each, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit)
        if each.isVisible() and wants and (known or isinstance(each, QAbstractItemView)):
            text = each.text() if isinstance(each, QAbstractButton) else ""
            if not (each.accessibleName() or text):
                nameless.append(each.objectName())
    assert nameless == []
