"""Why a step is there and what if it goes otherwise: a panel at the foot of its page, opened from the footer.

Its words are the program's own, so it works offline; only the links go out. Built when first opened.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from wizard.ui.page import TEXT_WIDTH, Page
from wizard.ui.widgets import announce, at_left, button, label

# The questions of each step, by their keys in the section ``help``, and the official pages it rests on.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "account": ("free_plan", "own_domain", "renamed", "token_of"),
    "activate": ("other_pbx", "no_rights", "not_seen"),
    "letter": ("mailboxes", "no_answer", "other_crm", "company_id"),
    "keys": ("no_answer", "two_pairs", "not_checkable", "who_saves"),
    "employees": ("wire", "not_recorded", "new_person"),
    "tracking": ("all_fields", "other_name", "missed_too"),
    "testCall": ("no_entry", "empty", "not_recorded"),
    "summary": ("token_after", "renamed", "new_person"),
}
PAGES: Mapping[str, tuple[str, ...]] = {
    "account": ("token",),
    "activate": ("binotel", "pbx"),
    "letter": ("binotel",),
    "keys": ("binotel",),
    "employees": ("short_numbers", "binotel"),
    "tracking": ("binotel", "pbx"),
    "testCall": ("pbx",),
    "summary": ("binotel",),
}


class HelpPanel(QFrame):
    """``STEPHelp``: why, what if, and where it is written."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setObjectName(f"{page.step}Help")
        self.setProperty("role", "card")
        self.setMaximumWidth(TEXT_WIDTH)
        self._page = page
        self._words: list[tuple[QLabel | QPushButton, str]] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(4)
        box.addWidget(self._label("title_why", "heading"))
        box.addWidget(self._label(f"{page.step}.why"))
        box.addSpacing(8)
        box.addWidget(self._label("title_what_if", "muted"))
        for each in QUESTIONS[page.step]:
            box.addWidget(self._label(each, "heading"))
            box.addWidget(self._label(f"{each}.do"))
            box.addSpacing(8)
        box.addWidget(self._label("title_pages", "muted"))
        for each in PAGES[page.step]:
            box.addLayout(at_left(self._link(each)))
        self.retranslate()

    def _label(self, key: str, role: str = "") -> QLabel:
        made = label(role)
        self._words.append((made, key))
        return made

    def _link(self, which: str) -> QPushButton:
        address = self._page.workspace.facts.help_pages[which]
        made = button(f"{self._page.step}HelpLink_{which}", "link")
        made.setToolTip(address)
        made.clicked.connect(lambda: self._open(address))
        self._words.append((made, f"page_{which}"))
        return made

    def _open(self, address: str) -> None:
        if not self._page.services.desktop.open_url(address):
            text = self._page.text
            self._page.shell.say(lambda: text("shell.no_browser", address=address))

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._page.text
        for widget, key in self._words:
            widget.setText(text(f"help.{key}"))
        self.setAccessibleName(text("help.title_what_if"))

    def speak(self) -> None:
        """Let a screen reader begin with why."""
        announce(self, self._page.text(f"help.{self._page.step}.why"))


def toggle(page: Page) -> HelpPanel | None:
    """Open or close the page's panel; the panel if it is open now."""
    if page.help_panel is None:
        page.help_panel = HelpPanel(page)
        # In a row: a column would measure its height for more width than it may have.
        row = QHBoxLayout()
        row.addWidget(page.help_panel, 1)
        row.addStretch(0)
        page.body.addLayout(row)
        page.help_panel.show()
    else:
        page.help_panel.setVisible(page.help_panel.isHidden())
    return page.help_panel if page.help_open else None
