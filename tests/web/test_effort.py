"""The work of a person with the wizard and its account window, counted act by act: docs/effort.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.e2e.effort_kit import Hand, Hands, send
from tests.e2e.test_effort import SHORT, WIRE, counted, told
from tests.web.kit import DEADLINE, Seat
from wizard.demo import planfix_rest
from wizard.demo.model import BINOTEL, ShortNumber
from wizard.doors.pace import Pace
from wizard.doors.resources import facts
from wizard.flow import watch
from wizard.flow.steps import STEPS as PROGRAM


class Owner:
    """The account's owner in front of the program: every act of theirs is counted."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.hands = Hands()
        self.hands.window("wizard")
        self.window = seat.window
        self.browser = Hand(seat.origin, self.hands)

    def click(self, name: str) -> None:
        self.hands.click()
        self.seat.click(name)

    def tick(self, name: str) -> None:
        self.hands.click()
        self.seat.tick(name)

    def paste(self, name: str) -> None:
        """Into the field where the cursor is."""
        edit = self.seat.find(name)
        assert self.window.focusWidget() is edit, f"the cursor is not in {name}"
        self.hands.paste()
        edit.paste()

    def next(self) -> None:
        self.click("nextButton")

    def page_click(self, words: str) -> None:
        """On what says so in the account window's page."""
        self.hands.click()
        wanted = json.dumps(words)
        self.seat.until(
            "document.readyState === 'complete' && [...document.querySelectorAll('a, button')]"
            f".some((each) => each.checkVisibility() && each.textContent.trim() === {wanted})"
        )
        self.seat.js(
            "[...document.querySelectorAll('a, button')].find((each) => each.checkVisibility() &&"
            f" each.textContent.trim() === {wanted}).click(); 1"
        )

    def until_page(self, script: str) -> None:
        self.seat.until(f"document.readyState === 'complete' && {script}")


@pytest.fixture
def owner(qtbot: Any, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Owner]:
    """On the account's first day. Nobody counts seconds here: neither side keeps to a pace."""
    real = planfix_rest.RestPace
    monkeypatch.setattr(planfix_rest, "RestPace", lambda gap, clock: real(0 * gap, clock))
    monkeypatch.setattr("wizard.doors.pace.Pace", partial(Pace, gap=0.0))
    monkeypatch.setattr(watch, "GAP", 0.5)
    seat = Seat(qtbot, config_dir)
    with seat.demo.state.change() as model:
        model.active = ""
        model.pbx[BINOTEL].short_numbers = [ShortNumber(6, "0930000106")]
    seat.window.workspace.employees = None
    made = Owner(seat)
    yield made
    made.browser.close()
    seat.close()


