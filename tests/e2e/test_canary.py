"""Marked secrets through the whole program, in peace and under faults, and every place searched for them.

A canary may be in the password store, in its own masked field, and in what goes to its own host: nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtWidgets import QApplication

from tests.doors import fake_keyrings as stores
from tests.doors.misbehaving import FAULTS, HANGING, Conversation, Misbehaving, redirects
from tests.doors.tap import Tap, holds, tapped
from tests.e2e import canary_kit as kit
from tests.e2e.person import Browser, Person
from tests.ui.changes_kit import press, rest, rows
from tests.ui.desk import wait
from wizard.app import create
from wizard.demo.server import DemoAccount
from wizard.doors.pace import BinotelPace, Pace
from wizard.flow.steps import STEPS

pytestmark = pytest.mark.one_python

SERVICE = "planfix-binotel-wizard"
TOKEN = "canary-token-7f3a91"
KEY = "cana01-ryKey02"
SECRET = "cana03-cana04-cana05-cana06-cana07ry"
WORD = "canary-proxy-word-55"
NAME, LAST_NAME, PHONE = "Канарейко", "Пташченко", "+380930071155"
PRIVATE = (NAME, LAST_NAME, PHONE, PHONE.removeprefix("+"), "owner@demo.example")


class Watched:
    """One window, the folders it may write to, and everything that is kept of it."""

    def __init__(self, qtbot: Any, folder: Path, capfd: Any) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.config = folder / "config"
        self.saved = folder / "saved"
        self.saved.mkdir(parents=True)
        self._capfd = capfd
        self._windows: list[Any] = []
        self.records = kit.Records()
        self.crashes: list[str] = []

    def open(self, *arguments: str) -> Person:
        window = create(["--config-dir", str(self.config), "--language", "ru", *arguments])
        self._windows.append(window)
        told = window.services.crash_text
        window.services.crash_text = lambda error: self._crashed(told(error))
        window.ask_path = lambda kind, suggested: self.saved / suggested.name
        with self.qtbot.waitExposed(window, timeout=20_000):
            window.show()
        return Person(self.qtbot, window)

    def keep(self, path: Path) -> None:
        """A file as it is now, to be searched at the end."""
        (self.folder / f"kept {path.name}").write_bytes(path.read_bytes())

    def _crashed(self, text: str) -> str:
        self.crashes.append(text)
        return text

    def close(self) -> None:
        for window in self._windows:
            window.close()
            window.deleteLater()

    def quiet(self, *canaries: str, private: tuple[str, ...] = ()) -> None:
        """Nothing of the canaries is anywhere; nothing private where only the program's doings stand."""
        out, err = self._capfd.readouterr()
        doings = [
            ("stdout", out),
            ("stderr", err),
            *((f"crash {number}", text) for number, text in enumerate(self.crashes)),
            *kit.files_of(self.config / "logs"),
            *(each for each in kit.files_of(self.saved) if "diagnostics" in each[0]),
        ]
        places = [*doings, *kit.files_of(self.folder), *self.records.places()]
        for window in self._windows:
            places += kit.windows_of(window)
        places += [*kit.exceptions_of_now(), *kit.processes_of_now(), *kit.clipboard_of_now()]
        assert len(places) > 100, "or nothing was searched"
        assert kit.found(places, canaries) == []
        assert kit.found(doings, private) == []
        assert all(kit.masked(window) for window in self._windows)
        assert out == ""


@pytest.fixture
def watched(
    qtbot: Any, tmp_path: Path, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    monkeypatch.setattr("wizard.doors.pace.Pace", partial(Pace, gap=0.0))
    monkeypatch.setattr("wizard.doors.pace.BinotelPace", partial(BinotelPace, gap=0.0))
    made = Watched(qtbot, tmp_path / "watched", capfd)
    with made.records:
        yield made
        made.close()
    QApplication.clipboard().clear()


# In peace: the real demo account behind taps


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoAccount]:
    made = DemoAccount(tmp_path / "account", gap=0.0)
    made.start()
    yield made
    made.close()


