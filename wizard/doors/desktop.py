"""Browser, mail program and clipboard: the one door that knows Qt. Must not wait or print.

Everything goes through ``QDesktopServices.openUrl``, so that ``setUrlHandler`` sees it. Qt prints
an address that it cannot hand over, and the address of a mail holds the letter: too long a one is
refused before Qt sees it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, Final

from PySide6 import QtGui
from PySide6.QtCore import (
    QByteArray,
    QMessageLogContext,
    QMimeData,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QClipboard, QDesktopServices, QGuiApplication

from wizard.rules.secret import Secret

# Characters of a mailto address. Windows cuts at 2 083, Outlook before; on Linux the mail programs'
# own limits decide, and 8 191 is the lowest seen.
MAIL_LIMIT_SHORT: Final = 2000
MAIL_LIMIT_LONG: Final = 8000
CLEAR_AFTER: Final = 60.0  # seconds

_CONCEALED_UTI = "org.nspasteboard.ConcealedType"
_WINDOWS_FORMAT = 'application/x-qt-windows-mime;value="{}"'
_NO = bytes(4)  # a DWORD of zero

# What clipboard managers look for before they keep what was copied: KDE's Klipper and its
# followers, Windows (monitors, history, cloud; documented under "Cloud Clipboard and Clipboard
# History Formats"), and nspasteboard.org for macOS.
MARKS: Final = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS_FORMAT.format("ExcludeClipboardContentFromMonitorProcessing"): _NO,
    _WINDOWS_FORMAT.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS_FORMAT.format("CanUploadToCloudClipboard"): _NO,
    _CONCEALED_UTI: b"",
}

_SCHEMES = ("http", "https", "mailto")


class Desktop(QObject):
    """What lies outside of the window, on the person's desktop. Used in the window's thread."""

    secret_cleared = Signal()

    def __init__(self, parent: QObject | None = None, clear_after: float = CLEAR_AFTER) -> None:
        """``clear_after`` seconds after a secret was copied it is taken from the clipboard."""
        super().__init__(parent)
        short = sys.platform in ("win32", "darwin")
        self.mail_limit = MAIL_LIMIT_SHORT if short else MAIL_LIMIT_LONG
        self._key = os.urandom(32)
        self._digest = b""
        self._elsewhere = False
        self._setting = False
        self._watched: QClipboard | None = None
        self._timer = QTimer(self, singleShot=True, interval=round(clear_after * 1000))
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._clear_late)
        self._concealer = _mac_concealer()

    def open_url(self, url: str | QUrl) -> bool:
        """Hand a web or mail address to the system; False if it could not be.

        True is no proof that something opened: ``xdg-open`` says yes without a mail program too.
        Addresses of other kinds, with user information, or too long are refused.
        """
        address = url if isinstance(url, QUrl) else QUrl(url, QUrl.ParsingMode.TolerantMode)
        if not address.isValid() or address.scheme() not in _SCHEMES or address.userInfo():
            return False
        limit = self.mail_limit if address.scheme() == "mailto" else MAIL_LIMIT_LONG
        if address.toEncoded().size() > limit:
            return False
        return QDesktopServices.openUrl(address)

    def open_mail(self, mailto_url: str) -> bool:
        """Open the mail program with a letter; False also for anything but ``mailto:``."""
        return mailto_url.startswith("mailto:") and self.open_url(mailto_url)

    def can_open_mail(self) -> bool | None:
        """Whether a mail program is set up; None where that cannot be known.

        Asks ``xdg-mime`` on Linux, for at most a second: to be called on a thread of its own.
        """
        # These and those below are loaded at their first use: the window starts without them.
        import shutil
        import subprocess

        if not sys.platform.startswith("linux") or os.path.exists("/.flatpak-info"):
            return None
        program = shutil.which("xdg-mime")
        if program is None:
            return None
        try:
            answer = subprocess.run(  # noqa: S603 - a fixed question, the program found on the path
                [program, "query", "default", "x-scheme-handler/mailto"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=1,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        # Nothing printed is its way to say no; the exit status is 0 either way.
        return bool(answer.stdout.strip())

    def copy(self, text: str) -> None:
        """Put ordinary text on the clipboard. A secret that was there is gone with it."""
        self._let_go()
        _clipboard().setText(text)

    def holds(self, text: str) -> bool:
        """Whether the clipboard still holds exactly this: nothing else was copied meanwhile."""
        return _clipboard().text() == text

    def copy_secret(self, secret: Secret) -> None:
        """Put a secret on the clipboard for ``clear_after`` seconds, marked as not to be kept."""
        clipboard = _clipboard()
        text = secret.reveal()
        data = QMimeData()
        data.setText(text)
        for name, value in MARKS.items():
            data.setData(name, QByteArray(value))
        if self._watched is None:
            self._watched = clipboard
            clipboard.dataChanged.connect(self._changed)
        self._digest = self._digest_of(text)
        self._elsewhere = False
        self._setting = True
        try:
            clipboard.setMimeData(data)
        finally:
            self._setting = False
        self._timer.start()

    def pasted(self) -> str:
        """The text on the clipboard; empty if it holds something else. A secret of ours is not handed back."""
        text = _clipboard().text()
        return "" if self._digest and self._digest_of(text) == self._digest else text

    def close(self) -> None:
        """Take a secret of ours from the clipboard now. Never waits for another program."""
        # Another program's text would have to be asked of it, and it may hang; ours is at hand.
        clipboard = self._watched
        if clipboard is not None and (not self._elsewhere or clipboard.ownsClipboard()):
            self._clear()
        self._let_go()
        if clipboard is not None:
            clipboard.dataChanged.disconnect(self._changed)
            self._watched = None

    @Slot()
    def _changed(self) -> None:
        if not self._setting:
            self._elsewhere = True

    @Slot()
    def _clear_late(self) -> None:
        # Looks even if somebody else holds the clipboard: a manager may have taken the secret over.
        self._clear()
        self._let_go()

    def _clear(self) -> None:
        """Empty the clipboard if the secret is what it holds."""
        if self._digest and self._digest_of(_clipboard().text()) == self._digest:
            _clipboard().clear()
            self.secret_cleared.emit()

    def _let_go(self) -> None:
        self._timer.stop()
        self._digest = b""

    def _digest_of(self, text: str) -> bytes:
        import hashlib
        import hmac

        # With a key of this run: the digest left in memory is of no use to anybody.
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def _clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def _mac_concealer() -> object | None:
    """On macOS Qt passes a type on under its own name only if a converter says so."""
    base: Any = getattr(QtGui, "QUtiMimeConverter", None)
    try:
        return None if base is None else concealer(base)()
    except Exception:  # noqa: BLE001 - not tried on a Mac; a mark is not worth a start that fails
        return None


def concealer(base: Any) -> Any:
    """A ``QUtiMimeConverter`` that lets the mark of nspasteboard.org through as it is."""

    class Concealer(base):  # type: ignore[misc]
        def mimeForUti(self, uti: str) -> str:
            return _CONCEALED_UTI if uti == _CONCEALED_UTI else ""

        def utiForMime(self, mime: str) -> str:
            return _CONCEALED_UTI if mime == _CONCEALED_UTI else ""

        def canConvert(self, mime: str, uti: str) -> bool:
            return mime == uti == _CONCEALED_UTI

        def convertToMime(self, _mime: str, data: list[QByteArray], _uti: str) -> QByteArray:
            return data[0] if data else QByteArray()

        def convertFromMime(self, _mime: str, _data: object, _uti: str) -> list[QByteArray]:
            return [QByteArray(b"")]

    return Concealer


def watch_qt_messages(log: Callable[[str], None]) -> Callable[[], None]:
    """Send Qt's own messages to ``log`` instead of stderr, where they may hold addresses.

    ``log`` redacts. A handler that was there before is still called. Returns the way back.
    """
    previous: Callable[..., None] | None = None

    def handle(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        level = kind.name.removeprefix("Qt").removesuffix("Msg").lower()
        log(f"qt_{level} {message}")
        if previous is not None:
            previous(kind, context, message)

    previous = qInstallMessageHandler(handle)
    return lambda: _put_back(previous)


def _put_back(previous: Callable[..., None] | None) -> None:
    qInstallMessageHandler(previous)
