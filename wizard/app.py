"""Composition: arguments, then doors, then the window. The one place that knows them all.

Doors that cost start-up time are imported by the work that first needs them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

# What knows no Qt comes first: PySide reads the source of every module that is imported after it.
import wizard.flow.cancel
import wizard.flow.steps
import wizard.rules.address
import wizard.rules.proxy
import wizard.ui.theme  # noqa: F401
from wizard.arguments import NAME, parse, refuse
from wizard.doors import resources
from wizard.doors.secrets import MemoryStore, SecretStore
from wizard.doors.storage import Storage
from wizard.quick import patterns_at_once, patterns_later
from wizard.rules.catalogue import Catalogue
from wizard.ui.services import Services

if TYPE_CHECKING:
    import argparse

    from PySide6.QtWidgets import QWidget

    from wizard.demo.server import DemoAccount
    from wizard.doors.desktop import Desktop
    from wizard.doors.logs import LogHandle
    from wizard.doors.pace import BinotelPace, Pace
    from wizard.flow.cancel import Cancel
    from wizard.flow.ports import Binotel, Planfix, Store
    from wizard.rules.address import Address
    from wizard.rules.facts import Facts
    from wizard.rules.finding import Finding
    from wizard.rules.secret import Secret
    from wizard.ui.account_link import AccountLink
    from wizard.ui.icons import Icons
    from wizard.ui.services import AccountWindow, Waiting
    from wizard.ui.shell import SetupWizard

_LOG_AFTER_MS = 400

# From here on, whoever imports Qt first.
patterns_later()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit status of the contract."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    if arguments.demo_server:
        _need_demo()
        from wizard.demo.server import serve

        return serve(arguments.port)
    window = _create(arguments)
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from wizard.doors.logs import hear_libraries, install_crash_hook
    from wizard.ui.crash import show_crash

    # What libraries and Qt say may hold whole addresses: to the redacted log with it, not to a terminal.
    undo = [
        install_crash_hook(lambda text: window.jobs.post(lambda: show_crash(window, text))),
        hear_libraries(window.services.log),
    ]

    def hear_qt() -> None:
        from wizard.doors.desktop import watch_qt_messages

        undo.append(watch_qt_messages(window.services.log))

    QTimer.singleShot(_LOG_AFTER_MS, window, hear_qt)
    try:
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101
        return app.exec()
    finally:
        for each in reversed(undo):
            each()


def create(argv: Sequence[str]) -> SetupWizard:
    """Build everything that the command line asks for and show the window; enters no event loop.

    May be called repeatedly in a process: every window is independent. ``SystemExit(2)`` where the
    arguments are unusable.
    """
    return _create(parse(argv))


@contextmanager
def _collecting_later() -> Iterator[None]:
    """No search for unreachable cycles until the step is painted: nearly all made until then stays (6 ms)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    except BaseException:
        if enabled:
            gc.enable()
        raise
    if enabled:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, gc.enable)


def _create(arguments: argparse.Namespace) -> SetupWizard:
    if arguments.demo_server:
        refuse("--demo-server has no window.")
    if arguments.demo:
        _need_demo()
    _need_display()
    with _collecting_later():
        return _build(arguments)


def _build(arguments: argparse.Namespace) -> SetupWizard:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    patterns_at_once()

    if QCoreApplication.instance() is None:
        QCoreApplication.setApplicationName(NAME)
        QApplication.setDesktopFileName(NAME)
        app = QApplication([NAME])
        # Owned by the module: without a reference Python would destroy it at once.
        global _app
        _app = app
    from wizard.ui.shell import SetupWizard

    parts = _Parts(arguments)
    window = SetupWizard(parts.services())
    parts.window = window
    window.start()
    window.show()
    parts.log_later()
    return window


_app: object | None = None


