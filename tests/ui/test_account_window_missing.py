"""Without the extra ``browser`` the buttons stay and say what to install; the copy buttons remain."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

import pytest

from tests.ui.accounts_kit import Windows
from tests.ui.desk import Desk, give

BUTTONS = (
    ("keys", "accountWindowButton"),
    ("activate", "openActivationInWindowButton"),
    ("tracking", "openTrackingInWindowButton"),
)


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is not installed."""
    find = importlib.util.find_spec

    def look(name: str, *more: Any) -> Any:
        return None if name.startswith("PySide6.QtWebEngine") else find(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", look)


@pytest.mark.usefixtures("without_engine")
@pytest.mark.parametrize(("step", "button"), BUTTONS)
@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_the_button_says_what_to_install(desk: Desk, step: str, button: str, language: str) -> None:
    person = desk.open(step, token=False, language=language)
    before = set(sys.modules)
    person.click(button)
    notice = person.find("notice")
    assert notice.isVisible()
    assert 'pip install "planfix-binotel-wizard[browser]"' in notice.text()
    assert (notice.property("state"), notice.property("code")) == (
        "warning",
        "window_not_installed",
    )
    assert not {each for each in set(sys.modules) - before if "WebEngine" in each}


@pytest.mark.usefixtures("without_engine")
def test_the_copy_buttons_remain(desk: Desk) -> None:
    person = desk.open("keys", token=False)
    give(person)
    person.click("accountWindowButton")
    person.click("copyKeyButton")


def test_an_engine_that_does_not_load_is_told_of(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        # Installed, whatever this environment has.
        lambda name, *more: object() if "QtWebEngine" in name else there(name, *more),
    )
    monkeypatch.setitem(sys.modules, "wizard.account_window.window", None)
    person = desk.open("keys", token=False)
    person.click("accountWindowButton")
    assert person.status("notice") == ("warning", "window_not_loaded")


@pytest.mark.parametrize("account", ["crm.acme.example", "acme.planfix.ru.evil.example"])
def test_a_host_that_nobody_confirmed_is_not_opened(
    windows: Windows, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = windows("--account", account)
    opened: list[str] = []
    person.window.services.open_account_window = lambda link, window, purpose: opened.append(
        purpose
    )
    assert person.window.go_to("keys")
    person.find("accountWindowButton").click()
    assert not opened
    assert person.find("notice").text()
