"""What comes between: a crash, a night, no network, a token taken away, somebody else's hands, a week of waiting.

Against the demo account over real HTTP. After each of them what stands on screen is true, and says what to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Browser, Person
from tests.ui.accounts_kit import Windows, store_state
from tests.ui.desk import wait
from wizard.demo.server import DemoAccount
from wizard.doors.resources import facts
from wizard.rules.catalogue import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]

# Set up as far as the letter, then gone without a word: no closing, no saving.
CRASH = """
import os, sys
from wizard.app import create
window = create(["--config-dir", sys.argv[1], "--language", "ru", "--account", "acme"])
from PySide6.QtWidgets import QWidget
find = lambda name: window.findChild(QWidget, name)
find("nextButton").click()
find("activatedCheck").setChecked(True)
window.go_to("letter")
find("companyEdit").setText("Ромашка")
find("letterSentCheck").setChecked(True)
os._exit(9)
"""


@pytest.fixture
def demo() -> Iterator[DemoAccount]:
    """A demo account that answers at once."""
    account = DemoAccount(gap=0.0)
    account.start()
    yield account
    account.close()


@pytest.fixture
def begun(windows: Windows, demo: DemoAccount) -> Person:
    """A window whose account was checked, with Binotel active and all fields in place."""
    person = windows("--account", demo.addresses["account"], language="ru")
    person.type("tokenEdit", demo.addresses["token"])
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    browser = Browser(dict(demo.addresses))
    browser.activate_binotel()
    fields = [(each.name, 0) for each in facts().tracking_fields]
    browser.add_fields("Звонок", fields)
    browser.add_fields("Пропущенный звонок", fields)
    return person


def wake(person: Person) -> None:
    """The person turns to the window again."""
    wait(person.qtbot, lambda: person.window._settled)
    QApplication.sendEvent(person.window, QEvent(QEvent.Type.WindowActivate))


# Closing and crashing


def test_after_a_crash_nothing_is_lost_and_it_opens_where_it_was(windows: Windows) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(windows.folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 9, done.stderr
    person = windows(language="ru")
    assert person.window.current_step == "keys"
    assert "Письмо в Binotel отправлено" in person.find("notice").text()
    assert person.step_state("letter") == "waiting"
    person.window.go_to("letter")
    assert person.find("companyEdit").text() == "Ромашка"


def test_closing_during_a_check_leaves_no_verdict(windows: Windows, demo: DemoAccount) -> None:
    person = windows("--account", demo.addresses["account"], language="ru")
    person.type("tokenEdit", demo.addresses["token"])
    person.click("checkAccountButton")
    person.window.close()
    person = windows("--account", demo.addresses["account"], language="ru")
    assert person.status("accountStatus") == ("idle", "")
    assert person.step_state("account") == "open"
    assert person.find("checkAccountButton").isEnabled()


# Sleep


def test_a_night_of_sleep_is_counted_when_the_person_comes_back(windows: Windows) -> None:
    person = windows("--account", "acme", language="ru")
    window = person.window
    window.go_to("letter")
    person.tick("letterSentCheck")
    rail = person.find("stepList").model()

    def told() -> str:
        return str(rail.index(2, 0).data(0x0100 + 2))

    assert told() == "Ждём ответа, 1-й день"
    assert not person.find("reminderButton").isVisible()
    now = datetime.now().astimezone()
    # The clock of the computer went on while nobody looked.
    window.services.clock = lambda: now + timedelta(days=7)
    assert told() == "Ждём ответа, 1-й день"
    wake(person)
    assert told() == "Ждём ответа, 8-й день"
    assert person.find("reminderButton").isVisible()
    assert "прошло 7 дней" in person.find("letterSentLabel").text()


def test_a_clock_set_back_counts_no_negative_days(windows: Windows) -> None:
    person = windows("--account", "acme", language="ru")
    person.window.go_to("letter")
    person.tick("letterSentCheck")
    now = datetime.now().astimezone()
    person.window.clock = lambda: now - timedelta(days=3)
    assert "-" not in person.find("letterSentLabel").text().replace("1-й", "")
    assert person.step_state("letter") == "waiting"


def test_coming_back_from_the_browser_looks_again(begun: Person, demo: DemoAccount) -> None:
    Browser(dict(demo.addresses)).session.post(
        demo.addresses["account"] + "/demo/integrations/pbx/binotel/switch",
        data={"on": "0"}, timeout=10,
    )  # fmt: skip
    assert begun.window.go_to("activate")
    begun.wait_for("activateStatus", "ok")
    begun.click("openAccountButton")
    wake(begun)
    assert begun.status("activateStatus")[0] == "busy"
    begun.wait_for("activateStatus", "ok")
    # Once: who merely looks at another window causes no request.
    wake(begun)
    assert begun.status("activateStatus")[0] == "ok"


# The network


def test_lost_and_found_network(windows: Windows, begun: Person, demo: DemoAccount) -> None:
    ports = (
        int(demo.addresses["account"].rpartition(":")[2]),
        int(demo.addresses["binotel"].rpartition(":")[2]),
    )
    demo.close()
    assert begun.window.go_to("tracking")
    begun.wait_for("trackingStatus", "error", "offline")
    said = begun.find("trackingStatus").text()
    assert said.startswith("Нет связи с сервером\n")
    assert "Проверьте интернет и повторите" in said
    # What was known before stays, and the person can go on.
    assert begun.step_state("account") == "done"
    assert begun.find("nextButton").isEnabled()
    again = DemoAccount(gap=0.0, ports=ports)
    again.start()
    try:
        begun.click("recheckButton")
        wait(begun.qtbot, lambda: begun.status("trackingStatus")[0] != "busy")
        assert "offline" not in begun.find("trackingStatus").property("codes")
    finally:
        again.close()


# The token


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ("activate", "activateStatus"),
        ("employees", "employeesStatus"),
        ("tracking", "trackingStatus"),
    ],
)
def test_a_token_taken_away_between_two_steps(
    begun: Person, demo: DemoAccount, step: str, status: str
) -> None:
    browser = Browser(dict(demo.addresses))
    browser._post("/demo/tokens/delete", {"token": demo.addresses["token"]})
    # A minute later: what was read before proves nothing any more.
    begun.window.workspace._tags = None
    assert begun.window.go_to(step)
    wait(begun.qtbot, lambda: begun.status(status)[0] not in ("busy", "idle"))
    assert begun.status(status)[1] == "token_wrong"
    said = begun.find(status).text()
    assert said.startswith("Planfix не узнал токен\n")
    assert "Скопируйте токен заново" in said
    assert begun.find("nextButton").isEnabled()
    # The way back: a new token at the first step, and the same step is good again.
    with demo.state.change() as model:
        model.tokens[:] = list(DemoAccount(gap=0.0).state.snapshot().tokens)
    begun.window.go_to("account")
    begun.click("checkAccountButton")
    begun.wait_for("accountStatus", "ok")
    assert begun.window.go_to(step)
    wait(begun.qtbot, lambda: begun.status(status)[0] not in ("busy",))
    assert begun.status(status)[1] != "token_wrong"


# Somebody else


def test_somebody_removes_fields_meanwhile(begun: Person, demo: DemoAccount) -> None:
    assert begun.window.go_to("tracking")
    begun.wait_for("trackingStatus", "ok")
    assert begun.step_state("tracking") == "done"
    with demo.state.change() as model:
        tags = [each for each in model.tags if each.name == "Звонок"]
        tags[0].fields[:] = [each for each in tags[0].fields if each.name != "utm_source"]
    begun.click("recheckButton")
    begun.wait_for("trackingStatus", "error", "fields_missing")
    assert "utm_source" in begun.find("trackingStatus").text()
    assert begun.step_state("tracking") == "problem"


def test_somebody_switches_binotel_off_meanwhile(begun: Person, demo: DemoAccount) -> None:
    """The API does not show which PBX is on; so nothing is claimed of it."""
    begun.window.go_to("activate")
    begun.tick("activatedCheck")
    begun.wait_for("activateStatus", "ok")
    with demo.state.change() as model:
        model.active = ""
    begun.click("lookAgainButton")
    wait(begun.qtbot, lambda: begun.status("activateStatus")[0] == "ok")
    assert "по API не видно" in begun.find("activateStatus").text()


# A week


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_until_the_reply(windows: Windows, language: str) -> None:
    now = datetime.now().astimezone()
    sent = (now - timedelta(days=7)).isoformat()
    store_state(
        windows.folder, "acme.planfix.ru", "https://acme.planfix.ru",
        activated_at=sent, letter_sent_at=sent, letter_language="ru",
    )  # fmt: skip
    person = windows(language=language)
    assert person.window.current_step == "keys"
    assert "7" in person.find("notice").text()
    assert person.window.workspace.text("steps.letter") in person.find("notice").text()
    person.window.go_to("letter")
    person.click("reminderButton")
    assert "acme.planfix.ru" in person.find("letterPreview").toPlainText()
    # Nothing else has to wait for the reply.
    for step in ("employees", "tracking"):
        assert person.window.go_to(step)


def test_everything_stays_possible_in_any_order(windows: Windows) -> None:
    person = windows("--account", "acme", language="ru")
    for step in ("summary", "keys", "account", "testCall", "letter"):
        assert person.window.go_to(step)
        assert person.find("notice").text() == ""
