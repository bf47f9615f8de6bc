"""A fault of the program itself: a calm window, nothing lost, a text to copy that tells nothing private."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

import wizard
from tests.e2e.person import Person
from tests.ui.accounts_kit import dialog
from tests.ui.desk import KEY, Desk, wait

CHECKOUT = Path(wizard.__file__).parent.parent
CANARY = "demo-canary-of-a-crash"
# The offscreen platform says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def crash(page: Person) -> QDialog:
    """Let background work fail as only a bug can."""

    def work(cancel: Any) -> None:
        raise ValueError(f"bad {CANARY}")

    page.window.jobs.start("account", work, lambda outcome: None)
    wait(page.qtbot, lambda: dialog(page.window, "crashWindow") is not None)
    found = dialog(page.window, "crashWindow")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Ничего не потеряно"), ("uk", "Нічого не втрачено"), ("en", "Nothing is lost")],
)
def test_background_work_that_breaks_is_told_calmly(desk: Desk, language: str, words: str) -> None:
    page = desk.open("keys", language=language)
    page.find("keyEdit").setText(KEY)
    shown = crash(page)
    assert not shown.isModal()
    assert any(words in each.text() for each in shown.findChildren(type(page.find("waitingLabel"))))
    details = shown.findChild(QPlainTextEdit, "crashDetails")
    assert details is not None
    assert "ValueError" in details.toPlainText()
    assert "planfix-binotel-wizard" in details.toPlainText()
    assert CANARY not in details.toPlainText()
    page.click("copyCrashButton")
    assert QApplication.clipboard().text() == details.toPlainText()
    page.click("closeCrashButton")
    wait(page.qtbot, lambda: dialog(page.window, "crashWindow") is None)
    assert page.find("keyEdit").text() == KEY
    page.window.close()
    log = (desk.folder / "logs" / "wizard.log").read_text(encoding="utf-8")
    assert "crash ValueError" in log
    assert CANARY not in log


def test_one_window_is_enough_and_closing_takes_it_along(desk: Desk) -> None:
    page = desk.open()
    crash(page)
    crash(page)
    assert len(page.window.findChildren(QDialog, "crashWindow")) == 1
    page.window.close()
    assert dialog(page.window, "crashWindow") is None


# The whole program: a slot, a thread of its own and a library, each failing or talking with a secret.
PROGRAM = """
import logging, sys, threading, warnings
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit
import wizard.app as app
CANARY = sys.argv[1]
build = app._create

def create(arguments):
    window = build(arguments)

    def slot():
        raise ValueError(CANARY)

    def thread():
        raise KeyError(CANARY)

    def look():
        found = window.findChild(QPlainTextEdit, "crashDetails")
        if found is None:
            QTimer.singleShot(10, look)
            return
        logging.getLogger("urllib3.connection").warning("Failed to parse headers of %s", CANARY)
        warnings.warn(CANARY)
        sys.stdout.write("shown" if found.isVisible() else "hidden")
        sys.stdout.write(" ValueError" if "ValueError" in found.toPlainText() else " KeyError")
        window.close()
        QApplication.instance().quit()

    def begin():
        if sys.argv[2] == "slot":
            QTimer.singleShot(0, slot)
        else:
            threading.Thread(target=thread).start()
        QTimer.singleShot(10, look)

    QTimer.singleShot(0, begin)
    return window

app._create = create
sys.exit(app.main(["--config-dir", sys.argv[3], "--language", "en", "--account", "acme"]))
"""


@pytest.mark.parametrize(("where", "kind"), [("slot", "ValueError"), ("thread", "KeyError")])
def test_the_program_itself(tmp_path: Path, where: str, kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, CANARY, where, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"shown {kind}"
    # The crash's text goes to a terminal too, without the message; what libraries say does not.
    assert kind in done.stderr
    assert CANARY not in done.stderr
    assert "urllib3" not in done.stderr
    log = (tmp_path / "logs" / "wizard.log").read_text(encoding="utf-8")
    assert CANARY not in log
    assert "WARNING" not in log
    assert "warning urllib3" in log or "warning ***" in log
