"""The window: which step is on screen, what rail and footer say of it. Knows pages by id only; judges nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QModelIndex, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea

from wizard.flow.steps import STEPS, first_unmet, statuses
from wizard.rules.address import Address
from wizard.rules.finding import Finding, Severity
from wizard.ui.account_opening import AccountOpening
from wizard.ui.frame import Frame
from wizard.ui.jobs import Jobs
from wizard.ui.numbers import NO_FOCUS, NO_FRAME, never_sideways, put
from wizard.ui.page import Page, time_text
from wizard.ui.pages import build
from wizard.ui.pages.account import AccountPage
from wizard.ui.rail import ID
from wizard.ui.services import Services
from wizard.ui.welcome import host_of, welcome
from wizard.ui.workspace import Workspace

if TYPE_CHECKING:
    from datetime import datetime


class SetupWizard(Frame):
    """The top-level window. ``go_to`` does what a click on the step list does."""

    closed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.jobs = Jobs(self._unexpected)
        self.workspace = Workspace(services, self.jobs, self)
        self._current = ""
        self._account_window = AccountOpening(self, self._told)
        self._connect()
        self._restore_geometry()
        self._retranslate()

    def _connect(self) -> None:
        self._rail.selectionModel().currentChanged.connect(self._rail_moved)
        self._languages.currentIndexChanged.connect(self._language_chosen)
        self._accounts.clicked.connect(self.show_accounts)
        self._cancel.clicked.connect(self.confirm_cancel)
        self._help_button.clicked.connect(self._help)
        self._back_button.clicked.connect(self._back)
        self._next_button.clicked.connect(self._next)
        self._finish.clicked.connect(self.close)
        self.workspace.changed.connect(self._refresh)
        self.workspace.opened.connect(self._account_opened)
        self.workspace.told.connect(self._told)
        self.workspace.vault.changed.connect(self._refresh_pages)
        self.workspace.vault.loaded.connect(self._secrets_loaded)
        self.jobs.idle_changed.connect(self._footer)
        self.jobs.ended.connect(self._log_run)

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
        if state.push_open_at:
            self._tell_interrupted()
        elif (
            statuses(state, self.workspace.now())["letter"].state == "waiting" or step != "account"
        ):
            self._say(lambda: welcome(self.workspace, state))

    def _tell_interrupted(self) -> None:
        """Cards were being written when the program ended: which are written is told at once."""
        from wizard.ui.pages.employees_changes_words import interrupted, interrupted_words

        found = interrupted(self.workspace.push_journal())
        if found is not None:
            self._told(
                found,
                # What was not known may be known by now.
                lambda: interrupted_words(
                    interrupted(self.workspace.journal) or found, self.workspace.text
                ),
            )

    def _in_reach(self) -> bool:
        account = self._pages.get("account")
        return isinstance(account, AccountPage) and account.usable

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
            page.scroll_to.connect(area.verticalScrollBar().setValue)
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
        self._put_in_order()
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
        self._globe.setAccessibleName(text("shell.language"))
        self._globe.setToolTip(text("shell.language"))
        self._rail.setAccessibleName(text("shell.steps"))
        if self._demo_button is not None:
            self._demo_button.retranslate(text)
        for page in self._pages.values():
            page.retranslate()
            page.refresh()
            if page.help_panel is not None:
                page.help_panel.retranslate()
        question = self.findChild(QDialog, "confirmCancel")
        if question is not None:
            from wizard.ui.leaving import put_words

            put_words(question, text)
        self._account_window.retranslate()
        self._refresh()
        self._notice_words()

    # What is shown of the state

    def _refresh(self) -> None:
        state = self.workspace.state
        self._refresh_rail()
        self._refresh_pages()
        if state is None or not state.push_open_at:
            self._untold("push_interrupted")
        elif self._notice_findings:
            self._notice_words()
        self._footer()

    def _refresh_pages(self) -> None:
        page = self._pages.get(self._current)
        if page is not None:
            page.tell_memory()
            page.refresh()

    def _refresh_rail(self) -> None:
        text = self.workspace.text
        host = host_of(self.workspace)
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
        self._choose_default(page)
        self._say_help(page)
        why = ""
        if page.busy:
            why = text("shell.why_busy")
        elif locked:
            why = text("shell.why_address")
        self._why.setText(why)
        self._next_button.setToolTip(why)
        self._next_button.setAccessibleDescription(why)

    def open_account_window(self, purpose: str) -> None:
        """Show the account inside the program, or say what is missing for that."""
        self._account_window.open(purpose)

    def _account_opened(self) -> None:
        self._account_window.close()
        # A greeting spoke of the account before.
        self._notice_maker = None
        self._notice_words()
        for step, page in self._pages.items():
            if step != "account":
                page.refresh()

    def _log_run(self, name: str, took: float, finding: str) -> None:
        self.services.log(f"done {name.replace('-', '_')} {took * 1000:.0f}ms {finding}".rstrip())

    def woke(self) -> None:
        """Days may have passed: what is told of them is told anew, and the page may look again."""
        page = self._pages.get(self._current)
        if page is None or self._closing:
            return
        self._refresh()
        self._notice_words()
        page.woke()

    def _help(self) -> None:
        page = self._pages.get(self._current)
        if page is not None and page.helps:
            self._toggle_help(page, self._areas[self._current])

    def _unexpected(self, error: BaseException) -> None:
        from wizard.ui.crash import show_crash

        self.services.log(f"crash {type(error).__name__}")
        show_crash(self, self.services.crash_text(error))

    # Leaving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape asks, F1 explains; Enter does what the focused button says, else the default one."""
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Escape:
            self.confirm_cancel()
        elif event.key() == Qt.Key.Key_F1:
            self._help()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            page = self._pages.get(self._current)
            if isinstance(focused, QPushButton):
                focused.click()
            elif page is not None:
                self._choose_default(page)
                if self._default is not None:
                    self._default.click()
        else:
            super().keyPressEvent(event)

    def confirm_cancel(self) -> None:
        """Ask, without blocking anything, whether to close; everything is saved already."""
        from wizard.ui.leaving import ask

        ask(self, self.workspace.text, self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, end the background work, close; never asks."""
        if not self._closing:
            self._closing = True
            page = self._pages.get(self._current)
            if page is not None:
                page.left(closing=True)
            self._remember_geometry()
            self._account_window.close()
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
