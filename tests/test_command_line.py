"""The command line as a script of an integrator meets it: options, exit statuses, what is printed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

import wizard
from tests.doors.fake_keyrings import HonestKeyring
from tests.doors.misbehaving import Misbehaving
from wizard.app import create

LIMIT = 60
"""Seconds after which a program is given up; far more than any of them takes."""

RUN = "import sys; from wizard.app import main; sys.exit(main(sys.argv[1:]))"
WITHOUT_QT = "import sys; sys.modules['PySide6'] = None; " + RUN
WITHOUT_FLASK = "import sys; sys.modules['flask'] = None; " + RUN
# The same program, which closes its window by itself.
CLOSING = """
import sys
import wizard.app as app
made = app._create
def create(arguments):
    window = made(arguments)
    from PySide6.QtCore import QTimer
    QTimer.singleShot(700, window.close)
    return window
app._create = create
sys.exit(app.main(sys.argv[1:]))
"""
CHECKING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from wizard.app import create
window = create(sys.argv[1:])
window.findChild(QWidget, "checkAccountButton").click()
def close():
    assert window.findChild(QWidget, "accountStatus").property("state") == "busy"
    print("closing", flush=True)
    window.close()
QTimer.singleShot(700, close)
QApplication.instance().exec()
"""
LANGUAGE = """
import sys
from PySide6.QtWidgets import QWidget
from wizard.app import create
window = create(sys.argv[1:])
print(window.findChild(QWidget, "languageCombo").currentData())
window.close()
"""


def environment(**changes: str | None) -> dict[str, str]:
    found: dict[str, str | None] = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **changes}
    return {name: value for name, value in found.items() if value is not None}


def run(program: str, *arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LIMIT,
        env=environment(**changes),
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a program that would not start."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in lines[0]
    return lines[0]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_needs_no_window_needs_no_qt(option: str) -> None:
    done = run(WITHOUT_QT, option)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert (
        wizard.__version__ in done.stdout if option == "--version" else "--account" in done.stdout
    )


def test_the_module_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "--version"],
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    )
    assert done.stdout.split() == ["planfix-binotel-wizard", wizard.__version__]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["acme"],
        ["--account"],
        ["--language", "de"],
        ["--demo", "--account", "acme"],
        ["--demo", "--binotel-url", "http://127.0.0.1:1"],
        ["--binotel-url", "https://binotel.com.evil.example"],
        ["--binotel-url", "http://api.binotel.com"],
        ["--binotel-url", "https://api.binotel.com/path"],
        ["--binotel-url", "https://me:word@api.binotel.com"],
        ["--binotel-url", "http://127.1"],
        ["--port", "8000"],
        ["--demo-server", "--port", "many"],
        ["--demo-server", "--port", "70000"],
        ["--nonsense\nof two lines"],
    ],
)
def test_unusable_arguments(arguments: list[str]) -> None:
    refused(run(RUN, *arguments))


@pytest.mark.parametrize(
    "url",
    ["https://my.binotel.com", "http://127.0.0.1:8000", "http://[::1]:8000/", "http://localhost"],
)
def test_origins_of_binotel_that_are_taken(url: str) -> None:
    from wizard.arguments import parse

    assert parse(["--binotel-url", url]).binotel_url == url.rstrip("/")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused(run(RUN, "--config-dir", str(tmp_path / "file")))
    told = refused(run(RUN, "--demo", "--config-dir", str(tmp_path / "file" / "folder")))
    assert "demo account" in told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a display")
@pytest.mark.parametrize(
    ("platform", "display"), [(None, None), ("xcb", None), (None, ":987"), ("wayland;xcb", ":987")]
)
def test_without_a_display(platform: str | None, display: str | None) -> None:
    done = run(RUN, QT_QPA_PLATFORM=platform, DISPLAY=display, WAYLAND_DISPLAY=None)
    assert "display" in refused(done)


