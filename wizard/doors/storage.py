"""Set-up state, settings and phone backups on disk, and the files that the person saves.

A write leaves the old file or the new one, whatever happens meanwhile; a file that cannot be
understood is set aside under a name that is told. Must not hold a secret, and no exception but
``ValueError`` for a name that is no file name leaves it: what went wrong comes back as a finding.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from wizard.doors.folder_lock import alone
from wizard.rules.finding import Finding, Severity

VERSION: Final = 1
Data = dict[str, Any]

# From the version in the file to the next one; a step for each version older than VERSION.
MIGRATIONS: Final[dict[int, Callable[[Data], Data]]] = {}

# State is some kilobytes, a phone backup of 10 000 employees some megabytes. More is not ours.
_MAX_BYTES = 64 * 1024 * 1024
_NAME = re.compile(r"[0-9A-Za-z_](?:[0-9A-Za-z_-]|\.(?=[0-9A-Za-z_-])){0,199}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_TEMPORARY = re.compile(r"\..+\.(?P<pid>[0-9]+)-[0-9a-f]{16}\.tmp")
# A temporary file of a program that may still run is left alone for this long, seconds.
_TEMPORARY_AGE = 3600.0

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


class _ForeignFile(Exception):  # noqa: N818 - a judgement, not an error
    """What stands in the file is not something this program wrote."""


class Storage:
    """The files below one folder. Several threads and several programs may use it at once."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder without touching it; it is made at the first write."""
        self.folder = folder
        self.settings_finding: Finding | None = None
        self._accounts = folder / "accounts"
        self._known: set[Path] = set()
        # The files as they were last left, and the content of the one that was changed last.
        self._stamps: dict[Path, _Stamp] = {}
        self._last: dict[Path, Data] = {}
        self._tidied = False

    def accounts(self) -> list[str]:
        """Names of the stored accounts, the one written last first."""
        self._tidy()
        found: list[tuple[float, str]] = []
        for path in _files(self._accounts):
            name = path.name.removesuffix(".json")
            if name == path.name or name.endswith(".push") or not _is_name(name):
                continue
            with contextlib.suppress(OSError):
                if path.is_file():
                    found.append((-path.stat().st_mtime, name))
        return [name for _, name in sorted(found)]

    def load(self, name: str) -> tuple[Data | None, Finding | None]:
        """The state of one account or None, and ``state_unreadable`` if it was set aside."""
        return self._load(self._path(name))

    def save(self, name: str, data: Mapping[str, Any]) -> Finding | None:
        """Replace the state of one account. ``state_not_saved`` if that could not be done."""
        return self._save(self._path(name), data)

    def change(self, name: str, make: Callable[[Data | None], Mapping[str, Any]]) -> Finding | None:
        """Replace the state by what ``make`` makes of the present one, with no other window in between.

        Where the file is as this object left it, ``make`` gets what was written; nothing is read again.
        """
        path = self._path(name)
        with alone(path.parent):
            data, told = self._last.get(path), None
            if data is None or _stamp(path) != self._stamps.get(path):
                data, told = self._load(path)
            made = make(data)
            finding = self._save(path, made)
            self._last = {} if finding is not None else {path: dict(made)}
            return finding or told

    def load_push(self, name: str) -> tuple[Data | None, Finding | None]:
        """The phones as they were before a push, like ``load``."""
        return self._load(self._path(name, ".push"))

    def save_push(self, name: str, data: Mapping[str, Any]) -> Finding | None:
        """Keep the phones as they are before a push, like ``save``."""
        return self._save(self._path(name, ".push"), data)

    def forget_push(self, name: str) -> bool:
        """Remove the phone backup; True if there was one and it is gone."""
        return _remove(self._path(name, ".push"))

    def forget(self, name: str) -> list[str]:
        """Remove everything of one account, set-aside files too; the names of the files removed."""
        return [each for each in self.files_of(name) if _remove(self._accounts / each)]

    def files_of(self, name: str) -> list[str]:
        """Names of all files kept of one account. After ``forget``: what could not be removed."""
        state, push = self._path(name).name, self._path(name, ".push").name
        return sorted(
            path.name
            for path in _files(self._accounts)
            if path.name in (state, push)
            or path.name.startswith((f"{state}.damaged-", f"{push}.damaged-"))
        )

    def settings(self) -> Data:
        """Language and geometry, maybe none. ``settings_finding`` tells what was set aside."""
        data, self.settings_finding = self._load(self.folder / "settings.json")
        return data or {}

    def save_settings(self, data: Mapping[str, Any]) -> Finding | None:
        """Replace the settings, like ``save``."""
        return self._save(self.folder / "settings.json", data)

    def write_file(self, path: Path, data: bytes) -> Finding | None:
        """Write what the person saves where they chose, for their eyes only (0600).

        Like the state: wholly or not at all. The folder must exist.
        """
        try:
            _replace(path, data)
        except OSError as error:
            return _not_saved(path.parent, _reason(error))
        except ValueError:
            # A zero byte in a path that was typed.
            return _not_saved(path.parent, "other")
        return None

    def read_file(self, path: Path, most: int) -> tuple[bytes, Finding | None]:
        """What the person chose to open, up to ``most`` bytes: more is refused, it is no list of theirs."""
        try:
            # A pipe or a device would keep the window waiting.
            if not path.is_file():
                return b"", _not_read(path, "missing")
            with path.open("rb") as file:
                data = file.read(most + 1)
        except OSError as error:
            return b"", _not_read(path, _reason(error))
        except ValueError:
            return b"", _not_read(path, "other")
        return (b"", _not_read(path, "too_large")) if len(data) > most else (data, None)

    def _path(self, name: str, kind: str = "") -> Path:
        if not _is_name(name):
            raise ValueError("not the file name of an account")
        return self._accounts / f"{name}{kind}.json"

    def _load(self, path: Path) -> tuple[Data | None, Finding | None]:
        self._tidy()
        try:
            data = _parse(_read(path))
        except FileNotFoundError:
            self._known.add(path)
            return None, None
        except NotADirectoryError:
            # Something else stands where our folder should be; saving will tell.
            return None, None
        except (_ForeignFile, OSError):
            return None, self._set_aside(path)
        self._known.add(path)
        return data, None

    def _save(self, path: Path, data: Mapping[str, Any]) -> Finding | None:
        told: Finding | None = None
        if path not in self._known:
            # Never looked at, or unreadable and still there: nothing foreign is overwritten.
            told = self._load(path)[1]
            if told is not None and path not in self._known:
                return _not_saved(path.parent, "readonly")
        try:
            content = _dump({**data, "version": VERSION})
            _make_folder(path.parent, self.folder)
            self._stamps[path] = _replace(path, content)
        except OSError as error:
            return _not_saved(path.parent, _reason(error))
        except (TypeError, ValueError, RecursionError):
            return _not_saved(path.parent, "other")
        return told

    def _set_aside(self, path: Path) -> Finding | None:
        """Move a file out of the way. The finding names the new file, or the old if it stayed."""
        try:
            new = _move_aside(path)
        except FileNotFoundError:
            # Another window was faster: there is nothing here any more.
            self._known.add(path)
            return None
        except OSError:
            return _unreadable(path.name)
        self._known.add(path)
        return _unreadable(new.name)

    def _tidy(self) -> None:
        """Once: remove temporary files that a crash left behind."""
        if self._tidied:
            return
        self._tidied = True
        for folder in (self.folder, self._accounts):
            for path in _files(folder):
                found = _TEMPORARY.fullmatch(path.name)
                if found is not None and _abandoned(path, int(found["pid"])):
                    _remove(path)


