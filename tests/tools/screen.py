"""An X screen with a window manager, for tests that need a real window.

Both are ended by the process ids stored here, whatever becomes of the test. Linux only: mark such a
test with ``@pytest.mark.linux_tools("Xvfb", "openbox", "xdpyinfo")``.
"""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0


class ScreenError(RuntimeError):
    """The screen did not come up."""


@contextmanager
def screen(
    home: Path, size: str = "1280x800x24", layout: str = "us,ru,ua"
) -> Iterator[dict[str, str]]:
    """Yield the environment that puts a program on the screen. ``home`` keeps openbox's own files.

    With the three keyboard layouts xdotool types Russian and Ukrainian without losing letters.
    """
    reading, writing = os.pipe()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        # Xvfb chooses a free number itself and writes it once it accepts connections. It would begin
        # anew when xdpyinfo leaves as the last one, and take openbox with it.
        processes.append(
            _start(["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp",
                    "-noreset"], dict(os.environ), (writing,))
        )  # fmt: skip
        os.close(writing)
        writing = -1
        number = _line(reading)
        environ = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
        }
        environ.pop("WAYLAND_DISPLAY", None)
        _until(["xdpyinfo"], environ, processes)
        processes.append(_start(["openbox", "--sm-disable"], environ))
        # A window manager that is ready says so in a property of the root window.
        _until(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], environ, processes, "window id")
        subprocess.run(
            ["setxkbmap", "-layout", layout], env=environ, check=True, capture_output=True
        )
        yield environ
    finally:
        os.close(reading)
        if writing >= 0:
            os.close(writing)
        for process in reversed(processes):
            process.kill()
            process.wait()


def _start(
    command: list[str], environ: dict[str, str], keep: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environ,
        pass_fds=keep,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _line(reading: int) -> str:
    said = b""
    deadline = time.monotonic() + PATIENCE
    while not said.endswith(b"\n"):
        ready, _, _ = select.select([reading], [], [], max(0.0, deadline - time.monotonic()))
        more = os.read(reading, 64) if ready else b""
        if not more:
            raise ScreenError("Xvfb did not start")
        said += more
    return said.decode("ascii").strip()


def _until(
    command: list[str],
    environ: dict[str, str],
    processes: list[subprocess.Popen[bytes]],
    word: str = "",
) -> None:
    """Ask again until the answer is good; each question waits for its answer, so this never spins long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in processes):
            raise ScreenError("Xvfb or openbox ended")
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        if done.returncode == 0 and word in done.stdout:
            return
    raise ScreenError(f"{command[0]} got no answer")
