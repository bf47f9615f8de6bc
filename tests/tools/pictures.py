"""Renders every page to PNG, in all languages, light and dark, small and large: for eyes, and for the README.

Works on the demo account, so that the pictures show what a person sees in the middle of a set-up.
Run by ``dev.py pictures FOLDER``.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.doors.fake_keyrings import HonestKeyring
from tests.e2e.person import Browser
from wizard.app import create
from wizard.doors.resources import facts
from wizard.flow.steps import STEPS

LANGUAGES = ("ru", "uk", "en")
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


def main(folder: Path) -> int:
    """Render into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["pictures"])
    assert isinstance(app, QApplication)
    app.setPalette(palette(False))
    with tempfile.TemporaryDirectory() as place:
        keyring.set_keyring(HonestKeyring())
        window = create(["--demo", "--config-dir", place, "--language", "ru"])
        set_up(app, window)
        languages = window.findChild(QComboBox, "languageCombo")
        for size, (width, height) in SIZES.items():
            window.resize(width, height)
            for dark in (False, True):
                app.setPalette(palette(dark))
                for language in LANGUAGES:
                    languages.setCurrentIndex(languages.findData(language))
                    for step in STEPS:
                        window.go_to(step)
                        status = f"{step}Status"
                        wait(
                            app,
                            lambda name=status: (
                                not window.findChild(QWidget, name) or settled(window, name)
                            ),
                        )
                        theme = "dark" if dark else "light"
                        window.grab().save(str(folder / f"{step}_{language}_{theme}_{size}.png"))
        window.close()
        app.processEvents()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")))