def walk(person: Person, watched: Watched, demo: dict[str, str]) -> None:
    """Everything that a person can do, every secret used, shown, copied, replaced."""
    window = person.window
    browser = Browser(demo)
    person.find("tokenEdit").setText("canary-token-wrong")
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "error", "token_wrong")
    person.find("tokenEdit").setText(demo["token"])
    person.click("showTokenButton")
    person.click("showTokenButton")
    person.click("checkAccountButton")
    person.wait_for("accountStatus", "ok")
    browser.activate_binotel()
    window.go_to("activate")
    person.wait_for("activateStatus", "ok")
    person.click("copyAccountAddressButton")
    person.click("openAccountButton")
    window.go_to("letter")
    person.find("companyEdit").setText("Вектор")
    for name in ("copyLetterButton", "copySubjectButton", "openMailButton", "saveLetterButton"):
        person.click(name)
    window.go_to("keys")
    wrong = "API Key: cana99-wrong99\nSecret Key: cana99-cana99-cana99-cana99-wrong999"
    person.find("supportReplyEdit").setPlainText(wrong)
    person.click("checkKeysButton")
    person.wait_for("keysStatus", "error", "keys_wrong")
    person.click("replaceKeysButton")
    reply = f"API Key: {demo['binotel_key']}\nSecret Key: {demo['binotel_secret']}"
    person.find("supportReplyEdit").setPlainText(reply)
    person.click("checkKeysButton")
    person.wait_for("keysStatus", "ok")
    person.wait_for("storeLabel", "ok")
    person.click("showSecretButton")
    for name in ("copyKeyButton", "copySecretButton"):
        person.click(name)
    window.go_to("employees")
    person.wait_for("employeesStatus", "ok")
    model = person.find("employeesTable").model()
    names = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert any(NAME in each for each in names), "names did pass through the program"
    model.setData(model.index(0, 1), "901")
    model.setData(model.index(1, 2), PHONE)
    person.wait_for("employeesStatus", "error")
    rest(person)
    press(person, "applyChangesButton")
    assert rows(person) == ["written"]
    journals = list((watched.config / "accounts").glob("*.push.json"))
    assert journals, "what was written can be taken back"
    watched.keep(journals[0])
    press(person, "undoChangesButton")
    assert rows(person) == ["undone"]
    window.go_to("tracking")
    person.wait_for("trackingStatus", "error")
    person.click("copyMissingButton")
    window.go_to("testCall")
    person.click("watchCallButton")
    person.click("stopWatchButton")
    window.go_to("summary")
    for name in ("saveReportButton", "saveDiagnosticsButton"):
        person.click(name)
    languages = person.find("languageCombo")
    for language in ("uk", "en", "ru"):
        languages.setCurrentIndex(languages.findData(language))
        for step in STEPS:
            assert window.go_to(step)
    window.grab().save(str(watched.saved / f"{window.windowTitle()}.png"))
    window.show_accounts()
    window.go_to("account")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_whole_set_up_leaves_no_trace_of_a_secret(
    watched: Watched, demo: DemoAccount, opened_urls: list[str]
) -> None:
    known = dict(demo.addresses)
    token, key, secret = known["token"], known["binotel_key"], known["binotel_secret"]
    with demo.state.change() as model:
        one = model.people[1]
        one.name, one.lastname = NAME, LAST_NAME
    wrong = ("canary-token-wrong", "cana99-wrong99", "cana99-cana99-cana99-cana99-wrong999")
    with ExitStack() as stack:
        account, binotel = (
            stack.enter_context(tapped(int(known[name].rpartition(":")[2])))
            for name in ("account", "binotel")
        )
        person = watched.open(
            *("--account", f"http://{account.authority}"),
            *("--binotel-url", f"http://{binotel.authority}"),
        )
        walk(person, watched, known)

        def broken(cancel: Any) -> None:
            held = [person.window.workspace.vault.value(each) for each in ("planfix-token",)]
            raise ValueError(" ".join(each.reveal() for each in held if each is not None))

        person.window.jobs.start("account", broken, lambda outcome: None)
        wait(watched.qtbot, lambda: bool(watched.crashes))
        assert holds(account.heard, token) == [token], "or the search finds nothing at all"
        assert sorted(holds(binotel.heard, key, secret)) == sorted([key, secret])
        assert holds(account.heard, key, secret) == []
        assert holds(binotel.heard, token) == []
        QApplication.clipboard().clear()
        watched.quiet(token, key, secret, *wrong, private=PRIVATE)
        assert (
            kit.found([("an address opened", "\n".join(opened_urls))], (token, key, secret)) == []
        )
        assert keyring.get_password(SERVICE, _host(account) + "/planfix-token") == token
        person.click("forgetAccountButton")
        wait(
            watched.qtbot,
            lambda: keyring.get_password(SERVICE, _host(account) + "/binotel-secret") is None,
        )
        watched.close()
    watched.quiet(token, key, secret, *wrong, private=PRIVATE)
    names = {each.name for each in watched.saved.iterdir()}
    assert any(each.endswith(".eml") for each in names)
    assert any(each.endswith(".html") for each in names)
    assert "planfix-binotel-diagnostics.txt" in names


