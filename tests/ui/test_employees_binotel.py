"""Binotel's own list of employees, over the demo account's real HTTP: proposed, confirmed, refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.person import Browser, Person
from tests.ui.accounts_kit import Windows
from tests.ui.desk import give
from tests.ui.employees_kit import FINDING, NAME, SHORT, WIRE, cell, column, settled, state, ticked

PROPOSED = {
    "5": "0670000105",
    "6": "0930000106",
    "10": "0990000110",
    "12": "380670000112",
}


@pytest.fixture
def demo_windows(qtbot: Any, config_dir: Path) -> Iterator[Windows]:
    """At the real pace: the demo account holds the program to it, as Planfix does."""
    opener = Windows(qtbot, config_dir)
    yield opener
    opener.close()


def opened(windows: Windows) -> Person:
    page = windows("--demo", language="ru")
    demo = page.window.demo
    page.find("tokenEdit").setText(demo["token"])
    page.window.go_to("keys")
    give(page, demo["binotel_key"], demo["binotel_secret"])
    page.window.go_to("employees")
    page.wait_for("employeesStatus", "ok")
    return page


def ask(page: Person, state: str, code: str = "") -> None:
    page.click("askBinotelButton")
    page.wait_for("sourceStatus", state, code)


def test_internal_numbers_are_put_and_mobiles_of_wire_proposed(
    demo_windows: Windows, config_dir: Path
) -> None:
    page = opened(demo_windows)
    ask(page, "ok")
    settled(page)
    people = dict(zip(column(page, NAME), column(page, SHORT), strict=True))
    assert people["Андрій Шевченко"] == "901"
    assert people["Юлія Лисенко"] == "907"
    assert people["Виталий Бойко"] == "", "no line of their own"
    assert state(page).wire_numbers == PROPOSED
    assert set(state(page).wire_proposed) == set(PROPOSED)
    row = column(page, WIRE).index("0930000106")
    assert ticked(page, row) is False
    assert "предложен" in cell(page, row, FINDING)
    assert "908" in page.find("sourceStatus").text()
    page.click("confirmWireButton")
    settled(page)
    assert state(page).wire_proposed == ()
    assert ticked(page, row)
    kept = "".join(
        each.read_text(encoding="utf-8")
        for each in config_dir.rglob("*")
        if each.is_file() and each.suffix in (".json", ".log")
    )
    assert "demo-sip" not in kept, "telephone lines come with passwords"


def test_a_second_look_waits_its_turn_and_can_be_stopped(demo_windows: Windows) -> None:
    page = opened(demo_windows)
    ask(page, "ok")
    page.click("askBinotelButton")
    page.qtbot.waitUntil(lambda: "Ждём" in page.find("sourceStatus").text(), timeout=20_000)
    assert page.find("askBinotelButton").text() == "Остановить &запрос"
    page.click("askBinotelButton")
    assert page.status("sourceStatus") == ("idle", "")
    assert state(page).wire_numbers == PROPOSED


def test_an_outage_is_no_list_of_nobody(demo_windows: Windows) -> None:
    page = opened(demo_windows)
    Browser(page.window.demo)._post("/demo/switches", {"outage": "on"})
    ask(page, "warning", "binotel_unavailable")
    assert state(page).short_numbers == {}
    assert "Вставить таблицу" in page.find("sourceStatus").text()


def test_wrong_keys_are_told(demo_windows: Windows) -> None:
    page = opened(demo_windows)
    page.window.go_to("keys")
    give(page, "demo00-wrong00", "demo00-demo00-demo00-demo00-wrong000")
    page.window.go_to("employees")
    ask(page, "error", "keys_wrong")
    assert json.dumps(state(page).to_dict()).count("wrong00") == 0
