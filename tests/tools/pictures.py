"""Renders every page in every state to PNG: languages, themes, sizes; ``index.html`` shows them all.

States come from picture_states.py; the state ``middle`` is a real set-up of the demo account, and the
README uses some of it. Run by ``dev.py pictures FOLDER``, with names of steps for these alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.doors.fake_keyrings import HonestKeyring
from tests.e2e.person import Browser
from tests.tools.gallery import Picture, write
from tests.tools.picture_states import STATES, brought_about
from wizard.app import create
from wizard.doors.resources import facts
from wizard.flow.steps import STEPS

LANGUAGES = ("ru", "uk", "en")
THEMES = ("light", "dark")
SIZES = {"small": (900, 600), "large": (1280, 860)}
DEADLINE = 60.0


def palette(dark: bool) -> QPalette:
    """What a system with that theme would hand to the program."""
    made = QPalette()
    if dark:
        made.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    else:
        made.setColor(QPalette.ColorRole.Window, QColor("#F0F0F0"))
    return made


def wait(app: QApplication, done: Callable[[], bool]) -> None:
    """Let the program work until ``done``; RuntimeError after a minute."""
    end = time.monotonic() + DEADLINE
    while not done():
        app.processEvents()
        time.sleep(0.01)
        if time.monotonic() > end:
            raise RuntimeError("the program did not get ready")
    for _ in range(5):  # a layout that asks for more room is given it one round later
        app.processEvents()


def settled(window: QWidget, name: str) -> bool:
    """Whether a status has come to rest."""
    status = window.findChild(QWidget, name)
    return status is not None and status.property("state") not in ("busy",)


def set_up(app: QApplication, window: Any) -> None:
    """Bring the demo account to the middle of its set-up."""
    demo = window.demo
    browser = Browser(demo)
    window.findChild(QWidget, "tokenEdit").setText(demo["token"])
    window.findChild(QWidget, "checkAccountButton").click()
    wait(app, lambda: settled(window, "accountStatus"))
    browser.activate_binotel()
    window.go_to("activate")
    window.findChild(QWidget, "activatedCheck").setChecked(True)
    wait(app, lambda: settled(window, "activateStatus"))
    window.go_to("letter")
    letter = window.findChild(QWidget, "letterPreview").toPlainText()
    reply = browser.send_letter(letter)["reply"]
    window.findChild(QWidget, "letterSentCheck").setChecked(True)
    window.go_to("keys")
    window.findChild(QWidget, "supportReplyEdit").setPlainText(reply)
    window.findChild(QWidget, "checkKeysButton").click()
    wait(app, lambda: settled(window, "keysStatus"))
    window.go_to("employees")
    wait(app, lambda: settled(window, "employeesStatus"))
    model = window.findChild(QWidget, "employeesTable").model()
    for row, number in enumerate(("901", "902", "0671234500")):
        model.setData(model.index(row, 1), number)
    wait(app, lambda: settled(window, "employeesStatus"))
    names = [each.name for each in facts().tracking_fields]
    fields = [(name, 2 if name == "utm_campaign" else 0) for name in names[2:17]]
    fields += [("gaClientID", 0)]
    browser.add_fields("Звонок", fields)
    browser.add_fields("Пропущенный звонок", [(name, 0) for name in names[:17]])
    window.go_to("tracking")
    wait(app, lambda: settled(window, "trackingStatus"))
    # Somebody calls: the keys and a short number have to stand in the account for that.
    browser.save_short_number(demo["binotel_key"], demo["binotel_secret"], "2", "901")
    window.go_to("testCall")
    window.findChild(QWidget, "watchCallButton").click()
    wait(app, lambda: status_of(window, "testCallStatus") == "busy")
    browser.call("site")
    wait(app, lambda: settled(window, "testCallStatus"))


def status_of(window: QWidget, name: str) -> str:
    """The state that a status tells."""
    status = window.findChild(QWidget, name)
    return str(status.property("state")) if status is not None else ""


def middle(app: QApplication, look: Callable[[Any, str, str], None]) -> None:
    """Every step in the middle of a real set-up of the demo account."""
    with tempfile.TemporaryDirectory() as place:
        window = create(["--demo", "--config-dir", place, "--language", "ru"])
        set_up(app, window)
        for step in STEPS:
            window.go_to(step)
            wait(app, lambda step=step: not window._pages[step].busy)
            look(window, step, "middle")
        window.close()
        app.processEvents()


def main(folder: Path, wanted: Sequence[str] = ()) -> int:
    """Render into ``folder``: all steps, or those named; and a page to look through them."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["pictures"])
    assert isinstance(app, QApplication)
    keyring.set_keyring(HonestKeyring())
    made: list[Picture] = []

    def look(window: Any, step: str, state: str) -> None:
        """In every size, theme and language."""
        languages = window.findChild(QComboBox, "languageCombo")
        for size, (width, height) in SIZES.items():
            window.resize(width, height)
            for theme in THEMES:
                app.setPalette(palette(theme == "dark"))
                for language in LANGUAGES:
                    languages.setCurrentIndex(languages.findData(language))
                    wait(app, lambda: window._settled)
                    tail = f"{language}_{theme}_{size}.png"
                    name = f"{step}_{tail}" if state == "middle" else f"{step}-{state}_{tail}"
                    name = name.replace(" ", "-")
                    window.grab().save(str(folder / name))
                    made.append(Picture(name, step, state, language, theme, size))

    for step, states in STATES.items():
        for state in states:
            if not wanted or step in wanted:
                app.setPalette(palette(False))
                with brought_about(step, state, lambda done: wait(app, done)) as window:
                    look(window, step, state)
                app.processEvents()
    if not wanted:
        middle(app, look)
    made.sort(key=lambda each: ([*STATES].index(each.step), each.state))
    page = write(folder, made)
    print(f"{len(made)} pictures in {page}")
    return 0


if __name__ == "__main__":
    _folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")
    sys.exit(main(_folder, sys.argv[2:]))
