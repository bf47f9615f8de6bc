"""Save diagnostics: what the person sees is what is saved, and none of it tells whose it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import null
from PySide6.QtWidgets import QFileDialog

from tests.e2e.person import Person
from tests.ui.desk import HOST, KEY, SECRET, TOKEN, Desk, error, person, tag, wait, whole
from wizard.flow.diagnostics import Seen, Timing, diagnostics
from wizard.flow.state import SetupState, Verdict
from wizard.flow.steps import STEPS, StepStatus

PRIVATE = (TOKEN, KEY, SECRET, HOST, "127.0.0.1", "671112233", "Демченко", "Олена", "Вектор")


def used(desk: Desk, language: str = "ru") -> Person:
    """A window in which things were checked, some with findings, and names and numbers were seen."""
    desk.account.tags = [whole("call"), tag("missed")]
    desk.account.people = [person(1, "+380671112233", lastname="Демченко")]
    page = desk.open(language=language)
    page.click("checkAccountButton")
    page.wait_for("accountStatus", "ok")
    page.window.go_to("letter")
    page.find("companyEdit").setText("Вектор")
    page.window.go_to("keys")
    page.find("keyEdit").setText(KEY)
    page.find("secretEdit").setText(SECRET)
    desk.account.refuse["binotel"] = error("keys_wrong")
    page.click("checkKeysButton")
    page.wait_for("keysStatus", "error", "keys_wrong")
    page.window.go_to("employees")
    page.wait_for("employeesStatus", "ok")
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "error")
    page.window.go_to("summary")
    return page


def shown(page: Person) -> str:
    return str(page.find("diagnosticsView").toPlainText())


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_it_tells_what_helps_and_nothing_of_whom(desk: Desk, language: str) -> None:
    page = used(desk, language)
    wait(page.qtbot, lambda: "HonestKeyring" in shown(page))
    text = shown(page)
    lines = [each.strip() for each in text.splitlines()]
    for begin in ("planfix-binotel-wizard", "Python 3.", "PySide6 6.", f"language {language}"):
        assert any(each.startswith(begin) for each in lines), begin
    assert "account: done" in lines
    assert "keys: problem" in lines
    assert any(each.startswith("keys: 20") and each.endswith("error keys_wrong") for each in lines)
    assert any(" keys " in each and each.endswith("ms keys_wrong") for each in lines)
    assert any(" account " in each and each.endswith(" ms") for each in lines)
    assert any(" store-save " in each for each in lines)
    for private in PRIVATE:
        assert private not in text


def test_what_is_seen_is_saved_to_the_letter(desk: Desk, tmp_path: Path) -> None:
    page = used(desk)
    asked: list[Any] = []

    def ask(kind: str, suggested: Path) -> Path:
        asked.append((kind, suggested.name))
        return tmp_path / "mine.txt"

    page.window.ask_path = ask
    before = shown(page)
    page.click("saveDiagnosticsButton")
    assert asked == [("diagnostics", "planfix-binotel-diagnostics.txt")]
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == before
    assert page.status("diagnosticsStatus") == ("ok", "")
    assert "mine.txt" in page.find("diagnosticsStatus").text()


def test_it_may_be_left_and_a_file_that_cannot_be_written_is_told(
    desk: Desk, tmp_path: Path
) -> None:
    page = used(desk)
    page.window.ask_path = lambda kind, suggested: None
    page.click("saveDiagnosticsButton")
    assert page.status("diagnosticsStatus") == ("idle", "")
    page.window.ask_path = lambda kind, suggested: tmp_path / "no" / "folder.txt"
    page.click("saveDiagnosticsButton")
    assert page.status("diagnosticsStatus") == ("warning", "state_not_saved")


def test_the_system_is_asked_for_a_text_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.open("summary")
    given: list[str] = []

    def dialog(parent: Any, title: str, name: str, kinds: str) -> tuple[str, str]:
        given.extend((title, kinds))
        return str(tmp_path / "saved"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    page.click("saveDiagnosticsButton")
    assert given == ["Сохранить диагностику", "Текстовый файл (*.txt)"]
    assert (tmp_path / "saved.txt").exists()


def test_a_store_that_is_missing_or_not_wanted_is_told(desk: Desk) -> None:
    keyring.set_keyring(null.Keyring())
    page = desk.open("summary")
    wait(page.qtbot, lambda: "keyring_missing" in shown(page))
    page.window.go_to("keys")
    page.find("keyEdit").setText(KEY)
    page.find("secretEdit").setText(SECRET)
    page.click("useSessionOnlyButton")
    page.window.go_to("summary")
    assert "только в памяти" in shown(page)


def test_nothing_foreign_gets_in_by_a_state_that_somebody_wrote() -> None:
    verdict = Verdict("2026-11-23T15:02:00+02:00", "error", ("token_wrong", "Олена +380671112233"))
    state = SetupState("https://acme.planfix.ru", account_verdict=verdict, company="Вектор")
    seen = Seen(
        made="2026-11-23T15:03:00+02:00",
        versions=["Python 3.11"],
        language="ru",
        store="",
        store_finding="",
        state=state,
        statuses={step: StepStatus("open", "x") for step in STEPS},
        timings=[Timing("Олена", 0.1, 0.2, "https://acme")],
    )
    text = diagnostics(seen, lambda key, **values: key)
    assert "token_wrong, ***" in text
    assert "+0.1 s *** 200 ms ***" in text
    for private in ("Олена", "671112233", "acme", "Вектор"):
        assert private not in text


def test_only_the_last_runs_are_remembered(desk: Desk) -> None:
    page = desk.open("summary")
    jobs = page.window.jobs
    for number in range(100):
        jobs.start(f"store-save-{number}", lambda cancel: None, lambda outcome: None)
    wait(page.qtbot, lambda: not jobs._runs)
    assert len(jobs.timings) == 40
    assert {each[0] for each in jobs.timings} == {"store-save"}
