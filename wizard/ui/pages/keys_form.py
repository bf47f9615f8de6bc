"""The widgets of the step ``keys`` and their words. What they do is decided in ``keys.py``."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from wizard.ui.page import Page, Shell
from wizard.ui.pages.keys_store import StoreRow
from wizard.ui.pages.keys_to_planfix import ToPlanfix
from wizard.ui.theme import Tokens
from wizard.ui.widgets import SecretField, button, label
from wizard.ui.workspace import Workspace


class KeysForm(Page):
    """The reply, the pair, what was found, where the pair is kept, and the way into Planfix."""

    step = "keys"
    wide = True

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._waiting = label("muted", name="waitingLabel")
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._card())
        self.status = self.status_line("keysStatus")
        self.body.addWidget(self.status)
        self.store = StoreRow(self.status_line("storeLabel"), self.workspace.vault, self.text)
        self.body.addWidget(self.store)
        self.planfix = ToPlanfix(self.text, self.tokens)
        self.body.addWidget(self.planfix)
        self.body.addStretch(1)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        self.card_box = box = QVBoxLayout(card)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        self._reply_caption = label("muted")
        self.reply = QPlainTextEdit()
        self.reply.setObjectName("supportReplyEdit")
        self.reply.setTabChangesFocus(True)
        self.reply.setMaximumHeight(96)
        self._reply_caption.setBuddy(self.reply)
        box.addWidget(self._reply_caption)
        box.addWidget(self.reply)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.key = SecretField("keyEdit")
        self.secret = SecretField("secretEdit")
        row.addWidget(self.key, 2)
        row.addWidget(self.secret, 3)
        box.addLayout(row)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.check = button("checkKeysButton", "primary")
        self.show_secret = button("showSecretButton")
        self.replace = button("replaceKeysButton", "link")
        self.forget = button("forgetKeysButton", "link")
        for each in (self.check, self.show_secret, self.replace, self.forget):
            acts.addWidget(each)
        acts.addStretch(1)
        box.addLayout(acts)
        return card

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self._reply_caption.setText(text("keys.reply"))
        self.reply.setAccessibleName(text("keys.reply").replace("&", ""))
        self.reply.setPlaceholderText(text("keys.reply_placeholder"))
        self.key.say(text("keys.key"))
        self.secret.say(text("keys.secret"))
        self.check.setText(text("keys.check"))
        self.replace.setText(text("keys.replace"))
        self.forget.setText(text("keys.forget"))
        self.planfix.retranslate()

    def set_tokens(self, tokens: Tokens) -> None:
        """The drawing follows the theme."""
        super().set_tokens(tokens)
        self.planfix.set_tokens(tokens)
