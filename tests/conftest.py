"""Makes every test unforgiving: no network, no real keyring, no real home, nothing left behind.

Each of the guards is told of in tests/tools/guards.py. Must not know the program.
"""

from __future__ import annotations

import os

# Before Qt is imported: without a display it would end the process. And before requests is: the
# bundles and proxies of the machine would win over what a test sets.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in (
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "PYTHON_KEYRING_BACKEND",
    "LANGUAGE",
    *(
        spelling
        for each in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
        for spelling in (each, each.upper())
    ),
):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = os.environ["LANG"] = "C.UTF-8"

import logging
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import keyring
import keyring.core
import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from tests.doors.fake_keyrings import HonestKeyring
from tests.tools import guards, machine

# How long an example takes says how busy the machine is: two suites run side by side.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# The engine of the account window is an extra: dev.py installs it for one Python, which runs these alone.
collect_ignore = [] if find_spec("PySide6.QtWebEngineCore") else ["web"]

_FAILED = pytest.StashKey[bool]()
_SCHEMES = ("http", "https", "mailto", "file")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "expected_warnings: the test causes warnings in the log and looks at them itself"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a Linux desktop elsewhere; under CI its tools have to be there."""
    mark = item.get_closest_marker("linux_tools")
    if mark is None:
        return
    if not machine.on_linux():
        pytest.skip("needs the tools of a Linux desktop")
    missing = [name for name in mark.args if not machine.tool_there(name)]
    if missing and os.environ.get("CI"):
        pytest.fail(f"tools missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"tools missing: {', '.join(missing)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(autouse=True)
def _left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves threads, windows or running timers; asks only where it passed."""
    before = list(threading.enumerate())
    qt = guards.QtGuard()
    with pytest.MonkeyPatch.context() as patch:
        qt.install(patch)
        guards.refuse_other_alphabets(patch)
        yield
        left = qt.left()
        if left:
            qt.sweep()
    threads = guards.threads_left(before)
    if not request.node.stash.get(_FAILED, False):
        assert not left, f"the test left behind: {left}"
        assert not threads, f"the test left threads running: {threads}"


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of the test's own: whatever it writes without being told where lands there."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local/share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".local/state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    monkeypatch.setenv("APPDATA", str(home / "AppData/Roaming"))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "AppData/Local"))
    return home


@pytest.fixture
def config_dir(tmp_path: Path) -> Path:
    """An empty folder for ``--config-dir``."""
    folder = tmp_path / "config"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[HonestKeyring]:
    """A keyring in memory, new for every test; what is in it is ``kept``."""
    # What was searched and found is keyring's own state: put back as it was, not searched again.
    before = keyring.core._keyring_backend
    backend = HonestKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.core._keyring_backend = before


@pytest.fixture(autouse=True)
def _sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[guards.SocketGuard]:
    guard = guards.SocketGuard()
    guard.install(monkeypatch)
    yield guard
    assert not guard.refused, f"the test wanted to leave this computer: {guard.refused}"


@pytest.fixture
def names(_sockets: guards.SocketGuard) -> dict[str, str]:
    """Host names that resolve in this test: ``names["acme.planfix.ru"] = "127.0.0.1"``."""
    return _sockets.names


@pytest.fixture(autouse=True)
def _log(request: pytest.FixtureRequest) -> Iterator[guards.Records]:
    records = guards.Records()
    logging.getLogger().addHandler(records)
    yield records
    logging.getLogger().removeHandler(records)
    asked = request.node.get_closest_marker("expected_warnings") is not None
    if not asked and "expected_warnings" not in request.fixturenames:
        assert not records.told(), f"unexpected in the log: {records.told()}"


@pytest.fixture
def expected_warnings(_log: guards.Records) -> guards.Records:
    """For a test that causes warnings in the log: asks it to look at them itself."""
    return _log


class _Opener(QObject):
    """Stands in for the browser and the mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toEncoded().toStdString())


@pytest.fixture(autouse=True)
def _outside() -> Iterator[_Opener]:
    opener = _Opener()
    for scheme in _SCHEMES:
        QDesktopServices.setUrlHandler(scheme, opener, "open")  # type: ignore[arg-type] # bytes, say the stubs only
    yield opener
    for scheme in _SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def opened_urls(_outside: _Opener) -> list[str]:
    """What the program opened in the browser or the mail program, as encoded addresses."""
    return _outside.urls
