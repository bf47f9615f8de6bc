"""Token and proxy of the step ``account``: typed, kept by the password store, refilled, put away.

A token belongs to one account: once used or stored there, it leaves the field with that account's
address, so that it never reaches another host by a slip. Must not send anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from wizard.rules.address import Address, AddressResult
from wizard.rules.finding import Finding
from wizard.rules.proxy import split_proxy
from wizard.rules.secret import Secret
from wizard.ui.page import Shell
from wizard.ui.pages.account_form import AccountForm
from wizard.ui.secret_edit import Peek
from wizard.ui.vault import MEMORY
from wizard.ui.widgets import finding_text
from wizard.ui.workspace import Workspace

if TYPE_CHECKING:
    from wizard.ui.pages.take_over import TakeOverRow

TOKEN, PROXY_PASSWORD = "planfix-token", "proxy-password"


class AccountSecrets(AccountForm):
    """The part of the step that knows what is kept where."""

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._result = AddressResult(None, (), False, False)
        self._filling = False
        # The account that the token in the field belongs to; None while it was typed and not used yet.
        self._token_of: Address | None = None
        self._token_put_away = False
        self._proxy_typed = False
        self._take: TakeOverRow | None = None
        self._looked_for: Address | None = None
        self._peek = Peek(
            self.show_token,
            (self.token.edit,),
            lambda shown: self.text("account.hide_token" if shown else "account.show_token"),
        )
        self.go_without.clicked.connect(self.workspace.vault.go_on_without)
        # The desktop's door is not made before something is copied: the first step is shown without it.
        self.token.edit.on_copy = lambda secret: self.services.desktop.copy_secret(secret)

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        self._peek.retranslate()
        if self._take is not None:
            self._take.retranslate()

    def _input_changed(self) -> None:
        """What was checked is not what stands there now."""
        raise NotImplementedError

    def _buttons(self) -> None:
        """Show what can be done now."""
        raise NotImplementedError

    def default_button(self) -> QPushButton | None:
        """*Check*, while a token stands here that no check has let through; without one there is nothing to ask."""
        state = self.workspace.state if self._same_account() else None
        verdict = state.account_verdict if state is not None else None
        passed = verdict is not None and verdict.state != "error"
        return self.check if self.token.edit.text().strip() and not passed else None

    @contextmanager
    def _silently(self) -> Iterator[None]:
        """Fields filled by the program are not edited by the person."""
        before, self._filling = self._filling, True
        try:
            yield
        finally:
            self._filling = before

    def _same_account(self) -> bool:
        return self._result.address is not None and self._result.address == self.workspace.address

    def _token_edited(self) -> None:
        if self._filling:
            return
        self._token_of, self._token_put_away = None, False
        self._input_changed()
        if self.token.edit.text():
            self.workspace.vault.look()
        self._say_store()

    def _proxy_edited(self) -> None:
        if not self._filling:
            self._proxy_typed = True
            self._input_changed()

    def _proxy_left(self) -> None:
        shown, password = split_proxy(self.proxy.edit.text())
        if password is not None:
            with self._silently():
                self.proxy.edit.setText(shown)
            self.workspace.vault.hold(PROXY_PASSWORD, password)

    def _part_token(self) -> None:
        """Put the token of another account away; bring it back with that account's address."""
        if self._token_of is not None and self._token_of != self._result.address:
            self._peek.mask()
            with self._silently():
                self.token.edit.clear()
            self._token_of, self._token_put_away = None, True
        elif self._token_put_away:
            self._refill()

    def _refill(self) -> None:
        """Fill token and proxy from what is kept, masked; what the person typed meanwhile stays."""
        if not self._same_account():
            self._token_put_away = True
            return
        token, state = self.workspace.vault.value(TOKEN), self.workspace.state
        with self._silently():
            if token is not None and not self.token.edit.text():
                self.token.edit.setText(token.reveal())
                self._token_of, self._token_put_away = self._result.address, False
            elif token is None and self._token_of is not None and not self._reading():
                # Forgotten, maybe at another step.
                self.token.edit.clear()
                self._token_of = None
            if state is not None and state.proxy and not self._proxy_typed:
                self.proxy.edit.setText(state.proxy)
        self._say_store()
        self._buttons()

    def _reading(self) -> bool:
        """The store has not said yet whether it holds a token."""
        return self.workspace.vault.busy and self.workspace.jobs.running("store-read")

    def _save_token(self) -> None:
        vault = self.workspace.vault
        to_save = {
            name: secret
            for name in (TOKEN, PROXY_PASSWORD)
            if (secret := vault.value(name)) is not None and not vault.stored(name)
        }
        if to_save:
            vault.save(to_save)
        if vault.value(TOKEN) is not None:
            self._token_of = self.workspace.address
            self.workspace.update(has_token=True)

    def _say_store(self) -> None:
        vault, typed = self.workspace.vault, self.token.edit.text().strip()
        held = vault.value(TOKEN)
        same = held is not None and held.reveal() == typed
        words = ""
        if vault.doing:
            words = self.text(f"store.{vault.doing}")
        elif not typed:
            state = self.workspace.state if self._same_account() else None
            if state is not None and state.has_token and held is None and vault.finding is not None:
                missing = vault.finding.key == "keyring_silent"
                words = self.text("store.not_found") if missing else self._words(vault.finding)
        elif same and vault.stored(TOKEN) and vault.store_name != MEMORY:
            words = self.text("store.kept", store=vault.store_name)
        elif vault.in_memory:
            words = self.text("store.session")
        elif vault.finding is not None and (same or vault.finding.key == "keyring_missing"):
            words = self._words(vault.finding)
        elif vault.store_name:
            words = self.text("store.will_be", store=vault.store_name)
        else:
            words = self.text("store.not_yet")
        self.store_line.setText(words)
        self.store_line.setVisible(bool(words))
        self.go_without.setVisible(vault.waiting)

    def _words(self, finding: Finding) -> str:
        return finding_text(finding, self.text)

    def _offer_token(self, ready: bool) -> None:
        """A token kept for the same account under another address. ``ready``: this one may get a token."""
        address, state = self._result.address, self.workspace.state
        known = self._same_account() and state is not None and state.has_token
        if not ready or address is None or known or self.token.edit.text():
            self._looked_for = None
            if self._take is not None:
                self._take.offer((), None)
            return
        # Files are looked at for another address only, and not before the first step is on screen.
        if address == self._looked_for or not self.isVisible():
            return
        from wizard.ui.pages.take_over import TakeOverRow, stored_elsewhere

        self._looked_for = address
        found = [
            each
            for each in stored_elsewhere(self.workspace, address)
            if each.token and (each.related or each.address == self.workspace.address)
        ]
        if found and self._take is None:
            self._take = TakeOverRow(
                "token", (TOKEN,), self.workspace, self.shell, self._take_token
            )
            self.token_box.addWidget(self._take)
        if self._take is not None:
            self._take.offer(found, address)

    def _take_token(self, found: dict[str, Secret]) -> None:
        self.token.edit.setText(found[TOKEN].reveal())

    def _forget_token(self) -> None:
        self.token.edit.clear()
        self.workspace.update(has_token=False)

        def told(finding: Finding | None) -> None:
            key = "account.token_forgotten" if finding is None else "account.token_left"
            self.shell.say(lambda: self.text(key))

        self.workspace.vault.forget([TOKEN], told)
        self.token.edit.setFocus()

    def _forget_everything(self, address: Address) -> None:
        """Files and secrets of the account; what was removed and what was not is told."""

        def told(finding: Finding | None) -> None:
            from wizard.ui.pages.forgotten import forgotten_words

            vault = self.workspace.vault
            left = self.services.archive.files_of(address.file_name)
            seen = (address.display, removed, left, vault.removed, vault.store_name, finding)
            self.shell.say(lambda: forgotten_words(*seen, self.text))

        removed = self.workspace.forget_account(told)
