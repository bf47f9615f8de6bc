"""The whole set-up as a person does it, against the demo account over real HTTP, with mistakes and a break."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Browser, Person
from wizard.app import create
from wizard.doors.resources import facts
from wizard.flow import watch

USER = int(Qt.ItemDataRole.UserRole)
SERVICE = "planfix-binotel-wizard"


def start(config_dir: Path, *more: str) -> Any:
    return create(["--demo", "--config-dir", str(config_dir), "--language", "ru", *more])


@pytest.fixture
def windows(qtbot: Any) -> Any:
    opened: list[Any] = []

    def open_window(config_dir: Path) -> Person:
        window = start(config_dir)
        opened.append(window)
        qtbot.waitExposed(window)
        return Person(qtbot, window)

    yield open_window
    for window in opened:
        window.close()
        window.deleteLater()


def test_a_newcomer_sets_the_account_up(
    windows: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real five seconds between two requests are held by tests/flow/test_watch.py.
    monkeypatch.setattr(watch, "GAP", 1.0)
    person = windows(tmp_path)
    window = person.window
    demo = window.demo
    browser = Browser(demo)
    known = facts()
    names = [each.name for each in known.tracking_fields]

    # account: a wrong token first, then the right one
    assert window.current_step == "account"
    assert person.find("accountEdit").text() == demo["account"]
    person.type("tokenEdit", "demo-token-of-somebody-else")
    person.click("checkAccountButton")
    assert person.status("accountStatus")[0] == "busy"
    assert not person.find("nextButton").isEnabled()
    person.wait_for("accountStatus", "error", "token_wrong")
    assert keyring.get_password(SERVICE, host(demo) + "/planfix-token") is None
    person.type("tokenEdit", demo["token"])
    assert person.status("accountStatus") == ("idle", "")
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok", "")
    assert person.step_state("account") == "done"
    person.next()
    qtbot.waitUntil(
        lambda: keyring.get_password(SERVICE, host(demo) + "/planfix-token") == demo["token"]
    )

    # activate: nothing there yet, then the person switches Binotel on
    assert window.current_step == "activate"
    person.wait_for("activateStatus", "warning", "analytics_missing")
    browser.activate_binotel()
    person.tick("activatedCheck")
    person.wait_for("activateStatus", "ok", "")
    assert person.step_state("activate") == "done"
    person.next()

    # letter: copied, sent to the demo support, ticked
    assert window.current_step == "letter"
    person.click("copyLetterButton")
    letter = QApplication.clipboard().text()
    assert letter == person.find("letterPreview").toPlainText()
    for path in known.paths.values():
        assert demo["account"] + path in letter
    answered = browser.send_letter(letter)
    assert answered["accepted"], answered["reason"]
    person.tick("letterSentCheck")
    assert person.step_state("letter") == "waiting"

    # the break: the program is closed and opened again
    window.close()
    person = windows(tmp_path)
    window, demo = person.window, person.window.demo
    browser = Browser(demo)
    assert window.current_step == "keys"
    assert "Письмо" in person.find("notice").text()
    qtbot.waitUntil(lambda: person.find("tokenEdit").text() == demo["token"])

    # keys: a wrong pair first, then the whole reply of support
    person.type("keyEdit", "demo00-wrong00")
    person.type("secretEdit", "demo00-demo00-demo00-demo00-wrong000")
    person.click("checkKeysButton")
    assert person.status("keysStatus")[0] == "busy"
    person.wait_for("keysStatus", "error", "keys_wrong")
    assert keyring.get_password(SERVICE, host(demo) + "/binotel-key") is None
    person.click("replaceKeysButton")
    person.paste("supportReplyEdit", answered["reply"])
    assert person.find("keyEdit").text() == demo["binotel_key"]
    assert person.find("secretEdit").text() == demo["binotel_secret"]
    assert person.find("supportReplyEdit").toPlainText() == ""
    person.click("checkKeysButton")
    person.wait_for("keysStatus", "ok")
    person.wait_for("storeLabel", "ok")
    assert keyring.get_password(SERVICE, host(demo) + "/binotel-key") == demo["binotel_key"]
    assert keyring.get_password(SERVICE, host(demo) + "/binotel-secret") == demo["binotel_secret"]
    person.click("copyKeyButton")
    key = QApplication.clipboard().text()
    person.click("copySecretButton")
    secret = QApplication.clipboard().text()
    browser.save_keys(key, secret)
    person.tick("savedInPlanfixCheck")
    assert person.step_state("keys") == "done"
    person.next()

    # employees: a Wire number that stands in no card is told
    assert window.current_step == "employees"
    table = person.find("employeesTable")
    qtbot.waitUntil(lambda: table.model().rowCount() > 5, timeout=20_000)
    person.wait_for("employeesStatus", "ok")
    model = table.model()
    model.setData(model.index(1, 2), "0991112233")
    person.wait_for("employeesStatus", "error", "numbers_wrong")
    assert model.index(1, 4).data(USER) == "wire_missing_in_card"
    model.setData(model.index(1, 2), "")
    person.wait_for("employeesStatus", "ok")
    browser.save_short_number(key, secret, "5", "904")
    person.tick("employeesDoneCheck")
    person.next()

    # tracking: all missing, then added in the account, one of them with the wrong type
    assert window.current_step == "tracking"
    person.wait_for("trackingStatus", "error", "fields_missing")
    person.click("copyMissingButton")
    assert QApplication.clipboard().text().split() == names
    browser.add_fields("Звонок", [(name, 2 if name == "fullUrl" else 0) for name in names])
    browser.add_fields("Пропущенный звонок", [(name, 0) for name in names])
    person.click("recheckButton")
    person.wait_for("trackingStatus", "error", "fields_wrong")
    rows = person.find("trackingTable").model()
    last = rows.rowCount() - 1
    assert rows.index(last, 2).data(USER) == "wrong_type"
    assert rows.index(last, 3).data(USER) == "ok"
    browser.add_fields("Звонок", [(name, 0) for name in names])
    person.click("recheckButton")
    person.wait_for("trackingStatus", "ok", "")
    assert person.step_state("tracking") == "done"
    person.next()

    # the test call: from somewhere else first, then from the site, which has all 19 fields
    assert window.current_step == "testCall"
    person.click("watchCallButton")
    assert person.status("testCallStatus")[0] == "busy"
    browser.call("call")
    person.wait_for("testCallStatus", "warning", "fields_empty")
    person.click("watchCallButton")
    browser.call("site")
    person.wait_for("testCallStatus", "ok", "call_seen")
    shown = person.find("testCallView").toPlainText()
    for each in known.tracking_fields:
        assert each.name in shown
    assert "0500000199" in shown
    assert person.step_state("testCall") == "done"
    person.next()

    # summary: saved, without a secret
    assert window.current_step == "summary"
    assert person.step_state("summary") == "done"
    for name, word in (("report.html", "<html"), ("report.md", "# ")):
        target = tmp_path / name
        window.ask_path = lambda kind, suggested, target=target: target
        person.click("saveReportButton")
        report = target.read_text(encoding="utf-8")
        assert word in report
        for value in (demo["token"], demo["binotel_key"], demo["binotel_secret"]):
            assert value not in report
        assert "Подтверждено звонком" in report
        assert "заполнено полей: 19 из 19" in report
        assert "0500000199" not in report

    # the account itself
    page = browser.session.get(demo["account"] + "/demo/integrations/pbx/binotel", timeout=10).text
    assert demo["binotel_key"] in page

    # nothing secret on disk
    window.close()
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.name != "demo.json":
            content = file.read_text(encoding="utf-8", errors="replace")
            for value in (demo["token"], demo["binotel_key"], demo["binotel_secret"]):
                assert value not in content, file.name


def host(demo: dict[str, str]) -> str:
    return demo["account"].removeprefix("http://").replace(":", "_")
