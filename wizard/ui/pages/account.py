"""The step ``account``: which account, with which token, and whether it answers. Sends nothing unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.cancel import Cancel
from wizard.flow.state import Verdict
from wizard.rules.address import AddressResult, parse_address
from wizard.rules.finding import Finding, Severity, outcome
from wizard.rules.proxy import split_proxy
from wizard.rules.secret import Secret
from wizard.ui.fold import Fold
from wizard.ui.jobs import Outcome
from wizard.ui.page import Page, Shell
from wizard.ui.widgets import Field, at_left, at_top, button, label, restyle
from wizard.ui.workspace import Workspace

# A check that ended in one of these proved the token bad: it is not saved.
_WRONG = frozenset({"token_wrong"})

if TYPE_CHECKING:
    from wizard.flow.checks import AccountCheck


class AccountPage(Page):
    """Address, token, network; *Check*."""

    step = "account"

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._result = AddressResult(None, (), False, False)
        self._filling = False
        self._check: AccountCheck | None = None
        self._build()
        self.workspace.vault.loaded.connect(self._refill)
        self._parse()

    # What the shell asks

    @property
    def usable(self) -> bool:
        """Whether the address typed is one that every other step can work with."""
        return self._result.address is not None

    @property
    def busy(self) -> bool:
        """Whether *Check* runs."""
        return self.workspace.jobs.running("account")

    def initial_focus(self) -> QWidget:
        """The address."""
        return self.address.edit

    def take(self, text: str) -> None:
        """Fill the address in, as if typed, and take the account up if there is one."""
        self.address.edit.setText(text)
        self._parse()
        if self._result.address is not None:
            self.workspace.open(self._result.address)
            self._refill()

    def left(self, closing: bool = False) -> bool:
        """Cancel the check; take the account over with what was typed."""
        if self.busy:
            self.workspace.jobs.cancel("account")
            self.status.set_state("idle", "")
        if self._result.address is not None:
            self._accept()
            if not closing:
                self._save_token()
        elif not closing and not self.address.edit.text().strip():
            self._empty()
        return True

    # Building

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        box = QGridLayout(card)
        box.setContentsMargins(16, 16, 16, 16)
        box.setHorizontalSpacing(8)
        box.setVerticalSpacing(4)
        self.address = Field("accountEdit")
        self.domain = QComboBox()
        self.domain.setObjectName("domainCombo")
        for each in self.workspace.facts.domains:
            self.domain.addItem("." + each, each)
        self._domain_caption = label("muted", wrap=False)
        self._domain_caption.setBuddy(self.domain)
        domain_box = QVBoxLayout()
        domain_box.setSpacing(4)
        domain_box.addWidget(self._domain_caption)
        domain_box.addWidget(self.domain)
        domain_box.addStretch(1)
        box.addWidget(self.address, 0, 0)
        box.addLayout(domain_box, 0, 1)
        self.shown_address = label("small", name="accountAddressLabel")
        box.addWidget(self.shown_address, 1, 0, 1, 2)
        self.confirm = QCheckBox()
        self.confirm.setObjectName("confirmHostCheck")
        box.addWidget(self.confirm, 2, 0, 1, 2)
        box.setColumnStretch(0, 1)
        self.body.addWidget(card)

        token_card = QFrame()
        token_card.setProperty("role", "card")
        token_box = QVBoxLayout(token_card)
        token_box.setContentsMargins(16, 16, 16, 16)
        token_box.setSpacing(8)
        self.token = Field("tokenEdit", secret=True, fixed=True)
        token_row = QHBoxLayout()
        token_row.addWidget(self.token, 1)
        self.forget_token = button("forgetTokenButton", "link")
        token_row.addLayout(at_top(self.forget_token))
        token_box.addLayout(token_row)
        self._guide = Fold("tokenGuideButton", self._guide_content)
        token_box.addWidget(self._guide)
        self.store_line = label("small", name="tokenStoreLabel")
        token_box.addWidget(self.store_line)
        self.body.addWidget(token_card)

        self.proxy = Field("proxyEdit")
        self._network = Fold("networkButton", lambda: self.proxy, eager=True)
        self.body.addWidget(self._network)

        row = QHBoxLayout()
        row.setSpacing(8)
        self.check = button("checkAccountButton", "primary")
        self.new_host = button("useNewHostButton")
        self.new_host.hide()
        self._checked_at = label("small", wrap=False)
        row.addWidget(self.check)
        row.addWidget(self.new_host)
        row.addWidget(self._checked_at)
        row.addStretch(1)
        self.body.addLayout(row)
        self.status = self.status_line("accountStatus")
        self.body.addWidget(self.status)
        self.body.addStretch(1)
        self.forget_account = button("forgetAccountButton", "link")
        self.body.addLayout(at_left(self.forget_account))

        self.address.edit.textChanged.connect(self._edited)
        self.address.edit.editingFinished.connect(self._address_left)
        self.domain.currentIndexChanged.connect(self._edited)
        self.token.edit.textChanged.connect(self._token_edited)
        self.proxy.edit.textChanged.connect(self._token_edited)
        self.proxy.edit.editingFinished.connect(self._proxy_left)
        self.confirm.toggled.connect(self._confirmed)
        self.check.clicked.connect(self._start)
        self.new_host.clicked.connect(self._use_new_host)
        self.forget_token.clicked.connect(self._forget_token)
        self.forget_account.clicked.connect(self._forget_account)

    def _guide_content(self) -> QWidget:
        from wizard.ui.drawings import Drawing

        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 4, 0, 0)
        self._guide_text = label("intro")
        layout.addWidget(self._guide_text)
        self._guide_drawing = Drawing("token", self.text, self.tokens)
        layout.addWidget(self._guide_drawing)
        self._guide_words()
        return box

    def _guide_words(self) -> None:
        read = ", ".join(self.workspace.facts.scopes["read"])
        write = ", ".join(self.workspace.facts.scopes["write"])
        self._guide_text.setText(self.text("account.token_guide", read=read, write=write))
        self._guide_drawing.retranslate()

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self.address.say(text("account.address"), text("account.address_placeholder"))
        self._domain_caption.setText(text("account.domain"))
        self.domain.setAccessibleName(text("account.domain"))
        self.token.say(
            text("account.token"), text("account.token_placeholder"), text("account.token_hint")
        )
        self.proxy.say(text("account.proxy"), "proxy.example:3128", text("account.proxy_hint"))
        self.forget_token.setText(text("account.forget_token"))
        self.check.setText(text("account.check"))
        self.new_host.setText(text("account.use_new_host"))
        self.forget_account.setText(text("account.forget"))
        self._guide.setText(text("account.token_guide_title"))
        self._network.setText(text("account.network_title"))
        if self._guide.content is not None:
            self._guide_words()
        self._say_status()
        self._say_address()

    def set_tokens(self, tokens: object) -> None:
        """The drawing follows the theme."""
        super().set_tokens(tokens)  # type: ignore[arg-type]
        if self._guide.content is not None:
            self._guide_drawing.set_tokens(self.tokens)

    # Address

    def _edited(self) -> None:
        if self.busy:
            self.workspace.jobs.cancel("account")
        self._check = None
        self.confirm.blockSignals(True)
        self.confirm.setChecked(False)
        self.confirm.blockSignals(False)
        self._parse()
        self._clear_verdict()
        self.changed.emit()

    def _parse(self) -> None:
        facts = self.workspace.facts
        self._result = parse_address(
            self.address.edit.text(), str(self.domain.currentData()), facts.domains
        )
        address = self._result.address
        if address is not None and address == self.workspace.address:
            state = self.workspace.state
            if state is not None and state.host_confirmed:
                self.confirm.blockSignals(True)
                self.confirm.setChecked(True)
                self.confirm.blockSignals(False)
        self._say_address()
        self._say_status()

    def _say_address(self) -> None:
        address = self._result.address
        self.domain.setEnabled(self._result.bare_name or not self.address.edit.text().strip())
        if address is not None and not self._result.bare_name:
            self._show_domain(address.host)
        if address is None:
            self.shown_address.setText(self.text("account.address_hint"))
        else:
            self.shown_address.setText(self.text("account.address_shown", address=address.origin))
        unknown = any(each.key == "address_unknown_domain" for each in self._result.findings)
        self.confirm.setVisible(unknown)
        if unknown and address is not None:
            self.confirm.setText(self.text("account.confirm_host", host=address.display))
        bad = "true" if self._errors() else "false"
        if bad != (self.address.edit.property("bad") or "false"):
            self.address.edit.setProperty("bad", bad)
            if self.isVisible():
                restyle(self.address.edit)

    def _show_domain(self, host: str) -> None:
        """The domain that the address itself names; chosen for a bare name only."""
        for row, domain in enumerate(self.workspace.facts.domains):
            if host.endswith("." + domain):
                self.domain.blockSignals(True)
                self.domain.setCurrentIndex(row)
                self.domain.blockSignals(False)

    def _errors(self) -> list[Finding]:
        """The findings of the address worth showing while it is typed; an empty field is shown on leaving."""
        return [
            each
            for each in self._result.findings
            if each.severity is Severity.ERROR and each.key != "address_empty"
        ]

    def _shown_findings(self) -> list[Finding]:
        confirmed = self.confirm.isChecked()
        found = [
            each
            for each in self._result.findings
            if each.key != "address_empty"
            and not (each.key == "address_unknown_domain" and confirmed)
        ]
        if self._check is not None:
            # A mended address was told while it was typed; after a good check it is no news.
            found = [each for each in found if each.severity is Severity.ERROR]
            found += self._check.findings
        return found

    def _say_status(self) -> None:
        if self.busy:
            return
        good = ""
        if self._check is not None and self._check.token_good:
            good = self.text("account.good")
        self.tell(self.status, self._shown_findings(), good)
        if self._check is not None and self._check.answered and not self._check.findings:
            self.status.set_state("ok", good)
        self._buttons()

    def _buttons(self) -> None:
        unconfirmed = self.confirm.isVisibleTo(self) and not self.confirm.isChecked()
        ready = self._result.address is not None and not unconfirmed
        self.check.setEnabled(ready and not self.busy)
        why = ""
        if self._result.address is None:
            why = self.text("shell.why_address")
        elif unconfirmed:
            why = self.text("account.why_confirm")
        self.check.setToolTip(why)
        self.check.setAccessibleDescription(why)
        self.forget_token.setVisible(bool(self.token.edit.text()))
        state = self.workspace.state
        self.forget_account.setVisible(state is not None and state.accepted)
        redirect = self._redirect_host()
        self.new_host.setVisible(bool(redirect))
        at = self.workspace.state.account_verdict if self.workspace.state else None
        if at is not None and self._same_account():
            from wizard.flow.state import moment

            self._checked_at.setText(self.text("shell.checked", when=self.time_text(moment(at.at))))
        else:
            self._checked_at.setText("")

    def _same_account(self) -> bool:
        return self._result.address is not None and self._result.address == self.workspace.address

    def _redirect_host(self) -> str:
        for each in self._check.findings if self._check else ():
            if each.key == "redirected":
                return each.details.get("host", "")
        return ""

    def _use_new_host(self) -> None:
        host = self._redirect_host()
        if host:
            self.address.edit.setText(host)

    def _address_left(self) -> None:
        if not self.address.edit.text().strip():
            self._empty()

    def _empty(self) -> None:
        empty = [each for each in self._result.findings if each.key == "address_empty"]
        self.tell(self.status, empty)

    def _confirmed(self) -> None:
        if self._same_account():
            self.workspace.update(host_confirmed=self.confirm.isChecked())
        self._say_status()
        self.changed.emit()

    # Token and network

    def _token_edited(self) -> None:
        if self._filling:
            return
        if self.busy:
            self.workspace.jobs.cancel("account")
        self._check = None
        self._clear_verdict()
        self._say_status()
        self.changed.emit()

    def _clear_verdict(self) -> None:
        if self._same_account() and not self._filling:
            self.workspace.update(account_verdict=None)
        self._buttons()

    def _proxy_left(self) -> None:
        shown, password = split_proxy(self.proxy.edit.text())
        if password is not None:
            self._filling = True
            self.proxy.edit.setText(shown)
            self._filling = False
            self.workspace.vault.hold("proxy-password", password)

    def _refill(self) -> None:
        """Fill token and proxy from what is kept, masked; what the person typed meanwhile stays."""
        self._filling = True
        token = self.workspace.token
        if token is not None and not self.token.edit.text():
            self.token.edit.setText(token.reveal())
        elif token is None and not self.workspace.vault.busy and not self._typed_here():
            self.token.edit.clear()
        state = self.workspace.state
        if state is not None:
            self.proxy.edit.setText(state.proxy)
        self._filling = False
        self._buttons()

    def _typed_here(self) -> bool:
        state = self.workspace.state
        return state is None or not state.accepted

    def _accept(self) -> None:
        assert self._result.address is not None  # noqa: S101
        fresh = self.workspace.address != self._result.address
        typed = self.token.edit.text()
        if fresh:
            self._filling = True
            self.workspace.open(self._result.address)
            self.token.edit.setText(typed)
            self._filling = False
        self._proxy_left()
        self.workspace.update(
            accepted=True,
            host_confirmed=self.confirm.isChecked(),
            proxy=split_proxy(self.proxy.edit.text())[0],
        )
        self.workspace.keep()
        if typed.strip():
            known = self.workspace.token
            if known is None or known.reveal() != typed.strip():
                self.workspace.vault.hold("planfix-token", Secret(typed.strip()))

    def _save_token(self) -> None:
        if (
            not self.token.edit.text().strip()
            and self.workspace.token is not None
            and not self.workspace.vault.busy
        ):
            # The person emptied the field: nothing of it stays behind.
            self.workspace.vault.forget(["planfix-token"])
        to_save = {
            name: secret
            for name in ("planfix-token", "proxy-password")
            if (secret := self.workspace.vault.value(name)) is not None
            and not self.workspace.vault.stored(name)
        }
        if to_save:
            self.workspace.vault.save(to_save)
        self.workspace.update(has_token=self.workspace.token is not None)

    # Check

    def _start(self) -> None:
        if self._result.address is None or self.busy:
            return
        self._accept()
        if not self.token.edit.text().strip():
            self.workspace.vault.hold("planfix-token", None)
        has_token = self.workspace.token is not None
        workspace = self.workspace

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
        self.workspace.update(
            account_verdict=Verdict(self.workspace.stamp(), outcome(check.findings), codes),
        )
        if not _WRONG & set(codes) and self.workspace.token is not None:
            self._save_token()
        self._say_status()
        self.changed.emit()

    # Forgetting

    def _forget_token(self) -> None:
        self.token.edit.clear()
        self.workspace.vault.forget(["planfix-token"])
        self.workspace.update(has_token=False)
        self.shell.say(lambda: self.text("account.token_forgotten"))
        self.token.edit.setFocus()

    def _forget_account(self) -> None:
        address = self.workspace.address
        if address is None:
            return
        removed = self.workspace.forget_account()
        self.token.edit.clear()
        self.address.edit.clear()
        host = address.display
        self.shell.say(lambda: self.text("account.forgotten", host=host, files=", ".join(removed)))
        self._parse()
        self.changed.emit()

    def refresh(self) -> None:
        """The store or the state changed."""
        vault = self.workspace.vault
        state = self.workspace.state
        text = ""
        if not self.token.edit.text():
            text = ""
        elif vault.busy:
            text = self.text("store.waiting" if vault.waiting else "store.saving")
        elif vault.session_only or vault.store_name == "memory":
            text = self.text("store.session")
        elif vault.stored("planfix-token"):
            text = self.text("store.kept", store=vault.store_name)
        elif vault.finding is not None and state is not None and state.has_token:
            from wizard.ui.widgets import finding_text

            text = finding_text(vault.finding, self.text)
        else:
            text = self.text("store.not_yet")
        self.store_line.setText(text)
        self.store_line.setVisible(bool(text))
        self._buttons()