@pytest.mark.timeout(300)
def test_with_the_wizard(owner: Owner, opened_urls: list[str], qtbot: Any) -> None:
    seat, hands, demo = owner.seat, owner.hands, owner.window.demo
    assert opened_urls == []

    # The address is typed, the token is made in the browser.
    hands.type("acme")
    hands.window("browser")
    browser = owner.browser
    browser.button("Войти")
    browser.link("Доступ к API")
    scopes = [*facts().scopes["read"], *facts().scopes["write"]]
    hands.click(len(scopes))
    browser.button("Сохранить", scope=scopes)
    hands.click()  # copied by the button beside it
    tokens = [each for each in browser.page.codes if each.startswith("demodemo")]
    QApplication.clipboard().setText(tokens[-1])
    hands.window("wizard")
    hands.click()
    seat.find("tokenEdit").setFocus()
    owner.paste("tokenEdit")
    hands.press("Enter")
    qtbot.keyClick(seat.find("tokenEdit"), Qt.Key.Key_Return)
    seat.wait_for("accountStatus", "ok", "")
    owner.next()

    # Activated in the account window; nobody fills in a name and a password there.
    hands.at("activate")
    owner.click("openActivationInWindowButton")
    seat.account, seat.view = seat.find("accountWindow"), seat.find("accountWebView")
    hands.window("account window")
    hands.type("owner@demo.example")
    hands.press("Tab")
    hands.type("demo-password")
    hands.press("Enter")
    seat.log_in()
    owner.page_click("Интеграции")
    owner.page_click("Виртуальные АТС")
    owner.until_page("!!document.querySelector('#pbx-binotel button')")
    hands.click()
    seat.js("document.querySelector('#pbx-binotel button').click(); 1")
    owner.until_page("location.pathname.endsWith('/binotel')")
    hands.window("wizard")
    owner.window.woke()
    owner.tick("activatedCheck")
    seat.wait_for("activateStatus", "ok", "")
    owner.next()

    hands.at("letter")
    owner.click("openMailButton")
    hands.window("mail")
    hands.click()
    reply = send(browser, seat.find("letterPreview").toPlainText())
    hands.window("wizard")
    owner.tick("letterSentCheck")
    owner.next()

    hands.at("keys")
    hands.window("mail")
    hands.click()
    hands.press("Ctrl+A", "Ctrl+C")
    QApplication.clipboard().setText(reply)
    hands.window("wizard")
    owner.paste("supportReplyEdit")
    owner.click("checkKeysButton")
    seat.wait_for("keysStatus", "ok")
    owner.next()

    # Short numbers come from Binotel, with the proposals for Wire.
    hands.at("numbers")
    seat.wait_for("employeesStatus", "ok")
    owner.click("askBinotelButton")
    seat.wait_for("sourceStatus", "ok")
    qtbot.waitUntil(lambda: not owner.window._pages["employees"].busy, timeout=DEADLINE)

    # The table tells what the document does not: one of the numbers stands in somebody else's card.
    hands.at("wire")
    hands.window("browser")
    browser.link("Сотрудники")
    browser.link("Ірина Петрівна Мельник")
    browser.button("×", nth=1)
    browser.button("Сохранить")
    hands.window("wizard")
    hands.at("numbers")
    model = seat.find("employeesTable").model()
    row = next(at for at in range(model.rowCount()) if model.index(at, 0).data() == "Виталий Бойко")
    hands.click()
    hands.type("909")
    hands.press("Enter")
    model.setData(model.index(row, 1), "909")
    hands.at("wire")
    owner.click("confirmWireButton")
    qtbot.waitUntil(seat.find("applyChangesButton").isEnabled, timeout=DEADLINE)
    owner.click("applyChangesButton")
    qtbot.waitUntil(lambda: seat.status("changesStatus")[0] == "ok", timeout=DEADLINE)

    # Both keys and all short numbers at once; the number that stands there is asked about first.
    hands.at("keys")
    hands.window("account window")
    hands.click()
    seat.press("fillButton", "already_filled")
    hands.click()
    seat.press("fillButton", "filled")
    owner.page_click("Сохранить")
    seat.wait_stored(demo["binotel_key"])
    hands.click()
    seat.press("verifyButton", "saved_equal")
    hands.window("wizard")
    hands.at("numbers")
    owner.click("reloadEmployeesButton")
    qtbot.waitUntil(lambda: not owner.window._pages["employees"].busy, timeout=DEADLINE)
    seat.wait_for("employeesStatus", "ok")
    owner.tick("employeesDoneCheck")
    owner.next()

    hands.at("fields")
    seat.wait_for("trackingStatus", "error", "fields_missing")
    owner.click("watchFieldsButton")
    owner.click("openTrackingInWindowButton")
    hands.window("account window")
    for which, name in (("call", "Звонок"), ("missed", "Пропущенный звонок")):
        owner.page_click("Аналитики")
        owner.page_click(name)
        owner.until_page("location.pathname.includes('/analytics/')")
        hands.click()
        seat.press("fillFieldsButton", "filled")
        owner.page_click("Сохранить")
        owner.until_page("!!document.querySelector('.said')")
        assert len(stored(seat, which)) == 19
    hands.window("wizard")
    seat.wait_for("trackingStatus", "ok", "")
    owner.next()

    hands.at("call")
    owner.click("watchCallButton")
    browser.post("/demo/call", data={"which": "site"})
    seat.wait_for("testCallStatus", "ok", "call_seen")
    owner.next()
    states = {step: seat.step_state(step) for step in PROGRAM}
    assert set(states.values()) == {"done"}, str(states)
    owner.click("finishButton")

    # The same account as with the document alone.
    key, secret, rows = seat.stored()
    assert (key, secret) == (demo["binotel_key"], demo["binotel_secret"])
    with seat.demo.state.read() as account:
        names = {str(each.id): each.full_name for each in account.people}
        phones = {each.full_name: [one.number for one in each.phones] for each in account.people}
    assert rows == {names[person]: number for person, number in SHORT.items()}
    for name, number in WIRE.items():
        assert any(each[-9:] == number[-9:] for each in phones[name])
    fields = [each.name for each in facts().tracking_fields]
    assert stored(seat, "call") == stored(seat, "missed") == fields
    assert counted(hands) == told("With the wizard")


def stored(seat: Seat, which: str) -> list[str]:
    with seat.demo.state.read() as model:
        tag = model.telephony(which)
        return [row.name for row in tag.fields if not row.standard]
