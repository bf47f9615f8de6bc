"""Builds the wheel, installs it into an empty environment and starts it there once.

``python -m tests.tools.wheel`` (status 1: something is wrong). ``dev.py bench`` measures what
``installed()`` made. The environment holds requirements/runtime.txt and the wheel, nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import dev

FOLDER = dev.OTHERS / "wheel"

WITHOUT_QT = """
import sys
from wizard.app import main
try:
    main([sys.argv[1]])
except SystemExit as end:
    assert not end.code, end.code
loaded = sorted(name for name in sys.modules if name.startswith(("PySide6", "shiboken6")))
assert not loaded, f"{sys.argv[1]} imports {loaded[:3]}"
"""

WINDOW = """
import sys
from pathlib import Path
import wizard
from wizard.app import create
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
assert Path(wizard.__file__).is_relative_to(sys.prefix), wizard.__file__
window = create(["--config-dir", sys.argv[1], "--language", "ru"])
QTimer.singleShot(0, lambda: (window.repaint(), window.close()))
QApplication.instance().exec()
assert window.current_step == "account", window.current_step
"""


class WheelError(Exception):
    """The wheel is not as it should be."""


def build(folder: Path) -> Path:
    """The wheel, made from the source archive, made from the checkout; with what is pinned only."""
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)], cwd=dev.ROOT)
    wheels = list(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise WheelError(f"one wheel was to be made, there are {len(wheels)}")
    return wheels[0]


def installed() -> Path:
    """The Python of an environment with nothing in it but the wheel just built."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    python = dev.environment(FOLDER, "runtime", base=_base())
    with tempfile.TemporaryDirectory() as folder:
        # pip compiles what it installs, whatever PYTHONDONTWRITEBYTECODE says.
        dev.pip(python, "--no-deps", "--no-index", str(build(Path(folder))))
    return python


def environ(home: Path) -> dict[str, str]:
    """No checkout to be imported by mistake, no home, no display."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept.update(
        QT_QPA_PLATFORM="offscreen",
        HOME=str(home),
        XDG_CONFIG_HOME=str(home / "config"),
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",
    )
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS"):
        kept.pop(name, None)
    return kept


def check(python: Path) -> None:
    """Start the program in every way that needs no person; WheelError tells what went wrong."""
    scripts = python.parent
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        _run([str(python), "-m", "pip", "check", "--disable-pip-version-check"], home)
        for option in ("--version", "--help"):
            _run([str(python), "-c", WITHOUT_QT, option], home)
            _run([str(scripts / "planfix-binotel-wizard"), option], home)
            _run([str(python), "-m", "wizard", option], home)
        if not any(scripts.glob("planfix-binotel-wizard-gui*")):
            raise WheelError("the windowed twin is not there")
        said = _run([str(python), "-c", WINDOW, str(home / "state")], home)
        if said:
            raise WheelError(f"a start wrote to the console: {said}")
        done = subprocess.run(
            [str(python), "-m", "wizard", "--demo"],
            cwd=home, env=environ(home), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        if done.returncode != 2 or "pip install" not in done.stderr:
            raise WheelError(f"--demo without its extra: {done.returncode} {done.stderr}")


def _base() -> str:
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _run(command: list[str], cwd: Path) -> str:
    """What a command says; WheelError with that if it fails."""
    environment = environ(cwd) if cwd != dev.ROOT else dict(os.environ)
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=300,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WheelError(str(error)) from None
    if done.returncode:
        raise WheelError(f"status {done.returncode}: {' '.join(command)[:200]}\n{done.stdout}")
    return done.stdout.strip()


def main() -> int:
    """0 if the wheel works."""
    try:
        check(installed())
    except (WheelError, dev.StopError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