def _is_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not _RESERVED.fullmatch(name)


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from list(folder.iterdir())
    except OSError:
        return


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _abandoned(path: Path, pid: int) -> bool:
    try:
        if time.time() - path.stat().st_mtime > _TEMPORARY_AGE:
            return True
        if os.name == "nt" or pid == os.getpid():
            # Signal 0 would be Ctrl+C on Windows, so age alone decides there.
            return False
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _not_read(path: Path, reason: str) -> Finding:
    return Finding("file_unreadable", Severity.WARNING, "", {"file": path.name, "reason": reason})


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise _ForeignFile
    return content


def _parse(content: bytes) -> Data:
    try:
        data: Any = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _ForeignFile from None
    if not isinstance(data, dict):
        raise _ForeignFile
    version = data.pop("version", None)
    if not isinstance(version, int) or isinstance(version, bool) or version > VERSION:
        raise _ForeignFile
    try:
        for step in range(version, VERSION):
            data = MIGRATIONS[step](data)
    except (LookupError, TypeError, ValueError, AttributeError):
        # Older than anything we know, or not what its version promises.
        raise _ForeignFile from None
    return dict(data)


def _dump(data: Data) -> bytes:
    try:
        return _lines(data, ascii_only=False)
    except UnicodeEncodeError:
        # Half a surrogate pair, from a name cut in two: written as an escape.
        return _lines(data, ascii_only=True)


