"""The browser engine, tied down: nothing on disk, nothing outside the page, no trust that was not earned.

A page that asks for a camera, a place, a file, a download or another program is told no. Must not act on a
page: ``asker`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineDownloadRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
)

from wizard.rules.address import Address

_ON = (
    "JavascriptEnabled",
    "LocalStorageEnabled",
    "PlaybackRequiresUserGesture",
    "WebRTCPublicInterfacesOnly",
    "FocusOnNavigationEnabled",
    "ErrorPageEnabled",
)
_OFF = (
    "JavascriptCanOpenWindows",
    "JavascriptCanAccessClipboard",
    "JavascriptCanPaste",
    "LocalContentCanAccessRemoteUrls",
    "LocalContentCanAccessFileUrls",
    "AllowRunningInsecureContent",
    "AllowGeolocationOnInsecureOrigins",
    "AllowWindowActivationFromJavaScript",
    "HyperlinkAuditingEnabled",
    "PluginsEnabled",
    "PdfViewerEnabled",
    "ScreenCaptureEnabled",
    "FullScreenSupportEnabled",
    "NavigateOnDropEnabled",
    "DnsPrefetchEnabled",
    "BackForwardCacheEnabled",
    "TouchEventsApiEnabled",
)
_LEAVE = "Are you sure you want to leave this page? Changes that you made may not be saved."


def origin_of(url: QUrl) -> str:
    """The origin as a browser spells it, in punycode; empty for what has none."""
    scheme, host = url.scheme(), url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    if scheme not in ("http", "https") or not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    port = url.port()
    usual = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{shown}" if port in (-1, usual) else f"{scheme}://{shown}:{port}"


def shown_url(url: QUrl) -> str:
    """The address of a page as it is shown: host in punycode, without user information."""
    hidden = QUrl.UrlFormattingOption.RemoveUserInfo
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded | hidden)


def private_profile(language: str, parent: QObject | None = None) -> QWebEngineProfile:
    """A profile without a name keeps everything in memory; what could be kept is turned off as well."""
    profile = QWebEngineProfile(parent)
    kinds = QWebEngineProfile
    profile.setHttpCacheType(kinds.HttpCacheType.MemoryHttpCache)
    profile.setPersistentCookiesPolicy(kinds.PersistentCookiesPolicy.NoPersistentCookies)
    policy = getattr(kinds, "PersistentPermissionsPolicy", None)  # Qt 6.8 and later
    if policy is not None:
        profile.setPersistentPermissionsPolicy(policy.AskEveryTime)
    profile.setSpellCheckEnabled(False)
    profile.setPushServiceEnabled(False)
    profile.setHttpAcceptLanguage(f"{language},ru;q=0.8,uk;q=0.7,en;q=0.5")
    settings = profile.settings()
    for names, on in ((_ON, True), (_OFF, False)):
        for name in names:
            attribute = getattr(QWebEngineSettings.WebAttribute, name, None)
            if attribute is not None:
                settings.setAttribute(attribute, on)
    return profile


class AccountPage(QWebEnginePage):
    """The one page of the window. ``refused`` tells what was refused, ``asked`` what the page wanted to know."""

    refused = Signal(str)
    asked = Signal(str)
    crashed = Signal()

    def __init__(self, profile: QWebEngineProfile, account: Address) -> None:
        super().__init__(profile)
        self._account = account
        self.certificateError.connect(self._certificate)
        self.newWindowRequested.connect(self._new_window)
        self.fullScreenRequested.connect(lambda request: request.reject())
        self.registerProtocolHandlerRequested.connect(lambda request: request.reject())
        self.fileSystemAccessRequested.connect(lambda request: request.reject())
        self.desktopMediaRequested.connect(lambda request: request.cancel())
        self.selectClientCertificate.connect(lambda selection: selection.selectNone())
        self.permissionRequested.connect(self._permission)
        if hasattr(self, "webAuthUxRequested"):
            self.webAuthUxRequested.connect(lambda request: request.cancel())
        self.renderProcessTerminated.connect(self._terminated)
        profile.downloadRequested.connect(self._download)

    def may_show(self, url: QUrl, main_frame: bool = True) -> bool:
        """Whether a page may come on screen: over https, or on this computer where the account is."""
        scheme = url.scheme()
        if scheme == "https":
            return True
        if scheme == "http":
            host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
            here = Address("http", host.strip("[]")).loopback
            return (here and self._account.loopback) or not main_frame
        if url.toString() == "about:blank":
            return True
        return not main_frame and scheme in ("about", "data", "blob")

    # Overrides of Qt's

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, main_frame: bool
    ) -> bool:
        """No other program, no file of this computer, nothing in clear text."""
        where = QUrl(url)
        if self.may_show(where, main_frame):
            return True
        self.refused.emit("insecure" if where.scheme() == "http" else "other_program")
        return False

    def chooseFiles(
        self, mode: QWebEnginePage.FileSelectionMode, old: Sequence[str], kinds: Sequence[str]
    ) -> list[str]:
        """No file of this computer goes out through this window."""
        self.refused.emit("files")
        return []

    def javaScriptAlert(self, origin: QUrl | str, message: str) -> None:
        """Told in the window, which waits for nobody."""
        self.asked.emit(message)

    def javaScriptConfirm(self, origin: QUrl | str, message: str) -> bool:
        """No, but for leaving a page, which the person wanted."""
        if message in (_LEAVE, QCoreApplication.translate("QWebEnginePage", _LEAVE)):
            return True
        self.asked.emit(message)
        return False

    def javaScriptPrompt(self, origin: QUrl | str, message: str, default: str) -> Any:
        """Nothing is asked in a box of the page's."""
        self.asked.emit(message)
        return False, ""

    def javaScriptConsoleMessage(self, level: Any, message: str, line: int, source: str) -> None:
        """What a page says to its makers may hold anything: it goes nowhere."""

    # What a page may not have

    def _certificate(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()
        if error.isMainFrame() if hasattr(error, "isMainFrame") else True:
            self.refused.emit("certificate")

    def _new_window(self, request: QWebEngineNewWindowRequest) -> None:
        """One window is enough: what the person opened comes up in it."""
        url = request.requestedUrl()
        if request.isUserInitiated() and url.scheme() in ("http", "https") and self.may_show(url):
            self.setUrl(url)
        else:
            self.refused.emit("window")

    def _permission(self, permission: Any) -> None:
        permission.deny()
        self.refused.emit("permission")

    def _download(self, request: QWebEngineDownloadRequest) -> None:
        request.cancel()
        self.refused.emit("download")

    def _terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status != QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self.crashed.emit()
