"""The line that tells where the keys are kept, and the button to go on without the password store.

Tells what the vault did; asks nothing of the store itself.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.flow.state import SetupState
from wizard.flow.steps import StepStatus
from wizard.ui.vault import MEMORY, Vault
from wizard.ui.widgets import StatusLine, Text, button, finding_text

KEY, SECRET = "binotel-key", "binotel-secret"


class StoreRow(QWidget):
    """``storeLabel`` and ``useSessionOnlyButton``."""

    def __init__(self, line: StatusLine, vault: Vault, text: Text) -> None:
        super().__init__()
        self._vault = vault
        self._text = text
        self.line = line
        self.session = button("useSessionOnlyButton")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.session)

    @property
    def kept(self) -> bool:
        """Whether the store was seen to hold the pair of the fields."""
        return self._vault.stored(KEY) and self._vault.stored(SECRET)

    def say(self) -> None:
        """Tell where the keys are, and what keeps them from the store."""
        vault, text = self._vault, self._text
        there = vault.value(KEY) is not None
        finding = vault.finding
        if vault.busy:
            self.line.set_state("busy", text(f"store.{vault.doing}"))
        elif self.kept and vault.store_name == MEMORY:
            self.line.set_state("ok", text("store.session"))
        elif self.kept:
            self.line.set_state("ok", text("store.kept", store=vault.store_name))
        elif vault.session_only and finding is not None:
            words = finding_text(finding, text).partition("\n")[0]
            self.line.set_state("warning", words + "\n" + text("store.session"), [finding])
        elif vault.session_only and there:
            self.line.set_state("warning", text("store.session"))
        elif finding is not None:
            self.line.show_findings([finding], text)
        else:
            self.line.set_state("idle", before_saving(vault, text) if there else "")
        refused = finding is not None and not vault.session_only and not self.kept
        self.session.setVisible(vault.waiting or (refused and not vault.busy))
        self.session.setText(text("keys.session_only"))


def before_saving(vault: Vault, text: Text) -> str:
    """Where a secret will go that is not saved yet; the store is named as soon as it is known."""
    if vault.in_memory:
        return text("store.session")
    if vault.store_name:
        return text("store.will_be", store=vault.store_name)
    return text("store.not_yet")


def waiting_words(state: SetupState, letter: StepStatus, told: bool, text: Text, when: str) -> str:
    """Why there are no keys here. ``told``: the step just said what became of them."""
    if state.has_keys and not state.keys_stored and not told:
        return text("keys.session_gone")
    if letter.state == "waiting":
        return text("keys.waiting", n=letter.values["n"] - 1, when=when)
    return text("keys.letter_first") if letter.state == "open" else ""
