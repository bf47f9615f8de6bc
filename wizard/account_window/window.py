"""The window ``accountWindow``: the person's account on the left, what the program may do there on the right.

Everything the program does here it does on a click; saving stays the person's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from wizard.account_window.acts import Acts, Report
from wizard.account_window.asker import Asker
from wizard.account_window.engine import AccountPage, origin_of, private_profile, shown_url
from wizard.account_window.link import Link
from wizard.account_window.mark import Mark
from wizard.account_window.panel import Panel
from wizard.account_window.words import told
from wizard.rules.finding import Finding, Severity

_POLL_MS = 700
# Places on the way of which there is no more to say than to click them.
_PLAIN_CLICKS = ("account_management", "integrations", "virtual_pbx", "data_tags")
# Addresses at which a log-in service says that it does not like a browser inside a program.
_REFUSING = ("signin/rejected", "disallowed_useragent", "unsupported_browser", "embedded_browser")


class AccountWindow(QWidget):
    """One account in one private profile, gone without a trace when the window closes."""

    def __init__(self, link: Link, parent: QWidget, purpose: str) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("accountWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "page")
        self.setPalette(parent.palette())
        self._link = link
        self._purpose = purpose
        self.closed = False
        self._crashed = False
        self._report: Report | None = None
        self._mark_told: Mapping[str, Any] | None = None
        self._notes: list[str] = []
        self._filled = False
        language = link.text("account_window.language")
        self._profile = private_profile(language)
        self._page = AccountPage(self._profile, link.address)
        self.asker = Asker(self._page, link.address.origin, link.read_resource, self)
        self.acts = Acts(self._page, self.asker, link, self)
        # Of its own, or every line of the status would move the smallest size of the window.
        self.setMinimumSize(760, 480)
        self._build()
        self._connect()
        self.retranslate()
        self.resize(1240, 820)
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(lambda: self.acts.poll(self._way()))
        self._poll.start()
        self._home_page()

    # Building

    def _build(self) -> None:
        link = self._link
        self.view = QWebEngineView(self)
        self.view.setObjectName("accountWebView")
        self.view.setPage(self._page)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setMinimumSize(360, 240)
        self._mark = Mark(self.view, link)
        self._back = link.button("pageBackButton")
        self._reload = link.button("pageReloadButton")
        self._home = link.button("pageHomeButton")
        self.address = QLineEdit()
        self.address.setObjectName("pageAddress")
        self.address.setReadOnly(True)
        self.address.setProperty("fixed", True)
        self._whose = link.label("small")
        self._whose.setObjectName("pageOwnerLabel")
        self._whose.setWordWrap(False)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for each in (self._back, self._reload, self._home):
            bar.addWidget(each)
        bar.addStretch(1)
        bar.addWidget(self._whose)
        left = QVBoxLayout()
        left.setContentsMargins(16, 16, 0, 16)
        left.setSpacing(8)
        left.addLayout(bar)
        left.addWidget(self.address)
        left.addWidget(self.view, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addLayout(left, 1)
        self.panel = Panel(link)
        self._status = self.panel.status
        whole.addWidget(self.panel)

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self._page.triggerAction(QWebEnginePage.WebAction.Back))
        self._reload.clicked.connect(self._reload_page)
        self._home.clicked.connect(self._home_page)
        self.panel.read.clicked.connect(lambda: self.acts.begin("read"))
        self.panel.fill.clicked.connect(lambda: self.acts.begin("fill"))
        self.panel.fill_fields.clicked.connect(lambda: self.acts.begin("fields"))
        self.panel.verify.clicked.connect(lambda: self.acts.begin("verify"))
        self.panel.take.clicked.connect(self._take)
        self.panel.copy.clicked.connect(self._link.show_copy_buttons)
        self.view.customContextMenuRequested.connect(self._menu)
        self.acts.started.connect(self._started)
        self.acts.ended.connect(self._ended)
        self.acts.looked.connect(self._looked)
        self._page.urlChanged.connect(self._url_changed)
        self._page.loadStarted.connect(self._load_started)
        self._page.loadFinished.connect(self._load_finished)
        self._page.scrollPositionChanged.connect(self._mark.hide)
        self._page.refused.connect(self._refused)
        self._page.asked.connect(self._asked)
        self._page.crashed.connect(self._page_crashed)

    # Words

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._link.text
        host = self._link.address.display
        self.setWindowTitle(text("account_window.window_title", host=host))
        self._back.setText(text("account_window.back"))
        self._reload.setText(text("account_window.reload"))
        self._home.setText(text("account_window.home"))
        self.address.setAccessibleName(text("account_window.address"))
        self.view.setAccessibleName(text("account_window.page"))
        self.panel.retranslate()
        self._say_place()
        self._say_guide()
        self._say()

    def set_purpose(self, purpose: str) -> None:
        """Opened again from another step: its instructions beside the same page."""
        self._purpose = purpose
        self.panel.set_purpose(purpose)
        self._say_guide()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme of the program."""
        if event.type() == QEvent.Type.StyleChange:
            parent = self.parentWidget()
            if parent is not None and not self.closed:
                self.setPalette(parent.palette())
            self._link.follow_theme()
        super().changeEvent(event)

    def _way(self) -> Mapping[str, Any]:
        way: Mapping[str, Any] = self.asker.ways[
            "tracking" if self._purpose == "tracking" else "keys"
        ]
        return way

    def _say_place(self) -> None:
        """The address of the page, always, and whose it is."""
        url = self._page.url()
        self.address.setText(shown_url(url))
        self.address.setCursorPosition(0)
        host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
        here = self.asker.here
        key = "yours" if here else "elsewhere" if host else "no_page"
        self._whose.setText(self._link.text(f"account_window.{key}"))

    def _say_guide(self) -> None:
        text = self._link.text
        if self._crashed:
            words = text("account_window.guide_crashed")
        elif not self.asker.here:
            url = shown_url(self._page.url())
            refusing = any(each in url for each in _REFUSING)
            host = self._page.url().host(QUrl.ComponentFormattingOption.FullyEncoded)
            key = "guide_refusing" if refusing else "guide_elsewhere"
            words = (
                text(f"account_window.{key}", host=host)
                if host
                else text("account_window.guide_open")
            )
        elif self._mark_told is None:
            key = "tracking" if self._purpose == "tracking" else "keys"
            words = text(f"account_window.guide_none_{key}")
        else:
            words = self._next_click(self._mark_told)
        if self.panel.guide.text() != words:
            self.panel.guide.setText(words)

    def _next_click(self, mark: Mapping[str, Any]) -> str:
        """What to click next, in the words that stand on the page."""
        key = str(mark.get("key"))
        found = str(mark.get("text") or self._link.facts.planfix_labels["save"])
        name = "click" if key in _PLAIN_CLICKS else key
        return self._link.text(f"account_window.guide_{name}", found=found)

    def _say(self) -> None:
        """The outcome of the last act."""
        if self._crashed:
            finding = Finding("page_crashed", Severity.ERROR, "accountWebView")
            text = self._link.text
            words = (
                f"{text('account_window.page_crashed')}\n{text('account_window.page_crashed.do')}"
            )
            self._status.set_state("error", words, (finding,))
        elif self.acts.act:
            section = "account_fields" if self.acts.act == "fields" else "account_window"
            words = self._link.text(f"{section}.busy_{self.acts.act}")
            self._status.set_state("busy", words)
        elif self._report is None:
            self._status.set_state("idle", "")
        else:
            url = self._page.url()
            # A page without a host is named too.
            host = origin_of(url).partition("://")[2] or shown_url(url)[:60] or "about:blank"
            state, words, findings = told(self._report, self._link, host)
            self._status.set_state(state, words, findings)
        self.panel.take.setVisible(
            bool(self._report and self._report.takeable and not self.acts.act)
        )
        self.panel.heard.setText("\n".join(self._notes[-3:]))
        self.panel.heard.setVisible(bool(self._notes))

    def _note(self, words: str) -> None:
        if words not in self._notes:
            self._notes.append(words)
        self._say()

    # What acts tell

    def _started(self, act: str) -> None:
        self._report = None
        self._notes.clear()
        self.panel.enable_acts(False)
        self.panel.show_wanted()
        self._say()

    def _ended(self, report: Report) -> None:
        self._report = report
        self.panel.enable_acts(True)
        if report.key == "filled":
            self._filled = True
        if report.key == "saved_equal" and report.wanted.key and report.wanted.secret:
            self._link.saved_equal(self._link.now())
        self._link.log(
            f"account window: {report.act} {report.key or 'equal'} {report.reason}".strip()
        )
        self._say()

    def _looked(self, answer: Mapping[str, Any]) -> None:
        mark = answer.get("mark")
        self._mark_told = mark if isinstance(mark, dict) else None
        self._mark.point_at(
            mark.get("box") if isinstance(mark, dict) else None, self.view.zoomFactor()
        )
        self.panel.show_wanted()
        self._say_guide()
        saved = answer.get("saved") is True
        said = [each for each in answer.get("messages") or () if isinstance(each, str)]
        if self._filled and (saved or not answer.get("typed")):
            for each in said:
                self._note(
                    self._link.text("account_window.answered", words=self._without_keys(each))
                )
            if answer.get("answered") == "error":
                self._note(self._link.text("account_window.answered_error"))

    def _without_keys(self, words: str) -> str:
        wanted = self._link.wanted()
        for each in (wanted.key, wanted.secret):
            if each:
                words = words.replace(each.reveal(), "•••")
        return words

    def _take(self) -> None:
        if self._report is not None and self._report.takeable:
            self._link.take_addresses(self._report.takeable)
            self._report = None
            self._note(self._link.text("account_window.taken"))
            if self._link.letter_sent():
                self._note(self._link.text("account_window.letter_was_sent"))

    # What the page tells

    def _home_page(self) -> None:
        self._crashed = False
        self._page.setUrl(QUrl(self._link.address.origin + "/"))

    def _reload_page(self) -> None:
        self._crashed = False
        self._page.triggerAction(QWebEnginePage.WebAction.Reload)
        self._say()

    def _url_changed(self) -> None:
        self._mark_told = None
        self._mark.hide()
        self._say_place()
        self._say_guide()

    def _load_started(self) -> None:
        self.acts.forget_question()
        self._mark.hide()
        if self.acts.act in ("read", "fill"):
            # The page goes away: what is under way looks for the form on the next one, for as long as it may.
            return
        if self._report is not None and self._report.asks:
            self._report = None
            self._say()

    def _load_finished(self) -> None:
        self._say_place()
        self.acts.poll(self._way())

    def _refused(self, what: str) -> None:
        self._note(self._link.text(f"account_window.refused_{what}"))

    def _asked(self, words: str) -> None:
        self._note(
            self._link.text("account_window.page_asked", words=self._without_keys(words[:300]))
        )

    def _page_crashed(self) -> None:
        self.acts.stop()
        self._crashed = True
        self._report = None
        self._mark.hide()
        self.panel.enable_acts(True)
        self._link.log("account window: page_crashed")
        self._say()
        self._say_guide()

    def _menu(self, at: QPoint) -> None:
        """Cut, copy and paste: nothing that saves or shows sources."""
        menu = QMenu(self)
        menu.setObjectName("pageMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, key in (("Cut", "cut"), ("Copy", "copy"), ("Paste", "paste")):
            action = QAction(self._link.text(f"account_window.menu_{key}"), menu)
            inner = self._page.action(getattr(QWebEnginePage.WebAction, name))
            action.setEnabled(inner.isEnabled())
            action.triggered.connect(inner.trigger)
            menu.addAction(action)
        menu.popup(self.view.mapToGlobal(at))

    # End

    def closeEvent(self, event: QCloseEvent) -> None:
        """Page before profile: what the person did here is forgotten with them, at once."""
        self._shut()
        event.accept()

    def _shut(self) -> None:
        if self.closed:
            return
        self.closed = True
        self._poll.stop()
        self.acts.stop()
        self._page.blockSignals(True)
        for each in (self._mark, self.view, self._page, self._profile):
            if shiboken6.isValid(each):
                shiboken6.delete(each)
        # Nobody finds it any more: what is opened next is another one.
        self.setParent(None)


def open_window(link: Link, parent: QWidget, purpose: str) -> AccountWindow:
    """Make it and show it. Flags of the command line that open the engine to others are gone already."""
    window = AccountWindow(link, parent, purpose)
    window.set_purpose(purpose)
    screen = QApplication.primaryScreen().availableGeometry()
    window.resize(min(1240, screen.width()), min(820, screen.height()))
    window.show()
    return window