def _host(tap: Tap) -> str:
    return tap.authority.replace(":", "_")


# Under faults: servers that misbehave, stores that lie


def tried(person: Person) -> None:
    """Both checks pressed, whatever becomes of them, with every secret typed."""
    person.find("proxyEdit").setText("")
    person.find("tokenEdit").setText(TOKEN)
    person.click("checkAccountButton")
    wait(person.qtbot, lambda: person.status("accountStatus")[0] != "busy")
    person.window.go_to("keys")
    person.find("keyEdit").setText(KEY)
    person.find("secretEdit").setText(SECRET)
    person.click("checkKeysButton")
    wait(person.qtbot, lambda: person.status("keysStatus")[0] != "busy")
    for step in ("activate", "employees", "tracking", "summary"):
        person.window.go_to(step)
        wait(person.qtbot, lambda: not _asking(person))
    for name in ("saveReportButton", "saveDiagnosticsButton"):
        person.click(name)


def _asking(person: Person) -> bool:
    return any(not name.startswith("store") for name in person.window.jobs._runs)


# The one left out makes the program wait as long as the server says; the doors' own test has it.
@pytest.mark.parametrize("fault", sorted(set(FAULTS) - set(HANGING) - {"says 429"}))
def test_a_server_that_misbehaves_learns_and_loses_nothing(watched: Watched, fault: str) -> None:
    with ExitStack() as stack:
        account, binotel = (
            stack.enter_context(tapped(stack.enter_context(Misbehaving(fault)))) for _ in range(2)
        )
        person = watched.open(
            *("--account", f"http://{account.authority}"),
            *("--binotel-url", f"http://{binotel.authority}"),
        )
        tried(person)
        assert holds(account.heard, TOKEN) == [TOKEN]
        assert holds(binotel.heard, KEY, SECRET) == [KEY, SECRET]
        assert holds(account.heard, KEY, SECRET) == []
        assert holds(binotel.heard, TOKEN) == []
        watched.quiet(TOKEN, KEY, SECRET)
        watched.close()
    watched.quiet(TOKEN, KEY, SECRET)


@pytest.mark.parametrize("fault", HANGING)
def test_a_server_that_hangs_is_left_without_a_trace(watched: Watched, fault: str) -> None:
    with Misbehaving(fault) as account:
        person = watched.open("--account", account.origin)
        person.find("tokenEdit").setText(TOKEN)
        person.click("checkAccountButton")
        wait(watched.qtbot, account.hanging.is_set)
        watched.quiet(TOKEN)
        watched.close()
    watched.quiet(TOKEN)


