"""The account window on a real X screen, in a process of its own: filled by clicks from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.screen import screen

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "xdotool", "xdpyinfo", "xprop", "setxkbmap")

PROGRAM = """
import sys, time
from PySide6.QtCore import QPoint, QTimer, QUrl
from PySide6.QtWidgets import QWidget
from wizard.app import create
window = create(["--demo", "--config-dir", sys.argv[1], "--language", "uk"])
from PySide6.QtWidgets import QApplication
app = QApplication.instance()
find = lambda name: window.findChild(QWidget, name)
demo = window.services.close.__self__.demo
with demo.state.change() as model:
    model.active = "binotel"
window.go_to("keys")
find("keyEdit").setText("demo00-key0000")
find("secretEdit").setText("demo00-demo00-demo00-demo00-secret00")
find("accountWindowButton").click()
page = find("accountWebView").page()
def told(name):
    print(name, find("accountWindowStatus").property("code"), flush=True)
stage = ["login"]
def loaded(ok):
    if stage[0] == "login":
        stage[0] = "home"
        page.runJavaScript("document.querySelector('form').requestSubmit()")
    elif stage[0] == "home":
        stage[0] = "form"
        page.setUrl(QUrl(window.demo["account"] + "/demo/builds/table"))
    elif stage[0] == "form":
        stage[0] = "ready"
        QTimer.singleShot(500, where)
def where():
    button = find("fillButton")
    middle = button.mapToGlobal(QPoint(button.width() // 2, button.height() // 2))
    print("click", middle.x(), middle.y(), flush=True)
    poll.start()
def look():
    status = find("accountWindowStatus")
    if status.property("state") in ("ok", "error", "warning"):
        poll.stop()
        print("code", status.property("code"), flush=True)
        window.close()
        app.quit()
poll = QTimer(interval=100)
poll.timeout.connect(look)
page.loadFinished.connect(loaded)
app.exec()
"""


@pytest.mark.linux_tools(*TOOLS)
def test_it_is_filled_by_a_click_from_outside(tmp_path: Path) -> None:
    with screen(tmp_path) as environ:
        environ["PYTHONPATH"] = str(ROOT)
        environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        # Remote debugging is asked for from outside: the program takes it out again.
        environ["QTWEBENGINE_REMOTE_DEBUGGING"] = "127.0.0.1:9"
        environ["QTWEBENGINE_CHROMIUM_FLAGS"] = os.environ["QTWEBENGINE_CHROMIUM_FLAGS"]
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "state")],
            env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert program.stdout is not None
            word, x, y = program.stdout.readline().split()
            assert word == "click"
            subprocess.run(
                ["xdotool", "mousemove", "--sync", x, y, "click", "1"],
                env=environ, check=True, timeout=60, capture_output=True,
            )  # fmt: skip
            out, err = program.communicate(timeout=60)
        finally:
            program.kill()
            program.communicate()
    assert program.returncode == 0, err
    assert out.split() == ["code", "filled"]
    assert "Remote debugging" not in err
