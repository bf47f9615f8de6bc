"""The window: rail, page, footer, notice, theme and language. Knows pages by id only; judges nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    Property,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.steps import STEPS, StepStatus, first_unmet, statuses
from wizard.rules.address import Address
from wizard.rules.finding import Finding, Severity
from wizard.ui.jobs import Jobs
from wizard.ui.numbers import (
    ALIGN_RIGHT,
    ALIGN_V_CENTER,
    NO_FOCUS,
    NO_FRAME,
    never_sideways,
    put,
)
from wizard.ui.page import Page, time_text
from wizard.ui.pages import build
from wizard.ui.pages.account import AccountPage
from wizard.ui.rail import ID, StepList
from wizard.ui.services import Services
from wizard.ui.style import first_sheet, high_contrast, palette, sheet, system_tokens
from wizard.ui.theme import LIGHT, Tokens
from wizard.ui.widgets import StatusLine, at_top, button, finding_text, label, make_selectable
from wizard.ui.workspace import Workspace

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QMessageBox

RAIL_WIDTH = 232
LANGUAGE_NAMES = {"ru": "Русский", "uk": "Українська", "en": "English"}


class SetupWizard(QFrame):
    """The top-level window. ``go_to`` does what a click on the step list does."""

    closed = Signal()
    # Asked for by events that arrive while the object is still being built.
    _painted = False
    _settled = False
    _contrast = False

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("setupWizard")
        self.services = services
        self.jobs = Jobs(self._unexpected)
        self.workspace = Workspace(services, self.jobs, self)
        self.tokens: Tokens = LIGHT
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._current = ""
        self._closing = False
        self._notice_findings: list[tuple[Finding, Callable[[], str]]] = []
        self._notice_maker: Callable[[], str] | None = None
        self._question: QMessageBox | None = None
        self._qt_texts: QTranslator | None = None
        self.ask_path: Callable[[str, Path], Path | None] = self._ask_path
        self._build()
        self._apply_theme()
        self.workspace.changed.connect(self._refresh)
        self.workspace.opened.connect(self._account_opened)
        self.workspace.told.connect(self._told)
        self.workspace.vault.changed.connect(self._refresh_pages)
        self.workspace.vault.loaded.connect(self._secrets_loaded)
        self.jobs.idle_changed.connect(self._footer)
        self._restore_geometry()
        self._retranslate()

    # The names of the contract

    def _get_current_step(self) -> str:
        return self._current

    current_step = Property(str, _get_current_step)

    @property
    def clock(self) -> Callable[[], datetime]:
        """Gives the time; replaceable."""
        return self.services.clock

    @clock.setter
    def clock(self, clock: Callable[[], datetime]) -> None:
        self.services.clock = clock
        self._refresh()

    @property
    def demo(self) -> dict[str, str] | None:
        """The addresses and keys of the demo account, or None."""
        return dict(self.services.demo) if self.services.demo else None

    def go_to(self, step_id: str) -> bool:
        """Show a step; False if it is out of reach. The page on screen is left first."""
        if step_id not in STEPS:
            return False
        if step_id != "account" and not self._in_reach():
            self._rail.select(self._current)
            return False
        if step_id == self._current:
            return True
        if not self._leave(step_id):
            return False
        return self._show(step_id)

    # Opening

    def start(self) -> None:
        """Open where the facts say: at the start page, at the first unmet step, or at ``account``."""
        accounts = self.services.archive.accounts()
        page = self._account_page()
        damaged = self.services.damaged_settings
        if damaged:
            finding = Finding("state_unreadable", Severity.WARNING, "notice", {"file": damaged})
            self._told(
                finding, lambda: self.workspace.text("store.settings_unreadable", file=damaged)
            )
        if self.services.account:
            page.take(self.services.account)
        elif len(accounts) > 1:
            self._show("accounts")
            return
        elif accounts:
            self.open_stored(accounts[0])
            return
        if self.workspace.state is not None and self.workspace.state.accepted:
            self._resume()
        else:
            self._show("account")

    def open_stored(self, name: str) -> None:
        """Take up an account of the list, by the name of its file."""
        data, finding = self.services.archive.load(name)
        if finding is not None:
            self._told(finding)
        address = Address.from_origin(str((data or {}).get("origin", "")))
        if address is None or address.file_name != name:
            self._show("account")
            return
        self._account_page().take(address.origin)
        self._resume()

    def open_new(self) -> None:
        """An account that is not in the list."""
        self.workspace.leave()
        self._account_page().take("")
        self._show("account")

    def _resume(self) -> None:
        step = first_unmet(self.workspace.state, self.workspace.now())
        self._show(step)
        state = self.workspace.state
        if state is None or not state.accepted:
            return
        status = statuses(state, self.workspace.now())["letter"]
        if status.state == "waiting":
            self._say(lambda: self._waiting_words(statuses(state, self.workspace.now())["letter"]))
        elif step != "account":
            self._say(lambda: self.workspace.text("shell.resumed", host=self._host()))

    def _waiting_words(self, status: StepStatus) -> str:
        days = status.values["n"] - 1
        when = time_text(self.workspace, status.at)
        if days == 0:
            return self.workspace.text("shell.resumed_waiting_today", when=when)
        return self.workspace.text("shell.resumed_waiting", n=days, when=when)

    def _in_reach(self) -> bool:
        account = self._pages.get("account")
        return isinstance(account, AccountPage) and account.usable

    def _host(self) -> str:
        return self.workspace.address.display if self.workspace.address else ""

    # Pages

    def _account_page(self) -> AccountPage:
        page = self._page("account")
        assert isinstance(page, AccountPage)  # noqa: S101
        return page

    def _page(self, step: str) -> Page:
        if step not in self._pages:
            page = build(step, self)
            page.set_tokens(self.tokens)
            page.retranslate()
            page.changed.connect(self._footer)
            page.changed.connect(self._refresh_rail)
            page.go.connect(self.go_to)
            area = QScrollArea()
            area.setWidgetResizable(True)
            never_sideways(area)
            put(area, focusPolicy=NO_FOCUS, frameShape=NO_FRAME)
            area.setWidget(page)
            self._stack.addWidget(area)
            self._pages[step] = page
            if self._settled:
                page.installEventFilter(self)
            self._areas[step] = area
            page.refresh()
            self._fit_pages()
        return self._pages[step]

    def _leave(self, to: str = "") -> bool:
        page = self._pages.get(self._current)
        if page is None:
            return True
        page.going_on = to in STEPS[STEPS.index(page.step) + 1 :] if page.step in STEPS else False
        return page.left()

    def _secrets_loaded(self) -> None:
        """The store answers after the window has opened: a step that waited for the token begins now."""
        page = self._pages.get(self._current)
        if page is not None and not page.busy:
            page.refresh()
            page.entered()

    def _show(self, step: str) -> bool:
        page = self._page(step)
        self._current = step
        area = self._areas[step]
        self._stack.setCurrentWidget(area)
        area.ensureVisible(0, 0, 0, 0)
        self._refresh()
        page.refresh()
        page.entered()
        focus = page.initial_focus()
        if focus is not None:
            focus.setFocus()
        self._footer()
        self.services.log(f"step {step}")
        return True

    def _next(self) -> None:
        page = self._pages[self._current]
        if page.busy or self._current not in STEPS:
            return
        at = STEPS.index(self._current)
        if at + 1 < len(STEPS):
            self.go_to(STEPS[at + 1])

    def _back(self) -> None:
        if self._current == "account" and len(self.services.archive.accounts()) > 1:
            self.show_accounts()
        elif self._current in STEPS and STEPS.index(self._current) > 0:
            self.go_to(STEPS[STEPS.index(self._current) - 1])

    def show_accounts(self) -> None:
        """The list of accounts, their state and what to do next."""
        if self._current != "accounts" and self._leave():
            self._show("accounts")

    # Building

    def _build(self) -> None:
        icons = self.services.icons
        self._rail_box = QFrame()
        self._rail_box.setObjectName("rail")
        self._rail_box.setFixedWidth(RAIL_WIDTH)
        self._brand = label("brand")
        self._brand.setText("Planfix + Binotel")
        self._host_label = label("small")
        self._rail = StepList(STEPS, icons)
        self._rail.selectionModel().currentChanged.connect(self._rail_moved)
        self._languages = QComboBox()
        self._languages.setObjectName("languageCombo")
        for code, name in LANGUAGE_NAMES.items():
            self._languages.addItem(name, code)
        at = self._languages.findData(self.services.catalogue.language)
        self._languages.setCurrentIndex(at)
        self._languages.currentIndexChanged.connect(self._language_chosen)
        self._accounts = button("accountsButton", "link")
        self._accounts.clicked.connect(self.show_accounts)
        rail = QVBoxLayout(self._rail_box)
        rail.setContentsMargins(12, 24, 12, 16)
        rail.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 16)
        head.addWidget(self._brand)
        head.addWidget(self._host_label)
        rail.addLayout(head)
        rail.addWidget(self._rail, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 0)
        foot.setSpacing(4)
        self._demo_button = None
        if self.services.demo:
            from wizard.ui.demo_menu import demo_button

            self._demo_button = demo_button(self.services)
            foot.addWidget(self._demo_button)
        foot.addWidget(self._accounts)
        foot.addWidget(self._languages)
        rail.addLayout(foot)
        self._notice = StatusLine("notice", icons)
        self._notice_row = QWidget()
        row = QHBoxLayout(self._notice_row)
        row.setContentsMargins(40, 16, 40, 0)
        row.addWidget(self._notice, 1)
        self._notice_close = button("closeNoticeButton", "link")
        self._notice_close.clicked.connect(lambda: self._say(None))
        row.addLayout(at_top(self._notice_close))
        self._notice_row.hide()
        self._stack = QStackedWidget()
        self._footer_box = QFrame()
        self._footer_box.setObjectName("footer")
        self._cancel = button("cancelButton", "link")
        self._why = label("small", name="nextReasonLabel")
        put(self._why, alignment=ALIGN_RIGHT | ALIGN_V_CENTER)
        self._back_button = button("backButton")
        self._next_button = button("nextButton", "primary")
        self._finish = button("finishButton", "primary")
        self._cancel.clicked.connect(self.confirm_cancel)
        self._back_button.clicked.connect(self._back)
        self._next_button.clicked.connect(self._next)
        self._finish.clicked.connect(self.close)
        foot_row = QHBoxLayout(self._footer_box)
        foot_row.setContentsMargins(40, 12, 40, 12)
        foot_row.setSpacing(8)
        foot_row.addWidget(self._cancel)
        foot_row.addWidget(self._why, 1)
        foot_row.addWidget(self._back_button)
        foot_row.addWidget(self._next_button)
        foot_row.addWidget(self._finish)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._notice_row)
        right.addWidget(self._stack, 1)
        right.addWidget(self._footer_box)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail_box)
        whole.addLayout(right, 1)

    def _rail_moved(self, current: QModelIndex) -> None:
        step = current.data(ID)
        if isinstance(step, str) and step != self._current:
            self.go_to(step)
            self._rail.select(self._current)

    # Words and looks

    def _language_chosen(self) -> None:
        language = str(self._languages.currentData())
        self.services.catalogue.language = language
        self.services.remember_language(language)
        self._retranslate()

    def _retranslate(self) -> None:
        language = self.services.catalogue.language
        if self._settled:
            self._load_qt_texts(language)
        text = self.workspace.text
        self._cancel.setText(text("shell.cancel"))
        self._back_button.setText(text("shell.back"))
        self._next_button.setText(text("shell.next"))
        self._finish.setText(text("shell.finish"))
        self._accounts.setText(text("shell.accounts"))
        self._notice_close.setText(text("shell.hide"))
        self._languages.setAccessibleName(text("shell.language"))
        self._rail.setAccessibleName(text("shell.steps"))
        if self._demo_button is not None:
            self._demo_button.retranslate(text)
        for page in self._pages.values():
            page.retranslate()
            page.refresh()
        if self._question is not None:
            self._question_words(self._question)
        self._refresh()
        self._notice_words()

    def _load_qt_texts(self, language: str) -> None:
        """Qt's own words (menus of text fields) follow too; these are the application's, not the window's."""
        from PySide6.QtCore import QLibraryInfo

        self.setLocale(QLocale(language))
        app = QApplication.instance()
        if app is None:
            return
        if self._qt_texts is not None:
            app.removeTranslator(self._qt_texts)
            self._qt_texts = None
        if language == "en":
            return
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(QLocale(language), "qtbase", "_", folder):
            app.installTranslator(translator)
            self._qt_texts = translator

    def _apply_theme(self) -> None:
        tokens = system_tokens()
        self.tokens = tokens
        if self._contrast:
            self.setStyleSheet("")
            self.setPalette(QApplication.palette())
        else:
            self.setPalette(palette(tokens))
            font = QApplication.font()
            whole = self._settled
            self.setStyleSheet(
                sheet(tokens, font, self.services.icon_folder)
                if whole
                else first_sheet(tokens, font)
            )
        self._rail.set_tokens(tokens)
        self._notice.set_tokens(tokens)
        for page in self._pages.values():
            page.set_tokens(tokens)

    def settle(self) -> None:
        """What may wait until the first step is on screen: the whole style sheet, Qt's own words."""
        if self._settled or self._closing:
            return
        self._settled = True
        # What stands now stays: a collection during a check need not walk over all of Qt's names again,
        # which costs the window 10 ms each time. Undone on closing.
        gc.freeze()
        self.installEventFilter(self)
        for page in self._pages.values():
            page.installEventFilter(self)
            page.fit()
        self._contrast = high_contrast()
        self._apply_theme()
        make_selectable()
        self._load_qt_texts(self.services.catalogue.language)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the system's theme and font while running, and pages whose texts grow or shrink.

        A filter and not an override: it is put in place once the first step is on screen.
        """
        kind = event.type()
        if watched is self:
            if kind in (
                QEvent.Type.ApplicationPaletteChange,
                QEvent.Type.ThemeChange,
                QEvent.Type.ApplicationFontChange,
                QEvent.Type.DevicePixelRatioChange,
            ):
                self._apply_theme()
        elif kind in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and isinstance(watched, Page):
            watched.fit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first one there is time for what could wait."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Padding follows the width."""
        super().resizeEvent(event)
        self._fit_pages()

    def _fit_pages(self) -> None:
        width = self.width() - RAIL_WIDTH
        padding = 40 if width >= 760 else 16
        for page in self._pages.values():
            page.set_padding(padding)
            page.set_width(width - 2 * padding)
        for box in (self._footer_box, self._notice_row):
            layout = box.layout()
            if layout is not None:
                margins = layout.contentsMargins()
                layout.setContentsMargins(padding, margins.top(), padding, margins.bottom())

    # What is shown of the state

    def _refresh(self) -> None:
        self._refresh_rail()
        self._refresh_pages()
        self._footer()

    def _refresh_pages(self) -> None:
        page = self._pages.get(self._current)
        if page is not None:
            page.refresh()

    def _refresh_rail(self) -> None:
        text = self.workspace.text
        host = self._host()
        self._host_label.setText(host or text("shell.no_account"))
        self.setWindowTitle(f"Planfix + Binotel — {host}" if host else "Planfix + Binotel")
        found = statuses(self.workspace.state, self.workspace.now())
        reach = self._in_reach()
        for step in STEPS:
            status = found[step]
            line = text(
                f"steps.{status.line}", when=time_text(self.workspace, status.at), **status.values
            )
            name = text(f"steps.{step}")
            spoken = f"{name}. {text('steps.state_' + status.state)}. {line}".rstrip(". ") + "."
            self._rail.show_step(step, name, status.state, line, spoken, step == "account" or reach)
        self._rail.select(self._current)
        self._rail.relayout()
        self._accounts.setVisible(bool(self.services.archive.accounts()))

    def _footer(self) -> None:
        page = self._pages.get(self._current)
        if page is None:
            return
        text = self.workspace.text
        in_steps = self._current in STEPS
        last = in_steps and STEPS.index(self._current) == len(STEPS) - 1
        self._next_button.setVisible(in_steps and not last)
        self._finish.setVisible(last)
        self._back_button.setVisible(in_steps)
        first = in_steps and STEPS.index(self._current) == 0
        self._back_button.setEnabled(not first or len(self.services.archive.accounts()) > 1)
        reachable = self._in_reach()
        locked = page.busy or (self._current == "account" and not reachable)
        self._next_button.setEnabled(not locked)
        self._next_button.setDefault(not locked)
        why = ""
        if page.busy:
            why = text("shell.why_busy")
        elif locked:
            why = text("shell.why_address")
        self._why.setText(why)
        self._next_button.setToolTip(why)
        self._next_button.setAccessibleDescription(why)

    def _account_opened(self) -> None:
        # A greeting spoke of the account before.
        self._notice_maker = None
        self._notice_words()
        for step, page in self._pages.items():
            if step != "account":
                page.refresh()

    # Notices

    def _told(self, finding: Finding, maker: Callable[[], str] | None = None) -> None:
        """What went wrong with files outweighs a greeting, and stays until it is hidden."""
        words = maker or (lambda: finding_text(finding, self.workspace.text))
        kept = [each for each in self._notice_findings if each[0] != finding]
        self._notice_findings = [*kept, (finding, words)]
        self._notice_words()

    def _say(self, maker: Callable[[], str] | None) -> None:
        if maker is None:
            self._notice_findings.clear()
        self._notice_maker = maker
        self._notice_words()

    def _notice_words(self) -> None:
        makers = [words for _, words in self._notice_findings]
        if self._notice_maker is not None:
            makers.append(self._notice_maker)
        findings = [finding for finding, _ in self._notice_findings]
        words = "\n\n".join(maker() for maker in makers)
        self._notice.set_state("warning" if findings else "idle", words, findings)
        self._notice_row.setVisible(bool(makers))

    def say(self, maker: Callable[[], str]) -> None:
        """Tell something in the notice, in words that follow the language."""
        self._say(maker)

    def _unexpected(self, error: BaseException) -> None:
        from wizard.ui.crash import show_crash

        show_crash(self, self.services.crash_text(error))

    # Leaving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape asks; Enter does what the focused button says, else the primary one of the footer."""
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Escape:
            self.confirm_cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            shown = self._finish if self._finish.isVisible() else self._next_button
            if isinstance(focused, QPushButton):
                focused.click()
            elif shown.isVisible() and shown.isEnabled():
                shown.click()
        else:
            super().keyPressEvent(event)

    def confirm_cancel(self) -> None:
        """Ask, without blocking anything, whether to close; everything is saved already."""
        if self._question is not None:
            self._question.raise_()
            self._question.activateWindow()
            return
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self)
        box.setObjectName("confirmCancel")
        box.setWindowModality(Qt.WindowModality.NonModal)
        box.setIcon(QMessageBox.Icon.NoIcon)
        stay = box.addButton("", QMessageBox.ButtonRole.RejectRole)
        stay.setObjectName("stayButton")
        leave = box.addButton("", QMessageBox.ButtonRole.AcceptRole)
        leave.setObjectName("leaveButton")
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        leave.clicked.connect(self.close)
        box.finished.connect(self._question_done)
        self._question = box
        self._question_words(box)
        box.show()

    def _question_words(self, box: QMessageBox) -> None:
        text = self.workspace.text
        box.setWindowTitle(text("shell.close_title"))
        box.setText(text("shell.close_title"))
        box.setInformativeText(text("shell.close_text"))
        for each in box.buttons():
            each.setText(
                text("shell." + ("stay" if each.objectName() == "stayButton" else "leave"))
            )

    def _question_done(self) -> None:
        if self._question is not None:
            self._question.deleteLater()
            self._question = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, end the background work, close; never asks."""
        if not self._closing:
            self._closing = True
            page = self._pages.get(self._current)
            if page is not None:
                page.left(closing=True)
            settings = self.services.archive.settings()
            settings["geometry"] = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            self.services.archive.save_settings(settings)
            gc.unfreeze()
            self.jobs.close()
            self.workspace.vault.close()
            app = QApplication.instance()
            if app is not None and self._qt_texts is not None:
                app.removeTranslator(self._qt_texts)
            self.services.close()
            for dialog in self.findChildren(QDialog):
                dialog.close()
            self.closed.emit()
        event.accept()

    def _restore_geometry(self) -> None:
        self.setMinimumSize(760, 480)
        self.resize(1040, 720)
        stored = self.services.archive.settings().get("geometry")
        if isinstance(stored, str):
            from PySide6.QtCore import QByteArray

            self.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii", "ignore")))

    def _ask_path(self, kind: str, suggested: Path) -> Path | None:
        """The system's own file dialog; static, so no event loop of ours is nested."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        text = self.workspace.text
        kinds = text(f"shell.kinds_{kind}")
        chosen, wanted = QFileDialog.getSaveFileName(
            self, text(f"shell.save_{kind}"), str(suggested), kinds
        )
        if not chosen:
            return None
        # Not every system's dialog adds the ending of the kind that was chosen in it.
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(wanted.rpartition("*")[2].rstrip(")"))
