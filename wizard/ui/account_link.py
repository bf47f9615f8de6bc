"""What the account window gets of this program: one account, the values for its form, our words and widgets.

The window itself is no part of ``ui``: ``app.py`` makes it out of this, where the extra is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from wizard.rules.account_form import Wanted
from wizard.rules.address import Address
from wizard.rules.secret import Secret
from wizard.ui.page import time_text
from wizard.ui.pages.keys_store import KEY, SECRET
from wizard.ui.theme import Tokens
from wizard.ui.widgets import StatusLine, button, label
from wizard.ui.workspace import Workspace


class AccountLink:
    """Looks at the fields of the program at the moment it is asked, so what is filled is what stands there."""

    def __init__(
        self,
        workspace: Workspace,
        window: QWidget,
        tokens: Callable[[], Tokens],
        go_to: Callable[[str], bool],
    ) -> None:
        assert workspace.address is not None  # noqa: S101
        self.address: Address = workspace.address
        self.facts = workspace.facts
        self._workspace = workspace
        self._window = window
        self._tokens = tokens
        self._go_to = go_to
        self._lines: list[StatusLine] = []

    # Words and widgets

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogue."""
        return self._workspace.text(key, **values)

    def time_text(self, when: datetime) -> str:
        """A time as the language writes it."""
        return time_text(self._workspace, when)

    def now(self) -> datetime:
        """The time."""
        return self._workspace.now()

    def read_resource(self, name: str) -> str:
        """A file of ours."""
        return self._workspace.services.read_resource(name)

    def log(self, event: str) -> None:
        """A line of the log."""
        self._workspace.services.log(event)

    def label(self, role: str = "") -> QLabel:
        """A label of plain text."""
        return label(role)

    def button(self, name: str, role: str = "") -> QPushButton:
        """A button."""
        return button(name, role)

    def status_line(self, name: str) -> StatusLine:
        """A status line in the colours of the moment."""
        line = StatusLine(name, self._workspace.services.icons)
        line.set_tokens(self._tokens())
        self._lines.append(line)
        return line

    def follow_theme(self) -> None:
        """The theme changed."""
        for line in self._lines:
            line.set_tokens(self._tokens())

    def accent(self) -> str:
        """The colour of what stands out."""
        return self._tokens().accent

    # Values

    def wanted(self) -> Wanted:
        """What stands in the fields of the keys and in the column of short numbers, saved or not.

        Nothing for a host that the person has not confirmed, or no longer does.
        """
        if self._workspace.address is not self.address or not self._workspace.trusted:
            return Wanted(None, None)
        rows, unnamed = self._workspace.short_rows()
        return Wanted(self._field("keyEdit", KEY), self._field("secretEdit", SECRET), rows, unnamed)

    def _field(self, name: str, kept: str) -> Secret | None:
        edit = self._window.findChild(QLineEdit, name)
        if edit is None:
            # The step was not visited yet: it would show what the password store gave.
            return self._workspace.vault.value(kept)
        text = edit.text().strip()
        return Secret(text) if text else None

    def letter_addresses(self) -> Mapping[str, str]:
        """The three addresses that the letter names."""
        return self._workspace.letter_addresses()

    def letter_sent(self) -> bool:
        """Whether the person ticked that the letter is on its way."""
        state = self._workspace.state
        return bool(state and state.letter_sent_at)

    # What comes of it

    def take_addresses(self, origin: str) -> None:
        """From now on the letter names the addresses that the account shows."""
        plain = origin == self.address.origin
        self._workspace.update(addresses_origin="" if plain else origin)

    def saved_equal(self, when: datetime) -> None:
        """The account holds the keys: the step is done."""
        self._workspace.update(
            saved_in_planfix_at=when.isoformat(timespec="seconds"), has_keys=True
        )

    def show_copy_buttons(self) -> None:
        """Bring the program's own window to the buttons that copy the keys."""
        self._go_to("keys")
        # Raises it too, where a system lets a program do that.
        self._window.activateWindow()
