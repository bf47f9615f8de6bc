"""Every step in every language, on the smallest screen: longer words, larger letters, finer screens.

Nothing is cut off, nothing scrolls sideways. Pages come from the list of steps: a new one is looked at too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.accounts_kit import store_state
from tests.ui.desk import Desk, error, wait
from tests.ui.eyes import cut_off, outside, overlapping, stretch, stretched
from tests.ui.looking import SITUATIONS, SMALL, Looking, settle
from wizard.flow.steps import STEPS
from wizard.rules.catalogue import LANGUAGES

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def large_letters(qtbot: Any) -> Iterator[None]:
    """The system's font at 150 %."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.font()
    larger = app.font()
    larger.setPointSizeF(before.pointSizeF() * 1.5)
    app.setFont(larger)
    yield
    app.setFont(before)


def complaints(window: QWidget, tables: bool = True) -> str:
    return "\n".join(cut_off(window) + outside(window, tables) + overlapping(window))


@pytest.mark.parametrize("situation", ["by hand", *SITUATIONS])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_longer_words_fit_on_a_small_screen(
    looking: Looking, step: str, language: str, situation: str
) -> None:
    window = looking(step, language, situation, longer=True).window
    assert (window.width(), window.height()) == SMALL
    assert complaints(window, tables=False) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_nothing_scrolls_sideways(looking: Looking, step: str, language: str) -> None:
    window = looking(step, language, "missing").window
    assert (window.width(), window.height()) == SMALL
    assert complaints(window) == ""


@pytest.mark.usefixtures("large_letters")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_large_letters_fit(looking: Looking, step: str, language: str) -> None:
    window = looking(step, language, "missing").window
    assert (window.width(), window.height()) == SMALL
    assert complaints(window) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_accounts_fits(desk: Desk, qtbot: Any, language: str, config_dir: Path) -> None:
    for name in ("acme", "a-company-with-quite-a-long-name-of-its-own"):
        store_state(config_dir, f"{name}.planfix.ru", f"https://{name}.planfix.ru")
    someone = desk.open(language=language, fresh=False)
    window = someone.window
    window.resize(*SMALL)
    stretch(window.services.catalogue)
    window._retranslate()
    settle(qtbot, someone)
    assert window.current_step == "accounts"
    assert complaints(window) == ""


@pytest.mark.parametrize("scale", ["1.5", "2", "3"])
def test_finer_screens(scale: str, tmp_path: Path) -> None:
    """The same on screens of 150 to 300 %, in a process of its own: Qt asks for the scale once."""
    environ = {
        **os.environ,
        "QT_SCALE_FACTOR": scale,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.finer_screen", str(tmp_path), *SMALL_TEXT],
        env=environ, capture_output=True, text=True, timeout=240, check=False, cwd=ROOT,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == (f"{scale}\n", 0), done.stderr[-2000:]


SMALL_TEXT = tuple(map(str, SMALL))


@pytest.mark.parametrize("outcome", ["token_wrong", ""])
def test_what_a_check_ended_with_is_in_sight(desk: Desk, qtbot: Any, outcome: str) -> None:
    if outcome:
        desk.account.refuse = {"ping": error(outcome)}
    someone = desk.open()
    window = someone.window
    window.resize(760, 480)
    settle(qtbot, someone)
    with qtbot.waitActive(window):
        window.activateWindow()
    someone.find("checkAccountButton").setFocus()
    someone.find("checkAccountButton").click()
    wait(qtbot, lambda: someone.status("accountStatus")[0] not in ("busy", "idle"))
    settle(qtbot, someone)
    status = someone.find("accountStatus")
    wait(qtbot, lambda: status.visibleRegion().boundingRect().height() == status.height())
    # And whoever uses the keyboard is still where they were.
    assert someone.find("checkAccountButton").hasFocus()


def test_a_look_of_its_own_does_not_scroll_the_page_away(looking: Looking, qtbot: Any) -> None:
    """On entering, the instructions are what one wants to see."""
    someone = looking("activate")
    assert someone.status("activateStatus")[0] == "ok"
    assert someone.window._areas["activate"].verticalScrollBar().value() == 0


# The eyes themselves


def test_words_grow_by_two_fifths() -> None:
    for words in ("Скопировать все сразу", "Далее", "API &Key", "«Звонок» есть\nДа"):
        longer = stretched(words)
        letters = sum(each.isalpha() for each in words)
        assert len(longer) - len(words) >= int(letters * 0.4) - 1
        assert longer.count("\n") == words.count("\n")
        assert longer.count("&") == words.count("&")


def test_the_eyes_see_what_is_cut_off(qtbot: Any) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(200, 60)
    narrow = QPushButton("Скопировать письмо", box)
    narrow.setGeometry(0, 0, 60, 26)
    far = QPushButton("Да", box)
    far.setGeometry(150, 0, 120, 26)
    upon = QPushButton("Нет", box)
    upon.setGeometry(0, 30, 120, 26)
    box.show()
    assert [each.split("'")[1] for each in cut_off(box)] == ["Скопировать письмо"]
    assert len(outside(box)) == 2
    narrow.setToolTip("Скопировать письмо")
    assert cut_off(box) == []
