"""Wire numbers go into the demo account's cards, the program is killed halfway, goes on, and takes it all back.

Every card of the account is looked at, at every station: what was not to be touched was not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import keyring
import pytest

from tests.e2e.person import Person
from tests.ui.changes_kit import BEFORE, NAME, press, rest, rows
from wizard.app import create
from wizard.demo import DemoAccount
from wizard.doors.pace import Pace

pytestmark = [
    pytest.mark.one_python,
    pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL"),
]

SERVICE = "planfix-binotel-wizard"
# 1 owns the account, 2 is an administrator; 5 has its number already, spelt otherwise; 9's is none.
WIRES = {1: "0670000101", 2: "0670000102", 5: "0670000105", 6: "093 000 01 06", 9: "901",
         12: "+380 67 000 01 99"}  # fmt: skip
ADDED = {2: "+380670000102", 6: "+380930000106", 12: "+380670000199"}

Cards = dict[int, list[tuple[str, int]]]


def cards(demo: DemoAccount) -> Cards:
    with demo.state.read() as model:
        return {each.id: [(p.number, p.type) for p in each.phones] for each in model.people}


def with_numbers(before: Cards, *numbers: int) -> Cards:
    return {
        number: [*phones, (ADDED[number], 1)] if number in numbers else phones
        for number, phones in before.items()
    }


@pytest.fixture
def demo() -> Iterator[DemoAccount]:
    account = DemoAccount(gap=0)
    account.start()
    yield account
    account.close()


@pytest.fixture
def opened(qtbot: Any, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr("wizard.doors.pace.Pace", partial(Pace, gap=0.0))
    windows: list[Any] = []

    def open_window(*options: str) -> Person:
        window = create(["--config-dir", str(config_dir), "--language", "ru", *options])
        windows.append(window)
        qtbot.waitExposed(window)
        return Person(qtbot, window)

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()


def killed(demo: DemoAccount, folder: Path, write: int) -> None:
    account, token = demo.addresses["account"], demo.addresses["token"]
    wires = [f"{number}={text}" for number, text in WIRES.items()]
    command = [sys.executable, "-m", "tests.e2e.push_process", account, token, str(folder)]
    done = subprocess.run([*command, str(write), *wires], timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    # The password store outlives the process; here each has one in memory.
    host = account.removeprefix("http://").replace(":", "_")
    keyring.set_password(SERVICE, f"{host}/planfix-token", token)


def test_a_push_a_crash_in_the_middle_going_on_and_the_way_back(
    demo: DemoAccount, opened: Any, config_dir: Path
) -> None:
    first_day = cards(demo)
    killed(demo, config_dir, write=2)
    assert cards(demo) == with_numbers(first_day, 6, 12), "two were written, nobody else touched"

    # The next start says so before anything is asked.
    person = opened()
    assert person.window.current_step == "employees"
    assert person.status("notice") == ("warning", "push_interrupted")
    assert person.step_state("employees") == "problem"
    person.qtbot.waitUntil(lambda: bool(person.find("tokenEdit").text()))
    rest(person)
    assert rows(person) == ["written", "written", "planned", "planned"]
    names = rows(person, NAME, 0)
    assert "Лисенко" in names[1]
    assert "Коваленко" in names[3], "the owner comes with the administrators, at the end"
    assert cards(demo) == with_numbers(first_day, 6, 12)

    press(person, "resumeChangesButton")
    assert rows(person) == ["written", "written", "written", "failed"]
    assert cards(demo) == with_numbers(first_day, 2, 6, 12)
    assert person.status("changesStatus") == ("error", "no_rights"), "only the owner may do that"
    assert not person.find("notice").isVisible()

    # Once more changes nothing but asks the owner's card again.
    press(person, "applyChangesButton")
    assert cards(demo) == with_numbers(first_day, 2, 6, 12)
    assert rows(person, BEFORE, 0)[0] == "\n".join(text for text, _ in first_day[6])

    press(person, "undoChangesButton")
    assert cards(demo) == first_day
    with demo.state.read() as model:
        told = [(each.whose.split()[-1], len(each.after) - len(each.before)) for each in model.log]
    # The account's own log has every one of them.
    people = ["Гончаров", "Лисенко", "Шевченко"]
    assert told == [(each, 1) for each in people] + [(each, -1) for each in reversed(people)]
    assert set(rows(person)[:3]) == {"undone"}


def test_a_crash_and_the_way_back_at_once(demo: DemoAccount, opened: Any, config_dir: Path) -> None:
    first_day = cards(demo)
    killed(demo, config_dir, write=1)
    assert cards(demo) == with_numbers(first_day, 6)
    person = opened()
    person.qtbot.waitUntil(lambda: bool(person.find("tokenEdit").text()))
    rest(person)
    press(person, "undoChangesButton")
    assert cards(demo) == first_day


def test_an_account_that_appends_loses_no_phone(
    demo: DemoAccount, opened: Any, config_dir: Path
) -> None:
    first_day = cards(demo)
    with demo.state.change() as model:
        model.switches.phones = "append"
    killed(demo, config_dir, write=1)
    person = opened()
    person.qtbot.waitUntil(lambda: bool(person.find("tokenEdit").text()))
    rest(person)
    assert not person.find("resumeChangesButton").isVisible(), "nothing more may be written"
    assert not person.find("applyChangesButton").isEnabled()
    assert person.status("changesStatus") == ("error", "phones_doubled")
    now = cards(demo)
    assert set(now[6]) == {*first_day[6], (ADDED[6], 1)}, "nothing lost, the number is there"
    assert {k: v for k, v in now.items() if k != 6} == {
        k: v for k, v in first_day.items() if k != 6
    }, "it stopped before the next card"
    press(person, "undoChangesButton")
    assert cards(demo) == now
    assert "undo_refused" in person.find("changesStatus").property("codes")
