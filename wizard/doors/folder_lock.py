"""Keeps other windows and programs of ours from writing into a folder for a moment. Waits for none that hangs."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# A write takes some milliseconds; whoever holds the lock for a second hangs.
_LOCK_TRIES = 200


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other windows from writing there for a moment. One that hangs is not waited for."""
    held = None
    for _ in range(_LOCK_TRIES):
        try:
            held = _lock(folder)
            break
        except BlockingIOError:
            time.sleep(0.005)
        except OSError:
            # No folder yet, or one of a kind that knows no locks: nothing to keep others from.
            break
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def _lock(folder: Path) -> int:
    """A handle that holds the lock until it is closed or its program ends."""
    if sys.platform == "win32":
        # Gone with its handle, also where the program is killed.
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY | os.O_NOINHERIT
        path = folder / ".lock"
        try:
            return os.open(path, flags, 0o600)
        except (FileExistsError, PermissionError):
            # Refused where there is none: the folder cannot be written, and waiting is no use.
            if os.path.lexists(path):
                raise BlockingIOError from None
            raise
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