class _Parts:
    """The doors of one window, made once and closed once."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.window: SetupWizard | None = None
        self.folder = Path(arguments.config_dir or _default_folder())
        self.facts: Facts = resources.facts()
        self.icons: Any = _Late(_icons)
        self.settings = Storage(self.folder)
        self.demo: DemoAccount | None = None
        self.archive: Any = self.settings
        if arguments.demo:
            from wizard.demo.server import DemoAccount

            self.demo = DemoAccount(self.folder / "demo")
            try:
                self.demo.start()
            except OSError as error:
                refuse(f"the demo account could not be started: {error.strerror or error}.")
            self.archive = _DemoArchive(Storage(self.folder / "demo"), self.settings)
        self.desktop: Any = _Late(_desktop)
        self._paces: dict[str, Pace] = {}
        self._binotel_pace: BinotelPace | None = None
        self._log: LogHandle | None = None
        self._events: list[str] = []
        self._language = arguments.language or ""
        self._closed = False

    def services(self) -> Services:
        """What the window gets."""
        remembered = self.settings.settings().get("language")
        damaged = self.settings.settings_finding
        language = self._language or _known(remembered) or _system_language() or "ru"
        self._language = language
        # Spaces stand for an address that was given and says nothing: that is shown, not passed over.
        account = "" if self.arguments.account is None else self.arguments.account or " "
        if self.demo is not None:
            account = self.demo.addresses["account"]
        return Services(
            facts=self.facts,
            catalogue=Catalogue(resources.texts, language),
            archive=self.archive,
            desktop=self.desktop,
            store=self._store(),
            icons=self.icons,
            icon_folder=(resources.root() / "icons" / "sheet").as_posix(),
            planfix=self.planfix,
            binotel=self.binotel,
            read_resource=resources.read_text,
            log=self.log,
            crash_text=_crash_text,
            versions=_versions,
            clock=lambda: datetime.now().astimezone(),
            close=self.close,
            demo=self.demo.addresses if self.demo is not None else None,
            account=account,
            open_account_window=_account_window,
            remember_language=self.remember_language,
            damaged_settings=damaged.details["file"] if damaged is not None else "",
        )

    def _store(self) -> Store:
        if self.demo is not None and self.arguments.config_dir is None:
            return MemoryStore()
        return SecretStore()

    # Doors made by the work that needs them

    def planfix(
        self,
        address: Address,
        token: Secret | None,
        cancel: Cancel,
        waiting: Waiting,
        proxy: str,
        proxy_password: Secret | None,
    ) -> Planfix:
        """A client of one account; all of a window's share the account's pace."""
        from wizard.doors.http import HttpOptions
        from wizard.doors.pace import Pace
        from wizard.doors.planfix import PlanfixClient

        pace = self._paces.setdefault(address.origin, Pace())
        options = HttpOptions(proxy=proxy, proxy_password=proxy_password)
        return PlanfixClient(
            address,
            token,
            facts=self.facts,
            pace=pace,
            options=options,
            cancel=cancel,
            waiting=waiting,
        )

    def binotel(
        self,
        key: Secret,
        secret: Secret,
        cancel: Cancel,
        waiting: Waiting,
        proxy: str,
        proxy_password: Secret | None,
    ) -> Binotel:
        """A client of Binotel."""
        from wizard.doors.binotel import BinotelClient
        from wizard.doors.http import HttpOptions
        from wizard.doors.pace import BinotelPace

        if self._binotel_pace is None:
            self._binotel_pace = BinotelPace()
        origin = self.arguments.binotel_url or self.facts.binotel_origin
        if self.demo is not None:
            origin = self.demo.addresses["binotel"]
        return BinotelClient(
            origin,
            key,
            secret,
            facts=self.facts,
            pace=self._binotel_pace,
            options=HttpOptions(proxy=proxy, proxy_password=proxy_password),
            cancel=cancel,
            waiting=waiting,
        )

    # Log, language, end

    def log(self, event: str) -> None:
        """Write an event; the file is opened after the first step is on screen."""
        if self._log is not None:
            self._log.write(event)
        elif not self._closed:
            self._events.append(event)

    def log_later(self) -> None:
        """Open the log once the window stands."""
        from PySide6.QtCore import QTimer

        timer = QTimer(self.window, singleShot=True, interval=_LOG_AFTER_MS)
        timer.timeout.connect(self._settle)
        timer.start()

    def _settle(self) -> None:
        self._open_log()
        if self.window is not None and not self._closed:
            self.window.setWindowIcon(self.icons.app_icon())
            self.window.settle()

    def _open_log(self) -> None:
        if self._log is None and not self._closed:
            from wizard.doors import logs

            self._log = logs.start(self.folder)
            for event in self._events:
                self._log.write(event)
            self._events.clear()

    def remember_language(self, language: str) -> None:
        """The language of the next start."""
        self._language = language
        self._save_language()

    def _save_language(self) -> None:
        settings = self.settings.settings()
        if settings.get("language") != self._language:
            settings["language"] = self._language
            self.settings.save_settings(settings)

    def close(self) -> None:
        """End everything of this window."""
        if self._closed:
            return
        self._save_language()
        self._open_log()
        self._closed = True
        self.desktop.close()
        if self.demo is not None:
            self.demo.close()
        if self._log is not None:
            self._log.write("closed")
            self._log.close()


class _Late:
    """A part that is made at its first use: what it brings along costs a start some milliseconds."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)

    def close(self) -> None:
        """Close it, if it was ever used."""
        if self._made is not None:
            self._made.close()


