"""Two windows on one account do not hurt each other: answers of both are kept, and it is told."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.e2e.person import Person
from tests.ui.accounts_kit import Windows, stored_state
from tests.ui.desk import KEY, SECRET, Desk, give, kept, wait
from wizard.doors import storage as storage_module
from wizard.doors.storage import Storage
from wizard.flow.state import SetupState, merged

HOST = "acme.planfix.ru"


def pair(windows: Windows) -> tuple[Person, Person]:
    one = windows("--account", "acme")
    one.next()
    two = windows("--account", "acme")
    return one, two


def test_what_each_answers_is_kept(windows: Windows) -> None:
    one, two = pair(windows)
    one.window.go_to("letter")
    one.find("companyEdit").setText("Acme")
    assert one.status("notice")[1] == ""
    two.window.go_to("activate")
    two.tick("activatedCheck")
    assert two.status("notice") == ("warning", "state_elsewhere")
    one.find("companyIdEdit").setText("7")
    assert one.status("notice") == ("warning", "state_elsewhere")
    state = stored_state(windows.folder, HOST)
    assert (state["company"], state["company_id"]) == ("Acme", "7")
    assert state["activated_at"]
    assert one.step_state("activate") == "done", "the other window's answer shows here too"
    one.window.close()
    two.window.close()
    assert stored_state(windows.folder, HOST) == state


def test_one_window_alone_is_told_nothing(windows: Windows) -> None:
    person = windows("--account", "acme")
    for step in ("activate", "letter", "account", "letter"):
        person.window.go_to(step)
        if step == "activate":
            person.tick("activatedCheck")
        if step == "letter":
            person.find("companyEdit").setText(person.find("companyEdit").text() + "x")
        if step == "account":
            person.find("proxyEdit").setText("127.0.0.1:3128")
            person.click("accountsButton")
    assert person.status("notice")[1] == ""


def test_an_account_forgotten_in_the_other_window_is_told(windows: Windows) -> None:
    one, two = pair(windows)
    one.window.go_to("letter")
    one.find("companyEdit").setText("Acme")
    two.window.go_to("account")
    two.click("forgetAccountButton")
    one.find("companyIdEdit").setText("7")
    assert one.status("notice") == ("warning", "state_forgotten")
    assert stored_state(windows.folder, HOST)["company"] == "Acme"


def test_keys_forgotten_in_the_other_window_count_as_not_kept(desk: Desk) -> None:
    one = desk.open("keys")
    give(one)
    one.click("checkKeysButton")
    one.wait_for("storeLabel", "ok")
    two = desk.open("account", token=False)
    two.click("forgetAccountButton")
    wait(two.qtbot, lambda: kept("binotel-key") is None)
    one.find("savedInPlanfixCheck").setChecked(True)
    assert one.status("notice") == ("warning", "state_forgotten")
    assert one.status("storeLabel")[0] == "idle"
    one.next()
    wait(one.qtbot, lambda: kept("binotel-secret") == SECRET)
    assert kept("binotel-key") == KEY


def test_what_could_not_be_written_is_not_lost_by_the_other_window(
    windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair(windows)
    one.window.go_to("letter")

    def fail(*arguments: Any) -> None:
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as patch:
        patch.setattr(storage_module.os, "fsync", fail)
        one.find("companyEdit").setText("Acme")
    assert one.status("notice") == ("warning", "state_not_saved")
    two.window.go_to("activate")
    two.tick("activatedCheck")
    one.find("companyIdEdit").setText("7")
    state = stored_state(windows.folder, HOST)
    assert (state["company"], state["company_id"]) == ("Acme", "7")
    assert state["activated_at"]


# The rule itself

numbers = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["901", "902", ""]), max_size=4)
ticks = st.lists(st.sampled_from(["id", "utm_source", "fullUrl"]), unique=True).map(tuple)


@given(before=numbers, here=numbers, there=numbers)
def test_numbers_of_both_windows_are_kept_one_by_one(
    before: dict[str, str], here: dict[str, str], there: dict[str, str]
) -> None:
    base = SetupState("x", short_numbers=before)
    found = merged(base, {"short_numbers": here}, base.changed(short_numbers=there))
    for key in "abcd":
        changed = here.get(key) != before.get(key)
        assert found.short_numbers.get(key) == (here if changed else there).get(key)


@given(before=ticks, here=ticks, there=ticks)
def test_ticks_of_both_windows_are_kept_one_by_one(
    before: tuple[str, ...], here: tuple[str, ...], there: tuple[str, ...]
) -> None:
    base = SetupState("x", ticked_call=before)
    found = merged(base, {"ticked_call": here}, base.changed(ticked_call=there)).ticked_call
    assert len(set(found)) == len(found)
    for each in ("id", "utm_source", "fullUrl"):
        changed = (each in here) != (each in before)
        assert (each in found) == (each in (here if changed else there))


def test_an_answer_that_was_not_changed_here_is_the_other_windows() -> None:
    base = SetupState("x", company="Old", proxy="p")
    theirs = base.changed(company="Theirs", activated_at="2026-11-23")
    found = merged(base, {"company": "Old", "proxy": "mine"}, theirs)
    assert found == theirs.changed(proxy="mine")


# The files

CHILD = """
import sys, time
from pathlib import Path
from wizard.doors.storage import Storage
storage, mine = Storage(Path(sys.argv[1])), sys.argv[2]
for number in range(40):
    time.sleep(0.005)  # a person thinks between two answers
    found = storage.change("acme", lambda data: {**(data or {}), f"{mine}{number}": number})
    assert found is None, found
