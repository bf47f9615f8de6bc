"""The second half of the step ``keys``: where the keys go in Planfix, copy buttons, and the person's tick."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wizard.ui.drawings import Drawing
from wizard.ui.theme import Tokens
from wizard.ui.widgets import Text, button, label


class ToPlanfix(QWidget):
    """The account window, copy buttons and ``savedInPlanfixCheck`` beside the drawing of the place."""

    def __init__(self, text: Text, tokens: Tokens) -> None:
        super().__init__()
        self._text = text
        self._title = label("heading")
        self._path = label("muted")
        self.copy_key = button("copyKeyButton")
        self.copy_secret = button("copySecretButton")
        self.in_window = button("accountWindowButton")
        self._in_window_note = label("small")
        self._clipboard = label("small", name="clipboardLabel")
        self._copied = "keys.clipboard"
        self._host = ""
        copies = QHBoxLayout()
        copies.setSpacing(8)
        copies.addWidget(self.copy_key)
        copies.addWidget(self.copy_secret)
        copies.addWidget(self._clipboard, 1)
        window = QHBoxLayout()
        window.setSpacing(8)
        window.addWidget(self.in_window)
        window.addWidget(self._in_window_note, 1)
        self._drawing = Drawing("parameters", text, tokens)
        self.saved = QCheckBox()
        self.saved.setObjectName("savedInPlanfixCheck")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addWidget(self._title)
        box.addWidget(self._path)
        box.addLayout(window)
        box.addLayout(copies)
        box.addWidget(self._drawing)
        box.addWidget(self.saved)

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._text
        self._title.setText(text("keys.to_planfix_title"))
        self._path.setText(text("keys.to_planfix"))
        self.in_window.setText(text("account_window.open"))
        self._in_window_note.setText(text("account_window.open_note"))
        self.copy_key.setText(text("keys.copy_key"))
        self.copy_secret.setText(text("keys.copy_secret"))
        self.saved.setText(text("keys.saved"))
        self._clipboard.setText(text(self._copied))
        self._drawing.retranslate()

    def set_tokens(self, tokens: Tokens) -> None:
        """The drawing follows the theme."""
        self._drawing.set_tokens(tokens)

    def show_host(self, host: str) -> None:
        """The drawing shows the account's own addresses."""
        if host != self._host:
            self._host = host
            self._drawing.set_values(host=host)

    def show_buttons(self, key: bool, secret: bool) -> None:
        """Only what is there can be copied; a grey button says why."""
        why = self._text("keys.why_copy")
        for each, there in ((self.copy_key, key), (self.copy_secret, secret)):
            each.setEnabled(there)
            each.setToolTip("" if there else why)
            each.setAccessibleDescription("" if there else why)

    def show_saved(self, saved: bool) -> None:
        """Show the tick as it is remembered; this is no tick of the person's."""
        self.saved.blockSignals(True)
        self.saved.setChecked(saved)
        self.saved.blockSignals(False)

    def say_copied(self, key: str) -> None:
        """Tell what is on the clipboard, and for how long."""
        self._copied = key
        self._clipboard.setText(self._text(key))
