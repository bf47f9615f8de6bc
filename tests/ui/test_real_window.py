"""The program as a process of its own on a real X screen: found, typed into and closed from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.screen import screen

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "xdotool", "xdpyinfo", "xprop", "setxkbmap")


@pytest.mark.linux_tools(*TOOLS)
def test_it_opens_takes_what_is_typed_and_closes(tmp_path: Path) -> None:
    with screen(tmp_path) as environ:
        environ["PYTHONPATH"] = str(ROOT)
        environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        command = [sys.executable, "-m", "wizard", "--language", "ru"]
        program = subprocess.Popen(
            [*command, "--config-dir", str(tmp_path / "state")],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

        def xdotool(*words: str) -> str:
            done = subprocess.run(
                ["xdotool", *words],
                env=environ, capture_output=True, text=True, check=True, timeout=60,
            )  # fmt: skip
            return done.stdout.strip()

        try:
            mine = ["--sync", "--onlyvisible", "--pid", str(program.pid)]
            window = xdotool("search", *mine).splitlines()[-1]
            xdotool("windowactivate", "--sync", window)
            # The first field has the focus: a newcomer starts typing.
            xdotool("type", "--delay", "20", "acme")
            # Openbox passes the wish on to the program, as a click on the cross of its frame does.
            xdotool("key", "--clearmodifiers", "alt+F4")
            out, err = program.communicate(timeout=30)
        finally:
            program.kill()
            program.communicate()
    assert program.returncode == 0
    assert (out, err) == ("", "")
    state = tmp_path / "state" / "accounts" / "acme.planfix.ru.json"
    assert json.loads(state.read_text(encoding="utf-8"))