@pytest.mark.parametrize("option", ["--demo", "--demo-server"])
def test_without_the_extra_the_line_to_type_is_told(option: str) -> None:
    assert 'pip install "planfix-binotel-wizard[demo]"' in refused(run(WITHOUT_FLASK, option))


def test_closing_the_window_ends_well(tmp_path: Path) -> None:
    done = run(CLOSING, "--account", "acme", "--config-dir", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "settings.json").exists()
    assert list((tmp_path / "logs").iterdir())


@pytest.mark.parametrize(
    "fault", ["accepts and never answers", "sends the body byte by byte", "stops in the middle of the body"]
)  # fmt: skip
def test_closing_ends_the_process_whatever_the_server_does(tmp_path: Path, fault: str) -> None:
    with Misbehaving(fault) as server:
        arguments = ["--account", server.origin, "--config-dir", str(tmp_path)]
        with subprocess.Popen(
            [sys.executable, "-c", CHECKING, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "closing\n"
            begun = time.monotonic()
            _, errors = process.communicate(timeout=LIMIT)
            # A second is promised; five leave room for a busy machine.
            assert time.monotonic() - begun < 5
        assert process.returncode == 0, errors
        assert errors == ""


@pytest.mark.parametrize(
    ("locale", "language"),
    [("uk_UA.UTF-8", "uk"), ("en_GB.UTF-8", "en"), ("de_DE.UTF-8", "ru"), ("C", "ru"), ("POSIX", "ru")],
)  # fmt: skip
def test_the_first_language_is_the_systems(tmp_path: Path, locale: str, language: str) -> None:
    system = {"LC_ALL": locale, "LANG": locale, "LC_MESSAGES": locale}
    folder = ["--config-dir", str(tmp_path)]
    assert run(LANGUAGE, *folder, **system).stdout.split() == [language]
    assert run(LANGUAGE, *folder, "--language", "uk", **system).stdout.split() == ["uk"]
    # The last one used comes before the system's.
    assert run(LANGUAGE, *folder, **system).stdout.split() == ["uk"]


# The demo account


def test_the_demo_server_tells_its_addresses_and_serves_until_interrupted() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WITHOUT_QT, "--demo-server"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(DISPLAY=None, QT_QPA_PLATFORM=None),
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            assert set(told) == {
                *("account", "binotel", "mailbox", "login", "token", "binotel_key"),
                "binotel_secret",
            }
            for name in ("account", "binotel", "mailbox"):
                assert told[name].startswith("http://127.0.0.1:")
            session = requests.Session()
            session.trust_env = False
            token = {"Authorization": f"Bearer {told['token']}"}
            answer = session.get(told["account"] + "/rest/ping", headers=token, timeout=10)
            assert answer.json()["result"] == "success"
            session.close()
        finally:
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=LIMIT)
        assert (process.returncode, out, errors) == (0, "", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folder is set as on Linux")
def test_the_demo_keeps_its_secrets_in_memory(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, memory_keyring: HonestKeyring
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    window = create(["--demo", "--language", "en"])
    try:
        demo = window.demo
        assert demo is not None
        assert window.findChild(object, "accountEdit").text() == demo["account"]
        assert window.current_step == "account"
        window.findChild(object, "tokenEdit").setText(demo["token"])
        window.findChild(object, "nextButton").click()
        store = window.findChild(object, "tokenStoreLabel")
        window.go_to("account")
        qtbot.waitUntil(lambda: "memory" in store.text())
    finally:
        window.close()
        window.deleteLater()
    assert memory_keyring.kept == {}
    ours = tmp_path / "planfix-binotel-wizard"
    assert list((ours / "demo" / "accounts").iterdir())
    assert not (ours / "accounts").exists()


def test_the_demo_comes_back_at_the_same_place(qtbot: Any, config_dir: Path) -> None:
    addresses = []
    for _ in range(2):
        window = create(["--demo", "--language", "en", "--config-dir", str(config_dir)])
        addresses.append(window.demo["account"] if window.demo else "")
        window.go_to("activate")
        window.close()
        window.deleteLater()
    assert addresses[0] == addresses[1] != ""
