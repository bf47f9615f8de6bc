"""Whether there is a display to open a window on. Without one Qt would end the process with a signal.

Must not import Qt, nor cost the start more than a millisecond.
"""

from __future__ import annotations

import os
import sys

_X_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108 - where every X server puts them


def display_there() -> bool:
    """False where Qt is going to find none of the displays that it may use. Only Linux needs to ask."""
    if not sys.platform.startswith("linux"):
        return True
    wanted = [
        each.partition(":")[0] for each in os.environ.get("QT_QPA_PLATFORM", "").split(";") if each
    ] or ["xcb", "wayland"]
    if any(not each.startswith(("xcb", "wayland")) for each in wanted):
        return True
    x11 = any(each.startswith("xcb") for each in wanted)
    wayland = any(each.startswith("wayland") for each in wanted)
    return (x11 and _x11(os.environ.get("DISPLAY", ""))) or (wayland and _wayland())


def _x11(display: str) -> bool:
    """Whether somebody listens there; a display on another computer is believed."""
    host, colon, number = display.rpartition(":")
    if not colon or host not in ("", "unix"):
        return bool(colon)
    # The module below ``socket``: that one costs a start three milliseconds.
    from _socket import AF_UNIX, SOCK_STREAM, socket

    path = _X_SOCKETS + number.partition(".")[0]
    for place in (f"\0{path}", path):
        line = socket(AF_UNIX, SOCK_STREAM)
        try:
            line.connect(place)
        except OSError:
            continue
        else:
            return True
        finally:
            line.close()
    return False


def _wayland() -> bool:
    if os.environ.get("WAYLAND_SOCKET"):
        return True
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and os.path.exists(os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), name))