def _desktop() -> Desktop:
    from wizard.doors.desktop import Desktop

    return Desktop()


def _account_window(link: AccountLink, parent: QWidget, purpose: str) -> AccountWindow | Finding:
    """The optional window, loaded now; a finding where its engine is missing or does not load."""
    from importlib.util import find_spec

    from wizard.rules.finding import Finding, Severity

    if find_spec("PySide6.QtWebEngineWidgets") is None:
        command = f'pip install "{NAME}[browser]"'
        return Finding("window_not_installed", Severity.WARNING, "", {"text": command})
    from wizard.account_window.environment import clean_environment

    # The engine sees no arguments of ours: the application was made without them.
    clean_environment(os.environ)
    try:
        from wizard.account_window.window import open_window
    except ImportError as error:
        return Finding("window_not_loaded", Severity.WARNING, "", {"text": str(error)[:300]})
    return open_window(link, parent, purpose)


def _icons() -> Icons:
    from wizard.ui.icons import Icons

    return Icons(resources.read_text)


class _DemoArchive:
    """Accounts of the demo under ``DIR/demo``, settings of the program where they always are."""

    def __init__(self, accounts: Storage, settings: Storage) -> None:
        self._accounts = accounts
        self.settings = settings.settings
        self.save_settings = settings.save_settings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._accounts, name)


def _default_folder() -> Path:
    from PySide6.QtCore import QStandardPaths

    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(place) / NAME


def _known(language: object) -> str:
    return language if language in ("ru", "uk", "en") else ""


def _system_language() -> str:
    """The first of the system's languages that is one of ours; ``C`` and ``POSIX`` count as none."""
    from PySide6.QtCore import QLocale

    system = QLocale.system()
    if system.language() == QLocale.Language.C:
        return ""
    # The name of a locale is that of its formats, which on Windows is another choice than the language.
    spoken = (_known(each.partition("-")[0]) for each in system.uiLanguages())
    return next(filter(None, spoken), "")


def _crash_text(error: BaseException) -> str:
    from wizard.doors.logs import crash_text

    return crash_text(type(error), error, error.__traceback__)


def _versions() -> list[str]:
    from wizard.doors.logs import versions

    return versions()


def _need_demo() -> None:
    from importlib.util import find_spec

    if find_spec("flask") is None:
        refuse(f'the demo account is not installed; type: pip install "{NAME}[demo]"')


def _need_display() -> None:
    """Without a display Qt aborts the process; say so instead."""
    from wizard.display import display_there

    if not display_there():
        refuse("there is no display: start the program on a desktop.")
