"""What Qt and the tests need of the machine, what of it is missing, and the line that installs it.

Runs before anything is installed: standard library only, Python 3.10. Must not import Qt, whose
absent libraries end the process instead of raising.

Sources: `ldd` of Qt 6.11's plugins; packages tried on Debian 12. The dnf line asks by soname and by
path, which rpm knows for every package; it was not tried.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One library (by soname) or tool (by command or path) and Debian's package that has it."""

    name: str
    package: str


QT = (
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),
)
XCB = (
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxcb-image.so.0", "libxcb-image0"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0"),
    Need("libxcb-util.so.1", "libxcb-util1"),
    Need("libxcb-randr.so.0", "libxcb-randr0"),
    Need("libxcb-sync.so.1", "libxcb-sync1"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1"),
    Need("libX11-xcb.so.1", "libx11-xcb1"),
)
WAYLAND = (
    Need("libwayland-client.so.0", "libwayland-client0"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0"),
)
BROWSER = (
    Need("libasound.so.2", "libasound2"),
    Need("libnss3.so", "libnss3"),
    Need("libnspr4.so", "libnspr4"),
    Need("libXcomposite.so.1", "libxcomposite1"),
    Need("libXdamage.so.1", "libxdamage1"),
    Need("libXrandr.so.2", "libxrandr2"),
    Need("libXtst.so.6", "libxtst6"),
    Need("libxkbfile.so.1", "libxkbfile1"),
    Need("libdrm.so.2", "libdrm2"),
    Need("libgbm.so.1", "libgbm1"),
    Need("libxcb-dri3.so.0", "libxcb-dri3-0"),
)
TOOLS = (
    Need("Xvfb", "xvfb"),
    Need("xauth", "xauth"),
    Need("openbox", "openbox"),
    Need("xdotool", "xdotool"),
    Need("xdpyinfo", "x11-utils"),
    Need("setxkbmap", "x11-xkb-utils"),
    Need("import", "imagemagick"),
    Need("dbus-run-session", "dbus"),
    Need("gnome-keyring-daemon", "gnome-keyring"),
    Need("/usr/libexec/at-spi-bus-launcher", "at-spi2-core"),
    Need("pyatspi", "python3-pyatspi"),
)


def on_linux() -> bool:
    """Elsewhere Qt's wheels bring all they need, and the desktop tests are skipped."""
    return sys.platform.startswith("linux")


def library_there(soname: str) -> bool:
    """Whether the loader finds a library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def tool_there(name: str) -> bool:
    """Whether a command is on PATH or a path exists; ``pyatspi`` is a module of the system's Python."""
    if name == "pyatspi":
        return any(Path("/usr/lib").glob("python3*/*-packages/pyatspi"))
    return Path(name).exists() if name.startswith("/") else shutil.which(name) is not None


def missing(
    needs: Iterable[Need],
    there: Callable[[str], bool] = library_there,
) -> list[Need]:
    """Those of ``needs`` that are not there; none on systems other than Linux."""
    return [need for need in needs if not there(need.name)] if on_linux() else []


def no_display(environ: Mapping[str, str]) -> bool:
    """Whether Qt would abort for want of a display."""
    return on_linux() and not any(
        environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    )


def window_needs(environ: Mapping[str, str]) -> tuple[Need, ...]:
    """The libraries of a window on the display at hand."""
    platform = environ.get("QT_QPA_PLATFORM", "")
    if platform.startswith(("offscreen", "minimal")):
        return QT
    if platform.startswith("wayland") or (not platform and not environ.get("DISPLAY")):
        return QT + WAYLAND
    return QT + XCB


def venv_need(version: tuple[int, int]) -> Need | None:
    """Debian cuts ``ensurepip`` out of Python: the package that puts it back, or None."""
    from importlib.util import find_spec

    if find_spec("venv") is not None and find_spec("ensurepip") is not None:
        return None
    return Need("python3-venv", f"python{version[0]}.{version[1]}-venv")


def installer(release: Path = Path("/etc/os-release")) -> str:
    """``apt``, ``dnf``, or nothing for systems that we do not know."""
    words: set[str] = set()
    try:
        for line in release.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            if key in ("ID", "ID_LIKE"):
                words.update(value.strip("\"' ").lower().split())
    except OSError:
        return ""
    if words & {"debian", "ubuntu"}:
        return "apt"
    if words & {"fedora", "rhel", "centos"}:
        return "dnf"
    return ""


def line_to_type(needs: Iterable[Need], manager: str, root: bool) -> str:
    """The one line that installs ``needs``, or the names to look for where we know no line."""
    needs = list(needs)
    sudo = "" if root else "sudo "
    if manager == "apt":
        packages = " ".join(dict.fromkeys(need.package for need in needs))
        return (
            f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {packages}"
        )
    if manager == "dnf":
        return f"{sudo}dnf install " + " ".join(_rpm(need.name) for need in needs)
    return ", ".join(need.name for need in needs)


def _rpm(name: str) -> str:
    if ".so." in name:
        return f"'{name}()(64bit)'" if sys.maxsize > 2**32 else f"'{name}'"
    if name in ("python3-venv", "pyatspi"):
        return name.replace("pyatspi", "python3-pyatspi")
    return name if name.startswith("/") else f"/usr/bin/{name}"


def is_root() -> bool:
    """Whether packages may be installed without asking for rights."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(needs: Iterable[Need]) -> bool:
    """Install with apt, its output on our stderr; whether it went well."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = list(dict.fromkeys(need.package for need in needs))
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            command, env=environ, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
        )
        if done.returncode:
            return False
    return True
