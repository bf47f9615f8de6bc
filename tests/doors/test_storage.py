"""State on disk: what was saved comes back, and nothing that stood there is lost or overwritten."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from wizard.doors import storage as storage_module
from wizard.doors.storage import VERSION, Storage
from wizard.rules.finding import Severity

NAME = "acme.planfix.ru"


def _state(folder: Path, name: str = NAME) -> Path:
    return folder / "accounts" / f"{name}.json"


def _put(folder: Path, content: bytes, name: str = NAME) -> Path:
    path = _state(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    data = {"company": "ООО «Вектор» ☎", "count": 3, "ticked": ["a"], "none": None}
    assert Storage(tmp_path / "new" / "dir").save(NAME, data) is None
    assert Storage(tmp_path / "new" / "dir").load(NAME) == (data, None)


def test_nothing_stored_is_nothing_wrong(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "none")
    assert storage.load(NAME) == (None, None)
    assert storage.load_push(NAME) == (None, None)
    assert storage.settings() == {}
    assert storage.accounts() == []
    assert storage.forget(NAME) == []
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(os.name == "nt", reason="rights are POSIX's")
def test_only_the_person_may_read(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        storage = Storage(tmp_path / "dir")
        storage.save(NAME, {})
        storage.save_push(NAME, {})
        storage.save_settings({})
        storage.write_file(tmp_path / "report.txt", b"x")
    finally:
        os.umask(old)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert len(files) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_the_version_stands_in_the_file_and_not_in_the_data(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.save(NAME, {"a": 1})
    assert json.loads(_state(tmp_path).read_text(encoding="utf-8"))["version"] == VERSION
    assert storage.load(NAME)[0] == {"a": 1}


def test_text_cut_in_the_middle_of_a_sign_is_saved_too(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    assert storage.save(NAME, {"company": "Вектор \ud83d"}) is None
    assert storage.load(NAME)[0] == {"company": "Вектор \ud83d"}


def test_a_byte_order_mark_of_some_editor_does_no_harm(tmp_path: Path) -> None:
    _put(tmp_path, b'\xef\xbb\xbf{"version": 1, "a": "b"}')
    assert Storage(tmp_path).load(NAME) == ({"a": "b"}, None)


FOREIGN = {
    "empty": b"",
    "cut": b'{"version": 1, "comp',
    "no object": b"[1, 2]",
    "no version": b'{"a": 1}',
    "version of a wrong kind": b'{"version": "1"}',
    "version yes": b'{"version": true}',
    "version of the future": b'{"version": 2, "a": 1}',
    "version nobody had": b'{"version": 0}',
    "not text": b"\xff\xfe\x00{",
    "zeroes after a power cut": bytes(400),
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_file_not_understood_is_set_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = _put(tmp_path, content)
    storage = Storage(tmp_path)
    data, finding = storage.load(NAME)
    assert data is None
    assert finding is not None
    assert finding.key == "state_unreadable"
    assert finding.severity is Severity.WARNING
    assert finding.field == "notice"
    aside = path.with_name(finding.details["file"])
    assert aside.name.startswith(f"{NAME}.json.damaged-2")
    assert aside.read_bytes() == content
    assert storage.accounts() == []
    assert storage.save(NAME, {"a": 1}) is None
    assert storage.load(NAME) == ({"a": 1}, None)
    assert aside.read_bytes() == content


def test_files_set_aside_in_the_same_second_are_all_kept(tmp_path: Path) -> None:
    for number in range(5):
        _put(tmp_path, b"damaged %d" % number)
        assert Storage(tmp_path).load(NAME)[1] is not None
    kept = {path.read_bytes() for path in (tmp_path / "accounts").iterdir()}
    assert kept == {b"damaged %d" % number for number in range(5)}


def test_saving_without_reading_first_overwrites_nothing_foreign(tmp_path: Path) -> None:
    path = _put(tmp_path, b"somebody's notes")
    finding = Storage(tmp_path).save(NAME, {"a": 1})
    assert finding is not None
    assert finding.key == "state_unreadable"
    assert path.with_name(finding.details["file"]).read_bytes() == b"somebody's notes"
    assert Storage(tmp_path).load(NAME)[0] == {"a": 1}


def test_a_damaged_file_that_cannot_be_moved_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _put(tmp_path, b"damaged")

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    storage = Storage(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(storage_module.os, "replace", refuse)
        found = storage.load(NAME)[1]
        saved = storage.save(NAME, {"a": 1})
    assert found is not None
    assert found.details["file"] == f"{NAME}.json"
    assert saved is not None
    assert saved.key == "state_not_saved"
    assert path.read_bytes() == b"damaged"
    assert _names(tmp_path) == [f"{NAME}.json"]


def test_a_folder_where_the_file_should_be_is_set_aside_too(tmp_path: Path) -> None:
    _state(tmp_path).mkdir(parents=True)
    storage = Storage(tmp_path)
    assert storage.load(NAME)[1] is not None
    assert storage.save(NAME, {"a": 1}) is None
    assert storage.load(NAME)[0] == {"a": 1}


def test_an_older_version_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_module, "VERSION", 3)
    monkeypatch.setitem(storage_module.MIGRATIONS, 1, lambda data: {"firm": data["company"]})
    monkeypatch.setitem(storage_module.MIGRATIONS, 2, lambda data: {**data, "new": True})
    _put(tmp_path, b'{"version": 1, "company": "x"}')
    assert Storage(tmp_path).load(NAME) == ({"firm": "x", "new": True}, None)
    _put(tmp_path, b'{"version": 1}', "other.planfix.ru")
    assert Storage(tmp_path).load("other.planfix.ru")[1] is not None


def test_settings_that_are_damaged_are_told_apart(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    assert storage.save_settings({"language": "uk"}) is None
    assert Storage(tmp_path).settings() == {"language": "uk"}
    (tmp_path / "settings.json").write_bytes(b"{")
    assert storage.settings() == {}
    assert storage.settings_finding is not None
    assert storage.settings_finding.details["file"].startswith("settings.json.damaged-")


def test_accounts_stand_with_the_last_used_first(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    for age, name in enumerate(["c.planfix.ru", "a.planfix.ua", "127.0.0.1_5000"]):
        storage.save(name, {})
        storage.save_push(name, {})
        os.utime(_state(tmp_path, name), (1_700_000_000 - age, 1_700_000_000 - age))
    (tmp_path / "accounts" / "x.json.damaged-20260101-000000").write_bytes(b"")
    (tmp_path / "accounts" / "notes.txt").write_text("mine")
    (tmp_path / "accounts" / "folder.json").mkdir()
    assert storage.accounts() == ["c.planfix.ru", "a.planfix.ua", "127.0.0.1_5000"]


def test_forgetting_removes_all_of_one_account_and_names_it(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    _put(tmp_path, b"damaged")
    storage.load(NAME)
    storage.save(NAME, {})
    (tmp_path / "accounts" / f"{NAME}.push.json").write_bytes(b"damaged")
    storage.load_push(NAME)
    storage.save_push(NAME, {"7": []})
    others = ["x" + NAME, NAME + "_5000", "acme.planfix.ru.net"]
    for other in others:
        storage.save(other, {})
    gone = storage.forget(NAME)
    assert len(gone) == 4
    assert f"{NAME}.json" in gone
    assert f"{NAME}.push.json" in gone
    assert sum(".damaged-" in name for name in gone) == 2
    assert _names(tmp_path) == sorted(f"{other}.json" for other in others)
    assert storage.files_of(NAME) == []


def test_the_phone_backup_is_kept_apart(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    assert storage.save_push(NAME, {"7": ["+380671112233"]}) is None
    assert storage.load(NAME) == (None, None)
    assert Storage(tmp_path).load_push(NAME)[0] == {"7": ["+380671112233"]}
    assert storage.forget_push(NAME) is True
    assert storage.forget_push(NAME) is False


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../x", "a/b", "a\\b", "C:x", "a\0", "a.", "a..b", ".hidden"),
        *("con", "NUL.json", "com1.planfix.ru", "вектор.рф", "a b", "x" * 300),
    ],
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    storage = Storage(tmp_path)
    for act in (storage.load, storage.forget, storage.load_push):
        with pytest.raises(ValueError, match="file name"):
            act(name)
    with pytest.raises(ValueError, match="file name"):
        storage.save(name, {})


@pytest.mark.parametrize(
    "name",
    [
        *("acme.planfix.ru", "127.0.0.1_5000", "localhost_8080", "__1_5000", "_con.planfix.ru"),
        *("xn--b1agjhxg.xn--p1ai", "a-b.c_1", "2001_db8__1"),
    ],
)
def test_every_name_of_the_contract_is_good(tmp_path: Path, name: str) -> None:
    storage = Storage(tmp_path)
    assert storage.save(name, {"a": 1}) is None
    assert storage.accounts() == [name]
