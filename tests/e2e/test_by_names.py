"""The whole set-up through AT-SPI: the program as a process on a screen of its own, driven by accessible names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.person import Browser
from tests.tools.screen import screen
from wizard.demo.words import seed
from wizard.doors.resources import facts, texts
from wizard.rules.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "xdpyinfo", "xprop", "setxkbmap", "dbus-run-session")
ACCESSIBLE = ("/usr/libexec/at-spi-bus-launcher", "pyatspi")
SYSTEM_PYTHON = "/usr/bin/python3"


class Ears:
    """The test's end of the line to tests/tools/reader.py."""

    def __init__(self, process: subprocess.Popen[str], language: str) -> None:
        self.process = process
        self.catalogue = Catalogue(texts, language)

    def name(self, key: str, **values: object) -> str:
        """How the screen reader calls what the catalogue calls so."""
        return self.catalogue.text(key, **values).replace("&", "")

    def _do(self, what: str, *arguments: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({"do": what, "with": arguments}), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        while line and not line.startswith("{"):
            # The services of the bus share this line and chat on it.
            line = self.process.stdout.readline()
        assert line, f"{what} {arguments}: the reader ended"
        answer = json.loads(line)
        assert "lost" not in answer, f"{what} {arguments}: {answer['lost']}"
        return answer["said"]

    def write(self, key: str, words: str) -> None:
        self._do("text", self.name(key), words)

    def press(self, key: str, **values: object) -> None:
        self._do("press", self.name(key, **values))

    def hear(self, key: str, **values: object) -> str:
        """Wait for the first line of a text of the catalogue."""
        heard: str = self._do("hear", self.name(key, **values).partition("\n")[0])
        return heard

    def content(self, key: str) -> str:
        said: str = self._do("content", self.name(key))
        return said

    def ticked(self, key: str) -> bool:
        return bool(self._do("ticked", self.name(key)))

    def ended(self) -> int:
        """The program's exit status, once it has ended."""
        return int(self._do("ended"))

    def on(self, step: str) -> None:
        """The step is on screen, and everything on it has a name."""
        self.hear(f"{step}.title")
        assert self._do("nameless") == [], step


@pytest.fixture
def ears(tmp_path: Path) -> Iterator[Ears]:
    with screen(tmp_path) as environ:
        environ["PYTHONPATH"] = str(ROOT)
        environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        environ["XDG_RUNTIME_DIR"] = str(tmp_path / "run")
        environ["XDG_DATA_HOME"] = str(tmp_path / "data")
        os.mkdir(tmp_path / "run", 0o700)
        program = [sys.executable, "-m", "wizard", "--demo", "--language", "ru"]
        log = (tmp_path / "reader.log").open("w")
        process = subprocess.Popen(
            ["dbus-run-session", "--", SYSTEM_PYTHON, str(ROOT / "tests/tools/reader.py"),
             *program, "--config-dir", str(tmp_path / "state")],
            env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            yield Ears(process, "ru")
        finally:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            try:
                process.wait(30)
            finally:
                process.kill()
                process.wait()
                process.stdout.close()
                log.close()


@pytest.mark.timeout(400)
@pytest.mark.linux_tools(*TOOLS, *ACCESSIBLE)
def test_the_whole_set_up_by_accessible_names_only(ears: Ears, tmp_path: Path) -> None:
    known = facts()
    # account
    ears.on("account")
    demo = demo_of(tmp_path / "state")
    browser = Browser(demo)
    ears.write("account.token", demo["token"])
    ears.press("account.check")
    ears.hear("account.good")
    ears.press("shell.next")

    # activate: the program looks by itself, and sees nothing yet
    ears.on("activate")
    browser.activate_binotel()
    ears.press("activate.tick")
    ears.hear("activate.seen")
    assert ears.ticked("activate.tick")
    ears.press("shell.next")

    # letter
    ears.on("letter")
    letter = ears.content("letter.body")
    for path in known.paths.values():
        assert demo["account"] + path in letter
    answered = browser.send_letter(letter)
    assert answered["accepted"], answered["reason"]
    ears.press("letter.sent")
    ears.press("shell.next")

    # keys
    ears.on("keys")
    ears.write("keys.reply", answered["reply"])
    ears.hear("keys.found")
    ears.press("keys.check")
    ears.hear("keys.good")
    browser.save_short_number(demo["binotel_key"], demo["binotel_secret"], "2", "901")
    ears.press("keys.saved")
    ears.press("shell.next")

    # employees
    ears.on("employees")
    ears.press("employees.tick")
    ears.press("shell.next")

    # tracking: the person adds the fields, the program sees them
    ears.on("tracking")
    fields = [(each.name, 0) for each in known.tracking_fields]
    browser.add_fields("Звонок", fields)
    browser.add_fields("Пропущенный звонок", fields)
    ears.press("tracking.recheck")
    ears.hear("tracking.good")
    ears.press("shell.next")

    # test call
    ears.on("test_call")
    ears.press("test_call.watch")
    browser.call("site")
    ears.hear("finding.call_seen", name="Звонок", n=1, count=1)
    ears.press("shell.next")

    # summary
    ears.on("summary")
    ears.hear("steps.summary.done")
    ears.press("shell.finish")
    assert ears.ended() == 0


def demo_of(folder: Path) -> dict[str, str]:
    """What the pages of the running demo account tell the person who plays its part."""
    kept = json.loads((folder / "demo" / "demo.json").read_text(encoding="utf-8"))
    model = kept["model"]
    return {
        "account": f"http://127.0.0.1:{kept['ports'][0]}",
        "token": seed()["token"],
        "binotel_key": model["binotel"]["key"],
        "binotel_secret": model["binotel"]["secret"],
    }