"""


def test_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    checkout = Path(storage_module.__file__).parents[2]
    Storage(tmp_path).save("acme", {})
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path), name],
            env={**os.environ, "PYTHONPATH": str(checkout)},
        )
        for name in ("a", "b", "c")
    ]
    assert [each.wait(60) for each in programs] == [0, 0, 0]
    data, finding = Storage(tmp_path).load("acme")
    assert finding is None
    assert data == {f"{name}{number}": number for name in "abc" for number in range(40)}
    assert [each.name for each in (tmp_path / "accounts").iterdir()] == ["acme.json"]


def test_a_file_that_nobody_else_wrote_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage(tmp_path)
    read: list[Path] = []
    real = storage_module._read
    monkeypatch.setattr(storage_module, "_read", lambda path: read.append(path) or real(path))
    seen: list[Any] = []
    for number in range(3):
        storage.change("acme", lambda data, number=number: seen.append(data) or {"n": number})
    assert len(read) <= 2, "the first change looks; after that the file is as it was left"
    Storage(tmp_path).save("acme", {"n": 7})
    storage.change("acme", lambda data: seen.append(data) or {"n": 8})
    (tmp_path / "accounts" / "acme.json").unlink()
    storage.change("acme", lambda data: seen.append(data) or {"n": 9})
    assert seen == [None, {"n": 0}, {"n": 1}, {"n": 7}, None]
    assert storage.load("acme")[0] == {"n": 9}


@pytest.mark.skipif(os.name == "nt", reason="the lock is looked at as POSIX has it")
def test_a_window_that_hangs_in_a_write_is_not_waited_for(tmp_path: Path) -> None:
    import fcntl

    storage = Storage(tmp_path)
    storage.save("acme", {"old": 1})
    handle = os.open(tmp_path / "accounts", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    done = threading.Event()

    def write() -> None:
        assert storage.change("acme", lambda data: {"new": data}) is None
        done.set()

    worker = threading.Thread(target=write)
    worker.start()
    try:
        assert done.wait(20)
    finally:
        os.close(handle)
        worker.join(20)
    assert storage.load("acme")[0] == {"new": {"old": 1}}


def test_a_state_damaged_meanwhile_is_set_aside_and_told(windows: Windows) -> None:
    person = windows("--account", "acme")
    person.next()
    path = windows.folder / "accounts" / f"{HOST}.json"
    path.write_text("{")
    person.tick("activatedCheck")
    assert person.status("notice") == ("warning", "state_unreadable")
    assert json.loads(path.read_text(encoding="utf-8"))["activated_at"]
    assert [each.read_text() for each in path.parent.glob("*.damaged-*")] == ["{"]
