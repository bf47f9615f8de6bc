"""A check that hangs keeps no process: the real program in a child, closed while it waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.doors.misbehaving import HANGING, Misbehaving

ROOT = Path(__file__).resolve().parents[2]
# The contract allows one second from close() to the end of the process; five times of it here.
MOMENT = 5.0

# The window is closed when the server, in this process, tells on stdin that it has it hanging.
PROGRAM = """
import json, sys, threading, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from wizard.app import create

folder, account, binotel, which = sys.argv[1:]
window = create(["--config-dir", folder, "--language", "ru", "--account", account,
                 "--binotel-url", binotel])
find = lambda name: window.findChild(QWidget, name)
if which == "account":
    find("tokenEdit").setText("canary-token-0000000000000000000")
    status, press = "accountStatus", "checkAccountButton"
elif which == "keys":
    assert window.go_to("keys")
    find("keyEdit").setText("canary-0000000")
    find("secretEdit").setText("canary-000000-000000-000000-00000000")
    status, press = "keysStatus", "checkKeysButton"
find(press).click()
assert find(status).property("state") == "busy"
told = threading.Event()

def listen():
    sys.stdin.readline()
    told.set()

def look():
    if told.is_set():
        print(json.dumps({"busy": find(status).property("state"), "at": time.monotonic()}), flush=True)
        poll.stop()
        window.close()

threading.Thread(target=listen, daemon=True).start()
poll = QTimer(interval=20)
poll.timeout.connect(look)
poll.start()
sys.exit(QApplication.instance().exec())
"""


@pytest.mark.parametrize("which", ["account", "keys"])
@pytest.mark.parametrize("fault", HANGING)
def test_closing_ends_the_process(fault: str, which: str, tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    with Misbehaving(fault) as server:
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path), server.origin, server.origin, which],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.hanging.wait(60) or program.poll() is None, program.communicate()
            out, err = program.communicate("now\n", timeout=60)
            ended = time.monotonic()
        finally:
            program.kill()
            program.wait(10)
    assert (program.returncode, err) == (0, "")
    told = json.loads(out)
    assert told["busy"] == "busy", "the check was over before it could hang"
    assert ended - told["at"] < MOMENT
