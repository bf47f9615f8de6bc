"""The step ``summary`` as a person and a script meet it: the report, its files, the token forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog

from tests.doors.fake_keyrings import LockedKeyring
from tests.e2e.person import Person
from tests.ui.desk import HOST, KEY, SECRET, TOKEN, Desk, person, tag, wait, whole

SERVICE = "planfix-binotel-wizard"


def filled(desk: Desk, language: str = "ru") -> Person:
    """A window whose account was checked, with keys and numbers typed."""
    desk.account.tags = [whole("call"), tag("missed", [("id", 2)])]
    desk.account.people = [person(1, "+380671112233", lastname="Демченко")]
    page = desk.open(language=language)
    page.click("checkAccountButton")
    page.wait_for("accountStatus", "ok")
    page.window.go_to("keys")
    page.find("keyEdit").setText(KEY)
    page.find("secretEdit").setText(SECRET)
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "ok")
    page.window.go_to("employees")
    page.wait_for("employeesStatus", "ok")
    model = page.find("employeesTable").model()
    model.setData(model.index(0, 2), "0671112233")
    wait(page.qtbot, lambda: page.status("employeesStatus")[0] != "busy")
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "error")
    page.window.go_to("summary")
    return page


def save(page: Person, path: Path | None) -> None:
    page.window.ask_path = lambda kind, suggested: path
    page.click("saveReportButton")


@pytest.mark.parametrize("name", ["report.html", "report.md", "report.MD", "отчёт.markdown"])
def test_it_is_saved_as_html_or_markdown_without_secrets_names_and_numbers(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    page = filled(desk)
    target = tmp_path / name
    save(page, target)
    content = target.read_text(encoding="utf-8")
    assert content.startswith("<!DOCTYPE html>" if name.endswith("html") else "# ")
    for private in (KEY, SECRET, TOKEN, "671112233", "Демченко", "Олена"):
        assert private not in content
        assert private not in page.find("reportView").toPlainText()
    assert "127.0.0.1" in content
    assert page.find("summaryStatus").property("state") == "ok"
    assert str(target) in page.find("summaryStatus").text()


def test_the_dialog_is_asked_for_a_report_and_may_be_left(desk: Desk) -> None:
    page = desk.open("summary")
    asked: list[Any] = []

    def ask(kind: str, suggested: Path) -> None:
        asked.append((kind, suggested.suffix))

    page.window.ask_path = ask
    page.click("saveReportButton")
    assert asked == [("report", ".html")]
    assert page.find("summaryStatus").property("state") == "idle"


@pytest.mark.parametrize(
    ("chosen", "kind", "saved"),
    [
        ("отчёт", "*.md", "отчёт.md"),
        ("отчёт", "*.html", "отчёт.html"),
        ("отчёт.md", "*.html", "отчёт.md"),
    ],
)
def test_the_kind_chosen_in_the_dialog_counts(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str, kind: str, saved: str
) -> None:
    page = desk.open("summary")

    def choose(parent: Any, title: str, suggested: str, kinds: str) -> tuple[str, str]:
        return str(tmp_path / chosen), next(each for each in kinds.split(";;") if kind in each)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page.click("saveReportButton")
    assert (tmp_path / saved).exists()


def test_a_file_that_cannot_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    page = desk.open("summary")
    save(page, tmp_path / "no such folder" / "report.html")
    assert page.status("summaryStatus") == ("warning", "state_not_saved")
    assert "{" not in page.find("summaryStatus").text()


def test_it_says_what_is_open_and_what_nobody_proved(desk: Desk) -> None:
    page = desk.open("summary", token=False)
    text = page.find("reportView").toPlainText()
    assert "Звонком не подтверждено" in text
    assert "нет токена" in text
    assert "Wire" in text
    assert "IP" in text
    assert page.step_state("summary") == "open"


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_it_follows_the_state_and_the_language(desk: Desk, language: str) -> None:
    page = filled(desk, language)
    text = page.find("reportView").toPlainText()
    assert "{" not in text
    assert "…" not in text
    languages = page.find("languageCombo")
    for row in range(languages.count()):
        languages.setCurrentIndex(row)
        name = page.window.workspace.text("steps.tracking")
        assert name in page.find("reportView").toPlainText()


def test_each_step_is_a_link_and_the_button_leads_to_the_first_open_one(desk: Desk) -> None:
    page = desk.open("summary")
    page.find("reportView").anchorClicked.emit(QUrl("step:tracking"))
    assert page.window.current_step == "tracking"
    page.window.go_to("summary")
    page.click("nextOpenStepButton")
    assert page.window.current_step == "activate"


def test_the_token_is_forgotten_everywhere(desk: Desk) -> None:
    page = desk.open("summary")
    wait(page.qtbot, lambda: keyring.get_password(SERVICE, f"{HOST}/planfix-token") == TOKEN)
    page.click("forgetTokenHereButton")
    page.wait_for("summaryStatus", "ok")
    assert keyring.get_password(SERVICE, f"{HOST}/planfix-token") is None
    assert not page.find("forgetTokenHereButton").isEnabled()
    page.window.go_to("account")
    assert page.find("tokenEdit").text() == ""
    page.click("nextButton")
    assert page.window.workspace.token is None
    wait(page.qtbot, lambda: not page.window.workspace.vault.busy)
    assert keyring.get_password(SERVICE, f"{HOST}/planfix-token") is None


def test_a_store_that_does_not_let_go_is_told(desk: Desk) -> None:
    page = desk.open("summary")
    wait(page.qtbot, lambda: keyring.get_password(SERVICE, f"{HOST}/planfix-token") == TOKEN)
    keyring.set_keyring(LockedKeyring())
    page.click("forgetTokenHereButton")
    page.wait_for("summaryStatus", "warning", "keyring_locked")
    assert SERVICE in page.find("summaryStatus").text()
    assert page.window.workspace.token is None
