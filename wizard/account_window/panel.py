"""The right side of the window: what to do next, what the program may do, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from wizard.account_window.link import Link
from wizard.account_window.words import preview

_WIDTH = 344


class Panel(QScrollArea):
    """Labels and buttons of the contract; what they do is the window's."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self._title = link.label("heading")
        self._experimental = link.label("small")
        self.guide = link.label()
        self.guide.setObjectName("guideLabel")
        self.read = link.button("readAddressesButton")
        self.take = link.button("takeAddressesButton")
        self._will_title = link.label("heading")
        self._will = link.label("small")
        self._will.setObjectName("fillPreviewLabel")
        self.fill = link.button("fillButton", "primary")
        self.verify = link.button("verifyButton")
        self.status = link.status_line("accountWindowStatus")
        self.heard = link.label("small")
        self.heard.setObjectName("pageHeardLabel")
        self._otherwise = link.label("small")
        self.copy = link.button("showCopyButtonsButton", "link")
        self.acts = (self.read, self.fill, self.verify)
        self._build()

    def _build(self) -> None:
        inner = QFrame()
        inner.setProperty("role", "page")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 16, 16, 16)
        box.setSpacing(12)
        step = QFrame()
        step.setProperty("role", "card")
        inside = QVBoxLayout(step)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.addWidget(self.guide)
        for each in (
            self._title, self._experimental, step, self.status, self.take, self.heard, self.read,
            self._will_title, self._will, self.fill, self.verify, self._otherwise, self.copy,
        ):  # fmt: skip
            box.addWidget(each)
        box.addStretch(1)
        self.take.hide()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(_WIDTH)
        self.setWidget(inner)

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._link.text
        self._title.setText(text("account_window.title"))
        self._experimental.setText(text("account_window.experimental"))
        self.read.setText(text("account_window.read"))
        self.take.setText(text("account_window.take"))
        self._will_title.setText(text("account_window.will_title"))
        self.fill.setText(text("account_window.fill"))
        self.verify.setText(text("account_window.verify"))
        self._otherwise.setText(text("account_window.otherwise"))
        self.copy.setText(text("account_window.copy_buttons"))
        self.show_wanted()

    def show_wanted(self) -> None:
        """What a click on *fill* would write, as it stands in the program's fields now."""
        words = preview(self._link.wanted(), self._link)
        if self._will.text() != words:
            self._will.setText(words)
            self.fill.setAccessibleDescription(words)

    def show_acts(self, shown: bool) -> None:
        """Only hints, where the step has nothing to do with the form."""
        for each in (*self.acts, self._will_title, self._will):
            each.setVisible(shown)

    def enable_acts(self, on: bool) -> None:
        """One act at a time."""
        for each in self.acts:
            each.setEnabled(on)
