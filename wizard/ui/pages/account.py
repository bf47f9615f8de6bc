"""The step ``account``: which account, with which token, and whether it answers. Sends nothing unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from wizard.flow.cancel import Cancel
from wizard.flow.state import SetupState, Verdict
from wizard.rules.address import Address, parse_address
from wizard.rules.finding import Finding, Severity, outcome
from wizard.rules.proxy import split_proxy
from wizard.rules.secret import Secret
from wizard.ui.jobs import Outcome
from wizard.ui.page import Shell
from wizard.ui.pages.account_secrets import PROXY_PASSWORD, TOKEN, AccountSecrets
from wizard.ui.widgets import restyle
from wizard.ui.workspace import Workspace

# A check that ended in one of these proved the token bad: it is not saved.
_WRONG = frozenset({"token_wrong"})
# What the button asks: ping, the first page of analytics, one employee.
_REQUESTS, _REQUESTS_WITHOUT_TOKEN = 3, 1
# What a person said of an account stays true when it moves; what was seen of it has to be seen anew.
_MOVES_ALONG = (
    *("activated_at", "letter_language", "company", "company_id", "letter_subject", "proxy"),
    *("short_numbers", "wire_numbers", "needed_call", "needed_missed", "ticked_call"),
    "ticked_missed",
)

if TYPE_CHECKING:
    from wizard.flow.checks import AccountCheck


class AccountPage(AccountSecrets):
    """Address, token, network; *Check*."""

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._left_empty = False
        self._chosen_domain = self.domain.currentIndex()
        self._moved_from: tuple[Address, SetupState] | None = None
        self._check: AccountCheck | None = None
        self._waits_for_store = False
        self._is_stored = False
        self._connect()
        self._parse()

    def _connect(self) -> None:
        self.address.edit.textChanged.connect(self._edited)
        self.address.edit.editingFinished.connect(self._address_left)
        self.domain.currentIndexChanged.connect(self._domain_chosen)
        self.token.edit.textChanged.connect(self._token_edited)
        self.proxy.edit.textChanged.connect(self._proxy_edited)
        self.proxy.edit.editingFinished.connect(self._proxy_left)
        self.confirm.toggled.connect(self._confirmed)
        self.check.clicked.connect(self._start)
        self.new_host.clicked.connect(self._use_new_host)
        self.forget_token.clicked.connect(self._forget_token)
        self.forget_account.clicked.connect(self._forget_account)
        self.workspace.vault.loaded.connect(self._refill)
        self.workspace.vault.changed.connect(self._store_told)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    # What the shell asks

    @property
    def usable(self) -> bool:
        """Whether the address typed is one that every other step can work with."""
        return self._result.address is not None

    @property
    def busy(self) -> bool:
        """Whether *Check* runs."""
        return self._waits_for_store or self.workspace.jobs.running("account")

    def take(self, text: str) -> None:
        """Fill the address in, as if typed, and take the account up if there is one."""
        with self._silently():
            self.token.edit.clear()
            self.proxy.edit.clear()
        self._token_of, self._token_put_away, self._proxy_typed = None, False, False
        self._check, self._left_empty = None, False
        self.address.edit.setText(text)
        self._parse()
        if self._result.address is not None:
            self.workspace.open(self._result.address)
            self._parse()
            self._refill()
        elif text:
            self._address_left()

    def left(self, closing: bool = False) -> bool:
        """Cancel the check; take the account over with what was typed."""
        self._peek.mask()
        if self.busy:
            self._stop()
            self.status.set_state("idle", "")
        if self._result.address is None:
            self._address_left()
        elif self.going_on and not closing:
            self._go_on()
        else:
            self._keep_for_next_time(closing)
        return True

    def _go_on(self) -> None:
        self._take_over()
        self.workspace.update(accepted=True)
        self.workspace.keep()
        self._save_token()

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        if self.busy:
            self.status.set_state("busy", self.text("account.checking"))
        self._say_status()
        self._say_address()

    def refresh(self) -> None:
        """The store or the state changed."""
        address = self.workspace.address
        stored = self.services.archive.accounts() if address is not None else []
        self._is_stored = address is not None and address.file_name in stored
        self._say_store()
        self._buttons()

    # Address

    def _edited(self) -> None:
        self._stop()
        self._check = None
        self._left_empty = False
        self._tick_confirmed(False)
        self._parse()
        self._part_token()
        self._clear_verdict()
        if self.usable and self.shell.current_step not in ("", "account", "accounts"):
            # A script changed it behind another step: that step must not go on with the old one.
            self._go_on()
        self.changed.emit()

    def _domain_chosen(self) -> None:
        if self.domain.isEnabled():
            self._chosen_domain = self.domain.currentIndex()
        self._edited()

    def _parse(self) -> None:
        text = self.address.edit.text()
        domains = self.workspace.facts.domains
        self._result = parse_address(text, domains[self._chosen_domain], domains)
        state = self.workspace.state
        if self._same_account() and state is not None and state.host_confirmed:
            self._tick_confirmed(True)
        self._say_address()
        self._say_status()

    def _tick_confirmed(self, on: bool) -> None:
        self.confirm.blockSignals(True)
        self.confirm.setChecked(on)
        self.confirm.blockSignals(False)

    def _say_address(self) -> None:
        address = self._result.address
        choice = self._result.bare_name or not self.address.edit.text().strip()
        self.domain.setEnabled(choice)
        self._show_domain("" if choice or address is None else address.host)
        if address is None:
            self.shown_address.setText(self.text("account.address_hint"))
        else:
            self.shown_address.setText(self.text("account.address_shown", address=address.origin))
        self.confirm.setVisible(self._unknown())
        if address is not None and self._unknown():
            self.confirm.setText(self.text("account.confirm_host", host=address.display))
        errors = [each for each in self._address_findings() if each.severity is Severity.ERROR]
        bad = "true" if errors else "false"
        if bad != (self.address.edit.property("bad") or "false"):
            self.address.edit.setProperty("bad", bad)
            if self.isVisible():
                restyle(self.address.edit)

    def _show_domain(self, host: str) -> None:
        """The domain that the address itself names; else the one chosen for a bare name."""
        row = self._chosen_domain
        for at, domain in enumerate(self.workspace.facts.domains):
            if host.endswith("." + domain):
                row = at
        self.domain.blockSignals(True)
        self.domain.setCurrentIndex(row)
        self.domain.blockSignals(False)

    def _unknown(self) -> bool:
        return any(each.key == "address_unknown_domain" for each in self._result.findings)

    def _unconfirmed(self) -> bool:
        return self._unknown() and not self.confirm.isChecked()

    def _address_findings(self) -> list[Finding]:
        """Those worth showing: an empty field only once it was left."""
        return [
            each
            for each in self._result.findings
            if (each.key != "address_empty" or self._left_empty)
            and (each.key != "address_unknown_domain" or self._unconfirmed())
        ]

    def _say_status(self) -> None:
        if self.busy:
            return
        found, good = self._address_findings(), ""
        if self._check is not None:
            # A mended address was told while it was typed; after a good check it is no news.
            found = [each for each in found if each.severity is Severity.ERROR]
            found += self._check.findings
            good = self.text("account.good")
        self.tell(self.status, found, good)
        self._buttons()

    def _buttons(self) -> None:
        ready = self._result.address is not None and not self._unconfirmed()
        self.check.setEnabled(ready and not self.busy)
        why = ""
        if self._result.address is None:
            why = self.text("shell.why_address")
        elif self._unconfirmed():
            why = self.text("account.why_confirm")
        self.check.setToolTip(why)
        self.check.setAccessibleDescription(why)
        for each in (self.show_token, self.forget_token):
            each.setVisible(bool(self.token.edit.text()))
        self._offer_token(ready)
        state = self.workspace.state if self._same_account() else None
        self.forget_account.setVisible(state is not None and (state.accepted or self._is_stored))
        self.new_host.setVisible(bool(self._redirect_host()))
        if state is not None and state.account_verdict is not None:
            from wizard.flow.state import moment

            when = self.time_text(moment(state.account_verdict.at))
            self.checked_at.setText(self.text("shell.checked", when=when))
        else:
            self.checked_at.setText("")

    def _address_left(self) -> None:
        if not self.address.edit.text().strip() and not self._left_empty:
            self._left_empty = True
            self._say_address()
            self._say_status()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """Leaving an empty field that was never typed into; going to another program is no leaving."""
        if old is self.address.edit and new is not None and new.window() is self.window():
            self._address_left()

    def _confirmed(self) -> None:
        if self._same_account():
            self.workspace.update(host_confirmed=self.confirm.isChecked())
        self._say_status()
        self.changed.emit()

    # A redirect

    def _redirect_host(self) -> str:
        for each in self._check.findings if self._check else ():
            if each.key == "redirected":
                return each.details.get("host", "")
        return ""

    def _use_new_host(self) -> None:
        """The person takes the account's new address, and with it the token and what was answered."""
        host = self._redirect_host()
        if not host:
            return
        address, state = self.workspace.address, self.workspace.state
        self._token_of = None
        self.address.edit.setText(host)
        if address is not None and state is not None:
            self._moved_from = (address, state)
        self.confirm.setFocus() if self.confirm.isVisible() else self.check.setFocus()

    # Token and network

    def _input_changed(self) -> None:
        self._stop()
        self._check = None
        self._clear_verdict()
        self._say_status()
        self.changed.emit()

    def _stop(self) -> None:
        self._waits_for_store = False
        self.workspace.jobs.cancel("account")

    def _clear_verdict(self) -> None:
        if self._same_account() and not self._filling:
            self.workspace.update(account_verdict=None)
        self._buttons()

    def _take_over(self) -> None:
        """Make the account typed the open one, with the token and the proxy typed."""
        address, workspace = self._result.address, self.workspace
        assert address is not None  # noqa: S101
        self._proxy_left()
        token, confirmed = self.token.edit.text().strip(), self.confirm.isChecked()
        if workspace.address != address:
            password = workspace.vault.value(PROXY_PASSWORD)
            before = workspace.state
            if before is not None and workspace.address is not None and not before.accepted:
                # Tried and given up for another: nothing of it stays behind.
                if before.has_token:
                    workspace.forget_account()
                else:
                    self.services.archive.forget(workspace.address.file_name)
            with self._silently():
                workspace.open(address)
                self._move_along()
            if self._proxy_typed or not (workspace.state and workspace.state.proxy):
                workspace.vault.hold(PROXY_PASSWORD, password)
        workspace.update(host_confirmed=confirmed, proxy=split_proxy(self.proxy.edit.text())[0])
        known = workspace.vault.value(TOKEN)
        if token and (known is None or known.reveal() != token):
            workspace.vault.hold(TOKEN, Secret(token))
        elif not token and known is not None and not self._reading():
            # The person emptied the field: nothing of it stays behind.
            workspace.vault.forget([TOKEN])
            workspace.update(has_token=False)
        if not self.proxy.edit.text().strip() and workspace.vault.value(PROXY_PASSWORD):
            workspace.vault.forget([PROXY_PASSWORD])

    def _move_along(self) -> None:
        """Answers given for the old address of an account that moved, unless the new one has its own."""
        moved, self._moved_from = self._moved_from, None
        state = self.workspace.state
        if moved is not None and state is not None and not state.accepted:
            self.workspace.update(**{name: getattr(moved[1], name) for name in _MOVES_ALONG})

    def _keep_for_next_time(self, closing: bool) -> None:
        """The address typed is not lost, and not taken for accepted either."""
        address, archive = self._result.address, self.services.archive
        if address is None:
            return
        typed = {
            "host_confirmed": self.confirm.isChecked(),
            "proxy": split_proxy(self.proxy.edit.text())[0],
        }
        if self._same_account() and self.workspace.state is not None:
            self.workspace.write(**typed)
        elif closing and archive.load(address.file_name)[0] is None:
            state = SetupState(address.origin).changed(**typed)
            archive.save(address.file_name, state.to_dict())

    # Check

    def _start(self) -> None:
        if self._result.address is None or self.busy or self._unconfirmed():
            return
        self._take_over()
        workspace = self.workspace
        state = workspace.state
        expected = state is not None and state.has_token and not self.token.edit.text()
        if expected and (self._reading() or workspace.vault.read_again()):
            # The token is on its way: without it the check would ask less than was meant.
            self._waits_for_store = True
            self.status.set_state("busy", self.text("account.checking"))
            self._buttons()
            self.changed.emit()
        else:
            self._ask()

    def _ask(self) -> None:
        workspace = self.workspace
        has_token = workspace.token is not None
        needed = _REQUESTS if has_token else _REQUESTS_WITHOUT_TOKEN
        few = workspace.warn_first("account", needed, pressed=True)
        if few is not None:
            self.tell(self.status, [few])
            self._buttons()
            self.changed.emit()
            return

        def work(cancel: Cancel) -> AccountCheck:
            from wizard.flow.checks import check_account

            waiting = workspace.jobs.progress("account", self._waiting)
            return check_account(workspace.planfix(cancel, waiting), has_token)

        self.status.set_state("busy", self.text("account.checking"))
        workspace.jobs.start("account", work, self._done)
        self._buttons()
        self.changed.emit()

    def _waiting(self, seconds: float) -> None:
        if seconds >= 2:
            self.status.set_state("busy", self.text("shell.waiting_turn", n=round(seconds)))

    def _done(self, result: Outcome) -> None:
        from wizard.flow.checks import AccountCheck

        check: AccountCheck
        if result.finding is not None:
            check = AccountCheck((result.finding,), answered=False, token_good=False)
        else:
            check = result.value
        self._check = check
        codes = tuple(each.key for each in check.findings)
        self.workspace.account_findings = check.findings
        if check.tags is not None:
            self.workspace.remember_tags(check.tags)
        verdict = Verdict(self.workspace.stamp(), outcome(check.findings), codes)
        self.workspace.update(account_verdict=verdict)
        if verdict.state != "error":
            self.workspace.update(accepted=True)
            self.workspace.keep()
        if not _WRONG & set(codes) and self.workspace.token is not None:
            self._save_token()
            if not check.answered:
                # Kept, but not proved to be of this account: the address may have been mistyped.
                self._token_of = None
        self._say_status()
        self.changed.emit()

    # The password store

    def _store_told(self) -> None:
        if self._waits_for_store and not self.workspace.vault.busy:
            self._waits_for_store = False
            self._ask()

    def _forget_account(self) -> None:
        if self.workspace.address is None:
            return
        self._stop()
        self._forget_everything(self.workspace.address)
        self._check = None
        self.take("")
        self.changed.emit()
