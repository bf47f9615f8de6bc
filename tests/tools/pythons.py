"""Which CPythons stand on this machine. Standard library only: runs before anything is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

OLDEST = (3, 10)

_ASK = """
import importlib.util, json, platform, sys
print(json.dumps({
    "version": sys.version_info[:2],
    "cpython": platform.python_implementation() == "CPython",
    "final": sys.version_info.releaselevel == "final",
    "complete": all(importlib.util.find_spec(each) for each in ("venv", "ensurepip")),
    "path": getattr(sys, "_base_executable", None) or sys.executable,
}))
"""


def candidates() -> Iterator[str]:
    """Files that may be a Python: pyenv's, those on PATH, and those of the Windows launcher."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from map(str, sorted(pyenv.glob("versions/*/bin/python3")))
    yield from map(str, sorted(pyenv.glob("pyenv-win/versions/*/python.exe")))
    folders = [*os.environ.get("PATH", "").split(os.pathsep), "/usr/bin", "/usr/local/bin"]
    for folder in dict.fromkeys(filter(None, folders)):
        for found in sorted(Path(folder).glob("python3*")):
            if re.fullmatch(r"python3(\.\d+)?(\.exe)?", found.name):
                yield str(found)
    if sys.platform == "win32":
        done = subprocess.run(
            ["py", "-0p"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        yield from re.findall(r"\S+\.exe$", done.stdout, re.MULTILINE)


def others(own: str, paths: Iterable[str] | None = None) -> dict[str, str]:
    """``{"3.12": path}`` for every final CPython 3.10 or newer but ``own``, oldest first.

    One without ``venv`` counts only if it is the only one of its version.
    """
    found: dict[tuple[int, int], tuple[bool, str]] = {}
    for path in candidates() if paths is None else paths:
        told = _ask(path)
        if told is None or not (told["cpython"] and told["final"]):
            continue
        version = (int(told["version"][0]), int(told["version"][1]))
        if version < OLDEST or found.get(version, (False, ""))[0]:
            continue
        if told["complete"] or version not in found:
            found[version] = (bool(told["complete"]), str(told["path"]))
    return {
        f"{major}.{minor}": path
        for (major, minor), (_, path) in sorted(found.items())
        if f"{major}.{minor}" != own
    }


def _ask(path: str) -> dict[str, Any] | None:
    """What a Python says of itself; None of a file that is none."""
    try:
        done = subprocess.run(
            [path, "-I", "-c", _ASK],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
            stdin=subprocess.DEVNULL,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return told
