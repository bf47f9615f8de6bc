"""Writes that fail, are killed or meet others leave the old file or the new one, and it is told."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from wizard.doors import storage as storage_module
from wizard.doors.storage import Storage
from wizard.rules.finding import Severity

NAME = "acme.planfix.ru"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EROFS, "readonly"),
        (errno.EACCES, "readonly"),
        (errno.EIO, "other"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_failed_write_is_told_and_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, reason: str
) -> None:
    storage = Storage(tmp_path)
    storage.save(NAME, {"old": 1})

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(storage_module.os, step, fail)
        finding = storage.save(NAME, {"new": 1})
    assert finding is not None
    assert finding.key == "state_not_saved"
    assert finding.severity is Severity.WARNING
    assert finding.field == "notice"
    assert finding.details["reason"] == reason
    assert finding.details["folder"] == str(tmp_path / "accounts")
    assert _names(tmp_path) == [f"{NAME}.json"]
    assert storage.load(NAME)[0] == {"old": 1}
    assert storage.save(NAME, {"new": 1}) is None


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "dir"
    blocked.write_text("not a folder")
    storage = Storage(blocked)
    assert storage.load(NAME) == (None, None)
    assert storage.accounts() == []
    for finding in (storage.save(NAME, {}), storage.save_settings({}), storage.save_push(NAME, {})):
        assert finding is not None
        assert finding.key == "state_not_saved"
    assert blocked.read_text() == "not a folder"


def test_data_that_is_no_data_is_told(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.save(NAME, {"old": 1})
    assert storage.save(NAME, {"new": object()}) is not None
    assert storage.load(NAME)[0] == {"old": 1}


CHILD = """
import os, sys
from pathlib import Path
from wizard.doors.storage import Storage
stage, folder = sys.argv[1], Path(sys.argv[2])
def die(*args, **kwargs):
    os.kill(os.getpid(), 9) if os.name != "nt" else os._exit(9)
replace = os.replace
if stage == "before the rename":
    os.replace = die
elif stage == "after the rename":
    os.replace = lambda *args: (replace(*args), die())
elif stage == "before it is on the disk":
    os.fsync = die
elif stage == "no room":
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
found = Storage(folder).save("acme.planfix.ru", {"new": "x" * 100_000})
print(found.details["reason"])
"""


def _child(stage: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHILD, stage, str(folder)],
        cwd=Path(storage_module.__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("stage", "survives"),
    [
        ("before it is on the disk", "old"),
        ("before the rename", "old"),
        ("after the rename", "new"),
    ],
)
def test_a_program_killed_at_a_write_leaves_the_old_file_or_the_new(
    tmp_path: Path, stage: str, survives: str
) -> None:
    Storage(tmp_path).save(NAME, {"old": 1})
    assert _child(stage, tmp_path).returncode in (-9, 9)
    storage = Storage(tmp_path)
    data, finding = storage.load(NAME)
    assert finding is None
    assert data is not None
    assert list(data) == [survives]
    if os.name != "nt":
        # What the killed program left is swept up at the next start.
        assert _names(tmp_path) == [f"{NAME}.json"]


WRITING = """
import sys
from pathlib import Path
from wizard.doors.storage import Storage
storage, number = Storage(Path(sys.argv[1])), 0
while True:
    number += 1
    data = {"n": number, "text": str(number) * 5000}
    storage.change("acme.planfix.ru", lambda before: data)
    storage.save_push("acme.planfix.ru", data)
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("after", [1, 2, 3, 5, 8])
def test_a_program_killed_at_any_moment_leaves_whole_files(tmp_path: Path, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(tmp_path)],
        cwd=Path(storage_module.__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        for _ in range(after):
            program.stdout.readline()
        program.kill()
    storage = Storage(tmp_path)
    for data, finding in (storage.load(NAME), storage.load_push(NAME)):
        assert finding is None
        assert data is not None
        assert data["n"] >= after, "what was told as written is written"
        assert data["text"] == str(data["n"]) * 5000
    assert _names(tmp_path) == [f"{NAME}.json", f"{NAME}.push.json"]


@pytest.mark.skipif(os.name == "nt", reason="limits of file sizes are POSIX's")
def test_a_disk_that_fills_up_in_the_middle_of_a_file_keeps_the_old_one(tmp_path: Path) -> None:
    Storage(tmp_path).save(NAME, {"old": 1})
    assert _child("no room", tmp_path).stdout == "full\n"
    assert _names(tmp_path) == [f"{NAME}.json"]
    assert Storage(tmp_path).load(NAME)[0] == {"old": 1}


def test_a_temporary_file_of_a_living_program_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "accounts"
    folder.mkdir()
    mine = folder / f".{NAME}.json.{os.getpid()}-0123456789abcdef.tmp"
    mine.write_bytes(b"half")
    assert Storage(tmp_path).accounts() == []
    assert mine.exists()
    os.utime(mine, (1_000_000, 1_000_000))
    assert Storage(tmp_path).accounts() == []
    assert not mine.exists()


def test_many_writers_at_once_leave_a_whole_file(tmp_path: Path) -> None:
    def write(number: int) -> None:
        storage = Storage(tmp_path)
        for _ in range(20):
            assert storage.save(NAME, {"who": number, "text": str(number) * 5000}) is None

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(50):
        data, finding = Storage(tmp_path).load(NAME)
        assert finding is None
        assert data is None or data["text"] == str(data["who"]) * 5000
    for thread in threads:
        thread.join()
    assert _names(tmp_path) == [f"{NAME}.json"]


def test_what_the_person_saves_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "Письмо в поддержку.eml"
    path.write_bytes(b"old")
    assert Storage(tmp_path / "dir").write_file(path, b"new") is None
    assert path.read_bytes() == b"new"
    assert _names(tmp_path) == [path.name]


@pytest.mark.parametrize("where", ["missing/report.txt", "", "zero\0.txt", "x" * 400])
def test_an_export_that_cannot_be_written_is_told(tmp_path: Path, where: str) -> None:
    finding = Storage(tmp_path / "dir").write_file(tmp_path / where, b"text")
    assert finding is not None
    assert finding.key == "state_not_saved"
    assert _names(tmp_path.parent) == [] or not _names(tmp_path)
