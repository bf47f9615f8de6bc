"""What stands on the step ``account``: fields, buttons and their words. Judges nothing, sends nothing."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from wizard.ui.fold import Fold
from wizard.ui.page import Page, Shell
from wizard.ui.widgets import Field, SecretField, at_left, at_top, button, label
from wizard.ui.workspace import Workspace


class AccountForm(Page):
    """The widgets of the step; ``AccountPage`` brings them to life."""

    step = "account"

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self.body.addWidget(self._address_card())
        self.body.addWidget(self._token_card())
        self.proxy = Field("proxyEdit")
        self._network = Fold("networkButton", lambda: self.proxy, eager=True)
        self.body.addWidget(self._network)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.check = button("checkAccountButton", "primary")
        self.new_host = button("useNewHostButton")
        self.new_host.hide()
        self.checked_at = label("small", wrap=False)
        row.addWidget(self.check)
        row.addWidget(self.new_host)
        row.addWidget(self.checked_at)
        row.addStretch(1)
        self.body.addLayout(row)
        self.status = self.status_line("accountStatus")
        self.body.addWidget(self.status)
        self.body.addStretch(1)
        self.forget_account = button("forgetAccountButton", "link")
        self.body.addLayout(at_left(self.forget_account))

    def _address_card(self) -> QFrame:
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
        return card

    def _token_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        self.token = SecretField("tokenEdit")
        row = QHBoxLayout()
        row.addWidget(self.token, 1)
        self.show_token = button("showTokenButton", "link")
        self.forget_token = button("forgetTokenButton", "link")
        row.addLayout(at_top(self.show_token))
        row.addLayout(at_top(self.forget_token))
        box.addLayout(row)
        # Offers of a token kept elsewhere come here, once there is one.
        self.token_box = box
        self._guide = Fold("tokenGuideButton", self._guide_content)
        box.addWidget(self._guide)
        self.store_line = label("small", name="tokenStoreLabel")
        self.go_without = button("goOnWithoutStoreButton", "link")
        self.go_without.hide()
        waiting = QHBoxLayout()
        waiting.addWidget(self.store_line, 1)
        waiting.addWidget(self.go_without)
        box.addLayout(waiting)
        return card

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

    def initial_focus(self) -> QWidget:
        """The address."""
        return self.address.edit

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self.address.say(text("account.address"), text("account.address_placeholder"))
        self._domain_caption.setText(text("account.domain"))
        self.domain.setAccessibleName(text("account.domain").replace("&", ""))
        self.token.say(
            text("account.token"), text("account.token_placeholder"), text("account.token_hint")
        )
        self.proxy.say(text("account.proxy"), "proxy.example:3128", text("account.proxy_hint"))
        self.forget_token.setText(text("account.forget_token"))
        self.go_without.setText(text("account.go_without"))
        self.check.setText(text("account.check"))
        self.new_host.setText(text("account.use_new_host"))
        self.forget_account.setText(text("account.forget"))
        self._guide.setText(text("account.token_guide_title"))
        self._network.setText(text("account.network_title"))
        if self._guide.content is not None:
            self._guide_words()

    def set_tokens(self, tokens: object) -> None:
        """The drawing follows the theme."""
        super().set_tokens(tokens)  # type: ignore[arg-type]
        if self._guide.content is not None:
            self._guide_drawing.set_tokens(self.tokens)