def _lines(data: Data, ascii_only: bool) -> bytes:
    """One answer a line. To indent all of it takes five times as long, which with the numbers of ten
    thousand employees is longer than the window may stand still."""
    told = [
        f" {json.dumps(name, ensure_ascii=ascii_only)}: {json.dumps(each, ensure_ascii=ascii_only)}"
        for name, each in data.items()
    ]
    return ("{\n" + ",\n".join(told) + "\n}\n").encode()


def _make_folder(folder: Path, top: Path) -> None:
    """Make our folders, for this person alone. Those above are made as usual; none is changed."""
    top.parent.mkdir(parents=True, exist_ok=True)
    for each in dict.fromkeys((top, folder)):
        each.mkdir(mode=0o700, exist_ok=True)


_Stamp = tuple[int, int, int]


def _stamp(path: Path) -> _Stamp | None:
    """What tells a file from one that somebody put in its place; None if there is none."""
    try:
        return _marks(path.stat())
    except OSError:
        return None


def _marks(found: os.stat_result) -> _Stamp:
    return found.st_ino, found.st_mtime_ns, found.st_size


def _replace(path: Path, content: bytes) -> _Stamp:
    """Write beside the file, then put the new one in its place. Raises OSError, ValueError."""
    temporary = path.with_name(f".{path.name[:40]}.{os.getpid()}-{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            # Of the file itself: another program may put its own in this place right after.
            stamp = _marks(os.fstat(file.fileno()))
        _put(temporary, path)
    except BaseException:
        _remove(temporary)
        raise
    _sync_folder(path.parent)
    return stamp


def _put(temporary: Path, path: Path) -> None:
    for wait in (0.01, 0.02, 0.04):
        try:
            os.replace(temporary, path)
        except PermissionError:
            if os.name != "nt":
                raise
            # A virus scanner or an indexer holds the old file for a moment.
            time.sleep(wait)
        else:
            return
    os.replace(temporary, path)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows and some network folders cannot, and need not."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _move_aside(path: Path) -> Path:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    stem = f"{path.name}.damaged-{stamp}"
    for number in range(1, 1000):
        new = path.with_name(stem if number == 1 else f"{stem}-{number}")
        if path.is_dir():
            if not os.path.lexists(new):
                os.rename(path, new)
                return new
            continue
        try:
            # Reserve the name first: renaming would silently replace an older set-aside file.
            os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        try:
            os.replace(path, new)
        except OSError:
            _remove(new)
            raise
        return new
    raise OSError(errno.EEXIST, "no free name")


def _reason(error: OSError) -> str:
    if error.errno in _FULL:
        return "full"
    return "readonly" if error.errno in _READ_ONLY else "other"


def _unreadable(name: str) -> Finding:
    return Finding("state_unreadable", Severity.WARNING, "notice", {"file": name})


def _not_saved(folder: Path, reason: str) -> Finding:
    details = {"reason": reason, "folder": str(folder)}
    return Finding("state_not_saved", Severity.WARNING, "notice", details)
