"""Fixtures of the window's tests: see accounts_kit.py."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.doors.misbehaving import Misbehaving
from tests.flow.cards_kit import Cards
from tests.ui.accounts_kit import Windows, answers
from tests.ui.changes_kit import Account, Made
from tests.ui.desk import Desk
from tests.ui.looking import Looking
from wizard.doors.pace import Pace


@pytest.fixture
def windows(qtbot: Any, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    """``windows("--account", …)`` opens a window; requests do not wait for their turn."""
    monkeypatch.setattr("wizard.doors.pace.Pace", partial(Pace, gap=0.0))
    opener = Windows(qtbot, config_dir)
    yield opener
    opener.close()


@pytest.fixture
def account() -> Iterator[Misbehaving]:
    """An account that answers everything."""
    with Misbehaving(answers) as server:
        yield server


@pytest.fixture
def other_account() -> Iterator[Misbehaving]:
    """Another one."""
    with Misbehaving(answers) as server:
        yield server


@pytest.fixture
def desk(qtbot: Any, config_dir: Path) -> Iterator[Desk]:
    """An account of the test's own making, and windows on it: see desk.py."""
    made = Desk(qtbot, config_dir)
    yield made
    made.close()


@pytest.fixture
def looking(desk: Desk, qtbot: Any) -> Looking:
    """Windows of 900 by 600 on any step of an account in the midst of its set-up: see looking.py."""
    return Looking(desk, qtbot)


@pytest.fixture
def made(windows: Windows) -> Iterator[Made]:
    """``made(3, "append")``: an account of three cards that treats a written list like that."""
    served: list[Any] = []

    def make(count: int = 3, mode: str = "replace") -> Account:
        cards = Cards(count, mode)
        context = cards.served()
        served.append(context)
        return Account(windows, cards, context.__enter__())

    yield make
    windows.close()
    for each in served:
        each.__exit__(None, None, None)
