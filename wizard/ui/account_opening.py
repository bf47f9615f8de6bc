"""Opens, finds and closes the optional account window of the wizard's window. Light: it is there from the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wizard.rules.finding import Finding

if TYPE_CHECKING:
    from wizard.ui.services import AccountWindow
    from wizard.ui.shell import SetupWizard


class AccountOpening:
    """At most one account window, of the account that is open."""

    def __init__(self, window: SetupWizard, tell: Callable[[Finding], None]) -> None:
        self._window = window
        self._tell = tell
        self._opened: AccountWindow | None = None

    def open(self, purpose: str) -> None:
        """Show the account inside the program, or say what is missing for that."""
        opened = self._there()
        make = self._window.services.open_account_window
        if opened is not None:
            opened.set_purpose(purpose)
            opened.activateWindow()
        elif not self._window.workspace.trusted:
            # The form of a host that nobody confirmed is not the account's form.
            self._window.say(lambda: self._window.workspace.text("account_window.confirm_first"))
        elif make is not None:
            from wizard.ui.account_link import AccountLink

            window = self._window
            link = AccountLink(window.workspace, window, lambda: window.tokens, window.go_to)
            made = make(link, window, purpose)
            if isinstance(made, Finding):
                self._tell(made)
            else:
                self._opened = made

    def retranslate(self) -> None:
        """Its words follow the language."""
        opened = self._there()
        if opened is not None:
            opened.retranslate()

    def close(self) -> None:
        """It belongs to an account that is open no more, or to a window that closes."""
        opened, self._opened = self._there(), None
        if opened is not None:
            opened.close()

    def _there(self) -> AccountWindow | None:
        """What was opened and not closed since."""
        from shiboken6 import isValid

        opened = self._opened
        if opened is not None and (not isValid(opened) or opened.closed):
            self._opened = None
        return self._opened