def mirrors(talk: Conversation) -> None:
    """A server that answers with everything it was sent, as words of its own."""
    words = f"{talk.asked.headers} {talk.asked.body.decode('utf-8', 'replace')}"
    code = 777 if talk.asked.target.startswith("/rest") else "777"
    talk.json({"result": "fail", "code": code, "error": words, "message": words, "status": "error"})


def test_a_server_that_says_the_secret_back_is_not_quoted(watched: Watched) -> None:
    with Misbehaving(mirrors) as account, Misbehaving(mirrors) as binotel:
        person = watched.open("--account", account.origin, "--binotel-url", binotel.origin)
        tried(person)
        watched.quiet(TOKEN, KEY, SECRET)


def test_a_new_host_hears_nothing_before_the_person_takes_it(watched: Watched) -> None:
    with ExitStack() as stack:
        new = stack.enter_context(tapped(stack.enter_context(Misbehaving(mirrors))))
        old = stack.enter_context(Misbehaving(redirects(f"http://{new.authority}/rest/ping")))
        person = watched.open("--account", old.origin, "--binotel-url", old.origin)
        tried(person)
        assert bytes(new.heard) == b""
        watched.quiet(TOKEN, KEY, SECRET)


@pytest.mark.parametrize(
    "store",
    [
        *(stores.ForgetfulKeyring, stores.DifferentKeyring, stores.LockedKeyring),
        *(stores.LeakingKeyring, stores.StubbornKeyring, stores.WindowsLikeKeyring),
    ],
)
def test_a_store_that_lies_or_leaks_is_told_without_the_secret(
    watched: Watched, store: Any
) -> None:
    keyring.set_keyring(store())
    with Misbehaving("sends an object without a result") as server:
        person = watched.open("--account", server.origin, "--binotel-url", server.origin)
        tried(person)
        person.window.go_to("account")
        person.click("forgetTokenButton")
        wait(watched.qtbot, lambda: not person.window.jobs._runs)
        watched.quiet(TOKEN, KEY, SECRET)


def test_a_store_that_hangs_keeps_nothing_of_who_went_on_without(watched: Watched) -> None:
    hanging = stores.HangingKeyring()
    keyring.set_keyring(hanging)
    try:
        with Misbehaving("sends an object without a result") as server:
            person = watched.open("--account", server.origin, "--binotel-url", server.origin)
            tried(person)
            person.window.workspace.vault.go_on_without()
            hanging.release.set()
            wait(watched.qtbot, lambda: not person.window.jobs._runs)
            watched.quiet(TOKEN, KEY, SECRET)
            assert hanging.kept == {}
    finally:
        hanging.release.set()


def test_the_word_of_a_proxy_goes_to_the_proxy_alone(watched: Watched) -> None:
    from tests.doors.misbehaving import Proxy

    with ExitStack() as stack:
        account = stack.enter_context(Misbehaving("sends an object without a result"))
        proxy = stack.enter_context(tapped(stack.enter_context(Proxy())))
        person = watched.open("--account", account.origin)
        person.find("proxyEdit").setText(f"http://anna:{WORD}@{proxy.authority}")
        person.click("checkAccountButton")
        assert person.find("proxyEdit").text() == f"http://anna@{proxy.authority}"
        wait(watched.qtbot, lambda: person.status("accountStatus")[0] != "busy")
        person.next()
        wait(watched.qtbot, lambda: not person.window.jobs._runs)
        assert account.asked
        assert kit.found([("the account", str(account.asked))], [WORD]) == []
        assert "Proxy-Authorization" in bytes(proxy.heard).decode("latin-1")
        name = account.origin.removeprefix("http://").replace(":", "_")
        assert keyring.get_password(SERVICE, f"{name}/proxy-password") == WORD
        watched.quiet(WORD)
