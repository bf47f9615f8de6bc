"""Files that the person chose to open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tools import machine
from wizard.doors.storage import Storage
from wizard.rules.finding import Severity


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "config")


def test_a_file_comes_whole_up_to_the_limit(storage: Storage, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"12345")
    assert storage.read_file(file, 5) == (b"12345", None)
    data, finding = storage.read_file(file, 4)
    assert data == b""
    assert finding is not None
    assert (finding.key, finding.severity) == ("file_unreadable", Severity.WARNING)
    assert finding.details == {"file": "list.csv", "reason": "too_large"}


@pytest.mark.parametrize("name", ["gone.csv", "folder", "zero\0byte.csv", "x" * 5000])
def test_what_cannot_be_read_is_told_by_name_alone(
    storage: Storage, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    data, finding = storage.read_file(tmp_path / name, 10)
    assert data == b""
    assert finding is not None
    assert finding.key == "file_unreadable"
    assert str(tmp_path) not in str(finding.details), "a path tells who the person is"


def test_a_pipe_does_not_keep_the_window_waiting(storage: Storage, tmp_path: Path) -> None:
    if not machine.on_linux():
        pytest.skip("needs the pipes of a Linux desktop")
    os.mkfifo(tmp_path / "pipe")
    _, finding = storage.read_file(tmp_path / "pipe", 10)
    assert finding is not None
