"""The keyring door against stores that lie, hang and leak. The real store is in the other file."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend, get_all_keyring
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from tests.doors import fake_keyrings as fakes
from wizard.doors import secrets as door
from wizard.doors.secrets import SERVICE, MemoryStore, SecretStore
from wizard.rules.finding import Fault, Finding, Severity
from wizard.rules.secret import Secret

USER = "acme.planfix.ru/planfix-token"
CANARY = "demo-canary-0001"


@pytest.fixture(autouse=True)
def no_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No store of this machine, and keyring's memory put back afterwards."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    _forget_search()
    yield
    _forget_search()


def _forget_search() -> None:
    vars(get_all_keyring).pop("saved_result", None)


def _use(backend: KeyringBackend) -> SecretStore:
    keyring.set_keyring(backend)
    return SecretStore()


def _fault(act: Callable[[], object]) -> Finding:
    with pytest.raises(Fault) as caught:
        act()
    whole = "".join(traceback.format_exception(caught.value)) + repr(caught.value.finding)
    assert CANARY not in whole
    # What led to it would keep the foreign text and the frames with the secret alive.
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert caught.value.finding.severity is Severity.WARNING
    return caught.value.finding


@pytest.mark.parametrize(
    "text", [CANARY, "Пароль 'із апострофом' ☎", "x" * 5000, " spaces ", "line\nline", "😀"]
)
@pytest.mark.parametrize("make", [lambda: _use(fakes.HonestKeyring()), MemoryStore])
def test_what_was_kept_comes_back_and_can_be_removed(
    make: Callable[[], SecretStore | MemoryStore], text: str
) -> None:
    store = make()
    assert store.read(USER) is None
    store.save(USER, Secret("before"))
    store.save(USER, Secret(text))
    found = store.read(USER)
    assert found is not None
    assert found.reveal() == text
    assert store.read("other/planfix-token") is None
    assert store.delete("other/planfix-token") is False
    assert store.delete(USER) is True
    assert store.delete(USER) is False
    assert store.read(USER) is None


def test_the_service_and_user_names_are_those_of_the_contract() -> None:
    backend = fakes.HonestKeyring()
    _use(backend).save(USER, Secret(CANARY))
    assert backend.kept == {("planfix-binotel-wizard", "acme.planfix.ru/planfix-token"): CANARY}
    assert SERVICE == "planfix-binotel-wizard"


def test_an_unknown_store_is_used_and_named() -> None:
    assert _use(fakes.HonestKeyring()).name() == f"{fakes.__name__}.HonestKeyring"
    assert MemoryStore().name() == "memory"


class _KWallet(fakes.HonestKeyring):
    """As keyring brings it where the module dbus is there."""

    __module__ = "keyring.backends.kwallet"


class _Mac(fakes.HonestKeyring):
    """As keyring brings it on a Mac."""

    __module__ = "keyring.backends.macOS"


@pytest.mark.parametrize(
    ("backend", "name"),
    [
        (_KWallet, "KWallet"),
        (_Mac, "macOS Keychain"),
        (fakes.WindowsLikeKeyring, f"{fakes.__name__}.WindowsLikeKeyring"),
    ],
)
def test_stores_are_named_as_people_know_them(backend: type[KeyringBackend], name: str) -> None:
    assert _use(backend()).name() == name


@pytest.mark.parametrize("backend", [fakes.ForgetfulKeyring, fakes.DifferentKeyring])
def test_a_save_that_does_not_read_back_is_told(backend: type[KeyringBackend]) -> None:
    finding = _fault(lambda: _use(backend()).save(USER, Secret(CANARY)))
    assert finding.key == "keyring_silent"
    assert backend.__name__ in finding.details["backend"]


def test_a_locked_store_is_told() -> None:
    store = _use(fakes.LockedKeyring())
    for act in (
        lambda: store.save(USER, Secret(CANARY)),
        lambda: store.read(USER),
        lambda: store.delete(USER),
    ):
        assert _fault(act).key == "keyring_locked"


def test_a_store_that_waits_for_its_prompt_can_be_abandoned() -> None:
    backend = fakes.HangingKeyring()
    store = _use(backend)
    lane = threading.Thread(target=lambda: store.save(USER, Secret(CANARY)), daemon=True)
    lane.start()
    assert backend.asked.wait(30)
    # The call hangs on its lane, and nothing of it holds up this thread or another use of the door.
    assert store.name() == f"{fakes.__name__}.HangingKeyring"
    assert store.read(USER) is None
    assert lane.is_alive()
    backend.release.set()
    lane.join(30)
    found = store.read(USER)
    assert found is not None
    assert found.reveal() == CANARY


def test_foreign_exceptions_come_out_by_their_class_alone() -> None:
    store = _use(fakes.LeakingKeyring())
    finding = _fault(lambda: store.save(USER, Secret(CANARY)))
    assert finding.key == "keyring_failed"
    assert finding.details == {"backend": f"{fakes.__name__}.LeakingKeyring", "reason": "OSError"}
    assert _fault(lambda: store.read(USER)).key == "keyring_failed"


class LockedException(Exception):  # noqa: N818 - SecretStorage's name
    """As SecretStorage raises it."""


class PromptDismissedException(Exception):  # noqa: N818 - SecretStorage's name
    """As SecretStorage raises it."""


class SecretServiceNotAvailableException(Exception):  # noqa: N818 - SecretStorage's name
    """As SecretStorage raises it."""


class DBusErrorResponse(Exception):  # noqa: N818 - jeepney's name
    """As jeepney raises it."""

    name = "org.freedesktop.Secret.Error.IsLocked"


class KWalletRefuses(DBusErrorResponse):
    """KWallet without its cipher, as jeepney raises it."""

    name = "org.freedesktop.DBus.Error.Failed"


class error(Exception):  # noqa: N801, N818 - pywin32's name
    """As pywin32 raises it."""

    winerror = 1783


class PanicException(BaseException):
    """As libraries in Rust raise it through PyO3: no Exception."""


def _caused(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("raised", "key"),
    [
        (NoKeyringError("none"), "keyring_missing"),
        (SecretServiceNotAvailableException("gone"), "keyring_missing"),
        (_caused(InitError("x"), SecretServiceNotAvailableException("y")), "keyring_missing"),
        (KeyringLocked("x"), "keyring_locked"),
        (LockedException("x"), "keyring_locked"),
        (DBusErrorResponse("x"), "keyring_locked"),
        (KWalletRefuses("x"), "keyring_failed"),
        (PromptDismissedException("x"), "keyring_dismissed"),
        (_caused(InitError("x"), PromptDismissedException("y")), "keyring_dismissed"),
        (InitError("Failed to create the collection: Prompt dismissed.."), "keyring_dismissed"),
        (PasswordSetError("Cancelled by user"), "keyring_dismissed"),
        (error(1783, "CredWrite", "The stub received bad data"), "keyring_too_long"),
        (PasswordSetError("reason"), "keyring_failed"),
        (RuntimeError("x"), "keyring_failed"),
        (AssertionError(), "keyring_failed"),
        (PanicException("unwrap on an Err"), "keyring_failed"),
        (SystemExit(1), "keyring_failed"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else value,
)
def test_every_exception_of_a_store_has_its_finding(raised: BaseException, key: str) -> None:
    class Raising(fakes.HonestKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise raised

    finding = _fault(lambda: _use(Raising()).save(USER, Secret(CANARY)))
    assert finding.key == key
    assert finding.details["reason"] == type(raised).__name__


class PlaintextKeyring(fakes.HonestKeyring):
    """Keeps plain text, and says so."""


class FromAlt(fakes.HonestKeyring):
    """As ``keyrings.alt`` brings them."""

    __module__ = "keyrings.alt.file"


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring, PlaintextKeyring, FromAlt])
def test_a_store_that_keeps_nothing_or_plain_text_is_refused(
    backend: type[KeyringBackend],
) -> None:
    chosen = backend()
    store = _use(chosen)
    for act in (
        store.name,
        lambda: store.save(USER, Secret(CANARY)),
        lambda: store.read(USER),
        lambda: store.delete(USER),
    ):
        assert _fault(act).key == "keyring_missing"
    assert getattr(chosen, "kept", {}) == {}


def _chain(monkeypatch: pytest.MonkeyPatch, *backends: KeyringBackend) -> KeyringBackend:
    monkeypatch.setattr(chainer.ChainerBackend, "backends", list(backends))
    return chainer.ChainerBackend()


def test_a_chain_is_judged_by_its_first_store(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = PlaintextKeyring()
    store = _use(_chain(monkeypatch, plain, fakes.HonestKeyring()))
    assert _fault(lambda: store.save(USER, Secret(CANARY))).key == "keyring_missing"
    assert plain.kept == {}


def test_of_a_chain_only_the_first_store_is_used_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = PlaintextKeyring()
    store = _use(_chain(monkeypatch, fakes.HonestKeyring(), plain))
    assert store.name() == f"{fakes.__name__}.HonestKeyring"
    store.save(USER, Secret(CANARY))
    assert plain.kept == {}


def test_an_empty_chain_keeps_nothing_and_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _fault(_use(_chain(monkeypatch)).name).key == "keyring_missing"


@pytest.mark.parametrize(
    "named", ["no.such.module.Keyring", "keyring.backends.null.Keyring", "keyring.backends", ""]
)
def test_a_store_named_in_the_environment_that_is_none_is_missing(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    assert _fault(SecretStore().name).key == "keyring_missing"


def test_a_store_named_in_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{fakes.__name__}.HonestKeyring")
    assert SecretStore().name() == f"{fakes.__name__}.HonestKeyring"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a store")
def test_a_store_that_comes_later_is_found_at_the_next_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _fault(SecretStore().name).key == "keyring_missing"
    monkeypatch.setattr(fakes.LateKeyring, "priority", 5)
    assert SecretStore().name() == f"{fakes.__name__}.LateKeyring"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a store")
def test_a_bundle_without_metadata_finds_the_store_of_its_platform(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "_KNOWN_ELSEWHERE", f"{fakes.__name__}.HonestKeyring")
    store = SecretStore()
    store.save(USER, Secret(CANARY))
    assert store.name() == f"{fakes.__name__}.HonestKeyring"
    assert store.read(USER) is not None


def test_a_store_chosen_on_purpose_is_not_searched_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fakes.LateKeyring, "priority", 5)
    assert _fault(_use(null.Keyring()).name).key == "keyring_missing"


@pytest.mark.parametrize(
    ("text", "fits"),
    [("x" * 1280, True), ("x" * 1281, False), ("я" * 1280, True), ("😀" * 641, False)],
    ids=["1280", "1281", "1280 Cyrillic", "641 pairs"],
)
def test_what_is_too_long_for_windows_is_told_before_trying(text: str, fits: bool) -> None:
    backend = fakes.WindowsLikeKeyring()
    store = _use(backend)
    if fits:
        store.save(USER, Secret(text))
        return
    assert _fault(lambda: store.save(USER, Secret(text))).key == "keyring_too_long"
    assert backend.kept == {}


def test_a_removal_that_did_not_happen_is_told() -> None:
    store = _use(fakes.StubbornKeyring())
    store.save(USER, Secret(CANARY))
    assert _fault(lambda: store.delete(USER)).key == "keyring_silent"


def test_several_items_of_one_name_are_all_removed() -> None:
    store = _use(fakes.DoubleKeyring())
    store.save(USER, Secret(CANARY))
    assert store.delete(USER) is True
    assert store.read(USER) is None


def test_the_door_loads_keyring_at_its_first_use_only() -> None:
    code = "import sys, wizard.doors.secrets; print('keyring' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(door.__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert found.stdout == "False\n"
